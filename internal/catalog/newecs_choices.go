package catalog

import (
	"context"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/cloud/ecs"
	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// ElasticChoices is what can be chosen in the form that creates elastic
// servers, given what is chosen already.
type ElasticChoices struct {
	Places   []Place
	Place    *Place // the chosen one
	Families []ecs.Family
	Specs    []ecs.Spec // of the chosen family
	Spec     *ecs.Spec  // the chosen one
	Images   []ecs.Image
	VPCs     []vpc.VPC
	Subnets  []vpc.Subnet
	Gateways []vpc.VirtualGateWay
	EIPs     []vpc.EIP // that are bound to nothing
	Quota    *ebs.Quota
	Subjects []ecs.AccountSubject

	moved     []string // fields whose answer is not on offer, and was replaced
	usualDisk bool     // nobody asked for another size of system disk
}

// move replaces an answer; one that somebody gave must not change unnoticed.
func (ch *ElasticChoices) move(field string, answer *string, to string) {
	if *answer != "" && *answer != to {
		ch.moved = append(ch.moved, field)
	}
	*answer = to
}

// elasticCalls is how many calls the form makes at a time.
const elasticCalls = 4

// ElasticGoods reads the choices a price depends on, zones and sizes, and the
// images, which it only names; and moves
// the order to the first of each where it has chosen none, or one that is gone.
func ElasticGoods(ctx context.Context, c cloud.Caller, o *ElasticOrder) (*ElasticChoices, error) {
	ch, err := choosePlace(ctx, c, o)
	if err != nil || ch.Place == nil {
		return ch, err
	}
	var goods errgroup.Group
	goods.Go(func() error { return ch.readGoods(ctx, c, o) })
	goods.Go(func() error {
		ch.Images, _ = elasticImagesIn(ctx, c, ch.Place.Code) // they are only named beside the price
		return nil
	})
	return ch, goods.Wait()
}

func elasticImagesIn(ctx context.Context, c cloud.Caller, zone string) ([]ecs.Image, error) {
	out, err := ecs.DescribeImages.Call(ctx, c, ecs.DescribeImagesRequest{AvailableZoneCode: zone})
	return out.ImageList, err
}

// choosePlace reads the zones on sale.
func choosePlace(ctx context.Context, c cloud.Caller, o *ElasticOrder) (*ElasticChoices, error) {
	ch := &ElasticChoices{}
	var err error
	if ch.Places, err = elasticPlaces(ctx, c); err != nil || len(ch.Places) == 0 {
		return ch, err
	}
	ch.Place = &ch.Places[max(0, slices.IndexFunc(ch.Places, func(p Place) bool { return strings.EqualFold(p.Code, o.Zone) }))]
	ch.move("zone", &o.Zone, ch.Place.Code)
	return ch, nil
}

// readGoods reads what the chosen zone sells.
func (ch *ElasticChoices) readGoods(ctx context.Context, c cloud.Caller, o *ElasticOrder) error {
	out, err := ecs.DescribeEcsFamilyInfo.Call(ctx, c, ecs.DescribeEcsFamilyInfoRequest{AvailableZoneCode: ch.Place.Code, BillingMethod: o.Charge})
	if err != nil || len(out.EcsFamilyInfo) == 0 {
		return err
	}
	ch.Families = out.EcsFamilyInfo
	family := ch.Families[max(0, slices.IndexFunc(ch.Families, func(f ecs.Family) bool { return f.EcsFamilyName == o.Family }))]
	ch.move("type", &o.Family, family.EcsFamilyName)
	ch.Specs = family.SpecList
	if len(ch.Specs) > 0 {
		ch.Spec = &ch.Specs[max(0, slices.IndexFunc(ch.Specs, func(s ecs.Spec) bool { return SpecValue(s) == o.Type }))]
		ch.move("type", &o.Type, SpecValue(*ch.Spec))
	}
	if o.SystemType == "" {
		o.SystemType = elasticDiskTypes[0]
	}
	if o.SystemSize == "" {
		o.SystemSize, ch.usualDisk = itoa(usualSystemDisk), true
	}
	return nil
}

// ElasticChoicesFor reads all choices: the zones, then all that is in the
// chosen one, in two rounds of calls.
func ElasticChoicesFor(ctx context.Context, c cloud.Caller, o *ElasticOrder) (*ElasticChoices, error) {
	ch, err := choosePlace(ctx, c, o)
	if err != nil || ch.Place == nil {
		return ch, err
	}
	if err := ch.readZone(ctx, c, o); err != nil {
		return ch, err
	}
	ch.settle(o)
	return ch, nil
}

// readZone reads what the chosen zone sells, and what the account has there.
func (ch *ElasticChoices) readZone(ctx context.Context, c cloud.Caller, o *ElasticOrder) error {
	zone, region := ch.Place.Code, ch.Place.RegionCode
	group, all := errgroup.WithContext(ctx)
	group.SetLimit(elasticCalls)
	group.Go(func() error { return ch.readGoods(all, c, o) })
	group.Go(func() (err error) { ch.Images, err = elasticImagesIn(all, c, zone); return err })
	group.Go(func() (err error) {
		ch.VPCs, err = vpcsIn(all, c, region)
		return err
	})
	group.Go(func() (err error) {
		ch.Subnets, err = subnetsIn(all, c, region, zone, "")
		return err
	})
	group.Go(func() (err error) {
		ch.Gateways, err = gatewaysIn(all, c, region, zone, "")
		return err
	})
	group.Go(func() error {
		out, err := vpc.DescribeEIP.Call(all, c, vpc.DescribeEIPRequest{RegionCode: region, AvailableZoneCode: zone})
		ch.EIPs = slices.DeleteFunc(out.EIPList, func(e vpc.EIP) bool { return bool(e.IsBind) || e.Status != "ok" })
		return err
	})
	group.Go(func() error {
		out, err := ebs.DescribeDiskQuota.Call(all, c, ebs.ZoneRef{AvailableZoneCode: zone})
		if i := slices.IndexFunc(out.QuotaList, func(q ebs.Quota) bool { return strings.EqualFold(q.DiskFeature, "ssd") }); i >= 0 {
			ch.Quota = &out.QuotaList[i]
		}
		return err
	})
	group.Go(func() (err error) {
		ch.Subjects, err = ecs.DescribeAccountSubject.Call(all, c, ecs.DescribeAccountSubjectRequest{})
		return err
	})
	return group.Wait()
}

// fitting keeps images that are ready and made for the chosen size, public
// ones first.
func (ch *ElasticChoices) fitting(all []ecs.Image) []ecs.Image {
	list := slices.DeleteFunc(all, func(m ecs.Image) bool {
		return imageStates.state(m.Status).Tone != resource.OK || ch.Spec != nil && !fits(m, *ch.Spec)
	})
	slices.SortStableFunc(list, func(a, b ecs.Image) int { return -strings.Compare(a.TemplateType, b.TemplateType) })
	return list
}

// fits tells whether a size can run an image: one with graphics cards needs an
// image for them, with their driver. What an image does not say does not count.
func fits(m ecs.Image, s ecs.Spec) bool {
	use := "cpu"
	if s.GPU > 0 {
		use = "gpu"
	}
	if len(m.SupportType) > 0 && !slices.ContainsFunc(m.SupportType, func(t string) bool { return strings.EqualFold(t, use) }) {
		return false
	}
	return s.GPU == 0 || m.SupportGPUDriver == "" || s.SupportGPUDriver == "" || strings.EqualFold(m.SupportGPUDriver, s.SupportGPUDriver)
}

// settle moves what was not chosen, or is not on offer here, to the first.
func (ch *ElasticChoices) settle(o *ElasticOrder) {
	ch.Images = ch.fitting(ch.Images)
	if ch.image(o.Image) == nil && len(ch.Images) > 0 {
		ch.move("image", &o.Image, string(ch.Images[0].ImageID))
	}
	if m := ch.image(o.Image); ch.usualDisk && m != nil {
		o.SystemSize = itoa(max(usualSystemDisk, int(m.OSSize)))
	}
	if !ch.vpc(o.VPC) {
		ch.move("vpc", &o.VPC, ch.usualVPC())
	}
	ch.Subnets = slices.DeleteFunc(ch.Subnets, func(s vpc.Subnet) bool { return string(s.VPCID) != o.VPC })
	ch.Gateways = slices.DeleteFunc(ch.Gateways, func(g vpc.VirtualGateWay) bool { return string(g.VPCID) != o.VPC })
	if !ch.subnet(o.Subnet) {
		to := ""
		if len(ch.Subnets) > 0 {
			to = string(ch.Subnets[0].SubnetID)
		}
		ch.move("subnet", &o.Subnet, to)
	}
	if !ch.gateway(o.Gateway) {
		ch.move("gateway", &o.Gateway, "")
	}
	if o.Gateway != "" {
		ch.settleGateway(o)
	}
	if !slices.ContainsFunc(ch.Subjects, func(s ecs.AccountSubject) bool { return s.Name == o.Subject }) {
		field := "subject"
		if len(ch.Subjects) == 0 {
			field = "charge" // there is no field to choose one
		}
		ch.move(field, &o.Subject, "")
	}
}

// settleGateway settles what is asked besides where there is a way out.
func (ch *ElasticChoices) settleGateway(o *ElasticOrder) {
	known := slices.DeleteFunc(slices.Clone(o.Others), func(id string) bool { return !ch.gateway(id) })
	if len(known) < len(o.Others) {
		ch.moved = append(ch.moved, "others")
	}
	o.Others = known
	if !slices.ContainsFunc(ch.EIPs, func(e vpc.EIP) bool { return string(e.ID) == o.EIP }) {
		ch.move("eip", &o.EIP, "")
	}
}

// usualVPC is the first that has a subnet in the zone, else the first.
func (ch *ElasticChoices) usualVPC() string {
	for _, v := range ch.VPCs {
		if slices.ContainsFunc(ch.Subnets, func(s vpc.Subnet) bool { return s.VPCID == v.VPCID }) {
			return string(v.VPCID)
		}
	}
	if len(ch.VPCs) > 0 {
		return string(ch.VPCs[0].VPCID)
	}
	return ""
}

// image finds an image on offer by id or, as the provider does, by name.
func (ch *ElasticChoices) image(id string) *ecs.Image {
	i := slices.IndexFunc(ch.Images, func(m ecs.Image) bool { return string(m.ImageID) == id || m.ImageName == id })
	if i < 0 || id == "" {
		return nil
	}
	return &ch.Images[i]
}

func (ch *ElasticChoices) vpc(id string) bool {
	return slices.ContainsFunc(ch.VPCs, func(v vpc.VPC) bool { return string(v.VPCID) == id })
}

func (ch *ElasticChoices) subnet(id string) bool {
	return slices.ContainsFunc(ch.Subnets, func(s vpc.Subnet) bool { return string(s.SubnetID) == id })
}

// freeInSubnet is how many addresses the chosen subnet has left, as far as its
// segment tells.
func (ch *ElasticChoices) freeInSubnet(id string) (int, bool) {
	i := slices.IndexFunc(ch.Subnets, func(s vpc.Subnet) bool { return string(s.SubnetID) == id })
	if i < 0 {
		return 0, false
	}
	return subnetFree(ch.Subnets[i])
}

// subnetFree counts the addresses of a subnet that servers can have and have
// not: its network's own, its broadcast and its gateway's are nobody's.
func subnetFree(s vpc.Subnet) (int, bool) {
	p, err := netip.ParsePrefix(s.SubnetSegment)
	if err != nil || !p.Addr().Is4() {
		return 0, false
	}
	return max(0, 1<<(32-p.Bits())-3-int(s.UsedIPNum)), true
}

// subnetUse says what a subnet is and how full.
func subnetUse(s vpc.Subnet) resource.Text {
	free, known := subnetFree(s)
	if !known {
		return resource.Lit(s.SubnetSegment)
	}
	return resource.T("ecs.new.subnet_use", s.SubnetSegment, int(s.UsedIPNum), free)
}

func (ch *ElasticChoices) gateway(id string) bool {
	return slices.ContainsFunc(ch.Gateways, func(g vpc.VirtualGateWay) bool { return string(g.VirtualGateWayID) == id })
}

// SpecValue is the form value of a size: "16-32-1".
func SpecValue(s ecs.Spec) string {
	return itoa(int(s.CPU)) + "-" + itoa(int(s.RAM)) + "-" + itoa(int(s.GPU))
}

// SpecName is a size as people call it: "16C32G".
func SpecName(s ecs.Spec) string { return itoa(int(s.CPU)) + "C" + itoa(int(s.RAM)) + "G" }

// SpecCards are the graphics cards of a size: "2 × NVIDIA RTX A5000".
func SpecCards(s ecs.Spec) string { return itoa(int(s.GPU)) + " × " + s.GPUShowType }

func vpcsIn(ctx context.Context, c cloud.Caller, region string) ([]vpc.VPC, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[vpc.VPC], error) {
		out, err := vpc.DescribeVPC.Call(ctx, c, vpc.DescribeVPCRequest{RegionCode: region, PageNumber: page})
		return cloud.Batch[vpc.VPC]{Items: out.VPCList, Total: int(out.Total)}, err
	}
	return cloud.All(ctx, ask, func(v vpc.VPC) string { return string(v.VPCID) })
}

// subnetsIn reads the subnets of a region; zone and VPC may be "".
func subnetsIn(ctx context.Context, c cloud.Caller, region, zone, vpcID string) ([]vpc.Subnet, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[vpc.Subnet], error) {
		out, err := vpc.DescribeSubnet.Call(ctx, c, vpc.DescribeSubnetRequest{RegionCode: region, AvailableZoneCode: zone, VPCID: vpcID, PageNumber: itoa(page)})
		return cloud.Batch[vpc.Subnet]{Items: out.SubnetList, Total: int(out.Total)}, err
	}
	return cloud.All(ctx, ask, func(s vpc.Subnet) string { return string(s.SubnetID) })
}

// gatewaysIn reads the virtual gateways of a region; zone and VPC may be "".
func gatewaysIn(ctx context.Context, c cloud.Caller, region, zone, vpcID string) ([]vpc.VirtualGateWay, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[vpc.VirtualGateWay], error) {
		out, err := vpc.DescribeVirtualGateWay.Call(ctx, c, vpc.DescribeVirtualGateWayRequest{RegionCode: region, AvailableZoneCode: zone, VPCID: vpcID, PageNumber: itoa(page)})
		return cloud.Batch[vpc.VirtualGateWay]{Items: out.VirtualGateWayList, Total: int(out.Total)}, err
	}
	return cloud.All(ctx, ask, func(g vpc.VirtualGateWay) string { return string(g.VirtualGateWayID) })
}
