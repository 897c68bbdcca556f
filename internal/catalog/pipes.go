package catalog

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// Shares of a network's bandwidth, in per cent, from which it is told.
const (
	pipeHigh = 70
	pipeFull = 90
)

// pipeUse is the use of one network's bandwidth. Now is there when one is read.
type pipeUse struct {
	network.PipeUsage
	VdcID, VdcName string
	At             cloud.Time
	Now            *network.BandwidthTraffic // of the last five minutes
}

// Pipes are the bandwidth of every public network, and of every private one in
// a GPN: those the provider measures.
var Pipes = &resource.Kind[pipeUse]{
	Slug: "pipes", Icon: "gauge", Group: "network",

	ID:    func(p pipeUse) string { return string(p.PipeID) },
	Name:  func(p pipeUse) string { return p.PipeName },
	Where: func(p pipeUse) resource.Text { return resource.Lit(p.VdcName) },
	State: pipeState,

	List: listPipes,
	Get:  getPipe,
	Search: func(p pipeUse) []string {
		return []string{string(p.PipeID), p.PipeName, p.VdcName, p.VdcID}
	},
	Columns: []resource.Column[pipeUse]{
		{Key: "name", Less: byName(func(p pipeUse) string { return p.PipeName }), Cell: func(p pipeUse) resource.Cell { return named("pipes", string(p.PipeID), p.PipeName) }},
		{Key: "status", Less: by(pipeShare), Cell: func(p pipeUse) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: pipeState(p)}
		}},
		{Key: "vdc", Less: byName(func(p pipeUse) string { return p.VdcName }), Cell: pipeVDC},
		{Key: "side", Cell: func(p pipeUse) resource.Cell { return resource.Cell{Text: side(p.Type == "public")} }},
		{Key: "in", Right: true, Less: by(func(p pipeUse) float64 { return float64(p.InUtilization) }), Cell: func(p pipeUse) resource.Cell { return used(p.InUtilization, p.InFlow) }},
		{Key: "out", Right: true, Less: by(func(p pipeUse) float64 { return float64(p.OutUtilization) }), Cell: func(p pipeUse) resource.Cell { return used(p.OutUtilization, p.OutFlow) }},
		{Key: "qos", Right: true, Less: by(func(p pipeUse) int { return int(p.Qos) }), Cell: pipeQos},
	},
	Filters: []resource.Property[pipeUse]{
		{Key: "status", Quick: true, Values: func(p pipeUse) []resource.Choice {
			s := pipeState(p)
			return []resource.Choice{{Value: s.Raw, Label: s.Word, Tone: s.Tone}}
		}},
		{Key: "vdc", Values: func(p pipeUse) []resource.Choice {
			return []resource.Choice{{Value: p.VdcID, Label: resource.Lit(p.VdcName)}}
		}},
		{Key: "side", Values: func(p pipeUse) []resource.Choice {
			return []resource.Choice{{Value: p.Type, Label: side(p.Type == "public")}}
		}},
	},
	Sections: []resource.Facts[pipeUse]{
		{Key: "use", List: []resource.FactOf[pipeUse]{
			{Key: "in", Cell: func(p pipeUse) resource.Cell { return used(p.InUtilization, p.InFlow) }},
			{Key: "out", Cell: func(p pipeUse) resource.Cell { return used(p.OutUtilization, p.OutFlow) }},
			{Key: "qos", Cell: pipeQos},
			{Key: "in_now", Cell: func(p pipeUse) resource.Cell {
				return flowNow(p, func(t network.Traffic) cloud.Float { return t.Inbps })
			}},
			{Key: "out_now", Cell: func(p pipeUse) resource.Cell {
				return flowNow(p, func(t network.Traffic) cloud.Float { return t.Outbps })
			}},
			{Key: "at", Cell: func(p pipeUse) resource.Cell { return when(p.At.Time) }},
		}},
		{Key: "place", List: []resource.FactOf[pipeUse]{
			{Key: "vdc", Cell: pipeVDC},
			{Key: "side", Cell: func(p pipeUse) resource.Cell { return resource.Cell{Text: side(p.Type == "public")} }},
		}},
	},
}

// pipeShare is the greater of both directions, in per cent.
func pipeShare(p pipeUse) float64 { return float64(max(p.InUtilization, p.OutUtilization)) }

// pipeState is ours: how near to its bound the traffic is.
func pipeState(p pipeUse) resource.State {
	switch share := pipeShare(p); {
	case share >= pipeFull:
		return resource.State{Tone: resource.Attention, Word: resource.T("state.pipe_full"), Raw: "full"}
	case share >= pipeHigh:
		return resource.State{Tone: resource.Attention, Word: resource.T("state.pipe_high"), Raw: "high"}
	case share > 0:
		return resource.State{Tone: resource.OK, Word: resource.T("state.pipe_normal"), Raw: "normal"}
	}
	return resource.State{Tone: resource.Off, Word: resource.T("state.pipe_idle"), Raw: "idle"}
}

func used(share, flow cloud.Float) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.percent", decimal(share, 1)), Sub: resource.T("cell.mbps", decimal(flow, 2))}
}

func decimal(f cloud.Float, places int) string {
	return strconv.FormatFloat(float64(f), 'f', places, 64)
}

func flowNow(p pipeUse, of func(network.Traffic) cloud.Float) resource.Cell {
	if p.Now == nil {
		return resource.Cell{}
	}
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", decimal(of(p.Now.LastFiveMinutesUsage), 2))}
}

func pipeQos(p pipeUse) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.mbps", int(p.Qos))}
}

func pipeVDC(p pipeUse) resource.Cell {
	return resource.Cell{Text: resource.Lit(p.VdcName), Href: "/vdcs/" + p.VdcID}
}

// listPipes reads all of them, the fullest first.
func listPipes(ctx context.Context, c cloud.Caller) ([]pipeUse, error) {
	found, err := network.DescribePipeUtilization.Call(ctx, c, network.DescribePipeUtilizationRequest{})
	var out []pipeUse
	for _, v := range found.VdcInfo {
		for _, p := range v.PipeInfo {
			out = append(out, pipeUse{PipeUsage: p, VdcID: string(v.VdcID), VdcName: v.VdcName, At: found.Time})
		}
	}
	slices.SortStableFunc(out, func(a, b pipeUse) int { return cmp.Compare(pipeShare(b), pipeShare(a)) })
	return out, err
}

// getPipe reads one with its traffic of the last five minutes: two calls.
func getPipe(ctx context.Context, c cloud.Caller, id string) (pipeUse, error) {
	var all []pipeUse
	var now network.BandwidthTraffic
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { all, err = listPipes(both, c); return err })
	group.Go(func() (err error) {
		now, err = network.DescribeBandwidthTraffic.Call(both, c, network.NetworkRef{NetworkID: id})
		if cloud.HasCode(err, "InvalidPublicId.Malformed") {
			return &resource.NotFound{Kind: "pipes", ID: id}
		}
		return err
	})
	if err := group.Wait(); err != nil {
		return pipeUse{}, err
	}
	i := slices.IndexFunc(all, func(p pipeUse) bool { return string(p.PipeID) == id })
	if i < 0 {
		return pipeUse{}, &resource.NotFound{Kind: "pipes", ID: id}
	}
	all[i].Now = &now
	return all[i], nil
}
