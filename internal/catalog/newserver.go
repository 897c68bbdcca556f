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
	Public        string               // none, auto or manual
	PublicIPs     []string             // of manual, ticked and typed
	PublicTyped   string               // those that were typed
	Private       []string             // networks that give an address
	Cards         map[string]CardOrder // by network
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
	WindowsKeys   cloud.Secret // product keys, separated by anything
	SwapOff       bool
	SystemIOPS    string // packs
	Host          string // dedicated host
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
		Public: get("public", "none"), PublicTyped: form.Get("public_typed"), Cards: readCards(form), Private: form["private"], IPv6: form.Get("ipv6") != "",
		Password: cloud.NewSecret(form.Get("password")), Again: cloud.NewSecret(form.Get("password_again")),
		Name: strings.TrimSpace(form.Get("name")), Amount: get("amount", "1"), Number: get("number", ""), Tags: get("tags", ""),
		Protect: form.Get("protect") != "", Charge: get("charge", "PostPaid"), Months: get("months", "1"), Renew: form.Get("renew") != "",
		UTC: form.Get("utc") != "", UserData: form.Get("user_data"), PublicKey: strings.TrimSpace(form.Get("public_key")),
		WindowsKeys: cloud.NewSecret(form.Get("windows_keys")), SwapOff: form.Get("swap_off") != "", SystemIOPS: get("system_iops", ""), Host: get("host", ""),
	}
	o.PublicIPs = slices.Concat(form["public_ips"], splitAddresses(o.PublicTyped))
	o.Disks = readDisks(form)
	return o
}

// Check finds the mistakes that can be seen before asking the provider.
func (o ServerOrder) Check(c *ServerChoices) resource.FieldErrors {
	m := resource.FieldErrors{}
	for _, field := range c.replaced {
		m[field] = resource.T("form.not_offered")
	}
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
	if n, err := strconv.Atoi(o.SystemIOPS); o.SystemIOPS != "" && takesPacks(o.SystemType) && (err != nil || n < 0) {
		m["system_iops"] = resource.T("form.at_least", 0)
	}
	o.checkDisks(m, c)
	o.checkNetwork(m, c)
	o.checkLogin(m, c)
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
		m[field] = resource.OffStep(n, int(goods[i].Step), int(goods[i].MaxSize))
	}
}

func (o ServerOrder) checkLogin(m resource.FieldErrors, c *ServerChoices) {
	image := c.Image(o.Image)
	windows := image != nil && image.Windows()
	if n := len(splitList(o.WindowsKeys.Reveal())); windows && n > 1 && n != o.amount() {
		m["windows_keys"] = resource.T("create.keys_count", o.amount(), n)
	}
	if !windows && o.PublicKey != "" && !isPublicKey(o.PublicKey) {
		m["public_key"] = resource.T("form.not_public_key")
	}
	note(m, "user_data", scriptMistake(o.UserData))
	checkNewPassword(m, o.Password.Reveal(), o.Again.Reveal())
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
	note(m, "tags", tagsMistake(splitList(o.Tags)))
	if n, err := strconv.Atoi(o.Months); o.Charge == "PrePaid" && (err != nil || n < 0 || n > maxMonths) {
		m["months"] = resource.T("form.between", 0, maxMonths)
	}
}

// splitList takes a list apart at commas, spaces and lines, also Chinese ones.
func splitList(s string) []string {
	return strings.FieldsFunc(width.Fold.String(s), func(r rune) bool { return strings.ContainsRune(" ,;、\n\r\t", r) })
}

// tidy takes pasted spaces and full-width characters out of numbers, ids and
// addresses.
func tidy(s string) string { return strings.TrimSpace(width.Fold.String(s)) }
