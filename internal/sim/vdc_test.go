package sim

import (
	"fmt"
	"net/netip"
	"reflect"
	"testing"
	"time"
)

// wan is a valid order of a public network.
func wan(more params) params {
	return with(params{"Name": "n", "Type": "Bandwidth_BGP", "BillingMethod": "Bandwidth", "Qos": 10, "IPNum": 4, "AutoRenew": 1, "FloatBandwidth": 0}, more)
}

func TestPublicNetworkOrdersAreRefusedWithDocumentedCodes(t *testing.T) {
	l := newLab(t, "empty")
	vdc, _, _ := l.plant()
	for _, c := range []struct {
		name, want string
		more       params
	}{
		{"an unknown line", "InvalidPublicNetwork. Type.Malformed", params{"Type": "Carrier_Pigeon"}},
		{"an unknown way of paying", "InvalidParameter", params{"BillingMethod": "Barter"}},
		{"no bandwidth", "InvalidPublicNetwork. Bandwich.Malformed", params{"Qos": 0}},
		{"bandwidth between the steps", "InvalidPublicNetwork. Bandwich.Malformed", params{"Qos": 7}},
		{"too much bandwidth", "InvalidPublicNetwork. Bandwich.Malformed", params{"Qos": 505}},
		{"a peak below its step", "InvalidPublicNetwork. Bandwich.Malformed", params{"BillingMethod": "Bandwidth_95", "Qos": 20}},
		{"five addresses", "InvalidParameter", params{"IPNum": 5}},
		{"a VDC that does not exist", "InvalidVdcId.Malformed", params{"VdcId": "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, "network.vdc.CreatePublicNetwork", with(wan(params{"VdcId": vdc}), c.more))
		})
	}
}

func TestVdcOrdersAreRefusedWithDocumentedCodes(t *testing.T) {
	l := newLab(t, "empty")
	for _, c := range []struct {
		name, want string
		p          params
	}{
		{"a region that does not exist", "InvalidRegionId.Malformed", params{"RegionId": "CN_Atlantis_A"}},
		{"a region that is closed", "Region.NotOnSale", params{"RegionId": closedZone}},
		{"an unknown way of paying", "InvalidPublicNetwork. BillingMethod.Malformed", params{"RegionId": "CN_Wuxi_A", "PublicNetwork": wan(params{"BillingMethod": "Barter"})}},
		{"five addresses", "InvalidPublicNetwork.Ip.Malformed", params{"RegionId": "CN_Wuxi_A", "PublicNetwork": wan(params{"IPNum": 5})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, "network.vdc.CreateVdc", c.p)
		})
	}
	for range maxVdcs {
		l.ok("network.vdc.CreateVdc", params{"RegionId": "CN_Wuxi_A"})
	}
	l.refused("QuotaExceed.Vdc", "network.vdc.CreateVdc", params{"RegionId": "CN_Wuxi_A"})
}

func TestPrivateRangesOfOneVdcStayApart(t *testing.T) {
	l := newLab(t, "empty")
	vdc, _, _ := l.plant()
	manual := func(address string, mask any) params {
		return params{"VdcId": vdc, "Type": "manual", "Address": address, "Mask": mask}
	}
	l.ok("network.vdc.CreatePrivateNetwork", manual("192.168.0.0", 20))
	for _, p := range []params{manual("192.168.8.0", 24), manual("8.8.8.0", 24), manual("10.1.0.0", 8), manual("here", 24)} {
		l.refused("InvalidParameter", "network.vdc.CreatePrivateNetwork", p)
	}
	for range maxPrivateNetworks - 2 {
		l.ok("network.vdc.CreatePrivateNetwork", params{"VdcId": vdc})
	}
	l.refused("QuotaExceed.PrivateNetwork", "network.vdc.CreatePrivateNetwork", params{"VdcId": vdc})
}

func TestRangeInUseCannotBeGivenBack(t *testing.T) {
	l := newLab(t, "empty")
	vdc, public, _ := l.plant()
	segment := params{"SegmentId": at(l.vdc(vdc), "PublicNetwork", 0, "Segments", 0, "SegmentId")}
	server := l.made("ccs.instance.CreateInstance", order(vdc, params{"PublicIp": []string{"auto"}}))
	l.refused("InvalidIp.IpAssigned", "network.vdc.DeletePublicIp", segment)
	l.ok("ccs.instance.DeleteInstance", params{"InstanceIds": []string{server}})
	l.finish(l.ok("network.vdc.DeletePublicIp", segment))
	l.refused("InvalidIpId.Malformed", "network.vdc.DeletePublicIp", segment)
	l.finish(l.ok("network.vdc.AddPublicIp", params{"PublicId": public, "Number": 8}))
	if got := at(l.vdc(vdc), "PublicNetwork", 0, "UnuseIpNum"); got != 5.0 {
		t.Errorf("free addresses: got %v, want 5", got)
	}
}

func TestVdcPagesAreAskedFor(t *testing.T) {
	l := newLab(t, "empty")
	for range 12 {
		l.ok("network.vdc.CreateVdc", params{"RegionId": "CN_Wuxi_A"})
	}
	for asked, want := range map[string]int{"": 12, "1": 10, "2": 2, "3": 0} {
		if got := len(l.ok("network.vdc.DescribeVdc", params{"PageNumber": asked})["Data"].([]any)); got != want {
			t.Errorf("page %q: got %d VDCs, want %d", asked, got, want)
		}
	}
}

func TestNetworkPriceIsWhatItCosts(t *testing.T) {
	l := newLab(t, "empty")
	vdc, _, _ := l.plant()
	prices := l.ok("network.vdc.VDCBandwidthUnitPrice", params{"RegionId": "CN_Beijing_A", "Type": "wan", "BandwidthType": "Bandwidth_BGP", "BillScheme": "BandwIdth"})["Data"]
	want := at(prices, "BandwidthPrice", "Price").(float64)*20 + at(prices, "EIPPrice", "Price").(float64)*8
	world := l.cloud.world.Load()
	l.pass(24 * time.Hour)
	l.ok("network.vdc.DescribeVdc", nil)
	cost := func() float64 {
		began := world.ledger.Balance(l.now)
		l.pass(24 * time.Hour)
		return (began - world.ledger.Balance(l.now)).Float()
	}
	before := cost()
	l.made("network.vdc.CreatePublicNetwork", wan(params{"VdcId": vdc, "Qos": 20, "IPNum": 8}))
	l.pass(time.Hour - 10*time.Second)
	if got := cost() - before; got < want-0.02 || got > want+0.02 {
		t.Errorf("a day of the network: got %v, want %v", got, want)
	}
}

func TestTrafficFollowsUse(t *testing.T) {
	l := newLab(t, "empty")
	vdc, public, _ := l.plant()
	idle := at(l.ok("network.vdc.DescribeBandwidthTraffic", params{"NetworkId": public}), "Data")
	if want := map[string]any{"MaxQos": 10.0, "LastFiveMinutesUsage": map[string]any{"Inbps": 0.0, "Outbps": 0.0}}; !reflect.DeepEqual(idle, want) {
		t.Errorf("an idle network: got %v, want %v", idle, want)
	}
	l.made("ccs.instance.CreateInstance", order(vdc, params{"PublicIp": []string{"auto"}}))
	busy := at(l.ok("network.vdc.DescribeBandwidthTraffic", params{"NetworkId": public}), "Data", "LastFiveMinutesUsage", "Outbps").(float64)
	if busy <= 0 || busy > 10 {
		t.Errorf("a busy network of 10 Mbps: got %v", busy)
	}
}

func TestAddressesAreHandedOutOnce(t *testing.T) {
	s := newAddressSpace()
	seen := map[netip.Prefix]bool{}
	for n, size := range []int{4, 64, 8, 16, 4, 32, 64, 4} {
		p := s.Public(size)
		for other := range seen {
			if other.Overlaps(p) {
				t.Errorf("range %d: %s overlaps %s", n, p, other)
			}
		}
		if p.Masked() != p || 1<<(32-p.Bits()) != size {
			t.Errorf("range of %d: got %s", size, p)
		}
		seen[p] = true
	}
	back := netip.MustParsePrefix("198.18.0.0/30")
	s.Release(back)
	if got := s.Public(4); got != back {
		t.Errorf("after %s came back: got %s", back, got)
	}
}

func TestPoolKeepsThreeAddressesToItself(t *testing.T) {
	p := newPool(netip.MustParsePrefix("198.18.0.8/29"))
	var got []string
	for {
		a, ok := p.Take("server", netip.Prefix{})
		if !ok {
			break
		}
		got = append(got, a.String())
	}
	if want := "[198.18.0.10 198.18.0.11 198.18.0.12 198.18.0.13 198.18.0.14]"; fmt.Sprint(got) != want || p.Gateway().String() != "198.18.0.9" {
		t.Errorf("addresses: got %v behind %s, want %s behind 198.18.0.9", got, p.Gateway(), want)
	}
	if p.Usable(netip.MustParseAddr("198.18.0.9")) || p.Usable(netip.MustParseAddr("198.18.0.15")) || p.Free() != 0 {
		t.Errorf("gateway or broadcast are usable, or %d are free", p.Free())
	}
}

func TestGPNWhoseDeletionFailsIsStillThereAndPaid(t *testing.T) {
	l := newLab(t, "empty")
	c := gpnLife(l)
	id := c.make(l)
	l.settle()
	if err := l.cloud.Inject(Fault{Operation: c.remove(id).id, Times: 1, FailTask: true}); err != nil {
		t.Fatal(err)
	}
	l.ok(c.remove(id).id, c.remove(id).params)
	l.settle()
	l.expect(c, id, statusOK, "after its deletion failed")
	before := l.spentOn(id)
	l.pass(24 * time.Hour)
	if got := l.spentOn(id); got <= before {
		t.Errorf("cost a day later: got %v, want more than %v", got.Float(), before.Float())
	}
}

// spentOn is what a resource has cost so far.
func (l *lab) spentOn(id string) (sum money) {
	for _, e := range l.cloud.world.Load().ledger.entries {
		if e.ID == id {
			sum += e.cost(time.Time{}, l.now)
		}
	}
	return sum
}

func TestGPNJoinsAPointOnce(t *testing.T) {
	l := newLab(t, "empty")
	_, _, first := l.plant()
	point := params{"PrivateId": first}
	l.refused("InvalidVdcID.Malformed", "network.vdc.CreateGPN", params{"Name": "g", "Qos": 5, "AccessPoint": []any{point, point}})
}
