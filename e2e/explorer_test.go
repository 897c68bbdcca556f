package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"reflect"
	"testing"
)

// TestACopiedCallGivesTheAnswerOfThePage finds an operation by its Chinese
// name, fills its form, runs it, and runs the copied line in a shell of its own
// against the same simulated cloud.
func TestACopiedCallGivesTheAnswerOfThePage(t *testing.T) {
	p := signedIn(t)
	p.eval(`document.cookie = "lang=zh; path=/"`)
	p.visit("/explorer?q=查询云服务器信息")
	p.click(`main a[href="/explorer/ccs.instance.DescribeInstances"]`)
	p.until(`location.pathname === "/explorer/ccs.instance.DescribeInstances"`)
	p.fill(`[name="p.RegionId"]`, "CN_Shanghai_A")
	p.click(`form#call button[type=submit]:not([name])`)
	p.until(`[...document.querySelectorAll("[data-copy]")].some(e => e.dataset.copy.includes("灾备-上海"))`)
	line := p.value(`[...document.querySelectorAll("[data-copy]")].map(e => e.dataset.copy).find(s => s.includes("curl") && s.includes("openssl"))`)
	shell := exec.Command("bash", "-c", line)
	shell.Env = append(os.Environ(), "ACCESS_KEY=AKDEMO0000000001", "SECRET_KEY=demo-secret-of-the-simulated-cloud")
	out, err := shell.Output()
	if err != nil {
		t.Fatalf("run the copied line: %v\n%s", err, line)
	}
	page := p.value(`[...document.querySelectorAll("[data-copy]")].map(e => e.dataset.copy).find(s => s.startsWith("{") && s.includes("灾备-上海"))`)
	if got, want := data(t, out), data(t, []byte(page)); !reflect.DeepEqual(got, want) {
		t.Errorf("the shell got\n%v\nthe page shows\n%v", got, want)
	}
}

// data is the Data of an answer; the request id differs between two calls.
func data(t *testing.T, answer []byte) any {
	t.Helper()
	var a struct{ Data any }
	if err := json.Unmarshal(answer, &a); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, answer)
	}
	return a.Data
}
