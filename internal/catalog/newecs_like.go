package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/resource"
)

// similarElastic leads to the create form, filled in as a server is.
var similarElastic = resource.Op[Elastic]{
	Slug: "similar", Icon: "copy", Set: resource.CopySet, Effect: resource.Spend,
	Page: func(s Elastic) string { return "/ecs/new?" + url.Values{"like": {s.id()}}.Encode() },
}

// ElasticLike is the form that creates a server like another, as its fields
// are sent. A server does not tell its gateways by id, and addresses are not
// for two.
func ElasticLike(ctx context.Context, c cloud.Caller, id string) (url.Values, error) {
	var s Elastic
	var places []Place
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { s, err = getElastic(both, c, id); return err })
	group.Go(func() (err error) { places, err = elasticPlaces(both, c); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	d := s.Detail
	form := url.Values{
		"charge": {d.BillingInfo.BillingMethod}, "family": {s.EcsFamilyName}, "type": {strings.Join([]string{itoa(int(s.CPUSize)), itoa(int(s.RAMSize)), itoa(int(s.GPUSize))}, "-")},
		"image": {s.ImageName}, "system_type": {s.SystemDiskFeature}, "system_size": {itoa(int(s.SystemDiskSize))},
		"vpc": {string(s.VpcID)}, "subnet": {string(d.Pipe.SubnetID)}, "name": {s.EcsName}, "amount": {"1"},
	}
	if i := slices.IndexFunc(places, func(p Place) bool { return p.ID == s.AzID }); i >= 0 {
		form.Set("zone", places[i].Code)
	}
	for _, disk := range d.Disk.DataDiskConf {
		form.Add("diskType", strings.ToLower(disk.DiskFeature))
		form.Add("diskSize", itoa(int(disk.Size)))
		if bool(disk.ReleaseWithInstance) {
			form.Set("release", "true")
		}
	}
	if d.Duration > 0 {
		form.Set("months", itoa(int(d.Duration)))
	}
	if bool(s.IsAutoRenewal) {
		form.Set("renew", "true")
	}
	if strings.EqualFold(d.TimeZone, "UTC") {
		form.Set("utc", "true")
	}
	return form, nil
}

// ElasticDraftOf is what is kept of a create form that is not finished: what
// was chosen and typed, without passwords.
func ElasticDraftOf(form url.Values) url.Values {
	out := url.Values{}
	for _, name := range []string{"zone", "charge", "family", "type", "image", "system_type", "system_size", "diskType", "diskSize", "release", "vpc", "subnet",
		"gateway", "eip", "others", "dns", "name", "amount", "number", "utc", "months", "to_month", "renew", "subject"} {
		if values, ok := form[name]; ok {
			out[name] = values
		}
	}
	return out
}
