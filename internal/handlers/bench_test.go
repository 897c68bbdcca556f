package handlers_test

import (
	"net/http"
	"testing"

	"yunque/internal/app/apptest"
)

// BenchmarkListPage draws a list of 100 servers, read from the cloud each time.
func BenchmarkListPage(b *testing.B) {
	browser := apptest.Start(b).SignedIn()
	for b.Loop() {
		browser.Get("/instances?size=100&fresh=1").Want(http.StatusOK)
	}
}

// BenchmarkRow draws one row, as every change of a task asks for.
func BenchmarkRow(b *testing.B) {
	browser := apptest.Start(b).SignedIn()
	id := ids(browser.Get("/instances"))[0]
	for b.Loop() {
		browser.Get("/instances/" + id + "/row").Want(http.StatusOK)
	}
}
