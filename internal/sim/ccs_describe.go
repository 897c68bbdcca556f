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
	found := w.ccs.instances.Where(func(i *instance) bool { return w.selects(r, i) })
	number := r.IntOr("PageNumber", 1)
	found, pages := page(found, number, size)
	list := []any{}
	for _, i := range found {
		list = append(list, instanceRecord(r, i))
	}
	return Reply{Data: r.Record("Data", obj{"Instances": list, "PageNumber": number, "PageCount": pages})}, nil
}

func (w *World) selects(r Request, i *instance) bool {
	if r.Has("RegionId") {
		if z, ok := w.shelf.Zone(r.Str("RegionId")); !ok || z != i.vdc.zone {
			return false
		}
	}
	addresses := r.Strs("PublicIp")
	return (!r.Has("InstanceId") || i.id == r.Str("InstanceId")) &&
		(!r.Has("VdcId") || i.vdc.id == r.Str("VdcId")) &&
		(!r.Has("VdcName") || i.vdc.name == r.Str("VdcName")) &&
		(!r.Has("TagName") || slices.ContainsFunc(i.tags, func(t *tag) bool { return t.name == r.Str("TagName") })) &&
		(!r.Has("PublicIpv6") || slices.ContainsFunc(i.nics, func(c *nic) bool { return strings.EqualFold(c.ipv6, r.Str("PublicIpv6")) })) &&
		(len(addresses) == 0 || slices.ContainsFunc(i.nics, func(c *nic) bool {
			return c.network.public && c.ip.IsValid() && slices.Contains(addresses, c.address())
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
