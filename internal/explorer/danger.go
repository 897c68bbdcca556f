package explorer

import (
	"slices"
	"strings"

	"yunque/internal/resource"
	"yunque/internal/risk"
)

// losing are the words in the names of operations that lose something for
// good.
var losing = [...]string{"Delete", "Remove", "Rollback", "Reinstall", "Rebuild", "ResetImage"}

// spending are the operations that cost money or change what is paid.
var spending = [...]string{
	"ccs.instance.CreateInstance", "ccs.instance.ModifyInstanceChargeType", "ccs.instance.ModifyInstanceSpec", "ccs.instance.CreateDisk",
	"ccs.instance.ResizeDisk", "ccs.instance.ExtendSystemDisk", "ccs.template.CreateTemplate", "ccs.template.SyncTemplate",
	"network.vdc.CreateVdc", "network.vdc.CreatePublicNetwork", "network.vdc.ModifyPublicNetwork", "network.vdc.AddPublicIp",
	"network.vdc.RenewPublicNetwork", "network.vdc.CreateGPN", "network.vdc.AddAccessPoint",
	"vpc.CreateVirtualGateWay", "vpc.CreateEIP", "vpc.UpdateEIP", "vpc.CreateBandwidth", "vpc.UpdateBandwidth", "vpc.BandwidthAddEIP", "vpc.UpdateVPCBandwidthType",
	"bms.CreateBmsInstance", "bms.ModifyBmsOrder",
	"bmsdisk.CreateDisk", "bmsdisk.ChangeIops", "bmsdisk.ChangeBandwidth", "bmsdisk.ExpansionSize", "bmsdisk.CreateSnapshot", "bmsdisk.CloneSnapshot",
	"gcw.UpdateOrder", "gcw.RenewalOrder", "gcw.CreateDefaultNet", "gcw.SupplyDefaultNet", "gcw.ConfigNet", "gcw.CreateVm",
	"ecs.CreateInstance", "ecs.CreateImage", "ecs.SyncImage", "ebs.CreateDisk", "ebs.ExtendDisk",
	"snapshot.CreateSnapshot", "snapshot.CreateImageBySnapshot", "snapshot.CopySnapshotCrossAZ",
}

// Effect says what a write does to the team's property.
func (o *Op) Effect() resource.Effect {
	if slices.ContainsFunc(losing[:], func(word string) bool { return strings.Contains(o.Action, word) }) {
		return resource.Destroy
	}
	if slices.Contains(spending[:], o.ID) {
		return resource.Spend
	}
	return resource.Change
}

// Danger is how much a person must do before the operation is called: nothing
// for a read, a tick for a write, the action's name for one that loses
// something; and what the table of risks says.
func (o *Op) Danger() resource.Danger {
	least := risk.Danger(o.ID)
	switch {
	case !o.Writes():
		return least
	case o.Effect() == resource.Destroy:
		return max(least, resource.TypeName)
	}
	return max(least, resource.Confirm)
}

// Confirmed tells whether what a person ticked or typed is enough.
func (o *Op) Confirmed(answer string) bool {
	switch o.Danger() {
	case resource.NoConfirm:
		return true
	case resource.Confirm:
		return answer == Yes
	}
	return strings.TrimSpace(answer) == o.Action
}

// Yes is what the tick that confirms a write sends.
const Yes = "yes"
