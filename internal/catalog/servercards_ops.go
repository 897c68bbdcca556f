package catalog

import (
	"context"
	"net/url"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// shownAddresses is how many free addresses a form offers; a private network
// may have tens of thousands.
const shownAddresses = 200

var cardOps = []resource.Op[card]{
	{Slug: "address", Icon: "pencil", Effect: resource.Change, Danger: resource.Confirm,
		Offered: settledCard(nil, ""), Fields: addressFields, Plan: planAddress, Beside: addressRefusals},
	{Slug: "release", Icon: "unlink", Effect: resource.Change, Danger: resource.Confirm,
		Offered: settledCard(func(n card) bool { return n.ip != "" }, "reason.no_address"),
		Fields: func(context.Context, cloud.Caller, []card, url.Values) ([]resource.Field, error) {
			return []resource.Field{serverPassword()}, nil
		},
		Plan: planRelease, Beside: addressRefusals},
	{Slug: "connect", Icon: "plug-connected", Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: settledCard(func(n card) bool { return !n.connected }, "reason.connected"), Plan: plug(ccs.ConnectNetworkInterface)},
	{Slug: "disconnect", Icon: "plug-connected-x", Effect: resource.Change, Danger: resource.Confirm,
		Offered: settledCard(func(n card) bool { return n.connected }, "reason.disconnected"), Plan: plug(ccs.DisconnectNetworkInterface)},
	{Slug: "remove", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName,
		Offered: settledCard(nil, ""), Plan: planUnplug,
		Loses: func(items []card) []resource.Text {
			return []resource.Text{resource.T("loss.card", items[0].name, strings.Join(without([]string{items[0].ip, items[0].ipv6, items[0].mac}), ", "))}
		}},
}

var addressRefusals = map[string]string{
	"InvalidIp.IpAssigned": "address", "InvalidIp.Address": "address", "InvalidPublicIpAddress.Malformed": "address", "InvalidPublicIpAddress.Duplicated": "address",
	"InvalidPrivateIpAddress.Malformed": "address", "InvalidPrivateIpAddress.Duplicated": "address", "InvalidPassword.Malformed": "password",
}

// settledCard offers an operation on cards of settled servers that pass.
func settledCard(passes func(card) bool, reason string) func(card) resource.Text {
	return func(n card) resource.Text {
		switch {
		case !usable(n.server):
			return resource.T("reason.changing")
		case passes != nil && !passes(n):
			return resource.T(reason)
		}
		return resource.Text{}
	}
}

// cardTargets are the card and its server, which is busy with it.
func cardTargets(n card) []resource.Target {
	return []resource.Target{{Kind: "server-cards", ID: partID(n.server, n.id), Name: n.server.InstanceName + " · " + n.name, Note: n.ip}, serverTarget(n.server)}
}

func plug(action cloud.Action[ccs.InterfaceRef, struct{}]) func([]card, url.Values) ([]resource.Step, error) {
	return func(items []card, _ url.Values) ([]resource.Step, error) {
		req := ccs.InterfaceRef{InterfaceID: items[0].id, InstanceID: string(items[0].server.InstanceID)}
		return []resource.Step{resource.Do(action, req, cardTargets(items[0])...)}, nil
	}
}

func planUnplug(items []card, _ url.Values) ([]resource.Step, error) {
	n := items[0]
	req := unplugRequest([]string{string(n.server.InstanceID)}, pipe{id: n.network, vdc: string(n.server.VdcID), public: n.public})
	return []resource.Step{resource.Do(ccs.BatchDeleteNetworkInterfaces, req, cardTargets(n)...)}, nil
}

// addressFields offer the free addresses of the card's network; a part of a
// private one can be asked for.
func addressFields(ctx context.Context, c cloud.Caller, items []card, form url.Values) ([]resource.Field, error) {
	n := items[0]
	segment := resource.Field{Name: "segment", Label: resource.T("field.server-cards.segment"), Hint: resource.T("hint.segment"), Input: resource.TextInput, Decides: true}
	part := tidyAddress(form.Get("segment"))
	free, total, err := freeIn(ctx, c, pipe{id: n.network, public: n.public}, string(n.server.VdcID), part)
	if cloud.HasCode(err, "InvalidParameter") && part != "" {
		segment.Error, err = resource.T("form.not_segment"), nil
	}
	if err != nil {
		return nil, err
	}
	address := resource.Field{Name: "address", Label: resource.T("field.server-cards.new_address"), Hint: resource.T("hint.free_addresses", total, min(total, shownAddresses)), Input: resource.SelectInput, Required: true,
		Choices: []resource.Choice{{Label: resource.T("choice.none")}}}
	for _, a := range free[:min(len(free), shownAddresses)] {
		address.Choices = append(address.Choices, resource.Choice{Value: a, Label: resource.Lit(a)})
	}
	if n.public {
		ipv6 := resource.Field{Name: "ipv6", Label: resource.T("create.field.ipv6"), Input: resource.SwitchInput}
		if n.ipv6 != "" {
			ipv6.Value = "true"
		}
		return []resource.Field{address, ipv6, serverPassword()}, nil
	}
	return []resource.Field{segment, address, serverPassword()}, nil
}

func planAddress(items []card, form url.Values) ([]resource.Step, error) {
	return []resource.Step{addressStep(items[0], form.Get("address"), form)}, nil
}

// planRelease gives the address back: the provider takes the word None for it.
func planRelease(items []card, form url.Values) ([]resource.Step, error) {
	return []resource.Step{addressStep(items[0], "None", form)}, nil
}

func addressStep(n card, address string, form url.Values) resource.Step {
	req := ccs.ModifyIPAddressRequest{InstanceID: string(n.server.InstanceID), InterfaceID: n.id, Address: address, Password: cloud.NewSecret(form.Get("password"))}
	if n.public {
		req.IPv6Bind = new(address != "None" && form.Get("ipv6") != "")
	}
	return resource.Do(ccs.ModifyIPAddress, req, cardTargets(n)...)
}
