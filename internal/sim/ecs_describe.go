package sim

import (
	"maps"
	"strings"
)

// customerID is the documentation's.
const customerID = "E104616"

// ecsSelects reads the filters of DescribeInstanceList. SearchInfo is an id, a
// private address or a part of a name; whether names must match whole is not
// documented.
func ecsSelects(r Request) (func(*ecsServer) bool, error) {
	here, err := placeFilter(r)
	if err != nil {
		return nil, err
	}
	search, vpcID := r.Str("SearchInfo"), r.Str("VpcId")
	return func(s *ecsServer) bool {
		return here(s.zone) && (vpcID == "" || s.subnet.vpc.id == vpcID) &&
			(search == "" || s.id == search || s.ip.String() == search || strings.Contains(s.name, search))
	}, nil
}

func describeECSList(w *World, r Request) (Reply, error) {
	keep, err := ecsSelects(r)
	if err != nil {
		return Reply{}, err
	}
	rows, beside, err := pageBeside(r, w.ecs.servers.Where(keep))
	if err != nil {
		return Reply{}, err
	}
	list := []any{}
	for _, s := range rows {
		list = append(list, w.ecsRecord(r, s))
	}
	return Reply{Data: obj{"EcsList": list}, Beside: beside}, nil
}

func (w *World) ecsRecord(r Request, s *ecsServer) obj {
	fields := obj{
		"EcsId": s.id, "EcsName": s.name, "Status": s.status, "StatusDisplay": ecsStatusTitle(s.status),
		"AzId": s.zone.id, "AzName": s.zone.Name, "RegionId": s.zone.regionID, "RegionName": s.zone.RegionName,
		"CreateTime": stamp(s.created), "EndBillTime": s.terms.endText(), "IsAutoRenewal": renewalText(s.terms),
		"IsGpu": s.spec.gpu > 0, "CardName": s.family.card, "GpuSize": s.spec.gpu,
		"CpuSize": s.spec.cpu, "RamSize": s.spec.ram, "SpecFamilyId": s.family.id(), "EcsFamilyName": s.family.name,
		"BillingMethod": s.terms.method(), "BillingMethodName": s.terms.methodName(),
		"OsType": s.os.family, "OsVersion": s.os.version, "OsBit": 64, "ImageName": s.os.imageName,
		"SystemDiskFeature": s.system.feature, "SystemDiskType": diskTitle(s.system.feature), "SystemDiskSize": s.system.size,
		"SupportGpuDriver": s.family.driver, "CustomerId": customerID,
	}
	maps.Copy(fields, w.netFields(s))
	return r.Record("Data.EcsList[]", fields)
}

func diskTitle(feature string) string {
	if feature == diskLocal {
		return "本地盘"
	}
	return "SSD云盘"
}

func renewalText(t terms) string {
	if t.renew {
		return "1"
	}
	return "0"
}

func describeECS(w *World, r Request) (Reply, error) {
	s, err := w.ecsByID(r.Str("EcsId"))
	if err != nil {
		return Reply{}, err
	}
	zone, months := "UTC+8", 0
	if s.utc {
		zone = "UTC"
	}
	if s.terms.prepaid {
		months = s.terms.months
	}
	pipe := obj{"SubnetId": s.subnet.id, "SubnetName": s.subnet.name, "CreateTime": stamp(s.subnet.vpc.created)}
	maps.Copy(pipe, w.netFields(s))
	return Reply{Data: r.Record("Data", obj{
		"EcsId": s.id, "EcsName": s.name, "Status": s.status, "StatusDisplay": ecsStatusTitle(s.status),
		"RegionId": s.zone.regionID, "RegionName": s.zone.RegionName, "AzId": s.zone.id, "AzName": s.zone.Name,
		"CreateTime": stamp(s.created), "EndBillTime": s.terms.endText(), "Duration": months,
		"IsAutoRenewal": renewalText(s.terms), "TimeZone": zone,
		// The table says IsGpu, the sample IsRam; both are sent.
		"IsGpu": s.spec.gpu > 0, "IsRam": s.spec.gpu > 0,
		"EcsRule": r.Record("Data.EcsRule", obj{
			"Name": s.family.name, "CpuNum": s.spec.cpu, "CpuUnit": "核",
			"Ram": s.spec.ram, "RamUnit": "GiB", "Gpu": s.spec.gpu, "GpuUnit": "个",
		}),
		"OsInfo": r.Record("Data.OsInfo", obj{
			"ImageId": s.os.imageID, "ImageName": s.os.imageName, "OsType": s.os.family, "Version": s.os.version, "Bit": 64,
		}),
		"Disk": w.ecsDiskFields(r, s),
		"Pipe": r.Record("Data.Pipe", pipe),
		"BillingInfo": r.Record("Data.BillingInfo", obj{
			"BillingMethod": s.terms.method(), "BillingMethodName": s.terms.methodName(),
			"BillingStatus": billingStatus(s), "BillCycleId": billCycle(s.terms),
		}),
	})}, nil
}

// billingStatus: only 正常 is documented.
func billingStatus(s *ecsServer) string {
	if s.status == ecsRecycling {
		return "已到期"
	}
	return "正常"
}

// billCycle is documented for prepaid servers.
func billCycle(t terms) string {
	switch {
	case !t.prepaid:
		return ""
	case t.months >= 12:
		return "year"
	}
	return "month"
}

// ecsDiskFields prints a server's disks. The id of a data disk is called Id
// there, that of the system disk DiskId.
func (w *World) ecsDiskFields(r Request, s *ecsServer) obj {
	var system obj
	data := []any{}
	for _, d := range w.disksOf(s) {
		fields := obj{
			"ReleaseWithInstance": oneOrZero(d.release), "DiskType": d.property(), "Name": d.name, "Size": d.size,
			"DiskIops": d.iops(), "BandMbps": d.bandwidth(), "Unit": "GB", "DiskFeature": d.feature,
		}
		if d.system {
			fields["DiskId"] = d.id
			system = r.Record("Data.Disk.SystemDiskConf", fields)
			continue
		}
		fields["Id"] = d.id
		data = append(data, r.Record("Data.Disk.DataDiskConf[]", fields))
	}
	return obj{"SystemDiskConf": system, "DataDiskConf": data}
}

// iops and bandwidth grow with the size. The documentation has one example of
// 24 GB, 2520 and 96; the lines through it are not documented.
func (d *ebsDisk) iops() int      { return min(1800+30*d.size, 25_000) }
func (d *ebsDisk) bandwidth() int { return min(90+d.size/4, 300) }

// describeECSStatus leaves out servers that do not exist, so that the others
// can still be watched; none at all is refused. Not documented.
func describeECSStatus(w *World, r Request) (Reply, error) {
	found := obj{}
	for _, id := range r.Strs("EcsIds") {
		if s, ok := w.ecs.servers.Get(id); ok {
			found[id] = obj{"Status": s.status, "StatusDisplay": ecsStatusTitle(s.status)}
		}
	}
	if len(found) == 0 {
		return Reply{}, refusalNoECS
	}
	return Reply{Data: obj{"EcsStatus": found}}, nil
}

func describeECSVncURL(w *World, r Request) (Reply, error) {
	s, err := w.ecsByID(r.Str("EcsId"))
	if err != nil {
		return Reply{}, err
	}
	if s.status != ecsRunning {
		return Reply{}, refusalECSState
	}
	token := strings.ReplaceAll(w.ID("vnc"), "-", "")
	return Reply{Data: r.Record("Data", obj{"InstanceVncUrl": "http://vnc.capitalonline.net/" + s.id + "?token=" + token})}, nil
}
