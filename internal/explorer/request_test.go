package explorer_test

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/explorer"
	"yunque/internal/resource"
)

func TestAFormBecomesTheDocumentedTypes(t *testing.T) {
	for _, c := range []struct {
		name, id string
		form     url.Values
		want     map[string]any
	}{
		{"nothing", "network.vdc.DescribeVdc", nil, map[string]any{}},
		{"text without the spaces around it", "network.vdc.DescribeVdc", url.Values{"p.Keyword": {" 北 京 "}}, map[string]any{"Keyword": "北 京"}},
		{"a full-width number", "ccs.instance.DescribeInstances", url.Values{"p.PageNumber": {" \uff11\uff12 "}}, map[string]any{"PageNumber": int64(12)}},
		{"a secret as it is typed", "ccs.instance.ResetInstancesPassword", url.Values{"p.InstanceIds": {"a,b"}, "p.Password": {" x "}},
			map[string]any{"InstanceIds": "a,b", "Password": cloud.NewSecret(" x ")}},
		{"lines and commas of any width", "ccs.instance.DeleteInstance", url.Values{"p.InstanceIds": {"a\r\nb,c\uff0cd\u3001\n"}},
			map[string]any{"InstanceIds": []any{"a", "b", "c", "d"}}},
		{"an object", "ccs.instance.CreateInstance", url.Values{"p.SystemDisk.Size": {"50"}, "p.SystemDisk.Type": {""}},
			map[string]any{"SystemDisk": map[string]any{"Size": int64(50)}}},
		{"objects, empty rows left out", "ccs.instance.CreateInstance", url.Values{"p.DataDisks.0.Size": {""}, "p.DataDisks.1.Size": {"50"}, "p.DataDisks.1.Type": {"ssd_disk"}},
			map[string]any{"DataDisks": []any{map[string]any{"Size": int64(50), "Type": "ssd_disk"}}}},
		{"secrets in a list", "ccs.instance.CreateInstance", url.Values{"p.WindowsActivation.ProductIds": {"A-1, B-2"}},
			map[string]any{"WindowsActivation": map[string]any{"ProductIds": []any{cloud.NewSecret("A-1"), cloud.NewSecret("B-2")}}}},
		{"false is sent", "ccs.template.CreateTemplate", url.Values{"p.PowerOn": {"false"}}, map[string]any{"PowerOn": false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := explorer.Find(c.id).Request(c.form)
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %#v, want %#v", got, c.want)
			}
		})
	}
}

func TestMistakesStandBesideTheirFields(t *testing.T) {
	const create = "ccs.instance.CreateInstance"
	for _, c := range []struct {
		name, id, field string
		form            url.Values
		want            resource.Text
	}{
		{"a required one is missing", "ccs.instance.StopInstance", "p.InstanceId", nil, resource.T("explorer.missing")},
		{"spaces are nothing", "ccs.instance.StopInstance", "p.InstanceId", url.Values{"p.InstanceId": {" \u3000"}}, resource.T("explorer.missing")},
		{"a required list of objects is missing", "vpc.CreateSubnet", "p.SubnetList", nil, resource.T("explorer.missing")},
		{"an object lacks what it needs", "vpc.CreateSubnet", "p.SubnetList.0.SubnetName", url.Values{"p.SubnetList.0.SubnetSegment": {"10.0.0.0/24"}}, resource.T("explorer.missing")},
		{"words for a number", "ccs.instance.DescribeInstances", "p.PageNumber", url.Values{"p.PageNumber": {"two"}}, resource.T("explorer.not_int")},
		{"a fraction for a whole number", "ccs.instance.DescribeInstances", "p.PageNumber", url.Values{"p.PageNumber": {"1.5"}}, resource.T("explorer.not_int")},
		{"a number that is not listed", create, "p.AutoRenew", url.Values{"p.AutoRenew": {"2"}}, resource.T("explorer.not_listed", "0, 1")},
		{"a word that is not listed", "ccs.instance.StopInstance", "p.StopType", url.Values{"p.StopType": {"GENTLE"}}, resource.T("explorer.not_listed", "HARD, SOFT")},
		{"neither true nor false", "ccs.template.CreateTemplate", "p.PowerOn", url.Values{"p.PowerOn": {"maybe"}}, resource.T("explorer.not_bool")},
		{"too long", "ccs.instance.StopInstance", "p.InstanceId", url.Values{"p.InstanceId": {strings.Repeat("x", 100_001)}}, resource.T("explorer.too_long", 100_000)},
		{"sent twice", "ccs.instance.StopInstance", "p.InstanceId", url.Values{"p.InstanceId": {"a", "b"}}, resource.T("explorer.twice")},
		{"no such parameter", "ccs.instance.StopInstance", "", url.Values{"p.Admin": {"1"}}, resource.T("explorer.no_such_param", "Admin")},
		{"no such part of an object", create, "", url.Values{"p.SystemDisk.Colour": {"red"}}, resource.T("explorer.no_such_param", "SystemDisk.Colour")},
		{"more rows than there may be", create, "", url.Values{"p.DataDisks.999999999.Size": {"1"}}, resource.T("explorer.no_such_param", "DataDisks.999999999.Size")},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, wrong := explorer.Find(c.id).Request(c.form)
			if got := wrong[c.field]; !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %v at %q, want %v", map[string]resource.Text(wrong), c.field, c.want)
			}
		})
	}
}

func TestARequestCanBeWrittenAsJSON(t *testing.T) {
	const gpn, stop = "network.vdc.CreateGPN", "ccs.instance.ResetInstancesPassword"
	for _, c := range []struct {
		name, id string
		form     url.Values
		want     map[string]any
		wrong    resource.FieldErrors
	}{
		{"empty lists, null and large numbers stay", gpn, url.Values{"json": {`{"PopAccessPoint":[],"Name":null,"AccessPoint":[{"VdcId":12345678901234567890}]}`}},
			map[string]any{"PopAccessPoint": []any{}, "Name": nil, "AccessPoint": []any{map[string]any{"VdcId": json.Number("12345678901234567890")}}}, resource.FieldErrors{}},
		{"nothing written is an empty request", gpn, nil, map[string]any{}, resource.FieldErrors{}},
		{"a secret comes from its own field", stop, url.Values{"json": {`{"InstanceIds":"a"}`}, "p.Password": {"x"}},
			map[string]any{"InstanceIds": "a", "Password": cloud.NewSecret("x")}, resource.FieldErrors{}},
		{"a secret does not belong into the JSON", stop, url.Values{"json": {`{"Password":"x"}`}},
			map[string]any{}, resource.FieldErrors{"json": resource.T("explorer.secret_in_json", "Password")}},
		{"a name that is not documented", gpn, url.Values{"json": {`{"Admin":1}`}}, map[string]any{}, resource.FieldErrors{"json": resource.T("explorer.no_such_param", "Admin")}},
		{"no JSON", gpn, url.Values{"json": {"{\n  \"Name\": x\n}"}}, map[string]any{}, resource.FieldErrors{"json": resource.T("explorer.bad_json", 2, 11)}},
		{"half of it", gpn, url.Values{"json": {`{"Name":`}}, map[string]any{}, resource.FieldErrors{"json": resource.T("explorer.bad_json", 1, 8)}},
		{"two values", gpn, url.Values{"json": {`{} {}`}}, map[string]any{}, resource.FieldErrors{"json": resource.T("explorer.bad_json", 1, 5)}},
		{"a list", gpn, url.Values{"json": {`[]`}}, map[string]any{}, resource.FieldErrors{"json": resource.T("explorer.no_object")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, wrong := explorer.Find(c.id).RequestJSON(c.form)
			if !reflect.DeepEqual(got, c.want) || !reflect.DeepEqual(wrong, c.wrong) {
				t.Errorf("got  %#v, %v\nwant %#v, %v", got, map[string]resource.Text(wrong), c.want, map[string]resource.Text(c.wrong))
			}
		})
	}
}

func TestARecordedRequestFillsTheFormItCameFrom(t *testing.T) {
	form := url.Values{"p.RegionId": {"CN_Beijing_A"}, "p.Cpu": {"4"}, "p.PublicIp": {"auto\n1.2.3.4"}, "p.SystemDisk.Size": {"50"},
		"p.DataDisks.0.Size": {"10"}, "p.DataDisks.1.Type": {"ssd_disk"}, "p.Password": {"Canary-77-password"}}
	op := explorer.Find("ccs.instance.CreateInstance")
	request, _ := op.Request(form)
	recorded, err := cloud.RedactedJSON(request)
	if err != nil {
		t.Fatal(err)
	}
	got, fits := op.FillJSON(recorded)
	form.Del("p.Password")
	if !fits || !reflect.DeepEqual(got, form) {
		t.Errorf("got  %v, %v\nwant %v", got, fits, form)
	}
}

func TestWhatAFormCannotSayIsToldApart(t *testing.T) {
	for name, c := range map[string]struct{ id, recorded string }{
		"an empty list":          {"network.vdc.CreateGPN", `{"PopAccessPoint":[]}`},
		"null":                   {"network.vdc.CreateGPN", `{"Name":null}`},
		"text for a number":      {"ccs.instance.DescribeInstances", `{"PageNumber":"1"}`},
		"a number for text":      {"network.vdc.DescribeVdc", `{"Keyword":1}`},
		"an object for text":     {"network.vdc.DescribeVdc", `{"Keyword":{}}`},
		"an unknown parameter":   {"network.vdc.DescribeVdc", `{"Other":"1"}`},
		"text for an object":     {"ccs.instance.CreateInstance", `{"SystemDisk":"big"}`},
		"an unknown object part": {"ccs.instance.CreateInstance", `{"SystemDisk":{"Colour":"red"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			if v, fits := explorer.Find(c.id).FillJSON(json.RawMessage(c.recorded)); fits {
				t.Errorf("fits into %v", v)
			}
		})
	}
}

// TestEveryExampleCanBeSent finds examples that the form would refuse: the
// documentation prints some that are no values (quirk 35).
func TestEveryExampleCanBeSent(t *testing.T) {
	known := map[string]string{
		"ccs.securitygroup.ModifySecurityGroupRulePriority p.BindData.0.Priority": "xxx is no number",
	}
	for _, op := range operations() {
		_, wrong := op.Request(op.Example())
		for field, text := range wrong {
			if text.Key == "explorer.missing" {
				continue // no example is printed, or it is a secret
			}
			if known[op.ID+" "+field] == "" {
				t.Errorf("%s %s: %v", op.ID, field, text)
			}
			delete(known, op.ID+" "+field)
		}
	}
	for at := range known {
		t.Errorf("%s is no longer refused", at)
	}
}

func TestExamplesHoldNoSecret(t *testing.T) {
	for _, op := range operations() {
		for name := range op.Example() {
			last := name[strings.LastIndexByte(name, '.')+1:]
			for i := range op.Inputs {
				p := &op.Inputs[i]
				if p.Secret && p.Name == last {
					t.Errorf("%s fills %s", op.ID, name)
				}
			}
		}
	}
}

func TestALinkFillsOnlyWhatTheOperationHas(t *testing.T) {
	query := url.Values{"p.InstanceIds": {"a"}, "p.Password": {"x"}, "p.Other": {"y"}, "call": {"z"}}
	got := explorer.Find("ccs.instance.ResetInstancesPassword").FromQuery(query)
	if want := (url.Values{"p.InstanceIds": {"a"}}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestADesktopRequestNamesItselfAnew(t *testing.T) {
	op := explorer.Find("gcw.DeleteVm")
	a, b := op.Start().Get("p.requestId"), op.Start().Get("p.requestId")
	if a == "" || a == b {
		t.Errorf("got %q and %q, want two ids", a, b)
	}
	if got := explorer.Find("gcw.QueryTask").Start().Get("p.requestId"); got != "" {
		t.Errorf("the id of another request was made up: %q", got)
	}
}
