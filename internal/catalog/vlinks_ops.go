package catalog

import (
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strconv"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

var vlinkOps = []resource.Op[VLINK]{
	{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.Confirm, Alone: true, Fields: newVLINKFields, Plan: createVLINK,
		Beside: map[string]string{"InvalidOperation": "subnet", "PipeIdNotFound": "pipe", "InvalidSubnet.NotFound": "subnet"}},
	{Slug: "add-servers", Icon: "server", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Offered: vlinkKnown,
		Fields: joinVLINKFields, Plan: joinVLINK, Beside: map[string]string{"InvalidOperation": "servers"}},
	{Slug: "remove-servers", Icon: "unlink", Set: resource.NetworkSet, Effect: resource.Change, Danger: resource.Confirm, Fields: leaveVLINKFields, Plan: leaveVLINK,
		Beside: map[string]string{"InvalidOperation": "ids"}},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Offered: vlinkDeletable, Loses: vlinkLosses, Plan: deleteVLINK},
}

// vlinkKnown keeps servers from being chosen while nobody knows of which
// subnet they must be.
func vlinkKnown(l VLINK) resource.Text {
	if l.Subnet == nil {
		return resource.T("reason.vlink_subnet")
	}
	return resource.Text{}
}

func vlinkDeletable(l VLINK) resource.Text {
	if len(l.Members) > 0 {
		return resource.T("reason.vlink_servers", len(l.Members))
	}
	return resource.Text{}
}

func vlinkTarget(l VLINK) resource.Target {
	return resource.Target{Kind: "vlinks", ID: l.ID, Name: vlinkName(l), Note: l.pipeName()}
}

func vlinkLosses(items []VLINK) []resource.Text {
	return []resource.Text{resource.T("loss.vlink", vlinkName(items[0]), items[0].pipeName())}
}

// vlinkEnds ask for a subnet and a private network.
func vlinkEnds(ctx context.Context, c cloud.Caller) ([]resource.Field, error) {
	subnets, pipes, err := readEnds(ctx, c)
	subnet := resource.Field{Name: "subnet", Label: resource.T("field.vlinks.subnet"), Hint: resource.T("hint.vlink_subnet"), Input: resource.SelectInput}
	for _, n := range subnets {
		subnet.Choices = append(subnet.Choices, resource.Choice{Value: n.ID, Label: resource.Lit(n.VPCName + " · " + n.Name), Note: resource.Lit(n.Segment)})
	}
	pipe := resource.Field{Name: "pipe", Label: resource.T("field.vlinks.pipe"), Input: resource.SelectInput}
	for _, p := range pipes {
		pipe.Choices = append(pipe.Choices, resource.Choice{Value: string(p.PrivateID), Label: resource.Lit(p.vdc.VdcName + " · " + p.Name), Note: resource.Lit(privateRange(p.Segments))})
	}
	return []resource.Field{subnet, pipe}, err
}

func newVLINKFields(ctx context.Context, c cloud.Caller, _ []VLINK, form url.Values) ([]resource.Field, error) {
	fields, err := vlinkEnds(ctx, c)
	for i := range fields {
		fields[i].Required = true
		fields[i].Value = chosenOrFirst(fields[i].Choices, form.Get(fields[i].Name))
	}
	return fields, err
}

func createVLINK(_ []VLINK, form url.Values) ([]resource.Step, error) {
	req := vpc.CreateVLINKRequest{SubnetID: form.Get("subnet"), PipeID: form.Get("pipe")}
	return []resource.Step{resource.DoThen(vpc.CreateVLINK, req, func(made vpc.VLINKID, out *resource.Outcome) {
		if made.VLINKID != "" {
			out.Created = []string{string(made.VLINKID)}
		}
	})}, nil
}

func deleteVLINK(items []VLINK, _ url.Values) ([]resource.Step, error) {
	return []resource.Step{resource.Do(vpc.DeleteVLINK, vpc.VLINKRef{VLINKID: items[0].ID}, vlinkTarget(items[0]))}, nil
}

// joinVLINKFields offer the servers of the subnet that are not in.
func joinVLINKFields(ctx context.Context, c cloud.Caller, items []VLINK, _ url.Values) ([]resource.Field, error) {
	l := items[0]
	servers := resource.Field{Name: "servers", Label: resource.T("field.vlinks.servers"), Hint: resource.T("hint.vlink_servers", l.Subnet.Name), Input: resource.CheckInput, Required: true}
	out, err := ecs.DescribeInstanceList.Call(ctx, c, ecs.DescribeInstanceListRequest{VpcID: l.Subnet.VPCID})
	segment, _ := netip.ParsePrefix(l.Subnet.Segment)
	for _, s := range out.EcsList {
		a, wrong := netip.ParseAddr(s.PrivateNet)
		if wrong == nil && segment.Contains(a) && !slices.Contains(l.Members, string(s.EcsID)) {
			servers.Choices = append(servers.Choices, resource.Choice{Value: string(s.EcsID), Label: resource.Lit(s.EcsName), Note: resource.Lit(s.PrivateNet)})
		}
	}
	password := resource.Field{Name: "password", Label: resource.T("field.vlinks.password"), Hint: resource.T("hint.vlink_password"), Input: resource.PasswordInput, Secret: true}
	return []resource.Field{servers, password}, err
}

func joinVLINK(items []VLINK, form url.Values) ([]resource.Step, error) {
	req := vpc.VLINKAddVMRequest{VLINKID: items[0].ID, VMIDList: form["servers"], Password: cloud.NewSecret(form.Get("password"))}
	return []resource.Step{resource.DoThen(vpc.VLINKAddVM, req, vlinkTask, append([]resource.Target{vlinkTarget(items[0])}, elasticTargets(form["servers"])...)...)}, nil
}

// leaveVLINKFields offer the servers that are known to be in; the ids of others
// can be typed.
func leaveVLINKFields(ctx context.Context, c cloud.Caller, items []VLINK, _ url.Values) ([]resource.Field, error) {
	l := items[0]
	in, err := serversOfVLINK(ctx, c, l)
	servers := resource.Field{Name: "servers", Label: resource.T("field.vlinks.servers"), Input: resource.CheckInput}
	for _, s := range in {
		servers.Choices = append(servers.Choices, resource.Choice{Value: s.id(), Label: resource.Lit(s.name()), Note: resource.Lit(s.PrivateNet)})
	}
	ids := resource.Field{Name: "ids", Label: resource.T("field.vlinks.ids"), Hint: resource.T("hint.vlink_ids"), Input: resource.TextInput}
	if len(servers.Choices) == 0 {
		return []resource.Field{ids}, err
	}
	return []resource.Field{servers, ids}, err
}

func leaveVLINK(items []VLINK, form url.Values) ([]resource.Step, error) {
	out := slices.Concat(form["servers"], splitList(form.Get("ids")))
	if len(out) == 0 {
		return nil, resource.FieldErrors{"ids": resource.T("vlink.no_server")}
	}
	req := vpc.VLINKDeleteVMRequest{VLINKID: items[0].ID, VMIDList: without(out)}
	return []resource.Step{resource.DoThen(vpc.VLINKDeleteVM, req, vlinkTask, append([]resource.Target{vlinkTarget(items[0])}, elasticTargets(req.VMIDList)...)...)}, nil
}

func elasticTargets(ids []string) []resource.Target {
	return each(ids, func(id string) resource.Target { return resource.Target{Kind: "ecs", ID: id} })
}

// vlinkTask follows the work by DescribeTask, whose ids are short numbers as
// these two answers have and no other of the service (quirk 23).
func vlinkTask(_ vpc.Notice, out *resource.Outcome) {
	for i := range out.Tickets {
		t := &out.Tickets[i].Ticket
		if !slices.ContainsFunc(t.IDs, func(id string) bool { _, err := strconv.Atoi(id); return err != nil }) {
			t.Tracker = cloud.TrackTask
		}
	}
}
