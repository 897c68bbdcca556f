package catalog

import (
	"context"
	"strconv"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// Step is the one call that creates the servers of a checked order.
func (o ServerOrder) Step(c *ServerChoices) resource.Step {
	return resource.Do(ccs.CreateInstance, o.request(c))
}

// DryRun asks the provider to check the order and change nothing.
func (o ServerOrder) DryRun(ctx context.Context, caller cloud.Caller, c *ServerChoices) error {
	req := o.request(c)
	req.DryRun = new(true)
	_, err := ccs.CreateInstance.Call(ctx, caller, req)
	return err
}

func (o ServerOrder) request(c *ServerChoices) ccs.CreateInstanceRequest {
	cpu, ram := o.size()
	amount := o.amount()
	r := ccs.CreateInstanceRequest{
		RegionID: string(c.VDC.RegionID), VdcID: string(c.VDC.VdcID), Password: o.Password,
		InstanceName: o.Name, DescriptionNum: o.Number, InstanceChargeType: o.Charge, CPU: cpu, RAM: ram, InstanceType: o.Family,
		ImageID: o.Image, ImagePassword: o.ImagePassword, SystemDisk: o.systemDisk(), DataDisks: o.dataDisks(), Amount: amount,
		LabelNames: splitList(o.Tags), DeletionProtection: new(o.Protect),
	}
	if o.Charge == "PrePaid" {
		r.PrepaidMonth, _ = strconv.Atoi(o.Months)
		renew := 0
		if o.Renew {
			renew = 1
		}
		r.AutoRenew = &renew
	}
	o.addresses(&r, c, amount)
	if o.UTC {
		r.UTC = new(true)
	}
	if o.SwapOff {
		r.SwapOff = new(true)
	}
	r.UserData = userData(o.UserData)
	if i := c.Image(o.Image); i != nil && i.Windows() {
		r.WindowsActivation = o.activation()
	} else {
		r.PublicKey = o.PublicKey
	}
	r.DedicatedHostID = o.Host
	return r
}

// activation holds one product key for all servers, or one for each.
func (o ServerOrder) activation() *ccs.WindowsActivation {
	keys := splitList(o.WindowsKeys.Reveal())
	if len(keys) == 0 {
		return nil
	}
	out := &ccs.WindowsActivation{Batch: new(0)}
	if len(keys) == 1 {
		out.Batch = new(1)
	}
	for _, k := range keys {
		out.ProductIDs = append(out.ProductIDs, cloud.NewSecret(k))
	}
	return out
}

func (o ServerOrder) size() (cpu, ram int) { return sizeOf(o.Type) }

func (o ServerOrder) amount() int {
	n, err := strconv.Atoi(o.Amount)
	if err != nil {
		return 1
	}
	return n
}

func (o ServerOrder) systemDisk() *ccs.NewSystemDisk {
	if o.SystemType == "" {
		return nil
	}
	size, _ := strconv.Atoi(o.SystemSize)
	d := &ccs.NewSystemDisk{Type: o.SystemType, Size: size}
	if takesPacks(o.SystemType) {
		d.IOPS, _ = strconv.Atoi(o.SystemIOPS)
	}
	return d
}

func (o ServerOrder) dataDisks() []ccs.NewDisk {
	var out []ccs.NewDisk
	for _, d := range o.Disks {
		size, _ := strconv.Atoi(d.Size)
		out = append(out, ccs.NewDisk{Type: d.Type, Size: size})
	}
	return out
}

// Priced tells whether enough is chosen to ask for a price.
func (o ServerOrder) Priced(c *ServerChoices) bool {
	return c.VDC != nil && c.has(o.Type) && o.Image != "" && len(o.sizeMistakes(c)) == 0
}

func (o ServerOrder) sizeMistakes(c *ServerChoices) resource.FieldErrors {
	m := resource.FieldErrors{}
	checkSize(m, "system_size", o.SystemSize, c.System, o.SystemType, true)
	o.checkDisks(m, c)
	if n := o.amount(); n < 1 || n > maxAmount {
		m["amount"] = resource.T("form.between", 1, maxAmount)
	}
	return m
}

// Price quotes the order as the provider prices it.
func (o ServerOrder) Price(ctx context.Context, caller cloud.Caller, c *ServerChoices) (resource.Quote, error) {
	cpu, ram := o.size()
	months, _ := strconv.Atoi(o.Months)
	req := ccs.DescribeInstancePriceRequest{RegionID: string(c.VDC.RegionID), InstanceChargeType: o.Charge, CPU: cpu, RAM: ram,
		InstanceType: o.Family, ImageID: o.Image, Amount: o.amount()}
	for _, d := range o.dataDisks() {
		req.DataDisks = append(req.DataDisks, ccs.PricedDisk{Type: d.Type, Size: d.Size})
	}
	if o.Charge == "PrePaid" {
		req.PrepaidMonth = months
	}
	if d := o.systemDisk(); d != nil {
		req.SystemDisk = *d
	}
	out, err := ccs.DescribeInstancePrice.Call(ctx, caller, req)
	if err != nil {
		return resource.Quote{}, err
	}
	return resource.Quote{Amount: string(out.TotalPrice), Currency: currency, Per: per(req)}, nil
}
