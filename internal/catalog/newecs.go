package catalog

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
	"yunque/internal/resource"
)

// MaxElasticDisks is how many data disks the form offers; the documentation
// gives no limit.
const MaxElasticDisks = 15

// Limits of an order of elastic servers that the documentation gives.
const (
	maxElastic    = 100
	maxGateways   = 3 // of a Linux server; Windows takes one
	leastDataDisk = 24
	dataDiskStep  = 8
)

const usualSystemDisk = 40 // GB

// ElasticOrder is the form that creates elastic servers as a person filled it
// in, tidied. The names of its form fields are in ReadElasticOrder.
type ElasticOrder struct {
	Zone       string
	Charge     string // 0 pay as you go, 1 a subscription
	Family     string
	Type       string // "4-8-0": CPU cores, GB of memory, graphics cards
	Image      string
	SystemType string // ssd or local
	SystemSize string
	Disks      []DiskOrder
	Release    bool // data disks go with their server
	VPC        string
	Subnet     string
	Gateway    string // the default one; "" for none
	EIP        string
	Others     []string // further gateways
	DNS        string
	Password   cloud.Secret
	Again      cloud.Secret
	Name       string
	Amount     string
	Number     string // the first of the numbered names
	UTC        bool
	Months     string
	ToMonth    bool
	Renew      bool
	Subject    string // the test account that pays
	Unquoted   bool   // goes on without a price
}

// ReadElasticOrder reads the form. A first visit has defaults where the form
// has nothing.
func ReadElasticOrder(form url.Values) ElasticOrder {
	get := func(name, otherwise string) string {
		if !form.Has(name) {
			return otherwise
		}
		return tidy(form.Get(name))
	}
	on := func(name string) bool { return form.Get(name) != "" }
	return ElasticOrder{
		Zone: get("zone", ""), Charge: get("charge", "0"), Family: strings.TrimSpace(form.Get("family")), Type: get("type", ""),
		Image: strings.TrimSpace(form.Get("image")), SystemType: get("system_type", ""), SystemSize: get("system_size", ""),
		Disks: readDisks(form), Release: on("release"),
		VPC: get("vpc", ""), Subnet: get("subnet", ""), Gateway: get("gateway", ""), EIP: get("eip", ""), Others: form["others"], DNS: get("dns", ""),
		Password: cloud.NewSecret(form.Get("password")), Again: cloud.NewSecret(form.Get("password_again")),
		Name: strings.TrimSpace(form.Get("name")), Amount: get("amount", "1"), Number: get("number", ""), UTC: on("utc"),
		Months: get("months", "1"), ToMonth: on("to_month"), Renew: on("renew"), Subject: strings.TrimSpace(form.Get("subject")), Unquoted: on("unquoted"),
	}
}

// readDisks reads the rows of data disks; a row without a size is no disk.
func readDisks(form url.Values) []DiskOrder {
	var out []DiskOrder
	types, sizes := form["diskType"], form["diskSize"]
	for i := range min(len(types), len(sizes)) {
		if size := tidy(sizes[i]); size != "" {
			out = append(out, DiskOrder{types[i], size})
		}
	}
	return out
}

// Check finds the mistakes that can be seen before asking the provider.
func (o ElasticOrder) Check(c *ElasticChoices) resource.FieldErrors {
	m := resource.FieldErrors{}
	must := func(ok bool, field, key string, args ...any) {
		if _, said := m[field]; !ok && !said {
			m[field] = resource.T(key, args...)
		}
	}
	for _, field := range c.moved {
		must(false, field, "form.not_offered")
	}
	must(c.Place != nil, "zone", "form.required")
	must(c.Spec != nil, "type", "create.choose_type")
	image := c.image(o.Image)
	must(image != nil, "image", "form.required")
	must(c.vpc(o.VPC), "vpc", "form.required")
	must(c.subnet(o.Subnet), "subnet", "form.required")
	if free, known := c.freeInSubnet(o.Subnet); known {
		must(free >= o.amount(), "subnet", "ecs.new.subnet_full", free)
	}
	o.checkDisks(m, image)
	o.checkGateways(m, image)
	checkNewPassword(m, o.Password.Reveal(), o.Again.Reveal())
	o.checkNaming(m)
	return m
}

func (o ElasticOrder) checkDisks(m resource.FieldErrors, image *ecs.Image) {
	size, err := strconv.Atoi(o.SystemSize)
	switch {
	case err != nil:
		m["system_size"] = resource.T("form.number")
	case image != nil && size < int(image.OSSize):
		m["system_size"] = resource.T("form.at_least", int(image.OSSize))
	}
	for i, d := range o.Disks {
		n, err := strconv.Atoi(d.Size)
		field := "disk-" + itoa(i)
		switch {
		case err != nil:
			m[field] = resource.T("form.number")
		case n < leastDataDisk:
			m[field] = resource.T("form.at_least", leastDataDisk)
		case n%dataDiskStep != 0:
			m[field] = resource.OffStep(n, dataDiskStep, 0)
		}
	}
	if len(o.Disks) > MaxElasticDisks {
		m["disk-"+itoa(MaxElasticDisks)] = resource.T("create.too_many_disks", MaxElasticDisks)
	}
}

func (o ElasticOrder) checkGateways(m resource.FieldErrors, image *ecs.Image) {
	most := maxGateways
	if image != nil && image.OSType == "Windows" {
		most = 1
	}
	switch {
	case o.Gateway == "" && len(o.Others) > 0:
		m["gateway"] = resource.T("ecs.new.default_gateway")
	case slices.Contains(o.Others, o.Gateway):
		m["others"] = resource.T("ecs.new.gateway_twice")
	case len(o.Others)+1 > most:
		m["others"] = resource.T("ecs.new.many_gateways", most)
	}
	if o.EIP != "" && o.Gateway == "" {
		m["gateway"] = resource.T("ecs.new.eip_needs_gateway")
	} else if o.EIP != "" && o.amount() > 1 {
		m["eip"] = resource.T("ecs.new.eip_for_one")
	}
	if dns := splitAddresses(o.DNS); o.DNS != "" && (len(dns) != 2 || !isIPv4(dns[0]) || !isIPv4(dns[1])) {
		m["dns"] = resource.T("ecs.new.bad_dns")
	}
}

func (o ElasticOrder) checkNaming(m resource.FieldErrors) {
	if len([]rune(o.Name)) > maxName {
		m["name"] = resource.T("form.too_long", maxName)
	}
	if n, err := strconv.Atoi(o.Amount); err != nil || n < 1 || n > maxElastic {
		m["amount"] = resource.T("form.between", 1, maxElastic)
	}
	if n, err := strconv.Atoi(o.Number); o.Number != "" && (err != nil || n < 1) {
		m["number"] = resource.T("form.at_least", 1)
	}
	if o.Charge == "1" && !slices.Contains(elasticMonthsOnSale(), o.Months) {
		m["months"] = resource.T("form.not_offered")
	}
}

// elasticMonthsOnSale are how long one can subscribe: months, then whole years.
func elasticMonthsOnSale() []string {
	var out []string
	for n := 1; n <= 12; n++ {
		out = append(out, itoa(n))
	}
	return append(out, "24", "36")
}

func (o ElasticOrder) amount() int {
	n, err := strconv.Atoi(o.Amount)
	if err != nil || n < 1 {
		return 1
	}
	return n
}
