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

	"yunque/internal/app/apptest"
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
