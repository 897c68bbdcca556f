package sim

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const tags = "ccs.instance.DescribeTags"

// try performs a call that may break, and describes what came back.
func (l *lab) try(id string, p params) string {
	l.t.Helper()
	resp, err := l.cloud.Client().Do(l.signed(id, p))
	if err != nil {
		return "no answer"
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	kind, _, _ := strings.Cut(resp.Header.Get("Content-Type"), ";")
	switch {
	case err != nil:
		return fmt.Sprintf("%d broken off", resp.StatusCode)
	case kind == "text/html":
		return fmt.Sprintf("%d page %s", resp.StatusCode, body)
	case strings.Contains(string(body), `"Success"`):
		return "success"
	}
	return fmt.Sprintf("%d %s", resp.StatusCode, strings.Split(string(body), `"`)[3])
}

func TestFaultsMisbehaveAsTheySay(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault Fault
		want  string
		done  bool // whether the work is done all the same
	}{
		{"an error", Fault{Refuse: &Refusal{403, "Zone.NotOnSale", "closed"}}, "403 Zone.NotOnSale", false},
		{"a gateway's page", Fault{Status: 502, Body: "<html>bad gateway</html>"}, "502 page <html>bad gateway</html>", false},
		{"throttling", Fault{Throttle: true}, "429 Throttling", false},
		{"a connection closed early", Fault{Drop: "before"}, "no answer", false},
		{"a connection closed late", Fault{Drop: "after"}, "no answer", true},
		{"half an answer", Fault{Truncate: true}, "200 broken off", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "empty")
			c.fault.Operation = "ccs.instance.Create*"
			if err := l.cloud.Inject(c.fault); err != nil {
				t.Fatal(err)
			}
			if got := l.try("ccs.instance.CreateTag", params{"TagName": "a"}); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if got := len(l.ok(tags, nil)["Data"].([]any)) == 1; got != c.done {
				t.Errorf("work done: got %v, want %v", got, c.done)
			}
		})
	}
}

func TestFaultsOverASocketMisbehaveLikewise(t *testing.T) {
	l := newLab(t, "empty")
	server := httptest.NewServer(l.cloud)
	defer server.Close()
	for _, c := range []struct {
		name  string
		fault Fault
		early bool // the error comes before the status
	}{
		{"a closed connection", Fault{Operation: "*", Times: 1, Drop: "after"}, true},
		{"half an answer", Fault{Operation: "*", Times: 1, Truncate: true}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := l.cloud.Inject(c.fault); err != nil {
				t.Fatal(err)
			}
			r := l.signed(tags, nil)
			r.URL.Host = strings.TrimPrefix(server.URL, "http://")
			resp, err := http.DefaultTransport.RoundTrip(r)
			if got := err != nil; got != c.early {
				t.Fatalf("error before the status: got %v, want %v", err, c.early)
			}
			if err == nil {
				defer resp.Body.Close()
				if _, err := io.ReadAll(resp.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("body: got %v, want %v", err, io.ErrUnexpectedEOF)
				}
			}
		})
	}
}

func TestFaultSkipsAndCounts(t *testing.T) {
	l := newLab(t, "empty")
	if err := l.cloud.Inject(Fault{Operation: tags, Skip: 1, Times: 2, Throttle: true}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for range 5 {
		got = append(got, l.try(tags, nil))
	}
	if want := "[success 429 Throttling 429 Throttling success success]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestAcceptedWorkCanFail(t *testing.T) {
	l, g := yard(t)
	if err := l.cloud.Inject(Fault{Operation: "ccs.instance.*Instance", Times: 2, FailTask: true}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		id, after string
		p         params
	}{
		{"ccs.instance.StopInstance", "running", params{"InstanceId": g.server}},
		{"ccs.instance.CreateInstance", "error", order(g.vdc, params{"InstanceName": "broken"})},
	} {
		task := l.ok(c.id, c.p)["TaskId"]
		l.pass(10 * time.Second)
		data := l.ok("common.DescribeTask", params{"TaskId": task})["Data"]
		if got := at(data, "Status"); got != "ERROR" {
			t.Errorf("%s: task got %v, want ERROR", c.id, got)
		}
		if got := l.instance(at(data, "ResourceId").(string))["InstanceStatus"]; got != c.after {
			t.Errorf("%s: server got %v, want %s", c.id, got, c.after)
		}
	}
}

func TestDelayWaitsAndEndsWithTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, "empty")
		if err := l.cloud.Inject(Fault{Operation: tags, DelayMS: 3000}); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		l.ok(tags, nil)
		if got := time.Since(began); got != 3*time.Second {
			t.Errorf("answered after %v, want 3s", got)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := l.cloud.Client().Do(l.signed(tags, nil).WithContext(ctx)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("impatient caller: got %v, want %v", err, context.DeadlineExceeded)
		}
	})
}

func TestSenselessFaultsAreRefused(t *testing.T) {
	for name, f := range map[string]Fault{
		"no operation":         {Throttle: true},
		"a broken pattern":     {Operation: "[", Throttle: true},
		"no effect":            {Operation: "*"},
		"two effects":          {Operation: "*", Throttle: true, Truncate: true},
		"a drop at some time":  {Operation: "*", Drop: "sometime"},
		"a status that is not": {Operation: "*", Status: 42},
		"a refusal without":    {Operation: "*", Refuse: &Refusal{}},
		"a delay of an hour":   {Operation: "*", DelayMS: 3_600_000},
		"a negative count":     {Operation: "*", Throttle: true, Times: -1},
	} {
		t.Run(name, func(t *testing.T) {
			if err := newLab(t, "empty").cloud.Inject(f); err == nil {
				t.Errorf("%+v was accepted", f)
			}
		})
	}
}

func TestDispatchAnswersWhatItCannotServe(t *testing.T) {
	for _, c := range []struct {
		name, method, path, action string
		body                       string
		status                     int
		want                       string
	}{
		{"an unknown path", "GET", "/nowhere", "DescribeVdc", "", 404, "UnsupportedAction"},
		{"the root", "GET", "/", "DescribeVdc", "", 404, "UnsupportedAction"},
		{"an unknown action", "GET", "/ccs", "Dance", "", 400, "UnsupportedAction"},
		{"an action of another path", "GET", "/ccs", "DescribeVdc", "", 400, "UnsupportedAction"},
		{"no action", "GET", "/ccs", "", "", 400, "MissingParameter"},
		{"the wrong method", "GET", "/ccs", "DescribeTags", "", 400, "UnsupportedHTTPMethod"},
		{"a method nobody uses", "DELETE", "/ccs", "StopInstance", "", 400, "UnsupportedHTTPMethod"},
		{"a body that is no JSON", "POST", "/ccs", "DescribeTags", "a=b", 400, "ParamParseError"},
		{"a body that is a list", "POST", "/ccs", "DescribeTags", "[1]", 400, "ParamParseError"},
		{"two bodies in one", "POST", "/ccs", "DescribeTags", "{}{}", 400, "ParamParseError"},
		{"a body of null", "POST", "/ccs", "DescribeTags", "null", 200, "Success"},
		{"a body that is too large", "POST", "/ccs", "DescribeTags", `{"a":"` + strings.Repeat("x", maxBody) + `"}`, 413, "ParamParseError"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "empty")
			status, body := l.send(l.request(c.method, c.path, url.Values{"Action": {c.action}}, []byte(c.body)))
			if status != c.status || code(body) != c.want {
				t.Errorf("got HTTP %d %v, want %d %s", status, body, c.status, c.want)
			}
		})
	}
}

func TestSpellingVariantsOfAnActionAreAccepted(t *testing.T) {
	l := newLab(t, "empty")
	l.plant()
	for path, action := range map[string]string{"/network": "ModifyVdceName", "/network/": "CreateGpn"} {
		_, body := l.send(l.request("POST", path, url.Values{"Action": {action}}, nil))
		if code(body) == "UnsupportedAction" {
			t.Errorf("%s: got %v", action, body)
		}
	}
}

func TestPanicOfAHandlerIsAnInternalError(t *testing.T) {
	l := newLab(t, "empty")
	l.cloud.byID[tags].handler = func(*World, Request) (Reply, error) { panic("oops") }
	status, body := l.send(l.signed(tags, nil))
	if status != http.StatusInternalServerError || code(body) != "InternalError" || strings.Contains(fmt.Sprint(body), "oops") {
		t.Errorf("got HTTP %d %v, want 500 InternalError without the reason", status, body)
	}
	l.ok("ccs.instance.DescribeInstances", nil)
}
