package catalog

import (
	"maps"
	"strings"

	"yunque/internal/resource"
)

// words maps the provider's states to ours; the key is the provider's word in
// lower case, misspellings as they come (quirk 39).
type words map[string]struct {
	tone resource.Tone
	key  string
}

// with adds words to these.
func (w words) with(more words) words {
	out := maps.Clone(w)
	maps.Copy(out, more)
	return out
}

// state is the state a word means; a word that is not known is shown as it is.
func (w words) state(raw string) resource.State {
	if s, ok := w[strings.ToLower(raw)]; ok {
		return resource.State{Tone: s.tone, Word: resource.T("state." + s.key), Raw: raw}
	}
	return resource.State{Tone: resource.Unknown, Word: resource.T("state.unknown", raw), Raw: raw}
}

// choices are the values of a status filter: one per distinct state of ours.
func (w words) choices(order ...string) []resource.Choice {
	out := make([]resource.Choice, 0, len(order))
	for _, key := range order {
		for _, s := range w {
			if s.key == key {
				out = append(out, resource.Choice{Value: key, Label: resource.T("state." + key), Tone: s.tone})
				break
			}
		}
	}
	return out
}

// value is the filter value of a word.
func (w words) value(raw string) resource.Choice {
	if s, ok := w[strings.ToLower(raw)]; ok {
		return resource.Choice{Value: s.key, Label: resource.T("state." + s.key), Tone: s.tone}
	}
	return resource.Choice{Value: "unknown", Label: resource.T("state.unknown_filter"), Tone: resource.Unknown}
}
