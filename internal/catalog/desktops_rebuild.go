package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

var rebuildDesktop = resource.Op[Desktop]{
	Slug: "rebuild", Icon: "device-floppy", Effect: resource.Destroy, Danger: resource.TypeName,
	Offered: func(d Desktop) resource.Text {
		if why := desktopRests(d); !why.IsZero() || d.in("stopped") {
			return why
		}
		return resource.T("reason.desktop_stop_first")
	},
	Fields: rebuildFields, Plan: planRebuild,
	Loses: func(items []Desktop) []resource.Text {
		return []resource.Text{resource.T("loss.desktop_data", items[0].VMName)}
	},
	Beside: map[string]string{"10008": "image"},
}

// desktopImage is an image with its state in one site.
type desktopImage struct {
	gcw.Image
	state string
}

func (m desktopImage) usable() bool {
	return strings.EqualFold(m.state, "Available") || strings.EqualFold(m.state, "Using")
}

// desktopImageStates are the states of images of desktops.
var desktopImageStates = words{
	"creating":      {resource.Busy, "creating"},
	"available":     {resource.OK, "available"},
	"using":         {resource.OK, "available"},
	"synchronizing": {resource.Busy, "desktop.image_syncing"},
	"error":         {resource.Failed, "error"},
	"deleting":      {resource.Busy, "deleting"},
	"deleted":       {resource.Gone, "desktop.deleted"},
}

// desktopImages reads what a product can be installed with in a site, the
// account's own images first.
func desktopImages(ctx context.Context, c cloud.Caller, site, product string) ([]desktopImage, error) {
	list, err := gcw.QueryImages.Call(ctx, c, gcw.QueryImagesRequest{SiteID: site, ProductID: product})
	var out []desktopImage
	for _, p := range list {
		if string(p.ProductID) != product {
			continue
		}
		for _, m := range slices.Concat(p.PrivateImages, p.PublicImages) {
			for _, at := range m.ImageSites {
				if string(at.SiteID) == site {
					out = append(out, desktopImage{m, at.Status})
				}
			}
		}
	}
	return out, err
}

// desktopImageField offers images; those that are not ready say why.
func desktopImageField(images []desktopImage) resource.Field {
	f := resource.Field{Name: "image", Label: resource.T("field.desktops.image"), Input: resource.SelectInput, Required: true, Decides: true,
		Choices: []resource.Choice{{Label: resource.T("choice.none")}}}
	for _, m := range images {
		o := resource.Choice{Value: string(m.ImageID), Label: resource.Lit(m.ImageName), Note: resource.T("cell.gb", int(m.ImageSize)), Disabled: !m.usable()}
		if strings.EqualFold(m.ImageType, "private") {
			o.Note = resource.T("desktop.image_private", int(m.ImageSize))
		}
		if o.Disabled {
			o.Note = desktopImageStates.state(m.state).Word
		}
		f.Choices = append(f.Choices, o)
	}
	return f
}

func rebuildFields(ctx context.Context, c cloud.Caller, items []Desktop, _ url.Values) ([]resource.Field, error) {
	images, err := desktopImages(ctx, c, string(items[0].SiteID), string(items[0].ProductID))
	f := desktopImageField(images)
	f.Decides = false
	return []resource.Field{f}, err
}

func planRebuild(items []Desktop, form url.Values) ([]resource.Step, error) {
	d := items[0]
	return []resource.Step{resource.Do(gcw.RebuildVM, gcw.RebuildVMRequest{RequestID: newRequest(), VMID: d.ID, ImageID: form.Get("image")}, desktopTarget(d))}, nil
}
