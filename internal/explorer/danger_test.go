package explorer

import (
	"testing"

	"yunque/internal/resource"
)

func TestWhatCostsMoneyIsAWriteThatLosesNothing(t *testing.T) {
	seen := map[string]bool{}
	for _, id := range spending {
		op := Find(id)
		if op == nil || !op.Writes() || op.Effect() != resource.Spend || seen[id] {
			t.Errorf("%s: not an operation, a read, one that loses something, or there twice", id)
		}
		seen[id] = true
	}
}
