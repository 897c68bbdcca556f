package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
	"yunque/internal/views/route"
)

// eipsOf are the addresses that a query of the list finds.
func eipsOf(b *apptest.Browser, query string) []string {
	return ids(b.Get("/eips?size=100&fresh=1&" + query).Want(http.StatusOK))
}

// buyEIP buys one address and gives its page.
func buyEIP(t *testing.T, b *apptest.Browser, place, line, description string) string {
	t.Helper()
	do(b, "/eips/ops/create", v("place", place, "type", line, "billing", "BandwIdth", "qos", "5", "count", "1", "description", description)).Want(http.StatusSeeOther)
	time.Sleep(time.Minute) // the bubble's time
	return listed(t, b, "/eips", description)
}

// choosable are the values of a form's choice that can be chosen.
func choosable(p *apptest.Page, name string) []string {
	return p.Find(`[name="` + name + `"] option:not([disabled]), input[name="` + name + `"]:not([disabled])`).
		Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
}

// netNamed is the network with a name that an address can be bound in.
func netNamed(t *testing.T, b *apptest.Browser, at, name string) string {
	t.Helper()
	found := b.Get(at + "/ops/bind").Find(`select[name="net"] option`).FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.Contains(s.Text(), name) })
	if found.Length() != 1 {
		t.Fatalf("%d networks are called %q", found.Length(), name)
	}
	return found.AttrOr("value", "")
}

func TestAddressesOfAllRegionsAreListedAndFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for query, want := range map[string]int{
			"": 24, "status=eip.bound": 14, "status=eip.free": 10, "place=CN_HongKong": 10, "place=CN_Suqian_B": 1,
			"q=198.18.0.103": 1, "q=192.168.250.0/24": 3, "q=直播共享带宽": 4, "q=双十一": 2, "line=Bandwidth_CMCC": 2, "shared=none": 11, "billing=traffic": 2,
		} {
			if got := len(eipsOf(b, query)); got != want {
				t.Errorf("%q: got %d addresses, want %d", query, got, want)
			}
		}
		page := b.Get("/eips/" + eipsOf(b, "q=备用")[0]).Want(http.StatusOK)
		text := words(page.Find("#detail"))
		for _, want := range []string{"Free, still billed", "it is billed all the same", "Suqian B", "Fixed, by the month", "each, per month", "per Mbps and month", "¥"} {
			if !strings.Contains(text, want) {
				t.Errorf("the page of a free address does not say %q: %s", want, text)
			}
		}
		if got := words(b.Get(route.OverviewResources).Find("body")); !strings.Contains(got, "Free, still billed") {
			t.Errorf("the overview does not tell what is paid for unused: %q", got)
		}
	})
}

func TestAnAddressIsBoughtBoundUnboundAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		at := buyEIP(t, b, "CN_Suqian_A", "Bandwidth_China_Telecom", "trial one")
		if got := stateAt(b, at); got != "Free, still billed" {
			t.Fatalf("a new address: got %q", got)
		}
		net := netNamed(t, b, at, "宿迁电信出口")
		do(b, at+"/ops/bind?net="+net+"&address=other", v("net", net, "address", "other", "ip", "172.16.250.77")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get(at + "?fresh=1&tab=binding").Find("#detail")); stateAt(b, at) != "Bound" || !strings.Contains(got, "宿迁电信出口") || !strings.Contains(got, "172.16.250.77") {
			t.Fatalf("bound: got %q", got)
		}
		for op, want := range map[string]string{"bind": "It is bound to 172.16.250.77", "delete": "Unbind it from 172.16.250.77 first", "leave": "It uses no shared bandwidth"} {
			if got := words(b.Get(at + "/ops/" + op).Find("main")); !strings.Contains(got, want) {
				t.Errorf("%s of a bound address: got %q", op, got)
			}
		}
		if got := words(b.Get(at + "/ops/unbind").Find("main")); !strings.Contains(got, "stays yours and is billed on; 172.16.250.77 cannot be reached") {
			t.Errorf("what unbinding leaves is not told: %q", got)
		}
		do(b, at+"/ops/unbind", nil).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		ip := words(b.Get(at + "?fresh=1").Find("h1 span").First())
		do(b, at+"/ops/delete", v("confirm", "198.18.0.1")).Want(http.StatusUnprocessableEntity)
		if n := asked(c, "vpc.DeleteEIP"); n != 0 {
			t.Fatalf("the cloud was asked %d times to delete what was not named", n)
		}
		do(b, at+"/ops/delete", v("confirm", ip)).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(at + "?fresh=1").Want(http.StatusNotFound)
	})
}

func TestTheZoneIsNamedAtEdgeNodesOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		form := b.Get("/eips/ops/create").Want(http.StatusOK)
		places := choosable(form, "place")
		if got := form.Find(`select[name="place"] option[selected]`).AttrOr("value", ""); got != "CN_HongKong" || len(places) != 18 {
			t.Errorf("the form stands at %q of %d places, want where most addresses are", got, len(places))
		}
		at := buyEIP(t, b, "CN_HongKong", "Bandwidth_Multi_ISP_BGP", "trial hk")
		if got := words(b.Get(at).Find("#detail")); !strings.Contains(got, "CN_HongKong") || strings.Contains(got, "CN_HongKong_B") {
			t.Errorf("an address of a cloud-platform node: got %q", got)
		}
	})
}

func TestMistakesInAnOrderOfAddressesAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		good := v("place", "CN_Suqian_A", "type", "Bandwidth_CMCC", "billing", "BandwIdth", "qos", "5", "count", "1")
		wantMistakes(t, b, "/eips/ops/create", good, []badField{
			{"no bandwidth", v("qos", ""), "form-qos", "This is required.", "此项必填。"},
			{"less than any", v("qos", "0"), "form-qos", "Give a number of at least 1.", "请填不小于 1 的数。"},
			{"words for a number", v("qos", "a lot"), "form-qos", "Give a number.", "请填写数字。"},
			{"too many at once", v("count", "21"), "form-count", "Give a number from 1 to 20.", "请填 1 到 20 之间的数。"},
			{"a place that sells none", v("place", "CN_Beijing"), "form-place", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
			{"a scheme of shared bandwidth", v("billing", "BandwIdth_Shared"), "form-billing", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
			{"a long description", v("description", strings.Repeat("长", 256)), "form-description", "At most 255 characters.", "最多 255 个字符。"},
		})
		if n := asked(c, "vpc.CreateEIP"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
		p := do(b, "/eips/ops/create", merged(good, v("qos", "5000"))).Want(http.StatusUnprocessableEntity)
		if got := words(p.Find("#form-qos-error")); !strings.Contains(got, `"Qos"`) || p.Value("qos") != "5000" {
			t.Errorf("more than is sold: %q beside the bandwidth %q", got, p.Value("qos"))
		}
	})
}

func TestTheUnitPriceFollowsTheForm(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		prices := map[string]string{"BandwIdth": "per Mbps and day", "BandwIdthMonth": "per Mbps and month", "Traffic": "per GB"}
		for billing, want := range prices {
			p := do(b, "/eips/ops/create", v("place", "CN_Suqian_A", "type", "Bandwidth_CMCC", "billing", billing, "redraw", "1")).Want(http.StatusOK)
			if got := words(p.Find(".price-total")); !strings.Contains(got, "¥") || !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want it %s", billing, got, want)
			}
			if got := words(p.Find("main")); strings.Contains(got, "what is billed is the traffic") != (billing == "Traffic") {
				t.Errorf("%s: what the bandwidth bounds is told wrongly: %q", billing, got)
			}
		}
		time.Sleep(time.Minute) // prices are remembered for seconds
		if err := c.Sim.Inject(sim.Fault{Operation: "vpc.VPCBandWidthUnitPrice", Refuse: &sim.Refusal{HTTP: http.StatusBadRequest, Code: "InvalidParameter", Message: "no"}}); err != nil {
			t.Fatal(err)
		}
		order := v("place", "CN_Suqian_A", "type", "Bandwidth_CMCC", "billing", "BandwIdth", "qos", "5", "count", "1")
		p := do(b, "/eips/ops/create", order).Want(http.StatusUnprocessableEntity)
		if got := words(p.Find("main")); !strings.Contains(got, "could not be quoted") || strings.Contains(got, "0.00") {
			t.Errorf("without a price: got %q", got)
		}
	})
}

func TestWhatAnAddressCannotBeBoundToIsSaidBesideIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		at := "/eips/" + eipsOf(b, "q=备用&status=eip.free")[0] // Suqian B, which has no gateway
		if got := choosable(b.Get(at+"/ops/bind"), "net"); len(got) != 1 {
			t.Errorf("got %q, want no gateway of another zone", got)
		}
		at = "/eips/" + eipsOf(b, "status=eip.free&place=CN_HongKong")[0]
		net := netNamed(t, b, at, "hk-web · 10.0.1.0/24")
		form := b.Get(at + "/ops/bind?net=" + net)
		if opt := form.Find(`option[value="10.0.1.5"]`); opt.Length() != 1 || opt.AttrOr("disabled", "-") == "-" {
			t.Errorf("an address that is bound may be chosen: %s", form.Find(`select[name="address"]`).Text())
		}
		if strings.Contains(form.Find(`select[name="address"]`).Text(), "10.0.1.1 ") {
			t.Error("the router's address may be chosen")
		}
		good := v("net", net, "address", "other", "ip", "10.0.1.99")
		wantMistakes(t, b, at+"/ops/bind", good, []badField{
			{"no network", v("net", ""), "form-net", "This is required.", "此项必填。"},
			{"one that is bound", v("ip", "10.0.1.5"), "form-ip", "198.18.0.88 is bound to 10.0.1.5 already.", "10.0.1.5 已经绑定了 198.18.0.88。"},
			{"outside the subnet", v("ip", "10.0.9.9"), "form-ip", "10.0.9.9 is not in 10.0.1.0/24.", "10.0.9.9 不在 10.0.1.0/24 之内。"},
			{"the router's", v("ip", "10.0.1.1"), "form-ip", "The cloud keeps 10.0.1.1 for itself.", "10.0.1.1 由云平台保留。"},
			{"none at all", v("ip", "the web server"), "form-ip", "thewebserver is not an IPv4 address.", "thewebserver 不是 IPv4 地址。"},
		})
		if n := asked(c, "vpc.BindEIP"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

func TestSeveralAddressesAreUnboundAndResizedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		chosen := url.Values{"id": eipsOf(b, "line=Bandwidth_CMCC")}
		form := b.Get("/eips/ops/bandwidth?" + chosen.Encode())
		if got := form.Value("qos"); got != "20" {
			t.Errorf("the form begins at %q Mbps, want what both have", got)
		}
		filled(b, "/eips/ops/bandwidth?"+chosen.Encode(), merged(chosen, v("qos", "30"))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		filled(b, "/eips/ops/unbind?"+chosen.Encode(), chosen).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		page := b.Get("/eips?fresh=1&line=Bandwidth_CMCC&status=eip.free")
		if got := words(page.Find("tbody")); len(ids(page)) != 2 || strings.Count(got, "30 Mbps") != 2 {
			t.Errorf("got %q", got)
		}
	})
}

func TestAnAddressAndItsServerLeadToEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		server := "/ecs/" + elasticNamed(t, b, "hk-web-1")
		way := b.Get(server+"?tab=network").Find(`main a[href^="/eips?q="]`).First().AttrOr("href", "")
		row := b.Get(way).Want(http.StatusOK).Find("#list tbody tr[data-href]")
		if row.Length() != 1 || row.Find(`a[href="`+server+`"]`).Length() != 1 {
			t.Fatalf("%s: got %q, want the one address with its server", way, words(row))
		}
		at := row.AttrOr("data-href", "")
		if b.Get(at+"?tab=binding").Find(`main a[href="`+server+`"]`).Length() == 0 || len(eipsOf(b, "q=hk-web-1")) != 1 {
			t.Error("the address is not found by its server")
		}
		if got := words(b.Get(at + "/ops/unbind").Find("main")); !strings.Contains(got, "hk-web-1 (10.0.1.5) cannot be reached") {
			t.Errorf("who is cut off is not told: %q", got)
		}
	})
}

func TestAddressesAreShownThoughTheirServersCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		b.Get("/eips").Want(http.StatusOK)
		time.Sleep(20 * time.Minute) // what was remembered is forgotten
		if err := c.Sim.Inject(sim.Fault{Operation: "ecs.DescribeInstanceList", Status: http.StatusBadGateway}); err != nil {
			t.Fatal(err)
		}
		p := b.Get("/eips").Want(http.StatusOK)
		if n := len(ids(p)); n != 24 || strings.Contains(words(p.Find("main")), "hk-web-1") {
			t.Errorf("without the servers' names: got %d addresses", n)
		}
		time.Sleep(20 * time.Minute) // what was remembered is forgotten
		if err := c.Sim.Inject(sim.Fault{Operation: "vpc.DescribeEIP", Status: http.StatusBadGateway}); err != nil {
			t.Fatal(err)
		}
		if got := b.Get("/eips"); got.Status < 500 || len(ids(got)) != 0 {
			t.Errorf("when no region answers: got status %d", got.Status)
		}
	})
}

func TestADescriptionCanBeTakenAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		at := "/eips/" + eipsOf(b, "q=备用")[0]
		do(b, at+"/ops/describe", v("description", "备用")).Want(http.StatusUnprocessableEntity)
		do(b, at+"/ops/describe", v("description", "")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if n := len(eipsOf(b, "q=备用")); n != 0 {
			t.Errorf("%d addresses have the description yet", n)
		}
	})
}
