package sim

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// refusalZoneClosed is the documented refusal of a zone that sells nothing.
var refusalZoneClosed = forbidden("Zone.NotOnSale", "The resource in the specified zone is no longer available for sale. Please try other regions and zones.")

// createInstance checks everything before it changes anything, so that DryRun
// and a refusal leave the world as it was.
func createInstance(w *World, r Request) (Reply, error) {
	o, err := w.orderInstances(r)
	if err != nil {
		return Reply{}, err
	}
	names, err := instanceNames(r, o.amount)
	if err != nil {
		return Reply{}, err
	}
	wanted, err := w.wantedAddresses(r, o)
	if err != nil {
		return Reply{}, err
	}
	claims, err := claimAll(wanted, names, r.Bool("DryRun"))
	if err != nil || r.Bool("DryRun") {
		return Reply{}, err
	}
	tags := w.tagsNamed(r.Strs("LabelNames"))
	var ids []string
	var made []*instance
	for n, name := range names {
		i := w.newInstance(o, name)
		i.tags, i.protected = slices.Clone(tags), r.Bool("DeletionProtection")
		w.connect(i, claims[n], r.Bool("Ipv6Bind"))
		ids, made = append(ids, i.id), append(made, i)
	}
	return Reply{TaskID: w.Begin(Work{
		Type: "orderCreateVM", Takes: 8 * time.Second, Resources: ids,
		Done: func() { settleInstances(made, func(i *instance) { i.switched(w.now, true) }) },
		Failed: func() {
			settleInstances(made, func(i *instance) { i.status = instanceError; w.stopBilling(i) })
		},
	})}, nil
}

func settleInstances(list []*instance, settle func(*instance)) {
	for _, i := range list {
		settle(i)
	}
}

// orderInstances adds to orderServer what only a real order needs.
func (w *World) orderInstances(r Request) (o serverOrder, err error) {
	z, ok := w.shelf.Zone(r.Str("RegionId"))
	if !ok {
		return o, refusalRegion
	}
	if !z.onSale() {
		return o, refusalZoneClosed
	}
	v, ok := w.vdc.vdcs.Get(r.Str("VdcId"))
	if !ok {
		return o, badRequest("VDCNotFound", "the VDC has deleted.")
	}
	if v.zone != z {
		return o, refusalRegion
	}
	if v.status != statusOK {
		return o, refusalVdcBusy
	}
	if o, err = w.orderServer(r, z); err != nil {
		return o, err
	}
	o.vdc = v
	return o, w.acceptOrder(r, o)
}

func (w *World) acceptOrder(r Request, o serverOrder) error {
	if !validPassword(r.Str("Password")) {
		return refusalPassword
	}
	if o.image.private && !r.Has("ImagePassword") {
		return badRequest("MissingParameter", `Missing required parameter "ImagePassword".`)
	}
	for _, data := range r.Strs("UserData") {
		if _, err := base64.StdEncoding.DecodeString(data); err != nil {
			return malformed("InvalidParameter", "UserData")
		}
	}
	for _, name := range r.Strs("LabelNames") {
		if !validName(name) {
			return malformed("InvalidParameter", "LabelNames")
		}
	}
	if w.ccs.instances.Len()+o.amount > maxInstances {
		return refusalInstanceAmount
	}
	if !w.affords((o.daily() + o.due(w)) * money(o.amount)) {
		return refusalBalance
	}
	return nil
}

// instanceNames gives each server its name. DescriptionNum is the first of the
// numbers that are appended; its width stays.
func instanceNames(r Request, amount int) ([]string, error) {
	bad := malformed("InvalidInstanceName.Malformed", "Instance")
	name := r.Str("InstanceName")
	if !validName(name) {
		return nil, bad
	}
	names := slices.Repeat([]string{name}, amount)
	digits := r.Str("DescriptionNum")
	if digits == "" {
		return names, nil
	}
	first, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || len(digits) < 3 || len(digits) > 6 {
		return nil, bad
	}
	for n := range names {
		names[n] += fmt.Sprintf("%0*d", len(digits), int(first)+n)
	}
	return names, nil
}

// wantedAddress is one interface of a server to be: its network and, where an
// address is wanted, that address or "auto".
type wantedAddress struct {
	network *network
	address string
	within  netip.Prefix
}

// wantedAddresses lists, for each server of the order, its interfaces in their
// order: one in every network of the VDC, whether an address is wanted there
// or not. The n-th address of a list belongs to the n-th server; a list of
// just "auto" serves them all. Not documented.
func (w *World) wantedAddresses(r Request, o serverOrder) ([][]wantedAddress, error) {
	var order []*network
	wishes := map[*network][]string{}
	within := map[*network]netip.Prefix{}
	ask := func(n *network, list []string) {
		if !slices.Contains(order, n) {
			order = append(order, n)
		}
		wishes[n] = append(wishes[n], list...)
	}
	if err := w.readWishes(r, o.vdc, ask, within); err != nil {
		return nil, err
	}
	for _, public := range []bool{true, false} {
		for _, n := range w.networksOf(o.vdc, public) {
			ask(n, nil)
		}
	}
	out := make([][]wantedAddress, o.amount)
	for server := range out {
		for _, n := range order {
			if n.status == statusDeleting {
				continue
			}
			out[server] = append(out[server], wantedAddress{n, pick(wishes[n], server), within[n]})
		}
	}
	return out, nil
}

// readWishes reads PublicIp and PrivateIp, or OrderedIP, which replaces both.
func (w *World) readWishes(r Request, v *vdc, ask func(*network, []string), within map[*network]netip.Prefix) error {
	if ordered := r.Objs("OrderedIP"); len(ordered) > 0 {
		for _, f := range ordered {
			n, ok := w.vdc.networks.Get(f.Str("PipeId"))
			if !ok || n.vdc != v {
				return malformed("InvalidParameter", "OrderedIP")
			}
			ask(n, f.Strs("IP"))
		}
		return nil
	}
	if list := r.Strs("PublicIp"); len(list) > 0 {
		n := publicFor(w.networksOf(v, true), list[0])
		if n == nil {
			return badRequest("InvalidPublicIpAddress.Malformed", "Specified public IP address is malformed.")
		}
		ask(n, list)
	}
	for _, f := range r.Objs("PrivateIp") {
		n, ok := w.vdc.networks.Get(f.Str("PrivateId"))
		if !ok || n.public || n.vdc != v {
			return badRequest("InvalidPrivateIpAddress.Malformed", "Specified private IP address is malformed.")
		}
		if f.Has("Segment") {
			p, err := netip.ParsePrefix(f.Str("Segment"))
			if err != nil {
				return badRequest("InvalidPrivateIpAddress.Malformed", "Specified private IP address is malformed.")
			}
			within[n] = p.Masked()
		}
		ask(n, f.Strs("IP"))
	}
	return nil
}

// publicFor finds the public network an address belongs to; for "auto", the
// first that has one free.
func publicFor(list []*network, want string) *network {
	for _, n := range list {
		if want == "auto" && n.free() > 0 {
			return n
		}
		a, err := netip.ParseAddr(want)
		for _, s := range n.segments {
			if err == nil && s.pool.prefix.Contains(a) {
				return n
			}
		}
	}
	if len(list) > 0 {
		return list[0]
	}
	return nil
}

func pick(wishes []string, server int) string {
	if len(wishes) == 1 && wishes[0] == "auto" {
		return "auto"
	}
	if server < len(wishes) {
		return wishes[server]
	}
	return ""
}

// claim is an interface with the address it got, if it wanted one.
type claim struct {
	network *network
	ip      netip.Addr
}

// claimAll takes the addresses of all servers, or of none. A dry run gives
// them all back.
func claimAll(wanted [][]wantedAddress, names []string, dry bool) (claims [][]claim, err error) {
	if err := refuseRepeated(wanted); err != nil {
		return nil, err
	}
	defer func() {
		if err == nil && !dry {
			return
		}
		for _, server := range claims {
			for _, c := range server {
				c.network.release(c.ip)
			}
		}
	}()
	for n, server := range wanted {
		claims = append(claims, nil)
		for _, want := range server {
			c := claim{network: want.network}
			if want.address != "" {
				if c.ip, err = want.network.take(want.address, usage(names[n]), want.within); err != nil {
					return claims, err
				}
			}
			claims[n] = append(claims[n], c)
		}
	}
	return claims, nil
}

// usage is the sentence DescribePublicIp shows for an address in use.
func usage(name string) string { return "云服务器使用(" + name + ")" }

func refuseRepeated(wanted [][]wantedAddress) error {
	seen := map[string]bool{}
	for _, server := range wanted {
		for _, want := range server {
			key := want.network.id + " " + want.address
			if want.address != "" && want.address != "auto" && seen[key] {
				return forbidden("InvalidIp.IpRepeated", "The IP "+want.address+" is given twice.")
			}
			seen[key] = true
		}
	}
	return nil
}

func (w *World) newInstance(o serverOrder, name string) *instance {
	i := &instance{
		id: w.ID("instance"), name: name, vdc: o.vdc, status: instanceUpdating, typeID: o.typeID,
		cpu: o.cpu, ram: o.ram, imageID: o.image.id, osType: o.image.osType, charge: o.charge,
		autoRenew: o.autoRenew, system: o.system, created: w.now,
	}
	i.system.id = w.ID("disk")
	for _, d := range o.data {
		i.data = append(i.data, w.newDisk(d))
	}
	w.ccs.instances.Put(i.id, i)
	w.bill(i, o.months)
	return i
}

func (w *World) newDisk(d disk) *disk {
	d.id = w.ID("disk")
	return &d
}

// connect gives a server its interfaces.
func (w *World) connect(i *instance, claims []claim, ipv6 bool) {
	for _, c := range claims {
		card := w.newInterface(c.network)
		card.ip = c.ip
		if ipv6 && c.network.public && c.ip.IsValid() {
			card.ipv6 = w.newIPv6()
		}
		i.nics = append(i.nics, card)
	}
}

func (w *World) newInterface(n *network) *nic {
	c := w.count("mac")
	return &nic{
		id: w.ID("interface"), network: n, connected: true,
		mac: fmt.Sprintf("00:50:56:%02x:%02x:%02x", 0x80|c>>16&0x3f, c>>8&0xff, c&0xff),
	}
}

// newIPv6 comes from the range that is reserved for documentation.
func (w *World) newIPv6() string {
	return fmt.Sprintf("2001:db8:0:1::%x", w.count("ipv6")+1)
}

// specName is a size as the provider writes it: 4核8G.
func specName(cpu, ram int) string {
	return strings.Join([]string{strconv.Itoa(cpu), "核", strconv.Itoa(ram), "G"}, "")
}
