package sim

import "time"

// The bandwidth types of appendix 6.
const (
	lineTelecom = "Bandwidth_China_Telecom"
	lineUnicom  = "Bandwidth_China_Unicom"
	lineCMCC    = "Bandwidth_CMCC"
	lineBGP     = "Bandwidth_Multi_ISP_BGP"
)

// plantedVPC is a private cloud of the demo company.
type plantedVPC struct {
	region, name, segment string
	subnets, gateways     []obj
	bandwidths            []obj
	eips                  []eipLot

	subnetIDs, gatewayIDs, bandwidthIDs []string
}

// eipLot is a group of addresses bought together.
type eipLot struct {
	zone, line, scheme string
	qos, size          int
	description        string
	shared             int // the shared bandwidth they join, counted from 1; 0 for none
	bound              int // how many of them are bound,
	net                int // to which subnet, or gateway at edge nodes,
	from               int // from which last number of an address on
}

// demoVPCs have 9 subnets, 4 gateways, 4 shared bandwidths and 21 of the 24
// addresses; the others are bought later.
func demoVPCs() []*plantedVPC {
	const hk, sqA, sqB, dg = "CN_HongKong_B", "CN_Suqian_A", "CN_Suqian_B", "CN_Dongguan_A"
	return []*plantedVPC{
		{region: "CN_HongKong", name: "hk-prod", segment: "10.0.0.0/16",
			subnets:    []obj{subnetAt(hk, "hk-web", "10.0.1.0/24"), subnetAt(hk, "hk-app", "10.0.2.0/24"), subnetAt(hk, "香港-数据库", "10.0.3.0/24")},
			bandwidths: []obj{bandwidthAt(hk, "香港共享带宽", lineBGP, "BandwIdth_Shared", 100), bandwidthAt(hk, "hk-telecom-shared", lineTelecom, "BandwIdth_Shared", 50)},
			eips: []eipLot{
				{line: lineBGP, scheme: "BandwIdth", qos: 5, size: 4, description: "hk web 入口", shared: 1, bound: 3, from: 10},
				{line: lineTelecom, scheme: "BandwIdth", qos: 5, size: 2, description: "大陆电信回源", shared: 2, bound: 1, net: 1, from: 20},
				{line: lineBGP, scheme: "BandwIdth", qos: 10, size: 2, description: "app gateway", bound: 1, net: 1, from: 30},
			}},
		{region: "CN_Suqian", name: "宿迁边缘-直播", segment: "172.16.0.0/16",
			subnets:    []obj{subnetAt(sqA, "直播转码", "172.16.1.0/24"), subnetAt(sqA, "推流接入", "172.16.2.0/24"), subnetAt(sqB, "直播转码-B区", "172.16.3.0/24")},
			gateways:   []obj{gatewayAt(sqA, "宿迁电信出口", "172.16.250.0/24", lineTelecom), gatewayAt(sqA, "宿迁移动出口", "172.16.251.0/24", lineCMCC)},
			bandwidths: []obj{bandwidthAt(sqA, "直播共享带宽", lineTelecom, "BandwIdth_Shared", 200)},
			eips: []eipLot{
				{zone: sqA, line: lineTelecom, scheme: "BandwIdth", qos: 10, size: 4, description: "推流节点", shared: 1, bound: 3, from: 11},
				{zone: sqA, line: lineCMCC, scheme: "BandwIdth", qos: 20, size: 2, description: "移动用户入口", bound: 2, net: 1, from: 11},
				{zone: sqB, line: lineTelecom, scheme: "BandwIdthMonth", qos: 10, size: 1, description: "备用"},
			}},
		{region: "CN_Dongguan", name: "edge-dongguan", segment: "192.168.0.0/16",
			subnets:    []obj{subnetAt(dg, "cdn-cache", "192.168.1.0/24"), subnetAt(dg, "cdn-origin", "192.168.2.0/24"), subnetAt(dg, "运维", "192.168.9.0/28")},
			gateways:   []obj{gatewayAt(dg, "dg-unicom-out", "192.168.250.0/24", lineUnicom), gatewayAt(dg, "dg-bgp-out", "192.168.251.0/24", lineBGP)},
			bandwidths: []obj{bandwidthAt(dg, "东莞CDN包月", lineUnicom, "BandwIdthMonth_Shared", 100)},
			eips: []eipLot{
				{zone: dg, line: lineUnicom, scheme: "BandwIdth", qos: 5, size: 3, description: "cdn edge", shared: 1, bound: 2, from: 10},
				{zone: dg, line: lineUnicom, scheme: "BandwIdthMonth", qos: 20, size: 1, description: "源站", bound: 1, from: 40},
				{zone: dg, line: lineBGP, scheme: "BandwIdth", qos: 5, size: 2, description: "", bound: 1, net: 1, from: 10},
			}},
	}
}

func subnetAt(zone, name, segment string) obj {
	return obj{"AvailableZoneCode": zone, "SubnetName": name, "SubnetSegment": segment}
}

func gatewayAt(zone, name, segment, line string) obj {
	return obj{"AvailableZoneCode": zone, "VirtualGateWayName": name, "VirtualGateWaySegment": segment, "Type": line}
}

func bandwidthAt(zone, name, line, scheme string, qos int) obj {
	return obj{"AvailableZoneCode": zone, "Name": name, "BandwidthType": line, "BillScheme": scheme, "Qos": qos}
}

// plantVPCs builds the company's private clouds, and joins two subnets with
// private networks of its sites.
func (p *planter) plantVPCs(sites []*site) {
	age := 399.0
	clouds := demoVPCs()
	for _, c := range clouds {
		p.until(age)
		p.plantVPC(c)
		for _, lot := range c.eips {
			age -= 0.7
			p.until(age)
			p.plantEIPs(c, lot)
		}
	}
	if p.err != nil {
		return
	}
	p.call("vpc.CreateVLINK", obj{"SubnetId": clouds[0].subnetIDs[0], "PipeId": sites[1].privateIDs[0]})
	p.call("vpc.CreateVLINK", obj{"SubnetId": clouds[0].subnetIDs[1], "PipeId": sites[0].privateIDs[1]})
}

// plantLateEIPs buys the company's newest addresses; nobody uses them yet.
func (p *planter) plantLateEIPs() {
	hk := &plantedVPC{region: "CN_HongKong"}
	p.plantEIPs(hk, eipLot{line: lineBGP, scheme: "Traffic", qos: 100, size: 2, description: "双十一扩容"})
	p.plantEIPs(&plantedVPC{region: "CN_Suqian"}, eipLot{zone: "CN_Suqian_A", line: lineBGP, scheme: "BandwIdth", qos: 5, size: 1})
}

// settleAll lets the work that names no task end.
func (p *planter) settleAll() { p.at = p.at.Add(10 * time.Second) }

func (p *planter) plantVPC(c *plantedVPC) {
	made := p.call("vpc.CreateVPC", obj{
		"RegionCode": c.region, "VPCName": c.name, "VPCSegment": c.segment, "VPCSegmentType": "auto", "SubnetList": c.subnets,
	})
	p.settleAll()
	data, _ := made.Data.(obj)
	c.subnetIDs = textsOf(data["SubnetIdList"])
	if len(c.gateways) > 0 {
		made = p.call("vpc.CreateVirtualGateWay", obj{"VPCId": data["VPCId"], "VirtualGateWayList": c.gateways})
		p.settleAll()
		data, _ = made.Data.(obj)
		c.gatewayIDs = textsOf(data["VirtualGateWayIdList"])
	}
	for _, b := range c.bandwidths {
		b["RegionCode"] = c.region
		c.bandwidthIDs = append(c.bandwidthIDs, fieldOfEach(p.call("vpc.CreateBandwidth", b), "BandwidthId")...)
	}
}

func (p *planter) plantEIPs(c *plantedVPC, lot eipLot) {
	made := p.call("vpc.CreateEIP", obj{
		"RegionCode": c.region, "AvailableZoneCode": lot.zone, "BandwidthType": lot.line, "BillScheme": lot.scheme,
		"Qos": lot.qos, "Size": lot.size, "Description": lot.description,
	})
	p.settleAll()
	ids := fieldOfEach(made, "EIPId")
	if p.err != nil {
		return
	}
	if lot.shared > 0 {
		p.finish(p.call("vpc.BandwidthAddEIP", obj{"BandwidthId": c.bandwidthIDs[lot.shared-1], "EIPIdList": ids}))
	}
	nets := c.subnetIDs
	if len(c.gatewayIDs) > 0 {
		nets = c.gatewayIDs
	}
	for i, id := range ids[:lot.bound] {
		n, _ := p.w.vpc.nets.Get(nets[lot.net])
		address := addTo(n.prefix.Addr(), lot.from+i).String()
		p.finish(p.call("vpc.BindEIP", obj{"EIPId": id, "NetId": n.id, "IP": address}))
	}
}

// textsOf reads a list of ids out of a reply.
func textsOf(v any) (out []string) {
	list, _ := v.([]any)
	for _, item := range list {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// fieldOfEach reads one field of every record of a reply.
func fieldOfEach(r Reply, field string) []string {
	list, _ := r.Data.([]any)
	var values []any
	for _, record := range list {
		o, _ := record.(obj)
		values = append(values, o[field])
	}
	return textsOf(values)
}
