package ledger

import (
	"encoding/json"

	"yunque/internal/resource"
	"yunque/internal/risk"
)

// Many is the number of things above which losing them at once stands on the
// highest rung.
const Many = 10

// Level is the rung of the danger ladder that a request stands on: what its
// page says, or more where it calls what is always grave, or would lose many
// things at once.
func (r Request) Level() resource.Danger {
	level, size := r.Danger, 0
	for _, s := range r.Steps {
		level = max(level, risk.Danger(s.Op.ID()))
		size += max(1, len(s.Targets), longest(s.Request))
	}
	if size > Many && r.Danger >= resource.TypeName {
		return resource.SecondLook
	}
	return level
}

// longest is the length of the longest list in what is sent: calls made by
// hand name no targets.
func longest(request any) int {
	var v any
	if raw, err := json.Marshal(request); err != nil || json.Unmarshal(raw, &v) != nil {
		return 0
	}
	return longestIn(v)
}

func longestIn(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		n = len(v)
		for _, one := range v {
			n = max(n, longestIn(one))
		}
	case map[string]any:
		for _, one := range v {
			n = max(n, longestIn(one))
		}
	}
	return n
}
