package sim

// describeGateway sends the name of the bandwidth type where a code would be
// expected, as documented.
func describeGateway(w *World, r Request) (Reply, error) { return describeNets(w, r, netGateway) }

func deleteGateway(w *World, r Request) (Reply, error) { return deleteNet(w, r, netGateway) }

// createGateway is for edge nodes. That is not documented in so many words:
// BindEIP wants a gateway there and a subnet elsewhere.
func createGateway(w *World, r Request) (Reply, error) {
	v, err := w.settledVPC(r.Str("VPCId"))
	if err != nil {
		return Reply{}, err
	}
	if !v.region.edge() {
		return Reply{}, refusalEdgeOnly
	}
	items := r.Objs("VirtualGateWayList")
	orders, err := w.orderNets(v, netGateway, items)
	if err != nil {
		return Reply{}, err
	}
	for n, order := range orders {
		if !items[n].Has("Type") {
			return Reply{}, missingParameter("Type")
		}
		line, err := w.vpcLine(items[n].Str("Type"))
		if err != nil {
			return Reply{}, malformed("InvalidParameter", "Type")
		}
		order.line = line.ID
	}
	ids, tasks := w.addNets(orders)
	return Reply{Data: r.Record("Data", obj{"VirtualGateWayIdList": ids, "TaskIdList": tasks})}, nil
}
