package sim

import (
	"net/netip"
	"slices"
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
	paidUntil time.Time // PrePaid
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
	w.stopBilling(i)
}

// unplug takes an interface out of a server.
func (w *World) unplug(i *instance, gone *nic) {
	w.dropInterface(gone)
	i.nics = slices.DeleteFunc(i.nics, func(c *nic) bool { return c == gone })
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
