package catalog

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// VDC is a virtual data centre (network.vdc) with what is in it, which is
// there when one is read.
type VDC struct {
	network.Vdc
	Servers []ccs.Instance // nil where not read
	GPNs    []network.GPN  // that join one of its private networks
}

// The states of VDCs, their networks and GPNs. Only ok is documented; a VDC
// may tell none.
var networkStates = words{
	"ok":        {resource.OK, "available"},
	"":          {resource.OK, "available"},
	"creating":  {resource.Busy, "creating"},
	"updating":  {resource.Busy, "updating"},
	"deleting":  {resource.Busy, "deleting"},
	"deleteing": {resource.Busy, "deleting"},
	"error":     {resource.Failed, "error"},
	"erro":      {resource.Failed, "error"},
}

var networkStateChoices = networkStates.choices("available", "creating", "updating", "deleting", "error")

func networkState(raw string) resource.Cell {
	return resource.Cell{Kind: resource.StatusCell, State: networkStates.state(raw)}
}

// VDCs are the virtual data centres, each a corner of one zone with networks of
// its own.
var VDCs = &resource.Kind[VDC]{
	Slug: "vdcs", Icon: "building", Group: "network",

	ID:    func(v VDC) string { return string(v.VdcID) },
	Name:  func(v VDC) string { return v.VdcName },
	Where: func(v VDC) resource.Text { return resource.Lit(string(v.RegionID)) },
	State: func(v VDC) resource.State { return networkStates.state(v.VdcStatus) },

	List: func(ctx context.Context, c cloud.Caller) ([]VDC, error) {
		list, err := listVDCs(ctx, c)
		out := make([]VDC, len(list))
		for i, v := range list {
			out[i].Vdc = v
		}
		return out, err
	},
	Get: getVDC,
	Search: func(v VDC) []string {
		texts := []string{string(v.VdcID), v.VdcName, string(v.RegionID)}
		for _, n := range v.PublicNetwork {
			texts = append(append(texts, n.Name, string(n.PublicID)), ranges(n)...)
		}
		for _, n := range v.PrivateNetwork {
			texts = append(append(texts, n.Name, string(n.PrivateID)), n.Segments...)
		}
		return texts
	},

	Columns: []resource.Column[VDC]{
		{Key: "name", Less: byName(func(v VDC) string { return v.VdcName }), Cell: func(v VDC) resource.Cell { return named("vdcs", string(v.VdcID), v.VdcName) }},
		{Key: "status", Less: by(func(v VDC) string { return v.VdcStatus }), Cell: func(v VDC) resource.Cell { return networkState(v.VdcStatus) }},
		{Key: "zone", Less: by(func(v VDC) string { return string(v.RegionID) }), Cell: vdcZone},
		{Key: "public", Less: by(vdcBandwidth), Cell: vdcPublic},
		{Key: "free", Right: true, Less: by(freePublic), Cell: func(v VDC) resource.Cell { return count(freePublic(v)) }},
		{Key: "private", Less: by(func(v VDC) int { return len(v.PrivateNetwork) }), Cell: vdcPrivate},
	},
	Filters: []resource.Property[VDC]{
		{Key: "status", Quick: true, Known: networkStateChoices, Values: func(v VDC) []resource.Choice {
			return []resource.Choice{networkStates.value(v.VdcStatus)}
		}},
		{Key: "zone", Values: func(v VDC) []resource.Choice { return plain(string(v.RegionID)) }},
	},
	Sections: []resource.Facts[VDC]{
		{Key: "basic", List: []resource.FactOf[VDC]{
			{Key: "zone", Cell: vdcZone},
			{Key: "servers", Cell: func(v VDC) resource.Cell {
				return resource.Cell{Text: resource.T("vdc.servers", len(v.Servers)), Href: "/instances?vdc=" + string(v.VdcID)}
			}},
			{Key: "gpns", Cell: vdcGPNs},
		}},
		{Key: "network", List: []resource.FactOf[VDC]{
			{Key: "public", Cell: vdcPublic},
			{Key: "free", Cell: func(v VDC) resource.Cell { return text(itoa(freePublic(v))) }},
			{Key: "private", Cell: vdcPrivate},
		}},
	},
	Related: []resource.Related[VDC]{
		resource.Rows("public", PublicNetworks, func(_ context.Context, _ cloud.Caller, v VDC) ([]publicNetwork, error) { return publicOf(v), nil }, "network", "status", "line", "qos", "ranges", "free").With("add-public"),
		resource.Rows("private", PrivateNetworks, func(_ context.Context, _ cloud.Caller, v VDC) ([]privateNetwork, error) { return privateOf(v), nil }, "network", "status", "ranges", "used", "free").With("add-private"),
		vdcServers,
	},
	Tabs: []resource.Tab{{Slug: "map", Label: resource.T("tab.vdcs.map"), Path: "map"}},
	Ops:  vdcOps,
}

// vdcServers are the servers in a VDC.
var vdcServers = resource.Part("servers", "vdcs", func(_ context.Context, _ cloud.Caller, v VDC) ([]ccs.Instance, error) { return v.Servers, nil },
	resource.Column[ccs.Instance]{Key: "server", Cell: serverName},
	resource.Column[ccs.Instance]{Key: "status", Cell: serverStatus},
	resource.Column[ccs.Instance]{Key: "spec", Cell: serverSpec},
	resource.Column[ccs.Instance]{Key: "ip", Cell: func(s ccs.Instance) resource.Cell { return addresses(publicIPs(s), privateIPs(s)) }},
)

// noVDC are the codes of an id that is no VDC's.
var noVDC = []string{"VDCNotFound", "VdcNotFound", "InvalidVDCID.Malformed", "InvalidVdcId.Malformed"}

// getVDC reads a VDC, its servers and the GPNs at once: three calls.
func getVDC(ctx context.Context, c cloud.Caller, id string) (VDC, error) {
	var v VDC
	var gpns []network.GPN
	group, all := errgroup.WithContext(ctx)
	group.Go(func() error {
		found, err := network.DescribeVdc.Call(all, c, network.DescribeVdcRequest{VdcID: id})
		if i := slices.IndexFunc(found, func(f network.Vdc) bool { return string(f.VdcID) == id }); i >= 0 {
			v.Vdc = found[i]
		}
		if cloud.HasCode(err, noVDC...) || err == nil && v.VdcID == "" {
			return &resource.NotFound{Kind: "vdcs", ID: id}
		}
		return err
	})
	var servers []ccs.Instance
	group.Go(func() (err error) { servers, err = serversIn(all, c, id); return err })
	group.Go(func() (err error) {
		gpns, err = network.DescribeGPN.Call(all, c, network.DescribeGPNRequest{})
		return err
	})
	err := group.Wait()
	v.Servers = append([]ccs.Instance{}, servers...)
	for _, g := range gpns {
		if slices.ContainsFunc(g.JoinVdcs, func(j network.JoinedVdc) bool { return string(j.VdcID) == id }) {
			v.GPNs = append(v.GPNs, g)
		}
	}
	return v, err
}

// serversIn reads the servers of one VDC; none where the provider does not know
// the VDC.
func serversIn(ctx context.Context, c cloud.Caller, vdc string) ([]ccs.Instance, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[ccs.Instance], error) {
		out, err := ccs.DescribeInstances.Call(ctx, c, ccs.DescribeInstancesRequest{VdcID: vdc, PageNumber: page, PageSize: serverPage})
		return cloud.Batch[ccs.Instance]{Items: out.Instances, Pages: int(out.PageCount)}, err
	}
	list, err := cloud.All(ctx, ask, func(s ccs.Instance) string { return string(s.InstanceID) })
	if cloud.HasCode(err, noVDC...) {
		return nil, nil
	}
	return list, err
}

func vdcZone(v VDC) resource.Cell { return text(string(v.RegionID)) }

// vdcBandwidth is the bandwidth of all public networks together, in Mbps.
func vdcBandwidth(v VDC) (sum int) {
	for _, n := range v.PublicNetwork {
		sum += int(n.Qos)
	}
	return sum
}

func freePublic(v VDC) (sum int) {
	for _, n := range v.PublicNetwork {
		sum += int(n.UnuseIPNum)
	}
	return sum
}

func vdcPublic(v VDC) resource.Cell {
	if len(v.PublicNetwork) == 0 {
		return resource.Cell{}
	}
	c := resource.Cell{Text: resource.T("vdc.networks", len(v.PublicNetwork)), Sub: resource.T("cell.mbps", vdcBandwidth(v))}
	if len(v.PublicNetwork) == 1 {
		c.Text = resource.Lit(v.PublicNetwork[0].Name)
	}
	return c
}

func vdcPrivate(v VDC) resource.Cell {
	c := lines()
	for _, n := range v.PrivateNetwork {
		c.Lines = append(c.Lines, resource.Cell{Text: resource.Lit(n.Name), Sub: resource.Lit(privateRange(n.Segments))})
	}
	return c
}

func vdcGPNs(v VDC) resource.Cell {
	c := lines()
	for _, g := range v.GPNs {
		c.Lines = append(c.Lines, resource.Cell{Text: resource.Lit(g.Name), Href: "/gpns/" + string(g.GpnID)})
	}
	return c
}

func vdcTarget(v network.Vdc) resource.Target {
	return resource.Target{Kind: "vdcs", ID: string(v.VdcID), Name: v.VdcName, Note: string(v.RegionID)}
}
