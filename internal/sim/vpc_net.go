package sim

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// netKind tells subnets from virtual gateways; its value is how DescribeIPInfo
// asks for them.
type netKind string

const (
	netSubnet  netKind = "subnet"
	netGateway netKind = "virtual_gateway"
)

// The quotas of one VPC. Not documented.
const (
	maxSubnets  = 20
	maxGateways = 10
)

// prefixed is how the parameters of a kind begin: SubnetName,
// VirtualGateWaySegment.
func (k netKind) prefixed() string {
	if k == netGateway {
		return "VirtualGateWay"
	}
	return "Subnet"
}

// word names a kind in sentences.
func (k netKind) word() string { return strings.ReplaceAll(string(k), "_", " ") }

func (k netKind) unknown() Refusal {
	return Refusal{404, "Invalid" + k.prefixed() + ".NotFound", "The specified " + k.word() + " does not exist."}
}

// vpcNet is a range of a VPC in one zone: a subnet, or the virtual gateway
// through which an edge node sends traffic out. Servers take its addresses and
// EIPs are bound to them, see vpc_address.go.
type vpcNet struct {
	id, name, status string
	kind             netKind
	vpc              *vpc
	zone             vpcZone
	prefix           netip.Prefix
	line             string // gateways: bandwidth type of appendix 6
	servers          map[netip.Addr]serverUse
}

// cidr reads a range as customers write it, refusing host bits and masks
// outside the bounds. Which masks are sold is not documented.
func cidr(s string, least, most int) (netip.Prefix, bool) {
	p, err := netip.ParsePrefix(s)
	ok := err == nil && p.Addr().Is4() && p == p.Masked() && p.Bits() >= least && p.Bits() <= most
	return p, ok
}

// orderNets checks what shall be made in a VPC, all of it before any is made.
func (w *World) orderNets(v *vpc, kind netKind, items []Fields) ([]*vpcNet, error) {
	standing := w.netsOf(v)
	count := len(items)
	for _, n := range standing {
		if n.kind == kind {
			count++
		}
	}
	if kind == netSubnet && count > maxSubnets || kind == netGateway && count > maxGateways {
		return nil, badRequest("QuotaExceed."+kind.prefixed(), "The maximum number of "+kind.word()+" is exceeded")
	}
	var orders []*vpcNet
	for _, f := range items {
		n, err := w.orderNet(v, kind, f)
		if err != nil {
			return nil, err
		}
		for _, other := range append(standing, orders...) {
			if other.prefix.Overlaps(n.prefix) {
				return nil, malformed("InvalidParameter", kind.prefixed()+"Segment")
			}
		}
		orders = append(orders, n)
	}
	return orders, nil
}

func (w *World) orderNet(v *vpc, kind netKind, f Fields) (*vpcNet, error) {
	name, segment := kind.prefixed()+"Name", kind.prefixed()+"Segment"
	for _, param := range []string{"AvailableZoneCode", name, segment} {
		if !f.Has(param) {
			return nil, missingParameter(param)
		}
	}
	zone, err := w.vpcZone(v.region, f.Str("AvailableZoneCode"))
	if err != nil {
		return nil, err
	}
	if !validName(f.Str(name)) {
		return nil, malformed("InvalidParameter", name)
	}
	prefix, ok := cidr(f.Str(segment), 16, 29)
	if !ok || prefix.Bits() < v.prefix.Bits() || !v.prefix.Contains(prefix.Addr()) {
		return nil, malformed("InvalidParameter", segment)
	}
	return &vpcNet{
		name: f.Str(name), status: statusCreating, kind: kind, vpc: v, zone: zone, prefix: prefix,
		servers: map[netip.Addr]serverUse{},
	}, nil
}

// addNets makes what was ordered and returns the ids and the tasks.
func (w *World) addNets(orders []*vpcNet) (ids, tasks []any) {
	for _, n := range orders {
		n.id = w.ID(string(n.kind))
		w.vpc.nets.Put(n.id, n)
		ids = append(ids, n.id)
		tasks = append(tasks, w.Begin(Work{
			System: taskVPC, Takes: 3 * time.Second, Resources: []string{n.id},
			Done: func() { n.status = statusOK }, Failed: func() { n.status = statusError },
		}))
	}
	return ids, tasks
}

// vpcNet finds a subnet or a gateway; refused when it is of another kind.
func (w *World) vpcNet(kind netKind, id string) (*vpcNet, error) {
	n, ok := w.vpc.nets.Get(id)
	if !ok || n.kind != kind {
		return nil, kind.unknown()
	}
	return n, nil
}

// settledNet is vpcNet for one that is not being made or deleted.
func (w *World) settledNet(kind netKind, id string) (*vpcNet, error) {
	n, err := w.vpcNet(kind, id)
	if err != nil {
		return nil, err
	}
	if n.status != statusOK {
		return nil, invalidOperation("The " + kind.word() + " is " + n.status + ".")
	}
	return n, nil
}

// describeNets answers the list of one kind.
func describeNets(w *World, r Request, kind netKind) (Reply, error) {
	region, err := w.vpcRegion(r.Str("RegionCode"))
	if err != nil {
		return Reply{}, err
	}
	found := w.vpc.nets.Where(func(n *vpcNet) bool {
		return n.kind == kind && n.vpc.region == region && matches(r.Str("Keyword"), n.name, n.id) &&
			(!r.Has("VPCId") || n.vpc.id == r.Str("VPCId")) &&
			(!r.Has("AvailableZoneCode") || strings.EqualFold(n.zone.Code, r.Str("AvailableZoneCode")))
	})
	rows, err := vpcPage(r, found)
	if err != nil {
		return Reply{}, err
	}
	list, key := []any{}, kind.prefixed()+"List"
	for _, n := range rows {
		record := r.Record("Data."+key+"[]", obj{
			kind.prefixed() + "Id": n.id, kind.prefixed() + "Name": n.name, kind.prefixed() + "Segment": n.prefix.String(),
			"Status": n.status, "AvailableZoneCode": n.zone.Code, "UsedIPNum": len(w.usesOf(n)),
			"VPCId": n.vpc.id, "VPCName": n.vpc.name,
		})
		if kind == netGateway {
			record["Type"] = w.lineName(n.line)
		}
		list = append(list, record)
	}
	return Reply{Data: r.Record("Data", obj{"Total": len(found), key: list})}, nil
}

// deleteNet refuses a range whose addresses are in use.
func deleteNet(w *World, r Request, kind netKind) (Reply, error) {
	n, err := w.vpcNet(kind, r.Str(kind.prefixed()+"Id"))
	if err != nil {
		return Reply{}, err
	}
	if n.status != statusOK && n.status != statusError {
		return Reply{}, invalidOperation("The " + kind.word() + " is " + n.status + ".")
	}
	if used := len(w.usesOf(n)) - len(n.reserved()); used > 0 {
		return Reply{}, invalidOperation("Addresses of the " + kind.word() + " are in use: " + strconv.Itoa(used) + ".")
	}
	before := n.status
	n.status = statusDeleting
	return Reply{TaskID: w.Begin(Work{
		System: taskVPC, Takes: 2 * time.Second, Resources: []string{n.id},
		Done:   func() { w.vpc.nets.Delete(n.id) },
		Failed: func() { n.status = before },
	})}, nil
}
