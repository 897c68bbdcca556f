package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
)

func TestASharedBandwidthIsBoughtFilledEmptiedAndDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		do(b, "/bandwidths/ops/create", v("place", "CN_Suqian_A", "name", "trial", "type", "Bandwidth_CMCC", "billing", "BandwIdth_Shared", "qos", "20")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		at := listed(t, b, "/bandwidths", "trial")
		if got := stateAt(b, at); got != "Idle, still billed" {
			t.Fatalf("a new one: got %q", got)
		}
		mobile := eipsOf(b, "line=Bandwidth_CMCC")
		if got := choosable(b.Get(at+"/ops/add"), "eips"); len(got) != 2 || len(mobile) != 2 {
			t.Fatalf("%q are offered, want the two of the line and zone %q", got, mobile)
		}
		do(b, at+"/ops/add", url.Values{"eips": mobile}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get(at + "/ops/delete?fresh=1").Find("main")); stateAt(b, at) != "In use" || !strings.Contains(got, "2 addresses use it: take them out first") {
			t.Errorf("in use: got %q", got)
		}
		if got := words(b.Get(at + "/ops/discard").Find("main")); !strings.Contains(got, "No address in it is free: unbind one first") {
			t.Errorf("bound addresses may be deleted: %q", got)
		}
		do(b, at+"/ops/remove", v("eips", mobile[0], "billing", "BandwIdth", "qos", "7")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if got := words(b.Get("/eips/" + mobile[0] + "?fresh=1").Find("#detail")); !strings.Contains(got, "7 Mbps") || !strings.Contains(got, "Bandwidth of its own") {
			t.Errorf("taken out: got %q", got)
		}
		do(b, "/eips/"+mobile[1]+"/ops/unbind", nil).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		do(b, at+"/ops/discard", v("eips", mobile[1], "confirm", "trial")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get("/eips/" + mobile[1] + "?fresh=1").Want(http.StatusNotFound)
		do(b, at+"/ops/delete", v("confirm", "trial")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		b.Get(at + "?fresh=1").Want(http.StatusNotFound)
	})
}

func TestAddressesJoinAndLeaveASharedBandwidthTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		chosen := url.Values{"id": eipsOf(b, "q=app+gateway")}
		path := "/eips/ops/join?" + chosen.Encode()
		shared := listed(t, b, "/bandwidths", "香港共享带宽")
		telecom := listed(t, b, "/bandwidths", "hk-telecom-shared")
		if got := choosable(b.Get(path), "bandwidth"); len(got) != 2 || "/bandwidths/"+got[1] != shared {
			t.Errorf("%q are offered, want the one of the line", got)
		}
		id := func(at string) string { return strings.TrimPrefix(at, "/bandwidths/") }
		wantMistakes(t, b, path, merged(chosen, v("bandwidth", id(shared))), []badField{
			{"none", v("bandwidth", ""), "form-bandwidth", "This is required.", "此项必填。"},
			{"one of another line", v("bandwidth", id(telecom)), "form-bandwidth", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
		})
		mixed := url.Values{"id": append(eipsOf(b, "q=app+gateway"), eipsOf(b, "q=备用")...)}
		p := b.Post("/eips/ops/join?"+mixed.Encode(), merged(mixed, v("bandwidth", id(shared), "key", "mixed"))).Want(http.StatusUnprocessableEntity)
		if got := words(p.Find("#form-bandwidth-error")); !strings.Contains(got, "198.18.0.102 is in Suqian B; shared bandwidth takes addresses of its own place only.") {
			t.Errorf("an address of another zone: %q", got)
		}
		if n := asked(c, "vpc.BandwidthAddEIP"); n != 0 {
			t.Fatalf("the cloud was asked %d times", n)
		}
		filled(b, path, merged(chosen, v("bandwidth", id(shared)))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if n := len(eipsOf(b, "shared="+id(shared))); n != 6 || asked(c, "vpc.BandwidthAddEIP") != 1 {
			t.Errorf("%d addresses are in it after %d calls, want 6 after one", n, asked(c, "vpc.BandwidthAddEIP"))
		}
		all := url.Values{"id": append(eipsOf(b, "q=app+gateway"), eipsOf(b, "q=大陆电信回源")...)}
		before := asked(c, "vpc.BandwidthRemoveEIP")
		filled(b, "/eips/ops/leave?"+all.Encode(), merged(all, v("billing", "BandwIdth", "qos", "3"))).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		if n := asked(c, "vpc.BandwidthRemoveEIP") - before; n != 2 {
			t.Errorf("got %d calls, want one for each line: 2", n)
		}
		if got := strings.Count(words(b.Get("/eips?fresh=1&size=100").Find("tbody")), "3 Mbps"); got != 4 {
			t.Errorf("%d addresses have the bandwidth they were given, want 4", got)
		}
	})
}

func TestMistakesInSharedBandwidthAreToldBeforeTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		good := v("place", "CN_HongKong_B", "name", "x", "type", "Bandwidth_CMCC", "billing", "BandwIdth_Shared", "qos", "20")
		wantMistakes(t, b, "/bandwidths/ops/create", good, []badField{
			{"no name", v("name", ""), "form-name", "This is required.", "此项必填。"},
			{"a region, no zone", v("place", "CN_HongKong"), "form-place", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
			{"a scheme of addresses", v("billing", "BandwIdth"), "form-billing", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
			{"less than any", v("qos", "-5"), "form-qos", "Give a number of at least 1.", "请填不小于 1 的数。"},
		})
		at := listed(t, b, "/bandwidths", "香港共享带宽")
		wantMistakes(t, b, at+"/ops/resize", v("qos", "200"), []badField{
			{"as it is", v("qos", "100"), "form-qos", "This is the same as now.", "和现在一样，没有变化。"},
		})
		wantMistakes(t, b, at+"/ops/remove", v("billing", "BandwIdth", "qos", "5"), []badField{
			{"no address", v(), "form-eips", "This is required.", "此项必填。"},
			{"one that is in another", v("eips", eipsOf(b, "q=推流节点")[0]), "form-eips", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
		})
		bound := eipsOf(b, "q=香港共享带宽&status=eip.bound")[0]
		wantMistakes(t, b, at+"/ops/discard", v("confirm", "香港共享带宽"), []badField{
			{"one that is bound", v("eips", bound), "form-eips", "This is no longer on offer. Choose again.", "这一项已经不可选，请重新选择。"},
		})
		if n := asked(c, "vpc.UpdateBandwidth") + asked(c, "vpc.BandwidthRemoveEIP"); n != 0 {
			t.Errorf("the cloud was asked %d times", n)
		}
	})
}

func TestTheTrafficOfAnAddressIsThatOfItsBandwidth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		own := "/eips/" + eipsOf(b, "q=源站")[0]
		a := dataOf(t, b.Get(own+"/monitor.json").Want(http.StatusOK))
		if ch := a.Charts["network"]; ch.Unit != "bps" || ch.Step != 60 || len(ch.Series) != 2 || measured(ch.Series[0].Values) < 59 {
			t.Errorf("got %+v", a.Charts)
		}
		week := dataOf(t, b.Get(own+"/monitor.json?range=7d").Want(http.StatusOK)).Charts["network"]
		if week.Step != 3600 || measured(week.Series[1].Values) < 168 {
			t.Errorf("of a week: got steps of %d s and %d values", week.Step, measured(week.Series[1].Values))
		}
		if got := words(b.Get(own + "/monitor").Find("#detail")); !strings.Contains(got, "Lets 20 Mbps through. The busiest minute had ") {
			t.Errorf("got %q", got)
		}
		one := "/eips/" + eipsOf(b, "q=推流节点")[0]
		if got := words(b.Get(one + "/monitor").Find("#detail")); !strings.Contains(got, "The traffic of all addresses in the shared bandwidth 直播共享带宽, which lets 200 Mbps through.") {
			t.Errorf("got %q", got)
		}
		bad := dataOf(t, b.Get(own+"/monitor.json?range=30d").Want(http.StatusUnprocessableEntity))
		if bad.Fields["range"] == "" {
			t.Errorf("more than the cloud gives: got %+v", bad)
		}
		pair := url.Values{"id": append(eipsOf(b, "q=源站")[:1], eipsOf(b, "q=移动用户入口")...)}
		if got := len(dataOf(t, b.Get("/eips/compare.json?"+pair.Encode())).Charts["network"].Series); got != 6 {
			t.Errorf("got %d curves of three addresses, want 6", got)
		}
	})
}
