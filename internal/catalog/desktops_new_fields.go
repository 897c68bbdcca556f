package catalog

import (
	"context"
	"net/url"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

func trimSlash(cycle string) string { return strings.TrimPrefix(cycle, "/") }

func newDesktopFields(ctx context.Context, c cloud.Caller, _ []Desktop, form url.Values) ([]resource.Field, error) {
	n, err := newDesktopChoices(ctx, c, form)
	if err != nil {
		return nil, err
	}
	fields := []resource.Field{n.siteField(), n.productField(form), desktopImageField(n.images)}
	fields = append(fields, n.diskFields(form)...)
	fields = append(fields, n.networkFields()...)
	fields = append(fields, n.nameFields(form)...)
	return append(fields, n.chargeFields(form)...), nil
}

func (n *newDesktop) siteField() resource.Field {
	f := resource.Field{Name: "site", Label: resource.T("field.desktops.site"), Input: resource.SelectInput, Required: true, Decides: true, Value: string(n.site.SiteID)}
	for _, s := range n.sites {
		f.Choices = append(f.Choices, resource.Choice{Value: string(s.SiteID), Label: resource.Lit(s.SiteName), Note: resource.Lit(joined(s.RegionName, s.CityName))})
	}
	return f
}

// productField offers what the site sells, with the price of the chosen way of
// paying as it comes.
func (n *newDesktop) productField(form url.Values) resource.Field {
	f := resource.Field{Name: "product", Label: resource.T("field.desktops.spec"), Input: resource.RadioInput, Required: true, Decides: true}
	for _, p := range n.products {
		price := resource.T("desktop.per_minute", string(p.RequirePrice))
		if form.Get("charge") == byMonth {
			price = resource.T("desktop.a_month", resource.Money{Amount: string(p.MonthPrice), Currency: currency})
		}
		f.Choices = append(f.Choices, resource.Choice{Value: string(p.ProductID), Note: price,
			Label: resource.T("desktop.product", p.GPUModel, int(p.GPURAM), int(p.CPUCores), int(p.MemorySize), int(p.SystemDiskSize))})
	}
	if n.product != nil {
		f.Value = string(n.product.ProductID)
	}
	return f
}

// diskFields offer a cloud disk where the site has them.
func (n *newDesktop) diskFields(form url.Values) []resource.Field {
	f := resource.Field{Name: "disk", Label: resource.T("field.desktops.disk"), Input: resource.RadioInput, Required: true, Decides: true, Value: localDisk}
	size := 0
	if n.product != nil {
		size = int(n.product.SystemDiskSize)
	}
	f.Choices = []resource.Choice{{Value: localDisk, Label: resource.T("desktop.disk.local"), Note: resource.T("cell.gb", size)}}
	if n.product == nil || !bool(n.product.IsAllowSsd) {
		f.Hint = resource.T("hint.desktop_no_ssd")
		return []resource.Field{f}
	}
	f.Choices = append(f.Choices, resource.Choice{Value: cloudDisk, Label: resource.T("desktop.disk.ssd")})
	if form.Get("disk") != cloudDisk {
		return []resource.Field{f}
	}
	least := leastVolume(n.image(form.Get("image")))
	return []resource.Field{f, {Name: "disk_size", Label: resource.T("field.desktops.disk_size"), Hint: resource.T("hint.desktop_disk", volumeStep), Input: resource.NumberInput, Required: true, Decides: true,
		Value: itoa(max(least, 96)), Min: itoa(volumeStep), Step: itoa(volumeStep), Unit: resource.T("unit.gb")}}
}

// networkFields offer what is ready: of a network the subnets with addresses
// left, and the gateways whose line is on sale.
func (n *newDesktop) networkFields() []resource.Field {
	vpc := resource.Field{Name: "vpc", Label: resource.T("field.desktops.vpc"), Input: resource.SelectInput, Required: true, Decides: true}
	subnet := resource.Field{Name: "subnet", Label: resource.T("field.desktops.subnet"), Input: resource.SelectInput, Required: true}
	gateway := resource.Field{Name: "gateway", Label: resource.T("field.desktops.gateway"), Hint: resource.T("hint.desktop_gateway"), Input: resource.SelectInput, Required: true, Decides: true}
	if n.net == nil {
		vpc.Hint = resource.T("hint.desktop_no_net")
	} else {
		vpc.Value = string(n.net.VPCID)
	}
	for _, d := range n.nets {
		vpc.Choices = append(vpc.Choices, resource.Choice{Value: string(d.VPCID), Label: resource.Lit(d.Name), Note: d.sort()})
	}
	if n.net != nil {
		for _, s := range n.net.Subnets {
			o := resource.Choice{Value: string(s.ID), Label: resource.Lit(s.Name), Note: resource.T("desktop.subnet_free", s.IPAddress+"/"+itoa(int(s.Mask)), int(s.NotUsed))}
			o.Disabled = s.NotUsed < 1 || netStates.state(s.Status).Tone != resource.OK
			subnet.Choices = append(subnet.Choices, o)
		}
		for _, g := range n.net.Gateways {
			gateway.Choices = append(gateway.Choices, n.gatewayChoice(g))
		}
	}
	first(&subnet)
	first(&gateway)
	qos := resource.Field{Name: "qos", Label: resource.T("field.desktops.bandwidth"), Hint: resource.T("hint.desktop_qos"), Input: resource.NumberInput, Required: true, Decides: true, Value: itoa(usualNewQos), Min: "1", Step: "1", Unit: resource.T("unit.mbps")}
	return []resource.Field{vpc, subnet, gateway, qos}
}

func (n *newDesktop) gatewayChoice(g gcw.Gateway) resource.Choice {
	o := resource.Choice{Value: string(g.ID), Label: resource.Lit(joined(g.ConfName, g.Name)), Note: resource.Lit(n.scheme(g.ConfID))}
	switch {
	case netStates.state(g.Status).Tone != resource.OK:
		o.Note, o.Disabled = netStates.state(g.Status).Word, true
	case n.scheme(g.ConfID) == "":
		o.Note, o.Disabled = resource.T("desktop.line_not_sold"), true
	}
	return o
}

// first chooses the first that is on offer.
func first(f *resource.Field) {
	for _, o := range f.Choices {
		if !o.Disabled {
			f.Value = o.Value
			return
		}
	}
}

func (n *newDesktop) nameFields(form url.Values) []resource.Field {
	name := nameField("create.field.name", "")
	amount := resource.Field{Name: "amount", Label: label("amount"), Input: resource.NumberInput, Value: "1", Min: "1", Max: itoa(mostNewDesktops), Step: "1", Required: true, Decides: true}
	if whole(form.Get("amount")) < 2 {
		return []resource.Field{name, amount}
	}
	name.Hint = resource.T("hint.desktop_names")
	return []resource.Field{name, amount, {Name: "number", Label: label("number"), Hint: resource.T("hint.desktop_number"), Input: resource.NumberInput, Value: "1", Min: "1", Max: "999", Step: "1", Required: true}}
}

// chargeFields ask how desktops are paid for; test money pays only for what is
// paid as it goes.
func (n *newDesktop) chargeFields(form url.Values) []resource.Field {
	charge := resource.Field{Name: "charge", Label: label("charge"), Input: resource.RadioInput, Required: true, Decides: true, Value: asItGoes, Choices: []resource.Choice{
		{Value: asItGoes, Label: resource.T("charge." + postPaid)}, {Value: byMonth, Label: resource.T("charge." + prePaid)}}}
	if form.Get("charge") == byMonth {
		return append(append([]resource.Field{charge}, termFields()...), renewSwitch())
	}
	pay := resource.Field{Name: "subject", Label: resource.T("field.desktops.subject"), Input: resource.SelectInput, Choices: []resource.Choice{{Label: resource.T("desktop.pay_balance")}}}
	for _, s := range n.subjects {
		pay.Choices = append(pay.Choices, resource.Choice{Value: string(s.ID), Label: resource.Lit(s.Name), Note: resource.Lit(string(s.Balance))})
	}
	if len(n.subjects) == 0 {
		return []resource.Field{charge}
	}
	return []resource.Field{charge, pay}
}
