package sim

func describeSubnet(w *World, r Request) (Reply, error) { return describeNets(w, r, netSubnet) }

func deleteSubnet(w *World, r Request) (Reply, error) { return deleteNet(w, r, netSubnet) }

// createSubnet answers with the lists of the documentation's sample; its table
// calls them by other names.
func createSubnet(w *World, r Request) (Reply, error) {
	v, err := w.settledVPC(r.Str("VPCId"))
	if err != nil {
		return Reply{}, err
	}
	orders, err := w.orderNets(v, netSubnet, r.Objs("SubnetList"))
	if err != nil {
		return Reply{}, err
	}
	ids, tasks := w.addNets(orders)
	return Reply{Data: r.Record("Data", obj{"SubnetIdList": ids, "TaskIdList": tasks})}, nil
}
