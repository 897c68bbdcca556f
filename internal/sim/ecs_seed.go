package sim

import "fmt"

// plantedPark is a group of equal elastic servers of the demo company.
type plantedPark struct {
	age    float64 // days
	subnet string
	name   string
	count  int
	family string
	size   ecsSpec
	image  string
	system obj
	data   []int // GB of each data disk
	kept   bool  // the data disks outlive the server
	out    string
	months int // prepaid
	expire bool
	off    int // how many of them are shut down
	broken bool
	money  string // the test project that pays
}

// demoParks are 60 elastic servers in four zones, oldest first. They cannot use
// more disks than the zones' quotas allow.
func demoParks() []plantedPark {
	const (
		c4, c3, i3 = "Cpu计算型C4", "Cpu计算型C3", "Cpu密集计算型I3"
		ubuntu     = "Ubuntu 22.04 64位"
		centos     = "Centos 7.9 64位"
		cuda       = "Ubuntu 20.04 64位"
	)
	cloud, local := obj{"DiskFeature": diskSSD, "Size": 40}, obj{"DiskFeature": diskLocal, "Size": 50}
	large := obj{"DiskFeature": diskSSD, "Size": 80}
	return []plantedPark{
		{age: 384, subnet: "香港-数据库", name: "hk-mysql", count: 4, family: c3, size: ecsSpec{16, 32, 0}, image: centos, system: large, data: []int{400, 400, 96}, kept: true, months: 24},
		{age: 380, subnet: "hk-web", name: "hk-web", count: 8, family: c4, size: ecsSpec{4, 8, 0}, image: ubuntu, system: cloud, data: []int{48}},
		{age: 379, subnet: "hk-app", name: "hk-订单服务", count: 8, family: c4, size: ecsSpec{8, 16, 0}, image: ubuntu, system: cloud, data: []int{96, 96}},
		{age: 310, subnet: "推流接入", name: "推流-接入", count: 10, family: i3, size: ecsSpec{4, 4, 0}, image: centos, system: local, data: []int{96, 96}, out: "宿迁电信出口", off: 1},
		{age: 300, subnet: "直播转码", name: "转码-gpu", count: 3, family: "专业渲染型rp3", size: ecsSpec{16, 32, 1}, image: cuda, system: large, data: []int{496, 496}},
		{age: 290, subnet: "直播转码", name: "win-渲染", count: 2, family: "极速渲染型re3", size: ecsSpec{12, 24, 1}, image: "Windows 10 64位-GPU-Geforce", system: obj{"DiskFeature": diskSSD, "Size": 64}, data: []int{296}, out: "宿迁移动出口", off: 1},
		{age: 240, subnet: "直播转码-B区", name: "转码备用", count: 3, family: c4, size: ecsSpec{16, 32, 0}, image: ubuntu, system: cloud, data: []int{200, 200}, off: 2},
		{age: 200, subnet: "cdn-cache", name: "cdn-cache", count: 12, family: c3, size: ecsSpec{8, 16, 0}, image: centos, system: cloud, data: []int{200, 200, 200}, out: "dg-unicom-out"},
		{age: 199, subnet: "cdn-origin", name: "cdn-源站", count: 4, family: c4, size: ecsSpec{8, 16, 0}, image: centos, system: cloud, data: []int{96, 96}, out: "dg-bgp-out", months: 1},
		{age: 190, subnet: "运维", name: "dg-bastion", count: 1, family: i3, size: ecsSpec{2, 2, 0}, image: ubuntu, system: cloud},
		{age: 45, subnet: "运维", name: "临时-压测", count: 1, family: c4, size: ecsSpec{4, 8, 0}, image: ubuntu, system: cloud, months: 1, expire: true},
		{age: 20, subnet: "直播转码-B区", name: "测试-转码", count: 3, family: c4, size: ecsSpec{4, 8, 0}, image: ubuntu, system: cloud, data: []int{48}, money: "转码测试项目", off: 1},
		{age: 3, subnet: "直播转码", name: "转码-gpu-新增", count: 1, family: "专业渲染型rp3", size: ecsSpec{32, 64, 2}, image: cuda, system: large, broken: true},
	}
}

// planElastic gets the demo company's elastic servers, disks, snapshots, images
// and test projects under way.
func (p *planter) planElastic() {
	e := &elasticPlan{planter: p, servers: map[string][]string{}}
	p.plan(386, e.plantSubjects)
	for _, park := range demoParks() {
		p.plan(park.age, func() { e.plantPark(park) })
	}
	p.plan(195, e.moveEIPs)
	p.plan(150, e.plantSpareDisks)
	p.plan(100, e.plantImages)
	for round := range snapshotRounds {
		p.plan(90-10*float64(round), func() { e.plantSnapshots(round) })
	}
	p.plan(1.5, e.plantLateSnapshots)
	p.plan(0, e.plantBusy)
}

// elasticPlan remembers what was planted, for what comes later.
type elasticPlan struct {
	*planter
	servers map[string][]string // by the name of their park
	frozen  []string            // system disk snapshots
}

// plantSubjects has the provider give the company its test money.
func (e *elasticPlan) plantSubjects() {
	e.w.giveSubject("测试项目-按需", yuan(20_000), e.at, e.at.AddDate(2, 0, 0))
	var suqian []ecsZone
	for _, z := range ecsZones() {
		if z.RegionCode == "CN_Suqian" {
			suqian = append(suqian, z)
		}
	}
	e.w.giveSubject("转码测试项目", yuan(5_000), e.at, e.at.AddDate(2, 0, 0), suqian...)
}

// netNamed finds a subnet or a gateway of the company's VPCs.
func (e *elasticPlan) netNamed(name string) *vpcNet {
	for n := range e.w.vpc.nets.All() {
		if n.name == name {
			return n
		}
	}
	if e.err == nil {
		e.err = fmt.Errorf("there is no network named %s", name)
	}
	return &vpcNet{vpc: &vpc{}}
}

func (e *elasticPlan) plantPark(k plantedPark) {
	n := e.netNamed(k.subnet)
	order := obj{
		"AvailableZoneCode": n.zone.Code, "EcsFamilyName": k.family, "Cpu": k.size.cpu, "Ram": k.size.ram, "Gpu": k.size.gpu,
		"Number": k.count, "BillingMethod": "0", "Password": demoPassword, "ImageId": k.image, "Name": k.name,
		"SystemDisk": k.system, "VpcInfo": obj{"VpcId": n.vpc.id}, "SubnetInfo": obj{"SubnetId": n.id}, "TestAccount": k.money,
	}
	if k.count > 1 {
		order["StartNumber"] = 1
	}
	var data []obj
	for _, size := range k.data {
		data = append(data, obj{"DiskFeature": diskSSD, "Size": size, "ReleaseWithInstance": oneOrZero(!k.kept)})
	}
	order["DataDisk"] = data
	if k.out != "" {
		order["PubnetInfo"] = []obj{{"SubnetId": e.netNamed(k.out).id, "IpType": "default_gateway"}}
	}
	if k.months > 0 {
		order["BillingMethod"], order["Duration"], order["IsToMonth"], order["IsAutoRenewal"] = "1", k.months, 0, oneOrZero(!k.expire)
	}
	ids := e.finish(e.callFailing("ecs.CreateInstance", order, k.broken))
	e.servers[k.name] = ids
	if k.off > 0 && e.err == nil {
		e.finish(e.call("ecs.OperateInstance", obj{"EcsIds": ids[len(ids)-k.off:], "OpType": "shutdown_ecs"}))
	}
}

// moveEIPs brings the addresses that were bought before there were servers to
// the servers of their networks.
func (e *elasticPlan) moveEIPs() {
	for a := range e.w.vpc.eips.All() {
		if e.err != nil || !a.bound() || a.at.net.servers[a.at.addr].id != "" {
			continue
		}
		place := obj{"EIPId": a.id, "NetId": a.at.net.id}
		target, ok := e.addressWithout(a.at.net)
		if !ok {
			continue
		}
		place["IP"] = a.at.addr.String()
		e.finish(e.call("vpc.UnbindEIP", place))
		place["IP"] = target
		e.finish(e.call("vpc.BindEIP", place))
	}
}

// addressWithout finds the first server's address in a network that has no EIP.
func (e *elasticPlan) addressWithout(n *vpcNet) (string, bool) {
	for a := range newPool(n.prefix).All() {
		_, has := e.w.eipAt(netPlace{n, a})
		if n.servers[a].id != "" && !has {
			return a.String(), true
		}
	}
	return "", false
}

// plantBusy leaves some work under way at the moment the cloud opens.
func (e *elasticPlan) plantBusy() {
	if e.err != nil {
		return
	}
	e.call("ecs.OperateInstance", obj{"EcsIds": e.servers["cdn-cache"][10:], "OpType": "restart_ecs"})
	e.call("ecs.OperateInstance", obj{"EcsIds": e.servers["测试-转码"][2:], "OpType": "start_up_ecs"})
	full, _ := e.w.ecs.servers.Get(e.servers["hk-订单服务"][0])
	e.call("ebs.ExtendDisk", obj{"DiskId": e.w.disksOf(full)[1].id, "ExtendedSize": 128})
}
