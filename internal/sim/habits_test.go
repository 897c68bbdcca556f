package sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// These tests are the habits of published clients, and what they read in the
// answers, beyond the documentation: one test each.

func mustSucceed(t *testing.T, l *lab, r *http.Request) map[string]any {
	t.Helper()
	status, body := l.send(r)
	if status != http.StatusOK || code(body) != "Success" {
		t.Fatalf("got HTTP %d %v, want 200 Success", status, body)
	}
	return body
}

func TestPathWithAndWithoutSlash(t *testing.T) {
	l := newLab(t, "empty")
	for _, path := range []string{"/ccs", "/ccs/"} {
		mustSucceed(t, l, l.request("POST", path, url.Values{"Action": {"DescribeTags"}}, nil))
	}
}

func TestEveryHostIsTheSameAccount(t *testing.T) {
	l := newLab(t, "empty")
	for _, host := range []string{"api.capitalonline.net", "cdsapi-us.capitalonline.net", "127.0.0.1:9"} {
		r := l.request("POST", "/ccs", url.Values{"Action": {"DescribeTags"}}, nil)
		r.URL.Host, r.Host, r.URL.Scheme = host, host, "https"
		mustSucceed(t, l, r)
	}
}

func TestSpaceInTheQueryMayBePlusOrPercent(t *testing.T) {
	l := newLab(t, "empty")
	for _, space := range []string{"+", "%20"} {
		r := l.request("GET", "/network", url.Values{"Action": {"DescribeVdc"}, "Keyword": {"a b 北京"}}, nil)
		r.URL.RawQuery = strings.ReplaceAll(r.URL.RawQuery, "+", space)
		mustSucceed(t, l, r)
	}
}

func TestEmptyValuesAreSentAndSigned(t *testing.T) {
	l := newLab(t, "empty")
	l.plant()
	r := l.request("GET", "/network", url.Values{"Action": {"DescribeVdc"}, "Keyword": {""}, "PageNumber": {""}}, nil)
	if got := len(mustSucceed(t, l, r)["Data"].([]any)); got != 1 {
		t.Errorf("VDCs: got %d, want 1", got)
	}
}

func TestJSONBodyNeedsNoContentType(t *testing.T) {
	l := newLab(t, "demo")
	for _, kind := range []string{"", "application/json", "text/plain", "application/x-www-form-urlencoded"} {
		r := l.request("POST", "/ccs", url.Values{"Action": {"DescribeInstances"}}, []byte(`{"PageSize": 3}`))
		if kind != "" {
			r.Header.Set("Content-Type", kind)
		}
		if got := len(at(mustSucceed(t, l, r), "Data", "Instances").([]any)); got != 3 {
			t.Errorf("Content-Type %q: got %d servers, want 3", kind, got)
		}
	}
}

func TestGetMayCarryAJSONBody(t *testing.T) {
	l := newLab(t, "empty")
	l.plant()
	l.made("network.vdc.CreateVdc", map[string]any{"RegionId": "CN_Shanghai_A"})
	r := l.request("GET", "/network", url.Values{"Action": {"DescribeVdc"}}, []byte(`{"RegionId": "CN_Shanghai_A"}`))
	if got := len(mustSucceed(t, l, r)["Data"].([]any)); got != 1 {
		t.Errorf("VDCs of one zone: got %d, want 1", got)
	}
}

func TestPostMayBeFlattenedIntoItsQuery(t *testing.T) {
	l := newLab(t, "empty")
	vdcID, _, privateID := l.plant()
	r := l.request("POST", "/ccs", url.Values{
		"Action": {"CreateInstance"}, "action": {"CreateInstance"}, "service": {"ccs"}, "version": {"2019-08-08"},
		"RegionId": {"CN_Beijing_A"}, "VdcId": {vdcID}, "InstanceName": {"主机 a*b~c+d/e&f"}, "Password": {testPassword}, "Cpu": {"4"}, "Ram": {"8"}, "InstanceType": {"Standard"},
		"UTC": {"False"}, "DescriptionNum": {""}, "DataDisks.1.Size": {"200"}, "DataDisks.0.Size": {"100"}, "DataDisks.0.Type": {"ssd_disk"},
		"PrivateIp.0.PrivateId": {privateID}, "PrivateIp.0.IP.0": {"auto"}, "PublicIp.0": {"auto"},
	}, nil)
	i := l.instance(l.finish(mustSucceed(t, l, r))[0])
	got := fmt.Sprintf("%v %v %v", at(i, "Disks", "DataDisks", 0, "Size"), at(i, "Disks", "DataDisks", 0, "DiskType"), at(i, "Disks", "DataDisks", 1, "Size"))
	if want := "100 ssd_disk 200"; got != want {
		t.Errorf("disks: got %s, want %s", got, want)
	}
	if at(i, "PrivateNetworkInterface", 0, "IP") == "" || at(i, "PublicNetworkInterface", 0, "IP") == "" {
		t.Errorf("the addresses of the flattened lists are missing: %v", i)
	}
}

func TestBodyWinsOverQueryOfAPost(t *testing.T) {
	l := newLab(t, "demo")
	r := l.request("POST", "/ccs", url.Values{"Action": {"DescribeInstances"}, "PageSize": {"7"}, "PageNumber": {"2"}}, []byte(`{"PageSize": 3}`))
	data := mustSucceed(t, l, r)["Data"]
	if got := len(at(data, "Instances").([]any)); got != 3 {
		t.Errorf("servers: got %d, want the body's 3", got)
	}
	if got := at(data, "PageNumber"); got != 2.0 {
		t.Errorf("page: got %v, want the query's 2", got)
	}
}

func TestDottedListsMayComeInAnyOrder(t *testing.T) {
	l := newLab(t, "empty")
	got, err := decode(l.cloud.byID["ccs.instance.DescribeInstances"], url.Values{
		"PublicIp.10": {"k"}, "PublicIp.2": {"c"}, "PublicIp.0": {"a"}, "PublicIp.1": {"b"},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(got.Strs("PublicIp")), "[a b c k]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestActionOfTheBodyIsNotTheAction(t *testing.T) {
	l := newLab(t, "empty")
	group := l.group("public")
	odd := rule(group, map[string]any{"Action": 0, "action": "StopInstance"})
	l.finish(l.ok("ccs.securitygroup.AddSecurityGroupRule", odd))
	rules := at(l.ok("ccs.securitygroup.DescribeSecurityGroupAttribute", map[string]any{"SecurityGroupId": group}), "Data", "SecurityGroupRules")
	if got := at(rules, 0, "Action"); got != 0.0 {
		t.Errorf("rule's Action: got %v, want 0", got)
	}
	delete(odd, "Action")
	l.refused("MissingParameter", "ccs.securitygroup.AddSecurityGroupRule", odd)
}

func TestNumbersAndTextsStandForEachOther(t *testing.T) {
	l := newLab(t, "empty")
	vdcID, publicID, _ := l.plant()
	network := l.made("network.vdc.CreatePublicNetwork", map[string]any{
		"VdcId": vdcID, "Name": "n", "Type": "Bandwidth_BGP", "BillingMethod": "Bandwidth", "Qos": "15", "IPNum": "4", "AutoRenew": "1", "FloatBandwidth": "",
	})
	l.finish(l.ok("network.vdc.AddPublicIp", map[string]any{"PublicId": publicID, "Number": "8"}))
	l.finish(l.ok("network.vdc.CreatePrivateNetwork", map[string]any{"VdcId": vdcID, "Type": "manual", "Address": "192.168.8.0", "Mask": 24}))
	l.finish(l.ok("network.vdc.CreatePrivateNetwork", map[string]any{"VdcId": vdcID, "Type": "manual", "Address": "192.168.9.0", "Mask": "24"}))
	v := l.vdc(vdcID)
	if got := at(v, "PublicNetwork", 1, "Qos"); got != 15.0 || at(v, "PublicNetwork", 1, "PublicId") != network {
		t.Errorf("Qos: got %v, want the number 15", got)
	}
	if got := len(at(v, "PublicNetwork", 0, "Segments").([]any)); got != 2 {
		t.Errorf("segments: got %d, want 2", got)
	}
	if got, want := fmt.Sprint(at(v, "PrivateNetwork", 1, "Segments"), at(v, "PrivateNetwork", 2, "Segments")), "[192.168.8.0/24] [192.168.9.0/24]"; got != want {
		t.Errorf("ranges: got %s, want %s", got, want)
	}
}

func TestNullStandsForAnEmptyList(t *testing.T) {
	l := newLab(t, "empty")
	vdcID, _, _ := l.plant()
	l.made("ccs.instance.CreateInstance", order(vdcID, map[string]any{"DataDisks": nil, "PublicIp": nil, "PrivateIp": "", "LabelNames": []string{}, "SystemDisk": map[string]any{}}))
}

func TestEmptyObjectStandsForNoNetwork(t *testing.T) {
	l := newLab(t, "empty")
	id := l.made("network.vdc.CreateVdc", map[string]any{"RegionId": "cn_beijingA", "VdcName": "bare", "PublicNetwork": map[string]any{}})
	if got := fmt.Sprint(l.vdc(id)["PublicNetwork"]); got != "[]" {
		t.Errorf("public networks: got %s, want []", got)
	}
}

func TestKeywordMayBeLowerCase(t *testing.T) {
	l := newLab(t, "demo")
	got := at(l.ok("ccs.securitygroup.DescribeSecurityGroups", map[string]any{"keyword": "db-"}), "Data", "SecurityGroupCount")
	if got != 1.0 {
		t.Errorf("groups found: got %v, want 1", got)
	}
}

func TestUnknownParametersAreIgnored(t *testing.T) {
	l := newLab(t, "empty")
	vdcID, _, _ := l.plant()
	l.made("ccs.instance.CreateInstance", order(vdcID, map[string]any{"HostName": "x", "SubjectId": 3, "PageSize": "many", "Whatever": []any{1, nil}}))
}

func TestTenCallsAtOnceFromOneKey(t *testing.T) {
	l := newLab(t, "demo")
	var requests []*http.Request
	for range 10 {
		requests = append(requests, l.signed("ccs.instance.DescribeInstances", nil))
	}
	var wg sync.WaitGroup
	for _, r := range requests {
		wg.Go(func() {
			resp, err := l.cloud.Client().Do(r)
			if err != nil || resp.StatusCode != http.StatusOK {
				t.Errorf("got %v, %v, want HTTP 200", resp, err)
				return
			}
			_ = resp.Body.Close()
		})
	}
	wg.Wait()
}

func TestEnvelopeOfTheServerChapterIsAlwaysWhole(t *testing.T) {
	l := newLab(t, "empty")
	for id, params := range map[string]map[string]any{
		"ccs.instance.CreateTag":                {"TagName": "a"},
		"ccs.securitygroup.CreateSecurityGroup": {"SecurityGroupName": "g", "Description": "d", "SecurityGroupType": "public"},
		"network.vdc.CreateVdc":                 {"RegionId": "CN_Beijing_A"},
		"ccs.instance.DescribeInstances":        nil,
	} {
		body := l.ok(id, params)
		if _, ok := body["TaskId"].(string); !ok || body["Code"] != "Success" || body["Message"] == nil {
			t.Errorf("%s: got %v, want Code Success, a Message and a TaskId that is text", id, body)
		}
		if _, ok := body["Data"].(map[string]any); !ok {
			t.Errorf("%s: Data is %T, want an object", id, body["Data"])
		}
	}
}

func TestTaskGoesThroughExactlyTheDocumentedWords(t *testing.T) {
	l := newLab(t, "empty")
	answer := l.ok("network.vdc.CreateVdc", map[string]any{"RegionId": "CN_Beijing_A", "VdcName": "v"})
	var got []string
	for _, wait := range []time.Duration{0, time.Second, 4 * time.Second} {
		l.pass(wait)
		data := l.ok("common.DescribeTask", map[string]any{"TaskId": answer["TaskId"]})["Data"]
		got = append(got, at(data, "Status").(string))
		if at(data, "ResourceId") != at(data, "ResourceIds", 0) || at(data, "ResourceId") == "" {
			t.Errorf("resource: got %v, want the new VDC in ResourceId and ResourceIds", data)
		}
	}
	if want := "[NEW DOING FINISH]"; fmt.Sprint(got) != want {
		t.Errorf("words: got %v, want %s", got, want)
	}
	l.refused("InvalidTaskID.Malformed", "common.DescribeTask", map[string]any{"TaskId": "1"})
}

func TestTaskOfSeveralServersListsThemAll(t *testing.T) {
	l := newLab(t, "empty")
	vdcID, _, _ := l.plant()
	if got := len(l.finish(l.ok("ccs.instance.CreateInstance", order(vdcID, map[string]any{"Amount": 3})))); got != 3 {
		t.Errorf("resources: got %d, want 3", got)
	}
}

func TestVdcRecordHasWhatClientsRead(t *testing.T) {
	l := newLab(t, "empty")
	vdcID, _, _ := l.plant()
	v := l.vdc(vdcID)
	if v["VdcStatus"] != "ok" || v["VdcName"] != "yard" {
		t.Errorf("got %v, want status ok and the name as given", v)
	}
	public, private := at(v, "PublicNetwork", 0), at(v, "PrivateNetwork", 0)
	for _, name := range []string{"Qos", "UnuseIpNum"} {
		if _, ok := at(public, name).(float64); !ok {
			t.Errorf("%s: got %T, want a number", name, at(public, name))
		}
	}
	segment, _ := json.Marshal(at(public, "Segments", 0))
	var got struct {
		Mask                        int
		Gateway, SegmentId, Address string
	}
	if err := json.Unmarshal(segment, &got); err != nil || got.Mask != 29 || got.Gateway == "" || got.SegmentId == "" || got.Address == "" {
		t.Errorf("public segment: got %s (%v)", segment, err)
	}
	if _, ok := at(private, "Segments", 0).(string); !ok || at(private, "Name") != "私网1" {
		t.Errorf("private network: got %v", private)
	}
	none := l.ok("network.vdc.DescribeVdc", map[string]any{"VdcId": "f9053ea8-fc23-4032-8a7f-01def77b4cc0"})["Data"]
	if list, ok := none.([]any); !ok || len(list) != 0 {
		t.Errorf("an id that is not there: got %v, want an empty list", none)
	}
}

func TestServerRecordHasWhatClientsRead(t *testing.T) {
	l := newLab(t, "empty")
	vdcID, _, _ := l.plant()
	i := l.instance(l.made("ccs.instance.CreateInstance", order(vdcID, map[string]any{"DataDisks": []any{map[string]any{"Size": 100, "Type": "high_disk"}}})))
	if i["InstanceStatus"] != "running" || i["Cpu"] != 4.0 || i["Ram"] != 8.0 {
		t.Errorf("got %v", i)
	}
	for _, list := range []string{"PublicNetworkInterface", "PrivateNetworkInterface"} {
		if ip := at(i, list, 0, "IP"); ip != "" {
			t.Errorf("%s without an address: got %v, want an interface with an empty IP", list, ip)
		}
	}
	disks := i["Disks"]
	if at(disks, "SystemDisk", "Size") != 20.0 || at(disks, "SystemDisk", "DiskType") != "system_disk" || at(disks, "SystemDisk", "Iops") == nil || at(disks, "SystemDisk", "IOPS") == nil {
		t.Errorf("system disk: got %v", at(disks, "SystemDisk"))
	}
	if at(disks, "DataDisks", 0, "DiskId") == nil || at(disks, "DataDisks", 0, "DiskType") != "high_disk" || at(disks, "DataDisks", 0, "Size") != 100.0 {
		t.Errorf("data disk: got %v", at(disks, "DataDisks", 0))
	}
}

func TestSecurityGroupIsListedAtOnceAndItsRulesHaveNoNulls(t *testing.T) {
	l := newLab(t, "empty")
	group := l.group("public")
	l.finish(l.ok("ccs.securitygroup.AddSecurityGroupRule", rule(group, map[string]any{"Protocol": "ICMP", "TargetPort": nil, "LocalPort": nil})))
	got := at(l.ok("ccs.securitygroup.DescribeSecurityGroupAttribute", map[string]any{"SecurityGroupId": group}), "Data", "SecurityGroupRules", 0)
	want := map[string]any{
		"RuleId": at(got, "RuleId"), "Description": "d", "TargetAddress": "0.0.0.0/0", "TargetPort": "", "LocalPort": "", "Direction": "all",
		"Protocol": "ICMP", "Type": "ip", "Action": 1.0, "Priority": 10.0, "Status": "ok", "CreateTime": "2024-11-15 10:30:00",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("rule:\n got %v\nwant %v", got, want)
	}
}

func TestEverythingCanBeDeletedWithoutPolling(t *testing.T) {
	l := newLab(t, "empty")
	vdcID, publicID, privateID := l.plant()
	server := l.made("ccs.instance.CreateInstance", order(vdcID, map[string]any{
		"PublicIp": []string{"auto"}, "PrivateIp": []any{map[string]any{"PrivateId": privateID, "IP": []string{"auto"}}},
	}))
	group := l.group("private")
	l.finish(l.ok("ccs.securitygroup.JoinSecurityGroup", map[string]any{"SecurityGroupId": group, "BindData": []any{map[string]any{"InstanceId": server, "PrivateId": privateID}}}))
	for _, step := range []struct {
		id     string
		params map[string]any
	}{
		{"ccs.instance.DeleteInstance", map[string]any{"InstanceIds": []string{server}}},
		{"ccs.securitygroup.DeleteSecurityGroup", map[string]any{"SecurityGroupId": group}},
		{"network.vdc.DeletePublicNetwork", map[string]any{"PublicId": publicID}},
		{"network.vdc.DeletePrivateNetwork", map[string]any{"PrivateId": privateID}},
		{"network.vdc.DeleteVdc", map[string]any{"VdcId": vdcID}},
	} {
		l.ok(step.id, step.params)
		l.pass(200 * time.Millisecond)
	}
	l.pass(10 * time.Second)
	if got := fmt.Sprint(l.ok("network.vdc.DescribeVdc", nil)["Data"]); got != "[]" {
		t.Errorf("VDCs left: %s", got)
	}
	if got := fmt.Sprint(at(l.ok("ccs.instance.DescribeInstances", nil), "Data", "Instances")); got != "[]" {
		t.Errorf("servers left: %s", got)
	}
}
