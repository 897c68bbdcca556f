package attack

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"yunque/internal/sim"
)

// victim is somebody whose things others try to reach.
type victim struct {
	ids     []string          // of all that the console keeps of her
	secrets map[string]string // what shows that something is hers
}

func TestNobodyReachesWhatIsAnothersByAnyRoute(t *testing.T) {
	up := newUpstream(t, sim.Options{Pace: 0.01})
	c := serve(t, up.url, append([]string{"CONSOLE_AUTH_BUYERS=buyers"}, behindProxy...)...)
	anna := c.named("anna-the-victim", "admins")
	anna.post("/sign-in", url.Values{"access_key": {annaKey}, "secret_key": {password}, "site": {"cn"}, "name": {"annas-private-profile"}}).want(http.StatusSeeOther)
	v := leaveTraces(t, anna)
	bert := c.named("bert", "buyers").signIn(bertKey)
	if len(v.ids) < 4 {
		t.Fatalf("anna left only %v", v.ids)
	}
	eventually(t, "nothing more is asked about what anna did", time.Minute, func() bool {
		up.take()
		pause(3 * time.Second)
		return up.take()[annaKey] == 0
	})
	settings := len(anna.get("/settings").want(http.StatusOK).find("main form").Nodes)
	up.take()
	tried := 0
	for _, id := range v.ids {
		for _, r := range everyRoute(t) {
			if r.Path == "/sign-out" || r.Path == "/sign-in" {
				continue // one's own session, by the cookie alone
			}
			tried++
			form := url.Values{"profile": {id}, "session": {id}, "key": {id}, "id": {id}, "call": {id}, "target": {id}, "person": {"anna-the"}}
			var got answer
			if r.Method == http.MethodGet {
				got = bert.get(fill(r.Path, id) + "?" + form.Encode())
			} else {
				got = bert.post(fill(r.Path, id), form)
			}
			for what, secret := range v.secrets {
				if strings.Contains(got.body, secret) {
					t.Errorf("%s with %s: got %d, and it shows anna's %s", got.what, id, got.status, what)
				}
			}
		}
		if calls := up.take(); calls[annaKey] > 0 {
			t.Errorf("with %s: the provider was called %d times with anna's key", id, calls[annaKey])
		}
	}
	t.Logf("tried %d routes with %d ids", tried, len(v.ids))
	page := anna.get("/settings").want(http.StatusOK)
	if now := len(page.find("main form").Nodes); now != settings || !strings.Contains(page.body, "annas-private-profile") {
		t.Errorf("anna's settings have %d forms, want the %d from before", now, settings)
	}
}

// leaveTraces has anna do things that the console keeps, and collects the ids.
func leaveTraces(t *testing.T, anna *person) victim {
	t.Helper()
	server := anna.get("/instances?status=running").want(http.StatusOK).ids()[0]
	anna.post("/instances/"+server+"/ops/reboot", url.Values{"key": {"annas-form-key"}}).want(http.StatusSeeOther)
	anna.post("/explorer/ccs.instance.DescribeInstances", url.Values{}).want(http.StatusOK)
	v := victim{ids: []string{"annas-form-key", server}, secrets: map[string]string{
		"name": "anna-the-victim", "profile": "annas-private-profile", "key": annaKey[:4] + "…" + annaKey[len(annaKey)-4:], "secret": password}}
	for _, href := range hrefs(anna.get("/tasks").want(http.StatusOK)) {
		if id, ok := strings.CutPrefix(href, "/tasks/"); ok && !strings.ContainsAny(id, "/?") {
			v.ids = append(v.ids, id)
		}
	}
	for _, name := range []string{"profile", "session"} {
		for _, id := range anna.get("/settings").want(http.StatusOK).find(`[name="` + name + `"]`).Nodes {
			for _, a := range id.Attr {
				if a.Key == "value" && a.Val != "" {
					v.ids = append(v.ids, a.Val)
				}
			}
		}
	}
	return v
}
