package sim

import "fmt"

// seedRequest is the request id of every call of the seed.
const seedRequest = "3f0f6c1e-0000-4000-8000-5eed5eed5eed"

// desktopLot is a group of desktops of the demo company, bought together.
type desktopLot struct {
	age, site  int // days; an index of demoDesktopNets
	name       string
	count      int
	product    int // an index of desktopProducts
	months     int // paid ahead; 0 is pay as you go
	autoRenew  bool
	qos        int
	label      string
	off        int  // how many of them are switched off
	broken     bool // their creation failed
	gone       int  // days ago they were deleted; 0: they stand
	boundFrom  int  // the first of the accounts they are bound to, counted from 1; 0 for none
	boundCount int
}

// demoDesktops are 40 desktops that stand and 6 that were there for a season.
func demoDesktops() []desktopLot {
	return []desktopLot{
		{age: 389, name: "设计工作站", count: 8, months: 12, autoRenew: true, qos: 20, label: "设计部", boundFrom: 1, boundCount: 8},
		{age: 376, site: 1, name: "旺季客服", count: 6, product: 2, qos: 5, label: "临时", gone: 348},
		{age: 302, name: "render", count: 6, product: 1, qos: 10, label: "渲染队列", off: 2},
		{age: 214, site: 1, name: "客服桌面", count: 10, product: 2, qos: 5, label: "客服中心", off: 1, boundFrom: 9, boundCount: 10},
		{age: 151, site: 1, name: "财务桌面", count: 4, product: 2, months: 1, autoRenew: true, qos: 5, label: "财务部", boundFrom: 19, boundCount: 4},
		{age: 94, site: 1, name: "外包开发", count: 2, product: 1, months: 3, qos: 10, label: "已结项"},
		{age: 88, site: 1, name: "contractor-dev", count: 4, product: 1, months: 3, qos: 10, label: "外包 二期", boundFrom: 23, boundCount: 4},
		{age: 19, name: "培训教室", count: 5, product: 2, qos: 2, off: 3, label: "HR 培训"},
		{age: 3, name: "a5000-test", count: 1, qos: 5, broken: true},
	}
}

// desktopGround is where desktops of one site go.
type desktopGround struct {
	site                 desktopSite
	vpc, subnet, gateway string
	conf                 int
}

// planDesktops builds the demo company's desktops, from more than a year ago
// to now.
func (p *planter) planDesktops() {
	var grounds []desktopGround
	var accounts []string
	p.plan(392, func() {
		sites := desktopSites()
		grounds = []desktopGround{p.plantDefaultNet(sites[0]), p.plantDefaultNet(sites[1])}
		p.plantCustomNet("CN_Suqian", sites[1], "客服专用网", "172.20.0.0/16")
		p.plantCustomNet("CN_Xiangyang", sites[0], "render-farm", "192.168.0.0/16")
		accounts = p.plantSubAccounts()
	})
	for _, lot := range demoDesktops() {
		p.plan(float64(lot.age), func() { p.plantDesktopLot(lot, grounds[lot.site], accounts) })
	}
	p.plan(2, func() { p.gcw("ConfigNet", obj{"vmIds": p.desktopNamed("render_005")}, true) })
}

func (p *planter) desktopNamed(name string) []string {
	for d := range p.w.gcw.desktops.All() {
		if d.name == name {
			return []string{d.id}
		}
	}
	return nil
}

// gcw performs an operation of the chapter, waits for its task and returns its
// data.
func (p *planter) gcw(action string, params obj, fail bool) obj {
	params["requestId"] = seedRequest
	r := p.callFailing("gcw."+action, params, fail)
	data, _ := r.Data.(obj)
	id, _ := data["taskId"].(string)
	p.finish(Reply{TaskID: id})
	return data
}

func (p *planter) plantDefaultNet(s desktopSite) desktopGround {
	p.gcw("CreateDefaultNet", obj{"siteId": s.id}, false)
	g := desktopGround{site: s}
	n, ok := p.w.defaultNet(s)
	if !ok {
		return g
	}
	g.vpc = n.vpc.id
	for _, part := range p.w.netsOf(n.vpc) {
		if part.kind == netSubnet {
			g.subnet = part.id
		} else if g.gateway == "" {
			g.gateway, g.conf = part.id, lineOf(part).conf
		}
	}
	return g
}

// plantCustomNet makes a network in the VPC chapter that desktops of a site
// can use.
func (p *planter) plantCustomNet(region string, s desktopSite, name, segment string) {
	third := segment[:len(segment)-len("0.0/16")]
	made := p.call("vpc.CreateVPC", obj{
		"RegionCode": region, "VPCName": name, "VPCSegment": segment, "VPCSegmentType": "manual",
		"SubnetList": []obj{subnetAt(s.zone, name+"-子网", third+"1.0/24")},
	})
	p.settleAll()
	data, _ := made.Data.(obj)
	p.call("vpc.CreateVirtualGateWay", obj{
		"VPCId": data["VPCId"], "VirtualGateWayList": []obj{gatewayAt(s.zone, name+"-移动出口", third+"250.0/24", lineCMCC)},
	})
	p.settleAll()
}

// plantSubAccounts makes 60 accounts, named for what they are for, and returns
// their ids.
func (p *planter) plantSubAccounts() (ids []string) {
	groups := []struct {
		name, mail string
		count      int
	}{{"设计", "design", 12}, {"客服", "support", 20}, {"财务", "finance", 6}, {"外包", "contractor", 12}, {"trainee-", "trainee", 10}}
	var list []obj
	for _, g := range groups {
		for n := range g.count {
			list = append(list, obj{
				"name": fmt.Sprintf("%s%02d", g.name, n+1), "email": fmt.Sprintf("%s%02d@example.com", g.mail, n+1), "remark": g.name + "组",
			})
		}
	}
	p.gcw("CreateSubAccounts", obj{"createAccountParams": list}, false)
	p.settleAll()
	p.call("gcw.QuerySubAccounts", obj{}) // lets their creation end
	for a := range p.w.gcw.accounts.All() {
		ids = append(ids, a.id)
	}
	return ids
}

func (p *planter) plantDesktopLot(lot desktopLot, g desktopGround, accounts []string) {
	product := desktopProducts()[lot.product]
	order := obj{
		"siteId": g.site.id, "productId": product.id, "imageId": p.w.desktopImages(product)[0].id, "name": lot.name,
		"num": lot.count, "qos": lot.qos, "vpcId": g.vpc, "subnetNetId": g.subnet, "vgatewayNetId": g.gateway, "vgatewayConfId": g.conf,
	}
	if lot.months > 0 {
		order["billCycle"], order["duration"], order["isAutoRenewal"] = "month", lot.months, bit(lot.autoRenew)
	}
	ids := textsOf(p.gcw("CreateVm", order, lot.broken)["vmIds"])
	if p.err != nil {
		return
	}
	if lot.label != "" {
		p.gcw("UpdateVmLabels", obj{"vmIds": ids, "label": lot.label}, false)
	}
	for n := range lot.boundCount {
		p.gcw("BindAccounts", obj{"vmIds": ids[n : n+1], "accountId": accounts[lot.boundFrom+n-1]}, false)
	}
	if lot.off > 0 {
		p.gcw("OperateVm", obj{"action": "off", "vmIds": ids[:lot.off]}, false)
	}
	if lot.gone > 0 {
		p.plan(float64(lot.gone), func() {
			for _, id := range ids {
				p.gcw("DeleteVm", obj{"vmId": id}, false)
			}
		})
	}
}

// plantBusyDesktops leaves work under way at the moment the cloud opens.
func (p *planter) plantBusyDesktops() {
	p.call("gcw.OperateVm", obj{"requestId": seedRequest, "action": "reboot", "vmIds": p.desktopNamed("客服桌面_004")})
	p.call("gcw.OperateVm", obj{"requestId": seedRequest, "action": "on", "vmIds": p.desktopNamed("培训教室")})
}
