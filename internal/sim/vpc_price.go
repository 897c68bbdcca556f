package sim

import "strings"

// bandwidthGoods are the two things the chapter sells bandwidth as, by the Type
// of its price operations.
type bandwidthGoods struct {
	id, name string
	schemes  []scheme
}

func vpcGoods() []bandwidthGoods {
	return []bandwidthGoods{
		{"Bandwidth", "EIP带宽", eipSchemes()},
		{"Bandwidth_Shared", "共享带宽", sharedSchemes()},
	}
}

// vpcBillingScheme lists both goods unless Type asks for one.
func vpcBillingScheme(w *World, r Request) (Reply, error) {
	if _, _, err := w.vpcPlace(r); err != nil {
		return Reply{}, err
	}
	data := []any{}
	for _, line := range w.shelf.vpcLines {
		list := []any{}
		for _, g := range vpcGoods() {
			if r.Has("Type") && !strings.EqualFold(g.id, r.Str("Type")) {
				continue
			}
			for _, s := range g.schemes {
				list = append(list, r.Record("Data[].BillingSchemeList[]", obj{
					"BillingScheme": s.id, "BillingSchemeName": s.name, "ResourceType": g.id, "ResourceTypeName": g.name,
				}))
			}
		}
		data = append(data, r.Record("Data[]", obj{
			"BandwidthType": line.ID, "BandwidthTypeName": line.NameZh, "BillingSchemeList": list,
		}))
	}
	return Reply{Data: data}, nil
}

func vpcUnitPrice(w *World, r Request) (Reply, error) {
	if _, _, err := w.vpcPlace(r); err != nil {
		return Reply{}, err
	}
	line, err := w.vpcLine(r.Str("BandwidthType"))
	if err != nil {
		return Reply{}, err
	}
	sold := eipSchemes()
	if strings.EqualFold(r.Str("Type"), "Bandwidth_Shared") {
		sold = sharedSchemes()
	}
	s, ok := findScheme(sold, r.Str("BillScheme"))
	if !ok {
		return Reply{}, malformed("InvalidParameter", "BillScheme")
	}
	amount, cycle, unit := vpcLinePrice(line.ID), "/天", "Mb"
	address := priceAddress
	switch {
	case s.monthly():
		amount, address, cycle = amount*daysPaid, address*daysPaid, "/月"
	case s.byTraffic():
		amount, unit = priceTrafficGB, "GB"
	}
	bandCycle := cycle
	if s.byTraffic() {
		bandCycle = "/GB"
	}
	return Reply{Data: r.Record("Data", obj{
		"BandwidthPrice": priceRecord(r, "Data.BandwidthPrice", amount, bandCycle, unit),
		"EIPPrice":       priceRecord(r, "Data.EIPPrice", address, cycle, "个"),
	})}, nil
}
