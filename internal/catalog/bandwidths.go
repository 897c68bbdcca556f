package catalog

import (
	"context"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// SharedBandwidth is bandwidth that several EIPs send through (vpc), with those
// that do.
type SharedBandwidth struct {
	vpc.Bandwidth
	EIPs   []EIP
	unsure bool // there may be more: some place did not answer
}

func (b SharedBandwidth) id() string      { return string(b.ID) }
func (b SharedBandwidth) place() eipPlace { return eipPlace{b.RegionCode, b.AvailableZoneCode} }

func (b SharedBandwidth) terms() terms {
	return terms{b.place(), b.BandwidthType, b.BillScheme, sharedBandwidth}
}

// SharedBandwidths are the shared bandwidths of all regions.
var SharedBandwidths = &resource.Kind[SharedBandwidth]{
	Slug: "bandwidths", Icon: "arrows-split", Group: "network",

	ID:    SharedBandwidth.id,
	Name:  func(b SharedBandwidth) string { return b.Name },
	Where: func(b SharedBandwidth) resource.Text { return resource.Lit(b.place().key()) },
	State: bandwidthState,

	List: listBandwidths,
	Search: func(b SharedBandwidth) []string {
		texts := []string{b.Name, b.id(), b.RegionCode, b.AvailableZoneCode, b.place().name()}
		for _, e := range b.EIPs {
			texts = append(texts, e.IP)
		}
		return texts
	},
	Columns: []resource.Column[SharedBandwidth]{
		{Key: "name", Cell: func(b SharedBandwidth) resource.Cell { return named("bandwidths", b.id(), b.Name) }, Less: byName(func(b SharedBandwidth) string { return b.Name })},
		{Key: "status", Cell: func(b SharedBandwidth) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: bandwidthState(b)}
		}, Less: by(func(b SharedBandwidth) string { return bandwidthState(b).Word.Key })},
		{Key: "place", Cell: func(b SharedBandwidth) resource.Cell { return b.place().cell() }, Less: by(func(b SharedBandwidth) string { return b.place().key() })},
		{Key: "line", Cell: func(b SharedBandwidth) resource.Cell { return lineCell(b.BandwidthType) }, Less: by(func(b SharedBandwidth) string { return b.BandwidthType })},
		{Key: "qos", Right: true, Cell: bandwidthQos, Less: by(func(b SharedBandwidth) int { return int(b.Qos) })},
		{Key: "eips", Right: true, Cell: func(b SharedBandwidth) resource.Cell { return count(len(b.EIPs)) }, Less: by(func(b SharedBandwidth) int { return len(b.EIPs) })},
		{Key: "billing", Cell: func(b SharedBandwidth) resource.Cell { return resource.Cell{Text: vpcScheme(b.BillScheme)} }, Less: by(func(b SharedBandwidth) string { return b.BillScheme })},
		{Key: "created", Hidden: true, Cell: func(b SharedBandwidth) resource.Cell { return when(b.CreateTime.Time) },
			Less: func(a, b SharedBandwidth) int { return a.CreateTime.Compare(b.CreateTime.Time) }},
	},
	Filters: []resource.Property[SharedBandwidth]{
		{Key: "status", Quick: true, Known: bandwidthStates.choices("bandwidth.used", "bandwidth.idle", "error"),
			Values: func(b SharedBandwidth) []resource.Choice {
				return []resource.Choice{bandwidthStates.value(bandwidthWord(b))}
			}},
		{Key: "place", Values: func(b SharedBandwidth) []resource.Choice { return []resource.Choice{b.place().choice()} }},
		{Key: "line", Values: func(b SharedBandwidth) []resource.Choice {
			return []resource.Choice{{Value: b.BandwidthType, Label: lineName(b.BandwidthType)}}
		}},
	},
	Sections: []resource.Facts[SharedBandwidth]{
		{Key: "basic", List: []resource.FactOf[SharedBandwidth]{
			{Key: "place", Cell: func(b SharedBandwidth) resource.Cell { return b.place().cell() }},
			{Key: "line", Cell: func(b SharedBandwidth) resource.Cell { return lineCell(b.BandwidthType) }},
			{Key: "qos", Cell: bandwidthQos},
			{Key: "billing", Cell: func(b SharedBandwidth) resource.Cell { return resource.Cell{Text: vpcScheme(b.BillScheme)} }},
			{Key: "created", Cell: func(b SharedBandwidth) resource.Cell { return when(b.CreateTime.Time) }},
		}},
	},
	Heed: func(b SharedBandwidth) resource.Text {
		if bandwidthWord(b) == "idle" {
			return resource.T("bandwidth.heed_idle")
		}
		return resource.Text{}
	},
	Related: []resource.Related[SharedBandwidth]{bandwidthEIPs, bandwidthPrice},
	Tabs:    []resource.Tab{monitorTab},
	Picked:  []resource.Link{compareLink},
	Ops:     bandwidthOps,
}

// bandwidthEIPs are the addresses that send through a shared bandwidth.
var bandwidthEIPs = resource.Rows("eips", EIPs,
	func(_ context.Context, _ cloud.Caller, b SharedBandwidth) ([]EIP, error) { return b.EIPs, nil },
	"address", "status", "bound", "description").With("add", "remove", "discard").AlsoFirst()

// bandwidthPrice is what a shared bandwidth costs. Its addresses are paid for
// beside it.
var bandwidthPrice = resource.Part("cost", "bandwidths", func(ctx context.Context, c cloud.Caller, b SharedBandwidth) ([]eipCost, error) {
	p, err := b.terms().unitPrice(ctx, c)
	return []eipCost{
		{item: resource.T("eip.cost_bandwidth", lineName(b.BandwidthType), vpcScheme(b.BillScheme)), price: p.BandwidthPrice, amount: bandwidthQos(b)},
		{item: resource.T("eip.cost_address"), price: p.EIPPrice, amount: count(len(b.EIPs))},
	}, err
}, costColumns...).Noted(resource.T("price.unit_note")).AlsoFirst()

// bandwidthStates are the provider's words, of which only ok is documented, and
// two of ours for what ok leaves open.
var bandwidthStates = networkStates.with(words{
	"used": {resource.OK, "bandwidth.used"},
	"idle": {resource.OffBilled, "bandwidth.idle"},
})

// bandwidthWord is what bandwidthStates knows a shared bandwidth by: one that no
// address uses is paid for all the same.
func bandwidthWord(b SharedBandwidth) string {
	switch {
	case b.Status != "ok" && b.Status != "":
		return b.Status
	case len(b.EIPs) > 0:
		return "used"
	case b.unsure:
		return "ok"
	}
	return "idle"
}

func bandwidthState(b SharedBandwidth) resource.State {
	s := bandwidthStates.state(bandwidthWord(b))
	s.Raw = b.Status
	return s
}

func bandwidthQos(b SharedBandwidth) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", int(b.Qos))}
}

// listBandwidths reads all regions' with one call, then the addresses of the
// places where there are any. Where one of those does not answer, which
// addresses are in a bandwidth is not known, and the error comes with the list.
func listBandwidths(ctx context.Context, c cloud.Caller) ([]SharedBandwidth, error) {
	found, err := vpc.DescribeBandwidth.Call(ctx, c, vpc.DescribeBandwidthRequest{})
	if err != nil {
		return nil, err
	}
	out := make([]SharedBandwidth, len(found.BandwidthList))
	var places []eipPlace
	for i, b := range found.BandwidthList {
		out[i] = SharedBandwidth{Bandwidth: b}
		if !slices.ContainsFunc(places, out[i].place().in) {
			places = append(places, out[i].place())
		}
	}
	all, partly := inPlaces(ctx, places, eipPlace.text, func(ctx context.Context, p eipPlace) ([]EIP, error) { return eipsAt(ctx, c, p) })
	for i := range out {
		out[i].EIPs, out[i].unsure = eipsIn(all, out[i].ID), partly != nil
	}
	slices.SortStableFunc(out, func(a, b SharedBandwidth) int { return a.CreateTime.Compare(b.CreateTime.Time) })
	return out, partly
}
