package sim_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestRequestsThatAreNoneAreRefusedAsDocumented sends what no client means to.
func TestRequestsThatAreNoneAreRefusedAsDocumented(t *testing.T) {
	const tags, vdcs = "DescribeTags", "DescribeVdc"
	const limit = 10 << 20
	padded := func(size int) string { return `{"a":"` + strings.Repeat("x", size-len(`{"a":""}`)) + `"}` }
	s, _ := newStranger(t)
	known := knownCodes(t, s.catalog)
	for _, c := range []struct {
		name, method, path, action, query, body, contentType string
		status                                               int
		want                                                 string
	}{
		{name: "an unknown action", method: "POST", path: "/ccs", action: "Dance", status: 400, want: "UnsupportedAction"},
		{name: "an action in another case", method: "POST", path: "/ccs", action: "describetags", status: 400, want: "UnsupportedAction"},
		{name: "an action of another service", method: "GET", path: "/ccs", action: vdcs, status: 400, want: "UnsupportedAction"},
		{name: "an action of control characters", method: "GET", path: "/ccs", action: "\x00\x1b[31m", status: 400, want: "UnsupportedAction"},
		{name: "an unknown path", method: "GET", path: "/nowhere", action: vdcs, status: 404, want: "UnsupportedAction"},
		{name: "a path below a service", method: "GET", path: "/network/vdc", action: vdcs, status: 404, want: "UnsupportedAction"},
		{name: "two slashes", method: "GET", path: "/network//", action: vdcs, status: 404, want: "UnsupportedAction"},
		{name: "a GET of what is a POST", method: "GET", path: "/ccs", action: tags, status: 400, want: "UnsupportedHTTPMethod"},
		{name: "a POST of what is a GET", method: "POST", path: "/network", action: vdcs, status: 400, want: "UnsupportedHTTPMethod"},
		{name: "a DELETE", method: http.MethodDelete, path: "/network", action: "DeleteVdc", status: 400, want: "UnsupportedHTTPMethod"},
		{name: "a form for a body", method: "POST", path: "/ccs", action: tags, body: "a=b&c=d", contentType: "application/x-www-form-urlencoded", status: 400, want: "ParamParseError"},
		{name: "XML for a body", method: "POST", path: "/ccs", action: tags, body: "<a/>", contentType: "text/xml", status: 400, want: "ParamParseError"},
		{name: "a multipart body", method: "POST", path: "/ccs", action: tags, body: "--x\r\n\r\n\r\n--x--", contentType: "multipart/form-data; boundary=x", status: 400, want: "ParamParseError"},
		{name: "JSON that says it is XML", method: "POST", path: "/ccs", action: tags, body: "{}", contentType: "text/xml", status: 200, want: "Success"},
		{name: "JSON in another character set", method: "POST", path: "/ccs", action: tags, body: "\xff\xfe{\x00}\x00", status: 400, want: "ParamParseError"},
		{name: "half a body", method: "POST", path: "/ccs", action: tags, body: `{"a":`, status: 400, want: "ParamParseError"},
		{name: "a list for a body", method: "POST", path: "/ccs", action: tags, body: `[1]`, status: 400, want: "ParamParseError"},
		{name: "ten thousand nested lists", method: "POST", path: "/ccs", action: tags, body: `{"a":` + strings.Repeat("[", 10_001), status: 400, want: "ParamParseError"},
		{name: "a body of 10 MB", method: "POST", path: "/ccs", action: tags, body: padded(limit), status: 200, want: "Success"},
		{name: "a body of 10 MB and one byte", method: "POST", path: "/ccs", action: tags, body: padded(limit + 1), status: 413, want: "ParamParseError"},
		{name: "a query that is none", method: "GET", path: "/network?a=%zz&", action: vdcs, status: 400, want: "ParamParseError"},
		{name: "two zones in a query, the first of which counts", method: "GET", path: "/network", action: vdcs, query: "RegionId=CN_Beijing_A&RegionId=nowhere", status: 200, want: "Success"},
		{name: "two zones in a query, the first of which is none", method: "GET", path: "/network", action: vdcs, query: "RegionId=nowhere&RegionId=CN_Beijing_A", status: 400, want: "InvalidRegionID.Malformed"},
		{name: "two sizes in a body, the last of which counts", method: "POST", path: "/ccs", action: "DescribeInstances", body: `{"PageSize": -1, "PageSize": 1}`, status: 200, want: "Success"},
		{name: "two sizes in a body, the last of which is none", method: "POST", path: "/ccs", action: "DescribeInstances", body: `{"PageSize": 1, "PageSize": -1}`, status: 400, want: "InvalidParameter"},
		{name: "a size in two spellings", method: "POST", path: "/ccs", action: "DescribeInstances", body: `{"pagesize": 1, "PAGESIZE": -1}`, status: 400, want: "InvalidParameter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.t = t
			s.calls++
			query, err := url.ParseQuery(c.query)
			if err != nil {
				t.Fatal(err)
			}
			query.Set("Action", c.action)
			r := s.send(c.method, c.path, query, []byte(c.body), c.contentType)
			if r.status != c.status || r.code != c.want {
				t.Errorf("got HTTP %d %v, want %d %s", r.status, r.body, c.status, c.want)
			}
			if !r.ok() && !known[r.code] {
				t.Errorf("%s is a code of nobody's", r.code)
			}
		})
	}
}

// TestBadValuesAreRefusedAsDocumented spoils one parameter of calls that work.
func TestBadValuesAreRefusedAsDocumented(t *testing.T) {
	const control = "a\x00\x1b[31mred\nb"
	subnet := func(segment string) set {
		return set{"AvailableZoneCode": "CN_Hongkong_B", "SubnetName": "s", "SubnetSegment": segment}
	}
	s, _ := newStranger(t)
	known := knownCodes(t, s.catalog)
	for _, id := range []string{"network.vdc.CreateVdc", "network.vdc.CreatePrivateNetwork"} {
		s.call(s.catalog.Operation(id), s.workable(id))
		s.wait()
	}
	for _, c := range []struct {
		name, id string
		bad      set
		want     string
	}{
		{"a data disk of a negative size", "ccs.instance.CreateDisk", set{"DataDisks": []any{set{"Size": -100}}}, "InvalidDataDiskSize.ValueNotSupported"},
		{"a disk that shrinks below nothing", "ccs.instance.ResizeDisk", set{"DataSize": -1}, "InvalidDiskSize.TooSmall"},
		{"a system disk of a negative size", "ccs.instance.CreateInstance", set{"SystemDisk": set{"Size": -60}}, "InvalidParameter"},
		{"a negative number of servers", "ccs.instance.CreateInstance", set{"Amount": -1}, "InvalidParameter"},
		{"a negative number of cores", "ccs.instance.CreateInstance", set{"Cpu": -4}, "InvalidParameter"},
		{"a negative number of months", "ccs.instance.CreateInstance", set{"InstanceChargeType": "PrePaid", "PrepaidMonth": -1}, "InvalidParameter"},
		{"a page below the first", "ccs.instance.DescribeInstances", set{"PageNumber": -1}, "InvalidParameter"},
		{"a page of VDCs below the first", "network.vdc.DescribeVdc", set{"PageNumber": -1}, "InvalidParameter"},
		{"a negative bandwidth of a VDC", "network.vdc.CreateVdc", set{"PublicNetwork": set{"Type": "Bandwidth_BGP", "Qos": -20, "IPNum": 4}}, "InvalidPublicNetwork. Bandwich.Malformed"},
		{"a negative number of addresses", "network.vdc.AddPublicIp", set{"Number": -8}, "InvalidPublicNetwork.IP.Malformed"},
		{"a negative mask", "network.vdc.CreatePrivateNetwork", set{"Type": "manual", "Address": "10.0.0.0", "Mask": -1}, "InvalidParameter"},
		{"a negative number of EIPs", "vpc.CreateEIP", set{"Size": -1}, "InvalidParameter"},
		{"a negative bandwidth of an EIP", "vpc.CreateEIP", set{"Qos": -5}, "InvalidParameter"},
		{"a negative shared bandwidth", "vpc.CreateBandwidth", set{"Qos": -10}, "InvalidParameter"},
		{"a cloud disk of a negative size", "ebs.CreateDisk", set{"Size": -32}, "InvalidParameter"},
		{"a negative number of elastic servers", "ecs.CreateInstance", set{"Number": -1}, "InvalidParameter"},
		{"a bare metal disk of a negative size", "bmsdisk.CreateDisk", set{"Size": -200}, "ParameterInvalid"},
		{"a negative number of bare metal servers", "bms.CreateBmsInstance", set{"Amount": -1}, "AmountOversize"},
		{"a negative number of desktops", "gcw.CreateVm", set{"num": "-1"}, "10003"},

		{"a subnet outside its VPC", "vpc.CreateSubnet", set{"SubnetList": []any{subnet("192.168.9.0/24")}}, "InvalidParameter"},
		{"a subnet around its VPC", "vpc.CreateSubnet", set{"SubnetList": []any{subnet("10.0.0.0/8")}}, "InvalidParameter"},
		{"a subnet that overlaps another", "vpc.CreateSubnet", set{"SubnetList": []any{subnet("10.0.1.128/25")}}, "InvalidParameter"},
		{"two new subnets that overlap", "vpc.CreateSubnet", set{"SubnetList": []any{subnet("10.0.77.0/24"), subnet("10.0.77.64/26")}}, "InvalidParameter"},
		{"a subnet that is no network", "vpc.CreateSubnet", set{"SubnetList": []any{subnet("10.0.77.1/24")}}, "InvalidParameter"},
		{"a subnet of the sixth version", "vpc.CreateSubnet", set{"SubnetList": []any{subnet("fe80::/64")}}, "InvalidParameter"},
		{"a subnet of a new VPC outside it", "vpc.CreateVPC", set{"SubnetList": []any{subnet("10.16.1.0/24")}}, "InvalidParameter"},
		{"a gateway that overlaps a subnet", "vpc.CreateVirtualGateWay", set{"VirtualGateWayList": []any{set{
			"AvailableZoneCode": "CN_Suqian_A", "VirtualGateWayName": "g", "VirtualGateWaySegment": "172.16.1.0/24", "Type": "Bandwidth_CMCC",
		}}}, "InvalidParameter"},

		{"control characters in a server's name", "ccs.instance.CreateInstance", set{"InstanceName": control}, "InvalidInstanceName.Malformed"},
		{"control characters in a server's tag", "ccs.instance.CreateInstance", set{"LabelNames": []any{control}}, "InvalidParameter"},
		{"control characters in a new name", "ccs.instance.ModifyInstanceName", set{"InstanceName": control}, "InvalidInstanceName.Malformed"},
		{"control characters in a tag", "ccs.instance.CreateTag", set{"TagName": control}, "InvalidParameter"},
		{"control characters in a template's name", "ccs.template.CreateTemplate", set{"DisplayName": control}, "InvalidParameter"},
		{"control characters in a group's name", "ccs.securitygroup.CreateSecurityGroup", set{"SecurityGroupName": control}, "InvalidParameter"},
		{"control characters in a VDC's name", "network.vdc.CreateVdc", set{"VdcName": control}, "InvalidParameter"},
		{"control characters in a VDC's new name", "network.vdc.ModifyVdcName", set{"VdcName": control}, "InvalidParameter"},
		{"control characters in a VDC's network", "network.vdc.CreateVdc", set{"PublicNetwork": set{"Name": control, "Type": "Bandwidth_BGP", "Qos": 20, "IPNum": 4}}, "InvalidParameter"},
		{"control characters in a public network's name", "network.vdc.CreatePublicNetwork", set{"Name": control}, "InvalidParameter"},
		{"control characters in a private network's name", "network.vdc.CreatePrivateNetwork", set{"Name": control}, "InvalidParameter"},
		{"control characters in a GPN's name", "network.vdc.CreateGPN", set{"Name": control}, "InvalidParameter"},
		{"control characters in a VPC's name", "vpc.CreateVPC", set{"VPCName": control}, "InvalidParameter"},
		{"control characters in a shared bandwidth's name", "vpc.CreateBandwidth", set{"Name": control}, "InvalidParameter"},
		{"control characters in an EIP's description", "vpc.CreateEIP", set{"Description": control}, "InvalidParameter"},
		{"control characters in an elastic server's name", "ecs.ModifyInstanceName", set{"Name": control}, "InvalidParameter"},
		{"control characters in a cloud disk's name", "ebs.CreateDisk", set{"DiskName": control}, "InvalidParameter"},
		{"control characters in a snapshot's name", "snapshot.CreateSnapshot", set{"SnapshotName": control}, "InvalidParameter"},
		{"control characters in a bare metal server's name", "bms.CreateBmsInstance", set{"InstanceName": control}, "DataNotExists"},
		{"control characters in a bare metal disk's name", "bmsdisk.CreateDisk", set{"Name": control}, "ParameterInvalid"},
		{"control characters in a desktop's name", "gcw.ChangeVmName", set{"name": control}, "10003"},
		{"control characters in a sub-account's name", "gcw.CreateSubAccount", set{"name": control}, "10003"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.t = t
			params := s.workable(c.id)
			for name, value := range c.bad {
				params[name] = value
			}
			r := s.call(s.catalog.Operation(c.id), params)
			if r.status < 400 || r.status >= 500 || r.code != c.want {
				t.Errorf("%s: got HTTP %d %v, want a refusal %s", c.id, r.status, r.body, c.want)
			}
			if !known[r.code] {
				t.Errorf("%s is a code of nobody's", r.code)
			}
		})
	}
}

// workable are parameters of the plan with which an operation works. What a visit
// takes from another operation's answer is made by performing that first.
func (s *stranger) workable(id string) map[string]any {
	s.t.Helper()
	v := visitsByID()[id]
	v.id = id
	for _, f := range v.find {
		if made := strings.Fields(f.in)[0]; s.catalog.Operation(made).Writes() && s.said[made] == nil {
			s.said[made] = s.call(s.catalog.Operation(made), s.workable(made)).body
			s.wait()
		}
	}
	params, err := s.params(v, false)
	if err != nil {
		s.t.Fatalf("%s: %v", id, err)
	}
	return params
}
