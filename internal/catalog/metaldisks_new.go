package catalog

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/bmsdisk"
	"yunque/internal/resource"
)

// What a new disk is unless somebody says otherwise: the documentation's own
// example. It knows no limits; what is sold is asked for when it is ordered.
const (
	usualMetalType      = "ssd"
	usualMetalSize      = 200
	usualMetalIOPS      = 8000
	usualMetalBandwidth = 2000
)

func iopsField(now int) resource.Field {
	return resource.Field{Name: "iops", Label: resource.T("field.bare-metal-disks.iops"), Input: resource.NumberInput, Required: true, Min: "1", Value: itoa(now)}
}

func diskBandwidthField(now int) resource.Field {
	return resource.Field{Name: "bandwidth", Label: resource.T("field.bare-metal-disks.bandwidth"), Input: resource.NumberInput, Required: true, Min: "1", Value: itoa(now), Unit: resource.T("unit.mbps")}
}

func newMetalDiskFields(ctx context.Context, c cloud.Caller, _ []MetalDisk, _ url.Values) ([]resource.Field, error) {
	zone, err := metalZoneField(ctx, c)
	kind := resource.Field{Name: "type", Label: resource.T("field.bare-metal-disks.type"), Input: resource.RadioInput, Required: true, Value: usualMetalType}
	for _, t := range []string{"ssd", "nvme"} {
		kind.Choices = append(kind.Choices, resource.Choice{Value: t, Label: resource.T("metaldisk.type." + t)})
	}
	iops, bandwidth := iopsField(usualMetalIOPS), diskBandwidthField(usualMetalBandwidth)
	iops.Hint, bandwidth.Hint = resource.T("hint.metal_performance"), resource.T("hint.metal_performance")
	return []resource.Field{zone, kind, iops, bandwidth,
		{Name: "size", Label: resource.T("field.bare-metal-disks.size"), Input: resource.NumberInput, Required: true, Unit: resource.T("unit.gb"), Min: "1", Value: itoa(usualMetalSize)},
		{Name: "count", Label: resource.T("field.bare-metal-disks.count"), Input: resource.NumberInput, Required: true, Min: "1", Max: itoa(mostDisks), Value: "1"},
		{Name: "name", Label: resource.T("field.bare-metal-disks.disk_name"), Hint: resource.T("hint.name", maxName), Input: resource.TextInput, Required: true},
	}, err
}

// metalZoneField offers the zones that the account has servers in, then the
// others that the documentation marks.
func metalZoneField(ctx context.Context, c cloud.Caller) (resource.Field, error) {
	f := resource.Field{Name: "zone", Label: resource.T("field.bare-metal-disks.zone"), Hint: resource.T("hint.metal_zone"), Input: resource.SelectInput, Required: true}
	var servers []BareMetal
	var disks []MetalDisk
	both, bothCtx := errgroup.WithContext(ctx)
	both.Go(func() (err error) { servers, err = listBareMetals(bothCtx, c); return err })
	both.Go(func() (err error) { disks, err = listMetalDisks(bothCtx, c); return err })
	if err := both.Wait(); err != nil {
		return f, err
	}
	has := map[string]int{}
	for _, s := range servers {
		has[string(s.RegionID)]++
	}
	for _, d := range disks {
		has[d.zone()] += 0
	}
	for id, n := range has {
		f.Choices = append(f.Choices, resource.Choice{Value: id, Label: resource.Lit(id), Note: resource.T("metaldisk.servers_here", n), Count: n})
	}
	slices.SortFunc(f.Choices, func(a, b resource.Choice) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	for _, z := range listedZones() {
		if _, known := has[z.ID]; z.BareMetal && !known {
			f.Choices = append(f.Choices, resource.Choice{Value: z.ID, Label: resource.Lit(z.ID), Note: resource.Lit(z.Name)})
		}
	}
	if len(f.Choices) > 0 {
		f.Value = f.Choices[0].Value
	}
	return f, nil
}

// createMetalDisks finds the goods for what was asked for, then orders them.
func createMetalDisks(ctx context.Context, c cloud.Caller, _ []MetalDisk, form url.Values) ([]resource.Step, error) {
	name, err := givenName(form)
	if err != nil {
		return nil, err
	}
	goods, err := metalGoods(ctx, c, form)
	if err != nil {
		return nil, err
	}
	req := bmsdisk.CreateDiskRequest{RegionID: form.Get("zone"), Name: name, Size: whole(form.Get("size")), Num: whole(form.Get("count")), GoodsID: goods}
	return []resource.Step{resource.DoThen(bmsdisk.CreateDisk, req, func(answer bmsdisk.DiskTasks, out *resource.Outcome) {
		for _, d := range answer.DiskInfo {
			if d.DiskID != "" {
				out.Created = append(out.Created, string(d.DiskID))
			}
		}
	})}, nil
}

// metalGoods is the id of what is sold with a type, IOPS and bandwidth. What is
// not sold is told beside the field that the provider names.
func metalGoods(ctx context.Context, c cloud.Caller, form url.Values) (string, error) {
	found, err := bmsdisk.DescribeGoodsID.Call(ctx, c, bmsdisk.DescribeGoodsIDRequest{
		RegionID: form.Get("zone"), Type: form.Get("type"), IOPS: whole(form.Get("iops")), Bw: whole(form.Get("bandwidth"))})
	var refused *cloud.Error
	switch {
	case err == nil && found.GoodsID == "":
		return "", resource.FieldErrors{"type": resource.T("metaldisk.not_sold")}
	case err == nil:
		return string(found.GoodsID), nil
	case !errors.As(err, &refused) || !cloud.HasCode(err, "ParameterInvalid"):
		return "", err
	}
	for param, field := range map[string]string{"Iops": "iops", "Bw": "bandwidth", "RegionId": "zone", "Type": "type"} {
		if strings.Contains(refused.Message, `"`+param+`"`) {
			return "", resource.FieldErrors{field: resource.T("metaldisk.not_sold_said", refused.Message)}
		}
	}
	return "", resource.FieldErrors{"type": resource.T("metaldisk.not_sold_said", refused.Message)}
}
