package app_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"yunque/internal/app/apptest"
)

func TestMetricsTellOfCallsSessionsAndTasksWithoutNamingAnyone(t *testing.T) {
	c := apptest.Start(t)
	b := c.SignedIn()
	id := b.Get("/instances?status=running").Want(http.StatusOK).Find("tbody input[name=id]").AttrOr("value", "")
	b.Get("/instances").Want(http.StatusOK)
	b.Post("/instances/"+id+"/ops/stop", url.Values{"key": {"k"}}).Want(http.StatusSeeOther)

	w := httptest.NewRecorder()
	promhttp.HandlerFor(c.App.Handler.Registry(), promhttp.HandlerOpts{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	body := w.Body.String()
	for _, want := range []string{
		`console_upstream_calls_total\{operation="ccs.instance.StopInstance",outcome="ok"\} 1`,
		`console_upstream_seconds_count\{outcome="ok",service="ccs"\} \d+`,
		`console_upstream_saved_total\{how="cached"\} \d+`,
		`console_sessions 1`, `console_tasks_open 1`, `console_acts_unknown 0`, `console_streams 0`, `console_build_info\{version="test"\} 1`,
		`console_request_seconds_count\{method="GET",route="/instances",status="200"\} 2`, `go_goroutines \d+`,
	} {
		if !regexp.MustCompile(`(?m)^` + want + `$`).MatchString(body) {
			t.Errorf("no line %s", want)
		}
	}
	for _, secret := range []string{id, "AKDEMO", "203.0.113"} {
		if strings.Contains(body, secret) {
			t.Errorf("the metrics name %s", secret)
		}
	}
}
