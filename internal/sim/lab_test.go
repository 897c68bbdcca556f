package sim

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// start is when every test's clock begins.
var start = time.Date(2024, 11, 15, 2, 30, 0, 0, time.UTC)

const testPassword = "EcsV587!"

// lab is a cloud on a clock that stands still until it is told to move.
type lab struct {
	t     testing.TB
	cloud *Server
	now   time.Time
	nonce int
}

func newLab(t testing.TB, seed string) *lab {
	t.Helper()
	l := &lab{t: t, now: start}
	l.cloud = New(Options{Seed: seed, Now: func() time.Time { return l.now }})
	return l
}

// pass moves the clock.
func (l *lab) pass(d time.Duration) { l.now = l.now.Add(d) }

// signed builds a call as a client would, with params in the query of a GET
// and in the body of a POST.
func (l *lab) signed(id string, params map[string]any) *http.Request {
	l.t.Helper()
	op := l.cloud.byID[id].op
	query, body := url.Values{"Action": {op.Action}}, []byte(nil)
	if op.Method == http.MethodGet {
		for name, v := range params {
			query.Set(name, textOf(v))
		}
	} else if params != nil {
		var err error
		if body, err = json.Marshal(params); err != nil {
			l.t.Fatal(err)
		}
	}
	return l.request(op.Method, op.Path+"/", query, body)
}

func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	}
	b, _ := json.Marshal(v)
	return strings.Trim(string(b), `"`)
}

// request signs query and wraps it up.
func (l *lab) request(method, path string, query url.Values, body []byte) *http.Request {
	l.t.Helper()
	l.nonce++
	sign(method, query, DemoKey, DemoSecret, "nonce-"+strconv.Itoa(l.nonce), l.now)
	r, err := http.NewRequest(method, "http://cdsapi.capitalonline.net"+path+"?"+query.Encode(), bytes.NewReader(body))
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// sign adds the common parameters and the signature to a query.
func sign(method string, q url.Values, key, secret, nonce string, at time.Time) {
	for name, value := range map[string]string{
		"AccessKeyId": key, "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "SignatureNonce": nonce,
		"Timestamp": at.UTC().Format("2006-01-02T15:04:05Z"), "Version": "2019-08-08",
	} {
		if !q.Has(name) {
			q.Set(name, value)
		}
	}
	q.Set("Signature", signature(method, q, secret))
}

// send performs a request and decodes the answer.
func (l *lab) send(r *http.Request) (status int, body map[string]any) {
	l.t.Helper()
	resp, err := l.cloud.Client().Do(r)
	if err != nil {
		l.t.Fatalf("%s: %v", r.URL.Path, err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		l.t.Fatalf("%s: answer %q is no JSON object", r.URL.Path, raw)
	}
	return resp.StatusCode, body
}

// ok performs a call that must succeed and returns the whole answer.
func (l *lab) ok(id string, params map[string]any) map[string]any {
	l.t.Helper()
	status, body := l.send(l.signed(id, params))
	if status != http.StatusOK || !strings.EqualFold(code(body), "success") && code(body) != "OK" && code(body) != "200" {
		l.t.Fatalf("%s %v: got HTTP %d %v, want a success", id, params, status, body)
	}
	return body
}

func code(body map[string]any) string {
	for _, name := range []string{"Code", "code"} {
		switch v := body[name].(type) {
		case string:
			return v
		case float64:
			return strconv.Itoa(int(v))
		}
	}
	return ""
}

// refused performs a call that must be refused with a code.
func (l *lab) refused(want, id string, params map[string]any) {
	l.t.Helper()
	status, body := l.send(l.signed(id, params))
	if status < 400 || code(body) != want {
		l.t.Errorf("%s %v: got HTTP %d %v, want a refusal %s", id, params, status, body, want)
	}
}

// finish waits until the task of an answer has ended well and returns what it
// made or changed.
func (l *lab) finish(answer map[string]any) []string {
	l.t.Helper()
	id, _ := answer["TaskId"].(string)
	if id == "" {
		l.t.Fatalf("there is no task in %v", answer)
	}
	l.pass(10 * time.Second)
	data := l.ok("common.DescribeTask", map[string]any{"TaskId": id})["Data"].(map[string]any)
	if data["Status"] != "FINISH" {
		l.t.Fatalf("task %s: got %v, want FINISH", id, data)
	}
	var out []string
	for _, v := range data["ResourceIds"].([]any) {
		out = append(out, v.(string))
	}
	return out
}

// made is finish for a call that makes one thing.
func (l *lab) made(id string, params map[string]any) string {
	l.t.Helper()
	return l.finish(l.ok(id, params))[0]
}

// at walks an answer: names and list indices.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			o, _ := v.(map[string]any)
			v = o[step]
		case int:
			list, _ := v.([]any)
			if step >= len(list) {
				return nil
			}
			v = list[step]
		}
	}
	return v
}

// plant makes a VDC with a public and a private network.
func (l *lab) plant() (vdcID, publicID, privateID string) {
	l.t.Helper()
	vdcID = l.made("network.vdc.CreateVdc", map[string]any{"RegionId": "CN_Beijing_A", "VdcName": "yard", "PublicNetwork": map[string]any{
		"Name": "公网1", "Type": "Bandwidth_BGP", "BillingMethod": "BandwIdth", "Qos": 10, "IPNum": 8,
	}})
	privateID = l.made("network.vdc.CreatePrivateNetwork", map[string]any{"VdcId": vdcID, "Name": "私网1"})
	return vdcID, l.vdc(vdcID)["PublicNetwork"].([]any)[0].(map[string]any)["PublicId"].(string), privateID
}

func (l *lab) vdc(id string) map[string]any {
	l.t.Helper()
	list := l.ok("network.vdc.DescribeVdc", map[string]any{"VdcId": id})["Data"].([]any)
	if len(list) != 1 {
		l.t.Fatalf("VDC %s: got %d records, want 1", id, len(list))
	}
	return list[0].(map[string]any)
}

// order is a valid order of a server.
func order(vdcID string, more map[string]any) map[string]any {
	out := map[string]any{
		"RegionId": "CN_Beijing_A", "VdcId": vdcID, "Password": testPassword, "InstanceName": "host",
		"Cpu": 4, "Ram": 8, "InstanceType": "Standard", "ImageId": "Ubuntu_20.04_64",
	}
	for name, v := range more {
		out[name] = v
	}
	return out
}

func (l *lab) instance(id string) map[string]any {
	l.t.Helper()
	list := at(l.ok("ccs.instance.DescribeInstances", map[string]any{"InstanceId": id}), "Data", "Instances").([]any)
	if len(list) != 1 {
		l.t.Fatalf("server %s: got %d records, want 1", id, len(list))
	}
	return list[0].(map[string]any)
}

// group makes a security group and finds its id, which the answer does not
// tell.
func (l *lab) group(kind string) string {
	l.t.Helper()
	l.ok("ccs.securitygroup.CreateSecurityGroup", map[string]any{"SecurityGroupName": "g", "Description": "d", "SecurityGroupType": kind})
	return at(l.ok("ccs.securitygroup.DescribeSecurityGroups", map[string]any{"Keyword": "g"}), "Data", "SecurityGroup", 0, "SecurityGroupId").(string)
}

// rule is a valid security group rule.
func rule(group string, more map[string]any) map[string]any {
	out := map[string]any{
		"SecurityGroupId": group, "Action": 1, "Description": "d", "TargetAddress": "0.0.0.0/0", "TargetPort": 0,
		"LocalPort": 22, "Direction": "all", "Priority": 10, "Protocol": "TCP", "RuleType": "ip",
	}
	for name, v := range more {
		out[name] = v
	}
	return out
}
