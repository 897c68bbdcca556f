package catalog

import (
	"net/url"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// privateOps are the operations of private networks.
var privateOps = []resource.Op[privateNetwork]{
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Offered: privateDeletable,
		Loses: func(items []privateNetwork) []resource.Text {
			return []resource.Text{resource.T("loss.private_network", items[0].Name, privateRange(items[0].Segments))}
		}, Plan: deletePrivate},
}

func privateDeletable(n privateNetwork) resource.Text {
	if networkStates.state(n.Status).Tone == resource.Busy {
		return resource.T("reason.changing")
	}
	if in := users(n.vdc, n.PrivateID, ""); len(in) > 0 {
		return resource.T("reason.network_used", len(in), in[0].server.InstanceName)
	}
	if g, ok := joining(n.vdc, n.PrivateID); ok {
		return resource.T("reason.vdc_gpn", g.Name)
	}
	return resource.Text{}
}

// joining is the GPN that a private network of a VDC is in.
func joining(v VDC, private cloud.ID) (network.GPN, bool) {
	for _, g := range v.GPNs {
		if slices.ContainsFunc(g.JoinVdcs, func(j network.JoinedVdc) bool { return j.PrivateID == private }) {
			return g, true
		}
	}
	return network.GPN{}, false
}

func deletePrivate(items []privateNetwork, _ url.Values) ([]resource.Step, error) {
	n := items[0]
	target := resource.Target{Kind: "private-networks", ID: vdcPart(n.vdc, n.PrivateID), Name: n.Name, Note: string(n.PrivateID)}
	return []resource.Step{resource.Do(network.DeletePrivateNetwork, network.PrivateRef{PrivateID: string(n.PrivateID)}, target, vdcTarget(n.vdc.Vdc))}, nil
}
