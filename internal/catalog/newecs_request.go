package catalog

import (
	"context"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

// Step is the one call that creates the servers of a checked order. Its ticket
// is about the new servers, so that their rows follow.
func (o ElasticOrder) Step() resource.Step {
	return resource.DoThen(ecs.CreateInstance, o.request(), func(answer ecs.CreateInstanceResponse, out *resource.Outcome) {
		var servers []resource.Target
		for _, id := range answer.EcsIDSet {
			out.Created = append(out.Created, id)
			servers = append(servers, resource.Target{Kind: "ecs", ID: id, Name: o.Name})
		}
		for i := range out.Tickets {
			out.Tickets[i].Targets = servers
		}
	})
}

func (o ElasticOrder) request() ecs.CreateInstanceRequest {
	cpu, ram, gpu := o.size()
	r := ecs.CreateInstanceRequest{
		AvailableZoneCode: o.Zone, EcsFamilyName: o.Family, CPU: cpu, RAM: ram, GPU: gpu, Number: o.amount(), BillingMethod: o.Charge,
		Password: o.Password, ImageID: o.Image, SystemDisk: ecs.NewSystemDisk{DiskFeature: o.SystemType, Size: whole(o.SystemSize)},
		VpcInfo: ecs.VPCRef{VpcID: o.VPC}, SubnetInfo: ecs.SubnetRef{SubnetID: o.Subnet}, PubnetInfo: o.gateways(),
		Name: o.Name, StartNumber: whole(o.Number), UTCTime: flag(o.UTC), DNSList: splitAddresses(o.DNS), TestAccount: o.Subject,
	}
	for _, d := range o.Disks {
		r.DataDisk = append(r.DataDisk, ecs.NewDisk{DiskFeature: d.Type, Size: whole(d.Size), ReleaseWithInstance: flag(o.Release)})
	}
	if o.Charge == "1" {
		r.Duration, r.IsToMonth, r.IsAutoRenewal = whole(o.Months), flag(o.ToMonth), flag(o.Renew)
	}
	return r
}

// gateways are the ways out, the default one first.
func (o ElasticOrder) gateways() []ecs.NewPublicNet {
	if o.Gateway == "" {
		return nil
	}
	first := ecs.NewPublicNet{SubnetID: o.Gateway, IPType: "default_gateway"}
	if o.EIP != "" {
		first.EIPIDs = []string{o.EIP}
	}
	out := []ecs.NewPublicNet{first}
	for _, id := range o.Others {
		out = append(out, ecs.NewPublicNet{SubnetID: id, IPType: "virtual"})
	}
	return out
}

func (o ElasticOrder) size() (cpu, ram, gpu int) {
	parts := strings.Split(o.Type, "-")
	if len(parts) != 3 {
		return 0, 0, 0
	}
	return whole(parts[0]), whole(parts[1]), whole(parts[2])
}

// whole is a whole number that was checked, or 0.
func whole(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func flag(on bool) *int {
	if on {
		return new(1)
	}
	return new(0)
}

// Priced tells whether enough is filled in to ask for a price.
func (o ElasticOrder) Priced(c *ElasticChoices) bool {
	m := resource.FieldErrors{}
	o.checkDisks(m, nil)
	o.checkNaming(m)
	return c.Spec != nil && len(m) == 0
}

// Price quotes the order as the provider prices it.
func (o ElasticOrder) Price(ctx context.Context, c cloud.Caller) (resource.Quote, error) {
	cpu, ram, gpu := o.size()
	req := ecs.DescribePriceRequest{AvailableZoneCode: o.Zone, EcsFamilyName: o.Family, CPU: cpu, RAM: ram, GPU: gpu, BillingMethod: o.Charge,
		SystemDiskInfo: ecs.PricedDisk{DiskFeature: o.SystemType, Size: whole(o.SystemSize)}, Number: o.amount()}
	for _, d := range o.Disks {
		req.DataDiskInfo = append(req.DataDiskInfo, ecs.PricedDisk{DiskFeature: d.Type, Size: whole(d.Size)})
	}
	if o.Charge == "1" {
		req.Duration, req.IsToMonth = whole(o.Months), flag(o.ToMonth)
	}
	out, err := ecs.DescribePrice.Call(ctx, c, req)
	if err != nil {
		return resource.Quote{}, err
	}
	return resource.Quote{Amount: string(out.TotalPrice), Currency: signedBy(out.PriceSymbol), Per: priceUnit(out.PriceUnit)}, nil
}

// signedBy is the currency of a sign; a sign we do not know stands for itself.
func signedBy(sign string) string {
	switch sign {
	case "", "¥", "￥":
		return "CNY"
	case "$":
		return "USD"
	}
	return sign
}

// priceUnit says in our words what stretch of time a price is for: 天 is all the
// documentation has, 3个月 and 2年 are of its kind. Another is shown as it is.
func priceUnit(unit string) resource.Text {
	word := strings.TrimLeft(unit, "0123456789")
	n := max(whole(strings.TrimSuffix(unit, word)), 1)
	switch word {
	case "天", "日":
		return resource.T("price.per_day")
	case "月", "个月":
		return perMonths(n)
	case "年":
		return resource.T("ecs.price.years", n)
	}
	return resource.Lit(" / " + unit)
}

// Mistake puts a refusal of the provider's beside the field it is about.
func (o ElasticOrder) Mistake(code string, words resource.Text) resource.FieldErrors {
	field := map[string]string{
		"InvalidInstanceSpec.ValueNotSupported": "type", "InvalidInstanceType.ValueNotSupported": "type",
		"InvalidAvailableZone.NotFound": "zone", "InvalidRegion.NotFound": "zone", "MaxEcsCountExceed": "amount",
		"MinDiskSizeLess": "system_size", "MaxDiskSizeExceed": "system_size", "InvalidDiskSize.ValueNotSupported": "system_size",
		"UnSupportedMixingLocalAndEbs": "system_type", "InvalidImage.NotFound": "image", "InvalidVpc.NotFound": "vpc",
		"InvalidOperation.VpcMismatch": "subnet", "InvalidOperation.AzMismatch": "subnet", "InvalidAccount.NotFound": "subject",
	}[code]
	if code == "InvalidOperation" && o.Subject != "" {
		field = "subject"
	}
	return resource.FieldErrors{field: words}
}
