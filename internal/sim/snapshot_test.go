package sim

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestTheSnapshotsOfADiskMakeAChainWithAQuota(t *testing.T) {
	l := newLab(t, "empty")
	disk := l.volume(params{"Size": 96})
	var ids []string
	for range 10 {
		ids = append(ids, l.frozen(disk, params{"ReservedTime": "7"}))
	}
	l.refused("QuotaExceed.Snapshot", "snapshot.CreateSnapshot", params{"DiskId": disk})
	chain := at(l.ok("snapshot.DescribeSnapshotChainList", params{"DiskId": disk}), "Data", "SnapshotChainList", 0)
	same(t, "snapshots of the chain", []any{at(chain, "SnapshotNumber"), at(chain, "SnapshotNum")}, []any{10.0, 10.0})
	same(t, "ids", ids[9], "s-"+at(chain, "SnapshotChainId").(string)[3:]+"-10")
	detail := l.ok("snapshot.DescribeSnapshotChain", params{"SnapshotChainId": at(chain, "SnapshotChainId"), "PageNumber": "2", "PageSize": "4"})
	same(t, "second page", []any{at(detail, "Data", "SnapshotList", 0, "SnapshotId"), at(detail, "TotalCount")}, []any{ids[4], 10.0})
	l.event("ebs", l.ok("snapshot.DeleteSnapshot", params{"SnapshotIds": []any{ids[0], ids[1]}}))
	quota := at(l.ok("snapshot.DescribeSnapshotQuota", params{"DiskId": disk}), "Data")
	same(t, "quota", quota, map[string]any{"DiskId": disk, "TotalQuota": 10.0, "UsedQuota": 8.0, "FreeQuota": 2.0})
	same(t, "the next id is not one of those that are gone", l.frozen(disk, nil)[len(ids[0])-2:], "11")
}

func TestSnapshotsAreKeptAsLongAsOrdered(t *testing.T) {
	l := newLab(t, "empty")
	disk := l.volume(nil)
	day, week, ever := l.frozen(disk, nil), l.frozen(disk, params{"ReservedTime": "7"}), l.frozen(disk, params{"ReservedTime": "Forever"})
	left := func() (out []any) {
		for _, s := range at(l.ok("snapshot.DescribeSnapshotList", nil), "Data", "SnapshotList").([]any) {
			out = append(out, at(s, "SnapshotId"))
		}
		return out
	}
	same(t, "at first", left(), []any{day, week, ever})
	l.pass(25 * time.Hour)
	same(t, "after a day", left(), []any{week, ever})
	l.event("ebs", l.ok("ebs.DeleteDisk", params{"DiskIds": []any{disk}, "DeleteSnapshot": 1}))
	same(t, "after the disk is deleted with its snapshots", left(), []any{ever})
	l.pass(1000 * 24 * time.Hour)
	same(t, "after years", left(), []any{ever})
}

func TestARollbackNeedsTheServerShutDown(t *testing.T) {
	l := newLab(t, "empty")
	server := l.elastic(l.private(suqian, suqianA), nil)[0]
	disk, other := l.systemDisk(server), l.volume(nil)
	snapshot := l.frozen(disk, params{"ReservedTime": "Forever"})
	back := params{"DiskId": disk, "SnapshotId": snapshot}
	state := func() any { return at(l.ok("ecs.DescribeInstance", params{"EcsId": server}), "Data", "Status") }
	off := func() {
		l.event("ecs", l.ok("ecs.OperateInstance", params{"EcsIds": []any{server}, "OpType": "shutdown_ecs"}))
	}

	l.refused("InvalidOperation.InstanceStatusUnsupported", "snapshot.RollbackDiskBySnapshot", back)
	l.refused("InvalidParameter", "snapshot.RollbackDiskBySnapshot", params{"DiskId": other, "SnapshotId": snapshot})
	off()
	answer := l.ok("snapshot.RollbackDiskBySnapshot", back)
	same(t, "disk meanwhile", at(l.ok("ebs.DescribeDisk", params{"DiskId": disk}), "Data", "DiskInfo", "Status"), "rollback")
	l.refused("InvalidOperation.SnapshotStatusUnsupported", "snapshot.DeleteSnapshot", params{"SnapshotIds": []any{snapshot}})
	l.refused("InvalidOperation.InstanceStatusUnsupported", "ecs.OperateInstance", params{"EcsIds": []any{server}, "OpType": "start_up_ecs"})
	l.event("ebs", answer)
	same(t, "server then", state(), "running")
	off()
	l.event("ebs", l.ok("snapshot.RollbackDiskBySnapshot", with(back, params{
		"AutoTurnOnInstance": 0, "NewSnapshot": params{"SnapshotName": "rollback_test", "ReservedTime": "1"},
	})))
	same(t, "server that shall stay off", state(), "shutdown")
	same(t, "snapshots, with the new one", at(l.ok("snapshot.DescribeSnapshotQuota", params{"DiskId": disk}), "Data", "UsedQuota"), 2.0)

	detached := l.frozen(other, nil)
	l.event("ebs", l.ok("snapshot.RollbackDiskBySnapshot", params{"DiskId": other, "SnapshotId": detached}))
}

// The documentation spells the action in two ways, and the sample of
// DescribeSnapshotQuota sends it by mistake.
func TestBothSpellingsOfTheRollbackRollBack(t *testing.T) {
	l := newLab(t, "empty")
	disk := l.volume(nil)
	snapshot := l.frozen(disk, nil)
	for _, action := range []string{"RollbackDiskBySnapshot", "RollbackDiskBySnapShot"} {
		body := []byte(`{"DiskId":"` + disk + `","SnapshotId":"` + snapshot + `"}`)
		status, answer := l.send(l.request(http.MethodPost, "/ebs/v1", url.Values{"Action": {action}}, body))
		if status != http.StatusOK || at(answer, "Data", "EventId") == nil {
			t.Errorf("%s: got HTTP %d %v, want an event", action, status, answer)
		}
		l.settle()
	}
}

func TestSnapshotRequestsAreChecked(t *testing.T) {
	l := newLab(t, "empty")
	disk := l.volume(nil)
	snapshot := l.frozen(disk, nil)
	one := params{"SnapshotId": snapshot}
	for _, c := range []struct {
		name, id string
		params   params
		want     string
	}{
		{"a snapshot of no disk", "snapshot.CreateSnapshot", params{"DiskId": "disk-none"}, "InvalidDiskId.NotFound"},
		{"a name beginning with auto", "snapshot.CreateSnapshot", params{"DiskId": disk, "SnapshotName": "auto-1"}, "InvalidParameter"},
		{"a name of one character", "snapshot.CreateSnapshot", params{"DiskId": disk, "SnapshotName": "a"}, "InvalidParameter"},
		{"a name with a control character", "snapshot.RenameSnapshot", with(one, params{"SnapshotName": "a\nb"}), "InvalidParameter"},
		{"no days", "snapshot.CreateSnapshot", params{"DiskId": disk, "ReservedTime": "0"}, "InvalidParameter"},
		{"negative days", "snapshot.CreateSnapshot", params{"DiskId": disk, "ReservedTime": "-3"}, "InvalidParameter"},
		{"a copy to its own zone", "snapshot.CopySnapshotCrossAZ", with(one, params{"AvailableZoneCode": suqianA}), "InvalidOperation"},
		{"a copy to nowhere", "snapshot.CopySnapshotCrossAZ", with(one, params{"AvailableZoneCode": "CN_Nowhere_A"}), "InvalidAvailableZone.NotFound"},
		{"no snapshot named", "snapshot.DescribeSnapshot", nil, "MissingParameter"},
		{"an unknown snapshot", "snapshot.DescribeSnapshot", params{"SnapshotId": "s-none"}, "InvalidSnapshotId.NotFound"},
		{"no chain named", "snapshot.DescribeSnapshotChain", nil, "MissingParameter"},
		{"an unknown chain", "snapshot.DescribeSnapshotChain", params{"SnapshotChainId": "sl-none"}, "InvalidSnapshotChainId.NotFound"},
		{"one good and one bad id", "snapshot.DeleteSnapshot", params{"SnapshotIds": []any{snapshot, "s-none"}}, "InvalidSnapshotId.NotFound"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.t = t
			l.refused(c.want, c.id, c.params)
		})
	}
	l.t = t
	copied := l.ok("snapshot.CopySnapshotCrossAZ", with(one, params{"AvailableZoneCode": "CN_Suqian_B"}))
	l.event("ebs", copied)
	record := at(l.ok("snapshot.DescribeSnapshot", params{"SnapshotId": at(copied, "Data", "SnapshotId")}), "Data", "SnapshotInfo")
	same(t, "the copy", []any{at(record, "DiskId"), at(record, "AvailableZoneCode"), at(record, "SnapshotStatus")}, []any{disk, "CN_Suqian_B", "running"})
	same(t, "the disk's quota", at(l.ok("snapshot.DescribeSnapshotQuota", params{"DiskId": disk}), "Data", "UsedQuota"), 1.0)
}
