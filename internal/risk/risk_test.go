package risk_test

import (
	"strings"
	"testing"

	"yunque/internal/explorer"
	"yunque/internal/resource"
	"yunque/internal/risk"
)

func TestEveryOperationOfTheTableIsOneOfTheCatalogue(t *testing.T) {
	for _, act := range risk.Acts() {
		op := explorer.Find(act)
		if ours := strings.HasPrefix(act, "console."); ours != (op == nil) {
			t.Errorf("%s: in the catalogue %v", act, op != nil)
		}
		if risk.Danger(act) == resource.SecondLook && op.Effect() != resource.Destroy {
			t.Errorf("%s is on the highest rung and destroys nothing", act)
		}
	}
}
