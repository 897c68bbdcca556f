package sim

import (
	"testing"
	"time"
)

func (l *lab) diskUse(id any) float64 {
	l.t.Helper()
	return at(l.ok("bmsdisk.DescribeDiskUsage", params{"DiskId": id}), "Data", "Use").(float64)
}

func TestSnapshotKeepsWhatTheDiskHeld(t *testing.T) {
	p := newPark(t)
	if got := p.diskUse(p.free); got != 0 {
		t.Errorf("use before the first attachment: got %v, want 0", got)
	}
	p.pass(10 * 24 * time.Hour)
	then := p.diskUse(p.attached)
	made := p.diskDone("bmsdisk.CreateSnapshot", params{"DiskId": p.attached, "SnapshotName": "发布前"})
	snapshot := params{"SnapshotId": at(made, "Data", "SnapshotId")}
	p.pass(20 * 24 * time.Hour)
	if got := p.diskUse(p.attached); got <= then {
		t.Errorf("use after three weeks more: got %v, want more than %v", got, then)
	}
	p.refused("IncorrectDiskStatus", "bmsdisk.RollbackSnapshot", snapshot)
	p.bmsMade(p.bmsPower(p.server, "stop"))
	p.diskDone("bmsdisk.ExpansionSize", params{"DiskId": p.attached, "Size": 100})
	p.diskDone("bmsdisk.RollbackSnapshot", snapshot)
	if got := p.diskUse(p.attached); got != then {
		t.Errorf("use after the rollback: got %v, want %v", got, then)
	}
	p.wantBmsDisk(p.attached, "Size", 300.0)

	clone := at(p.diskDone("bmsdisk.CloneSnapshot", with(snapshot, params{"Name": "副本"})), "Data", "DiskId")
	p.wantBmsDisk(clone, "Name", "副本")
	p.wantBmsDisk(clone, "Size", 200.0)
	p.wantBmsDisk(clone, "State", "detach")
	if got := p.diskUse(clone); got != then {
		t.Errorf("use of the clone: got %v, want %v", got, then)
	}
}

func TestSnapshotIsRefusedWhileItIsBusy(t *testing.T) {
	p := newPark(t)
	made := p.ok("bmsdisk.CreateSnapshot", params{"DiskId": p.free, "SnapshotName": "second"})
	snapshot := params{"SnapshotId": at(made, "Data", "SnapshotId")}
	p.wantBmsDisk(p.free, "State", "updating")
	p.refused("IncorrectSnapshotStatus", "bmsdisk.RollbackSnapshot", snapshot)
	p.refused("IncorrectSnapshotStatus", "bmsdisk.DeleteSnapshot", snapshot)
	p.pass(10 * time.Second)
	p.ok("bmsdisk.RollbackSnapshot", snapshot)
	p.refused("IncorrectDiskStatus", "bmsdisk.DeleteSnapshot", snapshot)
	p.pass(10 * time.Second)
	p.ok("bmsdisk.DeleteSnapshot", snapshot)
	p.refused("ParameterInvalid", "bmsdisk.CloneSnapshot", with(snapshot, params{"Name": "n"}))
	p.pass(10 * time.Second)
	p.refused("ParameterInvalid", "bmsdisk.DeleteSnapshot", snapshot)
}

func TestSnapshotsGoWithTheirDisk(t *testing.T) {
	l := newLab(t, "empty")
	id := l.bmsDiskMade(bmsZone, nil)
	var last any
	for range 8 {
		last = at(l.diskDone("bmsdisk.CreateSnapshot", params{"DiskId": id, "SnapshotName": "n"}), "Data", "SnapshotId")
	}
	l.refused("QuotaExceed.Snapshot", "bmsdisk.CreateSnapshot", params{"DiskId": id, "SnapshotName": "n"})
	l.refused("ParameterInvalid", "bmsdisk.CreateSnapshot", params{"DiskId": id, "SnapshotName": "\x07"})
	l.diskDone("bmsdisk.DeleteDisk", params{"DiskId": id})
	l.refused("ParameterInvalid", "bmsdisk.CloneSnapshot", params{"SnapshotId": last, "Name": "n"})
	before := l.balance()
	l.pass(24 * time.Hour)
	if got := l.balance(); got != before {
		t.Errorf("balance a day after: got %v, want %v", got, before)
	}
}
