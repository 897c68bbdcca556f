package sim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ebsState is what the EBS and snapshot chapters keep. A snapshot's chain is
// not kept: it is the snapshots of one disk in one zone.
type ebsState struct {
	disks     table[*ebsDisk]
	snapshots table[*ebsSnapshot]
}

func registerEBS(s *Server) {
	s.handle("ebs.CreateDisk", createCloudDisk)
	s.handle("ebs.DeleteDisk", deleteCloudDisk)
	s.handle("ebs.DetachDisk", detachDisk)
	s.handle("ebs.AttachDisk", attachDisk)
	s.handle("ebs.ExtendDisk", extendDisk)
	s.handle("ebs.DescribeDiskQuota", describeDiskQuota)
	s.handle("ebs.DescribeDiskList", describeDiskList)
	s.handle("ebs.DescribeDisk", describeDisk)
	s.handle("ebs.DescribeEcsAttachDisks", describeAttachedDisks)
	s.handle("ebs.DescribeEvent", describeEBSEvent)
}

// The documented words of a cloud disk's Status that occur here, and deleting,
// which the table lacks.
const (
	ebsBuilding     = "building"
	ebsBuildFail    = "build_fail"
	ebsRunning      = "running"
	ebsMounting     = "mounting"
	ebsUnmounting   = "unmounting"
	ebsWaiting      = "waiting"
	ebsUpdating     = "updating"
	ebsError        = "error"
	ebsRecycling    = "recycling"
	ebsSnapshotting = "creating_snapshot"
	ebsRollback     = "rollback"
	ebsDeleting     = "deleting"
)

func ebsStatusTitle(status string) string {
	return map[string]string{
		ebsBuilding: "创建中", ebsBuildFail: "创建失败", ebsRunning: "使用中", ebsMounting: "挂载中",
		ebsUnmounting: "卸载中", ebsWaiting: "待挂载", ebsUpdating: "更新中", ebsError: "错误",
		ebsRecycling: "欠费回收中", ebsSnapshotting: "创建快照中", ebsRollback: "回滚中", ebsDeleting: "删除中",
	}[status]
}

// The EBS chapter documents no errors; these are formed like those of the ECS
// chapter.
var (
	refusalNoDisk    = Refusal{http.StatusNotFound, "InvalidDiskId.NotFound", "The specified disk does not exist."}
	refusalDiskState = forbidden("InvalidOperation.DiskStatusUnsupported", "The disk state does not support the specified operation.")
	refusalDiskQuota = badRequest("QuotaExceed.Disk", "The maximum capacity of Disk is exceeded")
)

// ebsDisk is a disk of an elastic cloud server: a cloud disk, or a local system
// disk, which lives and dies with its server.
type ebsDisk struct {
	id, name string
	zone     ecsZone
	feature  string // diskSSD or diskLocal
	system   bool
	size     int // GB
	wanted   int // what it is being extended to; 0 when it is not
	status   string
	server   *ecsServer // nil while it is attached to none
	release  bool       // goes with its server
	terms    terms
	os       ecsOS        // system disks: what is on it
	from     *ebsSnapshot // what it is being made from
	created  time.Time
}

func (d *ebsDisk) daily() money { return cloudDiskPrice(d.feature, d.size) }

// parts is what the disk is made of, for bills.
func (d *ebsDisk) parts() []part {
	title := "SSD云盘"
	if d.feature == diskLocal {
		title = "本地盘"
	}
	return []part{{title, strconv.Itoa(d.size) + "GB", d.daily()}}
}

// property tells system from data disks as the API does.
func (d *ebsDisk) property() string {
	if d.system {
		return "system"
	}
	return "data"
}

// settled tells whether nothing is being done to the disk.
func (d *ebsDisk) settled() bool {
	return slices.Contains([]string{ebsRunning, ebsWaiting, ebsError, ebsBuildFail, ebsRecycling}, d.status)
}

// usable tells whether the disk can be worked with: settled and sound.
func (d *ebsDisk) usable() bool { return d.status == ebsRunning || d.status == ebsWaiting }

// rest is the status of a disk that nothing is done to.
func (d *ebsDisk) rest() string {
	if d.server != nil {
		return ebsRunning
	}
	return ebsWaiting
}

// fromDone lets go of the snapshot a disk was made from.
func (d *ebsDisk) fromDone() {
	if d.from != nil {
		d.from.users--
		d.from = nil
	}
}

func (w *World) newCloudDisk(feature string, size int, z ecsZone, t terms) *ebsDisk {
	return &ebsDisk{
		id: w.shortID("disk"), name: feature + "_" + w.now.In(clockZone).Format("20060102"),
		zone: z, feature: feature, size: size, status: ebsBuilding, terms: t, created: w.now,
	}
}

// cloudDisk finds a disk of the EBS chapter.
func (w *World) cloudDisk(id string) (*ebsDisk, error) {
	d, ok := w.ebs.disks.Get(id)
	if !ok {
		return nil, refusalNoDisk
	}
	return d, nil
}

// cloudDataDisks finds the disks of DiskIds, each once. Only data disks can be
// attached, detached and deleted, and all must be allowed by fit, or none is
// touched.
func (w *World) cloudDataDisks(r Request, fit func(*ebsDisk) bool) ([]*ebsDisk, error) {
	var list []*ebsDisk
	for _, id := range r.Strs("DiskIds") {
		d, err := w.cloudDisk(id)
		switch {
		case err != nil:
			return nil, err
		case d.system:
			return nil, refusalOperation
		case !fit(d):
			return nil, refusalDiskState
		}
		if !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	if len(list) == 0 {
		return nil, malformed("InvalidParameter", "DiskIds")
	}
	return list, nil
}

// disksOf lists a server's disks, the system disk first.
func (w *World) disksOf(s *ecsServer) []*ebsDisk {
	list := []*ebsDisk{}
	if s.system != nil {
		list = append(list, s.system)
	}
	for d := range w.ebs.disks.All() {
		if d.server == s && d != s.system {
			list = append(list, d)
		}
	}
	return list
}

// forgetDisk removes a disk that is deleted. Its snapshots stay.
func (w *World) forgetDisk(d *ebsDisk) {
	w.ebs.disks.Delete(d.id)
	w.ledger.Close(d.id, w.now)
}

// ebsEvent begins one event of the EBS chapter and makes its answer; more is
// laid over the answer's fields.
func (w *World) ebsEvent(r Request, kind string, takes time.Duration, ids []string, done, failed func(), more obj) Reply {
	id := w.Begin(Work{System: taskEBS, Type: kind, Takes: takes, Resources: ids, Done: done, Failed: failed})
	data := r.Record("Data", obj{"EventId": id})
	for name, v := range more {
		data[name] = v
	}
	return Reply{TaskID: id, Data: data}
}

// diskEvent is ebsEvent for disks, each of which is given to done or failed.
func (w *World) diskEvent(r Request, kind string, takes time.Duration, list []*ebsDisk, done, failed func(*ebsDisk)) Reply {
	var ids []string
	for _, d := range list {
		ids = append(ids, d.id)
	}
	each := func(do func(*ebsDisk)) func() {
		return func() {
			for _, d := range list {
				do(d)
			}
		}
	}
	return w.ebsEvent(r, kind, takes, ids, each(done), each(failed), nil)
}

// attachTarget finds the server that disks shall be attached to, under either
// of the names the documentation gives the parameter.
func attachTarget(r Request) string { return r.StrOr("InstanceId", r.Str("EcsId")) }

// validDiskName holds a name against the documented rule: letters, digits,
// Chinese and . _ : - ( ), beginning with a letter.
func validDiskName(s string) bool {
	for n, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if n == 0 && !letter {
			return false
		}
		if !letter && !isDigitOrHan(c) && !strings.ContainsRune("._:-()", c) {
			return false
		}
	}
	return s != ""
}
