package attack

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yunque/internal/sim"
)

// forgedLine is what an attacker would like to see as a line of the log, or a
// row of the trail.
const forgedLine = `{"time":"2026-01-01T00:00:00Z","level":"INFO","msg":"forged","event":"forged"}`

func TestNobodyWritesLinesIntoTheLogOrTheTrail(t *testing.T) {
	c := serve(t, newUpstream(t, sim.Options{}).url, append([]string{"CONSOLE_LOG_LEVEL=debug"}, behindProxy...)...)
	anna := c.named("anna", "admins").signIn(annaKey)
	for _, breaker := range []string{"\n", "\r\n", "\u2028", "\u0085", "\x00\n", "\x1b[2K\n"} {
		text := "x" + breaker + forgedLine + breaker
		anna.get("/instances/" + url.PathEscape(text))
		anna.get("/instances?q=" + url.QueryEscape(text))
		anna.get("/instances.csv?q=" + url.QueryEscape(text)).want(http.StatusOK)
		anna.post("/explorer/ccs.instance.DescribeInstances", url.Values{"p.VdcId": {text}})
		anna.post("/instances/ops/stop", url.Values{"id": {text}, "key": {text}})
		c.named("anna", "admins").post("/sign-in", url.Values{"access_key": {text}, "secret_key": {text}, "site": {"cn"}, "name": {text}})
	}
	c.raw(proxyAddress, ask("/sign-in", "Remote-User: x\\n"+forgedLine+"\r\n"))
	c.raw(strangerAddress, ask("/sign-in", "Remote-User: "+forgedLine+"\r\n"))
	anna.get("/settings", "User-Agent", forgedLine, "X-Request-Id", forgedLine, "X-Forwarded-For", forgedLine)
	lines := strings.Split(strings.TrimSpace(c.log.String()), "\n")
	for _, line := range lines {
		var one struct{ Time, Level, Msg string }
		if err := json.Unmarshal([]byte(line), &one); err != nil || one.Msg == "forged" || one.Level == "" {
			t.Errorf("the log has the line %q", line)
		}
	}
	if len(lines) < 20 {
		t.Errorf("the log has only %d lines", len(lines))
	}
	trail, err := c.run("audit", "export")
	if err != nil {
		t.Fatal(err, trail)
	}
	rows := strings.Split(strings.TrimSpace(trail), "\n")
	for _, row := range rows {
		var one struct{ Event string }
		if err := json.Unmarshal([]byte(row), &one); err != nil || one.Event == "forged" {
			t.Errorf("the trail has the row %q", row)
		}
	}
	if len(rows) < 6 {
		t.Errorf("the trail has only %d rows", len(rows))
	}
	if out, err := c.run("audit", "verify"); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
	if strings.Contains(c.log.String()+trail, password) || strings.Contains(c.log.String()+trail, annaKey) {
		t.Error("the log or the trail holds a key")
	}
}
