package catalog

import (
	"slices"
	"strings"
	"sync"

	"yunque/internal/resource"
)

// netLine is a bandwidth type of appendix 6: whose lines traffic takes.
type netLine struct {
	ID   string `json:"id"`
	Name string `json:"name_zh"`
}

var netLines = sync.OnceValue(func() []netLine { return appendix5[netLine]("vpc_bandwidth_types") })

// lineName is a bandwidth type as people say it. Some answers have its code,
// some its Chinese name (quirk 33).
func lineName(raw string) resource.Text {
	if i := slices.IndexFunc(netLines(), func(l netLine) bool { return strings.EqualFold(l.ID, raw) || l.Name == raw }); i >= 0 {
		return bandwidthType(netLines()[i].ID)
	}
	return resource.Lit(raw)
}

func lineCell(raw string) resource.Cell { return resource.Cell{Text: lineName(raw)} }

// lineChoices are all bandwidth types.
func lineChoices() []resource.Choice {
	var out []resource.Choice
	for _, l := range netLines() {
		out = append(out, resource.Choice{Value: l.ID, Label: lineName(l.ID)})
	}
	return out
}
