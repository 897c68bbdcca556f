package sim

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"yunque/internal/apidoc"
)

// check is what the documentation demands of one top-level parameter.
type check struct {
	param    *apidoc.Param
	required bool
	filled   bool // must not be sent empty, though it may be left out
	enum     []string
	missing  Refusal
	empty    Refusal
	invalid  Refusal
}

// optional names, per operation, parameters that are printed as required and
// yet have a default, or are missing in the documentation's own samples.
var optional = map[string][]string{
	"ccs.instance.DescribeInstancePrice":   {"ImageId", "SystemDisk", "Amount"},
	"network.vdc.CreateGPN":                {"PopAccessPoint", "AccessPoint"},
	"billing.DescribeBill":                 {"Currency"},
	"billing.DescribeBillInfo":             {"Currency"},
	"billing.DescribeCostSummaryByPro":     {"Currency"},
	"billing.DescribeCostSummaryByProject": {"Currency"},
	"ebs.AttachDisk":                       {"InstanceId"},
	"ebs.DescribeEcsAttachDisks":           {"InstanceId"},
}

// doubtful names, per operation, parameters whose printed list of values is
// contradicted by the documentation's own samples as well. They are left to
// the handlers.
var doubtful = map[string][]string{
	"network.vdc.CreatePublicNetwork":   {"Name", "Type", "AutoRenew", "FloatBandwidth"},
	"network.vdc.VDCBandwidthUnitPrice": {"BillScheme"},
	"vpc.BandwidthRemoveEIP":            {"RegionCode", "BandwidthType", "BillScheme", "Qos"},
	"vpc.CreateEIP":                     {"BillScheme"},
	"vpc.CreateBandwidth":               {"BillScheme"},
	"gcw.QueryVms":                      {"billMethod"},
	"gcw.QueryVmPrice":                  {"billCycle"},
	"bms.CreateBmsInstance":             {"EnableMonitor"},
}

// aliases are parameters that an operation's error table calls by another
// name.
var aliases = map[string]string{
	"PublicId": "PublicNetworkID", "SegmentId": "IpId", "Number": "PublicNetwork.IP", "InstanceIds": "InstanceId", "NetworkId": "PublicId",
}

func checksOf(op *apidoc.Operation) []check {
	var out []check
	for i := range op.Params {
		p := &op.Params[i]
		c := check{param: p, required: p.Required(), missing: missingOf(op, p), invalid: invalidOf(op, p)}
		c.required = c.required && !slices.Contains(optional[op.ID], p.Name)
		if slices.Contains(doubtful[op.ID], p.Name) {
			c.required = false
		} else {
			for _, v := range p.Enum {
				c.enum = append(c.enum, fmt.Sprint(v))
			}
		}
		c.bmsCodes(op)
		out = append(out, c)
	}
	return out
}

func missingOf(op *apidoc.Operation, p *apidoc.Param) Refusal {
	if r, ok := documentedFor(op, p.Name); ok {
		return r
	}
	if r, ok := documentedCode(op, "InvalidParameter.IsNull", "10003"); ok {
		return r
	}
	return badRequest("MissingParameter", fmt.Sprintf("Missing required parameter %q.", p.Name))
}

func invalidOf(op *apidoc.Operation, p *apidoc.Param) Refusal {
	if r, ok := documentedFor(op, p.Name); ok {
		return r
	}
	if r, ok := documentedCode(op, "10003"); ok {
		return r
	}
	return malformed("InvalidParameter", p.Name)
}

// documentedCode finds the first of the codes that an operation's table has.
// The gcw chapter prints no HTTP status; 400 is not documented.
func documentedCode(op *apidoc.Operation, codes ...string) (Refusal, bool) {
	for _, e := range op.Errors {
		if slices.Contains(codes, e.Code) {
			return Refusal{cmp.Or(e.HTTP, http.StatusBadRequest), e.Code, e.Message}, true
		}
	}
	return Refusal{}, false
}

// documentedFor finds the operation's own code about a parameter, such as
// InvalidInstanceID.Malformed for InstanceId.
func documentedFor(op *apidoc.Operation, param string) (Refusal, bool) {
	for _, name := range []string{param, aliases[param]} {
		for _, e := range op.Errors {
			if name != "" && strings.EqualFold(e.Code, "Invalid"+name+".Malformed") {
				return Refusal{e.HTTP, e.Code, e.Message}, true
			}
		}
	}
	return Refusal{}, false
}

// checkAll refuses a request for the first parameter that the documentation
// does not allow.
func checkAll(rt *route, r Request) error {
	for _, c := range rt.checks {
		v := r.value(c.param.Name)
		if isNothing(v) {
			switch {
			case v != nil && (c.required || c.filled):
				return c.empty
			case c.required:
				return c.missing
			}
			continue
		}
		if !c.allows(v) {
			return c.invalid
		}
	}
	return nil
}

func (c check) allows(v any) bool {
	switch c.param.Type {
	case "int":
		n, ok := asInt(v)
		return ok && c.inRange(float64(n)) && c.inEnum(fmt.Sprint(n))
	case "bool":
		_, ok := asBool(v)
		return ok
	case "string":
		return c.allowsText(v)
	case "object":
		return asObject(v) != nil
	case "array", "array<object>":
		return c.allowsList(asList(v))
	}
	return true
}

// allowsText also lets a list pass where comma-separated text is documented.
func (c check) allowsText(v any) bool {
	s, ok := asText(v)
	if !ok {
		_, ok := v.([]any)
		return ok && strings.HasSuffix(c.param.Name, "Ids")
	}
	if (c.param.Min != nil || c.param.Max != nil) && len(c.enum) == 0 {
		n, ok := asInt(v)
		return ok && c.inRange(float64(n))
	}
	n := utf8.RuneCountInString(s)
	if c.param.MinLength != nil && n < *c.param.MinLength || c.param.MaxLength != nil && n > *c.param.MaxLength {
		return false
	}
	return c.inEnum(s)
}

func (c check) allowsList(items []any) bool {
	if len(items) == 0 || c.param.MaxItems != nil && len(items) > *c.param.MaxItems || c.param.MinItems != nil && len(items) < *c.param.MinItems {
		return false
	}
	for _, item := range items {
		if c.param.Type == "array<object>" && asObject(item) == nil {
			return false
		}
	}
	return true
}

func (c check) inRange(n float64) bool {
	return (c.param.Min == nil || n >= *c.param.Min) && (c.param.Max == nil || n <= *c.param.Max)
}

// inEnum ignores case: the documentation itself writes Bandwidth and BandwIdth
// for one value.
func (c check) inEnum(s string) bool {
	return len(c.enum) == 0 || slices.ContainsFunc(c.enum, func(e string) bool { return strings.EqualFold(e, s) })
}
