package catalog

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

var gpnReady = offered("reason.changing", func(g network.GPN) bool { return networkStates.state(g.Status).Tone == resource.OK })

var gpnOps = []resource.Op[network.GPN]{
	{Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true, Fields: newGPNFields, PlanAfter: createGPN,
		Beside: map[string]string{"InvalidVdcID.Malformed": "networks"}},
	{Slug: "add-points", Icon: "plug-connected", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.Confirm, Offered: gpnReady,
		Fields: morePointsFields, PlanAfter: addPoints, Beside: map[string]string{"InvalidVdcID.Malformed": "networks"}},
	{Slug: "remove-points", Icon: "unlink", Set: resource.NetworkSet, Effect: resource.Change, Danger: resource.Confirm, Offered: pointsRemovable,
		Fields: fewerPointsFields, Plan: removePoints},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName,
		Offered: offered("reason.changing", func(g network.GPN) bool { return networkStates.state(g.Status).Tone != resource.Busy }),
		Loses:   gpnLosses, Plan: deleteGPN},
}

func gpnTarget(g network.GPN) resource.Target {
	return resource.Target{Kind: "gpns", ID: string(g.GpnID), Name: g.Name}
}

func pointsRemovable(g network.GPN) resource.Text {
	if len(pointsOf(g)) == 0 {
		return resource.T("reason.no_points")
	}
	return gpnReady(g)
}

func gpnLosses(items []network.GPN) []resource.Text {
	g := items[0]
	out := []resource.Text{resource.T("loss.gpn", g.Name, int(g.Qos))}
	for _, p := range pointsOf(g) {
		out = append(out, resource.T("loss.gpn_point", p.name, p.address))
	}
	return out
}

func deleteGPN(items []network.GPN, _ url.Values) ([]resource.Step, error) {
	g := items[0]
	return []resource.Step{resource.Do(network.DeleteGpn, network.GpnRef{GpnID: string(g.GpnID)}, gpnTarget(g))}, nil
}

// access is all that could join a GPN.
type access struct {
	vdcs []network.AccessVdc
	pops []network.AccessPop
}

// readAccess asks for both kinds of access points at once.
func readAccess(ctx context.Context, c cloud.Caller) (access, error) {
	var a access
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error {
		info, err := network.DescribeAccessInfo.Call(both, c, network.DescribeAccessInfoRequest{Type: "vdc"})
		a.vdcs = info.Vdc
		return err
	})
	group.Go(func() error {
		info, err := network.DescribeAccessInfo.Call(both, c, network.DescribeAccessInfoRequest{Type: "pop"})
		a.pops = info.Pop
		return err
	})
	return a, group.Wait()
}

// fields offer what is not joined yet.
func (a access) fields(joined []accessPoint) []resource.Field {
	networks := resource.Field{Name: "networks", Label: resource.T("field.gpns.networks"), Input: resource.CheckInput}
	lines := resource.Field{Name: "pops", Label: resource.T("field.gpns.pops"), Hint: resource.T("hint.pops"), Input: resource.CheckInput}
	has := func(id cloud.ID) bool {
		return slices.ContainsFunc(joined, func(p accessPoint) bool { return p.id == string(id) })
	}
	for _, v := range a.vdcs {
		for _, n := range v.PrivateNetwork {
			if !has(n.PrivateID) {
				networks.Choices = append(networks.Choices, resource.Choice{Value: string(n.PrivateID), Label: resource.Lit(v.VdcName + " · " + n.Address), Note: resource.Lit(string(v.RegionID))})
			}
		}
	}
	for _, p := range a.pops {
		if !has(p.PopID) {
			lines.Choices = append(lines.Choices, resource.Choice{Value: string(p.PopID), Label: resource.Lit(p.PopName)})
		}
	}
	return slices.DeleteFunc([]resource.Field{networks, lines}, func(f resource.Field) bool { return len(f.Choices) == 0 })
}

func newGPNFields(ctx context.Context, c cloud.Caller, _ []network.GPN, _ url.Values) ([]resource.Field, error) {
	a, err := readAccess(ctx, c)
	qos := resource.Field{Name: "qos", Label: resource.T("field.gpns.qos"), Hint: resource.T("hint.gpn_qos"), Input: resource.NumberInput, Required: true, Min: "1", Step: "1", Value: "5", Unit: resource.T("unit.mbps")}
	return append([]resource.Field{nameField("field.gpns.gpn_name", ""), qos}, a.fields(nil)...), err
}

func createGPN(ctx context.Context, c cloud.Caller, _ []network.GPN, form url.Values) ([]resource.Step, error) {
	name, err := givenName(form)
	if err != nil {
		return nil, err
	}
	if len(form["networks"])+len(form["pops"]) < 2 {
		return nil, resource.FieldErrors{"networks": resource.T("gpn.two_points")}
	}
	a, err := readAccess(ctx, c)
	if err != nil {
		return nil, err
	}
	qos, _ := strconv.Atoi(form.Get("qos"))
	req := network.CreateGPNRequest{Name: name, Qos: qos, AccessPoint: []network.GPNPoint{}, PopAccessPoint: []network.GPNPop{}}
	for _, v := range a.vdcs {
		for _, n := range v.PrivateNetwork {
			if slices.Contains(form["networks"], string(n.PrivateID)) {
				req.AccessPoint = append(req.AccessPoint, network.GPNPoint{VdcID: string(v.VdcID), AccessPointType: "vdc", PrivateID: string(n.PrivateID)})
			}
		}
	}
	for _, id := range form["pops"] {
		req.PopAccessPoint = append(req.PopAccessPoint, network.GPNPop{AccessPointType: "pop", PopID: id})
	}
	return []resource.Step{resource.Do(network.CreateGPN, req)}, nil
}

func morePointsFields(ctx context.Context, c cloud.Caller, items []network.GPN, _ url.Values) ([]resource.Field, error) {
	a, err := readAccess(ctx, c)
	return a.fields(pointsOf(items[0])), err
}

func addPoints(ctx context.Context, c cloud.Caller, items []network.GPN, form url.Values) ([]resource.Step, error) {
	if len(form["networks"])+len(form["pops"]) == 0 {
		return nil, resource.FieldErrors{"networks": resource.T("gpn.one_point")}
	}
	a, err := readAccess(ctx, c)
	if err != nil {
		return nil, err
	}
	req := network.AddAccessPointRequest{GpnID: string(items[0].GpnID)}
	for _, v := range a.vdcs {
		for _, n := range v.PrivateNetwork {
			if slices.Contains(form["networks"], string(n.PrivateID)) {
				req.VdcAdd = append(req.VdcAdd, network.NewVdcPoint{VdcID: string(v.VdcID), PointType: "VDC", PrivateID: string(n.PrivateID), CityID: string(v.CityID)})
			}
		}
	}
	for _, p := range a.pops {
		if slices.Contains(form["pops"], string(p.PopID)) {
			req.PopAdd = append(req.PopAdd, network.NewPopPoint{PopID: string(p.PopID), CityID: string(p.CityID), PointType: "Pop"})
		}
	}
	return []resource.Step{resource.Do(network.AddAccessPoint, req, gpnTarget(items[0]))}, nil
}

func fewerPointsFields(_ context.Context, _ cloud.Caller, items []network.GPN, _ url.Values) ([]resource.Field, error) {
	f := resource.Field{Name: "points", Label: resource.T("field.gpns.points"), Hint: resource.T("hint.points"), Input: resource.CheckInput, Required: true}
	for _, p := range pointsOf(items[0]) {
		f.Choices = append(f.Choices, resource.Choice{Value: p.id, Label: resource.Lit(p.name), Note: resource.Lit(p.address)})
	}
	return []resource.Field{f}, nil
}

func removePoints(items []network.GPN, form url.Values) ([]resource.Step, error) {
	g := items[0]
	return []resource.Step{resource.Do(network.DeleteAccessPoint, network.DeleteAccessPointRequest{GpnID: string(g.GpnID), DelPoints: form["points"]}, gpnTarget(g))}, nil
}
