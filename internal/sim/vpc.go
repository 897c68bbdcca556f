package sim

import (
	"net/netip"
	"strings"
	"time"
)

// vpcState is what the VPC chapter keeps.
type vpcState struct {
	vpcs       table[*vpc]
	nets       table[*vpcNet]
	eips       table[*eip]
	bandwidths table[*eipBandwidth] // shared ones
	vlinks     table[*vlink]
	flows      []*flowSpan
}

// vpc is a private cloud of one region.
type vpc struct {
	id, name, status string
	region           vpcRegion
	prefix           netip.Prefix
	line             string // edge nodes: the bandwidth type of appendix 6
	created          time.Time
}

// maxVPCs is the quota of a region. None of this chapter's quotas is
// documented.
const maxVPCs = 10

// vpcPageSize is how many rows a page of VPCs, subnets or gateways has. Not
// documented.
const vpcPageSize = 20

// The chapter prints empty tables of errors. The codes are those of the table
// that closes the ECS chapter where it has one; the others are not documented
// and formed like them.
var (
	refusalNoVPC     = Refusal{404, "InvalidVpc.NotFound", "The specified vpc does not exist."}
	refusalVPCQuota  = badRequest("QuotaExceed.Vpc", "The maximum number of Vpc is exceeded")
	refusalEdgeOnly  = invalidOperation("Only edge nodes support it.")
	refusalCloudOnly = invalidOperation("Only cloud platform nodes support it.")
)

// invalidOperation is the documented code for what is in use, busy or out of
// place, with the reason added to its sentence.
func invalidOperation(reason string) Refusal {
	return forbidden("InvalidOperation", "The operation fails to pass the inspection and is invalid. "+reason)
}

func registerVPC(s *Server) {
	s.handle("vpc.DescribeVPC", describeVPC)
	s.handle("vpc.CreateVPC", createVPC)
	s.handle("vpc.DeleteVPC", deleteVPC)
	s.handle("vpc.UpdateVPCBandwidthType", updateVPCBandwidthType)
	s.handle("vpc.DescribeSubnet", describeSubnet)
	s.handle("vpc.CreateSubnet", createSubnet)
	s.handle("vpc.DeleteSubnet", deleteSubnet)
	s.handle("vpc.DescribeVirtualGateWay", describeGateway)
	s.handle("vpc.CreateVirtualGateWay", createGateway)
	s.handle("vpc.DeleteVirtualGateWay", deleteGateway)
	s.handle("vpc.DescribeIPInfo", describeIPInfo)
	s.handle("vpc.DescribeSubnetIp", describeSubnetIP)
	s.handle("vpc.DescribeEIP", describeEIP)
	s.handle("vpc.CreateEIP", createEIP)
	s.handle("vpc.UpdateEIP", updateEIP)
	s.handle("vpc.DeleteEIP", deleteEIP)
	s.handle("vpc.BindEIP", bindEIP)
	s.handle("vpc.UnbindEIP", unbindEIP)
	s.handle("vpc.ReserveIPAndBindEIP", reserveAndBind)
	s.handle("vpc.NetEIPInfo", netEIPInfo)
	s.handle("vpc.DescribeBandwidth", describeSharedBandwidth)
	s.handle("vpc.CreateBandwidth", createSharedBandwidth)
	s.handle("vpc.UpdateBandwidth", updateSharedBandwidth)
	s.handle("vpc.DeleteBandwidth", deleteSharedBandwidth)
	s.handle("vpc.BandwidthAddEIP", shareBandwidth)
	s.handle("vpc.BandwidthRemoveEIP", unshareBandwidth)
	s.handle("vpc.CreateVLINK", createVLINK)
	s.handle("vpc.DeleteVLINK", deleteVLINK)
	s.handle("vpc.VLINKAddVM", vlinkAddVM)
	s.handle("vpc.VLINKDeleteVM", vlinkDeleteVM)
	s.handle("vpc.VPCBandWidthBillingScheme", vpcBillingScheme)
	s.handle("vpc.VPCBandWidthUnitPrice", vpcUnitPrice)
	s.handle("vpc.DescribeOneMinuteFlow", describeOneMinuteFlow)
}

// settledVPC finds a VPC that is not being made or deleted.
func (w *World) settledVPC(id string) (*vpc, error) {
	v, ok := w.vpc.vpcs.Get(id)
	if !ok {
		return nil, refusalNoVPC
	}
	if v.status != statusOK {
		return nil, invalidOperation("The vpc is " + v.status + ".")
	}
	return v, nil
}

// netsOf lists what lies in a VPC, oldest first.
func (w *World) netsOf(v *vpc) []*vpcNet {
	return w.vpc.nets.Where(func(n *vpcNet) bool { return n.vpc == v })
}

func describeVPC(w *World, r Request) (Reply, error) {
	region, err := w.vpcRegion(r.Str("RegionCode"))
	if err != nil {
		return Reply{}, err
	}
	found := w.vpc.vpcs.Where(func(v *vpc) bool {
		return v.region == region && matches(r.Str("Keyword"), v.name, v.id)
	})
	rows, err := vpcPage(r, found)
	if err != nil {
		return Reply{}, err
	}
	list := []any{}
	for _, v := range rows {
		// BandwidthType is in the table of the documentation only.
		list = append(list, r.Record("Data.VPCList[]", obj{
			"VPCId": v.id, "VPCNmae": v.name, "VPCSegment": v.prefix.String(), "Status": v.status,
			"RegionCode": v.region.Code, "BandwidthType": v.line, "CreateTime": stamp(v.created),
		}))
	}
	return Reply{Data: r.Record("Data", obj{"Total": len(found), "VPCList": list})}, nil
}

// matches is the chapter's keyword filter: a part of a name, an id or an
// address.
func matches(keyword string, texts ...string) bool {
	for _, text := range texts {
		if strings.Contains(text, keyword) {
			return true
		}
	}
	return false
}

// vpcPage cuts the page a request asks for; without a number it is the first.
func vpcPage[T any](r Request, found []T) ([]T, error) {
	number := 1
	if r.Has("PageNumber") {
		if number = r.Int("PageNumber"); number < 1 {
			return nil, malformed("InvalidParameter", "PageNumber")
		}
	}
	rows, _ := page(found, number, vpcPageSize)
	return rows, nil
}

// createVPC takes "auto" and "manual" segments alike: the documentation's own
// sample sends a segment of its choice with "auto".
func createVPC(w *World, r Request) (Reply, error) {
	region, err := w.vpcRegion(r.Str("RegionCode"))
	if err != nil {
		return Reply{}, err
	}
	if !validName(r.Str("VPCName")) {
		return Reply{}, malformed("InvalidParameter", "VPCName")
	}
	prefix, ok := cidr(r.Str("VPCSegment"), 8, 28)
	if !ok || !prefix.Addr().IsPrivate() {
		return Reply{}, malformed("InvalidParameter", "VPCSegment")
	}
	if len(w.vpc.vpcs.Where(func(v *vpc) bool { return v.region == region })) >= maxVPCs {
		return Reply{}, refusalVPCQuota
	}
	v := &vpc{
		name: r.Str("VPCName"), region: region, prefix: prefix, status: statusCreating, created: w.now,
	}
	if region.edge() {
		v.line = w.shelf.vpcLines[0].ID // not documented
	}
	orders, err := w.orderNets(v, netSubnet, r.Objs("SubnetList"))
	if err != nil {
		return Reply{}, err
	}
	v.id = w.ID("vpc")
	w.vpc.vpcs.Put(v.id, v)
	task := w.Begin(Work{
		System: taskVPC, Takes: 2 * time.Second, Resources: []string{v.id},
		Done: func() { v.status = statusOK }, Failed: func() { v.status = statusError },
	})
	ids, tasks := w.addNets(orders)
	return Reply{TaskID: task, Data: r.Record("Data", obj{
		"VPCId": v.id, "SubnetIdList": ids, "SubnetTaskId": tasks,
	})}, nil
}

// deleteVPC lets pass what is on its way out already, so that a client that
// deletes everything in order need not wait between the steps.
func deleteVPC(w *World, r Request) (Reply, error) {
	v, ok := w.vpc.vpcs.Get(r.Str("VPCId"))
	if !ok {
		return Reply{}, refusalNoVPC
	}
	if v.status != statusOK && v.status != statusError {
		return Reply{}, invalidOperation("The vpc is " + v.status + ".")
	}
	for _, n := range w.netsOf(v) {
		if n.status != statusDeleting {
			return Reply{}, invalidOperation("The vpc has subnets or virtual gateways.")
		}
	}
	before := v.status
	v.status = statusDeleting
	return Reply{TaskID: w.Begin(Work{
		System: taskVPC, Takes: 3 * time.Second, Resources: []string{v.id},
		Done: func() {
			// A subnet that was to go before may have failed to.
			if len(w.netsOf(v)) > 0 {
				v.status = before
				return
			}
			w.vpc.vpcs.Delete(v.id)
		},
		Failed: func() { v.status = before },
	})}, nil
}

func updateVPCBandwidthType(w *World, r Request) (Reply, error) {
	v, err := w.settledVPC(r.Str("VPCID"))
	if err != nil {
		return Reply{}, err
	}
	line, err := w.vpcLine(r.Str("BandwidthType"))
	if err != nil {
		return Reply{}, err
	}
	if !v.region.edge() {
		return Reply{}, refusalEdgeOnly
	}
	v.line = line.ID
	return Reply{}, nil
}
