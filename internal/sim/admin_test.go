package sim

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

// admin performs a request of the simulator's own interface from an address.
func (l *lab) admin(from, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1"+path, strings.NewReader(body))
	r.RemoteAddr = from
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	l.cloud.Admin().ServeHTTP(w, r)
	return w
}

const here = "127.0.0.1:4000"

func TestAdminAnswersOnlyThisMachine(t *testing.T) {
	l := newLab(t, "empty")
	for from, want := range map[string]int{here: 200, "[::1]:4000": 200, "192.0.2.7:4000": 403, "": 403} {
		if got := l.admin(from, "GET", "/_sim/calls", "").Code; got != want {
			t.Errorf("from %q: got HTTP %d, want %d", from, got, want)
		}
	}
	if got := l.admin(here, "POST", "/_sim/advance", `{"seconds": 1}`, "Sec-Fetch-Site", "cross-site").Code; got != http.StatusForbidden {
		t.Errorf("from another site's page: got HTTP %d, want 403", got)
	}
}

func TestCallsAreCounted(t *testing.T) {
	l := newLab(t, "empty")
	l.ok(tags, nil)
	l.ok(tags, nil)
	l.refused("InvalidParameter", "ccs.instance.DeleteTag", params{"TagId": "1"})
	l.send(l.request("POST", "/ccs/", url.Values{"Action": {"Dance"}}, nil))
	r := l.signed(tags, nil)
	r.URL.RawQuery += "&X=1"
	l.send(r)
	var got Calls
	if err := json.Unmarshal(l.admin(here, "GET", "/_sim/calls", "").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := Calls{
		Operations: map[string]OperationCalls{
			tags:                     {Calls: 2},
			"ccs.instance.DeleteTag": {Calls: 1, Refusals: map[string]int{"InvalidParameter": 1}},
		},
		Unknown: map[string]int{"/ccs/ Dance": 1}, BadSignatures: 1,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("calls:\n got %+v\nwant %+v", got, want)
	}
}

func TestFaultsAreSetAndClearedOverAdmin(t *testing.T) {
	l := newLab(t, "empty")
	one := `{"operation": "ccs.instance.*", "refuse": {"http": 403, "code": "Nope", "message": "no"}}`
	if got := l.admin(here, "POST", "/_sim/faults", one); got.Code != 200 {
		t.Fatalf("one fault: got HTTP %d %s", got.Code, got.Body)
	}
	l.refused("Nope", tags, nil)
	if got := l.admin(here, "DELETE", "/_sim/faults", "").Code; got != http.StatusNoContent {
		t.Errorf("clearing: got HTTP %d, want 204", got)
	}
	l.ok(tags, nil)
	list := `[{"operation": "*", "throttle": true, "times": 1}, {"operation": "*", "status": 502, "body": "<html>"}]`
	if got := l.admin(here, "POST", "/_sim/faults", list).Code; got != 200 {
		t.Errorf("a list: got HTTP %d, want 200", got)
	}
	for _, bad := range []string{"", "7", "{", `{"operation": 1}`, `{"operation": "*"}`} {
		if got := l.admin(here, "POST", "/_sim/faults", bad).Code; got != http.StatusBadRequest {
			t.Errorf("%q: got HTTP %d, want 400", bad, got)
		}
	}
}

func TestClockCanBeMoved(t *testing.T) {
	l, g := yard(t)
	l.ok("ccs.instance.StopInstance", params{"InstanceId": g.server})
	if got := l.admin(here, "POST", "/_sim/advance", `{"seconds": 10}`).Code; got != http.StatusNoContent {
		t.Fatalf("got HTTP %d, want 204", got)
	}
	if got := l.instance(g.server)["InstanceStatus"]; got != "stop" {
		t.Errorf("status: got %v, want stop", got)
	}
	for _, bad := range []string{"", "{}", `{"seconds": -1}`, `{"seconds": 1e12}`} {
		if got := l.admin(here, "POST", "/_sim/advance", bad).Code; got != http.StatusBadRequest {
			t.Errorf("%q: got HTTP %d, want 400", bad, got)
		}
	}
}
