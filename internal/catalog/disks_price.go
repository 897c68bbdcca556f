package catalog

import (
	"context"
	"net/url"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

// The provider prices disks only together with a server. What disks cost is
// what they make a server dearer by, whichever it is.

func priceNewDisks(ctx context.Context, c cloud.Caller, _ []CloudDisk, form url.Values) (resource.Quote, error) {
	size, count := whole(form.Get("size")), whole(form.Get("count"))
	if size < leastDisk || count < 1 || count > mostDisks {
		return resource.Quote{}, nil
	}
	with := func(r *ecs.DescribePriceRequest) { r.DataDiskInfo = pricedDisk(form.Get("type"), size) }
	return quoteDisks(ctx, c, form.Get("zone"), resource.T("disk.price_new"), count, with, func(*ecs.DescribePriceRequest) {})
}

// priceExtension quotes disks that are paid as they go. What a prepaid one
// takes depends on the days that are left, which nothing prices.
func priceExtension(ctx context.Context, c cloud.Caller, items []CloudDisk, form url.Values) (resource.Quote, error) {
	d := items[0]
	size := whole(form.Get("size"))
	if size <= int(d.Size) || d.BillingMethod == "1" {
		return resource.Quote{}, nil
	}
	of := func(size int) func(*ecs.DescribePriceRequest) {
		return func(r *ecs.DescribePriceRequest) {
			if d.system() {
				r.SystemDiskInfo.Size = size
			} else {
				r.DataDiskInfo = pricedDisk(d.DiskFeature, size)
			}
		}
	}
	return quoteDisks(ctx, c, d.AvailableZoneCode, resource.T("disk.price_more"), 1, of(size), of(int(d.Size)))
}

// pricedDisk is one disk to price, whose type this call has in small letters.
func pricedDisk(feature string, size int) []ecs.PricedDisk {
	return []ecs.PricedDisk{{DiskFeature: strings.ToLower(feature), Size: size}}
}

// quoteDisks is the difference between two prices of the first server that a
// zone sells, so many times over: with its disks as they shall be, and as they
// are now.
func quoteDisks(ctx context.Context, c cloud.Caller, zone string, what resource.Text, count int, after, now func(*ecs.DescribePriceRequest)) (resource.Quote, error) {
	sold, err := ecs.DescribeEcsFamilyInfo.Call(ctx, c, ecs.DescribeEcsFamilyInfoRequest{AvailableZoneCode: zone, BillingMethod: "0"})
	if err != nil || len(sold.EcsFamilyInfo) == 0 || len(sold.EcsFamilyInfo[0].SpecList) == 0 {
		return resource.Quote{}, err
	}
	family, spec := sold.EcsFamilyInfo[0], sold.EcsFamilyInfo[0].SpecList[0]
	price := func(ctx context.Context, change func(*ecs.DescribePriceRequest)) (ecs.Price, error) {
		r := ecs.DescribePriceRequest{AvailableZoneCode: zone, EcsFamilyName: family.EcsFamilyName, CPU: int(spec.CPU), RAM: int(spec.RAM), GPU: int(spec.GPU), BillingMethod: "0",
			SystemDiskInfo: ecs.PricedDisk{DiskFeature: elasticDiskTypes[0], Size: usualSystemDisk}, Number: count}
		change(&r)
		return ecs.DescribePrice.Call(ctx, c, r)
	}
	var with, without ecs.Price
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { with, err = price(both, after); return err })
	group.Go(func() (err error) { without, err = price(both, now); return err })
	if err := group.Wait(); err != nil {
		return resource.Quote{}, err
	}
	return resource.Quote{Amount: minus(with.TotalPrice, without.TotalPrice), Currency: signedBy(with.PriceSymbol), Per: priceUnit(with.PriceUnit),
		Label: what, Note: resource.T("disk.price_note")}, nil
}
