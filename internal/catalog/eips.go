package catalog

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// EIP is one public address of a private network (vpc).
type EIP struct {
	vpc.EIP
	server *Elastic // that is reached through it; nil for none, and where not read
}

func (e EIP) id() string  { return string(e.ID) }
func (e EIP) bound() bool { return bool(e.IsBind) }

// place is where the address is: it belongs to a zone at edge nodes only.
func (e EIP) place() eipPlace {
	p := eipPlace{e.RegionCode, e.AvailableZoneCode}
	if !p.edge() {
		p.zone = ""
	}
	return p
}

// sharedName is the name of the bandwidth an address shares, which edge nodes
// do not tell.
func (e EIP) sharedName() string { return cmp.Or(e.BandwidthInfo.Name, string(e.BandwidthInfo.ID)) }

// shares tells whether the address sends through a bandwidth that others may
// use too. Its billing scheme says so, whatever the bandwidth is called.
func (e EIP) shares() bool { return sharedScheme(e.BandwidthInfo.BillScheme) }

// EIPs are the public addresses of all regions.
var EIPs = &resource.Kind[EIP]{
	Slug: "eips", Icon: "world-pin", Group: "network",

	ID:    EIP.id,
	Name:  func(e EIP) string { return e.IP },
	Where: func(e EIP) resource.Text { return resource.Lit(e.place().key()) },
	State: eipState,

	List: listEIPs,
	Search: func(e EIP) []string {
		b := e.BandwidthInfo
		texts := []string{e.IP, e.id(), e.Description, e.BindResourceInfo.SubnetIP, string(e.BindResourceInfo.SubnetID), b.Name, string(b.ID), e.RegionCode, e.AvailableZoneCode, e.place().name()}
		if e.server != nil {
			texts = append(texts, e.server.name(), e.server.id())
		}
		return texts
	},

	Columns: []resource.Column[EIP]{
		{Key: "address", Cell: eipName, Less: byAddress(func(e EIP) []string { return []string{e.IP} })},
		{Key: "status", Cell: func(e EIP) resource.Cell { return resource.Cell{Kind: resource.StatusCell, State: eipState(e)} },
			Less: by(func(e EIP) string { return eipState(e).Word.Key })},
		{Key: "bound", Cell: eipBinding, Less: byAddress(func(e EIP) []string { return []string{e.BindResourceInfo.SubnetIP} })},
		{Key: "place", Cell: func(e EIP) resource.Cell { return e.place().cell() }, Less: by(func(e EIP) string { return e.place().key() })},
		{Key: "line", Cell: func(e EIP) resource.Cell { return lineCell(e.BandwidthInfo.BandwidthType) }, Less: by(func(e EIP) string { return e.BandwidthInfo.BandwidthType })},
		{Key: "qos", Right: true, Cell: eipQos, Less: by(func(e EIP) int { return int(e.BandwidthInfo.Qos) })},
		{Key: "billing", Cell: eipBilling, Less: by(func(e EIP) string { return e.BandwidthInfo.BillScheme + e.BandwidthInfo.Name })},
		{Key: "description", Cell: func(e EIP) resource.Cell { return text(e.Description) }, Less: byName(func(e EIP) string { return e.Description })},
		{Key: "created", Hidden: true, Cell: func(e EIP) resource.Cell { return when(e.CreateTime.Time) }, Less: func(a, b EIP) int { return a.CreateTime.Compare(b.CreateTime.Time) }},
	},
	Filters: []resource.Property[EIP]{
		{Key: "status", Quick: true, Known: eipStateChoices, Values: func(e EIP) []resource.Choice { return []resource.Choice{eipStates.value(eipWord(e))} }},
		{Key: "place", Values: func(e EIP) []resource.Choice { return []resource.Choice{e.place().choice()} }},
		{Key: "line", Values: func(e EIP) []resource.Choice {
			return []resource.Choice{{Value: e.BandwidthInfo.BandwidthType, Label: lineName(e.BandwidthInfo.BandwidthType)}}
		}},
		{Key: "billing", Values: func(e EIP) []resource.Choice {
			return []resource.Choice{{Value: strings.ToLower(e.BandwidthInfo.BillScheme), Label: eipScheme(e.BandwidthInfo.BillScheme)}}
		}},
		{Key: "shared", Values: func(e EIP) []resource.Choice {
			if !e.shares() {
				return []resource.Choice{{Value: "none", Label: resource.T("eip.own_bandwidth")}}
			}
			return []resource.Choice{{Value: string(e.BandwidthInfo.ID), Label: resource.Lit(e.sharedName())}}
		}},
	},
	Sections: []resource.Facts[EIP]{
		{Key: "basic", List: []resource.FactOf[EIP]{
			{Key: "public", Cell: func(e EIP) resource.Cell { return mono(e.IP) }},
			{Key: "bound", Cell: eipBinding},
			{Key: "place", Cell: func(e EIP) resource.Cell { return e.place().cell() }},
			{Key: "description", Cell: func(e EIP) resource.Cell { return text(e.Description) }},
			{Key: "created", Cell: func(e EIP) resource.Cell { return when(e.CreateTime.Time) }},
		}},
		{Key: "bandwidth", List: []resource.FactOf[EIP]{
			{Key: "line", Cell: func(e EIP) resource.Cell { return lineCell(e.BandwidthInfo.BandwidthType) }},
			{Key: "qos", Cell: eipQos},
			{Key: "billing", Cell: eipBilling},
		}},
	},
	Heed:    eipHeed,
	Related: []resource.Related[EIP]{eipBindingPart, eipPricePart},
	Tabs:    []resource.Tab{monitorTab},
	Picked:  []resource.Link{compareLink},
	Ops:     eipOps,
}

// eipStates are the provider's words, of which only ok is documented, and two
// of ours for what ok leaves open: an address that nothing is bound to is paid
// for all the same.
var eipStates = networkStates.with(words{
	"bound": {resource.OK, "eip.bound"},
	"free":  {resource.OffBilled, "eip.free"},
})

var eipStateChoices = eipStates.choices("eip.bound", "eip.free", "error")

// eipWord is what eipStates knows an address by.
func eipWord(e EIP) string {
	switch {
	case e.Status != "ok" && e.Status != "":
		return e.Status
	case e.bound():
		return "bound"
	}
	return "free"
}

func eipState(e EIP) resource.State {
	s := eipStates.state(eipWord(e))
	s.Raw = e.Status
	return s
}

func eipHeed(e EIP) resource.Text {
	if eipWord(e) == "free" {
		return resource.T("eip.heed_free")
	}
	return resource.Text{}
}

// eipName is the address itself, which is copied more often than its id.
func eipName(e EIP) resource.Cell {
	return resource.Cell{Text: resource.Lit(e.IP), Sub: resource.Lit(e.id()), Mono: true, MonoS: true, Href: "/eips/" + e.id(), Copy: e.IP}
}

// eipBinding is the server that is reached through an address, and the address
// of a subnet, at edge nodes of a virtual gateway, that leads to it; empty for
// none.
func eipBinding(e EIP) resource.Cell {
	ip := e.BindResourceInfo.SubnetIP
	switch {
	case !e.bound():
		return resource.Cell{}
	case e.server == nil:
		return mono(ip)
	}
	return resource.Cell{Text: resource.Lit(e.server.name()), Href: "/ecs/" + e.server.id(), Sub: resource.Lit(ip), MonoS: true, Copy: ip}
}

// eipQos is the bandwidth of an address, which may not be its alone.
func eipQos(e EIP) resource.Cell {
	c := resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", int(e.BandwidthInfo.Qos))}
	if e.shares() {
		c.Sub = resource.T("eip.together")
	}
	return c
}

// eipBilling is how the bandwidth is paid for, or whose it is.
func eipBilling(e EIP) resource.Cell {
	if e.shares() {
		return resource.Cell{Text: resource.Lit(e.sharedName()), Sub: vpcScheme(e.BandwidthInfo.BillScheme), Href: "/bandwidths/" + string(e.BandwidthInfo.ID)}
	}
	return resource.Cell{Text: vpcScheme(e.BandwidthInfo.BillScheme), Sub: resource.T("eip.own_bandwidth")}
}

// listEIPs reads the addresses of all places and, as one place more, the elastic
// servers. An address is worth showing without the name of its server.
func listEIPs(ctx context.Context, c cloud.Caller) ([]EIP, error) {
	var servers []Elastic
	everywhere := append([]eipPlace{{}}, eipPlaces()...)
	all, err := inPlaces(ctx, everywhere, eipPlace.text, func(ctx context.Context, p eipPlace) ([]EIP, error) {
		if p == (eipPlace{}) {
			servers, _ = listElastic(ctx, c)
			return nil, nil
		}
		return eipsAt(ctx, c, p)
	})
	if part := (*resource.Partial)(nil); errors.As(err, &part) && len(part.Missing) == len(eipPlaces()) {
		return nil, part.Unwrap()
	}
	of := map[string]*Elastic{}
	for i, s := range servers {
		for _, info := range s.EIPInfo {
			of[info.EIPIP] = &servers[i]
		}
	}
	for i := range all {
		all[i].server = of[all[i].IP]
	}
	return all, err
}

// eipsAt reads the addresses of one place; a zone is named at edge nodes only.
func eipsAt(ctx context.Context, c cloud.Caller, p eipPlace) ([]EIP, error) {
	req := vpc.DescribeEIPRequest{RegionCode: p.region}
	if p.edge() {
		req.AvailableZoneCode = p.zone
	}
	found, err := vpc.DescribeEIP.Call(ctx, c, req)
	return each(found.EIPList, func(e vpc.EIP) EIP { return EIP{EIP: e} }), err
}

// eipsIn are those that use a shared bandwidth.
func eipsIn(all []EIP, bandwidth cloud.ID) []EIP {
	return slices.DeleteFunc(slices.Clone(all), func(e EIP) bool { return e.BandwidthInfo.ID != bandwidth })
}
