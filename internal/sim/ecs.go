package sim

import (
	"math/big"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// ecsState is what the ECS chapter keeps.
type ecsState struct {
	servers table[*ecsServer]
	images  table[*ecsImage] // private ones; public images are goods
}

func registerECS(s *Server) {
	s.handle("ecs.DescribeRegions", describeECSRegions)
	s.handle("ecs.DescribeEcsFamilyInfo", describeECSFamilies)
	s.handle("ecs.DescribeImages", describeECSImages)
	s.handle("ecs.DescribeInstanceList", describeECSList)
	s.handle("ecs.DescribePrice", describeECSPrice)
	s.handle("ecs.DescribeInstance", describeECS)
	s.handle("ecs.DescribeInstanceStatus", describeECSStatus)
	s.handle("ecs.DescribeEvent", describeECSEvent)
	s.handle("ecs.DescribeInstanceMonitor", describeECSMonitor)
	s.handle("ecs.DescribeAccountSubject", describeAccountSubject)
	s.handle("ecs.CreateInstance", createECS)
	s.handle("ecs.OperateInstance", operateECS)
	s.handle("ecs.DeleteInstance", deleteECS)
	s.handle("ecs.ModifyInstancePassword", modifyECSPassword)
	s.handle("ecs.ModifyInstanceName", modifyECSName)
	s.handle("ecs.CreateImage", createECSImage)
	s.handle("ecs.DeleteImage", deleteECSImage)
	s.handle("ecs.SyncImage", syncECSImage)
	s.handle("ecs.DescribeInstanceVncUrl", describeECSVncURL)
}

// The documented words of an ECS server's Status that occur here.
const (
	ecsBuilding      = "building"
	ecsRunning       = "running"
	ecsRestarting    = "restarting"
	ecsShuttingDown  = "shutting_down"
	ecsShutdown      = "shutdown"
	ecsStartingUp    = "starting_up"
	ecsDeleting      = "deleting"
	ecsUpdating      = "updating"
	ecsError         = "error"
	ecsFailed        = "failed"
	ecsRecycling     = "recycling"
	ecsCreatingImage = "creating_image"
)

// ecsStatusTitle is the status table of the ECS chapter.
func ecsStatusTitle(status string) string {
	return map[string]string{
		ecsBuilding: "创建中", ecsRunning: "运行中", ecsRestarting: "重启中", ecsShuttingDown: "关机中",
		ecsShutdown: "已关机", ecsStartingUp: "开机中", ecsDeleting: "删除中", ecsUpdating: "更新中",
		ecsError: "错误", ecsFailed: "创建失败", ecsRecycling: "回收中", ecsCreatingImage: "定制镜像中",
	}[status]
}

// The refusals of the table that ends the ECS chapter. The EBS and snapshot
// chapters have no table; they share the API's hosts and borrow these.
var (
	refusalECSCount    = badRequest("MaxEcsCountExceed", "Exceeding the maximum number of ECS available.")
	refusalECSSpec     = badRequest("InvalidInstanceSpec.ValueNotSupported", "The specified InstanceSpec does not exist or beyond the permitted range.")
	refusalECSFamily   = badRequest("InvalidInstanceType.ValueNotSupported", "The specified InstanceType does not exist or beyond the permitted range.")
	refusalDiskLarge   = badRequest("MaxDiskSizeExceed", "The specified disk size exceeds the maximum capacity of the disk.")
	refusalDiskSmall   = badRequest("MinDiskSizeLess", "The specified disk size is below the minimum capacity of the disk.")
	refusalDiskSize    = badRequest("InvalidDiskSize.ValueNotSupported", "The specified DiskSize does not exist or beyond the permitted range.")
	refusalDiskMix     = badRequest("UnSupportedMixingLocalAndEbs", "Mixing local disks and cloud disks is not supported.")
	refusalOperation   = forbidden("InvalidOperation", "The operation fails to pass the inspection and is invalid.")
	refusalVpcMismatch = forbidden("InvalidOperation.VpcMismatch", "The operation is invalid. The resources of the operation are not in the same VPC.")
	refusalAzMismatch  = forbidden("InvalidOperation.AzMismatch", "The operation is invalid.The resources of the operation are not in the same zone.")
	refusalECSState    = forbidden("InvalidOperation.InstanceStatusUnsupported", "The instance state does not support the specified operation.")
	refusalAccount     = Refusal{http.StatusNotFound, "InvalidAccount.NotFound", "Customer information does not exist"}
	refusalECSRegion   = Refusal{http.StatusNotFound, "InvalidRegion.NotFound", "The specified region does not exist."}
	refusalECSZone     = Refusal{http.StatusNotFound, "InvalidAvailableZone.NotFound", "The specified available zone does not exist."}
	refusalNoECS       = Refusal{http.StatusNotFound, "InvalidEcsId.NotFound", "The specified instance does not exist."}
	refusalNoImage     = Refusal{http.StatusNotFound, "InvalidImage.NotFound", "The specified image does not exist."}
	refusalNoEvent     = Refusal{http.StatusNotFound, "InvalidEvent.NotFound", "The specified event does not exist."}
)

// ecsServer is an elastic cloud server.
type ecsServer struct {
	id, name string
	zone     ecsZone
	family   ecsFamily
	spec     ecsSpec
	os       ecsOS
	status   string
	created  time.Time
	terms    terms
	system   *ebsDisk
	subnet   *vpcNet
	ip       netip.Addr
	gateways []ecsGateway
	utc      bool // clock of the guest: UTC instead of UTC+8
	power    powerLog
}

// settled tells whether nothing is being done to the server.
func (s *ecsServer) settled() bool {
	return slices.Contains([]string{ecsRunning, ecsShutdown, ecsError, ecsFailed, ecsRecycling}, s.status)
}

// usable tells whether the server can be worked with: settled and sound.
func (s *ecsServer) usable() bool { return s.status == ecsRunning || s.status == ecsShutdown }

// switched puts the server into a power state that lasts.
func (s *ecsServer) switched(at time.Time, on bool) {
	s.status = ecsShutdown
	if on {
		s.status = ecsRunning
	}
	s.power = append(s.power, powerChange{at, on})
}

// powerLog is when a server went on and off, oldest first.
type powerLog []powerChange

// on tells whether the server ran at a moment.
func (l powerLog) on(at time.Time) (on bool) {
	for _, p := range l {
		if p.at.After(at) {
			break
		}
		on = p.on
	}
	return on
}

// shortID returns the next identifier in the form of the ECS and EBS chapters:
// sixteen letters and digits.
func (w *World) shortID(prefix string) string {
	digits := strings.ReplaceAll(w.ID(prefix), "-", "")
	n, _ := new(big.Int).SetString(digits, 16)
	text := n.Text(36)
	return prefix + "-" + text[len(text)-16:]
}

// ecsByID finds a server.
func (w *World) ecsByID(id string) (*ecsServer, error) {
	s, ok := w.ecs.servers.Get(id)
	if !ok {
		return nil, refusalNoECS
	}
	return s, nil
}

// ecsBatch finds the servers of EcsIds, each once. A batch stays within one
// zone and one VPC, as the documentation's codes demand, and all of its servers
// must be allowed by fit, or none is touched.
func (w *World) ecsBatch(r Request, fit func(*ecsServer) bool) ([]*ecsServer, error) {
	var list []*ecsServer
	for _, id := range r.Strs("EcsIds") {
		s, err := w.ecsByID(id)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return nil, malformed("InvalidParameter", "EcsIds")
	}
	for _, s := range list {
		switch {
		case s.zone.Code != list[0].zone.Code:
			return nil, refusalAzMismatch
		case s.subnet.vpc != list[0].subnet.vpc:
			return nil, refusalVpcMismatch
		case !fit(s):
			return nil, refusalECSState
		}
	}
	return list, nil
}

// pageBeside cuts the page a request asks for and makes the paging fields that
// stand beside Data. A request that names neither page nor size gets
// everything, as DescribeInstanceList documents; the size of a page that is
// asked for by number only is not documented.
func pageBeside[T any](r Request, list []T) ([]T, obj, error) {
	total, number, size := len(list), r.IntOr("PageNumber", 1), r.IntOr("PageSize", 20)
	if !r.Has("PageNumber") && !r.Has("PageSize") {
		return list, obj{"PageNumber": 1, "PageSize": total, "TotalCount": total}, nil
	}
	if number < 1 {
		return nil, nil, malformed("InvalidParameter", "PageNumber")
	}
	if size < 1 {
		return nil, nil, malformed("InvalidParameter", "PageSize")
	}
	rows, _ := page(list, number, size)
	return rows, obj{"PageNumber": number, "PageSize": size, "TotalCount": total}, nil
}
