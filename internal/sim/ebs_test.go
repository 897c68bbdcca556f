package sim

import (
	"strings"
	"testing"
)

func TestDiskOrdersAreRefusedAsDocumented(t *testing.T) {
	l := newLab(t, "empty")
	away := l.elastic(l.private("CN_Dongguan", "CN_Dongguan_A"), params{"AvailableZoneCode": "CN_Dongguan_A"})[0]
	system := l.frozen(l.systemDisk(away), nil)
	large := l.frozen(l.volume(params{"Size": 64}), nil)
	for _, c := range []struct {
		name string
		more params
		want string
	}{
		{"an unknown zone", params{"AvailableZoneCode": "CN_Nowhere_A"}, "InvalidAvailableZone.NotFound"},
		{"less than the least", params{"Size": 16}, "InvalidParameter"},
		{"a negative size", params{"Size": -24}, "InvalidParameter"},
		{"between the steps", params{"Size": 30}, "InvalidDiskSize.ValueNotSupported"},
		{"more than the most", params{"Size": 4008}, "MaxDiskSizeExceed"},
		{"no disks", params{"Number": -1}, "InvalidParameter"},
		{"more than the quota", params{"Size": 4000, "Number": 3}, "QuotaExceed.Disk"},
		{"a type that is not sold", params{"DiskFeature": "HDD"}, "InvalidParameter"},
		{"prepaid, which is not sold", params{"BillingMethod": "1"}, "InvalidParameter"},
		{"a name that begins with a digit", params{"DiskName": "1st"}, "InvalidParameter"},
		{"a name with a control character", params{"DiskName": "disk\t1"}, "InvalidParameter"},
		{"a name that is too long", params{"DiskName": strings.Repeat("d", 41)}, "InvalidParameter"},
		{"an unknown server", params{"InstanceId": "ins-none"}, "InvalidEcsId.NotFound"},
		{"a server of another zone", params{"InstanceId": away}, "InvalidOperation.AzMismatch"},
		{"an unknown snapshot", params{"SnapshotId": "s-none"}, "InvalidSnapshotId.NotFound"},
		{"a snapshot of a system disk", params{"SnapshotId": system}, "InvalidOperation"},
		{"a snapshot of a larger disk", params{"SnapshotId": large}, "MinDiskSizeLess"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, "ebs.CreateDisk", with(params{"AvailableZoneCode": suqianA, "DiskFeature": "SSD", "Size": 32}, c.more))
		})
	}
}

func TestDisksAreAttachedInTheirZoneOnly(t *testing.T) {
	l := newLab(t, "empty")
	near := l.elastic(l.private(suqian, suqianA), nil)[0]
	away := l.elastic(l.private("CN_Dongguan", "CN_Dongguan_A"), params{"AvailableZoneCode": "CN_Dongguan_A"})[0]
	disk := l.volume(nil)
	ids := []any{disk}
	l.refused("InvalidOperation.AzMismatch", "ebs.AttachDisk", params{"DiskIds": ids, "InstanceId": away})
	l.refused("MissingParameter", "ebs.AttachDisk", params{"DiskIds": ids})
	l.refused("InvalidDiskId.NotFound", "ebs.AttachDisk", params{"DiskIds": []any{disk, "disk-none"}, "InstanceId": near})
	l.refused("InvalidOperation.DiskStatusUnsupported", "ebs.DetachDisk", params{"DiskIds": ids})
	answer := l.ok("ebs.AttachDisk", params{"DiskIds": ids, "EcsId": near})
	same(t, "while it is attached", at(l.ok("ebs.DescribeDisk", params{"DiskId": disk}), "Data", "DiskInfo", "StatusDisplay"), "挂载中")
	l.refused("InvalidOperation.InstanceStatusUnsupported", "ecs.DeleteInstance", params{"EcsIds": []any{near}})
	l.event("ebs", answer)
	l.refused("InvalidOperation.DiskStatusUnsupported", "ebs.AttachDisk", params{"DiskIds": ids, "InstanceId": near})
	attached := at(l.ok("ebs.DescribeEcsAttachDisks", params{"InstanceId": near}), "Data", "DiskList").([]any)
	same(t, "disks of the server", len(attached), 2)
	same(t, "the second", []any{at(attached, 1, "DiskId"), at(attached, 1, "EcsName"), at(attached, 1, "ReleaseWithInstance")}, []any{disk, "web", 1.0})
}

func TestADiskOnlyGrows(t *testing.T) {
	l := newLab(t, "empty")
	disk := l.volume(nil)
	for size, want := range map[int]string{
		32: "MinDiskSizeLess", 24: "MinDiskSizeLess", -8: "MinDiskSizeLess", 44: "InvalidDiskSize.ValueNotSupported", 4008: "MaxDiskSizeExceed",
	} {
		l.refused(want, "ebs.ExtendDisk", params{"DiskId": disk, "ExtendedSize": size})
	}
	answer := l.ok("ebs.ExtendDisk", params{"DiskId": disk, "ExtendedSize": 64})
	quota := params{"AvailableZoneCode": suqianA}
	same(t, "quota while it grows", at(l.ok("ebs.DescribeDiskQuota", quota), "Data", "QuotaList", 0, "UsedQuota"), 64.0)
	same(t, "size while it grows", at(l.ok("ebs.DescribeDisk", params{"DiskId": disk}), "Data", "DiskInfo", "Size"), 32.0)
	l.refused("InvalidOperation.DiskStatusUnsupported", "ebs.ExtendDisk", params{"DiskId": disk, "ExtendedSize": 96})
	l.event("ebs", answer)
	same(t, "size then", at(l.ok("ebs.DescribeDisk", params{"DiskId": disk}), "Data", "DiskInfo", "Size"), 64.0)
}

func TestDisksAreListedByPageIdAndPlace(t *testing.T) {
	l := newLab(t, "empty")
	answer := l.ok("ebs.CreateDisk", params{"AvailableZoneCode": suqianA, "DiskFeature": "SSD", "Size": 24, "Number": 5, "DiskName": "data"})
	l.event("ebs", answer)
	names := func(more params) (out []any) {
		for _, d := range at(l.ok("ebs.DescribeDiskList", more), "Data", "DiskList").([]any) {
			out = append(out, at(d, "DiskName"))
		}
		return out
	}
	same(t, "second page", names(params{"PageNumber": 2, "PageSize": 2}), []any{"data_03", "data_04"})
	same(t, "page beyond the last", names(params{"PageNumber": 9, "PageSize": 2}), []any(nil))
	second := at(answer, "Data", "DiskIdSet", 1).(string)
	same(t, "by id", names(params{"DiskIds": `["` + second + `"]`}), []any{"data_02"})
	same(t, "in its region", len(names(params{"RegionCode": suqian})), 5)
	same(t, "in another zone", names(params{"AvailableZoneCode": "CN_Suqian_B"}), []any(nil))
	all := l.ok("ebs.DescribeDiskList", nil)
	same(t, "paging of everything", []any{at(all, "PageNumber"), at(all, "PageSize"), at(all, "TotalCount")}, []any{1.0, 5.0, 5.0})
	l.refused("InvalidParameter", "ebs.DescribeDiskList", params{"PageNumber": -1})
	l.refused("InvalidRegion.NotFound", "ebs.DescribeDiskList", params{"RegionCode": "CN_Nowhere"})
}
