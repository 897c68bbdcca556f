package sim

import (
	"testing"
	"time"
)

// park is a server that runs, with a disk attached, a disk that is not, and a
// snapshot of the latter.
type park struct {
	*lab
	server, attached, free string
	snapshot               any
}

func newPark(t *testing.T) *park {
	t.Helper()
	p := &park{lab: newLab(t, "empty")}
	vdc, private := p.bmsYard()
	p.server = p.bmsBought(orderOfBms(vdc, private, nil))
	p.attached, p.free = p.bmsDiskMade(bmsZone, nil), p.bmsDiskMade(bmsZone, nil)
	p.diskDone("bmsdisk.AttachDisk", params{"DiskId": p.attached, "InstanceId": p.server})
	p.snapshot = at(p.diskDone("bmsdisk.CreateSnapshot", params{"DiskId": p.free, "SnapshotName": "n"}), "Data", "SnapshotId")
	return p
}

// states are those of the server and of the two disks.
func (p *park) states() [3]any {
	p.t.Helper()
	return [3]any{p.bmsState(p.server), at(p.bmsDisk(p.attached), "State"), at(p.bmsDisk(p.free), "State")}
}

func TestFailedWorkLeavesThingsAsTheyWere(t *testing.T) {
	for _, c := range []struct {
		name, operation string
		given           func(*park) params
	}{
		{"power", "bms.OperateBmsPower", func(p *park) params { return params{"BaremetalIds": []string{p.server}, "Operate": "stop"} }},
		{"an attachment", "bmsdisk.AttachDisk", func(p *park) params { return params{"DiskId": p.free, "InstanceId": p.server} }},
		{"a detachment", "bmsdisk.DetachDisk", func(p *park) params { return params{"DiskId": p.attached} }},
		{"a change", "bmsdisk.ChangeIops", func(p *park) params { return params{"DiskId": p.attached, "Iops": 1000} }},
		{"a deletion", "bmsdisk.DeleteDisk", func(p *park) params { return params{"DiskId": p.free} }},
		{"a snapshot", "bmsdisk.CreateSnapshot", func(p *park) params { return params{"DiskId": p.attached, "SnapshotName": "n"} }},
		{"a snapshot's deletion", "bmsdisk.DeleteSnapshot", func(p *park) params { return params{"SnapshotId": p.snapshot} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPark(t)
			if err := p.cloud.Inject(Fault{Operation: c.operation, FailTask: true, Times: 1}); err != nil {
				t.Fatal(err)
			}
			before, snapshots := p.states(), p.cloud.world.Load().bmsdisk.snapshots.Len()
			p.ok(c.operation, c.given(p))
			p.pass(10 * time.Second)
			if got := p.states(); got != before {
				t.Errorf("states: got %v, want %v", got, before)
			}
			p.wantBmsDisk(p.attached, "Iops", 8000.0)
			if got := p.cloud.world.Load().bmsdisk.snapshots.Len(); got != snapshots {
				t.Errorf("snapshots: got %d, want %d", got, snapshots)
			}
			p.ok("bmsdisk.RollbackSnapshot", params{"SnapshotId": p.snapshot})
		})
	}
}

func TestFailedDeletionLeavesTheServerOff(t *testing.T) {
	p := newPark(t)
	p.bmsMade(p.bmsPower(p.server, "stop"))
	if err := p.cloud.Inject(Fault{Operation: "bms.DeleteBmsInstance", FailTask: true}); err != nil {
		t.Fatal(err)
	}
	p.ok("bms.DeleteBmsInstance", params{"BaremetalId": p.server})
	p.pass(10 * time.Second)
	p.wantBmsState(p.server, "stopped")
}

func TestFailedReinstallationIsAnError(t *testing.T) {
	p := newPark(t)
	one := params{"BaremetalId": p.server, "ImageId": "8", "Password": testPassword}
	p.refused("ImageNotFound", "bms.ReinstallBms", with(one, params{"ImageId": "99"}))
	p.refused("DataNotExists", "bms.ReinstallBms", with(one, params{"Password": "short"}))
	p.refused("DataNotExists", "bms.ReinstallBms", with(one, params{"BaremetalId": "x"}))
	if err := p.cloud.Inject(Fault{Operation: "bms.ReinstallBms", FailTask: true, Times: 1}); err != nil {
		t.Fatal(err)
	}
	p.ok("bms.ReinstallBms", one)
	p.pass(10 * time.Second)
	p.wantBmsState(p.server, "error")
	p.wantDetail(p.server, "ImageName", "centos7.6_64")
	p.bmsMade(p.ok("bms.ReinstallBms", one))
	p.wantDetail(p.server, "ImageName", "ubuntu14.04_64")
}

func TestPrepaidServerThatWasNeverInstalledDisappearsInTheEnd(t *testing.T) {
	l := newLab(t, "empty")
	if err := l.cloud.Inject(Fault{Operation: "bms.CreateBmsInstance", FailTask: true}); err != nil {
		t.Fatal(err)
	}
	vdc, private := l.bmsYard()
	made := l.ok("bms.CreateBmsInstance", orderOfBms(vdc, private, params{"InstanceChargeType": "PrePaid"}))
	l.pass(10 * time.Second)
	id := at(l.ok("bms.DescribeBmsTask", params{"TaskId": at(made, "Data", "TaskIds", 0)}), "Data", "BareMetalIds", 0)
	l.wantBmsState(id, "error")
	l.pass(month)
	l.wantBmsState(id, "")
}

func TestWorkThatEndsAfterThePaidTimeLeavesTheServerOff(t *testing.T) {
	l := newLab(t, "empty")
	id := l.prepaidServer(0)
	l.pass(time.Date(2024, 11, 30, 15, 59, 58, 0, time.UTC).Sub(l.now))
	l.bmsMade(l.bmsPower(id, "reset"))
	l.wantDetail(id, "State", "stopped")
	l.wantDetail(id, "BillStatus", "0")
}

func TestGrowthOfADiskHasItsLimits(t *testing.T) {
	p := newPark(t)
	p.refused("ParameterInvalid", "bmsdisk.ExpansionSize", params{"DiskId": p.free, "Size": 15_900})
	l := p.lab
	w := l.cloud.world.Load()
	for w.bmsPoolUsed(p.zone(), "ssd") < bmsPoolSize-300 {
		l.bmsDiskMade(bmsZone, params{"Size": min(16_000, bmsPoolSize-w.bmsPoolUsed(p.zone(), "ssd"))})
	}
	p.refused("NotSufficient", "bmsdisk.ExpansionSize", params{"DiskId": p.free, "Size": 400})
	p.refused("NotSufficient", "bmsdisk.CloneSnapshot", params{"SnapshotId": p.snapshot, "Name": "n"})
	w.ledger.Recharge(l.now, -l.balance())
	p.refused("NotEnoughBalance", "bmsdisk.ChangeIops", params{"DiskId": p.free, "Iops": 9000})
	p.refused("NotEnoughBalance", "bmsdisk.CreateSnapshot", params{"DiskId": p.free, "SnapshotName": "n"})
}

func (p *park) zone() zone {
	z, _ := p.cloud.world.Load().bareMetalZone(bmsZone)
	return z
}
