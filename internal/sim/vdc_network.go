package sim

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxPrivateNetworks is the quota of one VDC. The quota is documented, its
// size is not.
const maxPrivateNetworks = 10

// network is a public or a private network of a VDC.
type network struct {
	id, name  string
	vdc       *vdc
	public    bool
	status    string
	segments  []*segment
	auto      bool   // private: the range was chosen by the provider
	bandwidth string // public: type of appendix 3
	billing   string
	qos       int
	autoRenew bool
}

// segment is one range of addresses of a network.
type segment struct {
	id   string
	pool *pool
}

func (n *network) free() (sum int) {
	for _, s := range n.segments {
		sum += s.pool.Free()
	}
	return sum
}

func (n *network) used() (sum int) {
	for _, s := range n.segments {
		sum += len(s.pool.used)
	}
	return sum
}

// addresses counts what is paid for: all addresses of the ranges.
func (n *network) addresses() (sum int) {
	for _, s := range n.segments {
		sum += 1 << (32 - s.pool.prefix.Bits())
	}
	return sum
}

// rangeText prints a private range as the documentation does: a pair of
// addresses when the provider chose it, a prefix when the customer did.
func (n *network) rangeText() string {
	p := n.segments[0].pool.prefix
	if !n.auto {
		return p.String()
	}
	last := addTo(p.Addr(), 255)
	return fmt.Sprintf("%s/16~%s/16", p.Addr(), last)
}

// take gives out an address, chosen or "auto"; an automatic one from within a
// range, where that is valid.
func (n *network) take(want, usage string, within netip.Prefix) (netip.Addr, error) {
	if want == "auto" {
		for _, s := range n.segments {
			if a, ok := s.pool.Take(usage, within); ok {
				return a, nil
			}
		}
		return netip.Addr{}, n.refusal("Duplicated", "duplicated")
	}
	a, err := netip.ParseAddr(want)
	if err != nil || !a.Is4() {
		return netip.Addr{}, n.refusal("Malformed", "malformed")
	}
	for _, s := range n.segments {
		if !s.pool.Usable(a) {
			continue
		}
		if !s.pool.Claim(a, usage) {
			return netip.Addr{}, forbidden("InvalidIp.IpAssigned", "The IP "+want+" is assigned already.")
		}
		return a, nil
	}
	return netip.Addr{}, forbidden("InvalidIp.Address", "The IP "+want+" does not belong to the network.")
}

func (n *network) refusal(code, word string) Refusal {
	kind := "private"
	if n.public {
		kind = "public"
	}
	title := strings.ToUpper(kind[:1]) + kind[1:]
	return badRequest("Invalid"+title+"IpAddress."+code, "Specified "+kind+" IP address is "+word+".")
}

func (n *network) release(a netip.Addr) {
	for _, s := range n.segments {
		s.pool.Release(a)
	}
}

// publicOrder is what somebody wants to buy, checked.
type publicOrder struct {
	name, bandwidth, billing string
	qos, addresses           int
	autoRenew                bool
}

// orderPublicNetwork checks the terms of a public network. Steps of the
// bandwidth are documented for CreatePublicNetwork only.
func (w *World) orderPublicNetwork(p Fields, steps bool) (publicOrder, error) {
	bad := func(part string) error {
		return malformed("InvalidPublicNetwork. "+part+".Malformed", "PbulicNetwork."+part)
	}
	o := publicOrder{
		name: p.StrOr("Name", "公网1"), bandwidth: p.Str("Type"), billing: p.StrOr("BillingMethod", "Bandwidth"),
		qos: p.Int("Qos"), addresses: p.IntOr("IPNum", 4), autoRenew: p.IntOr("AutoRenew", 1) == 1,
	}
	if !validName(o.name) {
		return o, malformed("InvalidParameter", "Name")
	}
	if !w.knowsBandwidth(o.bandwidth) {
		return o, bad("Type")
	}
	most, step := 500, 1
	switch strings.ToLower(o.billing) {
	case "bandwidth":
		step = 5
	case "bandwidth_95":
		step = 50
	case "datapackage":
		most = 51200
	case "traffic":
	default:
		return o, bad("BillingMethod")
	}
	if o.qos < 1 || o.qos > most || steps && o.qos%step != 0 {
		return o, bad("Bandwich")
	}
	if !slices.Contains([]int{4, 8, 16, 32, 64}, o.addresses) {
		return o, malformed("InvalidPublicNetwork.Ip.Malformed", "PbulicNetwork.Ip")
	}
	if w.ledger.Balance(w.now) < bandwidthPrice(o.billing, o.qos, o.addresses) {
		return o, refusalArrears
	}
	return o, nil
}

// knowsBandwidth accepts appendix 3, the four types CreatePublicNetwork lists
// instead, and two that occur in samples only.
func (w *World) knowsBandwidth(id string) bool {
	_, listed := findCode(w.shelf.bandwidths, id)
	others := []string{"BGP_4", "BGP_2", "ChinaTelecom", "AntiDDOS", "VDC_Bandwidth_BGP", "Bandwidth_China_Optimized"}
	return listed || slices.Contains(others, id)
}

func (w *World) addPublicNetwork(v *vdc, o publicOrder) *network {
	n := &network{
		id: w.ID("public network"), name: o.name, vdc: v, public: true, status: statusCreating,
		bandwidth: o.bandwidth, billing: o.billing, qos: o.qos, autoRenew: o.autoRenew,
	}
	w.addSegment(n, o.addresses)
	w.vdc.networks.Put(n.id, n)
	w.ledger.Open(entry{
		ID: n.id, Kind: "public_network", Name: n.name, RegionID: v.zone.ID, Place: v.id, PlaceName: v.name, Charge: postPaid,
		Daily: bandwidthPrice(n.billing, n.qos, n.addresses()), Parts: n.parts(), From: w.now,
	})
	return n
}

func (w *World) addSegment(n *network, addresses int) {
	n.segments = append(n.segments, &segment{w.ID("segment"), newPool(w.space.Public(addresses))})
}

// change keeps a network busy for a while and settles it again.
func (w *World) change(n *network, kind string, takes time.Duration) string {
	n.status = statusUpdating
	settled := func() { n.status = statusOK }
	return w.Begin(Work{Type: kind, Takes: takes, Resources: []string{n.id}, Done: settled, Failed: settled})
}

func (w *World) reprice(n *network) {
	w.ledger.Reprice(n.id, w.now, bandwidthPrice(n.billing, n.qos, n.addresses()), 0)
	w.ledger.Detail(n.id, n.parts())
}

// parts is what a public network is made of, as bills print it.
func (n *network) parts() []part {
	return []part{
		{"带宽", strconv.Itoa(n.qos) + "Mb", bandwidthPrice(n.billing, n.qos, 0)},
		{"公网IP", strconv.Itoa(n.addresses()) + "个", bandwidthPrice(n.billing, 0, n.addresses())},
	}
}

func createPublicNetwork(w *World, r Request) (Reply, error) {
	v, err := w.settledVdc(r.Str("VdcId"))
	if err != nil {
		return Reply{}, err
	}
	o, err := w.orderPublicNetwork(r.Fields, true)
	if err != nil {
		return Reply{}, err
	}
	n := w.addPublicNetwork(v, o)
	return Reply{TaskID: w.Begin(Work{
		Type: "orderCreatePublicNetwork", Takes: 4 * time.Second, Resources: []string{n.id},
		Done: func() { n.status = statusOK }, Failed: func() { w.spoilNetwork(n) },
	})}, nil
}

// spoilNetwork is a creation that failed: the network stays to be deleted, and
// costs nothing.
func (w *World) spoilNetwork(n *network) {
	n.status = statusError
	w.ledger.Close(n.id, w.now)
}

// settledNetwork finds a network that nothing is being done to.
func (w *World) settledNetwork(id string, public bool, unknown Refusal) (*network, error) {
	n, ok := w.vdc.networks.Get(id)
	if !ok || n.public != public {
		return nil, unknown
	}
	if n.status != statusOK && n.status != statusError {
		return nil, refusalVdcBusy
	}
	return n, nil
}

func modifyPublicNetwork(w *World, r Request) (Reply, error) {
	n, err := w.settledNetwork(r.Str("PublicId"), true, malformed("InvalidPublicNetworkID.Malformed", "PublicNetworkID"))
	if err != nil {
		return Reply{}, err
	}
	qos, err := strconv.Atoi(r.Str("Qos"))
	if err != nil || qos < 1 || qos > 500 {
		return Reply{}, malformed("InvalidParameter", "Qos")
	}
	n.qos = qos
	w.reprice(n)
	return Reply{TaskID: w.change(n, "orderUpdatePublicNetwork", 3*time.Second)}, nil
}

func renewPublicNetwork(w *World, r Request) (Reply, error) {
	n, err := w.settledNetwork(r.Str("PublicId"), true, malformed("InvalidPublicId.Malformed", "PublicId"))
	if err != nil {
		return Reply{}, err
	}
	n.autoRenew = r.Bool("AutoRenew")
	return Reply{}, nil
}

func deletePublicNetwork(w *World, r Request) (Reply, error) {
	n, err := w.settledNetwork(r.Str("PublicId"), true, malformed("InvalidPublicID.Malformed", "PublicID"))
	if err != nil {
		return Reply{}, err
	}
	// The answer names no task; the work goes on all the same.
	_, err = w.removeNetwork(n)
	return Reply{}, err
}

func deletePrivateNetwork(w *World, r Request) (Reply, error) {
	n, err := w.settledNetwork(r.Str("PrivateId"), false, malformed("InvalidPrivateId.Malformed", "PrivateID"))
	if err != nil {
		return Reply{}, err
	}
	id, err := w.removeNetwork(n)
	return Reply{TaskID: id}, err
}

// removeNetwork refuses a network whose addresses are in use, or that a GPN
// joins; interfaces without an address go with it.
func (w *World) removeNetwork(n *network) (taskID string, err error) {
	if n.used() > 0 || w.joinedByGPN(n) {
		return "", refusalVdcBusy
	}
	before := n.status
	n.status = statusDeleting
	return w.Begin(Work{
		Type: "orderDeleteNetwork", Takes: 2 * time.Second, Resources: []string{n.id},
		Done:   func() { w.forgetNetwork(n) },
		Failed: func() { n.status = before },
	}), nil
}

func (w *World) forgetNetwork(n *network) {
	w.vdc.networks.Delete(n.id)
	w.ledger.Close(n.id, w.now)
	if n.public {
		for _, s := range n.segments {
			w.space.Release(s.pool.prefix)
		}
	}
	for i := range w.ccs.instances.All() {
		if c := i.nicIn(n); c != nil {
			w.unplug(i, c)
		}
	}
}

func addPublicIP(w *World, r Request) (Reply, error) {
	n, err := w.settledNetwork(r.Str("PublicId"), true, malformed("InvalidPublicNetworkID.Malformed", "PublicNetworkID"))
	if err != nil {
		return Reply{}, err
	}
	if w.ledger.Balance(w.now) < bandwidthPrice("", 0, r.Int("Number")) {
		return Reply{}, refusalArrears
	}
	w.addSegment(n, r.Int("Number"))
	w.reprice(n)
	return Reply{TaskID: w.change(n, "orderAddPublicIp", 3*time.Second)}, nil
}

func deletePublicIP(w *World, r Request) (Reply, error) {
	for n := range w.vdc.networks.All() {
		i := slices.IndexFunc(n.segments, func(s *segment) bool { return n.public && s.id == r.Str("SegmentId") })
		if i < 0 {
			continue
		}
		if n.status != statusOK {
			return Reply{}, refusalVdcBusy
		}
		if len(n.segments[i].pool.used) > 0 {
			return Reply{}, forbidden("InvalidIp.IpAssigned", "An IP of the segment is assigned.")
		}
		w.space.Release(n.segments[i].pool.prefix)
		n.segments = slices.Delete(n.segments, i, i+1)
		w.reprice(n)
		return Reply{TaskID: w.change(n, "orderDeletePublicIp", 3*time.Second)}, nil
	}
	return Reply{}, malformed("InvalidIpId.Malformed", "IpId")
}

func createPrivateNetwork(w *World, r Request) (Reply, error) {
	v, err := w.settledVdc(r.Str("VdcId"))
	if err != nil {
		return Reply{}, err
	}
	others := w.networksOf(v, false)
	if len(others) >= maxPrivateNetworks {
		return Reply{}, badRequest("QuotaExceed.PrivateNetwork", "The maximum number of PrivateNetwork is exceeded")
	}
	n := &network{
		vdc: v, status: statusCreating, auto: !strings.EqualFold(r.Str("Type"), "manual"),
		name: r.StrOr("Name", "私网"+strconv.Itoa(len(others)+1)),
	}
	if !validName(n.name) {
		return Reply{}, malformed("InvalidParameter", "Name")
	}
	prefix, err := w.rangeFor(r, n, others)
	if err != nil {
		return Reply{}, err
	}
	n.id, n.segments = w.ID("private network"), []*segment{{w.ID("segment"), newPool(prefix)}}
	w.vdc.networks.Put(n.id, n)
	return Reply{TaskID: w.Begin(Work{
		Type: "orderCreatePrivateNetwork", Takes: 3 * time.Second, Resources: []string{n.id},
		Done: func() { n.status = statusOK }, Failed: func() { n.status = statusError },
	})}, nil
}

func (w *World) rangeFor(r Request, n *network, others []*network) (netip.Prefix, error) {
	if n.auto {
		return w.space.Private(), nil
	}
	return chosenRange(r, others)
}

// chosenRange checks a private range of the customer's choice: RFC 1918, a
// mask from 16 to 29 bits, apart from the VDC's others. None of it is
// documented.
func chosenRange(r Request, others []*network) (netip.Prefix, error) {
	a, err := netip.ParseAddr(r.Str("Address"))
	if err != nil || !a.Is4() || !a.IsPrivate() {
		return netip.Prefix{}, malformed("InvalidParameter", "Address")
	}
	bits := r.IntOr("Mask", 16)
	if bits < 16 || bits > 29 {
		return netip.Prefix{}, malformed("InvalidParameter", "Mask")
	}
	p := netip.PrefixFrom(a, bits).Masked()
	for _, n := range others {
		if n.segments[0].pool.prefix.Overlaps(p) {
			return netip.Prefix{}, malformed("InvalidParameter", "Address")
		}
	}
	return p, nil
}
