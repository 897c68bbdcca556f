package sim

import (
	"fmt"
	"strings"
)

// describeBandwidthTraffic tells the use of the last five minutes in Mbps.
func describeBandwidthTraffic(w *World, r Request) (Reply, error) {
	n, ok := w.vdc.networks.Get(r.Str("NetworkId"))
	if !ok {
		return Reply{}, malformed("InvalidPublicId.Malformed", "PublicId")
	}
	in, out := w.flow(n)
	return Reply{Data: r.Record("Data", obj{
		"MaxQos": n.limit(),
		"LastFiveMinutesUsage": r.Record("Data.LastFiveMinutesUsage", obj{
			"Inbps": in, "Outbps": out,
		}),
	})}, nil
}

// limit is the bandwidth in Mbps; private networks have a fixed one. Not
// documented.
func (n *network) limit() int {
	if n.public {
		return n.qos
	}
	return 1000
}

// flow is the traffic of a network in Mbps at this moment: none without
// addresses in use.
func (w *World) flow(n *network) (in, out float64) {
	if n.used() == 0 {
		return 0, 0
	}
	top := float64(n.limit()) * 0.8
	if !n.public {
		top = float64(n.limit()) * 0.1
	}
	return round3(top * wave(n.id+"/in", w.now, daytime)), round3(top * wave(n.id+"/out", w.now, daytime))
}

func describePipeUtilization(w *World, r Request) (Reply, error) {
	vdcs := []any{}
	for v := range w.vdc.vdcs.All() {
		var pipes any // null when there is none, as documented
		if list := w.pipesOf(r, v); len(list) > 0 {
			pipes = list
		}
		vdcs = append(vdcs, r.Record("Data.VdcInfo[]", obj{"VdcId": v.id, "VdcName": v.name, "PipeInfo": pipes}))
	}
	return Reply{Data: r.Record("Data", obj{"Time": stamp(w.now), "VdcInfo": vdcs})}, nil
}

func (w *World) pipesOf(r Request, v *vdc) (pipes []any) {
	for n := range w.vdc.networks.All() {
		// Private networks outside a GPN are not counted, as documented.
		if n.vdc != v || !n.public && !w.joinedByGPN(n) {
			continue
		}
		kind := "private"
		if n.public {
			kind = "public"
		}
		in, out := w.flow(n)
		pipes = append(pipes, r.Record("Data.VdcInfo[].PipeInfo[]", obj{
			"PipeId": n.id, "PipeName": n.name, "Type": kind, "Qos": n.limit(),
			"InFlow": in, "InUtilization": share(in, n.limit()),
			"OutFlow": out, "OutUtilization": share(out, n.limit()),
		}))
	}
	return pipes
}

func share(flow float64, limit int) string {
	if limit == 0 {
		return "0.0%"
	}
	return fmt.Sprintf("%.1f%%", flow/float64(limit)*100)
}

// scheme is a way of paying for bandwidth.
type scheme struct{ id, name string }

// schemesOf lists the ways a bandwidth type is sold. The spelling BandwIdth is
// the provider's.
func schemesOf(bandwidth string) []scheme {
	fixed := scheme{"BandwIdth", "固定带宽"}
	if bandwidth == "Bandwidth_VIP_Dedicated" {
		return []scheme{{"Traffic", "流量按需"}}
	}
	if strings.Contains(bandwidth, "BGP") {
		return []scheme{fixed, {"Traffic", "流量按需"}, {"Bandwidth_95", "95峰值"}, {"DataPackage", "流量包"}}
	}
	return []scheme{fixed, {"Traffic", "流量按需"}}
}

// soldIn tells whether a zone offers a bandwidth type: local lines at home,
// BGP everywhere. Not documented.
func soldIn(z zone, bandwidth string) bool {
	switch {
	case strings.Contains(bandwidth, "Japan"):
		return strings.HasPrefix(z.ID, "APAC_Tokyo")
	case strings.Contains(bandwidth, "Korea"):
		return strings.HasPrefix(z.ID, "APAC_Seoul")
	case strings.Contains(bandwidth, "Taiwai"):
		return strings.HasPrefix(z.ID, "CN_Taipei")
	case strings.Contains(bandwidth, "Southeast"):
		return strings.HasPrefix(z.ID, "APAC_")
	case strings.Contains(bandwidth, "China"), bandwidth == "Bandwidth_CMCC":
		return strings.HasPrefix(z.ID, "CN_")
	case strings.HasPrefix(bandwidth, "Customer"), strings.HasPrefix(bandwidth, "Test"):
		return false
	}
	return true
}

func (w *World) bandwidthsIn(z zone) []namedCode {
	var out []namedCode
	for _, b := range w.shelf.bandwidths {
		if soldIn(z, b.ID) {
			out = append(out, b)
		}
	}
	return out
}

func vdcBillingScheme(w *World, r Request) (Reply, error) {
	z, ok := w.shelf.Zone(r.Str("RegionId"))
	if !ok {
		return Reply{}, refusalRegion
	}
	data := []any{}
	for _, b := range w.bandwidthsIn(z) {
		list := []any{}
		for _, s := range schemesOf(b.ID) {
			list = append(list, r.Record("Data[].BillingSchemeList[]", obj{
				"BillingScheme": s.id, "BillingSchemeName": s.name, "ResourceType": "wan", "ResourceTypeName": "公网带宽",
			}))
		}
		data = append(data, r.Record("Data[]", obj{
			"BandwidthType": b.ID, "BandwidthTypeName": b.NameZh, "BillingSchemeList": list,
		}))
	}
	return Reply{Data: data}, nil
}

// vdcUnitPrice takes the scheme under both of its documented names.
func vdcUnitPrice(w *World, r Request) (Reply, error) {
	if _, ok := w.shelf.Zone(r.Str("RegionId")); !ok {
		return Reply{}, refusalRegion
	}
	if !w.knowsBandwidth(r.Str("BandwidthType")) {
		return Reply{}, malformed("InvalidParameter", "BandwidthType")
	}
	amount, cycle, unit := priceBandwidth, "/天", "Mb"
	switch strings.ToLower(r.StrOr("BillScheme", r.Str("BillingScheme"))) {
	case "bandwidth":
	case "bandwidth_95":
		amount = pricePeakFloor
	case "traffic":
		amount, cycle, unit = priceTrafficGB, "/GB", "GB"
	case "datapackage":
		amount, cycle, unit = pricePackageGB, "/GB", "GB"
	case "":
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "BillScheme".`)
	default:
		return Reply{}, malformed("InvalidParameter", "BillScheme")
	}
	return Reply{Data: r.Record("Data", obj{
		"BandwidthPrice": priceRecord(r, "Data.BandwidthPrice", amount, cycle, unit),
		"EIPPrice":       priceRecord(r, "Data.EIPPrice", priceAddress, "/天", "个"),
	})}, nil
}

// priceRecord prints a price to which no discount applies.
func priceRecord(r Request, path string, m money, cycle, unit string) obj {
	text := fmt.Sprint(m.Float())
	return r.Record(path, obj{
		"Price": m.Float(), "PriceStr": text, "StdPrice": m.Float(), "StdPriceStr": text,
		"Discount": 1, "DiscountStr": "无折扣", "Sign": "¥", "Cycle": cycle, "Unit": unit,
	})
}
