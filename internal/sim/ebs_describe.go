package sim

import (
	"slices"
	"strings"
)

// diskFields is a disk as all operations of the EBS chapter print it.
func diskFields(d *ebsDisk) obj {
	fields := obj{
		"DiskId": d.id, "DiskName": d.name, "Size": d.size, "DiskFeature": strings.ToUpper(d.feature),
		"Property": d.property(), "Status": d.status, "StatusDisplay": ebsStatusTitle(d.status),
		"BillingMethod": d.terms.method(), "ReleaseWithInstance": 0,
		"RegionCode": d.zone.RegionCode, "AvailableZoneCode": d.zone.Code,
	}
	if d.server != nil {
		fields["EcsId"], fields["EcsName"] = d.server.id, d.server.name
		fields["ReleaseWithInstance"] = oneOrZero(d.release)
	}
	return fields
}

func oneOrZero(b bool) int {
	if b {
		return 1
	}
	return 0
}

func describeDiskList(w *World, r Request) (Reply, error) {
	here, err := placeFilter(r)
	if err != nil {
		return Reply{}, err
	}
	ids := r.Strs("DiskIds")
	found := w.ebs.disks.Where(func(d *ebsDisk) bool {
		return here(d.zone) && (len(ids) == 0 || slices.Contains(ids, d.id))
	})
	rows, beside, err := pageBeside(r, found)
	if err != nil {
		return Reply{}, err
	}
	return Reply{Data: obj{"DiskList": diskRecords(r, rows)}, Beside: beside}, nil
}

func diskRecords(r Request, disks []*ebsDisk) []any {
	list := []any{}
	for _, d := range disks {
		list = append(list, r.Record("Data.DiskList[]", diskFields(d)))
	}
	return list
}

func describeDisk(w *World, r Request) (Reply, error) {
	d, err := w.cloudDisk(r.Str("DiskId"))
	if err != nil {
		return Reply{}, err
	}
	return Reply{Data: obj{"DiskInfo": r.Record("Data.DiskInfo", diskFields(d))}}, nil
}

// describeAttachedDisks lists the cloud disks of a server; a local system disk
// is none.
func describeAttachedDisks(w *World, r Request) (Reply, error) {
	target := attachTarget(r)
	if target == "" {
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "InstanceId".`)
	}
	s, err := w.ecsByID(target)
	if err != nil {
		return Reply{}, err
	}
	disks := slices.DeleteFunc(w.disksOf(s), func(d *ebsDisk) bool { return d.feature == diskLocal })
	return Reply{Data: obj{"DiskList": diskRecords(r, disks)}}, nil
}
