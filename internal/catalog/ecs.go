package catalog

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

// elasticPage is how many elastic servers one call asks for.
const elasticPage = 200

// elasticStates are the words of the ECS chapter's status table.
var elasticStates = words{
	"running":          {resource.OK, "running"},
	"shutdown":         {resource.Off, "stopped"},
	"building":         {resource.Busy, "creating"},
	"restarting":       {resource.Busy, "rebooting"},
	"shutting_down":    {resource.Busy, "stopping"},
	"starting_up":      {resource.Busy, "starting"},
	"updating":         {resource.Busy, "updating"},
	"creating_image":   {resource.Busy, "ecs.imaging"},
	"recovering":       {resource.Busy, "ecs.recovering"},
	"cancel_recycling": {resource.Busy, "ecs.unrecycling"},
	"deleting":         {resource.Busy, "deleting"},
	"destroying":       {resource.Busy, "deleting"},
	"recycling":        {resource.Attention, "ecs.recycling"},
	"error":            {resource.Failed, "error"},
	"failed":           {resource.Failed, "ecs.failed"},
	"deleted":          {resource.Gone, "ecs.deleted"},
	"destroy":          {resource.Gone, "ecs.deleted"},
}

// Elastic is one elastic server. Detail is there where the server was read by
// itself; a list tells nothing of data disks and subnets.
type Elastic struct {
	ecs.Instance
	Detail *ecs.InstanceDetail
}

func (s Elastic) id() string   { return string(s.EcsID) }
func (s Elastic) name() string { return s.EcsName }

// ElasticServers are the elastic servers in VPCs (ecs).
var ElasticServers = &resource.Kind[Elastic]{
	Slug: "ecs", Icon: "server-bolt", Group: "compute", Create: "/ecs/new", IdleCosts: true, Ends: elasticEnds,

	ID:    Elastic.id,
	Name:  Elastic.name,
	Where: func(s Elastic) resource.Text { return resource.Lit(s.VpcName + " · " + s.AzName) },
	State: func(s Elastic) resource.State { return elasticStates.state(s.Status) },

	List:   listElastic,
	Get:    getElastic,
	States: elasticStatus,
	Search: func(s Elastic) []string {
		texts := append(s.elasticIPs(), s.innerIPs()...)
		return append(texts, s.id(), s.EcsName, s.VpcName, string(s.VpcID), s.EcsFamilyName, s.CardName)
	},

	Columns: []resource.Column[Elastic]{
		{Key: "name", Cell: func(s Elastic) resource.Cell { return named("ecs", s.id(), s.EcsName) }, Less: byName(Elastic.name)},
		{Key: "status", Cell: elasticState, Less: by(func(s Elastic) string { return s.Status })},
		{Key: "zone", Cell: func(s Elastic) resource.Cell { return two(s.AzName, s.VpcName) }, Less: byName(func(s Elastic) string { return s.AzName })},
		{Key: "family", Cell: elasticSize, Less: by(func(s Elastic) int { return int(s.CPUSize)*10000 + int(s.RAMSize) })},
		{Key: "gpu", Cell: elasticGPU, Less: by(func(s Elastic) int { return int(s.GPUSize) })},
		{Key: "ip", Cell: func(s Elastic) resource.Cell { return addresses(s.elasticIPs(), s.innerIPs()) }, Less: byAddress(Elastic.innerIPs)},
		{Key: "charge", Cell: elasticCharge, Less: by(func(s Elastic) int64 { return s.EndBillTime.Unix() })},
		{Key: "ends", Cell: func(s Elastic) resource.Cell { return when(ending(s.EndBillTime)) }, Less: by(func(s Elastic) int64 { return s.EndBillTime.Unix() }), Hidden: true},
		{Key: "image", Cell: func(s Elastic) resource.Cell { return text(s.ImageName) }, Less: byName(func(s Elastic) string { return s.ImageName }), Hidden: true},
		{Key: "created", Cell: func(s Elastic) resource.Cell { return when(s.CreateTime.Time) }, Less: by(func(s Elastic) int64 { return s.CreateTime.Unix() }), Hidden: true},
	},
	Filters: []resource.Property[Elastic]{
		{Key: "status", Quick: true, Known: elasticStates.choices("running", "stopped", "rebooting", "updating", "ecs.recycling", "error", "ecs.failed"),
			Values: func(s Elastic) []resource.Choice { return []resource.Choice{elasticStates.value(s.Status)} }},
		{Key: "zone", Values: func(s Elastic) []resource.Choice {
			return []resource.Choice{{Value: string(s.AzID), Label: resource.Lit(s.AzName)}}
		}},
		{Key: "vpc", Values: func(s Elastic) []resource.Choice {
			return []resource.Choice{{Value: string(s.VpcID), Label: resource.Lit(s.VpcName)}}
		}},
		{Key: "family", Values: func(s Elastic) []resource.Choice { return plain(s.EcsFamilyName) }},
		{Key: "card", Values: func(s Elastic) []resource.Choice { return plain(s.CardName) }},
		{Key: "charge", Values: func(s Elastic) []resource.Choice {
			return []resource.Choice{{Value: string(s.BillingMethod), Label: elasticBilling(string(s.BillingMethod))}}
		}},
	},
	Heed:     elasticHeed,
	Sections: elasticSections,
	Related:  []resource.Related[Elastic]{elasticNetworks, elasticDisks, costTab(Elastic.id)},
	Tabs:     []resource.Tab{monitorTab},
	Picked:   []resource.Link{compareLink},
	Ops:      elasticOps,
}

func listElastic(ctx context.Context, c cloud.Caller) ([]Elastic, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[ecs.Instance], error) {
		out, err := ecs.DescribeInstanceList.Call(ctx, c, ecs.DescribeInstanceListRequest{PageNumber: page, PageSize: elasticPage})
		return cloud.Batch[ecs.Instance]{Items: out.EcsList, Total: out.Page.Total}, err
	}
	all, err := cloud.All(ctx, ask, func(s ecs.Instance) string { return string(s.EcsID) })
	servers := make([]Elastic, len(all))
	for i, s := range all {
		servers[i] = Elastic{Instance: s}
	}
	return servers, err
}

// getElastic reads one server. Of one with graphics cards the model is asked
// for besides, which only the list tells.
func getElastic(ctx context.Context, c cloud.Caller, id string) (Elastic, error) {
	d, err := ecs.DescribeInstance.Call(ctx, c, ecs.EcsRef{EcsID: id})
	if cloud.HasCode(err, "InvalidEcsId.NotFound") || err == nil && d.EcsID == "" {
		return Elastic{}, &resource.NotFound{Kind: "ecs", ID: id}
	}
	if err != nil {
		return Elastic{}, err
	}
	s := Elastic{Instance: listed(d), Detail: &d}
	if s.GPUSize == 0 {
		return s, nil
	}
	found, err := ecs.DescribeInstanceList.Call(ctx, c, ecs.DescribeInstanceListRequest{SearchInfo: id})
	for _, one := range found.EcsList {
		if one.EcsID == s.EcsID {
			s.CardName = one.CardName
		}
	}
	return s, err
}

// listed puts the details of a server where a list has them.
func listed(d ecs.InstanceDetail) ecs.Instance {
	return ecs.Instance{
		EcsID: d.EcsID, EcsName: d.EcsName, VpcID: d.Pipe.VpcID, VpcName: d.Pipe.VpcName, Status: d.Status, StatusDisplay: d.StatusDisplay,
		AzID: d.AzID, AzName: d.AzName, RegionID: d.RegionID, RegionName: d.RegionName,
		PrivateNet: d.Pipe.PrivateNet, PubNet: d.Pipe.PubNet, VirtualNet: d.Pipe.VirtualNet, EIPInfo: d.Pipe.EIPInfo,
		CreateTime: d.CreateTime, EndBillTime: d.EndBillTime, IsAutoRenewal: d.IsAutoRenewal, IsGPU: d.IsGPU,
		CPUSize: d.EcsRule.CPUNum, RAMSize: d.EcsRule.RAM, GPUSize: d.EcsRule.GPU, EcsFamilyName: d.EcsRule.Name,
		BillingMethod: cloud.ID(d.BillingInfo.BillingMethod), BillingMethodName: d.BillingInfo.BillingMethodName,
		OSType: d.OSInfo.OSType, OSVersion: d.OSInfo.Version, OSBit: d.OSInfo.Bit, ImageName: d.OSInfo.ImageName,
		SystemDiskType: d.Disk.SystemDiskConf.DiskType, SystemDiskFeature: d.Disk.SystemDiskConf.DiskFeature, SystemDiskSize: d.Disk.SystemDiskConf.Size,
	}
}

// elasticStatus tells the states of many servers by one call.
func elasticStatus(ctx context.Context, c cloud.Caller, ids []string) (map[string]resource.State, error) {
	out, err := ecs.DescribeInstanceStatus.Call(ctx, c, ecs.DescribeInstanceStatusRequest{EcsIDs: ids})
	if cloud.HasCode(err, "InvalidEcsId.NotFound") {
		return nil, nil
	}
	states := map[string]resource.State{}
	for id, s := range out.EcsStatus {
		states[id] = elasticStates.state(s.Status)
	}
	return states, err
}

// elasticIPs are the elastic IPs a server is reached by.
func (s Elastic) elasticIPs() []string {
	var ips []string
	for _, e := range s.EIPInfo {
		ips = append(ips, e.EIPIP)
	}
	return without(ips)
}

// innerIPs are a server's own addresses: in its subnet first, then at its
// gateways.
func (s Elastic) innerIPs() []string {
	all := append([]string{s.PrivateNet, s.PubNet}, s.VirtualNet...)
	return slices.DeleteFunc(all, func(ip string) bool { return ip == "" })
}

func elasticState(s Elastic) resource.Cell {
	return resource.Cell{Kind: resource.StatusCell, State: elasticStates.state(s.Status)}
}

func elasticSize(s Elastic) resource.Cell {
	return resource.Cell{Text: resource.T("cell.spec", int(s.CPUSize), int(s.RAMSize)), Sub: resource.Lit(s.EcsFamilyName)}
}

// elasticGPU is empty for a server without graphics cards.
func elasticGPU(s Elastic) resource.Cell {
	if s.GPUSize == 0 {
		return resource.Cell{}
	}
	return resource.Cell{Text: resource.T("ecs.gpus", int(s.GPUSize)), Sub: resource.Lit(s.CardName)}
}

// elasticBilling names a way of paying; one we have no name for is shown as it
// is.
func elasticBilling(method string) resource.Text {
	switch method {
	case "0":
		return resource.T("charge.PostPaid")
	case "1":
		return resource.T("charge.PrePaid")
	}
	return resource.Lit(method)
}

func elasticCharge(s Elastic) resource.Cell {
	c := resource.Cell{Text: elasticBilling(string(s.BillingMethod))}
	if s.BillingMethod == "1" {
		c.Sub = resource.T("ecs.renewal." + strconv.FormatBool(bool(s.IsAutoRenewal)))
	}
	if days, soon := s.endsSoon(); soon {
		c.Sub, c.Warns = resource.T("ecs.ends_in", days), true
		if days == 0 {
			c.Sub = resource.T("ecs.ends_now")
		}
	}
	return c
}

// soonDays is how many days before a subscription ends it asks for attention.
const soonDays = 15

// endsSoon tells in how many days a subscription ends that nothing renews.
func (s Elastic) endsSoon() (days int, soon bool) {
	end := ending(s.EndBillTime)
	if s.BillingMethod != "1" || bool(s.IsAutoRenewal) || end.IsZero() {
		return 0, false
	}
	days = int(time.Until(end).Hours() / 24)
	return days, days >= 0 && days <= soonDays
}

// elasticHeed tells of a server that is broken or about to be lost, and of one
// whose time runs out.
func elasticHeed(s Elastic) resource.Text {
	switch s.Status {
	case "failed", "error", "recycling":
		return resource.T("heed.ecs." + s.Status)
	}
	switch days, soon := s.endsSoon(); {
	case soon && days == 0:
		return resource.T("heed.ends_now")
	case soon:
		return resource.T("heed.ends_in", days)
	}
	return resource.Text{}
}

// gateways are the addresses beside the private one, the default gateway's
// first.
func (s Elastic) gateways() []string {
	known := s.innerIPs()
	for _, ip := range slices.Sorted(maps.Keys(s.EIPInfo)) {
		if !slices.Contains(known, ip) {
			known = append(known, ip)
		}
	}
	return slices.DeleteFunc(known, func(ip string) bool { return ip == s.PrivateNet })
}
