package catalog

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// The words of InstanceChargeType.
const (
	postPaid = "PostPaid"
	prePaid  = "PrePaid"
)

// maxMonths is the longest subscription offered; the documentation gives no
// limit.
const maxMonths = 36

var resizeServer = resource.Op[ccs.Instance]{
	Slug: "resize", Icon: "arrows-diff", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm,
	Offered: offered("reason.changing", usable), Fields: resizeFields, Plan: planResize, Price: priceResize,
	Beside: map[string]string{"InvalidInstanceType.ValueUnauthorized": "size"},
}

var chargeServer = resource.Op[ccs.Instance]{
	Slug: "charge", Icon: "wallet", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm,
	Offered: func(s ccs.Instance) resource.Text {
		if s.InstanceChargeType == prePaid {
			return resource.T("reason.already_prepaid")
		}
		return offered("reason.changing", usable)(s)
	},
	Fields: chargeFields, Plan: planCharge, Price: priceCharge,
}

// usable tells servers that nothing is being done to and that are not broken.
func usable(s ccs.Instance) bool { return isRunning(s) || isStopped(s) }

// resizeFields offer the sizes of a family, and as the family the one to keep
// or another on sale in the zone.
func resizeFields(ctx context.Context, c cloud.Caller, items []ccs.Instance, form url.Values) ([]resource.Field, error) {
	s := items[0]
	sale, err := saleIn(ctx, c, string(s.RegionID))
	if err != nil {
		return nil, err
	}
	family := resource.Field{Name: "family", Label: resource.T("create.family"), Hint: resource.T("hint.family"), Input: resource.SelectInput, Value: form.Get("family"), Decides: true,
		Choices: []resource.Choice{{Label: resource.T("choice.keep_family")}}}
	for _, g := range sale.goods {
		family.Choices = append(family.Choices, resource.Choice{Value: g.InstanceType, Label: FamilyName(g.InstanceType)})
	}
	var sizes []ccs.InstanceSize
	if family.Value == "" {
		_, sizes, err = sale.familyFor(ctx, c, s)
	} else {
		sizes, err = sizesOf(ctx, c, s, family.Value)
	}
	if err != nil {
		return nil, err
	}
	return []resource.Field{family, sizeField(s, family.Value, sizes)}, nil
}

// sizeField offers sizes; the present one only in another family.
func sizeField(s ccs.Instance, family string, sizes []ccs.InstanceSize) resource.Field {
	f := resource.Field{Name: "size", Label: resource.T("field.instances.spec"), Input: resource.SelectInput, Required: true, Decides: true,
		Choices: []resource.Choice{{Label: resource.T("choice.none")}}}
	for _, size := range sizes {
		choice := resource.Choice{Value: SizeValue(size), Label: resource.T("cell.spec", int(size.CPU), int(size.RAM))}
		if size.CPU == s.CPU && size.RAM == s.RAM {
			choice.Note, choice.Disabled = resource.T("choice.present"), family == ""
		}
		f.Choices = append(f.Choices, choice)
	}
	return f
}

func planResize(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	cpu, ram := sizeOf(form.Get("size"))
	req := ccs.ModifyInstanceSpecRequest{InstanceID: string(items[0].InstanceID), CPU: cpu, RAM: ram, InstanceType: form.Get("family")}
	return []resource.Step{resource.Do(ccs.ModifyInstanceSpec, req, serverTarget(items[0]))}, nil
}

func priceResize(ctx context.Context, c cloud.Caller, items []ccs.Instance, form url.Values) (resource.Quote, error) {
	if form.Get("size") == "" {
		return resource.Quote{}, nil
	}
	return quoteChange(ctx, c, items[0], func(r *ccs.DescribeInstancePriceRequest) {
		r.CPU, r.RAM = sizeOf(form.Get("size"))
		if family := form.Get("family"); family != "" {
			r.InstanceType = family
		}
	})
}

// sizeOf takes a form value apart that SizeValue made.
func sizeOf(value string) (cpu, ram int) {
	a, b, _ := strings.Cut(value, "-")
	cpu, _ = strconv.Atoi(a)
	ram, _ = strconv.Atoi(b)
	return cpu, ram
}

func chargeFields(context.Context, cloud.Caller, []ccs.Instance, url.Values) ([]resource.Field, error) {
	return []resource.Field{
		{Name: "months", Label: resource.T("field.instances.months"), Hint: resource.T("hint.months"), Input: resource.NumberInput, Value: "1", Min: "0", Max: itoa(maxMonths), Step: "1", Required: true, Decides: true},
		{Name: "renew", Label: resource.T("field.instances.renew"), Input: resource.SwitchInput, Value: "true"},
	}, nil
}

func planCharge(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	months, _ := strconv.Atoi(form.Get("months"))
	req := ccs.ModifyInstanceChargeTypeRequest{InstanceID: string(items[0].InstanceID), InstanceChargeType: prePaid, AutoRenew: new(oneIf(form.Get("renew"))), PrepaidMonth: months}
	return []resource.Step{resource.Do(ccs.ModifyInstanceChargeType, req, serverTarget(items[0]))}, nil
}

// priceCharge is what the months cost at once.
func priceCharge(ctx context.Context, c cloud.Caller, items []ccs.Instance, form url.Values) (resource.Quote, error) {
	months, err := strconv.Atoi(form.Get("months"))
	if err != nil || months < 0 || months > maxMonths {
		return resource.Quote{}, nil
	}
	sale, err := saleIn(ctx, c, string(items[0].RegionID))
	if err != nil {
		return resource.Quote{}, err
	}
	family, _, err := sale.familyFor(ctx, c, items[0])
	if err != nil {
		return resource.Quote{}, err
	}
	req := listPrice(items[0], family, sale.plainImage())
	req.InstanceChargeType, req.PrepaidMonth = prePaid, months
	out, err := ccs.DescribeInstancePrice.Call(ctx, c, req)
	return resource.Quote{Amount: string(out.TotalPrice), Currency: currency, Per: per(req), Note: resource.T("price.change_note", FamilyName(family))}, err
}

// oneIf is a switch of a form as the provider's 1 or 0.
func oneIf(on string) int {
	if on != "" {
		return 1
	}
	return 0
}
