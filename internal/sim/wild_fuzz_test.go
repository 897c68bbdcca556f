package sim_test

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"yunque/internal/apidoc"
)

// ownCodes are the codes the simulator needs and the documentation has none for:
// of signatures and transport, of resources that are not there and of limits,
// in chapters that print no table for them.
var ownCodes = []string{
	"SignatureDoesNotMatch", "InvalidAccessKeyId.NotFound", "SignatureNonceUsed", "InvalidTimestamp.Expired", "InvalidTimestamp.Malformed",
	"InvalidSignatureMethod", "InvalidSignatureVersion", "InvalidVersion", "Throttling",
	"InvalidDiskId.NotFound", "InvalidSnapshotId.NotFound", "InvalidSnapshotChainId.NotFound", "InvalidSecurityGroupId.NotFound",
	"InvalidSecurityGroupRuleId.NotFound", "InvalidPublicNetwork.NotFound", "InvalidBandwidth.NotFound", "InvalidEIP.NotFound", "InvalidVLINK.NotFound",
	"InvalidVirtualGateWay.NotFound", "IncorrectDiskStatus", "IncorrectSnapshotStatus", "InvalidOperation.DiskStatusUnsupported",
	"InvalidOperation.SnapshotStatusUnsupported", "SecurityGroupInUse", "InvalidTagName.Duplicated",
}

// knownCodes are all codes that stand anywhere in the documentation, and
// ownCodes.
func knownCodes(t testing.TB, c *apidoc.Catalog) map[string]bool {
	t.Helper()
	var table []apidoc.ErrorCode
	if err := c.Appendix("ecs_error_codes", &table); err != nil {
		t.Fatal(err)
	}
	for _, op := range c.Operations {
		table = append(table, op.Errors...)
	}
	known := map[string]bool{}
	for _, e := range table {
		known[e.Code] = true
	}
	for _, code := range ownCodes {
		known[code] = true
	}
	return known
}

// oddValues are what a parameter is replaced by.
var oddValues = []string{
	`""`, `null`, `[]`, `{}`, `-1`, `0`, `1.5`, `99999999999999999999`, `true`, `"\u0000\u001b[31m"`, `"../../etc"`,
	`"10.0.0.0/33"`, `[[1]]`, `[{"a":[]}]`, `[null]`, `{"DiskFeature":"ssd","Size":-1}`, `"2024-13-45 99:99:99"`,
}

// FuzzParameters calls any operation in a way that works, but for one parameter
// that is odd. Nothing is answered with 500 or with a code of nobody's.
func FuzzParameters(f *testing.F) {
	s, cloud := newStranger(f)
	visits, known := planOf(f, s.catalog), knownCodes(f, s.catalog)
	for n, v := range visits {
		params, err := s.params(v, false)
		if err != nil {
			continue // its ids come with an earlier write's answer
		}
		visits[n].set = params
		for i := range params {
			f.Add(uint(n), i, oddValues[(n+len(i))%len(oddValues)])
		}
	}
	s.client = cloud.Client()
	f.Fuzz(func(t *testing.T, n uint, name, value string) {
		s.t = t
		op := s.catalog.Operation(visits[n%uint(len(visits))].id)
		params := maps.Clone(visits[n%uint(len(visits))].set)
		var odd any
		if err := json.Unmarshal([]byte(value), &odd); err != nil {
			odd = value
		}
		if params == nil {
			params = map[string]any{}
		}
		params[name] = odd
		if s.calls%2000 == 0 {
			if err := cloud.Seed("demo"); err != nil {
				t.Fatal(err)
			}
		}
		r := s.call(op, params)
		if !r.ok() && (r.status < 400 || r.status >= 500 || !known[r.code] && !strings.HasPrefix(r.code, "QuotaExceed.")) {
			t.Errorf("%s %s: got HTTP %d %v", op.ID, toJSON(params), r.status, r.body)
		}
	})
}
