package catalog

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// VLINK joins a subnet of a VPC with a private network of a VDC, as the console
// knows it, with both ends where they exist.
type VLINK struct {
	resource.Known
	Subnet  *VPCNet
	Pipe    *privateNetwork
	Members []string // ids of the servers that the console put in, less those it took out
}

func (l VLINK) id() string { return l.ID }

// vlinkMemory is how VLINKs are known: none can be listed or read.
var vlinkMemory = &resource.Unlisted{
	Made: vpc.CreateVLINK.Info(), Ended: vpc.DeleteVLINK.Info(), Names: "VLINKId",
	Tells: map[string]string{"subnet": "SubnetId", "pipe": "PipeId"},
	Fields: func(ctx context.Context, c cloud.Caller, _ url.Values) ([]resource.Field, error) {
		fields, err := vlinkEnds(ctx, c)
		for i := range fields {
			fields[i].Choices = append([]resource.Choice{{Label: resource.T("vlink.unknown")}}, fields[i].Choices...)
		}
		return fields, err
	},
}

// VLINKs are those that the console knows of.
var VLINKs = &resource.Kind[VLINK]{
	Slug: "vlinks", Icon: "link", Group: "network", Unlisted: vlinkMemory,

	ID:    VLINK.id,
	Name:  func(l VLINK) string { return vlinkName(l) },
	Where: func(l VLINK) resource.Text { return resource.Lit(l.pipeName()) },
	State: vlinkState,

	List: listVLINKs,
	Search: func(l VLINK) []string {
		return []string{l.ID, vlinkName(l), l.pipeName(), l.Who, l.Facts["subnet"], l.Facts["pipe"]}
	},
	Columns: []resource.Column[VLINK]{
		{Key: "name", Less: byName(vlinkName), Cell: func(l VLINK) resource.Cell { return named("vlinks", l.ID, vlinkName(l)) }},
		{Key: "status", Less: by(func(l VLINK) string { return vlinkState(l).Raw }), Cell: vlinkStatus},
		{Key: "subnet", Cell: vlinkSubnet},
		{Key: "pipe", Less: byName(VLINK.pipeName), Cell: vlinkPipe},
		{Key: "servers", Right: true, Less: by(func(l VLINK) int { return len(l.Members) }), Cell: func(l VLINK) resource.Cell { return count(len(l.Members)) }},
		{Key: "since", Less: by(func(l VLINK) int64 { return l.Since.Unix() }), Cell: func(l VLINK) resource.Cell { return when(l.Since) }},
		{Key: "origin", Less: by(func(l VLINK) string { return l.Who }), Cell: vlinkOrigin},
	},
	Filters: []resource.Property[VLINK]{
		{Key: "status", Quick: true, Values: func(l VLINK) []resource.Choice {
			s := vlinkState(l)
			return []resource.Choice{{Value: s.Raw, Label: s.Word, Tone: s.Tone}}
		}},
	},
	Sections: []resource.Facts[VLINK]{
		{Key: "basic", List: []resource.FactOf[VLINK]{
			{Key: "subnet", Cell: vlinkSubnet}, {Key: "pipe", Cell: vlinkPipe},
			{Key: "since", Cell: func(l VLINK) resource.Cell { return when(l.Since) }}, {Key: "origin", Cell: vlinkOrigin},
		}},
	},
	Related: []resource.Related[VLINK]{vlinkServers},
	Ops:     vlinkOps,
}

// vlinkName is what a person called it, else the subnet it is of.
func vlinkName(l VLINK) string {
	if l.Facts[resource.FactName] == "" && l.Subnet != nil {
		return l.Subnet.Name
	}
	return l.Known.Name()
}

func (l VLINK) pipeName() string {
	if l.Pipe == nil {
		return l.Facts["pipe"]
	}
	return l.Pipe.Name
}

// vlinkState is what can be told: of a VLINK itself nothing can, of its subnet
// whether it exists.
func vlinkState(l VLINK) resource.State {
	if l.Facts["subnet"] != "" && l.Subnet == nil {
		return resource.State{Tone: resource.Gone, Word: resource.T("state.vlink.orphan"), Raw: "orphan"}
	}
	return resource.State{Tone: resource.Off, Word: resource.T("state.vlink.listed"), Raw: "listed"}
}

func vlinkStatus(l VLINK) resource.Cell {
	return resource.Cell{Kind: resource.StatusCell, State: vlinkState(l)}
}

func vlinkSubnet(l VLINK) resource.Cell {
	if l.Subnet == nil {
		return mono(l.Facts["subnet"])
	}
	return resource.Cell{Text: resource.Lit(l.Subnet.Name), Href: "/subnets/" + l.Subnet.ID, Sub: resource.Lit(l.Subnet.Segment)}
}

func vlinkPipe(l VLINK) resource.Cell {
	if l.Pipe == nil {
		return mono(l.Facts["pipe"])
	}
	return resource.Cell{Text: resource.Lit(l.Pipe.Name), Href: partHome("vdcs", "private")(vdcPart(l.Pipe.vdc, l.Pipe.PrivateID)), Sub: resource.Lit(l.Pipe.vdc.VdcName)}
}

func vlinkOrigin(l VLINK) resource.Cell { return resource.Cell{Text: l.Origin()} }

// vlinkServers are the servers that the console put in.
var vlinkServers = resource.Part("servers", "vlinks", serversOfVLINK,
	resource.Column[Elastic]{Key: "server", Cell: func(s Elastic) resource.Cell { return named("ecs", s.id(), s.name()) }},
	resource.Column[Elastic]{Key: "ip", Cell: func(s Elastic) resource.Cell { return mono(s.PrivateNet) }},
).Noted(resource.T("vlink.servers_note"))

func serversOfVLINK(ctx context.Context, c cloud.Caller, l VLINK) ([]Elastic, error) {
	if len(l.Members) == 0 {
		return nil, nil
	}
	all, err := listElastic(ctx, c)
	return slices.DeleteFunc(all, func(s Elastic) bool { return !slices.Contains(l.Members, s.id()) }), err
}

// cloudSubnets are the subnets at nodes of the cloud platform: no other has
// VLINKs.
func cloudSubnets(ctx context.Context, c cloud.Caller) ([]VPCNet, error) {
	regions := slices.DeleteFunc(slices.Clone(netRegions()), netRegion.edge)
	return inPlaces(ctx, regions, netRegion.text, func(ctx context.Context, region netRegion) ([]VPCNet, error) {
		list, err := subnetsIn(ctx, c, region.Code, "", "")
		return each(list, func(s vpc.Subnet) VPCNet { return ofSubnet(s, region) }), err
	})
}

// readEnds reads what a VLINK can join, both at once.
func readEnds(ctx context.Context, c cloud.Caller) (subnets []VPCNet, pipes []privateNetwork, err error) {
	var vdcs []network.Vdc
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { subnets, err = cloudSubnets(both, c); return err })
	group.Go(func() (err error) { vdcs, err = listVDCs(both, c); return err })
	err = group.Wait()
	for _, v := range vdcs {
		pipes = append(pipes, privateOf(VDC{Vdc: v})...)
	}
	return subnets, pipes, err
}

// listVLINKs puts the ends and the servers beside the VLINKs known. Without
// any, nobody is asked.
func listVLINKs(ctx context.Context, c cloud.Caller) ([]VLINK, error) {
	known, err := vlinkMemory.Known(ctx, "vlinks")
	if err != nil || len(known) == 0 {
		return nil, err
	}
	members, err := vlinkMembers(ctx)
	if err != nil {
		return nil, err
	}
	subnets, pipes, err := readEnds(ctx, c)
	if err != nil {
		return nil, err
	}
	out := make([]VLINK, len(known))
	for i, k := range known {
		out[i] = VLINK{Known: k, Members: members[k.ID]}
		if at := slices.IndexFunc(subnets, func(n VPCNet) bool { return n.ID == k.Facts["subnet"] }); at >= 0 {
			out[i].Subnet = &subnets[at]
		}
		if at := slices.IndexFunc(pipes, func(p privateNetwork) bool { return string(p.PrivateID) == k.Facts["pipe"] }); at >= 0 {
			out[i].Pipe = &pipes[at]
		}
	}
	return out, nil
}

// vlinkMembers are the servers that the console put into each VLINK and did not
// take out again.
func vlinkMembers(ctx context.Context) (map[string][]string, error) {
	added, removed := vpc.VLINKAddVM.Info().ID(), vpc.VLINKDeleteVM.Info().ID()
	done, err := resource.HistoryOf(ctx).Accepted(ctx, added, removed)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, p := range done {
		var req vpc.VLINKDeleteVMRequest // the other has a password more
		if err := json.Unmarshal([]byte(p.Request), &req); err != nil {
			return nil, err
		}
		in := slices.DeleteFunc(out[req.VLINKID], func(id string) bool { return slices.Contains(req.VMIDList, id) })
		if p.Operation == added {
			in = append(in, req.VMIDList...)
		}
		out[req.VLINKID] = in
	}
	return out, nil
}
