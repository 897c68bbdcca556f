package sim

import (
	"fmt"
	"slices"
)

func snapshotFields(s *ebsSnapshot) obj {
	return obj{
		"SnapshotId": s.id, "SnapshotName": s.name, "DiskId": s.diskID, "DiskName": s.diskName,
		"DiskSize": s.diskSize, "DiskProperty": s.property(), "ReservedTime": s.reserved,
		"SnapshotStatus": s.shownStatus(), "CreateTime": stamp(s.created),
		"RegionCode": s.zone.RegionCode, "AvailableZoneCode": s.zone.Code,
	}
}

func describeSnapshotList(w *World, r Request) (Reply, error) {
	here, err := placeFilter(r)
	if err != nil {
		return Reply{}, err
	}
	ids := r.Strs("SnapshotIds")
	found := w.ebs.snapshots.Where(func(s *ebsSnapshot) bool {
		return here(s.zone) && (len(ids) == 0 || slices.Contains(ids, s.id)) &&
			(!r.Has("DiskId") || s.diskID == r.Str("DiskId"))
	})
	rows, beside, err := pageBeside(r, found)
	if err != nil {
		return Reply{}, err
	}
	list := []any{}
	for _, s := range rows {
		list = append(list, r.Record("Data.SnapshotList[]", snapshotFields(s)))
	}
	return Reply{Data: obj{"SnapshotList": list}, Beside: beside}, nil
}

// describeSnapshot needs the id, though the documentation marks it optional.
func describeSnapshot(w *World, r Request) (Reply, error) {
	if !r.Has("SnapshotId") {
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "SnapshotId".`)
	}
	s, err := w.snapshot(r.Str("SnapshotId"))
	if err != nil {
		return Reply{}, err
	}
	return Reply{Data: obj{"SnapshotInfo": r.Record("Data.SnapshotInfo", snapshotFields(s))}}, nil
}

// chainFields describes a chain by its snapshots, of which there is at least
// one. A disk that is gone keeps the name it had.
func (w *World) chainFields(chain []*ebsSnapshot) obj {
	s := chain[len(chain)-1]
	serverID, serverName := "", ""
	if server := w.serverOfChain(s); server != nil {
		serverID, serverName = server.id, server.name
	}
	return obj{
		"SnapshotChainId": s.chain, "DiskId": s.diskID, "DiskName": s.diskName, "DiskSize": s.diskSize,
		"DiskProperty": s.property(), "InstanceId": serverID, "InstanceName": serverName,
		"SnapshotNumber": len(chain), "SnapshotNum": len(chain), "SnapshotSize": chainSize(chain),
		"BillingMethod": "0", "RegionCode": s.zone.RegionCode, "AvailableZoneCode": s.zone.Code,
	}
}

// serverOfChain is the server that the chain's disk is attached to, nil for
// none.
func (w *World) serverOfChain(s *ebsSnapshot) *ecsServer {
	if d, ok := w.ebs.disks.Get(s.diskID); ok {
		return d.server
	}
	return nil
}

func chainSize(chain []*ebsSnapshot) (sum float64) {
	for _, s := range chain {
		sum += s.size
	}
	return round2(sum)
}

// chains groups snapshots, in the order of each chain's oldest.
func chains(snapshots []*ebsSnapshot) [][]*ebsSnapshot {
	var list [][]*ebsSnapshot
	at := map[string]int{}
	for _, s := range snapshots {
		n, known := at[s.chain]
		if !known {
			n, list = len(list), append(list, nil)
			at[s.chain] = n
		}
		list[n] = append(list[n], s)
	}
	return list
}

func describeSnapshotChainList(w *World, r Request) (Reply, error) {
	here, err := placeFilter(r)
	if err != nil {
		return Reply{}, err
	}
	found := chains(w.ebs.snapshots.Where(func(s *ebsSnapshot) bool {
		server := w.serverOfChain(s)
		return here(s.zone) && (!r.Has("DiskId") || s.diskID == r.Str("DiskId")) &&
			(!r.Has("InstanceId") || server != nil && server.id == r.Str("InstanceId"))
	}))
	rows, beside, err := pageBeside(r, found)
	if err != nil {
		return Reply{}, err
	}
	list := []any{}
	for _, chain := range rows {
		list = append(list, r.Record("Data.SnapshotChainList[]", w.chainFields(chain)))
	}
	return Reply{Data: obj{"SnapshotChainList": list}, Beside: beside}, nil
}

// describeSnapshotChain finds a chain by its id, by its disk, or by both, and
// pages through its snapshots. Its SnapshotSize is text with a unit.
func describeSnapshotChain(w *World, r Request) (Reply, error) {
	if !r.Has("SnapshotChainId") && !r.Has("DiskId") {
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "SnapshotChainId".`)
	}
	found := chains(w.ebs.snapshots.Where(func(s *ebsSnapshot) bool {
		return (!r.Has("SnapshotChainId") || s.chain == r.Str("SnapshotChainId")) &&
			(!r.Has("DiskId") || s.diskID == r.Str("DiskId"))
	}))
	if len(found) == 0 {
		return Reply{}, Refusal{404, "InvalidSnapshotChainId.NotFound", "The specified snapshot chain does not exist."}
	}
	rows, beside, err := pageBeside(r, found[0])
	if err != nil {
		return Reply{}, err
	}
	list := []any{}
	for _, s := range rows {
		list = append(list, r.Record("Data.SnapshotList[]", snapshotFields(s)))
	}
	fields := w.chainFields(found[0])
	fields["SnapshotList"] = list
	fields["SnapshotSize"] = fmt.Sprintf("%.2fGB", chainSize(found[0]))
	return Reply{Data: r.Record("Data", fields), Beside: beside}, nil
}
