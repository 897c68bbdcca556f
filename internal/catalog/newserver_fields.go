package catalog

import (
	"strconv"

	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ServerFields are the create-server form's fields by section, with their
// choices, values and mistakes.
type ServerFields struct {
	Place, Image, System, Network, Cards, Login, Naming, Rare, Billing []resource.Field
}

// Fields draws up the form.
func (o ServerOrder) Fields(c *ServerChoices, m resource.FieldErrors) ServerFields {
	f := ServerFields{Place: o.placeFields(c), Image: o.imageFields(c), System: o.systemFields(c), Network: o.networkFields(c), Cards: o.orderFields(c),
		Login: o.loginFields(c), Naming: o.namingFields(), Rare: o.rareFields(), Billing: o.billingFields()}
	for _, part := range [][]resource.Field{f.Place, f.Image, f.System, f.Network, f.Cards, f.Login, f.Naming, f.Rare, f.Billing} {
		for i := range part {
			part[i].Error = m[part[i].Name]
		}
	}
	return f
}

func label(name string) resource.Text { return resource.T("create.field." + name) }

func (o ServerOrder) placeFields(c *ServerChoices) []resource.Field {
	f := resource.Field{Name: "vdc", Label: label("vdc"), Hint: label("vdc_hint"), Input: resource.SelectInput, Value: o.VDC, Required: true}
	for _, v := range c.VDCs {
		f.Choices = append(f.Choices, resource.Choice{Value: string(v.VdcID), Label: resource.Lit(v.VdcName + " · " + string(v.RegionID))})
	}
	if c.VDC != nil && !c.Open {
		f.Hint = resource.T("refusal.zone.notonsale")
	}
	return []resource.Field{f}
}

func (o ServerOrder) imageFields(c *ServerChoices) []resource.Field {
	f := resource.Field{Name: "image", Label: label("image"), Input: resource.SelectInput, Value: o.Image, Required: true, Choices: imageChoices(c.Images)}
	fields := []resource.Field{f}
	if i := c.Image(o.Image); i != nil && i.Private {
		fields = append(fields, resource.Field{Name: "image_password", Label: label("image_password"), Hint: label("image_password_hint"), Input: resource.PasswordInput, Required: true, Secret: true})
	}
	return fields
}

func imageChoices(images []ImageChoice) []resource.Choice {
	var out []resource.Choice
	for _, i := range images {
		note := resource.T("create.public_image")
		if i.Private {
			note = resource.T("create.private_image")
		}
		out = append(out, resource.Choice{Value: i.ID, Label: resource.Lit(i.Name), Note: note})
	}
	return out
}

func (o ServerOrder) systemFields(c *ServerChoices) []resource.Field {
	f := resource.Field{Name: "system_type", Label: label("system_type"), Input: resource.SelectInput, Value: o.SystemType}
	size := resource.Field{Name: "system_size", Label: label("system_size"), Hint: label("system_size_hint"), Input: resource.NumberInput, Value: o.SystemSize, Unit: resource.T("unit.gb")}
	for _, g := range c.System {
		f.Choices = append(f.Choices, diskChoice(g))
		if g.Type == o.SystemType {
			size.Min, size.Max, size.Step = itoa(int(g.MinSize)), itoa(int(g.MaxSize)), itoa(int(g.Step))
		}
	}
	if takesPacks(o.SystemType) {
		packs := resource.Field{Name: "system_iops", Label: resource.T("field.server-disks.packs"), Hint: resource.T("hint.packs"), Input: resource.NumberInput, Value: o.SystemIOPS, Min: "0", Step: "1"}
		return []resource.Field{f, size, packs}
	}
	return []resource.Field{f, size}
}

// DiskChoices are the data disk types on offer.
func (c *ServerChoices) DiskChoices() []resource.Choice {
	var out []resource.Choice
	for _, g := range c.Disks {
		out = append(out, diskChoice(g))
	}
	return out
}

func diskChoice(g ccs.DiskGoods) resource.Choice {
	return resource.Choice{Value: g.Type, Label: diskType(g.Type), Note: resource.T("create.disk_range", int(g.MinSize), int(g.MaxSize), int(g.Step))}
}

// diskType names a disk type; one we have no name for is shown as it is.
func diskType(t string) resource.Text {
	switch t {
	case "system_disk", "ssd_system_disk", "high_disk", "ssd_disk", "big_disk":
		return resource.T("disk." + t)
	}
	return resource.Lit(t)
}

// loginFields ask for what lets one in; keys of SSH and of Windows are for
// their own systems.
func (o ServerOrder) loginFields(c *ServerChoices) []resource.Field {
	fields := []resource.Field{
		{Name: "password", Label: label("password"), Hint: resource.T("hint.password"), Input: resource.PasswordInput, Required: true, Secret: true},
		{Name: "password_again", Label: label("password_again"), Input: resource.PasswordInput, Required: true, Secret: true},
	}
	if i := c.Image(o.Image); i != nil && i.Windows() {
		return append(fields, resource.Field{Name: "windows_keys", Label: label("windows_keys"), Hint: label("windows_keys_hint"), Input: resource.AreaInput, Secret: true})
	}
	return append(fields, resource.Field{Name: "public_key", Label: label("public_key"), Hint: label("public_key_hint"), Input: resource.AreaInput, Value: o.PublicKey})
}

func (o ServerOrder) namingFields() []resource.Field {
	return []resource.Field{
		{Name: "name", Label: label("name"), Hint: resource.T("hint.name", maxName), Input: resource.TextInput, Value: o.Name, Required: true},
		{Name: "amount", Label: label("amount"), Input: resource.NumberInput, Value: o.Amount, Min: "1", Max: itoa(maxAmount), Step: "1", Required: true},
		{Name: "number", Label: label("number"), Hint: label("number_hint"), Input: resource.TextInput, Value: o.Number},
		{Name: "tags", Label: label("tags"), Hint: label("tags_hint"), Input: resource.TextInput, Value: o.Tags},
		onOff("protect", o.Protect),
	}
}

// rareFields are those most orders leave alone.
func (o ServerOrder) rareFields() []resource.Field {
	return []resource.Field{
		onOff("utc", o.UTC),
		onOff("swap_off", o.SwapOff),
		{Name: "user_data", Label: label("user_data"), Hint: label("user_data_hint"), Input: resource.AreaInput, Value: o.UserData},
		{Name: "host", Label: label("host"), Hint: label("host_hint"), Input: resource.TextInput, Value: o.Host},
	}
}

func (o ServerOrder) billingFields() []resource.Field {
	charge := resource.Field{Name: "charge", Label: label("charge"), Input: resource.RadioInput, Value: o.Charge, Choices: []resource.Choice{
		{Value: "PostPaid", Label: resource.T("charge.PostPaid")}, {Value: "PrePaid", Label: resource.T("charge.PrePaid")}}}
	if o.Charge != "PrePaid" {
		return []resource.Field{charge}
	}
	return []resource.Field{charge,
		{Name: "months", Label: label("months"), Hint: label("months_hint"), Input: resource.NumberInput, Value: o.Months, Min: "0", Max: itoa(maxMonths), Step: "1"},
		onOff("renew", o.Renew)}
}

func onOff(name string, on bool) resource.Field {
	f := resource.Field{Name: name, Label: label(name), Input: resource.SwitchInput}
	if on {
		f.Value = "true"
	}
	return f
}

// FamilyName names an instance type of appendix 2; one that is not listed there
// is shown as it is.
func FamilyName(id string) resource.Text {
	switch id {
	case "IO", "High", "Standard", "General", "Balance", "Compact", "Memory", "Exclusive", "HighIO", "Compute":
		return resource.T("family." + id)
	}
	return resource.Lit(id)
}

// ServerMistake puts a refusal of the provider's beside the field it is about.
func ServerMistake(code string, words resource.Text) resource.FieldErrors {
	field := map[string]string{
		"InvalidInstanceType.ValueUnauthorized": "type", "InvalidInstanceName.Malformed": "name", "InvalidPassword.Malformed": "password",
		"InvalidDataDiskSize.ValueNotSupported": "system_size", "Zone.NotOnSale": "vdc", "InvalidLaunchTemplateVersion.NotFound": "image",
		"InvalidPublicIpAddress.Malformed": "public", "InvalidPublicIpAddress.Duplicated": "public",
		"InvalidPrivateIpAddress.Malformed": "private", "InvalidPrivateIpAddress.Duplicated": "private",
		"InvalidIp.IpRepeated": "public", "InvalidIp.IpAssigned": "public", "InvalidIp.Address": "public",
	}[code]
	return resource.FieldErrors{field: words}
}
