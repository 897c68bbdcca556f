package catalog

import "yunque/internal/resource"

// elasticDiskTypes are what a system disk can be.
var elasticDiskTypes = [...]string{"ssd", "local"}

// ElasticFields are the form's fields by section, with their choices, values
// and mistakes.
type ElasticFields struct {
	Place, Image, System, Data, Network, Login, Naming, Billing []resource.Field
}

// Fields draws up the form.
func (o ElasticOrder) Fields(c *ElasticChoices, m resource.FieldErrors) ElasticFields {
	f := ElasticFields{Place: o.placeFields(c), Image: o.imageFields(c), System: o.systemFields(c), Data: o.dataFields(c), Network: o.networkFields(c),
		Login: o.loginFields(c), Naming: o.namingFields(), Billing: o.billingFields(c)}
	for _, part := range [][]resource.Field{f.Place, f.Image, f.System, f.Data, f.Network, f.Login, f.Naming, f.Billing} {
		for i := range part {
			part[i].Error = m[part[i].Name]
		}
	}
	return f
}

func elasticLabel(name string) resource.Text { return resource.T("ecs.new." + name) }

func (o ElasticOrder) placeFields(c *ElasticChoices) []resource.Field {
	f := resource.Field{Name: "zone", Label: elasticLabel("zone"), Hint: elasticLabel("zone_hint"), Input: resource.SelectInput, Value: o.Zone, Required: true}
	for _, p := range c.Places {
		f.Choices = append(f.Choices, resource.Choice{Value: p.Code, Label: resource.Lit(p.Area + " · " + p.Region + " · " + p.Name)})
	}
	return []resource.Field{f}
}

func (o ElasticOrder) imageFields(c *ElasticChoices) []resource.Field {
	f := resource.Field{Name: "image", Label: label("image"), Hint: elasticLabel("image_hint"), Input: resource.SelectInput, Value: o.Image, Required: true}
	if chosen := c.image(o.Image); chosen != nil {
		f.Value = string(chosen.ImageID)
	}
	for _, m := range c.Images {
		f.Choices = append(f.Choices, resource.Choice{Value: string(m.ImageID), Label: resource.Lit(m.ImageName), Note: imageTypeChoice(m.TemplateType).Label})
	}
	return []resource.Field{f}
}

func (o ElasticOrder) systemFields(c *ElasticChoices) []resource.Field {
	kind := resource.Field{Name: "system_type", Label: label("system_type"), Input: resource.SelectInput, Value: o.SystemType}
	for _, t := range elasticDiskTypes {
		kind.Choices = append(kind.Choices, resource.Choice{Value: t, Label: elasticDisk(t)})
	}
	size := resource.Field{Name: "system_size", Label: label("system_size"), Input: resource.NumberInput, Value: o.SystemSize, Required: true, Unit: resource.T("unit.gb")}
	if m := c.image(o.Image); m != nil {
		size.Min, size.Hint = itoa(int(m.OSSize)), resource.T("ecs.new.image_needs", int(m.OSSize))
	}
	return []resource.Field{kind, size}
}

// dataFields says how much may be bought, and what becomes of data disks when
// their server is deleted. The provider deletes them unless told otherwise.
func (o ElasticOrder) dataFields(c *ElasticChoices) []resource.Field {
	f := resource.Field{Name: "release", Label: elasticLabel("release"), Hint: elasticLabel("release_hint"), Input: resource.SwitchInput}
	if o.Release {
		f.Value = "true"
	}
	if c.Quota != nil {
		f.Hint = resource.T("ecs.new.release_quota", int(c.Quota.FreeQuota))
	}
	return []resource.Field{f}
}

// ElasticDiskChoices are the data disk types on offer: cloud disks alone.
func ElasticDiskChoices() []resource.Choice {
	return []resource.Choice{{Value: "ssd", Label: elasticDisk("ssd")}}
}

// ElasticDiskRange is the least size of a data disk and its step, in GB.
func ElasticDiskRange() (least, step string) { return itoa(leastDataDisk), itoa(dataDiskStep) }

func (o ElasticOrder) networkFields(c *ElasticChoices) []resource.Field {
	net := resource.Field{Name: "vpc", Label: elasticLabel("vpc"), Input: resource.SelectInput, Value: o.VPC, Required: true}
	for _, v := range c.VPCs {
		net.Choices = append(net.Choices, resource.Choice{Value: string(v.VPCID), Label: resource.Lit(v.VPCName), Note: resource.Lit(v.VPCSegment)})
	}
	sub := resource.Field{Name: "subnet", Label: elasticLabel("subnet"), Input: resource.SelectInput, Value: o.Subnet, Required: true}
	for _, s := range c.Subnets {
		sub.Choices = append(sub.Choices, resource.Choice{Value: string(s.SubnetID), Label: resource.Lit(s.SubnetName), Note: subnetUse(s)})
	}
	if len(c.VPCs) == 0 {
		net.Hint = elasticLabel("no_vpc")
	} else if len(c.Subnets) == 0 {
		sub.Hint = elasticLabel("no_subnet")
	}
	dns := resource.Field{Name: "dns", Label: elasticLabel("dns"), Hint: elasticLabel("dns_hint"), Input: resource.TextInput, Value: o.DNS}
	return append(append([]resource.Field{net, sub}, o.gatewayFields(c)...), dns)
}

func (o ElasticOrder) gatewayFields(c *ElasticChoices) []resource.Field {
	out := resource.Field{Name: "gateway", Label: elasticLabel("gateway"), Hint: elasticLabel("gateway_hint"), Input: resource.SelectInput, Value: o.Gateway,
		Choices: []resource.Choice{{Label: elasticLabel("none")}}}
	others := resource.Field{Name: "others", Label: elasticLabel("others"), Input: resource.CheckInput, Values: o.Others}
	for _, g := range c.Gateways {
		choice := resource.Choice{Value: string(g.VirtualGateWayID), Label: resource.Lit(g.VirtualGateWayName), Note: resource.Lit(g.Type)}
		out.Choices = append(out.Choices, choice)
		if choice.Value != o.Gateway {
			others.Choices = append(others.Choices, choice)
		}
	}
	if o.Gateway == "" {
		return []resource.Field{out}
	}
	eip := resource.Field{Name: "eip", Label: elasticLabel("eip"), Hint: elasticLabel("eip_hint"), Input: resource.SelectInput, Value: o.EIP,
		Choices: []resource.Choice{{Label: elasticLabel("none")}}}
	for _, e := range c.EIPs {
		eip.Choices = append(eip.Choices, resource.Choice{Value: string(e.ID), Label: resource.Lit(e.IP), Note: resource.T("ecs.mbps", int(e.BandwidthInfo.Qos))})
	}
	fields := []resource.Field{out, eip}
	if image := c.image(o.Image); len(o.Others) > 0 || len(others.Choices) > 0 && (image == nil || image.OSType != "Windows") {
		fields = append(fields, others)
	}
	return fields
}

func (o ElasticOrder) loginFields(c *ElasticChoices) []resource.Field {
	password := resource.Field{Name: "password", Label: label("password"), Hint: resource.T("hint.password"), Input: resource.PasswordInput, Required: true, Secret: true}
	if m := c.image(o.Image); m != nil && m.Username != "" {
		password.Hint = resource.T("ecs.new.user", m.Username, resource.T("hint.password"))
	}
	return []resource.Field{password,
		{Name: "password_again", Label: label("password_again"), Input: resource.PasswordInput, Required: true, Secret: true}}
}

func (o ElasticOrder) namingFields() []resource.Field {
	return []resource.Field{
		{Name: "name", Label: label("name"), Hint: elasticLabel("name_hint"), Input: resource.TextInput, Value: o.Name},
		{Name: "amount", Label: label("amount"), Input: resource.NumberInput, Value: o.Amount, Min: "1", Max: itoa(maxElastic), Step: "1", Required: true},
		{Name: "number", Label: label("number"), Hint: elasticLabel("number_hint"), Input: resource.NumberInput, Value: o.Number, Min: "1", Step: "1"},
		onOff("utc", o.UTC),
	}
}

func (o ElasticOrder) billingFields(c *ElasticChoices) []resource.Field {
	fields := []resource.Field{{Name: "charge", Label: label("charge"), Input: resource.RadioInput, Value: o.Charge, Choices: []resource.Choice{
		{Value: "0", Label: elasticBilling("0")}, {Value: "1", Label: elasticBilling("1")}}}}
	if o.Charge == "1" {
		months := resource.Field{Name: "months", Label: label("months"), Input: resource.SelectInput, Value: o.Months}
		for _, n := range elasticMonthsOnSale() {
			months.Choices = append(months.Choices, resource.Choice{Value: n, Label: resource.Lit(n)})
		}
		renew, whole := onOff("renew", o.Renew), onOff("to_month", o.ToMonth)
		renew.Hint, whole.Label, whole.Hint = elasticLabel("renew_hint"), elasticLabel("to_month"), elasticLabel("to_month_hint")
		fields = append(fields, months, whole, renew)
	}
	if len(c.Subjects) == 0 {
		return fields
	}
	pay := resource.Field{Name: "subject", Label: elasticLabel("subject"), Hint: elasticLabel("subject_hint"), Input: resource.SelectInput, Value: o.Subject,
		Choices: []resource.Choice{{Label: elasticLabel("own_account")}}}
	for _, s := range c.Subjects {
		pay.Choices = append(pay.Choices, resource.Choice{Value: s.Name, Label: resource.Lit(s.Name), Note: resource.T("ecs.new.balance", string(s.Balance))})
	}
	return append(fields, pay)
}
