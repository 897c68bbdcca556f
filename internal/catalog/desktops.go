package catalog

import (
	"slices"
	"strings"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
)

// desktopStates are the words of gcw.QueryVm, two of them as they are misspelt
// and as they should be (quirk 39).
var desktopStates = words{
	"using":           {resource.OK, "running"},
	"stop":            {resource.Off, "stopped"},
	"configuring":     {resource.Busy, "desktop.configuring"},
	"rebooting":       {resource.Busy, "rebooting"},
	"starting":        {resource.Busy, "starting"},
	"stoping":         {resource.Busy, "stopping"},
	"stopping":        {resource.Busy, "stopping"},
	"deleteing":       {resource.Busy, "deleting"},
	"deleting":        {resource.Busy, "deleting"},
	"destroying":      {resource.Busy, "deleting"},
	"datamoving":      {resource.Busy, "desktop.moving"},
	"asneedexpiring":  {resource.Attention, "desktop.arrears_stopping"},
	"asneedexpired":   {resource.Attention, "desktop.arrears"},
	"asmonthexpiring": {resource.Attention, "desktop.expired_stopping"},
	"asmonthexpired":  {resource.Attention, "desktop.expired"},
	"neterr":          {resource.Failed, "desktop.net_error"},
	"error":           {resource.Failed, "error"},
	"invisibleerror":  {resource.Failed, "desktop.recycle_error"},
	"logicaldeleted":  {resource.Gone, "desktop.recycled"},
	"deleted":         {resource.Gone, "desktop.deleted"},
	"destroy":         {resource.Gone, "desktop.deleted"},
}

// Desktop is a cloud desktop with the names of what its own record tells only
// ids of. Of one that could not be read, only the id is known.
type Desktop struct {
	gcw.VM
	ID      string
	Site    gcw.Site
	Product *gcw.Product // nil where it is not on sale any more
	Warned  bool         // the provider says that it ends within a week, or has ended
	Unread  bool
}

func (d Desktop) id() string { return d.ID }

func (d Desktop) name() string {
	if d.Unread {
		return d.ID
	}
	return d.VMName
}

func (d Desktop) site() string {
	if d.Site.SiteName == "" {
		return string(d.SiteID)
	}
	return d.Site.SiteName
}

func (d Desktop) state() resource.State {
	if d.Unread {
		return resource.State{Tone: resource.Unknown, Word: resource.T("state.desktop.unread")}
	}
	return desktopStates.state(d.Status)
}

// in passes desktops in one of our states.
func (d Desktop) in(states ...string) bool {
	return !d.Unread && slices.Contains(states, desktopStates.value(d.Status).Value)
}

// monthly tells subscriptions from what is paid as it goes.
func (d Desktop) monthly() bool { return d.BillMethod == "1" }

// ends is when a subscription ends. Whether it renews itself the API does not
// tell.
func (d Desktop) ends() time.Time {
	if !d.monthly() {
		return time.Time{}
	}
	return ending(d.ExpireTime)
}

// bound tells whether it is anybody's.
func (d Desktop) bound() bool { return d.AccountEmail != "" || d.AccountName != "" }

// eip is its address on the internet with the line it is of: "移动:120.226.84.70".
func (d Desktop) eip() (line, address string) { return lineAddress(d.EIP) }

// inner is its address in its subnet with the VLAN of that: "vlan1704:10.1.0.14".
func (d Desktop) inner() (vlan, address string) { return lineAddress(d.PrivateIP) }

func lineAddress(s string) (before, address string) {
	if before, address, both := strings.Cut(s, ":"); both {
		return before, address
	}
	return "", s
}

// Values of the filters for what is about to end and for whose it is.
const (
	endsSoonChoice = "soon"
	endedChoice    = "ended"
	boundChoice    = "bound"
	unboundChoice  = "unbound"
)

// Desktops are the cloud desktops (gcw).
var Desktops = &resource.Kind[Desktop]{
	Slug: "desktops", Icon: "device-desktop", Group: "desktops", IdleCosts: true, Each: true, Ends: Desktop.ends,

	ID:    Desktop.id,
	Name:  Desktop.name,
	Where: func(d Desktop) resource.Text { return resource.Lit(joined(d.site(), d.VPCName)) },
	State: Desktop.state,

	List:   listDesktops,
	Get:    getDesktop,
	States: desktopStatus,
	Search: func(d Desktop) []string {
		_, public := d.eip()
		_, private := d.inner()
		return []string{d.ID, d.VMName, d.Label, public, private, d.PublicIP, d.AccountName, d.AccountEmail, d.site(), d.VPCName, string(d.VPCID), d.gpu()}
	},
	Notice: desktopNotice,

	Columns: []resource.Column[Desktop]{
		{Key: "name", Cell: func(d Desktop) resource.Cell { return named("desktops", d.ID, d.name()) }, Less: byName(Desktop.name)},
		{Key: "status", Cell: desktopState, Less: by(func(d Desktop) string { return d.Status })},
		{Key: "site", Cell: func(d Desktop) resource.Cell { return two(d.site(), d.VPCName) }, Less: byName(Desktop.site)},
		{Key: "spec", Cell: desktopSpec, Less: by(Desktop.size)},
		{Key: "user", Cell: desktopUser, Less: byName(func(d Desktop) string { return d.AccountName })},
		{Key: "ip", Cell: desktopAddresses, Less: byAddress(func(d Desktop) []string { _, a := d.inner(); return []string{a} })},
		{Key: "ends", Cell: desktopEndCell, Less: by(desktopEndOrder)},
		{Key: "label", Cell: func(d Desktop) resource.Cell { return text(d.Label) }, Less: byName(func(d Desktop) string { return d.Label })},
		{Key: "bandwidth", Cell: desktopBandwidth, Right: true, Less: by(func(d Desktop) int { return int(d.Bw) }), Hidden: true},
		{Key: "outlet", Cell: func(d Desktop) resource.Cell { return mono(d.PublicIP) }, Hidden: true},
	},
	Filters: []resource.Property[Desktop]{
		{Key: "status", Quick: true, Known: desktopStates.choices("running", "stopped", "desktop.net_error", "error"), Values: func(d Desktop) []resource.Choice {
			return []resource.Choice{desktopStates.value(d.Status)}
		}},
		{Key: "ends", Known: []resource.Choice{endsChoice(endsSoonChoice), endsChoice(endedChoice)}, Values: desktopEnds},
		{Key: "site", Values: func(d Desktop) []resource.Choice {
			return []resource.Choice{{Value: string(d.SiteID), Label: resource.Lit(d.site())}}
		}},
		{Key: "spec", Values: func(d Desktop) []resource.Choice { return plain(d.gpu()) }},
		{Key: "vpc", Values: func(d Desktop) []resource.Choice {
			return []resource.Choice{{Value: string(d.VPCID), Label: resource.Lit(d.VPCName)}}
		}},
		{Key: "user", Values: func(d Desktop) []resource.Choice {
			if d.bound() {
				return []resource.Choice{{Value: boundChoice, Label: resource.T("desktop.bound")}}
			}
			return []resource.Choice{{Value: unboundChoice, Label: resource.T("desktop.unbound")}}
		}},
		{Key: "charge", Values: func(d Desktop) []resource.Choice {
			return []resource.Choice{{Value: string(d.BillMethod), Label: desktopBilling(d)}}
		}},
		{Key: "label", Values: func(d Desktop) []resource.Choice { return plain(d.Label) }},
	},
	Heed:     desktopHeed,
	Sections: desktopSections,
	Ops:      desktopOps,
}

// joined are the words that there are, with a dot between.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

func desktopState(d Desktop) resource.Cell {
	return resource.Cell{Kind: resource.StatusCell, State: d.state()}
}

// gpu names the graphics card of a desktop's product.
func (d Desktop) gpu() string {
	if d.Product == nil {
		return ""
	}
	return d.Product.GPUModel
}

// size orders desktops by what they are made of.
func (d Desktop) size() int {
	if d.Product == nil {
		return 0
	}
	return int(d.Product.GPURAM)*1_000_000 + int(d.Product.CPUCores)*1000 + int(d.Product.MemorySize)
}

func desktopSpec(d Desktop) resource.Cell {
	if d.Product == nil {
		return mono(string(d.ProductID))
	}
	return resource.Cell{Text: productGPU(*d.Product), Sub: resource.T("cell.spec", int(d.Product.CPUCores), int(d.Product.MemorySize))}
}

// productGPU is a product's graphics card with its memory.
func productGPU(p gcw.Product) resource.Text {
	return resource.T("desktop.gpu", p.GPUModel, int(p.GPURAM))
}

func desktopUser(d Desktop) resource.Cell {
	if d.Unread || d.bound() {
		return two(d.AccountName, d.AccountEmail)
	}
	return resource.Cell{Text: resource.T("desktop.unbound")}
}

func desktopAddresses(d Desktop) resource.Cell {
	_, public := d.eip()
	_, private := d.inner()
	return addresses(without([]string{public}), without([]string{private}))
}

// desktopBilling is how a desktop is paid for.
func desktopBilling(d Desktop) resource.Text {
	switch d.BillMethod {
	case "1":
		return resource.T("charge." + prePaid)
	case "0", "2": // the documentation has both (quirk 33)
		return resource.T("charge." + postPaid)
	}
	return resource.Lit(string(d.BillMethod))
}

// desktopEndCell is the day that a subscription ends, by the provider's clock;
// of all else, how it is paid for.
func desktopEndCell(d Desktop) resource.Cell {
	end := d.ends()
	if end.IsZero() {
		return resource.Cell{Text: desktopBilling(d)}
	}
	return resource.Cell{Text: resource.Lit(end.In(chinaTime).Format(time.DateOnly)), Sub: desktopBilling(d), Warns: d.Warned}
}

// desktopEndOrder puts what ends first first, and what does not end last.
func desktopEndOrder(d Desktop) int64 {
	if end := d.ends(); !end.IsZero() {
		return end.Unix()
	}
	return 1 << 62
}

func desktopBandwidth(d Desktop) resource.Cell {
	if d.Bw == 0 {
		return resource.Cell{}
	}
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("ecs.mbps", int(d.Bw))}
}

func endsChoice(value string) resource.Choice {
	return resource.Choice{Value: value, Label: resource.T("desktop.ends." + value)}
}

// desktopEnds are the choices for what the provider warns of.
func desktopEnds(d Desktop) []resource.Choice {
	switch {
	case !d.Warned:
		return nil
	case d.ends().After(time.Now()):
		return []resource.Choice{endsChoice(endsSoonChoice)}
	}
	return []resource.Choice{endsChoice(endedChoice)}
}

// desktopNotice counts what ends soon or has ended.
func desktopNotice(all []Desktop) (resource.Text, resource.Query) {
	soon, ended := 0, 0
	for _, d := range all {
		for _, c := range desktopEnds(d) {
			if c.Value == endedChoice {
				ended++
			} else {
				soon++
			}
		}
	}
	find := resource.Query{Filters: map[string][]string{"ends": {endsSoonChoice, endedChoice}}, Sort: "ends"}
	switch {
	case soon > 0 && ended > 0:
		return resource.T("desktop.notice.both", soon+ended, soon, ended), find
	case soon > 0:
		return resource.T("desktop.notice.soon", soon), find
	case ended > 0:
		return resource.T("desktop.notice.ended", ended), find
	}
	return resource.Text{}, find
}

func desktopHeed(d Desktop) resource.Text {
	left := time.Until(d.ends())
	switch {
	case d.Unread:
		return resource.T("heed.desktop_unread")
	case d.in("desktop.net_error"):
		return resource.T("heed.desktop_net")
	case d.in("desktop.arrears", "desktop.arrears_stopping"):
		return resource.T("heed.desktop_arrears")
	case !d.ends().IsZero() && left <= 0:
		return resource.T("heed.desktop_ended")
	case !d.ends().IsZero() && left < resource.Soon:
		return resource.T("heed.desktop_ends", d.ends())
	case d.in("stopped"):
		return resource.T("heed.desktop_stopped")
	}
	return resource.Text{}
}

var desktopSections = []resource.Facts[Desktop]{
	{Key: "basic", List: []resource.FactOf[Desktop]{
		{Key: "site", Cell: func(d Desktop) resource.Cell { return two(d.site(), joined(d.Site.RegionName, d.Site.CityName)) }},
		{Key: "user", Cell: desktopUser},
		{Key: "label", Cell: func(d Desktop) resource.Cell { return text(d.Label) }},
		{Key: "charge", Cell: func(d Desktop) resource.Cell { return resource.Cell{Text: desktopBilling(d)} }},
		{Key: "until", Cell: func(d Desktop) resource.Cell { return when(d.ends()) }},
	}},
	{Key: "hardware", List: []resource.FactOf[Desktop]{
		{Key: "gpu", Cell: func(d Desktop) resource.Cell {
			if d.Product == nil {
				return resource.Cell{}
			}
			return resource.Cell{Text: productGPU(*d.Product)}
		}},
		{Key: "spec", Cell: func(d Desktop) resource.Cell {
			if d.Product == nil {
				return mono(string(d.ProductID))
			}
			return resource.Cell{Text: resource.T("cell.spec", int(d.Product.CPUCores), int(d.Product.MemorySize))}
		}},
		{Key: "product", Cell: func(d Desktop) resource.Cell { return mono(string(d.ProductID)) }},
	}},
	{Key: "network", List: []resource.FactOf[Desktop]{
		{Key: "vpc", Cell: func(d Desktop) resource.Cell { return withID(d.VPCName, string(d.VPCID)) }},
		{Key: "private_ip", Cell: func(d Desktop) resource.Cell { return addressOn(d.inner()) }},
		{Key: "eip", Cell: func(d Desktop) resource.Cell { return addressOn(d.eip()) }},
		{Key: "bandwidth", Cell: desktopBandwidth},
		{Key: "outlet", Cell: func(d Desktop) resource.Cell { return mono(d.PublicIP) }},
	}},
}

// addressOn is an address with the line or VLAN that it is of.
func addressOn(line, address string) resource.Cell {
	if address == "" {
		return resource.Cell{}
	}
	c := mono(address)
	c.Sub = resource.Lit(line)
	return c
}

// desktopTarget names a desktop on forms and in the ledger.
func desktopTarget(d Desktop) resource.Target {
	return resource.Target{Kind: "desktops", ID: d.ID, Name: d.name(), Note: joined(d.site(), d.VPCName)}
}

func desktopTargets(items []Desktop) (ids []string, targets []resource.Target) {
	for _, d := range items {
		ids, targets = append(ids, d.ID), append(targets, desktopTarget(d))
	}
	return ids, targets
}

// unfound tells the provider's word for a desktop there is not.
func unfound(err error) bool { return cloud.HasCode(err, "10006") }
