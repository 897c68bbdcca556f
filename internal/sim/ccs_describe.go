package sim

import (
	"slices"
	"strconv"
	"strings"
)

// describeInstances filters by everything the documentation lists; an id that
// is not there gives an empty list.
func describeInstances(w *World, r Request) (Reply, error) {
	size := r.IntOr("PageSize", 10)
	if size < 1 || size > 1000 {
		return Reply{}, malformed("InvalidParameter", "PageSize")
	}
	found := w.ccs.instances.Where(w.instanceFilter(r).selects)
	number := r.IntOr("PageNumber", 1)
	found, pages := page(found, number, size)
	list := []any{}
	for _, i := range found {
		list = append(list, instanceRecord(r, i))
	}
	return Reply{Data: r.Record("Data", obj{"Instances": list, "PageNumber": number, "PageCount": pages})}, nil
}

// instanceFilter is what a DescribeInstances asks for; zero fields ask for
// nothing.
type instanceFilter struct {
	id, vdcID, vdcName, tag, ipv6 string
	addresses                     []string
	zone                          zone
	nowhere                       bool // a zone that does not exist
}

func (w *World) instanceFilter(r Request) instanceFilter {
	f := instanceFilter{
		id: r.Str("InstanceId"), vdcID: r.Str("VdcId"), vdcName: r.Str("VdcName"),
		tag: r.Str("TagName"), ipv6: r.Str("PublicIpv6"), addresses: r.Strs("PublicIp"),
	}
	if r.Has("RegionId") {
		z, ok := w.shelf.Zone(r.Str("RegionId"))
		f.zone, f.nowhere = z, !ok
	}
	return f
}

func (f instanceFilter) selects(i *instance) bool {
	return !f.nowhere &&
		(f.zone.ID == "" || i.vdc.zone == f.zone) &&
		(f.id == "" || i.id == f.id) &&
		(f.vdcID == "" || i.vdc.id == f.vdcID) &&
		(f.vdcName == "" || i.vdc.name == f.vdcName) &&
		(f.tag == "" || slices.ContainsFunc(i.tags, func(t *tag) bool { return t.name == f.tag })) &&
		(f.ipv6 == "" || slices.ContainsFunc(i.nics, func(c *nic) bool { return strings.EqualFold(c.ipv6, f.ipv6) })) &&
		(len(f.addresses) == 0 || slices.ContainsFunc(i.nics, func(c *nic) bool {
			return c.network.public && c.ip.IsValid() && slices.Contains(f.addresses, c.address())
		}))
}

// instanceRecord sends both names of a field where the documentation has two.
func instanceRecord(r Request, i *instance) obj {
	publics, privates := []any{}, []any{}
	for _, c := range i.nics {
		if c.network.public {
			publics = append(publics, nicRecord(r, "Data.Instances[].PublicNetworkInterface[]", c))
		} else {
			privates = append(privates, nicRecord(r, "Data.Instances[].PrivateNetworkInterface[]", c))
		}
	}
	tags, disks := []any{}, []any{}
	for _, t := range i.tags {
		tags = append(tags, r.Record("Data.Instances[].Tags[]", obj{"TagId": strconv.Itoa(t.id), "TagName": t.name}))
	}
	for _, d := range i.data {
		disks = append(disks, diskRecord(*d))
	}
	system := diskRecord(i.system)
	system["IopsSize"] = i.system.iops()
	return r.Record("Data.Instances[]", obj{
		"InstanceId": i.id, "InstanceName": i.name, "InstanceStatus": i.status, "RegionId": i.vdc.zone.ID,
		"VdcId": i.vdc.id, "VdcName": i.vdc.name, "Cpu": i.cpu, "Ram": i.ram, "InstanceType": i.typeID,
		"InstanceChargeType": i.charge, "InstanceChargeStatus": "success", "CreateTime": stamp(i.created),
		"Disks":                  obj{"SystemDisk": system, "DataDisks": disks, "LeftDataDiskNum": maxDataDisks - len(i.data)},
		"PublicNetworkInterface": publics, "PrivateNetworkInterface": privates, "Tags": tags,
	})
}

// diskRecord is not documented for data disks beyond size and type in lower
// case; clients read DiskId, Size and DiskType.
func diskRecord(d disk) obj {
	return obj{"DiskId": d.id, "Size": d.size, "DiskType": d.kind, "IOPS": d.iops(), "Iops": d.iops()}
}

func nicRecord(r Request, path string, c *nic) obj {
	connected := 0
	if c.connected {
		connected = 1
	}
	fields := obj{"InterfaceId": c.id, "Name": c.network.name, "IP": c.address(), "MAC": c.mac, "Connected": connected}
	if c.network.public {
		fields["PublicId"], fields["IPv6"] = c.network.id, c.ipv6
	} else {
		fields["PrivateId"] = c.network.id
	}
	return r.Record(path, fields)
}
