package sim

import (
	"reflect"
	"testing"
)

// lines lists the names of a network's gateways with their states.
func lines(net any) (out []string) {
	list, _ := at(net, "vgateways").([]any)
	for _, g := range list {
		out = append(out, at(g, "conf_name").(string)+" "+at(g, "status").(string))
	}
	return out
}

func TestDefaultNetworkIsAPrivateCloudWithAGatewayOfEachLine(t *testing.T) {
	l := newLab(t, "empty")
	site := asked(params{"siteId": loudi})
	net := func() any { return l.ok("gcw.GetDefaultNet", site)["Data"] }
	if got := net(); !reflect.DeepEqual(got, any(params{})) {
		t.Errorf("before it is made: got %v, want nothing", got)
	}
	l.refused("13506", "gcw.SupplyDefaultNet", site)
	l.ok("gcw.CreateDefaultNet", site)
	if got, want := lines(net()), []string{"电信 creating", "移动 creating", "联通 creating"}; !reflect.DeepEqual(got, want) {
		t.Errorf("while it is made: got %v, want %v", got, want)
	}
	l.settle()
	l.refused("13500", "gcw.CreateDefaultNet", site)
	if got := at(net(), "subnets", 0); at(got, "not_used").(float64)+at(got, "used_num").(float64) != 65536 {
		t.Errorf("addresses of a /16: got %v", got)
	}
	cloud := at(l.ok("vpc.DescribeVPC", params{"RegionCode": "CN_Loudi"}), "Data", "VPCList", 0)
	if at(cloud, "VPCId") != at(net(), "vpcId") || at(cloud, "VPCNmae") != "娄底-云桌面默认VPC" {
		t.Errorf("in the VPC chapter: got %v, want %v", cloud, at(net(), "vpcId"))
	}
	if got := l.ok("gcw.GetCustomNet", site)["Data"]; !reflect.DeepEqual(got, []any{}) {
		t.Errorf("custom networks: got %v, want none", got)
	}
}

func TestDefaultNetworkIsSuppliedWithWhatItLacks(t *testing.T) {
	l := newLab(t, "empty")
	site := asked(params{"siteId": loudi})
	net := func() any { return l.ok("gcw.GetDefaultNet", site)["Data"] }
	want := []string{"电信 ok", "移动 ok", "联通 ok"}
	if err := l.cloud.Inject(Fault{Operation: "gcw.CreateDefaultNet", FailTask: true}); err != nil {
		t.Fatal(err)
	}
	l.ok("gcw.CreateDefaultNet", site)
	l.settle()
	if got := lines(net()); !reflect.DeepEqual(got, []string{"电信 erro", "移动 erro", "联通 erro"}) {
		t.Errorf("after a failure: got %v", got)
	}
	l.ok("gcw.SupplyDefaultNet", site)
	l.settle()
	if got := lines(net()); !reflect.DeepEqual(got, want) {
		t.Errorf("supplied: got %v, want %v", got, want)
	}
	l.ok("vpc.DeleteVirtualGateWay", params{"VirtualGateWayId": at(net(), "vgateways", 0, "id")})
	l.settle()
	l.ok("gcw.SupplyDefaultNet", site)
	l.settle()
	if got := lines(net()); !reflect.DeepEqual(got, []string{"移动 ok", "联通 ok", "电信 ok"}) {
		t.Errorf("supplied again: got %v", got)
	}
}

func TestDefaultNetworkDeletedInTheVPCChapterIsGone(t *testing.T) {
	l := newLab(t, "empty")
	site := asked(params{"siteId": loudi})
	l.ok("gcw.CreateDefaultNet", site)
	l.settle()
	net := l.ok("gcw.GetDefaultNet", site)["Data"]
	l.ok("vpc.DeleteSubnet", params{"SubnetId": at(net, "subnets", 0, "id")})
	for n := range 3 {
		l.ok("vpc.DeleteVirtualGateWay", params{"VirtualGateWayId": at(net, "vgateways", n, "id")})
	}
	l.settle()
	l.ok("vpc.DeleteVPC", params{"VPCId": at(net, "vpcId")})
	l.settle()
	if got := l.ok("gcw.GetDefaultNet", site)["Data"]; !reflect.DeepEqual(got, any(params{})) {
		t.Errorf("got %v, want nothing", got)
	}
	l.ok("gcw.CreateDefaultNet", site)
}

func TestDesktopsGoIntoNetworksOfTheVPCChapter(t *testing.T) {
	d := newDesktops(t)
	own := d.private("CN_Loudi", "CN_Loudi_A")
	listed := at(d.ok("gcw.GetCustomNet", asked(params{"siteId": loudi})), "Data", 0)
	if at(listed, "vpcId") != own.vpc || at(listed, "subnets", 0, "id") != own.subnet || at(listed, "vgateways", 0, "conf_id") != "10298" {
		t.Errorf("custom network: got %v, want %v", listed, own)
	}
	id := d.bought(params{"vpcId": own.vpc, "subnetNetId": own.subnet, "vgatewayNetId": own.gateway})[0]
	d.want(id, "vpcName", "yard")
	d.refused("InvalidOperation", "vpc.DeleteVirtualGateWay", params{"VirtualGateWayId": own.gateway})
}

func TestUnknownSitesAreRefused(t *testing.T) {
	l := newLab(t, "empty")
	none := asked(params{"siteId": "none"})
	for _, id := range []string{
		"gcw.CreateDefaultNet", "gcw.SupplyDefaultNet", "gcw.GetDefaultNet", "gcw.GetCustomNet", "gcw.GetLineBillingScheme", "gcw.QueryImages",
	} {
		l.refused("10006", id, none)
	}
}
