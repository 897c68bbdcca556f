package catalog

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// createSimilar leads to the create form, filled in as a server is.
var createSimilar = resource.Op[ccs.Instance]{
	Slug: "similar", Icon: "copy", Set: resource.CopySet, Effect: resource.Spend,
	Page: func(s ccs.Instance) string {
		return "/instances/new?" + url.Values{"like": {string(s.InstanceID)}}.Encode()
	},
}

// OrderLike is the form that creates a server like another, as its fields are
// sent. Its image and family are not told by the API, and names and addresses
// are not for two.
func OrderLike(ctx context.Context, c cloud.Caller, id string) (url.Values, error) {
	s, err := getServer(ctx, c, id)
	if err != nil {
		return nil, err
	}
	sale, err := saleIn(ctx, c, string(s.RegionID))
	if err != nil {
		return nil, err
	}
	family, _, err := sale.familyFor(ctx, c, s)
	if err != nil {
		return nil, err
	}
	form := url.Values{
		"vdc": {string(s.VdcID)}, "family": {family}, "type": {itoa(int(s.CPU)) + "-" + itoa(int(s.RAM))},
		"system_type": {s.Disks.SystemDisk.DiskType}, "system_size": {itoa(int(s.Disks.SystemDisk.Size))},
		"name": {s.InstanceName}, "charge": {s.InstanceChargeType}, "tags": {strings.Join(tagsOf(s), ", ")}, "public": {"none"},
	}
	for _, d := range s.Disks.DataDisks {
		form.Add("diskType", d.DiskType)
		form.Add("diskSize", itoa(int(d.Size)))
	}
	for _, n := range cardsOf(s) {
		switch {
		case n.ip == "":
		case n.public:
			form.Set("public", "auto")
			if n.ipv6 != "" {
				form.Set("ipv6", "true")
			}
		default:
			form.Add("private", n.network)
		}
	}
	return form, nil
}

// DraftOf is what is kept of a create form that is not finished: what was
// chosen and typed, without passwords, keys, and scripts that may hold them.
func DraftOf(form url.Values) url.Values {
	kept := []string{"vdc", "family", "type", "image", "system_type", "system_size", "system_iops", "diskType", "diskSize", "private", "public", "public_ips", "public_typed", "ipv6",
		"name", "amount", "number", "tags", "protect", "utc", "swap_off", "host", "charge", "months", "renew", "public_key"}
	out := url.Values{}
	for name, values := range form {
		field, _, card := strings.Cut(name, "-")
		if slices.Contains(kept, name) || card && slices.Contains([]string{"how", "ips", "typed", "segment", "place"}, field) {
			out[name] = values
		}
	}
	return out
}
