package catalog

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

var imageOps = []resource.Op[Image]{
	{Slug: "sync", Icon: "copy", Set: resource.CopySet, Top: true, Effect: resource.Spend, Danger: resource.Confirm,
		Offered: imageOffered, Fields: imageSyncFields, Plan: syncImage,
		Beside: map[string]string{"InvalidAvailableZone.NotFound": "zones", "InvalidOperation": "zones"}},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: imageOffered, Fields: imageDeleteFields, Plan: deleteImages, Loses: imageLosses,
		Beside: map[string]string{"InvalidImage.NotFound": "zone"}},
}

// imageOffered offers changes on private images that nothing is being done to;
// public ones are the provider's.
func imageOffered(m Image) resource.Text {
	switch {
	case !m.private():
		return resource.T("reason.image.public")
	case imageStates.state(m.status()).Tone == resource.Busy:
		return resource.T("reason.changing")
	}
	return resource.Text{}
}

func imageTarget(m Image) resource.Target {
	return resource.Target{Kind: "images", ID: m.id(), Name: m.ImageName, Note: strings.Join(m.zones(), " · ")}
}

// imageSyncFields offers the zones that have no copy yet.
func imageSyncFields(ctx context.Context, c cloud.Caller, items []Image, _ url.Values) ([]resource.Field, error) {
	places, err := elasticPlaces(ctx, c)
	if err != nil {
		return nil, err
	}
	f := resource.Field{Name: "zones", Label: resource.T("image.sync_to"), Input: resource.CheckInput, Required: true}
	for _, p := range places {
		if !items[0].in(p.Code) {
			o := resource.Choice{Value: p.Code, Label: resource.Lit(p.Name)}
			if !strings.HasPrefix(p.Name, p.Region) {
				o.Note = resource.Lit(p.Region)
			}
			f.Choices = append(f.Choices, o)
		}
	}
	return []resource.Field{f}, nil
}

func syncImage(items []Image, form url.Values) ([]resource.Step, error) {
	req := ecs.SyncImageRequest{ImageID: items[0].id(), AvailableZoneCodes: form["zones"]}
	return []resource.Step{resource.Do(ecs.SyncImage, req, imageTarget(items[0]))}, nil
}

// imageDeleteFields asks where to delete; nothing chosen means everywhere.
func imageDeleteFields(_ context.Context, _ cloud.Caller, items []Image, _ url.Values) ([]resource.Field, error) {
	f := resource.Field{Name: "zone", Label: resource.T("image.delete_in"), Input: resource.SelectInput,
		Choices: []resource.Choice{{Label: resource.T("image.everywhere")}}}
	for _, m := range items {
		for _, c := range m.Copies {
			if !slices.ContainsFunc(f.Choices, func(o resource.Choice) bool { return o.Value == c.Code }) {
				f.Choices = append(f.Choices, resource.Choice{Value: c.Code, Label: resource.Lit(cmp.Or(c.Zone, c.Code))})
			}
		}
	}
	return []resource.Field{f}, nil
}

// deleteImages calls once per image, so that each has an outcome of its own.
// Images without a copy in the chosen zone are left alone.
func deleteImages(items []Image, form url.Values) ([]resource.Step, error) {
	zone := form.Get("zone")
	var steps []resource.Step
	for _, m := range items {
		if zone == "" || m.in(zone) {
			req := ecs.DeleteImageRequest{ImageIDs: []string{m.id()}, AvailableZoneCode: zone}
			steps = append(steps, resource.Do(ecs.DeleteImage, req, imageTarget(m)))
		}
	}
	if len(steps) == 0 {
		return nil, resource.FieldErrors{"zone": resource.T("image.not_there")}
	}
	return steps, nil
}

func imageLosses(items []Image) []resource.Text {
	var out []resource.Text
	for _, m := range items {
		out = append(out, resource.T("loss.image", m.ImageName, resource.Names(m.zones())))
		for _, s := range m.Serves {
			out = append(out, resource.T("loss.image_server", s.EcsName, s.AzName))
		}
	}
	return out
}
