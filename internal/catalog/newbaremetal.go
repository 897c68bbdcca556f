package catalog

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bms"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// mostBareMetals is how many servers one order takes.
const mostBareMetals = 100

// createBareMetal orders bare-metal servers.
var createBareMetal = resource.Op[BareMetal]{
	Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
	Fields: newBareMetalFields, PlanAfter: orderBareMetal, Price: priceBareMetal,
	Beside: map[string]string{"NotSufficient": "compute", "OrderGoodsConfEmpty": "compute", "ImageNotFound": "image", "VdcNotFound": "vdc",
		"IpNotEnough": "networks", "PipeIdNotFound": "networks", "AmountOversize": "amount"},
}

// build is one configuration on sale.
type build struct {
	goods   bms.Goods
	compute bms.Compute
}

func (b build) value() string { return string(b.goods.GoodsID) + "/" + string(b.compute.ID) }

// builds are what a zone sells for one way of paying.
func builds(ctx context.Context, c cloud.Caller, zone, charge string) ([]build, error) {
	sold, err := bms.DescribeBmsGoods.Call(ctx, c, bms.RegionRef{RegionID: zone})
	goods := sold.PostPaid
	if charge == prePaid {
		goods = sold.PrePaid
	}
	var out []build
	for _, g := range goods {
		for _, compute := range g.Computes {
			out = append(out, build{g, compute})
		}
	}
	return out, err
}

// bareMetalVDCs are the VDCs in zones that sell bare metal: those that the
// documentation marks, and those it does not list.
func bareMetalVDCs(ctx context.Context, c cloud.Caller) ([]network.Vdc, error) {
	all, err := listVDCs(ctx, c)
	return slices.DeleteFunc(all, func(v network.Vdc) bool {
		i := slices.IndexFunc(listedZones(), func(z listedZone) bool { return z.ID == string(v.RegionID) })
		return i >= 0 && !listedZones()[i].BareMetal
	}), err
}

// newBareMetalFields makes two rounds of calls: the VDCs with the images, and
// what the chosen one's zone sells.
func newBareMetalFields(ctx context.Context, c cloud.Caller, _ []BareMetal, form url.Values) ([]resource.Field, error) {
	var vdcs []network.Vdc
	var image resource.Field
	both, bothCtx := errgroup.WithContext(ctx)
	both.Go(func() (err error) { vdcs, err = bareMetalVDCs(bothCtx, c); return err })
	both.Go(func() (err error) { image, err = bareMetalImages(bothCtx, c); return err })
	if err := both.Wait(); err != nil {
		return nil, err
	}
	vdc, chosen := vdcField(vdcs, form.Get("vdc"))
	charge := resource.Field{Name: "charge", Label: label("charge"), Input: resource.RadioInput, Value: prePaid, Required: true, Decides: true, Choices: []resource.Choice{
		{Value: prePaid, Label: resource.T("charge.PrePaid")}, {Value: postPaid, Label: resource.T("charge.PostPaid")}}}
	if form.Get("charge") == postPaid {
		charge.Value = postPaid
	}
	compute := resource.Field{Name: "compute", Label: resource.T("field.bare-metal.spec"), Input: resource.RadioInput, Required: true, Decides: true}
	sold, err := builds(ctx, c, string(chosen.RegionID), charge.Value)
	if err != nil && chosen.VdcID != "" {
		return nil, err
	}
	for _, b := range sold {
		compute.Choices = append(compute.Choices, resource.Choice{Value: b.value(), Label: resource.T("bms.spec", int(b.compute.CPU), int(b.compute.RAM)), Note: resource.Lit(buildNote(b))})
	}
	if len(compute.Choices) > 0 {
		compute.Value = compute.Choices[0].Value
	}
	fields := []resource.Field{vdc, charge, compute, image, networksField(chosen), nameField("field.bare-metal.bms_name", "")}
	fields = append(fields, amountAndTime(charge.Value)...)
	fields = append(fields, passwordFields()...)
	return append(append(fields, portFields()...), layoutFields()...), nil
}

// buildNote names what is in a configuration: "Intel … 2.1GHz · SSD 480 GB × 1".
func buildNote(b build) string {
	parts := []string{b.goods.GoodsName, strings.TrimSpace(b.compute.CPUInfo + " " + b.compute.Frequency)}
	for _, d := range b.compute.Disks {
		parts = append(parts, d.Type+" "+itoa(int(d.Capacity))+" GB × "+itoa(max(int(d.Count), 1)))
	}
	return strings.Join(without(parts), " · ")
}

func vdcField(vdcs []network.Vdc, wanted string) (resource.Field, network.Vdc) {
	f := resource.Field{Name: "vdc", Label: resource.T("field.bare-metal.vdc"), Hint: resource.T("hint.bms_vdc"), Input: resource.SelectInput, Required: true, Decides: true}
	var chosen network.Vdc
	for _, v := range vdcs {
		f.Choices = append(f.Choices, resource.Choice{Value: string(v.VdcID), Label: resource.Lit(v.VdcName), Note: resource.Lit(string(v.RegionID))})
		if chosen.VdcID == "" || string(v.VdcID) == wanted {
			chosen = v
		}
	}
	f.Value = string(chosen.VdcID)
	return f, chosen
}

func networksField(v network.Vdc) resource.Field {
	f := resource.Field{Name: "networks", Label: resource.T("field.bare-metal.networks"), Input: resource.CheckInput, Required: true}
	for _, n := range v.PrivateNetwork {
		f.Choices = append(f.Choices, resource.Choice{Value: string(n.PrivateID), Label: resource.Lit(n.Name), Note: resource.T("map.free", int(n.UnuseIPNum)), Disabled: n.UnuseIPNum == 0})
	}
	for _, n := range v.PublicNetwork {
		f.Choices = append(f.Choices, resource.Choice{Value: string(n.PublicID), Label: resource.Lit(n.Name), Note: resource.T("map.free", int(n.UnuseIPNum)), Disabled: n.UnuseIPNum == 0})
	}
	if len(f.Choices) > 0 {
		f.Values = []string{f.Choices[0].Value}
	}
	return f
}

// bareMetalImages offers the systems by family.
func bareMetalImages(ctx context.Context, c cloud.Caller) (resource.Field, error) {
	f := resource.Field{Name: "image", Label: resource.T("field.bare-metal.image"), Input: resource.SelectInput, Required: true}
	found, err := bms.DescribeBmsImage.Call(ctx, c, bms.DescribeBmsImageRequest{})
	for _, family := range slices.Sorted(maps.Keys(found)) {
		for _, m := range found[family] {
			f.Choices = append(f.Choices, resource.Choice{Value: string(m.ID), Label: resource.Lit(m.Name), Note: imageSource(m.Type)})
		}
	}
	return f, err
}

// imageSource says whose an image is; only what is not public is noted.
func imageSource(kind string) resource.Text {
	if kind == "private" {
		return resource.T("bms.image_private")
	}
	return resource.Text{}
}

func amountAndTime(charge string) []resource.Field {
	fields := []resource.Field{
		{Name: "amount", Label: label("amount"), Input: resource.NumberInput, Value: "1", Min: "1", Max: itoa(mostBareMetals), Step: "1", Required: true, Decides: true},
		{Name: "number", Label: label("number"), Hint: resource.T("hint.bms_number"), Input: resource.TextInput, Placeholder: "001"},
	}
	if charge == prePaid {
		fields = append(fields,
			resource.Field{Name: "months", Label: label("months"), Hint: label("months_hint"), Input: resource.NumberInput, Value: "1", Min: "0", Max: itoa(maxMonths), Step: "1", Required: true, Decides: true},
			resource.Field{Name: "renew", Label: resource.T("field.bare-metal.renew"), Input: resource.SwitchInput, Value: "true"})
	}
	return fields
}

func portFields() []resource.Field {
	mode := resource.Field{Name: "port", Label: resource.T("field.bare-metal.port"), Hint: resource.T("hint.port"), Input: resource.SelectInput, Choices: []resource.Choice{{Value: "", Label: resource.T("bms.port_default")}, {Value: "access", Label: resource.Lit("access")}, {Value: "trunk", Label: resource.Lit("trunk")}}}
	return []resource.Field{mode,
		{Name: "bond", Label: resource.T("field.bare-metal.bond"), Input: resource.SwitchInput},
		{Name: "monitor", Label: resource.T("field.bare-metal.monitor"), Input: resource.SwitchInput, Value: "true"}}
}

func orderBareMetal(ctx context.Context, c cloud.Caller, _ []BareMetal, form url.Values) ([]resource.Step, error) {
	name, err := givenName(form)
	if err != nil {
		return nil, err
	}
	l, m := readLayout(form), resource.FieldErrors{}
	samePasswords(m, form)
	if !l.wrong.IsZero() {
		m["partitions"] = l.wrong
	}
	if number := tidy(form.Get("number")); number != "" && (len(number) > 6 || strings.Trim(number, "0123456789") != "") {
		m["number"] = resource.T("bms.number_digits")
	}
	if len(m) > 0 {
		return nil, m
	}
	vdcs, err := listVDCs(ctx, c)
	if err != nil {
		return nil, err
	}
	_, chosen := vdcField(vdcs, form.Get("vdc"))
	goods, compute := splitBuild(form.Get("compute"))
	amount, _ := strconv.Atoi(form.Get("amount"))
	months, _ := strconv.Atoi(form.Get("months"))
	flag := func(name string) int {
		if form.Get(name) == "true" {
			return 1
		}
		return 0
	}
	req := bms.CreateBmsInstanceRequest{
		RegionID: string(chosen.RegionID), VdcID: form.Get("vdc"), Password: cloud.NewSecret(form.Get("password")), InstanceName: name, AssignHostNo: tidy(form.Get("number")),
		InstanceChargeType: form.Get("charge"), AutoRenew: flag("renew"), PrepaidMonth: months, ComputeID: compute, GoodsID: goods, ImageID: form.Get("image"),
		EnableMonitor: flag("monitor"), PipeIDs: form["networks"], Amount: amount, Raid: form.Get("raid"), CustomPartition: l.paths, CustomPartitionSize: l.sizes,
		IsBond: new(flag("bond")), PortMode: form.Get("port"),
	}
	return []resource.Step{resource.Do(bms.CreateBmsInstance, req)}, nil
}

// splitBuild takes a build's value apart.
func splitBuild(value string) (goods int, compute string) {
	first, compute, _ := strings.Cut(value, "/")
	goods, _ = strconv.Atoi(first)
	return goods, compute
}

// priceBareMetal asks for the price of a subscription; the provider quotes
// nothing else.
func priceBareMetal(ctx context.Context, c cloud.Caller, _ []BareMetal, form url.Values) (resource.Quote, error) {
	goods, compute := splitBuild(form.Get("compute"))
	amount, err := strconv.Atoi(form.Get("amount"))
	if err != nil || amount < 1 || compute == "" || form.Get("charge") != prePaid {
		return resource.Quote{}, nil
	}
	vdcs, err := listVDCs(ctx, c)
	if err != nil {
		return resource.Quote{}, err
	}
	_, chosen := vdcField(vdcs, form.Get("vdc"))
	months, _ := strconv.Atoi(form.Get("months"))
	p, err := bms.DescribeBmsGoodsPrice.Call(ctx, c, bms.DescribeBmsGoodsPriceRequest{RegionID: string(chosen.RegionID), GoodsID: goods, ComputeID: compute, InstanceChargeType: prePaid, PrepaidMonth: months, Amount: amount})
	if err != nil {
		return resource.Quote{}, err
	}
	return resource.Quote{Amount: string(p.TradeAmount), Currency: bmsCurrency(p.Currency), Per: perMonths(months), Lines: []resource.QuoteLine{{Label: resource.T("price.each"), Amount: string(p.UnitPrice)}}}, nil
}

// bmsCurrency is the currency that a price names in its own words.
func bmsCurrency(named string) string {
	switch strings.ToUpper(named) {
	case "", "CN", "CNY", "RMB":
		return currency
	case "US", "USD":
		return "USD"
	}
	return signedBy(named)
}
