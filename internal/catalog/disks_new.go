package catalog

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/resource"
)

// Sizes of cloud disks, in GB, as the documentation has them; it knows no
// largest one.
const (
	leastDisk = 24
	diskStep  = 8
)

// mostDisks is how many disks one form makes: what can be taken in at a glance.
const mostDisks = 20

// diskName is the documented rule for names of disks.
var diskName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9\p{Han}._:()-]{1,39}$`)

// diskQuotaOf is the quota of one type of disks in a zone; nil where the
// provider tells none.
type diskQuotaOf ebs.Quota

func (q *diskQuotaOf) left() int { return int(q.FreeQuota) }

// allows says why so many GB more are too many.
func (q *diskQuotaOf) allows(more int) error {
	if q == nil || more <= q.left() {
		return nil
	}
	return resource.FieldErrors{"size": resource.T("disk.over_quota", more, q.left(), int(q.TotalQuota))}
}

// diskQuota reads the quota of a zone for one type of disks.
func diskQuota(ctx context.Context, c cloud.Caller, zone, feature string) (*diskQuotaOf, error) {
	list, err := diskQuotas(ctx, c, zone)
	if i := slices.IndexFunc(list, func(q ebs.Quota) bool { return strings.EqualFold(q.DiskFeature, feature) }); i >= 0 {
		return (*diskQuotaOf)(&list[i]), err
	}
	return nil, err
}

func diskQuotas(ctx context.Context, c cloud.Caller, zone string) ([]ebs.Quota, error) {
	out, err := ebs.DescribeDiskQuota.Call(ctx, c, ebs.ZoneRef{AvailableZoneCode: zone})
	return out.QuotaList, err
}

// diskSizeField asks for a size; now is what counts against the quota already.
func diskSizeField(quota *diskQuotaOf, now int) resource.Field {
	f := resource.Field{Name: "size", Label: resource.T("field.disks.size"), Input: resource.NumberInput, Required: true, Decides: true,
		Unit: resource.T("unit.gb"), Min: itoa(leastDisk), Step: itoa(diskStep), Value: itoa(leastDisk)}
	if quota != nil && now+quota.left() >= leastDisk {
		f.Max = itoa((now + quota.left()) / diskStep * diskStep)
	}
	return f
}

// newDisks is what the form that makes disks can offer, given what is filled
// in.
type newDisks struct {
	places  []Place
	servers []Elastic
	zone    string
	quotas  []ebs.Quota
	from    []ebs.Snapshot // of data disks, in the zone
}

// newDiskChoices reads the zones and servers, then what is in the chosen zone:
// that of the chosen server, or the one with the most servers.
func newDiskChoices(ctx context.Context, c cloud.Caller, form url.Values) (n newDisks, err error) {
	if n.places, n.servers, err = placedServers(ctx, c); err != nil {
		return n, err
	}
	n.zone = form.Get("zone")
	if !slices.ContainsFunc(n.places, func(p Place) bool { return p.Code == n.zone }) {
		n.zone = n.usualZone(form.Get("server"))
	}
	group, all := errgroup.WithContext(ctx)
	group.Go(func() (err error) { n.quotas, err = diskQuotas(all, c, n.zone); return err })
	group.Go(func() (err error) { n.from, err = snapshotsFor(all, c, n.zone); return err })
	return n, group.Wait()
}

func (n newDisks) usualZone(server string) string {
	count, most := map[string]int{}, ""
	for _, s := range n.servers {
		code := codeOf(n.places, s)
		if s.id() == server {
			return code
		}
		count[code]++
	}
	for _, p := range n.places {
		if most == "" || count[p.Code] > count[most] {
			most = p.Code
		}
	}
	return most
}

func newDiskFields(ctx context.Context, c cloud.Caller, _ []CloudDisk, form url.Values) ([]resource.Field, error) {
	n, err := newDiskChoices(ctx, c, form)
	if err != nil {
		return nil, err
	}
	fields := []resource.Field{n.zoneField(), n.typeField(), n.fromField()}
	fields = append(fields, n.amountFields(form)...)
	server := resource.Field{Name: "server", Label: resource.T("field.disks.attach_to"), Hint: resource.T("hint.disk_attach"), Input: resource.SelectInput, Decides: true,
		Choices: append([]resource.Choice{{Label: resource.T("disk.attach_none")}}, serverChoices(n.places, n.servers, n.zone)...)}
	fields = append(fields, server)
	if form.Get("server") != "" && slices.ContainsFunc(server.Choices, func(o resource.Choice) bool { return o.Value == form.Get("server") }) {
		fields = append(fields, goesField())
	}
	name := resource.Field{Name: "name", Label: resource.T("field.disks.disk_name"), Hint: resource.T("hint.disk_name"), Input: resource.TextInput}
	return append(fields, name), nil
}

func (n newDisks) zoneField() resource.Field {
	f := resource.Field{Name: "zone", Label: resource.T("field.disks.zone"), Hint: resource.T("hint.disk_zone"), Input: resource.SelectInput, Required: true, Decides: true, Value: n.zone}
	for _, p := range n.places {
		f.Choices = append(f.Choices, resource.Choice{Value: p.Code, Label: resource.Lit(p.Name), Note: resource.Lit(p.Region)})
	}
	return f
}

// typeField offers the types the zone has a quota for.
func (n newDisks) typeField() resource.Field {
	f := resource.Field{Name: "type", Label: resource.T("field.disks.type"), Input: resource.SelectInput, Required: true, Decides: true}
	for _, q := range n.quotas {
		f.Choices = append(f.Choices, resource.Choice{Value: q.DiskFeature, Label: elasticDisk(q.DiskFeature)})
	}
	if len(f.Choices) > 0 {
		f.Value = f.Choices[0].Value
	}
	return f
}

// fromField offers the snapshots that a new disk can begin with.
func (n newDisks) fromField() resource.Field {
	f := resource.Field{Name: "snapshot", Label: resource.T("field.disks.snapshot"), Hint: resource.T("hint.disk_of_snapshot"), Input: resource.SelectInput, Decides: true,
		Choices: []resource.Choice{{Label: resource.T("snapshot.none_chosen")}}}
	for _, s := range inZones(n.from, nil, nil) {
		note := resource.T("snapshot.choice_note", s.DiskName, int(s.DiskSize), s.CreateTime.Time)
		f.Choices = append(f.Choices, resource.Choice{Value: s.id(), Label: resource.Lit(s.SnapshotName), Note: note})
	}
	return f
}

// snapshotsFor reads the snapshots of data disks in a zone that are ready.
func snapshotsFor(ctx context.Context, c cloud.Caller, zone string) ([]ebs.Snapshot, error) {
	ask := func(ctx context.Context, page int) (cloud.Batch[ebs.Snapshot], error) {
		out, err := ebs.DescribeSnapshotList.Call(ctx, c, ebs.DescribeSnapshotListRequest{AvailableZoneCode: zone, PageNumber: page, PageSize: storagePage})
		return cloud.Batch[ebs.Snapshot]{Items: out.SnapshotList, Total: out.Page.Total}, err
	}
	all, err := cloud.All(ctx, ask, func(s ebs.Snapshot) string { return string(s.SnapshotID) })
	return slices.DeleteFunc(all, func(s ebs.Snapshot) bool {
		return s.DiskProperty != "data" || !snapshotSound(DiskSnapshot{Snapshot: s}).IsZero()
	}), err
}

// amountFields ask for size and number, with the quota beside them.
func (n newDisks) amountFields(form url.Values) []resource.Field {
	var quota *diskQuotaOf
	for i, q := range n.quotas {
		if quota == nil || q.DiskFeature == form.Get("type") {
			quota = (*diskQuotaOf)(&n.quotas[i])
		}
	}
	size, least := diskSizeField(quota, 0), leastDisk
	for _, s := range n.from {
		if string(s.SnapshotID) == form.Get("snapshot") {
			least = max(least, int(s.DiskSize))
		}
	}
	size.Min, size.Value = itoa(least), itoa(least)
	size.Hint = resource.T("hint.disk_size", least, diskStep)
	if quota != nil {
		size.Hint = resource.T("hint.disk_size_quota", least, diskStep, quota.left(), int(quota.TotalQuota))
	}
	count := resource.Field{Name: "count", Label: resource.T("field.disks.count"), Input: resource.NumberInput, Required: true, Decides: true,
		Value: "1", Min: "1", Max: itoa(mostDisks), Step: "1"}
	return []resource.Field{size, count}
}

// createDisks makes disks by one call. Its ticket is about the new disks, so
// that their rows follow.
func createDisks(ctx context.Context, c cloud.Caller, _ []CloudDisk, form url.Values) ([]resource.Step, error) {
	req := ebs.CreateDiskRequest{AvailableZoneCode: form.Get("zone"), DiskFeature: form.Get("type"), Size: whole(form.Get("size")), Number: whole(form.Get("count")),
		DiskName: strings.TrimSpace(form.Get("name")), InstanceID: form.Get("server"), SnapshotID: form.Get("snapshot"), BillingMethod: "0"}
	if wrong := diskNameMistake(req.DiskName, req.Number); !wrong.IsZero() {
		return nil, resource.FieldErrors{"name": wrong}
	}
	quota, err := diskQuota(ctx, c, req.AvailableZoneCode, req.DiskFeature)
	if err == nil {
		err = quota.allows(req.Size * req.Number)
	}
	if err != nil {
		return nil, err
	}
	if req.InstanceID != "" {
		req.ReleaseWithInstance = flag(form.Get("goes") == "true")
	}
	return []resource.Step{resource.DoThen(ebs.CreateDisk, req, func(answer ebs.CreateDiskResponse, out *resource.Outcome) {
		var disks []resource.Target
		for _, id := range answer.DiskIDSet {
			out.Created = append(out.Created, id)
			disks = append(disks, resource.Target{Kind: "disks", ID: id, Name: req.DiskName})
		}
		for i := range out.Tickets {
			out.Tickets[i].Targets = disks
		}
	})}, nil
}

// diskNameMistake holds a name against the documented rule. Several disks have
// it with a number each, which needs room.
func diskNameMistake(name string, count int) resource.Text {
	switch {
	case name == "":
		return resource.Text{}
	case !diskName.MatchString(name):
		return resource.T("disk.bad_name")
	case count > 1 && utf8.RuneCountInString(name) > 37:
		return resource.T("disk.long_name", 37)
	}
	return resource.Text{}
}
