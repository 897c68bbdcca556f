package catalog

import (
	"context"
	"net/url"
	"slices"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/resource"
)

// attachToElastic gives a server disks that no server has.
var attachToElastic = resource.Op[Elastic]{
	Slug: "attach-disks", Icon: "plug-connected", Set: resource.SizeSet, Effect: resource.Change, Danger: resource.Confirm,
	Offered: offered("reason.ecs.not_usable", elasticIs("running", "stopped")), Fields: freeDiskFields, Plan: attachToServer,
	Beside: map[string]string{"InvalidOperation.AzMismatch": "disks", "InvalidDiskId.NotFound": "disks", "InvalidOperation.DiskStatusUnsupported": "disks"},
}

// diskForElastic leads to the form that makes disks, for this server.
var diskForElastic = resource.Op[Elastic]{
	Slug: "new-disk", Icon: "database-plus", Set: resource.SizeSet, Effect: resource.Spend,
	Offered: offered("reason.ecs.not_usable", elasticIs("running", "stopped")),
	Page:    func(s Elastic) string { return "/disks/ops/create?" + url.Values{"server": {s.id()}}.Encode() },
}

// freeDiskFields offers the disks of the server's zone that no server has.
func freeDiskFields(ctx context.Context, c cloud.Caller, items []Elastic, _ url.Values) ([]resource.Field, error) {
	var places []Place
	var disks []ebs.Disk
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { places, err = elasticPlaces(both, c); return err })
	group.Go(func() (err error) { disks, err = disksIn(both, c, ""); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	zone := codeOf(places, items[0])
	slices.SortStableFunc(disks, byName(func(d ebs.Disk) string { return d.DiskName }))
	f := resource.Field{Name: "disks", Label: resource.T("field.ecs.free_disks"), Hint: resource.T("hint.free_disks", items[0].AzName), Input: resource.CheckInput, Required: true}
	for _, d := range disks {
		if d.AvailableZoneCode == zone && diskAttachable(CloudDisk{Disk: d}).IsZero() {
			f.Choices = append(f.Choices, resource.Choice{Value: string(d.DiskID), Label: resource.Lit(d.DiskName), Note: resource.T("cell.gb", int(d.Size))})
		}
	}
	if len(f.Choices) == 0 {
		f.Hint = resource.T("hint.no_free_disks", items[0].AzName)
	}
	return []resource.Field{f, goesField()}, nil
}

func attachToServer(items []Elastic, form url.Values) ([]resource.Step, error) {
	s := items[0]
	req := ebs.AttachDiskRequest{DiskIDs: form["disks"], InstanceID: s.id(), ReleaseWithInstance: flag(form.Get("goes") == "true")}
	targets := []resource.Target{elasticTarget(s)}
	for _, id := range req.DiskIDs {
		targets = append(targets, resource.Target{Kind: "disks", ID: id, Name: id})
	}
	return []resource.Step{resource.Do(ebs.AttachDisk, req, targets...)}, nil
}
