package sim

import (
	"fmt"
	"time"
)

// maxDesktops is how many desktops an account can have under either way of
// paying. The quotas are documented, their size is not.
const maxDesktops = 200

// desktopOrder is a number of equal desktops somebody wants to buy, checked.
type desktopOrder struct {
	site            desktopSite
	product         desktopProduct
	image           desktopImage
	volume          desktopVolume
	name            string
	num, first      int // first is the number of the second desktop's name
	monthly         bool
	term            term
	qos             int
	subnet, gateway *vpcNet
	subject         string
}

// nameOf is the name of the n-th desktop: 测试, 测试_001, 测试_002.
func (o desktopOrder) nameOf(n int) string {
	if n == 0 {
		return o.name
	}
	return fmt.Sprintf("%s_%03d", o.name, o.first+n-1)
}

// due is what has to be there for one desktop: the whole term's price, or a
// day's.
func (o desktopOrder) due(now time.Time) money {
	if o.monthly {
		return o.term.price(o.product.price().month+o.volume.daily()*30, now)
	}
	return o.product.price().hour*24 + o.volume.daily()
}

// orderDesktops checks what is bought; orderDesktopNet checks where it goes.
func (w *World) orderDesktops(r Request) (o desktopOrder, err error) {
	if o.site, err = siteOf(r); err != nil {
		return o, err
	}
	var ok bool
	if o.product, ok = findProduct(func(p desktopProduct) bool { return p.id == r.Str("productId") }); !ok {
		return o, refusalNoProduct
	}
	if o.image, ok = w.desktopImage(o.product, r.Str("imageId")); !ok || !o.image.usable() {
		return o, refusalNoDesktopImage
	}
	o.name, o.num, o.first, o.qos = r.Str("name"), r.numeral("num", 1), r.numeral("hostNo", 1), r.Int("qos")
	o.monthly = r.Str("billCycle") == "month"
	if !validName(o.name) || o.num < 1 || o.num > maxDesktops || o.first < 1 || o.qos < 1 || o.qos > maxDesktopQos {
		return o, refusalDesktopParams
	}
	if o.term, err = termOf(r); err != nil {
		return o, err
	}
	if o.volume, err = volumeOf(r, o.site, o.product); err != nil {
		return o, err
	}
	if o.volume.cloud && o.volume.size <= o.image.size {
		return o, refusalDesktopParams
	}
	err = w.orderDesktopNet(r, &o)
	return o, err
}

// orderDesktopNet refuses a network that is not in the site, not ready, or
// not of the line that is asked for.
func (w *World) orderDesktopNet(r Request, o *desktopOrder) (err error) {
	refused := desktopRefusal("13505", "校验网络信息失败")
	if o.subnet, err = w.settledNet(netSubnet, r.Str("subnetNetId")); err != nil {
		return refused
	}
	if o.gateway, err = w.settledNet(netGateway, r.Str("vgatewayNetId")); err != nil {
		return refused
	}
	for _, n := range []*vpcNet{o.subnet, o.gateway} {
		if n.vpc.id != r.Str("vpcId") || n.vpc.status != statusOK || n.zone.Code != o.site.zone || w.freeAddresses(n) < o.num {
			return refused
		}
	}
	if lineOf(o.gateway).conf != r.Int("vgatewayConfId") {
		return refused
	}
	return nil
}

// payerOf finds the test project that subAccountId names.
func (w *World) payerOf(r Request, o *desktopOrder) error {
	if !r.Has("subAccountId") {
		return nil
	}
	s, ok := w.subjectNamed(r.Str("subAccountId"))
	// Test projects are for pay as you go, see DescribeSubjects.BillMethod.
	if !ok || o.monthly || !s.pays(ecsZone{}, w.now) || w.subjectBalance(s) < o.due(w.now)*money(o.num) {
		return refusalDesktopAccount
	}
	o.subject = s.key()
	return nil
}

// createDesktops refuses for want of stock, quota and money, in this order;
// the documentation has no code for a low balance but the account's.
func createDesktops(w *World, r Request) (Reply, error) {
	o, err := w.orderDesktops(r)
	if err != nil {
		return Reply{}, err
	}
	if o.product.soldOut == o.site.id {
		return Reply{}, desktopRefusal("13000", "当前资源不足")
	}
	have := len(w.gcw.desktops.Where(func(d *desktop) bool { return d.monthly == o.monthly }))
	if have+o.num > maxDesktops && o.monthly {
		return Reply{}, refusalMonthlyQuota
	}
	if have+o.num > maxDesktops {
		return Reply{}, desktopRefusal("12502", "当前用户按需购买已达配额上限,请修改计费方式或联系销售人员增加按需配额")
	}
	if err := w.payerOf(r, &o); err != nil {
		return Reply{}, err
	}
	if o.subject == "" && w.ledger.Balance(w.now) < o.due(w.now)*money(o.num) {
		return Reply{}, refusalDesktopAccount
	}
	var made []*desktop
	for n := range o.num {
		d, err := w.addDesktop(o, n, r.Int("isAutoRenewal") == 1)
		if err != nil {
			return Reply{}, err
		}
		made = append(made, d)
	}
	task := w.changeDesktops(r, made, desktopChange{
		what: "创建云桌面", takes: 8 * time.Second, passing: desktopConfiguring, done: becomes(desktopOn),
		failed: func(d *desktop) { d.status = desktopError; w.closeDesktop(d) },
	})
	return desktopsReply(r, task, made, createContent(o)), nil
}

// createContent is what the documentation's sample shows of an order.
func createContent(o desktopOrder) obj {
	net := obj{
		"qos": o.qos, "vpcId": o.subnet.vpc.id, "vpcName": o.subnet.vpc.name, "subnetNetId": o.subnet.id,
		"vGatewayNetId": o.gateway.id, "vGatewayConfId": fmt.Sprint(lineOf(o.gateway).conf), "vGatewayConfName": lineOf(o.gateway).name,
	}
	out := obj{"billMethod": bit(o.monthly), "num": o.num, "duration": o.term.months}
	for name, value := range net {
		out[name] = value
	}
	net["siteId"], net["size"] = o.site.id, o.num
	out["funEipParam"] = net
	return out
}

// addDesktop makes one desktop of an order. Addresses were counted before, so
// taking them does not fail half way.
func (w *World) addDesktop(o desktopOrder, n int, autoRenew bool) (*desktop, error) {
	d := &desktop{
		id: w.ID("desktop"), name: o.nameOf(n), site: o.site, product: o.product,
		image: o.image, volume: o.volume, subnet: o.subnet, gateway: o.gateway, qos: o.qos, subject: o.subject,
		monthly: o.monthly, autoRenew: autoRenew, eipID: w.ID("desktop eip"),
	}
	var err error
	if d.private, err = w.takeAddress(o.subnet, "auto", d.id, d.name); err != nil {
		return nil, err
	}
	if d.outlet, err = w.takeAddress(o.gateway, "auto", d.id, d.name); err != nil {
		return nil, err
	}
	d.public = w.space.Public(1)
	w.gcw.desktops.Put(d.id, d)
	w.openDesktop(d, o.due(w.now))
	if d.monthly {
		w.expireAt(d, o.term.end(w.now))
	}
	return d, nil
}
