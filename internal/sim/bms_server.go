package sim

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// bmsState is what the bare metal chapter keeps.
type bmsState struct {
	servers table[*bareMetal]
}

func registerBms(s *Server) {
	s.handle("bms.DescribeBmsGoods", describeBmsGoods)
	s.handle("bms.DescribeBmsGoodsPrice", describeBmsGoodsPrice)
	s.handle("bms.DescribeBmsImage", describeBmsImage)
	s.handle("bms.CreateBmsInstance", createBms)
	s.handle("bms.DescribeBms", describeBms)
	s.handle("bms.DescribeBmsDetail", describeBmsDetail)
	s.handle("bms.OperateBmsPower", operateBmsPower)
	s.handle("bms.ReinstallBms", reinstallBms)
	s.handle("bms.DescribeBmsVNC", describeBmsVNC)
	s.handle("bms.ModifyBmsOrder", modifyBmsOrder)
	s.handle("bms.DescribeBmsTask", describeBmsTask)
	s.handle("bms.DeleteBmsInstance", deleteBms)
}

// The words of State. Only running, error and rebuilding are documented.
const (
	bmsInstalling = "installing"
	bmsRunning    = "running"
	bmsStopped    = "stopped"
	bmsStarting   = "starting"
	bmsStopping   = "stopping"
	bmsRestarting = "restarting"
	bmsRebuilding = "rebuilding"
	bmsDeleting   = "deleting"
	bmsError      = "error"
)

// bmsStateTitle is the Status that goes with a State.
func bmsStateTitle(state string) string {
	switch state {
	case bmsInstalling:
		return "安装中"
	case bmsRunning:
		return "运行中"
	case bmsStopped:
		return "已关机"
	case bmsStarting:
		return "开机中"
	case bmsStopping:
		return "关机中"
	case bmsRestarting:
		return "重启中"
	case bmsRebuilding:
		return "重装中"
	case bmsDeleting:
		return "删除中"
	}
	return "错误"
}

// bareMetal is a physical server.
type bareMetal struct {
	id, name  string
	vdc       *vdc
	state     string
	goods     bmsGoods
	compute   bmsCompute
	image     bmsImage
	charge    string
	autoRenew bool
	monitored bool
	bonded    bool
	created   time.Time
	expires   time.Time // PrePaid only
	poweredOn time.Time // zero while it is off
	installed time.Time // when its disks were last written anew
	subject   string    // the test project that pays
	unpaid    bool      // its time ran out and was not renewed
	unbilled  bool      // its creation failed: nothing is to be paid until it is saved
	cards     []bmsCard
	volumes   []bmsVolume
}

// bmsCard is an interface: an address in one of the VDC's networks.
type bmsCard struct {
	id      string
	network *network
	ip      netip.Addr
	macs    []string
}

// bmsVolume is one local disk.
type bmsVolume struct {
	id, diskID string
	disk       bmsLocalDisk
}

// bareMetal finds a server that is not on its way out.
func (w *World) bareMetal(id string) (*bareMetal, bool) {
	b, ok := w.bms.servers.Get(id)
	return b, ok && b.state != bmsDeleting
}

// switchOn leaves a server off whose time ran out while the work went on.
func (w *World) switchOn(b *bareMetal) {
	if b.unpaid {
		switchOff(b)
		return
	}
	b.state, b.poweredOn = bmsRunning, w.now
}

func switchOff(b *bareMetal) {
	b.state, b.poweredOn = bmsStopped, time.Time{}
}

func describeBms(w *World, r Request) (Reply, error) {
	number, size, err := bmsPage(r, 500)
	if err != nil {
		return Reply{}, err
	}
	found := w.bms.servers.Where(func(b *bareMetal) bool {
		return (!r.Has("VdcId") || b.vdc.id == r.Str("VdcId")) && strings.Contains(b.name, r.Str("Name"))
	})
	rows, pages := page(found, number, size)
	list := []any{}
	for _, b := range rows {
		list = append(list, r.Record("Data.Baremetals[]", b.record(r, "Data.Baremetals[]", obj{})))
	}
	return Reply{Data: r.Record("Data", obj{
		"Baremetals": list, "TotalCount": len(found), "PageSize": size, "PageNumber": number, "Pages": pages,
	})}, nil
}

func describeBmsDetail(w *World, r Request) (Reply, error) {
	b, ok := w.bms.servers.Get(r.Str("BaremetalId"))
	if !ok {
		return Reply{}, r.documented("InstanceNotFound")
	}
	// 2099-01-01 is the provider's way to say never.
	expires := "2099-01-01 00:00:00"
	if b.charge == prePaid {
		expires = stamp(b.expires)
	}
	return Reply{Data: r.Record("Data", b.record(r, "Data", obj{
		"ImageName": b.image.name, "BillStatus": bmsFlag(!b.unpaid), "ExpireDate": expires,
		"RunningTime": b.runningTime(w.now), "Volumes": w.bmsVolumes(r, b),
	}))}, nil
}

// record holds the fields that the list and the detail have in common.
func (b *bareMetal) record(r Request, path string, more obj) obj {
	cards := []any{}
	for _, c := range b.cards {
		cards = append(cards, b.cardRecord(r, path+".Networks.NetworkCards[]", c))
	}
	renews := 0
	if b.autoRenew {
		renews = 1
	}
	more["BaremetalId"], more["Name"] = b.id, b.name
	more["Cpu"], more["Ram"] = b.compute.cpu, b.compute.ram
	more["State"], more["Status"] = b.state, bmsStateTitle(b.state)
	more["EnableMonitor"] = bmsFlag(b.monitored)
	more["VdcId"], more["VdcName"] = b.vdc.id, b.vdc.name
	more["RegionId"], more["RegionName"] = b.vdc.zone.ID, b.vdc.zone.AreaZh+"-"+b.vdc.zone.longName()
	more["InstanceChargeType"], more["IsAutoRenewal"] = b.charge, renews
	more["CreateDate"] = stamp(b.created)
	more["Networks"] = obj{"NetworkCards": cards}
	return more
}

// cardRecord leaves out of the list what only the detail documents.
func (b *bareMetal) cardRecord(r Request, path string, c bmsCard) obj {
	s := c.network.segments[0]
	for _, other := range c.network.segments {
		if other.pool.prefix.Contains(c.ip) {
			s = other
		}
	}
	kind, connected, mode := "private", "off", ""
	if c.network.public {
		kind = "public"
	}
	if !b.poweredOn.IsZero() {
		connected = "on"
	}
	if b.bonded {
		mode = "bond6"
	}
	fields := obj{
		"Id": c.id, "IpType": kind, "IpVersion": "ipV4", "IpAddress": c.ip.String(),
		"Gateway": s.pool.Gateway().String(), "Netmask": netmask(s.pool.prefix),
		"VlanId": strconv.Itoa(1000 + int(unit(c.network.id)*3000)), "ConnectState": connected,
	}
	record := r.Record(path, fields)
	if _, detailed := record["Mac"]; detailed {
		record["Mac"], record["WorkMode"] = c.macs, mode
	}
	return record
}

func netmask(p netip.Prefix) string {
	return net.IP(net.CIDRMask(p.Bits(), 32)).String()
}

// runningTime counts from when the server was last switched on.
func (b *bareMetal) runningTime(now time.Time) string {
	ran := time.Duration(0)
	if !b.poweredOn.IsZero() {
		ran = now.Sub(b.poweredOn)
	}
	seconds := int(ran / time.Second)
	return fmt.Sprintf("%d天%d小时%d分钟%d秒", seconds/86400, seconds/3600%24, seconds/60%60, seconds%60)
}

// bmsVolumes lists the local disks and then the cloud disks attached. That the
// latter are listed, and as Type cloud, is not documented.
func (w *World) bmsVolumes(r Request, b *bareMetal) []any {
	list := []any{}
	add := func(fields obj, from, to time.Time) {
		fields["BaremetalId"], fields["VolumePath"] = b.id, fmt.Sprintf("sd%c", 'a'+len(list))
		fields["CreateDate"], fields["UpdateDate"] = isoStamp(from), isoStamp(to)
		list = append(list, r.Record("Data.Volumes[]", fields))
	}
	for _, v := range b.volumes {
		add(obj{
			"Id": v.id, "VolumeId": v.diskID, "Type": "hard", "VolumeType": v.disk.kind, "Capacity": v.disk.capacity,
		}, b.created, b.installed)
	}
	for _, d := range w.disksOn(b) {
		add(obj{
			"Id": d.attachment, "VolumeId": d.id, "Type": "cloud", "VolumeType": d.goods.title(),
			"Capacity": d.size, "Iops": d.goods.iops, "Mbps": d.goods.bw,
		}, d.created, d.attached)
	}
	return list
}

// isoStamp is the form of a volume's dates.
func isoStamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000+0000") }

// bmsFlag is a truth value as this chapter sends it.
func bmsFlag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// describeBmsTask also answers for tasks of power and of installing anew,
// though it is documented for creation: they return ids as well.
func describeBmsTask(w *World, r Request) (Reply, error) {
	t, ok := w.Task(taskBms, r.Str("TaskId"))
	if !ok {
		return Reply{}, r.documented("DataNotExists")
	}
	return Reply{Data: r.Record("Data", obj{"BareMetalIds": t.work.Resources, "Status": t.status(w.now)})}, nil
}
