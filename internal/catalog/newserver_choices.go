package catalog

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/cloud/network"
)

// ServerChoices is what can be chosen in the create-server form, given what is
// chosen already.
type ServerChoices struct {
	VDCs     []network.Vdc
	VDC      *network.Vdc // the chosen one
	Open     bool         // its zone sells
	Families []string
	Sizes    []ccs.InstanceSize
	Images   []ImageChoice
	System   []ccs.DiskGoods
	Disks    []ccs.DiskGoods
	Free     map[string]FreeAddresses // by network, of those whose addresses are chosen

	replaced []string // fields whose choice is not on offer any more
}

// ImageChoice is one image a server can be made from.
type ImageChoice struct {
	ID, Name, Family string
	Private          bool
}

// Windows tells images of Windows, which take product keys and no SSH keys.
func (i ImageChoice) Windows() bool {
	return strings.EqualFold(i.Family, "windows") || strings.HasPrefix(strings.ToLower(i.Name), "windows")
}

// ChoicesFor reads the choices and moves the order to the first of each where
// it has chosen none, or one that is gone. It makes two rounds of calls after
// the list of VDCs, and a third where addresses are chosen.
func ChoicesFor(ctx context.Context, c cloud.Caller, o *ServerOrder) (*ServerChoices, error) {
	ch := &ServerChoices{}
	var err error
	if ch.VDCs, err = listVDCs(ctx, c); err != nil || len(ch.VDCs) == 0 {
		return ch, err
	}
	ch.VDC = &ch.VDCs[0]
	for i, v := range ch.VDCs {
		if string(v.VdcID) == o.VDC {
			ch.VDC = &ch.VDCs[i]
		}
	}
	ch.choose("vdc", &o.VDC, string(ch.VDC.VdcID))
	if err := ch.readZone(ctx, c, o); err != nil {
		return ch, err
	}
	ch.settle(o)
	return ch, ch.readAddresses(ctx, c, o)
}

func (ch *ServerChoices) readZone(ctx context.Context, c cloud.Caller, o *ServerOrder) error {
	zone := string(ch.VDC.RegionID)
	var goods ccs.AvailableResource
	var templates []ccs.Template
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		goods, err = ccs.DescribeAvailableResource.Call(both, c, ccs.AvailableResourceRequest{RegionID: zone, AvailableResource: "1"})
		return err
	})
	group.Go(func() (err error) {
		templates, err = listTemplates(both, c)
		return err
	})
	if err := group.Wait(); err != nil {
		return err
	}
	ch.Open = goods.RegionStatus != "0"
	for _, g := range goods.InstanceGoods {
		ch.Families = append(ch.Families, g.InstanceType)
	}
	if !slices.Contains(ch.Families, o.Family) && len(ch.Families) > 0 {
		o.Family = ch.Families[0]
	}
	for _, g := range goods.InstanceGoods {
		if g.InstanceType == o.Family {
			ch.System, ch.Disks, ch.Images = g.SystemDiskGoods, g.DiskGoods, imagesOf(g.ImageGoods, templates, zone)
		}
	}
	if o.Family == "" {
		return nil
	}
	var err error
	ch.Sizes, err = ccs.DescribeInstanceType.Call(ctx, c, ccs.DescribeInstanceTypeRequest{RegionID: zone, InstanceType: o.Family, InstanceChargeType: o.Charge})
	return err
}

// settle moves what was not chosen, or is not on offer here, to the first.
func (ch *ServerChoices) settle(o *ServerOrder) {
	if !ch.has(o.Type) && len(ch.Sizes) > 0 {
		ch.choose("type", &o.Type, SizeValue(ch.Sizes[0]))
	}
	if ch.Image(o.Image) == nil && len(ch.Images) > 0 {
		ch.choose("image", &o.Image, ch.Images[0].ID)
	}
	if !slices.ContainsFunc(ch.System, func(g ccs.DiskGoods) bool { return g.Type == o.SystemType }) && len(ch.System) > 0 {
		ch.choose("system_type", &o.SystemType, ch.System[0].Type)
	}
	o.Private = slices.DeleteFunc(o.Private, func(id string) bool { return ch.private(id) == nil })
}

// choose moves a field to what is on offer, and notes it when that takes the
// place of something a person chose: an order must not buy something else.
func (ch *ServerChoices) choose(field string, value *string, offered string) {
	if *value != "" && *value != offered {
		ch.replaced = append(ch.replaced, field)
	}
	*value = offered
}

func imagesOf(g ccs.ImageGoods, templates []ccs.Template, zone string) []ImageChoice {
	var out []ImageChoice
	for _, i := range g.PublicImage {
		out = append(out, ImageChoice{ID: string(i.ImageID), Name: i.GicDisplayName, Family: i.ImageType})
	}
	seen := map[string]bool{}
	for _, i := range g.PrivateImages {
		seen[string(i.ImageID)] = true
		out = append(out, ImageChoice{ID: string(i.ImageID), Name: i.GicDisplayName, Family: i.ImageType, Private: true})
	}
	for _, t := range templates {
		here := slices.ContainsFunc(t.Region, func(r ccs.TemplateRegion) bool {
			return string(r.RegionID) == zone && r.Status == "normal"
		})
		if here && !seen[string(t.TemplateID)] {
			out = append(out, ImageChoice{ID: string(t.TemplateID), Name: t.Name, Family: t.OSType, Private: true})
		}
	}
	return out
}

// Image finds an image on offer; nil when there is none.
func (ch *ServerChoices) Image(id string) *ImageChoice {
	i := slices.IndexFunc(ch.Images, func(m ImageChoice) bool { return m.ID == id })
	if i < 0 {
		return nil
	}
	return &ch.Images[i]
}

func (ch *ServerChoices) has(size string) bool {
	return slices.ContainsFunc(ch.Sizes, func(s ccs.InstanceSize) bool { return SizeValue(s) == size })
}

func (ch *ServerChoices) private(id string) *network.PrivateNetwork {
	if ch.VDC == nil {
		return nil
	}
	for i := range ch.VDC.PrivateNetwork {
		if string(ch.VDC.PrivateNetwork[i].PrivateID) == id {
			return &ch.VDC.PrivateNetwork[i]
		}
	}
	return nil
}

// freePublic is how many public addresses the VDC has left.
func (ch *ServerChoices) freePublic() int {
	n := 0
	for _, p := range ch.VDC.PublicNetwork {
		n += int(p.UnuseIPNum)
	}
	return n
}

// SizeValue is the form value of a size: "4-8".
func SizeValue(s ccs.InstanceSize) string {
	return itoa(int(s.CPU)) + "-" + itoa(int(s.RAM))
}

func listVDCs(ctx context.Context, c cloud.Caller) ([]network.Vdc, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[network.Vdc], error) {
		list, err := network.DescribeVdc.Call(ctx, c, network.DescribeVdcRequest{PageNumber: page})
		b := cloud.Batch[network.Vdc]{Items: list}
		if len(list) > 0 {
			b.Pages = max(int(list[0].PageCount), 1)
		}
		return b, err
	}
	return cloud.All(ctx, ask, func(v network.Vdc) string { return string(v.VdcID) })
}

func listTemplates(ctx context.Context, c cloud.Caller) ([]ccs.Template, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[ccs.Template], error) {
		out, err := ccs.DescribeTemplateInfo.Call(ctx, c, ccs.DescribeTemplateInfoRequest{PageNumber: page, PageSize: 100})
		return cloud.Batch[ccs.Template]{Items: out.TemplateList, Pages: int(out.TotalPage)}, err
	}
	return cloud.All(ctx, ask, func(t ccs.Template) string { return string(t.TemplateID) })
}
