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
	l := newLab(t, "empty")
	vdc, private := l.bmsYard()
	server := l.bmsBought(orderOfBms(vdc, private, nil))
	id := l.bmsDiskMade(bmsZone, nil)
	disk := params{"DiskId": id}
	if got := l.diskUse(id); got != 0 {
		t.Errorf("use before the first attachment: got %v, want 0", got)
	}
	l.diskDone("bmsdisk.AttachDisk", with(disk, params{"InstanceId": server}))
	l.pass(10 * 24 * time.Hour)
	then := l.diskUse(id)
	made := l.ok("bmsdisk.CreateSnapshot", with(disk, params{"SnapshotName": "发布前"}))
	snapshot := params{"SnapshotId": at(made, "Data", "SnapshotId")}
	l.wantBmsDisk(id, "State", "updating")
	l.refused("IncorrectSnapshotStatus", "bmsdisk.RollbackSnapshot", snapshot)
	l.refused("IncorrectSnapshotStatus", "bmsdisk.DeleteSnapshot", snapshot)
	l.pass(10 * time.Second)
	l.wantBmsDisk(id, "State", "attach")

	l.pass(20 * 24 * time.Hour)
	if got := l.diskUse(id); got <= then {
		t.Errorf("use after three weeks more: got %v, want more than %v", got, then)
	}
	l.refused("IncorrectDiskStatus", "bmsdisk.RollbackSnapshot", snapshot)
	l.bmsMade(l.bmsPower(server, "stop"))
	l.diskDone("bmsdisk.ExpansionSize", with(disk, params{"Size": 100}))
	l.ok("bmsdisk.RollbackSnapshot", snapshot)
	l.refused("IncorrectDiskStatus", "bmsdisk.DeleteSnapshot", snapshot)
	l.pass(10 * time.Second)
	if got := l.diskUse(id); got != then {
		t.Errorf("use after the rollback: got %v, want %v", got, then)
	}
	l.wantBmsDisk(id, "Size", 300.0)

	clone := at(l.diskDone("bmsdisk.CloneSnapshot", with(snapshot, params{"Name": "副本"})), "Data", "DiskId")
	l.wantBmsDisk(clone, "Name", "副本")
	l.wantBmsDisk(clone, "Size", 200.0)
	l.wantBmsDisk(clone, "State", "detach")
	if got := l.diskUse(clone); got != then {
		t.Errorf("use of the clone: got %v, want %v", got, then)
	}
	l.ok("bmsdisk.DeleteSnapshot", snapshot)
	l.refused("ParameterInvalid", "bmsdisk.CloneSnapshot", with(snapshot, params{"Name": "n"}))
	l.pass(10 * time.Second)
	l.refused("ParameterInvalid", "bmsdisk.DeleteSnapshot", snapshot)
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
