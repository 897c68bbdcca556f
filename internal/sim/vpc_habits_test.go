package sim

import (
	"testing"
	"time"
)

func TestVPCChapterTakesTheFormsClientsSend(t *testing.T) {
	l := newLab(t, "empty")
	order := with(vpcParams("CN_Hongkong", "CN_Hongkong_A"), params{"SubnetList": subnetParams("CN_Hongkong_A", "一个", "10.15.1.0/24")})
	data := l.ok("vpc.CreateVPC", order)["Data"]
	if got := at(data, "SubnetIdList"); len(got.([]any)) != 1 {
		t.Errorf("a subnet sent as one object: got %v, want one id", got)
	}
	l.ok("vpc.CreateEIP", with(eipParams("cn_hongkong", "", 1), params{"Qos": "5", "Size": "2", "BillScheme": "Bandwidth"}))
	l.settle()
	ids := ""
	for _, e := range at(l.ok("vpc.DescribeEIP", params{"RegionCode": hongKong}), "Data", "EIPList").([]any) {
		ids += at(e, "Id").(string) + ","
	}
	shared := at(l.ok("vpc.CreateBandwidth", bandwidthParams(hongKong, hongKongB)), "Data", 0, "BandwidthId")
	l.ok("vpc.BandwidthAddEIP", params{"BandwidthId": shared, "EIPIdList": ids})
	l.settle()
	l.ok("vpc.BandwidthRemoveEIP", params{"EIPIdList": ids, "Delete": "1"})
}

func TestNoParameterOfTheVPCChapterMakesItFail(t *testing.T) {
	l := companyVPCs(t)
	w := l.cloud.world.Load()
	net, eip, shared, link := w.vpc.nets.order[0], w.vpc.eips.order[0], w.vpc.bandwidths.order[0], w.vpc.vlinks.order[0]
	valid := params{
		"RegionCode": hongKong, "AvailableZoneCode": hongKongB, "VPCId": w.vpc.vpcs.order[0], "VPCID": w.vpc.vpcs.order[0],
		"SubnetId": net, "NetId": net, "NetIdList": []any{net}, "EIPId": eip, "EIPIdList": []any{eip}, "BandwidthId": shared,
		"CloudId": shared, "VLINKId": link, "VMIdList": []any{"vm"}, "IPType": "subnet", "IP": "10.0.1.9", "Qos": 5, "Size": 1,
		"StartTime": "2024-11-15 10:00:00", "EndTime": "2024-11-15 10:10:00", "Delete": false, "Type": "Bandwidth",
		"BandwidthType": "Bandwidth_CMCC", "BillScheme": "BandwIdth", "Name": "n", "VPCName": "n", "VPCSegmentType": "auto",
		"VPCSegment": "10.0.0.0/16", "SubnetList": []any{subnetParams(hongKongB, "n", "10.0.9.0/24")}, "PipeId": net,
		"VirtualGateWayList": []any{gatewayParams(suqianA, "n", "10.0.9.0/24", "联通")}, "VirtualGateWayId": net,
		"Ips": []any{params{"NetId": net, "AddressList": []any{"10.0.1.9"}, "EIPList": []any{"198.18.0.1"}, "Description": "n"}},
	}
	odd := []any{
		nil, "", -1, 0, 1 << 40, 1.5, true, "\x00", "'; drop table", "0.0.0.0/0", "255.255.255.255/32", "::1/128", "10.0.0.0/33",
		[]any{}, []any{nil}, []any{"", 5}, []any{params{}}, params{}, params{"a": []any{}}, []any{[]any{}}, "[", "{\"a\":",
		[]any{params{"AvailableZoneCode": 5, "SubnetName": []any{}, "SubnetSegment": params{}, "NetId": 1, "AddressList": "x", "EIPList": 9, "Description": "d"}},
	}
	l.survives("vpc", valid, odd)
}

func TestTestProjectPaysForWhatIsBoughtOnIt(t *testing.T) {
	l := newLab(t, "empty")
	w := l.cloud.world.Load()
	l.ok("vpc.DescribeBandwidth", nil)
	s := w.giveSubject("试用", yuan(60), start.Add(-24*time.Hour), start.AddDate(0, 1, 0))
	on := params{"SubjectId": s.id}
	id := at(l.ok("vpc.CreateEIP", with(eipParams(hongKong, "", 1), on)), "Data", 0, "EIPId")
	l.refused("NotEnoughBalance", "vpc.CreateBandwidth", with(bandwidthParams(hongKong, hongKongB), on))
	l.pass(24 * time.Hour)
	if got := l.spent(); got != 0 {
		t.Errorf("the account paid %v, want 0", got)
	}
	if got := w.subjectBalance(s).Float(); got != 60-16.89 {
		t.Errorf("left of the project: got %v, want %v", got, 60-16.89)
	}
	l.refused("NotEnoughBalance", "vpc.UpdateEIP", params{"EIPId": id, "Qos": 100})
	l.pass(60 * 24 * time.Hour)
	l.refused("InvalidParameter", "vpc.CreateEIP", with(eipParams(hongKong, "", 1), on))
}
