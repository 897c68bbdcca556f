package catalog

import (
	"context"
	"net/url"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/cloud/subject"
	"yunque/internal/resource"
)

// mostNewDesktops is how many desktops one form makes: what can be taken in at
// a glance.
const mostNewDesktops = 50

// newDesktopAge is how old what the form offers may be. An order reads all of
// it again.
const newDesktopAge = 30 * time.Second

// Values of the system disk and of the way of paying.
const (
	localDisk   = "local"
	cloudDisk   = "ssd"
	byMonth     = "month"
	asItGoes    = "minute"
	volumeStep  = 8
	usualNewQos = 5
)

var createDesktops = resource.Op[Desktop]{
	Slug: "create", Icon: "plus", Effect: resource.Spend, Danger: resource.Confirm, Alone: true,
	Fields: newDesktopFields, PlanAfter: orderDesktops, Price: priceNewDesktops,
	Beside: map[string]string{"13000": "product", "13505": "vpc", "12501": "charge", "12502": "charge"},
}

// newDesktop is what the form that makes desktops can offer, given what is
// filled in.
type newDesktop struct {
	sites    []gcw.Site
	site     gcw.Site
	products []gcw.Product
	product  *gcw.Product
	images   []desktopImage
	nets     []DesktopNet
	net      *DesktopNet
	schemes  []gcw.Line
	subjects []subject.Subject
	currency string // of the subjects
}

// newDesktopChoices reads the sites, then what is in the chosen one, then what
// its product can run.
func newDesktopChoices(ctx context.Context, c cloud.Caller, form url.Values) (n newDesktop, err error) {
	ctx = cloud.Recent(ctx, newDesktopAge) // the form and its price ask for the same
	group, first := errgroup.WithContext(ctx)
	group.Go(func() (err error) { n.sites, err = desktopSites(cloud.Steady(first, desktopSaleAge), c); return err })
	group.Go(func() error {
		out, _ := subject.DescribeSubjects.Call(first, c, subject.DescribeSubjectsRequest{}) // the form does without
		n.subjects, n.currency = out.SubjectList, out.Currency
		return nil
	})
	if err := group.Wait(); err != nil || len(n.sites) == 0 {
		return n, err
	}
	n.site = n.sites[max(0, slices.IndexFunc(n.sites, func(s gcw.Site) bool { return string(s.SiteID) == form.Get("site") }))]
	if err := n.readSite(ctx, c); err != nil {
		return n, err
	}
	n.choose(form)
	if n.product != nil {
		n.images, err = desktopImages(ctx, c, string(n.site.SiteID), string(n.product.ProductID))
	}
	return n, err
}

func (n *newDesktop) readSite(ctx context.Context, c cloud.Caller) error {
	id := string(n.site.SiteID)
	group, all := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		n.products, err = gcw.QueryProducts.Call(cloud.Steady(all, desktopSaleAge), c, gcw.SiteFilter{SiteID: id})
		return err
	})
	group.Go(func() (err error) { n.nets, err = netsIn(all, c, n.site); return err })
	group.Go(func() (err error) {
		n.schemes, err = gcw.GetLineBillingScheme.Call(all, c, gcw.NetRequest{SiteID: id, RequestID: requestFor(id)})
		return err
	})
	return group.Wait()
}

// choose finds the product and network that are filled in, or the first.
func (n *newDesktop) choose(form url.Values) {
	if len(n.products) > 0 {
		n.product = &n.products[max(0, slices.IndexFunc(n.products, func(p gcw.Product) bool { return string(p.ProductID) == form.Get("product") }))]
	}
	if len(n.nets) > 0 {
		n.net = &n.nets[max(0, slices.IndexFunc(n.nets, func(d DesktopNet) bool { return string(d.VPCID) == form.Get("vpc") }))]
	}
}

// scheme is how a line is paid for; "" where it is not on sale.
func (n *newDesktop) scheme(conf cloud.ID) string {
	i := slices.IndexFunc(n.schemes, func(l gcw.Line) bool { return l.ConfID == conf })
	if i < 0 || len(n.schemes[i].BillingScheme) == 0 {
		return ""
	}
	return n.schemes[i].BillingScheme[0].BillingSchemeName
}

func (n *newDesktop) image(id string) *desktopImage {
	i := slices.IndexFunc(n.images, func(m desktopImage) bool { return string(m.ImageID) == id })
	if i < 0 {
		return nil
	}
	return &n.images[i]
}

func (n *newDesktop) gateway(id string) *gcw.Gateway {
	if n.net == nil {
		return nil
	}
	i := slices.IndexFunc(n.net.Gateways, func(g gcw.Gateway) bool { return string(g.ID) == id })
	if i < 0 {
		return nil
	}
	return &n.net.Gateways[i]
}

func orderDesktops(ctx context.Context, c cloud.Caller, _ []Desktop, form url.Values) ([]resource.Step, error) {
	n, err := newDesktopChoices(ctx, c, form)
	if err != nil {
		return nil, err
	}
	req, err := n.request(form)
	if err != nil {
		return nil, err
	}
	return []resource.Step{resource.DoThen(gcw.CreateVM, req, func(answer gcw.Accepted, out *resource.Outcome) {
		var made []resource.Target
		for _, id := range answer.VMIDs {
			out.Created = append(out.Created, string(id))
			made = append(made, resource.Target{Kind: "desktops", ID: string(id), Name: req.Name, Note: n.site.SiteName})
		}
		for i := range out.Tickets {
			out.Tickets[i].Targets = made
		}
	})}, nil
}

// request is the order as the provider takes it.
func (n *newDesktop) request(form url.Values) (gcw.CreateVMRequest, error) {
	m, name, amount := resource.FieldErrors{}, form.Get("name"), whole(form.Get("amount"))
	given, err := givenName(form)
	if err != nil {
		return gcw.CreateVMRequest{}, err
	}
	if most := maxName - len("_001"); amount > 1 && len([]rune(name)) > most {
		m["name"] = resource.T("desktop.long_name", most)
	}
	gateway := n.gateway(form.Get("gateway"))
	if gateway == nil {
		m["gateway"] = resource.T("form.required")
	}
	note(m, "disk_size", n.diskMistake(form))
	if len(m) > 0 {
		return gcw.CreateVMRequest{}, m
	}
	r := gcw.CreateVMRequest{
		RequestID: newRequest(), SiteID: string(n.site.SiteID), ProductID: form.Get("product"), Name: given, Num: itoa(amount), ImageID: form.Get("image"), BillCycle: form.Get("charge"),
		Qos: form.Get("qos"), VPCID: form.Get("vpc"), SubnetNetID: form.Get("subnet"), VgatewayNetID: form.Get("gateway"), VgatewayConfID: string(gateway.ConfID), SysVolume: form.Get("disk"),
	}
	if amount > 1 {
		r.HostNo = form.Get("number")
	}
	if r.SysVolume == cloudDisk {
		r.SysVolumeSize = form.Get("disk_size")
	}
	if r.BillCycle == byMonth {
		r.Duration, r.IsToMonth, r.IsAutoRenewal, r.PriceToMonth = form.Get("months"), bitOf(form, "month_end"), bitOf(form, "renew"), "0"
	} else if r.SubAccountID = form.Get("subject"); r.SubAccountID != "" {
		r.MoneyType = n.currency
	}
	return r, nil
}

// diskMistake holds a cloud disk against the image that must fit on it.
func (n *newDesktop) diskMistake(form url.Values) resource.Text {
	m := n.image(form.Get("image"))
	if form.Get("disk") != cloudDisk || m == nil {
		return resource.Text{}
	}
	if least := leastVolume(m); whole(form.Get("disk_size")) < least {
		return resource.T("desktop.disk_least", least)
	}
	return resource.Text{}
}

// leastVolume is the smallest cloud disk that is larger than an image.
func leastVolume(m *desktopImage) int {
	if m == nil {
		return volumeStep
	}
	return (int(m.ImageSize)/volumeStep + 1) * volumeStep
}

// priceNewDesktops asks for the desktops and their addresses apart: one is paid
// by the hour or upfront, the other by the day.
func priceNewDesktops(ctx context.Context, c cloud.Caller, _ []Desktop, form url.Values) (resource.Quote, error) {
	amount, qos, months := whole(form.Get("amount")), whole(form.Get("qos")), whole(form.Get("months"))
	monthly := form.Get("charge") == byMonth
	if amount < 1 || amount > mostNewDesktops || qos < 1 || form.Get("product") == "" || monthly && (months < 1 || months > maxMonths) {
		return resource.Quote{}, nil
	}
	n, err := newDesktopChoices(ctx, c, form)
	gateway := n.gateway(form.Get("gateway"))
	if err != nil || n.product == nil || !n.diskMistake(form).IsZero() {
		return resource.Quote{}, err
	}
	ask := gcw.QueryVMPriceRequest{SiteID: string(n.site.SiteID), GoodsID: string(n.product.GoodsID), BillCycle: form.Get("charge"), Num: itoa(amount), SysVolume: form.Get("disk")}
	per := resource.T("price.per_hour")
	if monthly {
		ask.Duration, ask.IsToMonth, per = itoa(months), bitOf(form, "month_end"), perTerm(months, form)
	}
	if ask.SysVolume == cloudDisk {
		ask.SysVolumeSize = form.Get("disk_size")
	}
	vms, eips, err := newDesktopPrices(ctx, c, ask, gateway, itoa(qos))
	if err != nil {
		return resource.Quote{}, err
	}
	return newDesktopQuote(vms, eips, amount, per), nil
}

// newDesktopPrices asks for both prices at once; without a gateway for that of
// the desktops alone.
func newDesktopPrices(ctx context.Context, c cloud.Caller, ask gcw.QueryVMPriceRequest, gateway *gcw.Gateway, qos string) (vms gcw.VMPrice, eips gcw.EIPPrices, err error) {
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { vms, err = desktopPrice(both, c, ask); return err })
	if gateway != nil {
		r := gcw.GetEipPriceRequest{Size: ask.Num, BandwidthConfID: string(gateway.ConfID), SiteID: ask.SiteID, Qos: qos, RequestID: requestFor(ask.SiteID, string(gateway.ConfID), ask.Num, qos)}
		group.Go(func() (err error) { eips, err = gcw.GetEipPrice.Call(both, c, r); return err })
	}
	err = group.Wait()
	return vms, eips, err
}

// newDesktopQuote has the desktops as its amount; what is paid by the day
// stands beside it.
func newDesktopQuote(vms gcw.VMPrice, eips gcw.EIPPrices, amount int, per resource.Text) resource.Quote {
	q := resource.Quote{Amount: string(vms.TradeAmount), Currency: bmsCurrency(string(vms.AreaID)), Per: per, Label: resource.T("kind.desktops.many")}
	if amount > 1 {
		q.Lines = append(q.Lines, resource.QuoteLine{Label: resource.T("desktop.price_each"), Amount: string(vms.SingleTradeAmount)})
	}
	if disk := string(vms.SysVolumePrice); disk != "" && disk != "0" {
		q.Lines = append(q.Lines, resource.QuoteLine{Label: resource.T("desktop.price_disk"), Amount: disk})
	}
	if total := string(eips.TotalPrice.Price); total != "" {
		q.Lines = append(q.Lines, resource.QuoteLine{Label: resource.T("desktop.price_eip", priceUnit(trimSlash(eips.TotalPrice.Cycle))), Amount: total})
		q.Note = resource.T("desktop.price_new_note")
	}
	return q
}
