package handlers_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/PuerkitoBio/goquery"

	"yunque/internal/app/apptest"
	"yunque/internal/sim"
)

// regions stands between the console and the cloud: it counts what is asked of
// each region, and keeps some from answering.
type regions struct {
	http.RoundTripper
	mu    sync.Mutex
	dumb  map[string]bool // region codes that do not answer
	asked int
}

func (r *regions) RoundTrip(req *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(req.Body)
	req.Body = io.NopCloser(bytes.NewReader(body))
	r.mu.Lock()
	dumb := false
	if strings.Contains(req.URL.Path, "/vpc") {
		r.asked++
		for code := range r.dumb {
			dumb = dumb || bytes.Contains(body, []byte(`"`+code+`"`))
		}
	}
	r.mu.Unlock()
	if dumb {
		<-req.Context().Done()
		return nil, errors.Join(errors.New("no answer"), req.Context().Err())
	}
	return r.RoundTripper.RoundTrip(req)
}

// silence keeps regions from answering, and none else.
func (r *regions) silence(codes ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dumb = map[string]bool{}
	for _, code := range codes {
		r.dumb[code] = true
	}
}

// calls is how many calls of the service do takes.
func (r *regions) calls(do func()) int {
	r.mu.Lock()
	r.asked = 0
	r.mu.Unlock()
	do()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

func startWithRegions(t *testing.T) (*regions, *apptest.Browser) {
	t.Helper()
	r := &regions{}
	c := apptest.Start(t, apptest.WithTransport(func(to http.RoundTripper) http.RoundTripper { r.RoundTripper = to; return r }))
	return r, c.SignedIn()
}

func TestRegionsWithNothingAreAskedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, b := startWithRegions(t)
		get := func(path string, header ...string) func() {
			return func() { b.Get(path, header...).Want(http.StatusOK) }
		}
		for _, step := range []struct {
			name string
			do   func()
			want int
		}{
			{"the first view asks all 17", get("/vpcs"), 17},
			{"the next asks where there is something", get("/vpcs"), 4},
			{"so does the event stream's", get("/vpcs", "X-Fresh", "1"), 4},
			{"refresh asks all", get("/vpcs", "X-Fresh", "all"), 17},
			{"and is believed", get("/vpcs?region=CN_Suqian"), 4},
			{"until ten minutes have gone by", func() { time.Sleep(11 * time.Minute); get("/vpcs")() }, 17},
		} {
			time.Sleep(5 * time.Second) // what was read is forgotten
			if got := r.calls(step.do); got != step.want {
				t.Errorf("%s: %d calls, want %d", step.name, got, step.want)
			}
		}
	})
}

func TestARegionThatDoesNotAnswerIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, b := startWithRegions(t)
		r.silence("CN_Huhhot", "CN_Suqian")
		start := time.Now()
		p := b.Get("/vpcs").Want(http.StatusOK)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("the page took %s", took)
		}
		text := p.Find("#list").Text()
		for _, want := range []string{"Hohhot, Suqian not in this list: The provider did not answer in time", "hk-prod", "edge-dongguan"} {
			if !strings.Contains(text, want) {
				t.Errorf("the list does not say %q:\n%s", want, text)
			}
		}
		if p.Find("#list .tone-warning a").Length() != 1 {
			t.Error("nothing leads to another try")
		}
		if strings.Contains(text, "宿迁边缘-直播") {
			t.Error("a VPC is listed that could not be read")
		}
		b.Get("/vpcs.csv").Want(http.StatusGatewayTimeout)
		if got := b.Get("/vpcs/no-such-vpc"); got.Status != http.StatusGatewayTimeout {
			t.Errorf("status %d for an id that may be in the silent region, want %d", got.Status, http.StatusGatewayTimeout)
		}
		if got := b.Get("/vpcs?q=nowhere").Find("#list").Text(); !strings.Contains(got, "not in this list") {
			t.Errorf("a search that finds nothing does not say what it has not seen:\n%s", got)
		}
		r.silence()
		time.Sleep(time.Minute)
		if got := b.Get("/vpcs").Want(http.StatusOK).Find("#list").Text(); strings.Contains(got, "not in this list") || !strings.Contains(got, "宿迁边缘-直播") {
			t.Errorf("after all regions answer again:\n%s", got)
		}
	})
}

func TestNoRegionAnswering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, b := startWithRegions(t)
		r.silence("RegionCode") // which stands in every question
		start := time.Now()
		if p := b.Get("/vpcs"); p.Status != http.StatusGatewayTimeout || !strings.Contains(p.Find("main").Text(), "did not answer in time") {
			t.Errorf("status %d:\n%s", p.Status, p.Find("main").Text())
		}
		if took := time.Since(start); took > 25*time.Second {
			t.Errorf("the page took %s", took)
		}
		time.Sleep(5 * time.Minute) // calls that nobody waits for end
	})
}

func TestAVPCShowsWhatIsInIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		at := listed(t, b, "/vpcs", "宿迁边缘-直播")
		for tab, want := range map[string]string{
			"overview": "172.16.0.0/16", "subnets": "推流接入", "gateways": "宿迁移动出口",
		} {
			if got := b.Get(at + "?tab=" + tab).Want(http.StatusOK).Find("#detail").Text(); !strings.Contains(got, want) {
				t.Errorf("the tab %s does not show %q:\n%s", tab, want, got)
			}
		}
		b.Get("/vpcs/" + url.PathEscape("no such")).Want(http.StatusNotFound)
	})
}

func TestAVPCIsMadeWithItsSubnetsAndTakenDownInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		do(b, "/vpcs/ops/create", v("region", "CN_Jinan", "name", "trial", "how", "manual", "range", " １０.20.0.0／16", "subnets", "2",
			"subnet_name-1", "first", "subnet_zone-1", "CN_Jinan_A", "subnet_range-1", "10.20.8.0/24",
			"subnet_name-2", "second", "subnet_zone-2", "CN_Jinan_A", "subnet_range-2", "")).Want(http.StatusSeeOther)
		time.Sleep(time.Second)
		if got := b.Get("/tasks?state=running").Find("tbody tr").Length(); got != 1 {
			t.Errorf("%d tasks run, want 1: the cloud has no query for this one", got)
		}
		time.Sleep(time.Minute) // the bubble's time
		if got := b.Get("/tasks?state=running").Find("tbody tr").Length(); got != 0 {
			t.Errorf("%d tasks run on after the VPC is there", got)
		}
		at := listed(t, b, "/vpcs", "trial")
		first, second := listed(t, b, "/subnets", "first"), listed(t, b, "/subnets", "second")
		if got := b.Get(second).Want(http.StatusOK).Find("#detail").Text(); !strings.Contains(got, "10.20.0.0/24") {
			t.Errorf("the subnet whose range was left to us:\n%s", got)
		}
		do(b, "/gateways/ops/create", v("vpc", strings.TrimPrefix(at, "/vpcs/"), "name", "way out", "zone", "CN_Jinan_A", "range", "10.20.250.0/24", "line", "Bandwidth_CMCC")).Want(http.StatusSeeOther)
		do(b, at+"/ops/line", v("line", "Bandwidth_China_Unicom")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		gateway := listed(t, b, "/gateways", "way out")
		if got := b.Get(gateway).Find("#detail").Text(); !strings.Contains(got, "China Mobile") {
			t.Errorf("the gateway does not show its line:\n%s", got)
		}
		if got := b.Get(at + "/ops/delete").Find("main").Text(); !strings.Contains(got, "Delete its 2 subnets first") {
			t.Errorf("a VPC with subnets may be deleted:\n%s", got)
		}
		for _, one := range []struct{ at, name string }{{first, "first"}, {second, "second"}, {gateway, "way out"}, {at, "trial"}} {
			p := b.Get(one.at + "/ops/delete").Want(http.StatusOK)
			do(b, one.at+"/ops/delete", url.Values{"confirm": {one.name}, "seen": ticks(p), "proof": {sim.DemoSecret}}).Want(http.StatusSeeOther)
			time.Sleep(time.Minute) // the bubble's time
		}
		if n := b.Get("/vpcs?fresh=1&q=trial").Find("#list tbody tr[data-href]").Length(); n != 0 {
			t.Error("it is still there")
		}
		if got := b.Get("/tasks?state=running").Find("tbody tr").Length(); got != 0 {
			t.Errorf("%d tasks run on after all is gone", got)
		}
	})
}

func TestRangesAreHeldAgainstTheVPC(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		in := strings.TrimPrefix(listed(t, b, "/vpcs", "hk-prod"), "/vpcs/")
		for name, c := range map[string]struct{ value, want string }{
			"no range":                       {"soon", "This is no range"},
			"IPv6":                           {"fd00::/64", "This is no range"},
			"host bits":                      {"10.0.9.7/24", "The range begins at 10.0.9.0/24"},
			"outside":                        {"10.1.0.0/24", "10.1.0.0/24 is not in 10.0.0.0/16"},
			"larger than the VPC":            {"10.0.0.0/8", "10.0.0.0/8 is not in 10.0.0.0/16"},
			"overlaps":                       {"10.0.2.128/25", "It overlaps hk-app, 10.0.2.0/24"},
			"overlaps, as pasted":            {"　10．0．2．0／24 ", "It overlaps hk-app, 10.0.2.0/24"},
			"too small":                      {"10.0.9.0/30", "/29 is the smallest"},
			"Chinese stops count as points":  {"10。0。2。0/24", "It overlaps hk-app"},
			"a name without a range is kept": {"x", "This is no range"},
		} {
			p := do(b, "/subnets/ops/create", v("vpc", in, "name", "kept", "zone", "CN_HongKong_B", "range", c.value)).Want(http.StatusUnprocessableEntity)
			if got := p.Find("#f-range-error, [id$=range-error]").Text(); !strings.Contains(got, c.want) {
				t.Errorf("%s: beside the field stands %q, want %q", name, got, c.want)
			}
			if p.Value("name") != "kept" || p.Value("range") != c.value {
				t.Errorf("%s: the form has %q, %q", name, p.Value("name"), p.Value("range"))
			}
		}
		p := do(b, "/vpcs/ops/create", v("region", "CN_Jinan", "name", "trial", "how", "manual", "range", "8.8.0.0/16", "subnets", "1", "subnet_name-1", "a", "subnet_zone-1", "CN_Jinan_A")).Want(http.StatusUnprocessableEntity)
		if got := p.Find("main").Text(); !strings.Contains(got, "Public addresses cannot be used") {
			t.Errorf("a public range:\n%s", got)
		}
		p = do(b, "/vpcs/ops/create", v("region", "CN_Jinan", "name", "trial", "how", "auto", "range", "10.0.0.0/16", "subnets", "2",
			"subnet_name-1", "a", "subnet_zone-1", "CN_Jinan_A", "subnet_range-1", "10.0.1.0/24", "subnet_name-2", "", "subnet_zone-2", "CN_Jinan_A", "subnet_range-2", "10.0.0.0/22")).Want(http.StatusUnprocessableEntity)
		if got := p.Find("main").Text(); !strings.Contains(got, "Subnet 2: Name") {
			t.Errorf("a subnet without a name:\n%s", got)
		}
		if n := b.Get("/tasks").Find("tbody tr").Length(); n != 0 {
			t.Errorf("%d calls were made", n)
		}
	})
}

func TestAddressesAreShownByTheirUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		at := listed(t, b, "/subnets", "hk-web")
		p := b.Get(at + "/addresses").Want(http.StatusOK)
		if got := p.Find(".address-map > span").Length(); got != 254 {
			t.Errorf("%d addresses are drawn, want 254", got)
		}
		for use, want := range map[string]int{"[data-eip]": 3, ".address-system": 4, ".address-vlink": 1, ".address-server": 8} {
			if got := p.Find(".address-map > " + use).Length(); got != want {
				t.Errorf("%d addresses are drawn as %s, want %d", got, use, want)
			}
		}
		rows := p.Find("main table tbody tr")
		if rows.Length() != 254-p.Find(".address-map > .address-free").Length() {
			t.Errorf("the table has %d addresses", rows.Length())
		}
		if got := b.Get(at + "/ops/delete").Find("main").Text(); !strings.Contains(got, "of its addresses are in use") {
			t.Errorf("a subnet in use may be deleted:\n%s", got)
		}
		if got := b.Get(at + "?tab=eips").Find("#detail tbody tr").Length(); got != 3 {
			t.Errorf("%d EIPs are listed, want 3", got)
		}
		gateway := listed(t, b, "/gateways", "宿迁移动出口")
		if got := b.Get(gateway + "/addresses").Want(http.StatusOK).Find(".address-map > [data-eip]").Length(); got != 2 {
			t.Errorf("%d addresses of the gateway have an EIP, want 2", got)
		}
		b.Get("/subnets/no-such/addresses").Want(http.StatusNotFound)
	})
}

func TestAddressesOfAGatewayAreReservedForEIPs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := apptest.Start(t).SignedIn()
		at := listed(t, b, "/gateways", "宿迁电信出口")
		do(b, "/eips/ops/create", v("place", "CN_Suqian_A", "type", "Bandwidth_China_Telecom", "billing", "BandwIdth", "qos", "5", "count", "2", "description", "more", "unquoted", "on")).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		var loose []string
		b.Get(at + "/ops/reserve").Want(http.StatusOK).Find(`input[name="eips"]`).Each(func(_ int, s *goquery.Selection) { loose = append(loose, s.AttrOr("value", "")) })
		if len(loose) < 2 {
			t.Fatalf("%d EIPs are offered, want 2 at least:\n%s", len(loose), b.Get(at+"/ops/reserve").Find("main").Text())
		}
		for name, c := range map[string]struct{ addresses, want string }{
			"too few":  {"172.16.250.40", "2 EIPs need as many addresses; 1 given"},
			"twice":    {"172.16.250.40，172.16.250.40", "172.16.250.40 is there twice"},
			"outside":  {"172.16.251.40, 172.16.250.41", "172.16.251.40 is not in 172.16.250.0/24"},
			"in use":   {"172.16.250.1 172.16.250.41", "172.16.250.1 is not free"},
			"no words": {"soon", "soon is not an IPv4 address"},
		} {
			p := do(b, at+"/ops/reserve", url.Values{"eips": loose[:2], "addresses": {c.addresses}, "description": {"for the stream"}}).Want(http.StatusUnprocessableEntity)
			if got := p.Find("main").Text(); !strings.Contains(got, c.want) {
				t.Errorf("%s: want %q in\n%s", name, c.want, got)
			}
		}
		do(b, at+"/ops/reserve", url.Values{"eips": loose[:1], "description": {""}}).Want(http.StatusUnprocessableEntity)
		do(b, at+"/ops/reserve", url.Values{"eips": loose[:2], "addresses": {" １72.16.250.40、172。16.250.41"}, "description": {"for the stream"}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute) // the bubble's time
		p := b.Get(at + "/addresses?fresh=1").Want(http.StatusOK)
		if got := p.Find(".address-map > .address-held[data-eip]").Length(); got != 2 {
			t.Errorf("%d addresses are reserved and have an EIP, want 2", got)
		}
		if got := p.Find("main table").Text(); !strings.Contains(got, "for the stream") || !strings.Contains(got, loose[0]) {
			t.Errorf("the table does not show the reservation:\n%s", got)
		}
		if n := b.Get("/tasks?state=running").Find("tbody tr").Length(); n != 0 {
			t.Errorf("%d tasks run on after the EIPs are bound", n)
		}
	})
}
