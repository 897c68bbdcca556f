package sim

import (
	"maps"
	"slices"
	"strings"
)

// demoPassword is given to every server of the seed; nothing can log in.
const demoPassword = "Yunque-2024"

// site is a VDC of the demo company with its networks; public may be nil.
type site struct {
	region, name string
	public       obj
	privates     []obj
	vdcID        string
	publicID     string
	privateIDs   []string
}

func demoSites() []*site {
	return []*site{
		{region: "CN_Beijing_A", name: "华北生产",
			public:   obj{"Name": "公网-北京BGP", "Type": "Bandwidth_BGP", "BillingMethod": "Bandwidth", "Qos": 100, "IPNum": 64},
			privates: []obj{{"Name": "生产内网", "Type": "manual", "Address": "10.60.0.0", "Mask": "20"}, {"Name": "数据库内网", "Type": "manual", "Address": "172.16.8.0", "Mask": 24}}},
		{region: "APAC_Singapore_A", name: "singapore-prod",
			public:   obj{"Name": "sg-public", "Type": "Globally_Optimized_BGP", "BillingMethod": "Bandwidth", "Qos": 50, "IPNum": 16},
			privates: []obj{{"Name": "sg-internal"}}},
		{region: "CN_Shanghai_A", name: "灾备-上海",
			public:   obj{"Name": "公网-上海电信", "Type": "Bandwidth_China_Telecom", "BillingMethod": "Traffic", "Qos": 20, "IPNum": 8},
			privates: []obj{{"Name": "容灾内网"}, {"Name": "backup-net", "Type": "manual", "Address": "192.168.40.0", "Mask": 24}}},
	}
}

// fleet is a group of equal servers of the demo company.
type fleet struct {
	age       int // days
	site      int
	name      string
	count     int
	kind      string
	cpu, ram  int
	image     string
	disks     []obj
	public    bool // a public address each
	prepaid   bool
	protected bool
	off       int  // how many of them are switched off
	broken    bool // their creation failed
	tags      []string
}

func ssd(size int) obj  { return obj{"Size": size, "Type": "ssd_disk"} }
func slow(size int) obj { return obj{"Size": size, "Type": "high_disk"} }

// demoFleets are 137 servers, oldest first.
func demoFleets() []fleet {
	const (
		ubuntu, older, centos = "Ubuntu_20.04_64", "Ubuntu_18.04_64", "Centos_7.9_64"
		rocky, debian         = "RockyLinux_8.6_64", "Debian_10.2_64"
		windows               = "Windows_2019_Datacenter_64_CN"
	)
	return []fleet{
		{age: 391, name: "gitlab", count: 1, kind: "Standard", cpu: 8, ram: 16, image: older, disks: []obj{ssd(500)}, prepaid: true, protected: true, tags: []string{"研发", "prod"}},
		{age: 390, name: "跳板机-", count: 2, kind: "Standard", cpu: 2, ram: 4, image: centos, public: true, protected: true, tags: []string{"运维", "prod"}},
		{age: 388, name: "db-mysql-", count: 8, kind: "CCS.R3", cpu: 16, ram: 128, image: centos, disks: []obj{ssd(1000), ssd(500)}, prepaid: true, protected: true, tags: []string{"db", "prod"}},
		{age: 380, name: "redis-", count: 6, kind: "CCS.R3", cpu: 8, ram: 64, image: centos, prepaid: true, tags: []string{"cache", "prod"}},
		{age: 371, name: "web-bj-", count: 12, kind: "Standard", cpu: 4, ram: 8, image: older, public: true, tags: []string{"web", "prod"}},
		{age: 366, name: "api-gw-bj-", count: 8, kind: "CCS.C3", cpu: 8, ram: 16, image: ubuntu, public: true, tags: []string{"api", "prod"}},
		{age: 352, name: "订单服务-", count: 10, kind: "CCS.G3", cpu: 8, ram: 32, image: centos, tags: []string{"订单", "prod"}},
		{age: 350, name: "支付服务-", count: 6, kind: "CCS.G3", cpu: 8, ram: 32, image: centos, protected: true, tags: []string{"支付", "prod"}},
		{age: 344, name: "库存服务-", count: 6, kind: "Standard", cpu: 4, ram: 16, image: centos, tags: []string{"库存", "prod"}},
		{age: 340, name: "会员中心-", count: 5, kind: "Standard", cpu: 4, ram: 16, image: rocky, tags: []string{"会员", "prod"}},
		{age: 322, name: "kafka-", count: 5, kind: "High", cpu: 8, ram: 32, image: centos, disks: []obj{ssd(1000)}, prepaid: true, tags: []string{"mq", "prod"}},
		{age: 301, name: "search-es-", count: 6, kind: "CCS.G3", cpu: 16, ram: 64, image: ubuntu, disks: []obj{ssd(2000)}, tags: []string{"search", "prod"}},
		{age: 288, name: "日志收集-", count: 5, kind: "Standard", cpu: 4, ram: 8, image: debian, disks: []obj{slow(2000)}, tags: []string{"日志", "prod"}},
		{age: 270, site: 2, name: "容灾-mysql-", count: 4, kind: "CCS.R3", cpu: 8, ram: 64, image: centos, disks: []obj{ssd(1000)}, protected: true, tags: []string{"db", "dr"}},
		{age: 268, site: 2, name: "容灾-web-", count: 3, kind: "Standard", cpu: 4, ram: 8, image: ubuntu, public: true, off: 2, tags: []string{"web", "dr"}},
		{age: 240, site: 2, name: "备份存储-", count: 3, kind: "Standard", cpu: 2, ram: 8, image: debian, disks: []obj{slow(4000), slow(4000)}, tags: []string{"backup", "dr"}},
		{age: 221, name: "k8s-master-", count: 3, kind: "CCS.G3", cpu: 8, ram: 32, image: ubuntu, protected: true, tags: []string{"k8s", "prod"}},
		{age: 220, name: "k8s-node-", count: 12, kind: "CCS.G3", cpu: 16, ram: 64, image: ubuntu, disks: []obj{ssd(200)}, tags: []string{"k8s", "prod"}},
		{age: 184, site: 1, name: "web-sg-", count: 5, kind: "CCS.C3", cpu: 4, ram: 8, image: ubuntu, public: true, tags: []string{"web", "prod"}},
		{age: 184, site: 1, name: "api-sg-", count: 3, kind: "CCS.C3", cpu: 4, ram: 8, image: ubuntu, public: true, tags: []string{"api", "prod"}},
		{age: 183, site: 1, name: "db-sg-", count: 3, kind: "CCS.R3", cpu: 8, ram: 64, image: ubuntu, disks: []obj{ssd(500)}, prepaid: true, protected: true, tags: []string{"db", "prod"}},
		{age: 183, site: 1, name: "cache-sg-", count: 2, kind: "CCS.R3", cpu: 4, ram: 32, image: ubuntu, tags: []string{"cache", "prod"}},
		{age: 160, site: 1, name: "vpn-sg", count: 1, kind: "Standard", cpu: 2, ram: 2, image: debian, public: true, tags: []string{"运维"}},
		{age: 131, name: "win-财务-", count: 3, kind: "Standard", cpu: 4, ram: 8, image: windows, public: true, tags: []string{"office"}},
		{age: 130, name: "win-ad", count: 1, kind: "Standard", cpu: 2, ram: 4, image: windows, tags: []string{"office"}},
		{age: 97, name: "监控-prometheus-", count: 2, kind: "Standard", cpu: 8, ram: 32, image: ubuntu, disks: []obj{ssd(500)}, tags: []string{"运维", "prod"}},
		{age: 64, name: "jenkins", count: 1, kind: "Compute", cpu: 16, ram: 32, image: ubuntu, disks: []obj{ssd(300)}, tags: []string{"研发"}},
		{age: 41, name: "etl-spark-", count: 6, kind: "High", cpu: 16, ram: 64, image: centos, off: 3, tags: []string{"数据"}},
		{age: 33, site: 2, name: "归档服务-", count: 2, kind: "Standard", cpu: 2, ram: 4, image: debian, disks: []obj{slow(4000)}, off: 2, tags: []string{"backup"}},
		{age: 9, name: "<script>alert(1)</script>", count: 1, kind: "Standard", cpu: 1, ram: 1, image: ubuntu, off: 1, tags: []string{"test"}},
		{age: 2, name: "临时压测-", count: 2, kind: "Compute", cpu: 32, ram: 64, image: ubuntu, broken: true, tags: []string{"test"}},
	}
}

// plantDemo builds the demo company; crowd plants more at its end, and may be
// nil.
func (p *planter) plantDemo(crowd func()) {
	p.start(400)
	p.w.ledger.Recharge(p.at, yuan(1e9))
	sites := demoSites()
	for _, s := range sites {
		p.plantSite(s)
	}
	p.plantVPCs(sites)
	p.planBareMetal()
	p.planElastic()
	p.planDesktops()
	byName := map[string][]string{}
	for _, f := range demoFleets() {
		byName[f.name] = p.plantFleet(sites[f.site], f)
	}
	p.plantGroups(sites, byName)
	p.plantTemplates(byName)
	if crowd != nil {
		crowd()
	}
	p.until(0.6)
	p.plantLateEIPs()
	p.until(0)
	p.plantBusyDesktops()
	p.plantBusy(byName)
	if p.err == nil {
		p.balance(yuan(128_406.52), 14)
	}
}

func (p *planter) plantSite(s *site) {
	s.vdcID = p.make("network.vdc.CreateVdc", obj{"RegionId": s.region, "VdcName": s.name})
	if s.public != nil {
		network := obj{"VdcId": s.vdcID, "AutoRenew": 1, "FloatBandwidth": 0}
		maps.Copy(network, s.public)
		s.publicID = p.make("network.vdc.CreatePublicNetwork", network)
	}
	for _, private := range s.privates {
		private["VdcId"] = s.vdcID
		s.privateIDs = append(s.privateIDs, p.make("network.vdc.CreatePrivateNetwork", private))
	}
}

func (p *planter) plantFleet(s *site, f fleet) []string {
	p.until(float64(f.age))
	order := obj{
		"RegionId": s.region, "VdcId": s.vdcID, "Password": demoPassword, "InstanceName": f.name, "Amount": f.count,
		"Cpu": f.cpu, "Ram": f.ram, "InstanceType": f.kind, "ImageId": f.image, "DataDisks": f.disks,
		"SystemDisk": obj{"Size": 60, "Type": "ssd_system_disk"}, "LabelNames": f.tags, "DeletionProtection": f.protected,
		"PrivateIp": []obj{{"PrivateId": s.privateIDs[0], "IP": []string{"auto"}}},
	}
	if strings.HasSuffix(f.name, "-") {
		order["DescriptionNum"] = "001"
	}
	if f.public {
		order["PublicIp"] = []string{"auto"}
	}
	if f.prepaid {
		order["InstanceChargeType"], order["PrepaidMonth"] = prePaid, 12
	}
	ids := p.finish(p.callFailing("ccs.instance.CreateInstance", order, f.broken))
	if f.off > 0 && p.err == nil {
		p.finish(p.call("ccs.instance.StopInstances", obj{"InstanceIds": strings.Join(ids[len(ids)-f.off:], ",")}))
	}
	return ids
}

func (p *planter) plantGroups(sites []*site, byName map[string][]string) {
	if p.err != nil {
		return
	}
	web := p.plantGroup("web-公网", "public", []obj{
		{"Protocol": "TCP", "LocalPort": "80", "Description": "http"},
		{"Protocol": "TCP", "LocalPort": "443", "Description": "https"},
		{"Protocol": "TCP", "LocalPort": "22", "TargetAddress": "203.0.113.0/24", "Description": "办公网 SSH"},
		{"Protocol": "ICMP", "Description": "ping"},
		{"Protocol": "TCP", "LocalPort": "0", "Action": 0, "Priority": 100, "Description": "其余禁止"},
	})
	db := p.plantGroup("db-内网", "private", []obj{
		{"Protocol": "TCP", "LocalPort": "3306", "TargetAddress": "10.60.0.0/20", "Description": "mysql"},
		{"Protocol": "TCP", "LocalPort": "6379", "TargetAddress": "10.60.0.0/20", "Description": "redis"},
	})
	p.plantGroup("office-windows", "public", []obj{{"Protocol": "TCP", "LocalPort": "3389", "TargetAddress": "203.0.113.0/24", "Description": "远程桌面"}})
	p.plantMembers(web, "PublicId", sites[0].publicID, append(slices.Clone(byName["web-bj-"]), byName["api-gw-bj-"]...))
	p.plantMembers(db, "PrivateId", sites[0].privateIDs[0], append(slices.Clone(byName["db-mysql-"]), byName["redis-"]...))
	p.make("network.vdc.CreateGPN", obj{"Name": "北京-上海互联", "Qos": 20, "AccessPoint": []obj{
		{"VdcId": sites[0].vdcID, "AccessPointType": "vdc", "PrivateId": sites[0].privateIDs[1]},
		{"VdcId": sites[2].vdcID, "AccessPointType": "vdc", "PrivateId": sites[2].privateIDs[0]},
	}, "PopAccessPoint": []obj{}})
}

// plantGroup makes a group and finds its id by its name, as clients have to.
func (p *planter) plantGroup(name, kind string, rules []obj) string {
	p.call("ccs.securitygroup.CreateSecurityGroup", obj{"SecurityGroupName": name, "Description": name, "SecurityGroupType": kind})
	id := ""
	for g := range p.w.ccs.groups.All() {
		if g.name == name {
			id = g.id
		}
	}
	for n, rule := range rules {
		full := obj{
			"SecurityGroupId": id, "Action": 1, "TargetAddress": "0.0.0.0/0", "TargetPort": "0",
			"Direction": "all", "Priority": 10 * (n + 1), "RuleType": "ip",
		}
		maps.Copy(full, rule)
		p.finish(p.call("ccs.securitygroup.AddSecurityGroupRule", full))
	}
	return id
}

func (p *planter) plantMembers(group, param, network string, ids []string) {
	var bind []obj
	for _, id := range ids {
		bind = append(bind, obj{"InstanceId": id, param: network})
	}
	p.finish(p.call("ccs.securitygroup.JoinSecurityGroup", obj{"SecurityGroupId": group, "BindData": bind}))
}

func (p *planter) plantTemplates(byName map[string][]string) {
	if p.err != nil {
		return
	}
	id := p.make("ccs.template.CreateTemplate", obj{"InstanceId": byName["web-bj-"][0], "DisplayName": "web基础镜像-v12", "PowerOn": true})
	p.finish(p.call("ccs.template.SyncTemplate", obj{"TemplateId": id, "RegionId": "CN_Shanghai_A"}))
	p.make("ccs.template.CreateTemplate", obj{"InstanceId": byName["k8s-node-"][0], "DisplayName": "k8s-node-1.29", "PowerOn": true})
}

// plantBusy leaves some work under way at the moment the cloud opens.
func (p *planter) plantBusy(byName map[string][]string) {
	if p.err != nil {
		return
	}
	nodes := byName["k8s-node-"]
	p.call("ccs.instance.RebootInstances", obj{"InstanceIds": strings.Join(nodes[10:], ",")})
	p.call("ccs.instance.StartInstance", obj{"InstanceId": byName["etl-spark-"][5]})
	p.call("ccs.instance.StopInstance", obj{"InstanceId": byName["k8s-node-"][0]})
}
