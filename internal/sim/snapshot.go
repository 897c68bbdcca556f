package sim

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

func registerSnapshot(s *Server) {
	s.handle("snapshot.DescribeSnapshotList", describeSnapshotList)
	s.handle("snapshot.DescribeSnapshot", describeSnapshot)
	s.handle("snapshot.DescribeSnapshotChainList", describeSnapshotChainList)
	s.handle("snapshot.DescribeSnapshotChain", describeSnapshotChain)
	s.handle("snapshot.CreateSnapshot", createSnapshot)
	s.handle("snapshot.RollbackDiskBySnapshot", rollbackDisk)
	s.handle("snapshot.RenameSnapshot", renameSnapshot)
	s.handle("snapshot.DeleteSnapshot", deleteSnapshot)
	s.handle("snapshot.DescribeSnapshotQuota", describeSnapshotQuota)
	s.handle("snapshot.CreateImageBySnapshot", createImageBySnapshot)
	s.handle("snapshot.CopySnapshotCrossAZ", copySnapshot)
}

// The documented words of a snapshot's status that occur here.
const (
	snapCreating     = "creating"
	snapCreateFail   = "create_fail"
	snapRunning      = "running"
	snapDeleting     = "deleting"
	snapDiskCreating = "disk_creating"
	snapRollback     = "disk_rollback"
	snapError        = "error"
)

// maxSnapshots is the quota of one disk, as the documentation's sample has it.
const maxSnapshots = 10

// keptForever is the ReservedTime of a snapshot that outlives its disk.
const keptForever = "Forever"

// The snapshot chapter documents no errors; these are formed like those of the
// ECS chapter.
var (
	refusalNoSnapshot    = Refusal{http.StatusNotFound, "InvalidSnapshotId.NotFound", "The specified snapshot does not exist."}
	refusalSnapshotState = forbidden("InvalidOperation.SnapshotStatusUnsupported", "The snapshot state does not support the specified operation.")
	refusalSnapshotQuota = badRequest("QuotaExceed.Snapshot", "The maximum number of Snapshot is exceeded")
)

// ebsSnapshot is the state of a disk at one moment. It outlives the disk, so it
// keeps what it tells about it.
type ebsSnapshot struct {
	id, name string
	chain    string // id of the chain: the snapshots of one disk in one zone
	zone     ecsZone
	diskID   string
	diskName string
	diskSize int
	system   bool
	os       ecsOS   // of a system disk
	size     float64 // GB of its own
	reserved string  // days, or keptForever
	status   string
	users    int // disks being made from it
	created  time.Time
}

func (s *ebsSnapshot) property() string {
	if s.system {
		return "system"
	}
	return "data"
}

// shownStatus is the status with the work of others on the snapshot.
func (s *ebsSnapshot) shownStatus() string {
	if s.status == snapRunning && s.users > 0 {
		return snapDiskCreating
	}
	return s.status
}

// idle tells whether the snapshot is sound and nobody works with it.
func (s *ebsSnapshot) idle() bool { return s.status == snapRunning && s.users == 0 }

// parts is what the snapshot is made of, for bills.
func (s *ebsSnapshot) parts() []part {
	return []part{{"快照", fmt.Sprintf("%.2fGB", s.size), s.daily()}}
}

func (s *ebsSnapshot) daily() money { return money(float64(priceSnapshotGB) * s.size) }

// snapshot finds a snapshot.
func (w *World) snapshot(id string) (*ebsSnapshot, error) {
	s, ok := w.ebs.snapshots.Get(id)
	if !ok {
		return nil, refusalNoSnapshot
	}
	return s, nil
}

// dataSnapshot finds a snapshot that a data disk of so many GB can be made
// from: one of a data disk that was not larger.
func (w *World) dataSnapshot(id string, z ecsZone, size int) (*ebsSnapshot, error) {
	s, err := w.snapshot(id)
	switch {
	case err != nil:
		return nil, err
	case s.system:
		return nil, refusalOperation
	case s.zone.Code != z.Code:
		return nil, refusalAzMismatch
	case s.status != snapRunning:
		return nil, refusalSnapshotState
	case size < s.diskSize:
		return nil, refusalDiskSmall
	}
	return s, nil
}

// chainOf lists the snapshots of a chain, oldest first.
func (w *World) chainOf(chain string) []*ebsSnapshot {
	return w.ebs.snapshots.Where(func(s *ebsSnapshot) bool { return s.chain == chain })
}

// chainID is the id of a disk's chain in a zone.
func chainID(diskID string, z ecsZone) string {
	code := strings.ReplaceAll(uuidOf(0, diskID+z.Code, 0), "-", "")[:4]
	return "sl-" + diskID + "-" + code
}

// newSnapshot registers a snapshot that is being made. The first of a chain
// holds what is on the disk, the others what has changed; how much that is is
// not documented.
func (w *World) newSnapshot(like ebsSnapshot, name, reserved string) *ebsSnapshot {
	s := &like
	s.chain = chainID(s.diskID, s.zone)
	s.id = fmt.Sprintf("s-%s-%02d", strings.TrimPrefix(s.chain, "sl-"), w.count(s.chain))
	s.name, s.reserved, s.status, s.users, s.created = name, reserved, snapCreating, 0, w.now
	if name == "" {
		s.name = s.id
	}
	share := 0.01 + 0.07*unit(s.id)
	if len(w.chainOf(s.chain)) == 0 {
		share = 0.35 + 0.4*unit(s.id)
	}
	s.size = round2(float64(s.diskSize) * share)
	w.ebs.snapshots.Put(s.id, s)
	w.open(terms{}, s.daily(), entry{ID: s.id, Kind: "ebs_snapshot", Name: s.name, RegionID: s.zone.Code, Parts: s.parts()})
	if days, err := strconv.Atoi(reserved); err == nil {
		w.dropLater(s, w.now.AddDate(0, 0, days))
	}
	return s
}

// dropLater removes a snapshot when its days are over, as soon as nobody works
// with it.
func (w *World) dropLater(s *ebsSnapshot, at time.Time) {
	w.At(at, func() {
		switch {
		case s.status == snapRunning && s.users > 0, s.status == snapCreating, s.status == snapRollback:
			w.dropLater(s, w.now.Add(time.Hour))
		case s.status != snapDeleting:
			w.forgetSnapshot(s)
		}
	})
}

func (w *World) forgetSnapshot(s *ebsSnapshot) {
	w.ebs.snapshots.Delete(s.id)
	w.ledger.Close(s.id, w.now)
}

// forgetSnapshotsOf removes the snapshots of a deleted disk in its zone, except
// such as are kept for ever or in use.
func (w *World) forgetSnapshotsOf(d *ebsDisk) {
	for _, s := range w.chainOf(chainID(d.id, d.zone)) {
		if s.reserved != keptForever && s.idle() {
			w.forgetSnapshot(s)
		}
	}
}

// usedSnapshots counts a disk's snapshots against its quota. Copies in other
// zones do not count.
func (w *World) usedSnapshots(d *ebsDisk) int {
	return len(slices.DeleteFunc(w.chainOf(chainID(d.id, d.zone)), func(s *ebsSnapshot) bool { return s.status == snapCreateFail }))
}

func describeSnapshotQuota(w *World, r Request) (Reply, error) {
	d, err := w.cloudDisk(r.Str("DiskId"))
	if err != nil {
		return Reply{}, err
	}
	used := w.usedSnapshots(d)
	return Reply{Data: r.Record("Data", obj{
		"DiskId": d.id, "TotalQuota": maxSnapshots, "UsedQuota": used, "FreeQuota": maxSnapshots - used,
	})}, nil
}

// validSnapshotName holds a name against the documented rule: letters, digits,
// Chinese and hyphens, not beginning with auto. The samples also have
// underscores.
func validSnapshotName(s string, longest int) bool {
	length := 0
	for _, c := range s {
		length++
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && !isDigitOrHan(c) && c != '-' && c != '_' {
			return false
		}
	}
	return length >= 2 && length <= longest && !strings.HasPrefix(strings.ToLower(s), "auto")
}

func isDigitOrHan(c rune) bool { return c >= '0' && c <= '9' || unicode.Is(unicode.Han, c) }

// readReserved reads a ReservedTime: a number of days, or for ever.
func readReserved(f Fields) (string, error) {
	s := f.StrOr("ReservedTime", "1")
	if strings.EqualFold(s, keptForever) {
		return keptForever, nil
	}
	days, err := strconv.Atoi(s)
	if err != nil || days < 1 || days > 36500 {
		return "", malformed("InvalidParameter", "ReservedTime")
	}
	return strconv.Itoa(days), nil
}
