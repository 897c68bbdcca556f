package catalog

import (
	"context"
	"net/url"
	"slices"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

var desktopNetOps = []resource.Op[DesktopNet]{
	{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.Confirm, Alone: true, Fields: newDesktopNetFields, PlanAfter: createDesktopNet,
		Beside: map[string]string{"13500": "site", "10006": "site"}},
	{Slug: "supply", Icon: "refresh", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.Confirm,
		Offered: netSuppliable, Plan: supplyDesktopNet},
}

func netSuppliable(n DesktopNet) resource.Text {
	switch {
	case !n.Default:
		return resource.T("reason.desktop_net_custom")
	case n.state().Tone == resource.Busy:
		return resource.T("reason.changing")
	}
	return resource.Text{}
}

// newDesktopNetFields offer the sites that have no default network yet.
func newDesktopNetFields(ctx context.Context, c cloud.Caller, _ []DesktopNet, _ url.Values) ([]resource.Field, error) {
	sites, err := desktopSites(cloud.Steady(ctx, desktopSaleAge), c)
	if err != nil {
		return nil, err
	}
	nets, err := listDesktopNets(ctx, c)
	f := resource.Field{Name: "site", Label: resource.T("field.desktops.site"), Hint: resource.T("hint.desktop_net_site"), Input: resource.SelectInput, Required: true,
		Choices: []resource.Choice{{Label: resource.T("choice.none")}}}
	for _, s := range sites {
		o := resource.Choice{Value: string(s.SiteID), Label: resource.Lit(s.SiteName), Note: resource.Lit(s.CityName)}
		if slices.ContainsFunc(nets, func(n DesktopNet) bool { return n.Default && n.Site.SiteID == s.SiteID }) {
			o.Note, o.Disabled = resource.T("desktop.net_exists"), true
		}
		f.Choices = append(f.Choices, o)
	}
	return []resource.Field{f}, err
}

func createDesktopNet(ctx context.Context, c cloud.Caller, _ []DesktopNet, form url.Values) ([]resource.Step, error) {
	site := form.Get("site")
	name := byID(desktopSites(cloud.Steady(ctx, desktopSaleAge), c))[cloud.ID(site)].SiteName
	target := resource.Target{Kind: "desktop-networks", Name: name}
	return []resource.Step{resource.Do(gcw.CreateDefaultNet, gcw.NetRequest{SiteID: site, RequestID: newRequest()}, target)}, nil
}

func supplyDesktopNet(items []DesktopNet, _ url.Values) ([]resource.Step, error) {
	n := items[0]
	target := resource.Target{Kind: "desktop-networks", ID: n.id(), Name: n.Name, Note: n.Site.SiteName}
	return []resource.Step{resource.Do(gcw.SupplyDefaultNet, gcw.NetRequest{SiteID: string(n.Site.SiteID), RequestID: newRequest()}, target)}, nil
}
