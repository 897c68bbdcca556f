package sim

import (
	"net/netip"
	"slices"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// The words of InstanceStatus. A server that is being made, changed or deleted
// is "updating".
const (
	instanceRunning  = "running"
	instanceStopped  = "stop"
	instanceStarting = "starting"
	instanceStopping = "stopping"
	instanceUpdating = "updating"
	instanceError    = "error"
)

// maxDataDisks is how many data disks a server can have: LeftDataDiskNum of a
// server without any is 14 in the documentation.
const maxDataDisks = 14

// instance is a cloud server.
type instance struct {
	id, name  string
	vdc       *vdc
	status    string
	deleting  bool
	typeID    string
	cpu, ram  int
	imageID   string
	osType    string
	charge    string
	autoRenew bool
	system    disk
	data      []*disk
	nics      []*nic
	tags      []*tag
	protected bool
	created   time.Time
	power     []powerChange
}

// disk is a system or data disk.
type disk struct {
	id, kind       string
	size, packages int
}

// iops is the performance of a disk: so much per GB, and a fixed amount per
// package. Not documented beyond 600 for 60 GB.
func (d disk) iops() int {
	per := 10
	if d.kind == "ssd_disk" || d.kind == "ssd_system_disk" {
		per = 30
	}
	return d.size*per + d.packages*1000
}

// nic is a network interface.
type nic struct {
	id, mac   string
	network   *network
	connected bool
	ip        netip.Addr // invalid when there is none
	ipv6      string
}

func (c *nic) address() string {
	if !c.ip.IsValid() {
		return ""
	}
	return c.ip.String()
}

// powerChange is one moment a server went on or off; they are what the past of
// a monitoring curve is made of.
type powerChange struct {
	at time.Time
	on bool
}

// settled tells whether nothing is being done to the server.
func (i *instance) settled() bool {
	return !i.deleting && (i.status == instanceRunning || i.status == instanceStopped || i.status == instanceError)
}

// switched puts the server into a power state that lasts.
func (i *instance) switched(at time.Time, on bool) {
	i.status = instanceStopped
	if on {
		i.status = instanceRunning
	}
	i.power = append(i.power, powerChange{at, on})
}

// wasOn tells whether the server ran at a moment.
func (i *instance) wasOn(at time.Time) (on bool) {
	for _, p := range i.power {
		if p.at.After(at) {
			break
		}
		on = p.on
	}
	return on
}

func (i *instance) disk(id string) *disk {
	n := slices.IndexFunc(i.data, func(d *disk) bool { return d.id == id })
	if n < 0 {
		return nil
	}
	return i.data[n]
}

func (i *instance) nic(id string) *nic {
	n := slices.IndexFunc(i.nics, func(c *nic) bool { return c.id == id })
	if n < 0 {
		return nil
	}
	return i.nics[n]
}

func (i *instance) nicIn(n *network) *nic {
	at := slices.IndexFunc(i.nics, func(c *nic) bool { return c.network == n })
	if at < 0 {
		return nil
	}
	return i.nics[at]
}

// daily is what the server costs a day, disks included.
func (i *instance) daily() money {
	sum := serverPrice(i.typeID, i.cpu, i.ram) + diskPrice(i.system)
	for _, d := range i.data {
		sum += diskPrice(*d)
	}
	return sum
}

// parts is what the server is made of, as bills print it.
func (i *instance) parts() []part {
	machine := serverPrice(i.typeID, i.cpu, i.ram)
	cores := serverPrice(i.typeID, i.cpu, 0)
	list := []part{
		{"系统硬盘", strconv.Itoa(i.system.size) + "GB", diskPrice(i.system)},
		{"vCPU", strconv.Itoa(i.cpu) + "C", cores},
		{"内存", strconv.Itoa(i.ram) + "GB", machine - cores},
		{"操作系统", i.imageID, 0},
	}
	for _, d := range i.data {
		list = append(list, part{"数据盘", strconv.Itoa(d.size) + "GB", diskPrice(*d)})
	}
	return list
}

// instanceEntry is the ledger's entry of a server from now on; paid is what a
// prepaid one pays at once.
func (w *World) instanceEntry(i *instance, paid money) entry {
	return entry{
		ID: i.id, Kind: "instance", Name: i.name, RegionID: i.vdc.zone.ID, Place: i.vdc.id, PlaceName: i.vdc.name,
		Charge: i.charge, Daily: i.daily(), Paid: paid, Parts: i.parts(), From: w.now,
	}
}

// affords tells whether the account can pay for something costing so much a
// day: one day of it.
func (w *World) affords(daily money) bool { return w.ledger.Balance(w.now) >= daily }

// repriceInstance puts the server's present price into the ledger. A prepaid
// server pays nothing for what is left of its month; the difference counts
// from the next one. Not documented.
func (w *World) repriceInstance(i *instance) {
	w.ledger.Reprice(i.id, w.now, i.daily(), 0)
	w.ledger.Detail(i.id, i.parts())
}

// validName refuses what no list could show: control characters, blanks only,
// more than 128 characters. The documentation has a code for bad names but no
// rule.
func validName(s string) bool {
	blank := true
	for _, c := range s {
		if unicode.IsControl(c) || c == utf8.RuneError {
			return false
		}
		blank = blank && unicode.IsSpace(c)
	}
	return !blank && utf8.RuneCountInString(s) <= 128
}

// validPassword asks for 8 to 30 printable characters of at least three of the
// kinds lower case, upper case, digit, other. The documentation has a code for
// bad passwords but no rule; its samples have three kinds.
func validPassword(s string) bool {
	var kinds [4]bool
	for _, c := range s {
		switch {
		case c < '!' || c > '~':
			return false
		case unicode.IsLower(c):
			kinds[0] = true
		case unicode.IsUpper(c):
			kinds[1] = true
		case unicode.IsDigit(c):
			kinds[2] = true
		default:
			kinds[3] = true
		}
	}
	different := 0
	for _, k := range kinds {
		if k {
			different++
		}
	}
	return len(s) >= 8 && len(s) <= 30 && different >= 3
}

// deleteInstance accepts running servers as well: the documentation says
// nothing against it, and clients do. Addresses, interfaces and security group
// memberships are free at once, so that networks and groups can be deleted
// right after. A protected server is refused with the documented code for a
// state that does not allow the operation; protection has none of its own.
func deleteInstance(w *World, r Request) (Reply, error) {
	list, err := w.settledInstances(r)
	if err != nil {
		return Reply{}, err
	}
	var ids []string
	for _, i := range list {
		if i.protected {
			return Reply{}, forbidden(refusalInstanceBusy.Code, refusalInstanceBusy.Message+" Deletion protection is on.")
		}
		ids = append(ids, i.id)
	}
	for _, i := range list {
		w.releaseInstance(i)
	}
	return Reply{TaskID: w.Begin(Work{
		Type: "orderDeleteVM", Takes: 3 * time.Second, Resources: ids,
		Done: func() {
			for _, id := range ids {
				w.ccs.instances.Delete(id)
			}
		},
		Failed: func() {
			for _, i := range list {
				i.deleting, i.status = false, instanceError
			}
		},
	})}, nil
}

func (w *World) releaseInstance(i *instance) {
	i.deleting, i.status = true, instanceUpdating
	for _, c := range i.nics {
		w.dropInterface(c)
	}
	i.nics = nil
	w.ledger.Close(i.id, w.now)
}

// dropInterface frees an interface's address and takes it out of its groups.
func (w *World) dropInterface(c *nic) {
	if c.ip.IsValid() {
		c.network.release(c.ip)
	}
	for g := range w.ccs.groups.All() {
		g.leave(c)
	}
}
