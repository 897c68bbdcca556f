package catalog

import (
	"slices"

	"yunque/internal/resource"
)

// networkFields are the private networks with how each gives its address, and
// the public address.
func (o ServerOrder) networkFields(c *ServerChoices) []resource.Field {
	if c.VDC == nil {
		return nil
	}
	private := resource.Field{Name: "private", Label: label("private"), Input: resource.CheckInput, Values: o.Private}
	for _, n := range c.VDC.PrivateNetwork {
		private.Choices = append(private.Choices, resource.Choice{Value: string(n.PrivateID), Label: resource.Lit(n.Name), Note: resource.T("create.free", int(n.UnuseIPNum))})
	}
	fields := []resource.Field{private}
	for _, id := range o.Private {
		fields = append(fields, o.privateFields(c, id)...)
	}
	return append(fields, o.publicFields(c)...)
}

// privateFields say how a private network gives the address.
func (o ServerOrder) privateFields(c *ServerChoices, id string) []resource.Field {
	n, card := c.private(id), o.Cards[id]
	if n == nil {
		return nil
	}
	how := resource.Field{Name: "how-" + id, Label: resource.T("create.field.how", n.Name), Input: resource.SelectInput, Value: "auto", Choices: []resource.Choice{
		{Value: "auto", Label: resource.T("create.public.auto")}, {Value: "chosen", Label: resource.T("create.public.manual")}}}
	segment := resource.Field{Name: "segment-" + id, Label: resource.T("create.field.segment", n.Name), Hint: resource.T("hint.segment"), Input: resource.TextInput, Value: card.Segment}
	if !card.Chosen {
		return []resource.Field{how, segment}
	}
	how.Value = "chosen"
	free := c.Free[id]
	return []resource.Field{how, segment, addressField("ips-"+id, resource.T("create.field.ips", n.Name), free.List, free.Total, card.IPs), typedField("typed-"+id, resource.T("address.typed_in", n.Name), card.Typed)}
}

// addressField offers free addresses to tick, those ticked among them.
func addressField(name string, label resource.Text, free []string, total int, ticked []string) resource.Field {
	f := resource.Field{Name: name, Label: label, Input: resource.CheckInput, Values: ticked, Hint: resource.T("create.tick_addresses", total, min(len(free), offeredAddresses))}
	for i, ip := range free {
		if i < offeredAddresses || slices.Contains(ticked, ip) {
			f.Choices = append(f.Choices, resource.Choice{Value: ip, Label: resource.Lit(ip)})
		}
	}
	return f
}

// typedField takes addresses that are not among those to tick.
func typedField(name string, label resource.Text, value string) resource.Field {
	return resource.Field{Name: name, Label: label, Hint: resource.T("address.typed_hint"), Input: resource.TextInput, Value: value}
}

func (o ServerOrder) publicFields(c *ServerChoices) []resource.Field {
	free := c.freePublic()
	public := resource.Field{Name: "public", Label: label("public"), Hint: resource.T("create.free_public", free), Input: resource.RadioInput, Value: o.Public}
	for _, v := range []string{"none", "auto", "manual"} {
		public.Choices = append(public.Choices, resource.Choice{Value: v, Label: resource.T("create.public." + v), Disabled: v != "none" && free == 0})
	}
	fields := []resource.Field{public}
	if o.Public == "manual" {
		var all []string
		for _, n := range c.VDC.PublicNetwork {
			all = append(all, c.Free[string(n.PublicID)].List...)
		}
		fields = append(fields, addressField("public_ips", label("public_ips"), all, free, o.PublicIPs), typedField("public_typed", resource.T("address.typed"), o.PublicTyped))
	}
	if o.Public != "none" {
		fields = append(fields, onOff("ipv6", o.IPv6))
	}
	return fields
}

// orderFields order the cards; of one network there is nothing to order.
func (o ServerOrder) orderFields(c *ServerChoices) []resource.Field {
	if c.VDC == nil {
		return nil
	}
	pipes := pipesOf(*c.VDC)
	if len(pipes) < 2 {
		return nil
	}
	var fields []resource.Field
	for _, p := range pipes {
		f := resource.Field{Name: "place-" + p.id, Label: resource.T("create.field.place", p.name), Input: resource.SelectInput, Value: "0", Usual: "0", Choices: []resource.Choice{{Value: "0", Label: resource.T("create.place.any")}}}
		for i := range pipes {
			f.Choices = append(f.Choices, resource.Choice{Value: itoa(i + 1), Label: resource.T("create.place.n", i+1)})
		}
		if place := o.Cards[p.id].Place; place > 0 && place <= len(pipes) {
			f.Value = itoa(place)
		}
		fields = append(fields, f)
	}
	return fields
}
