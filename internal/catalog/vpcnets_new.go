package catalog

import (
	"context"
	"errors"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/resource"
)

// taken is a range that a new one must not overlap.
type taken struct {
	name  string
	where netip.Prefix
}

func takenBy(nets []VPCNet) []taken {
	var out []taken
	for _, n := range nets {
		if p, err := netip.ParsePrefix(n.Segment); err == nil {
			out = append(out, taken{n.Name, p.Masked()})
		}
	}
	return out
}

// rangeOf reads a range as people write and paste it.
func rangeOf(s string) (netip.Prefix, resource.Text) {
	p, err := netip.ParsePrefix(tidyAddress(s))
	switch {
	case err != nil || !p.Addr().Is4():
		return p, resource.T("private.malformed")
	case p != p.Masked():
		return p, resource.T("private.host_bits", p.Masked().String())
	}
	return p, resource.Text{}
}

// mostNetBits is the longest mask that leaves addresses to give out.
const mostNetBits = 29

// rangeWithin reads a range for a subnet or gateway: inside a VPC, and apart
// from what is there.
func rangeWithin(s string, whole netip.Prefix, others []taken) (netip.Prefix, resource.Text) {
	p, wrong := rangeOf(s)
	switch {
	case !wrong.IsZero():
		return p, wrong
	case whole.IsValid() && (p.Bits() < whole.Bits() || !whole.Contains(p.Addr())):
		return p, resource.T("address.outside", p.String(), whole.String())
	case p.Bits() > mostNetBits:
		return p, resource.T("net.too_small", mostNetBits)
	}
	for _, o := range others {
		if o.where.Overlaps(p) {
			return p, resource.T("private.overlaps", o.name, o.where.String())
		}
	}
	return p, resource.Text{}
}

// freeRange is the first range in a VPC that nothing overlaps: of 256
// addresses, or a quarter of a VPC that has no more than that. The zero value
// means that there is none.
func freeRange(whole netip.Prefix, others []taken) netip.Prefix {
	if !whole.IsValid() || !whole.Addr().Is4() {
		return netip.Prefix{}
	}
	bits := min(max(24, whole.Bits()+2), mostNetBits)
	for p := netip.PrefixFrom(whole.Masked().Addr(), bits); whole.Contains(p.Addr()); {
		i := slices.IndexFunc(others, func(o taken) bool { return o.where.Overlaps(p) })
		if i < 0 {
			return p
		}
		// Behind the longer of the two, so that a whole VPC is a few steps.
		next := p
		if o := others[i].where; o.Bits() < bits {
			next = netip.PrefixFrom(o.Addr(), o.Bits())
		}
		after, ok := behind(next)
		if !ok {
			break
		}
		p = netip.PrefixFrom(after, bits)
	}
	return netip.Prefix{}
}

// behind is the first address after a range.
func behind(p netip.Prefix) (netip.Addr, bool) {
	a := p.Masked().Addr().As4()
	n := uint64(a[0])<<24 | uint64(a[1])<<16 | uint64(a[2])<<8 | uint64(a[3])
	if n += 1 << (32 - p.Bits()); n > 0xffffffff {
		return netip.Addr{}, false
	}
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}), true
}

// whole is a VPC's range; not valid where it cannot be read.
func (v VPC) whole() netip.Prefix {
	p, _ := netip.ParsePrefix(v.VPCSegment)
	return p.Masked()
}

// nets are the ranges in a VPC that is read by itself.
func (v VPC) nets() []VPCNet { return slices.Concat(v.Subnets, v.Gateways) }

// rangeField asks for a range in a VPC, and offers one.
func rangeField(name string, offered netip.Prefix) resource.Field {
	f := resource.Field{Name: name, Label: resource.T("field.subnets.segment"), Input: resource.TextInput, Placeholder: "10.0.1.0/24", Hint: resource.T("hint.net_range")}
	if f.Required = !offered.IsValid(); !f.Required {
		f.Placeholder, f.Hint = offered.String(), resource.T("hint.net_range_free", offered.String())
	}
	return f
}

func zoneField(name string, region netRegion) resource.Field {
	f := resource.Field{Name: name, Label: resource.T("field.subnets.zone"), Input: resource.SelectInput, Required: true}
	for _, z := range netZonesOf(region.Code) {
		f.Choices = append(f.Choices, resource.Choice{Value: z.Code, Label: zoneName(z.Code), Note: resource.Lit(z.Code)})
	}
	if len(f.Choices) > 0 {
		f.Value = f.Choices[0].Value
	}
	return f
}

// newNetFields ask for a subnet or gateway in a VPC of one of the regions.
func newNetFields(ctx context.Context, c cloud.Caller, form url.Values, regions []netRegion) ([]resource.Field, error) {
	all, err := listVPCs(ctx, c)
	var part *resource.Partial
	if err != nil && !errors.As(err, &part) {
		return nil, err
	}
	in := resource.Field{Name: "vpc", Label: resource.T("field.subnets.vpc"), Input: resource.SelectInput, Required: true, Decides: true}
	if part != nil {
		in.Hint = resource.T("hint.vpcs_missing", part.Missing[0].Name)
	}
	for _, v := range all {
		if slices.Contains(regions, v.Region) {
			in.Choices = append(in.Choices, resource.Choice{Value: string(v.VPCID), Label: resource.T("vpc.choice", v.VPCName, v.Region.text()), Note: resource.Lit(v.VPCSegment),
				Disabled: networkStates.state(v.Status).Tone != resource.OK})
		}
	}
	in.Value = chosenOrFirst(in.Choices, form.Get("vpc"))
	i := slices.IndexFunc(all, func(v VPC) bool { return string(v.VPCID) == in.Value })
	if i < 0 {
		in.Hint = resource.T("hint.no_vpc")
		return []resource.Field{in}, nil
	}
	v, err := readVPC(ctx, c, all[i])
	name := nameField("field.subnets.net_name", "")
	return []resource.Field{in, name, zoneField("zone", v.Region), rangeField("range", freeRange(v.whole(), takenBy(v.nets())))}, err
}

// chosenOrFirst is the value that was chosen, or the first on offer; "" where
// there is none.
func chosenOrFirst(choices []resource.Choice, chosen string) string {
	on := slices.DeleteFunc(slices.Clone(choices), func(o resource.Choice) bool { return o.Disabled })
	switch {
	case len(on) == 0:
		return ""
	case slices.ContainsFunc(on, func(o resource.Choice) bool { return o.Value == chosen }):
		return chosen
	}
	return on[0].Value
}

// netOrder is a filled form of newNetFields.
type netOrder struct {
	vpc        VPC
	name, zone string
	segment    netip.Prefix
}

// readNetOrder holds the form against the VPC as it is now.
func readNetOrder(ctx context.Context, c cloud.Caller, form url.Values) (netOrder, error) {
	name, err := givenName(form)
	if err != nil {
		return netOrder{}, err
	}
	v, err := getVPC(ctx, c, form.Get("vpc"))
	if err != nil {
		return netOrder{}, err
	}
	o := netOrder{vpc: v, name: name, zone: form.Get("zone")}
	var wrong resource.Text
	o.segment, wrong = rangeOrFree(form.Get("range"), v.whole(), takenBy(v.nets()))
	if !wrong.IsZero() {
		return o, resource.FieldErrors{"range": wrong}
	}
	return o, nil
}

// rangeOrFree is rangeWithin for a field that may be left to us.
func rangeOrFree(s string, whole netip.Prefix, others []taken) (netip.Prefix, resource.Text) {
	if strings.TrimSpace(s) != "" {
		return rangeWithin(s, whole, others)
	}
	if p := freeRange(whole, others); p.IsValid() {
		return p, resource.Text{}
	}
	return netip.Prefix{}, resource.T("form.required")
}
