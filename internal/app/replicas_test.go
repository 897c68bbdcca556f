package app_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"yunque/internal/app"
	"yunque/internal/app/apptest"
	"yunque/internal/sim"
	"yunque/internal/store/storetest"
)

func TestTwoReplicasShareSessionsTasksAndChanges(t *testing.T) {
	storetest.Shared(t, func(t *testing.T, dsn string) {
		cloud := sim.New(sim.Options{})
		one := apptest.Start(t, apptest.WithSim(cloud), apptest.WithSettings("CONSOLE_DATABASE="+dsn))
		two := apptest.Start(t, apptest.WithSim(cloud), apptest.WithSettings("CONSOLE_DATABASE="+dsn))
		here := one.SignedIn()
		there := two.Browser()
		there.SetCookies(here.Cookies())
		there.Get("/instances").Want(http.StatusOK)
		if !told(t, here, two.App) {
			t.Error("the other replica's pages were not told")
		}
		here.Post("/sign-out", url.Values{}).Want(http.StatusSeeOther)
		there.Get("/instances").Want(http.StatusSeeOther)
	})
}

// told stops servers in one replica until the other's pages are told of one: at
// first it may not listen yet.
func told(t *testing.T, here *apptest.Browser, other *app.App) bool {
	t.Helper()
	sessions, err := other.DB.Sessions(t.Context(), "")
	if err != nil || len(sessions) != 1 {
		t.Fatalf("sessions: got %v, %v; want one", sessions, err)
	}
	profiles, err := other.DB.Profiles(t.Context(), sessions[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, box := range here.Get("/instances?status=running&size=20").Find("tbody input[name=id]").EachIter() {
		id := box.AttrOr("value", "")
		changes, cancel := other.Handler.Hub.Subscribe(profiles[0].Account)
		here.Post("/instances/"+id+"/ops/stop", url.Values{"key": {"stop " + id}}).Want(http.StatusSeeOther)
		select {
		case c, open := <-changes:
			cancel()
			if open {
				return len(c.Targets) > 0 && c.Targets[0].Kind == "instances"
			}
		case <-time.After(2 * time.Second):
			cancel()
		}
	}
	return false
}
