package catalog

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

var diskOps = []resource.Op[serverDisk]{
	{Slug: "enlarge", Icon: "arrows-diff", Effect: resource.Spend, Danger: resource.Confirm,
		Offered: offered("reason.changing", func(d serverDisk) bool { return usable(d.server) }),
		Fields:  enlargeFields, Plan: planEnlarge, Price: priceEnlarge,
		Beside: map[string]string{"InvalidDiskSize.TooSmall": "size", "InvalidInstanceTypeDisk.ValueUnauthorized": "size"}},
	{Slug: "remove", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: func(d serverDisk) resource.Text {
			if d.system() {
				return resource.T("reason.system_disk")
			}
			return offered("reason.changing", usable)(d.server)
		},
		Plan: planRemoveDisks,
		Loses: func(items []serverDisk) []resource.Text {
			var out []resource.Text
			for _, d := range items {
				out = append(out, resource.T("loss.disk", d.name(), int(d.Size), string(d.DiskID)))
			}
			return out
		}},
}

// addDisks adds data disks of one type and size to a server.
var addDisks = resource.Op[ccs.Instance]{
	Slug: "add-disks", Icon: "database-plus", Set: resource.SizeSet, Effect: resource.Spend, Danger: resource.Confirm,
	Offered: func(s ccs.Instance) resource.Text {
		if len(s.Disks.DataDisks) >= MaxDataDisks {
			return resource.T("reason.disks_full", MaxDataDisks)
		}
		return offered("reason.changing", usable)(s)
	},
	Fields: addDiskFields, Plan: planAddDisks, Price: priceAddDisks,
	Beside: map[string]string{"InvalidDataDiskSize.ValueNotSupported": "size", "InvalidInstanceTypeDisk.ValueUnauthorized": "type", "QuotaExceed.DataDisk": "count"},
}

// diskTargets are the disk and its server, which is busy with it.
func diskTargets(d serverDisk) []resource.Target {
	return []resource.Target{{Kind: "server-disks", ID: partID(d.server, string(d.DiskID)), Name: d.name(), Note: string(d.DiskID)}, serverTarget(d.server)}
}

// takesPacks tells the disk types that IOPS packs are sold for.
func takesPacks(kind string) bool { return strings.HasPrefix(kind, "ssd") }

func packsField() resource.Field {
	return resource.Field{Name: "iops", Label: resource.T("field.server-disks.packs"), Hint: resource.T("hint.packs"), Input: resource.NumberInput, Min: "0", Step: "1"}
}

func addDiskFields(ctx context.Context, c cloud.Caller, items []ccs.Instance, form url.Values) ([]resource.Field, error) {
	sale, err := saleIn(ctx, c, string(items[0].RegionID))
	if err != nil {
		return nil, err
	}
	goods := sale.dataDisks()
	kind := resource.Field{Name: "type", Label: resource.T("field.server-disks.disk_type"), Input: resource.SelectInput, Required: true, Decides: true}
	size := resource.Field{Name: "size", Label: resource.T("field.server-disks.size"), Input: resource.NumberInput, Required: true, Unit: resource.T("unit.gb")}
	for _, g := range goods {
		kind.Choices = append(kind.Choices, resource.Choice{Value: g.Type, Label: diskType(g.Type)})
	}
	i := max(slices.IndexFunc(goods, func(g ccs.DiskGoods) bool { return g.Type == form.Get("type") }), 0)
	if i < len(goods) {
		g := goods[i]
		kind.Value = g.Type
		size.Hint = resource.T("hint.disk_range", int(g.MinSize), int(g.MaxSize), int(g.Step))
		size.Min, size.Max, size.Step, size.Value = itoa(max(int(g.MinSize), 1)), itoa(int(g.MaxSize)), itoa(int(g.Step)), itoa(int(g.MinSize))
	}
	left := MaxDataDisks - len(items[0].Disks.DataDisks)
	count := resource.Field{Name: "count", Label: resource.T("field.server-disks.count"), Hint: resource.T("hint.disks_left", left), Input: resource.NumberInput, Value: "1", Min: "1", Max: itoa(left), Step: "1", Required: true}
	fields := []resource.Field{kind, size, count}
	if takesPacks(kind.Value) {
		fields = append(fields, packsField())
	}
	return fields, nil
}

// wantedDisks are the disks that the form of addDisks asks for.
func wantedDisks(form url.Values) []ccs.NewDisk {
	size, _ := strconv.Atoi(form.Get("size"))
	count, _ := strconv.Atoi(form.Get("count"))
	packs, _ := strconv.Atoi(form.Get("iops"))
	if size < 1 || count < 1 || count > MaxDataDisks {
		return nil
	}
	return slices.Repeat([]ccs.NewDisk{{Type: form.Get("type"), Size: size, IOPS: packs}}, count)
}

func planAddDisks(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	req := ccs.CreateDiskRequest{InstanceID: string(items[0].InstanceID), DataDisks: wantedDisks(form)}
	return []resource.Step{resource.Do(ccs.CreateDisk, req, serverTarget(items[0]))}, nil
}

func priceAddDisks(ctx context.Context, c cloud.Caller, items []ccs.Instance, form url.Values) (resource.Quote, error) {
	wanted := wantedDisks(form)
	if len(wanted) == 0 {
		return resource.Quote{}, nil
	}
	return quoteChange(ctx, c, items[0], func(r *ccs.DescribeInstancePriceRequest) {
		for _, d := range wanted {
			r.DataDisks = append(r.DataDisks, ccs.PricedDisk{Type: d.Type, Size: d.Size})
		}
	})
}

// enlargeFields take no size below the present one: disks do not shrink.
func enlargeFields(ctx context.Context, c cloud.Caller, items []serverDisk, _ url.Values) ([]resource.Field, error) {
	d := items[0]
	sale, err := saleIn(ctx, c, string(d.server.RegionID))
	if err != nil {
		return nil, err
	}
	now := itoa(int(d.Size))
	f := resource.Field{Name: "size", Label: resource.T("field.server-disks.new_size"), Input: resource.NumberInput, Value: now, Min: now, Required: true, Unit: resource.T("unit.gb"), Decides: true}
	if g, ok := sale.disk(d.DiskType); ok {
		f.Max, f.Step = itoa(int(g.MaxSize)), itoa(int(g.Step))
		f.Hint = resource.T("hint.enlarge", int(d.Size), int(g.MaxSize), int(g.Step))
	}
	if takesPacks(d.DiskType) {
		return []resource.Field{f, packsField()}, nil
	}
	return []resource.Field{f}, nil
}

func planEnlarge(items []serverDisk, form url.Values) ([]resource.Step, error) {
	d := items[0]
	size, _ := strconv.Atoi(form.Get("size"))
	packs, _ := strconv.Atoi(form.Get("iops"))
	if size == int(d.Size) && packs == 0 {
		return nil, resource.FieldErrors{"size": resource.T("form.unchanged")}
	}
	server := string(d.server.InstanceID)
	if d.system() {
		req := ccs.ExtendSystemDiskRequest{InstanceID: server, Size: size, IOPS: packs}
		return []resource.Step{resource.Do(ccs.ExtendSystemDisk, req, diskTargets(d)...)}, nil
	}
	req := ccs.ResizeDiskRequest{InstanceID: server, DiskID: string(d.DiskID), DataSize: size, IOPS: packs}
	return []resource.Step{resource.Do(ccs.ResizeDisk, req, diskTargets(d)...)}, nil
}

func priceEnlarge(ctx context.Context, c cloud.Caller, items []serverDisk, form url.Values) (resource.Quote, error) {
	d := items[0]
	size, err := strconv.Atoi(form.Get("size"))
	if err != nil || size <= int(d.Size) {
		return resource.Quote{}, nil
	}
	return quoteChange(ctx, c, d.server, func(r *ccs.DescribeInstancePriceRequest) {
		if d.system() {
			r.SystemDisk.Size = size
		} else {
			r.DataDisks[d.number-1].Size = size
		}
	})
}

// planRemoveDisks is one call per server.
func planRemoveDisks(items []serverDisk, _ url.Values) ([]resource.Step, error) {
	var servers []string
	requests := map[string]*ccs.DeleteDiskRequest{}
	targets := map[string][]resource.Target{}
	for _, d := range items {
		id := string(d.server.InstanceID)
		if requests[id] == nil {
			servers = append(servers, id)
			requests[id] = &ccs.DeleteDiskRequest{InstanceID: id}
			targets[id] = []resource.Target{serverTarget(d.server)}
		}
		requests[id].DiskIDs = append(requests[id].DiskIDs, string(d.DiskID))
		targets[id] = append(targets[id], diskTargets(d)[0])
	}
	var steps []resource.Step
	for _, id := range servers {
		steps = append(steps, resource.Do(ccs.DeleteDisk, *requests[id], targets[id]...))
	}
	return steps, nil
}
