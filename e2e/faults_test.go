package e2e

import (
	"net/http"
	"strings"
	"testing"
)

// fault lets the simulated cloud misbehave, by a rule as JSON, until the
// journey ends.
func fault(t *testing.T, rule string) {
	t.Helper()
	answer, err := http.Post(cloudURL+"/_sim/faults", "application/json", strings.NewReader(rule))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("the simulated cloud refused the fault: %s", answer.Status)
	}
	t.Cleanup(func() {
		r, _ := http.NewRequest(http.MethodDelete, cloudURL+"/_sim/faults", nil)
		if answer, err := http.DefaultClient.Do(r); err == nil {
			_ = answer.Body.Close()
		}
	})
}
