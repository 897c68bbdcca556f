package sim

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// desktopLine is a carrier whose addresses desktops go out with.
type desktopLine struct {
	conf                int
	name, bandwidth     string // bandwidth is the same line in the VPC chapter
	goods, scheme, item string
}

// desktopLines are the documentation's.
func desktopLines() []desktopLine {
	return []desktopLine{
		{10289, "电信", "Bandwidth_China_Telecom", "16319", "10dc1fe0-8a22-11ec-9537-02f6ca8ca3d2", "bd9c7b0a-8a20-11ec-a9e9-dee2642e3814"},
		{10298, "移动", "Bandwidth_CMCC", "16328", "fd81a33e-8a21-11ec-ab1f-dee2642e3814", "9fb925ac-8a20-11ec-a829-dee2642e3814"},
		{10307, "联通", "Bandwidth_China_Unicom", "16337", "ec0aacae-8a21-11ec-befd-02f6ca8ca3d2", "8a7cdaf8-8a20-11ec-98fd-dee2642e3814"},
	}
}

func findLine(match func(desktopLine) bool) (desktopLine, bool) {
	list := desktopLines()
	i := slices.IndexFunc(list, match)
	if i < 0 {
		return desktopLine{}, false
	}
	return list[i], true
}

// maxDesktopQos bounds the bandwidth of one desktop in Mbps. Not documented.
const maxDesktopQos = 200

// perMinute prints an hourly price as the chapter does: with ten places.
func perMinute(hour money) float64 { return math.Round(hour.Float()/60*1e10) / 1e10 }

// term is how long a desktop is paid for at once; the zero term is pay as you
// go.
type term struct {
	months     int
	toMonthEnd bool // the first month ends with the calendar's
	wholeMonth bool // and costs a whole one nevertheless
}

// termOf reads the parameters of a subscription. The documentation's cycle is
// "month"; billCycle is not asked where there is no other.
func termOf(r Request) (term, error) {
	t := term{months: r.numeral("duration", 1), toMonthEnd: r.Int("isToMonth") == 1, wholeMonth: r.Int("priceToMonth") == 1}
	if t.months < 1 || t.months > 36 {
		return t, desktopRefusal("10003", "传入参数不符合要求,包月购买时长需大于等于1")
	}
	return t, nil
}

// numeral reads a number the chapter sends as text; text that is none gives 0,
// which no parameter allows.
func (f Fields) numeral(name string, otherwise int) int {
	if !f.Has(name) {
		return otherwise
	}
	return f.Int(name)
}

// end is when a term that begins at a moment is over. Six months to the end of
// a month begun in June end with November. The documentation's sample keeps the
// time of day there; its sample of one month has midnight, which is taken for
// both.
func (t term) end(from time.Time) time.Time {
	local := from.In(clockZone)
	if t.toMonthEnd {
		return time.Date(local.Year(), local.Month()+time.Month(t.months), 1, 0, 0, 0, 0, clockZone)
	}
	return addMonths(local, t.months)
}

// price is what a term costs at so much a month. Days begun count; what part
// of a month costs is not documented.
func (t term) price(monthly money, from time.Time) money {
	if !t.toMonthEnd || t.wholeMonth {
		return monthly * money(t.months)
	}
	local := from.In(clockZone)
	days := time.Date(local.Year(), local.Month()+1, 0, 0, 0, 0, 0, clockZone).Day()
	left := days - local.Day() + 1
	return monthly*money(t.months-1) + (monthly * money(left) / money(days)).wholeCents()
}

// addMonths goes to the same day some months on, or to the last of that month
// when it is shorter.
func addMonths(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// desktopVolume is the system disk of a desktop.
type desktopVolume struct {
	cloud bool
	size  int
}

// volumeOf reads the disk of an order: a cloud disk has a size of the buyer's
// choice, a multiple of 8; the local one comes with the product.
func volumeOf(r Request, s desktopSite, p desktopProduct) (desktopVolume, error) {
	if r.StrOr("sysVolume", "local") == "local" {
		return desktopVolume{size: p.disk}, nil
	}
	v := desktopVolume{cloud: true, size: r.Int("sysVolumeSize")}
	if !s.ssd || v.size < 8 || v.size%8 != 0 || v.size > 2000 {
		return v, refusalDesktopParams
	}
	return v, nil
}

// daily is the price of a cloud disk; the local one costs nothing extra.
func (v desktopVolume) daily() money {
	if !v.cloud {
		return 0
	}
	return priceDiskPerGB["ssd_system_disk"] * money(v.size)
}

// queryDesktopPrice answers the price of an hour, or of the whole term.
func queryDesktopPrice(w *World, r Request) (Reply, error) {
	s, err := siteOf(r)
	if err != nil {
		return Reply{}, err
	}
	p, ok := findProduct(func(p desktopProduct) bool { return strconv.Itoa(p.goods) == r.Str("goodsId") })
	if !ok {
		return Reply{}, refusalNoProduct
	}
	cycle := r.StrOr("billCycle", "minute")
	if !slices.Contains([]string{"minute", "month"}, cycle) {
		return Reply{}, desktopRefusal("10003", "传入参数不符合要求,计费周期可选值为minute、month或year")
	}
	num := r.numeral("num", 1)
	if num < 1 || num > maxDesktops {
		return Reply{}, refusalDesktopParams
	}
	t, err := termOf(r)
	if err != nil {
		return Reply{}, err
	}
	v, err := volumeOf(r, s, p)
	if err != nil {
		return Reply{}, err
	}
	vm, disk := p.price().hour, v.daily()/24
	if cycle == "month" {
		vm, disk = t.price(p.price().month, w.now), t.price(v.daily()*30, w.now)
	}
	return Reply{Data: r.Record("Data", obj{
		"areaId": "CN", "num": num, "requestId": r.Str("requestId"),
		"requestContent": requestContent(r, obj{"billMethod": strconv.Itoa(bit(cycle == "month"))}),
		"vmPrice":        vm.Float(), "sysVolumePrice": disk.Float(),
		"singleTradeAmount": (vm + disk).Float(), "tradeAmount": ((vm + disk) * money(num)).Float(),
	})}, nil
}

func getLineBillingScheme(w *World, r Request) (Reply, error) {
	if _, err := siteOf(r); err != nil {
		return Reply{}, err
	}
	data := []any{}
	for _, l := range desktopLines() {
		item := r.Record("Data[].billing_scheme[].billing_items[]", obj{"id": l.item, "key": "Bandwidth", "name": "固定带宽-" + l.name})
		scheme := r.Record("Data[].billing_scheme[]", obj{
			"billing_cycle_id": "minute", "billing_items": []any{item}, "billing_method": "0",
			"billing_scheme_id": l.scheme, "billing_scheme_name": "固定带宽EIP" + l.name,
			"billing_type": "number", "goods_id": l.goods,
		})
		data = append(data, r.Record("Data[]", obj{"conf_id": l.conf, "conf_name": l.name, "billing_scheme": []any{scheme}}))
	}
	return Reply{Data: data}, nil
}

// getDesktopEipPrice answers prices of a day. The total is the sum, which the
// documentation's sample is not.
func getDesktopEipPrice(w *World, r Request) (Reply, error) {
	if _, err := siteOf(r); err != nil {
		return Reply{}, err
	}
	size, qos, conf := r.Int("size"), r.Int("qos"), r.Int("bandwidthConfId")
	if _, ok := findLine(func(l desktopLine) bool { return l.conf == conf }); !ok || size < 1 || size > maxDesktops || qos < 1 || qos > maxDesktopQos {
		return Reply{}, refusalDesktopParams
	}
	bandwidth, address := priceDesktopMbit*money(qos*size), priceDesktopAddress*money(size)
	record := func(name string, m money) obj {
		return r.Record("Data."+name, obj{
			"price": m.Float(), "price_str": strconv.FormatFloat(m.Float(), 'f', 2, 64),
			"sign": "¥", "cycle": "/天", "end_time": "2099-01-01 00:00:00",
		})
	}
	return Reply{Data: r.Record("Data", obj{
		"bandwidth_price": record("bandwidth_price", bandwidth),
		"eip_price":       record("eip_price", address),
		"total_price":     record("total_price", bandwidth+address),
	})}, nil
}
