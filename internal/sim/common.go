package sim

func registerCommon(s *Server) {
	s.handle("common.DescribeTask", describeTask)
	s.handle("common.DescribeAvailableResource", describeAvailableResource)
}

// describeTask also sends ResourceIds, which is not documented: the list the
// documentation calls ResourceId, for clients that make more than one thing at
// once.
func describeTask(w *World, r Request) (Reply, error) {
	t, ok := w.Task(taskCommon, r.Str("TaskId"))
	if !ok {
		return Reply{}, malformed("InvalidTaskID.Malformed", "TaskID")
	}
	first, all := "", []any{}
	for _, id := range t.work.Resources {
		all = append(all, id)
	}
	if len(all) > 0 {
		first = t.work.Resources[0]
	}
	return Reply{TaskID: t.id, Data: r.Record("Data", obj{
		"Status": t.status(w.now), "ResourceId": first, "ResourceIds": all, "TaskType": t.work.Type,
	})}, nil
}

// describeAvailableResource tells what a zone sells. The printed answer has no
// envelope, but the printed code reads its fields out of Data.
func describeAvailableResource(w *World, r Request) (Reply, error) {
	z, ok := w.shelf.Zone(r.Str("RegionId"))
	if !ok {
		return Reply{}, malformed("InvalidRegionID.Malformed", "RegionID")
	}
	status, word := "1", "正常"
	if !z.onSale() {
		status, word = "0", "暂停售卖"
	}
	wan := []any{}
	for _, b := range w.bandwidthsIn(z) {
		wan = append(wan, r.Record("WanGoods[]", obj{"Type": b.ID, "BillingMethod": billingGoods(r, b.ID)}))
	}
	return Reply{Data: r.Record("", obj{
		"RegionId": z.ID, "RegionName": z.longName(), "RegionStatus": status, "RegionStatusZh": word,
		"WanGoods": wan, "InstanceGoods": w.instanceGoods(r, z),
	})}, nil
}

func billingGoods(r Request, bandwidth string) []any {
	list := []any{}
	for _, s := range schemesOf(bandwidth) {
		most := 500
		if s.id == "DataPackage" {
			most = 51200
		}
		list = append(list, r.Record("WanGoods[].BillingMethod[]", obj{"Key": s.id, "MaxQos": most}))
	}
	return list
}

func (w *World) instanceGoods(r Request, z zone) []any {
	images, data, system := []any{}, []any{}, []any{}
	for _, m := range w.shelf.images {
		images = append(images, r.Record("InstanceGoods[].ImageGoods.PublicImage[]", obj{
			"ImageId": m.ID, "ImageType": m.osType(), "GicDisplayName": m.title(),
		}))
	}
	for _, d := range diskTypes() {
		size := obj{"Type": d.Type, "MinSize": d.Min, "MaxSize": d.Max, "Step": d.Step}
		if d.System {
			system = append(system, r.Record("InstanceGoods[].SystemDiskGoods[]", size))
		} else {
			data = append(data, r.Record("InstanceGoods[].DiskGoods[]", size))
		}
	}
	private := w.privateImages(z)
	list := []any{}
	for _, id := range displayedTypes() {
		list = append(list, r.Record("InstanceGoods[]", obj{
			"InstanceType": id, "DiskGoods": data, "SystemDiskGoods": system,
			"ImageGoods": r.Record("InstanceGoods[].ImageGoods", obj{"PublicImage": images, "PrivateImages": private}),
		}))
	}
	return list
}

// privateImages are the account's templates in a zone: null when there is
// none, as documented. Their fields are not; they follow the public ones.
func (w *World) privateImages(z zone) any {
	var list []any
	for t := range w.ccs.templates.All() {
		if t.normalIn(z) {
			list = append(list, obj{"ImageId": t.id, "ImageType": t.osType, "GicDisplayName": t.name})
		}
	}
	if list == nil {
		return nil
	}
	return list
}
