package catalog

import (
	"context"
	"math/big"
	"slices"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// currency of every price: the API names none.
const currency = "CNY"

// zoneSale is what a zone sells of servers.
type zoneSale struct{ goods []ccs.InstanceGoods }

func saleIn(ctx context.Context, c cloud.Caller, zone string) (zoneSale, error) {
	out, err := ccs.DescribeAvailableResource.Call(ctx, c, ccs.AvailableResourceRequest{RegionID: zone, AvailableResource: "1"})
	return zoneSale{out.InstanceGoods}, err
}

// disk is what a zone sells of a disk type, in whichever family.
func (z zoneSale) disk(kind string) (ccs.DiskGoods, bool) {
	for _, g := range z.goods {
		for _, d := range slices.Concat(g.DiskGoods, g.SystemDiskGoods) {
			if d.Type == kind {
				return d, true
			}
		}
	}
	return ccs.DiskGoods{}, false
}

// dataDisks are the types of data disks on sale, each once.
func (z zoneSale) dataDisks() []ccs.DiskGoods {
	var out []ccs.DiskGoods
	for _, g := range z.goods {
		for _, d := range g.DiskGoods {
			if !slices.ContainsFunc(out, func(o ccs.DiskGoods) bool { return o.Type == d.Type }) {
				out = append(out, d)
			}
		}
	}
	return out
}

// sizesOf are the sizes that a family is sold in.
func sizesOf(ctx context.Context, c cloud.Caller, s ccs.Instance, family string) ([]ccs.InstanceSize, error) {
	return ccs.DescribeInstanceType.Call(ctx, c, ccs.DescribeInstanceTypeRequest{RegionID: string(s.RegionID), InstanceType: family, InstanceChargeType: s.InstanceChargeType})
}

// familyFor finds the first family sold in the server's present size, with the
// sizes of that family: the API does not tell a server's own.
func (z zoneSale) familyFor(ctx context.Context, c cloud.Caller, s ccs.Instance) (string, []ccs.InstanceSize, error) {
	for _, g := range z.goods {
		sizes, err := sizesOf(ctx, c, s, g.InstanceType)
		if err != nil {
			return "", nil, err
		}
		if slices.ContainsFunc(sizes, func(o ccs.InstanceSize) bool { return o.CPU == s.CPU && o.RAM == s.RAM }) {
			return g.InstanceType, sizes, nil
		}
	}
	return "", nil, nil
}

// plainImage is a public image to price with: a server's own is not told, and
// prices without licences are the same for all.
func (z zoneSale) plainImage() string {
	for _, g := range z.goods {
		for _, i := range g.ImageGoods.PublicImage {
			if i.ImageType != "windows" {
				return string(i.ImageID)
			}
		}
	}
	return ""
}

// listPrice is the request for the price of one server as it is, in a family.
func listPrice(s ccs.Instance, family, image string) ccs.DescribeInstancePriceRequest {
	r := ccs.DescribeInstancePriceRequest{
		RegionID: string(s.RegionID), InstanceChargeType: s.InstanceChargeType, CPU: int(s.CPU), RAM: int(s.RAM),
		InstanceType: family, ImageID: image, Amount: 1,
		SystemDisk: ccs.NewSystemDisk{Type: s.Disks.SystemDisk.DiskType, Size: int(s.Disks.SystemDisk.Size)},
	}
	if r.InstanceChargeType == prePaid {
		r.PrepaidMonth = 1
	}
	for _, d := range s.Disks.DataDisks {
		r.DataDisks = append(r.DataDisks, ccs.PricedDisk{Type: d.DiskType, Size: int(d.Size)})
	}
	return r
}

// quoteChange compares the price of a server as it is with the price after a
// change. Both are list prices, so that the difference is the change's alone.
func quoteChange(ctx context.Context, c cloud.Caller, s ccs.Instance, change func(*ccs.DescribeInstancePriceRequest)) (resource.Quote, error) {
	sale, err := saleIn(ctx, c, string(s.RegionID))
	if err != nil {
		return resource.Quote{}, err
	}
	family, _, err := sale.familyFor(ctx, c, s)
	if err != nil {
		return resource.Quote{}, err
	}
	now, after := listPrice(s, family, sale.plainImage()), listPrice(s, family, sale.plainImage())
	change(&after)
	var old, next ccs.DescribeInstancePriceResponse
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { old, err = ccs.DescribeInstancePrice.Call(both, c, now); return err })
	group.Go(func() (err error) { next, err = ccs.DescribeInstancePrice.Call(both, c, after); return err })
	if err := group.Wait(); err != nil {
		return resource.Quote{}, err
	}
	return resource.Quote{Amount: string(next.TotalPrice), Currency: currency, Per: per(after), Label: resource.T("price.after"), Note: resource.T("price.change_note", FamilyName(family)),
		Lines: []resource.QuoteLine{
			{Label: resource.T("price.now"), Amount: string(old.TotalPrice)},
			{Label: resource.T("price.difference"), Amount: minus(next.TotalPrice, old.TotalPrice)},
		}}, nil
}

// per is the time that a price is for.
func per(r ccs.DescribeInstancePriceRequest) resource.Text {
	if r.InstanceChargeType == prePaid {
		return perMonths(r.PrepaidMonth)
	}
	return resource.T("price.per_day")
}

// perMonths names months that are bought: none are the rest of this one.
func perMonths(n int) resource.Text {
	switch n {
	case 0:
		return resource.T("price.to_month_end")
	case 1:
		return resource.T("price.per_month")
	}
	return resource.T("price.for_months", n)
}

// minus is an exact difference; "" when one of the two is no number.
func minus(a, b cloud.Decimal) string {
	x, ok := new(big.Rat).SetString(string(a))
	y, fine := new(big.Rat).SetString(string(b))
	if !ok || !fine {
		return ""
	}
	return x.Sub(x, y).FloatString(2)
}
