package catalog

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/width"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// Limits of an order that the documentation gives.
const (
	maxAmount = 99
	maxTags   = 20
	// MaxDataDisks is how many data disks a server takes: LeftDataDiskNum of
	// a server without any.
	MaxDataDisks = 14
)

// ServerOrder is the create-server form as a person filled it in, tidied. The
// names of its form fields are in ReadServerOrder.
type ServerOrder struct {
	VDC           string
	Family        string
	Type          string // "4-8": CPU cores and GB of memory
	Image         string
	ImagePassword cloud.Secret
	SystemType    string
	SystemSize    string
	Disks         []DiskOrder
	Public        string // none, auto or manual
	PublicIPs     string // of manual, separated by anything
	Private       []string
	IPv6          bool
	Password      cloud.Secret
	Again         cloud.Secret
	Name          string
	Amount        string
	Number        string
	Tags          string
	Protect       bool
	Charge        string
	Months        string
	Renew         bool
	UTC           bool
	UserData      string
	PublicKey     string
}

// DiskOrder is one data disk of an order.
type DiskOrder struct{ Type, Size string }

// ReadServerOrder reads the form. A first visit has defaults where the form
// has nothing.
func ReadServerOrder(form url.Values) ServerOrder {
	get := func(name, otherwise string) string {
		if !form.Has(name) {
			return otherwise
		}
		return tidy(form.Get(name))
	}
	o := ServerOrder{
		VDC: get("vdc", ""), Family: get("family", ""), Type: get("type", ""), Image: get("image", ""),
		ImagePassword: cloud.NewSecret(form.Get("image_password")),
		SystemType:    get("system_type", ""), SystemSize: get("system_size", ""),
		Public: get("public", "none"), PublicIPs: get("public_ips", ""), Private: form["private"], IPv6: form.Get("ipv6") != "",
		Password: cloud.NewSecret(form.Get("password")), Again: cloud.NewSecret(form.Get("password_again")),
		Name: strings.TrimSpace(form.Get("name")), Amount: get("amount", "1"), Number: get("number", ""), Tags: get("tags", ""),
		Protect: form.Get("protect") != "", Charge: get("charge", "PostPaid"), Months: get("months", "1"), Renew: form.Get("renew") != "",
		UTC: form.Get("utc") != "", UserData: form.Get("user_data"), PublicKey: strings.TrimSpace(form.Get("public_key")),
	}
	types, sizes := form["diskType"], form["diskSize"]
	for i := range min(len(types), len(sizes)) {
		if size := tidy(sizes[i]); size != "" {
			o.Disks = append(o.Disks, DiskOrder{types[i], size})
		}
	}
	return o
}

// Check finds the mistakes that can be seen before asking the provider.
func (o ServerOrder) Check(c *ServerChoices) resource.FieldErrors {
	m := resource.FieldErrors{}
	must := func(ok bool, field, key string, args ...any) {
		if _, said := m[field]; !ok && !said {
			m[field] = resource.T(key, args...)
		}
	}
	must(c.VDC != nil, "vdc", "form.required")
	must(c.Open, "vdc", "refusal.zone.notonsale")
	must(c.has(o.Type), "type", "create.choose_type")
	must(o.Image != "" && c.Image(o.Image) != nil, "image", "form.required")
	if image := c.Image(o.Image); image != nil && image.Private {
		must(!o.ImagePassword.IsZero(), "image_password", "create.image_password_needed")
	}
	checkSize(m, "system_size", o.SystemSize, c.System, o.SystemType, true)
	o.checkDisks(m, c)
	o.checkNetwork(m, c)
	o.checkLogin(m)
	o.checkNaming(m)
	return m
}

func (o ServerOrder) checkDisks(m resource.FieldErrors, c *ServerChoices) {
	for i, d := range o.Disks {
		checkSize(m, "disk-"+strconv.Itoa(i), d.Size, c.Disks, d.Type, false)
	}
	if len(o.Disks) > MaxDataDisks {
		m["disk-"+strconv.Itoa(MaxDataDisks)] = resource.T("create.too_many_disks", MaxDataDisks)
	}
}

// checkSize holds a disk's size against what the zone sells of its type. An
// optional size may be left out.
func checkSize(m resource.FieldErrors, field, size string, goods []ccs.DiskGoods, kind string, optional bool) {
	if size == "" && optional {
		return
	}
	n, err := strconv.Atoi(size)
	i := slices.IndexFunc(goods, func(g ccs.DiskGoods) bool { return g.Type == kind })
	switch {
	case err != nil:
		m[field] = resource.T("form.number")
	case i < 0:
		m[field] = resource.T("create.disk_type_unsold")
	case n < int(goods[i].MinSize) || n > int(goods[i].MaxSize):
		m[field] = resource.T("form.between", int(goods[i].MinSize), int(goods[i].MaxSize))
	case goods[i].Step > 0 && n%int(goods[i].Step) != 0:
		m[field] = resource.T("form.step", int(goods[i].Step))
	}
}

func (o ServerOrder) checkNetwork(m resource.FieldErrors, c *ServerChoices) {
	amount, _ := strconv.Atoi(o.Amount)
	if o.Public == "manual" {
		ips := splitList(o.PublicIPs)
		switch {
		case len(ips) != amount:
			m["public_ips"] = resource.T("create.ips_count", amount, len(ips))
		case slices.ContainsFunc(ips, func(ip string) bool { return !isIPv4(ip) }):
			m["public_ips"] = resource.T("form.not_ip")
		case len(without(ips)) != len(ips):
			m["public_ips"] = resource.T("refusal.invalidip.iprepeated")
		}
	}
	if o.Public == "auto" && c.VDC != nil && c.freePublic() < amount {
		m["public"] = resource.T("create.no_public", c.freePublic())
	}
	for _, id := range o.Private {
		if n := c.private(id); n == nil {
			m["private"] = resource.T("create.no_network")
		} else if int(n.UnuseIPNum) < amount {
			m["private"] = resource.T("create.network_full", n.Name, int(n.UnuseIPNum))
		}
	}
}

func (o ServerOrder) checkLogin(m resource.FieldErrors) {
	switch {
	case o.Password.IsZero():
		m["password"] = resource.T("form.required")
	case !goodPassword(o.Password.Reveal()):
		m["password"] = resource.T("create.weak_password")
	case o.Again != o.Password:
		m["password_again"] = resource.T("create.passwords_differ")
	}
}

func (o ServerOrder) checkNaming(m resource.FieldErrors) {
	switch n := len([]rune(o.Name)); {
	case n == 0:
		m["name"] = resource.T("form.required")
	case n > maxName:
		m["name"] = resource.T("form.too_long", maxName)
	}
	if n, err := strconv.Atoi(o.Amount); err != nil || n < 1 || n > maxAmount {
		m["amount"] = resource.T("form.between", 1, maxAmount)
	}
	if _, err := strconv.ParseUint(o.Number, 10, 32); o.Number != "" && (err != nil || len(o.Number) < 3 || len(o.Number) > 6) {
		m["number"] = resource.T("create.bad_number")
	}
	if n := len(splitList(o.Tags)); n > maxTags {
		m["tags"] = resource.T("create.too_many_tags", maxTags)
	}
	if n, err := strconv.Atoi(o.Months); o.Charge == "PrePaid" && (err != nil || n < 0 || n > 60) {
		m["months"] = resource.T("form.between", 0, 60)
	}
}

// goodPassword holds the rule the form shows: 8 to 30 characters with three of
// upper case, lower case, digits and signs. The provider gives no rule of its
// own, only samples that all pass.
func goodPassword(p string) bool {
	kinds := map[int]bool{}
	for _, r := range p {
		switch {
		case r >= 'a' && r <= 'z':
			kinds[0] = true
		case r >= 'A' && r <= 'Z':
			kinds[1] = true
		case r >= '0' && r <= '9':
			kinds[2] = true
		case r > ' ' && r < 127:
			kinds[3] = true
		default:
			return false
		}
	}
	return len(p) >= 8 && len(p) <= 30 && len(kinds) >= 3
}

// splitList takes a list apart at commas, spaces and lines, also Chinese ones.
func splitList(s string) []string {
	return strings.FieldsFunc(width.Fold.String(s), func(r rune) bool { return strings.ContainsRune(" ,;、\n\r\t", r) })
}

// tidy takes pasted spaces and full-width characters out of numbers, ids and
// addresses.
func tidy(s string) string { return strings.TrimSpace(width.Fold.String(s)) }
