package sim

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
)

// billGood is how bills call one kind of ledger entry.
type billGood struct {
	kind    string // entry.Kind
	code    string // ResourceType, ProductType
	goods   string // GoodsType, ProductName
	product string
}

// billGoods names every kind that a service opens entries of. The codes vm, ip
// and wan and some of the names are the documentation's.
func billGoods() []billGood {
	return []billGood{
		{"instance", "vm", "云主机", "高性能云主机"},
		{"public_network", "wan", "带宽", "公网带宽"},
		{"gpn", "gpn", "云互联网络", "云互联网络组"},
		{"eip", "ip", "公网IP", "弹性公网IP"},
		{"shared_bandwidth", "bandwidth", "共享带宽", "共享带宽"},
		{"bms", "bms", "裸金属云主机", "裸金属云主机"},
		{"bms_disk", "bms_disk", "裸金属云盘", "裸金属云盘"},
		{"bms_snapshot", "bms_snapshot", "裸金属云盘快照", "裸金属云盘快照"},
		{"ecs", "ecs", "弹性云服务器", "弹性云服务器ECS"},
		{"ebs_disk", "ebs", "云盘", "云盘EBS"},
		{"ebs_snapshot", "snapshot", "快照", "云盘快照"},
		{"desktop", "gcw", "云桌面", "GPU云桌面"},
		{"desktop_eip", "gcw_ip", "云桌面公网IP", "云桌面弹性公网IP"},
	}
}

// good is how bills call the entry; a kind that is not in the list is called
// by itself.
func (e *entry) good() billGood {
	list := billGoods()
	i := slices.IndexFunc(list, func(g billGood) bool { return g.kind == e.Kind })
	if i < 0 {
		return billGood{e.Kind, e.Kind, e.Kind, e.Kind}
	}
	return list[i]
}

// config prints what the entry is made of: 内存:16GB,vCPU:4C.
func (e *entry) config() string {
	var out []string
	for _, p := range e.Parts {
		out = append(out, p.Name+":"+p.Amount)
	}
	return strings.Join(out, ",")
}

// costDetail prints the price of each part for a minute. Nothing is 0E-8, as
// the provider's decimals print it.
func (e *entry) costDetail() string {
	var out []string
	for _, p := range e.Parts {
		price := "0E-8"
		if p.Daily != 0 {
			price = fmt.Sprintf("%.8f", unitPrice(p.Daily))
		}
		out = append(out, p.Name+":"+price)
	}
	return strings.Join(out, ",")
}

// unitPrice is a daily price for a minute, the unit of UnitPrice.
func unitPrice(daily money) float64 { return daily.Float() / (24 * 60) }

// payment is how an entry is paid, as DescribeBillInfo and DescribeBillDetail
// say it. The code of a subscription is not documented.
func (e *entry) payment() (code, desc, short string) {
	if e.Charge == prePaid {
		return "0", "包年包月计费", "包年包月计费"
	}
	return "1", "按需计费", "按需付费"
}

// status is documented by one sample: running.
func (e *entry) status() string {
	if e.To.IsZero() {
		return "running"
	}
	return "deleted"
}

// addressesOf lists a resource's addresses. A server of a VDC may change its
// own while it lives, so they are read from it.
func (w *World) addressesOf(e *entry) []string {
	i, ok := w.ccs.instances.Get(e.ID)
	if !ok {
		return e.Addresses
	}
	var out []string
	for _, c := range i.nics {
		if c.ip.IsValid() {
			out = append(out, c.address())
		}
	}
	return out
}

// splitAddresses tells public from private ones.
func splitAddresses(list []string) (public, private string) {
	var publics, privates []string
	for _, s := range list {
		if a, err := netip.ParseAddr(s); err == nil && a.IsPrivate() {
			privates = append(privates, s)
			continue
		}
		publics = append(publics, s)
	}
	return strings.Join(publics, ","), strings.Join(privates, ",")
}

// placeName is the Chinese name of a zone or region, whatever chapter's.
func (w *World) placeName(id string) string {
	if z, ok := w.shelf.Zone(id); ok {
		return z.NameZh
	}
	for _, z := range ecsZones() {
		if strings.EqualFold(z.Code, id) {
			return z.Name
		}
		if strings.EqualFold(z.RegionCode, id) {
			return z.RegionName
		}
	}
	return id
}
