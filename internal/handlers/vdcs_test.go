package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// vdc finds a VDC by its name.
func vdc(t *testing.T, b *apptest.Browser, name string) string {
	t.Helper()
	return listed(t, b, "/vdcs", name)
}

// listed finds the one thing of a list that a name matches.
func listed(t *testing.T, b *apptest.Browser, list, name string) string {
	t.Helper()
	rows := b.Get(list + "?fresh=1&q=" + url.QueryEscape(name)).Want(http.StatusOK).Find(`#list tbody tr[data-href]`)
	if rows.Length() != 1 {
		t.Fatalf("%d of %s are called %q", rows.Length(), list, name)
	}
	return rows.AttrOr("data-href", "")
}

// partForm is the address of an operation's form on a network of a VDC.
func partForm(t *testing.T, b *apptest.Browser, vdc, side, name, op string) string {
	t.Helper()
	row := b.Get(vdc + "?fresh=1&tab=" + side).Find(`main tbody tr`).FilterFunction(func(_ int, tr *goquery.Selection) bool { return strings.Contains(tr.Text(), name) })
	id := row.Find("[data-copy]").AttrOr("data-copy", "")
	if row.Length() != 1 || id == "" {
		t.Fatalf("%d networks of %s are called %q", row.Length(), vdc, name)
	}
	return "/" + side + "-networks/" + strings.TrimPrefix(vdc, "/vdcs/") + ":" + id + "/ops/" + op
}

func TestAVDCIsMadeWithNetworksAndTakenDownInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		form := url.Values{"zone": {"CN_Wuxi_A"}, "name": {"trial"}, "public": {"true"}}
		do(b, "/vdcs/ops/create", merged(form, v("network_name", "out", "type", "Bandwidth_BGP", "billing", "Bandwidth_95", "qos", "50", "ips", "8", "ceiling", "80", "renew", "true"))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		at := vdc(t, b, "trial")
		do(b, at+"/ops/add-private", v("name", "inside", "how", "manual", "address", "１０.９.０.０／１６")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := b.Get(at + "/map?fresh=1").Find(".netmap-head").Text(); !strings.Contains(got, "out") || !strings.Contains(got, "10.9.0.0/16") || !strings.Contains(got, "50 Mbps") {
			t.Errorf("the map shows %q", strings.Join(strings.Fields(got), " "))
		}
		if got := b.Get(at + "/ops/delete"); !strings.Contains(got.Find("main").Text(), "Delete its public network first") {
			t.Errorf("a VDC with a public network may be deleted:\n%s", got.Find("main").Text())
		}
		do(b, partForm(t, b, at, "public", "out", "delete"), v("confirm", "out")).Want(http.StatusSeeOther)
		if b.Get("/tasks?state=running").Find("tbody tr").Length() == 0 {
			t.Error("the deletion, which has no task at the cloud, is not followed")
		}
		time.Sleep(time.Minute) // the bubble's time
		if n := b.Get("/tasks?state=running").Find("tbody tr").Length(); n != 0 {
			t.Errorf("%d tasks run on after the network is gone", n)
		}
		p := b.Get(at + "/ops/delete").Want(http.StatusOK)
		if got := p.Find("main").Text(); !strings.Contains(got, "Private network inside: 10.9.0.0/16") {
			t.Errorf("what goes with it is not told:\n%s", got)
		}
		do(b, at+"/ops/delete", url.Values{"confirm": {"trial"}, "seen": ticks(p), "proof": {sim.DemoSecret}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if n := b.Get("/vdcs?fresh=1&q=trial").Find("#list tbody tr[data-href]").Length(); n != 0 {
			t.Error("it is still there")
		}
	})
}

// ticks are all that a form on the highest rung wants seen.
func ticks(p *apptest.Page) []string {
	return p.Find(`[name="seen"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
}

func TestMistakesInANetworkAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		at := vdc(t, b, "华北生产")
		wantMistakes(t, b, at+"/ops/add-private", v("how", "manual", "address", "10.9.0.0/16"), []badField{
			{"no mask", v("address", "10.9.0.0"), "form-address", "This is no range of addresses such as 10.20.0.0/16.", "不是有效的网段，例如 10.20.0.0/16。"},
			{"a host's address", v("address", "10.9.1.0/16"), "form-address", "The range begins at 10.9.0.0/16.", "网段应从 10.9.0.0/16 开始。"},
			{"a public range", v("address", "8.8.8.0/24"), "form-address", "Public addresses cannot be used in a private network.", "私网不能使用公网地址。"},
			{"a range that is taken", v("address", "10.60.8.0/24"), "form-address", "It overlaps 生产内网, 10.60.0.0/20.", "与 生产内网（10.60.0.0/20）重叠。"},
		})
		wantMistakes(t, b, at+"/ops/add-public", v("type", "Bandwidth_BGP", "billing", "Bandwidth_95", "qos", "100", "ips", "4"), []badField{
			{"out of its step", v("qos", "120"), "form-qos", "Give a multiple of 50, for instance 150.", "请填 50 的倍数，例如 150。"},
			{"a ceiling below", v("ceiling", "80"), "form-ceiling", "The ceiling must be at least the committed bandwidth, 100 Mbps.", "封顶带宽不能低于保底带宽 100 Mbps。"},
		})
		if n := calls(c, "network.vdc.CreatePrivateNetwork") + calls(c, "network.vdc.CreatePublicNetwork"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

func TestWhatServersUseIsNotTakenFromThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		at := vdc(t, b, "华北生产")
		if got := b.Get(partForm(t, b, at, "public", "公网-北京BGP", "delete")).Find("main").Text(); !strings.Contains(got, "and others use it") {
			t.Errorf("a network in use may be deleted:\n%s", got)
		}
		if p := b.Get(partForm(t, b, at, "public", "公网-北京BGP", "remove-range")); p.Find(`option[disabled]`).Length() != 1 {
			t.Errorf("a range in use may be removed:\n%s", p.Find("main").Text())
		}
		if got := b.Get(partForm(t, b, at, "private", "数据库内网", "delete")).Find("main").Text(); !strings.Contains(got, "北京-上海互联") {
			t.Errorf("a network of an interconnection may be deleted:\n%s", got)
		}
	})
}

func TestAnInterconnectionJoinsAndPartsNetworks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		networks := b.Get("/gpns/ops/create").Find(`[name="networks"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		p := do(b, "/gpns/ops/create", url.Values{"name": {"pair"}, "qos": {"10"}, "networks": networks[:1]}).Want(http.StatusUnprocessableEntity)
		if got := p.Find("#form-networks-error").Text(); !strings.Contains(got, "Choose at least two access points.") {
			t.Errorf("one point alone: got %q", got)
		}
		do(b, "/gpns/ops/create", url.Values{"name": {"pair"}, "qos": {"10"}, "networks": networks[:2]}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		at := listed(t, b, "/gpns", "pair")
		more := b.Get(at + "/ops/add-points").Find(`[name="networks"]`).Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
		if slices.Contains(more, networks[0]) {
			t.Error("what has joined is offered again")
		}
		do(b, at+"/ops/add-points", url.Values{"networks": more[:1]}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		do(b, at+"/ops/remove-points", url.Values{"points": networks[:1]}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := b.Get(at + "?fresh=1&tab=points").Find("main tbody tr").Length(); got != 2 {
			t.Errorf("%d points, want 2: two, one more, one less", got)
		}
		do(b, at+"/ops/delete", v("confirm", "pair")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(at + "?fresh=1").Want(http.StatusNotFound)
	})
}

func TestTheFullestNetworkStandsFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		first := b.Get("/pipes").Find("#list tbody tr[data-href]").First()
		if !strings.Contains(first.Text(), "%") || strings.Contains(first.Text(), "Private") {
			t.Errorf("first is %q", strings.Join(strings.Fields(first.Text()), " "))
		}
		p := b.Get(first.AttrOr("data-href", "")).Want(http.StatusOK)
		if got := p.Find("main").Text(); !strings.Contains(got, "last 5 minutes") || p.Find(`main a[href^="/vdcs/"]`).Length() == 0 {
			t.Errorf("its page says:\n%s", got)
		}
		b.Get("/pipes/no-such-network").Want(http.StatusNotFound)
	})
}

func TestANetworkThatIsNotThereHasAWayBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		for _, path := range []string{"/vdcs/no-such", "/vdcs/no-such/map", "/gpns/no-such"} {
			if p := b.Get(path).Want(http.StatusNotFound); p.Find(`main a[href^="/vdcs"], main a[href^="/gpns"]`).Length() == 0 {
				t.Errorf("%s: no way back", path)
			}
		}
	})
}
