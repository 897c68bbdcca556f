package sim

import (
	"slices"
	"strings"
	"time"
)

// maxVdcs is the account's quota. The quota is documented, its size is not.
const maxVdcs = 50

// vdcState is what the VDC chapter keeps.
type vdcState struct {
	vdcs     table[*vdc]
	networks table[*network]
	gpns     table[*gpn]
}

// The words of VdcStatus and of a network's Status. Only ok is documented.
const (
	statusOK       = "ok"
	statusCreating = "creating"
	statusUpdating = "updating"
	statusDeleting = "deleting"
	statusError    = "error"
)

// vdc is a virtual data centre: a private corner of one zone.
type vdc struct {
	id, name string
	zone     zone
	status   string
}

var (
	refusalVdcBusy = forbidden("IncorrectVdcStatus", "The current Status of the resource does not support this operation.")
	refusalNoVdc   = badRequest("VdcNotFound", "the Vdc has deleted")
	refusalVdcID   = malformed("InvalidVdcId.Malformed", "VdcId")
	refusalRegion  = malformed("InvalidRegionId.Malformed", "RegionId")
	refusalArrears = badRequest("Account.Arrearage", "Your account has been in arrears.")
)

func registerVdc(s *Server) {
	s.handle("network.vdc.DescribeVdc", describeVdc)
	s.handle("network.vdc.CreateVdc", createVdc)
	s.handle("network.vdc.DeleteVdc", deleteVdc)
	s.handle("network.vdc.ModifyVdcName", modifyVdcName)
	s.handle("network.vdc.CreatePublicNetwork", createPublicNetwork)
	s.handle("network.vdc.ModifyPublicNetwork", modifyPublicNetwork)
	s.handle("network.vdc.RenewPublicNetwork", renewPublicNetwork)
	s.handle("network.vdc.DeletePublicNetwork", deletePublicNetwork)
	s.handle("network.vdc.AddPublicIp", addPublicIP)
	s.handle("network.vdc.DeletePublicIp", deletePublicIP)
	s.handle("network.vdc.CreatePrivateNetwork", createPrivateNetwork)
	s.handle("network.vdc.DeletePrivateNetwork", deletePrivateNetwork)
	s.handle("network.vdc.DescribeBandwidthTraffic", describeBandwidthTraffic)
	s.handle("network.vdc.DescribePipeUtilization", describePipeUtilization)
	s.handle("network.vdc.VDCBandwidthBillingScheme", vdcBillingScheme)
	s.handle("network.vdc.VDCBandwidthUnitPrice", vdcUnitPrice)
	s.handle("network.vdc.DescribeGPN", describeGPN)
	s.handle("network.vdc.CreateGPN", createGPN)
	s.handle("network.vdc.DeleteGpn", deleteGPN)
	s.handle("network.vdc.AddAccessPoint", addAccessPoint)
	s.handle("network.vdc.DeleteAccessPoint", deleteAccessPoint)
	s.handle("network.vdc.DescribeAccessInfo", describeAccessInfo)
}

// settledVdc finds a VDC that is not being made or deleted.
func (w *World) settledVdc(id string) (*vdc, error) {
	v, ok := w.vdc.vdcs.Get(id)
	if !ok {
		return nil, refusalVdcID
	}
	if v.status != statusOK {
		return nil, refusalVdcBusy
	}
	return v, nil
}

// networksOf lists a VDC's networks, oldest first.
func (w *World) networksOf(v *vdc, public bool) []*network {
	return w.vdc.networks.Where(func(n *network) bool { return n.vdc == v && n.public == public })
}

func createVdc(w *World, r Request) (Reply, error) {
	z, ok := w.shelf.Zone(r.Str("RegionId"))
	if !ok {
		return Reply{}, refusalRegion
	}
	if !z.onSale() {
		return Reply{}, forbidden("Region.NotOnSale", "The resource in the specified Region is no longer available for sale. Please try other regions and zones.")
	}
	if w.vdc.vdcs.Len() >= maxVdcs {
		return Reply{}, badRequest("QuotaExceed.Vdc", "The maximum number of Vdc is exceeded")
	}
	var order *publicOrder
	if p := r.Obj("PublicNetwork"); len(p) > 0 {
		o, err := w.orderPublicNetwork(p, false)
		if err != nil {
			return Reply{}, err
		}
		order = &o
	}
	if r.Has("VdcName") && !validName(r.Str("VdcName")) {
		return Reply{}, malformed("InvalidParameter", "VdcName")
	}
	v := &vdc{id: w.ID("vdc"), zone: z, status: statusCreating}
	v.name = r.StrOr("VdcName", v.id)
	w.vdc.vdcs.Put(v.id, v)
	var public *network
	if order != nil {
		public = w.addPublicNetwork(v, *order)
	}
	return Reply{TaskID: w.Begin(Work{
		Type: "orderCreateVdc", Takes: 4 * time.Second, Resources: []string{v.id},
		Done:   func() { settleVdc(v, public, statusOK) },
		Failed: func() { settleVdc(v, public, statusError); w.ledger.Close(publicID(public), w.now) },
	})}, nil
}

func settleVdc(v *vdc, public *network, status string) {
	v.status = status
	if public != nil {
		public.status = status
	}
}

func publicID(n *network) string {
	if n == nil {
		return ""
	}
	return n.id
}

// deleteVdc refuses a VDC that still has servers, a public network or a network
// in a GPN, except such as are on their way out: a client that deletes
// everything in order need not wait between the steps. Its private networks go
// with it.
func deleteVdc(w *World, r Request) (Reply, error) {
	v, ok := w.vdc.vdcs.Get(r.Str("VdcId"))
	if !ok {
		return Reply{}, refusalNoVdc
	}
	if v.status != statusOK && v.status != statusError || w.vdcInUse(v) {
		return Reply{}, refusalVdcBusy
	}
	before := v.status
	v.status = statusDeleting
	return Reply{TaskID: w.Begin(Work{
		Type: "orderDeleteVdc", Takes: 3 * time.Second, Resources: []string{v.id},
		Done: func() {
			for _, n := range w.networksOf(v, false) {
				w.forgetNetwork(n)
			}
			w.vdc.vdcs.Delete(v.id)
		},
		Failed: func() { v.status = before },
	})}, nil
}

func (w *World) vdcInUse(v *vdc) bool {
	for n := range w.vdc.networks.All() {
		if n.vdc == v && n.status != statusDeleting && (n.public || n.used() > 0 || w.joinedByGPN(n)) {
			return true
		}
	}
	for i := range w.ccs.instances.All() {
		if i.vdc == v && !i.deleting {
			return true
		}
	}
	return false
}

func modifyVdcName(w *World, r Request) (Reply, error) {
	v, ok := w.vdc.vdcs.Get(r.Str("VdcId"))
	if !ok {
		return Reply{}, refusalNoVdc
	}
	if v.status == statusDeleting {
		return Reply{}, refusalVdcBusy
	}
	if !validName(r.Str("VdcName")) {
		return Reply{}, malformed("InvalidParameter", "VdcName")
	}
	v.name = r.Str("VdcName")
	return Reply{}, nil
}

// describeVdc returns all VDCs when no page is asked for, and pages of ten
// otherwise; the size of a page is not documented.
func describeVdc(w *World, r Request) (Reply, error) {
	want := zone{}
	if id := r.Str("RegionId"); id != "" {
		z, ok := w.shelf.Zone(id)
		if !ok {
			return Reply{}, malformed("InvalidRegionID.Malformed", "RegionId")
		}
		want = z
	}
	found := w.vdc.vdcs.Where(func(v *vdc) bool {
		return (want.ID == "" || v.zone == want) &&
			(!r.Has("VdcId") || v.id == r.Str("VdcId")) &&
			(!r.Has("Keyword") || strings.Contains(v.name, r.Str("Keyword")) || strings.Contains(v.id, r.Str("Keyword"))) &&
			slices.Contains([]string{"", "0-0"}, r.Str("ProjectId"))
	})
	number, pages := r.Int("PageNumber"), 0
	if number < 0 {
		return Reply{}, malformed("InvalidParameter", "PageNumber")
	}
	if number > 0 {
		found, pages = page(found, number, 10)
	}
	data := []any{}
	for _, v := range found {
		data = append(data, w.vdcRecord(r, v, number, pages))
	}
	return Reply{Data: data}, nil
}

func (w *World) vdcRecord(r Request, v *vdc, number, pages int) obj {
	publics, privates := []any{}, []any{}
	for _, n := range w.networksOf(v, true) {
		segments := []any{}
		for _, s := range n.segments {
			segments = append(segments, r.Record("Data[].PublicNetwork[].Segments[]", obj{
				"SegmentId": s.id, "Address": s.pool.prefix.Addr().String(),
				"Gateway": s.pool.Gateway().String(), "Mask": s.pool.prefix.Bits(),
			}))
		}
		publics = append(publics, r.Record("Data[].PublicNetwork[]", obj{
			"PublicId": n.id, "Name": n.name, "Status": n.status, "Qos": n.qos,
			"Type": n.bandwidth, "UnuseIpNum": n.free(), "Segments": segments,
		}))
	}
	for _, n := range w.networksOf(v, false) {
		privates = append(privates, r.Record("Data[].PrivateNetwork[]", obj{
			"PrivateId": n.id, "Name": n.name, "Status": n.status,
			"UnuseIpNum": n.free(), "Segments": []any{n.rangeText()},
		}))
	}
	return r.Record("Data[]", obj{
		"VdcId": v.id, "VdcName": v.name, "VdcStatus": v.status, "RegionId": v.zone.ID,
		"PageNumber": number, "PageCount": pages, "PublicNetwork": publics, "PrivateNetwork": privates,
	})
}
