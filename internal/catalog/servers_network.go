package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

var addCards = resource.Op[ccs.Instance]{
	Slug: "add-card", Icon: "plug", Set: resource.NetworkSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
	Offered: offered("reason.changing", usable), Fields: addCardFields, Plan: planAddCards,
	Beside: map[string]string{"InvalidPassword.Malformed": "password", "InvalidPublicIpAddress.Duplicated": "network", "InvalidPrivateIpAddress.Duplicated": "network"},
}

var removeCards = resource.Op[ccs.Instance]{
	Slug: "remove-card", Icon: "unlink", Set: resource.NetworkSet, Effect: resource.Change, Danger: resource.Confirm, Bulk: true,
	Offered: offered("reason.changing", usable), Fields: removeCardFields, Plan: planRemoveCards,
}

// pipe is a network of a VDC, of either side.
type pipe struct {
	id, name, vdc string
	public        bool
	free          int
}

// pipesOf are the networks of a VDC, public ones first.
func pipesOf(v network.Vdc) []pipe {
	var out []pipe
	for _, n := range v.PublicNetwork {
		out = append(out, pipe{string(n.PublicID), n.Name, string(v.VdcID), true, int(n.UnuseIPNum)})
	}
	for _, n := range v.PrivateNetwork {
		out = append(out, pipe{string(n.PrivateID), n.Name, string(v.VdcID), false, int(n.UnuseIPNum)})
	}
	return out
}

// has tells whether a server has a card in the network.
func (p pipe) has(s ccs.Instance) bool {
	return slices.ContainsFunc(cardsOf(s), func(n card) bool { return n.network == p.id })
}

// side is which of the two kinds of network it is, as a text.
func side(public bool) resource.Text {
	if public {
		return resource.T("network.public")
	}
	return resource.T("network.private")
}

// value carries what BatchAddNetworkInterfaces wants to know of a network.
func (p pipe) value() string {
	kind := "private"
	if p.public {
		kind = "public"
	}
	return kind + " " + p.vdc + " " + p.id
}

func pipeOf(value string) pipe {
	parts := strings.Fields(value)
	if len(parts) != 3 {
		return pipe{}
	}
	return pipe{public: parts[0] == "public", vdc: parts[1], id: parts[2]}
}

// addCardFields offer the networks of the servers' VDCs.
func addCardFields(ctx context.Context, c cloud.Caller, items []ccs.Instance, _ url.Values) ([]resource.Field, error) {
	all, err := listVDCs(ctx, c)
	if err != nil {
		return nil, err
	}
	f := resource.Field{Name: "network", Label: resource.T("field.instances.network"), Hint: resource.T("hint.add_card"), Input: resource.SelectInput, Required: true, Choices: []resource.Choice{{Label: resource.T("choice.none")}}}
	for _, v := range all {
		if !slices.ContainsFunc(items, func(s ccs.Instance) bool { return s.VdcID == v.VdcID }) {
			continue
		}
		for _, p := range pipesOf(v) {
			o := resource.Choice{Value: p.value(), Disabled: p.free < len(items),
				Label: resource.T("choice.network", v.VdcName, p.name, side(p.public)), Note: resource.T("create.free", p.free)}
			if !slices.ContainsFunc(items, func(s ccs.Instance) bool { return !p.has(s) }) {
				o.Disabled, o.Note = true, resource.T("choice.all_connected")
			}
			f.Choices = append(f.Choices, o)
		}
	}
	return []resource.Field{f, serverPassword()}, nil
}

// serverPassword is the password that servers have now, which the provider
// needs to change their addresses from inside.
func serverPassword() resource.Field {
	return resource.Field{Name: "password", Label: resource.T("field.instances.password"), Hint: resource.T("hint.server_password"), Input: resource.PasswordInput, Required: true, Secret: true}
}

func planAddCards(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	p := pipeOf(form.Get("network"))
	if m := outside(items, p); m != nil {
		return nil, m
	}
	var have []string
	for _, s := range items {
		if p.has(s) {
			have = append(have, s.InstanceName)
		}
	}
	if len(have) > 0 {
		return nil, resource.FieldErrors{"network": resource.T("form.has_card", strings.Join(have, ", "))}
	}
	req := ccs.BatchAddNetworkInterfacesRequest{InstanceIDs: idsOf(items), VdcID: p.vdc, Password: cloud.NewSecret(form.Get("password"))}
	req.PublicID, req.PrivateID = p.ids()
	return []resource.Step{resource.Do(ccs.BatchAddNetworkInterfaces, req, targetsOf(items)...)}, nil
}

// outside names the servers that are not in the network's VDC.
func outside(items []ccs.Instance, p pipe) resource.FieldErrors {
	var names []string
	for _, s := range items {
		if string(s.VdcID) != p.vdc {
			names = append(names, s.InstanceName)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return resource.FieldErrors{"network": resource.T("form.other_vdc", strings.Join(names, ", "))}
}

// ids is the network's id on its side; exactly one of the two is sent (quirk 26).
func (p pipe) ids() (public, private string) {
	if p.public {
		return p.id, ""
	}
	return "", p.id
}

// removeCardFields offer the networks that any of the servers has a card in.
func removeCardFields(_ context.Context, _ cloud.Caller, items []ccs.Instance, _ url.Values) ([]resource.Field, error) {
	f := resource.Field{Name: "network", Label: resource.T("field.instances.network"), Hint: resource.T("hint.remove_card"), Input: resource.SelectInput, Required: true, Choices: []resource.Choice{{Label: resource.T("choice.none")}}}
	for _, s := range items {
		for _, n := range cardsOf(s) {
			value := pipe{id: n.network, vdc: string(s.VdcID), public: n.public}.value()
			if !slices.ContainsFunc(f.Choices, func(c resource.Choice) bool { return c.Value == value }) {
				f.Choices = append(f.Choices, resource.Choice{Value: value, Label: resource.T("choice.network", s.VdcName, n.name, side(n.public))})
			}
		}
	}
	return []resource.Field{f}, nil
}

func planRemoveCards(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	p := pipeOf(form.Get("network"))
	if m := outside(items, p); m != nil {
		return nil, m
	}
	var lack []string
	for _, s := range items {
		if !p.has(s) {
			lack = append(lack, s.InstanceName)
		}
	}
	if len(lack) > 0 {
		return nil, resource.FieldErrors{"network": resource.T("form.has_no_card", strings.Join(lack, ", "))}
	}
	return []resource.Step{resource.Do(ccs.BatchDeleteNetworkInterfaces, unplugRequest(idsOf(items), p), targetsOf(items)...)}, nil
}

func unplugRequest(servers []string, p pipe) ccs.BatchDeleteNetworkInterfacesRequest {
	req := ccs.BatchDeleteNetworkInterfacesRequest{InstanceIDs: servers, VdcID: p.vdc}
	req.PublicID, req.PrivateID = p.ids()
	return req
}
