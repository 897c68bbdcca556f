package catalog

import (
	"sync"

	"yunque/internal/apidoc"
	"yunque/internal/resource"
)

// listedZone is a zone of appendix 1. The provider has no call that lists them.
type listedZone struct {
	ID        string `json:"region_id"`
	Name      string `json:"name_zh"`
	BareMetal bool   `json:"bare_metal"` // sells it
}

var listedZones = sync.OnceValue(func() []listedZone {
	var out []listedZone
	if err := apidoc.Load().Appendix("zones", &out); err != nil {
		panic("catalog: appendix 1 does not parse: " + err.Error())
	}
	return out
})

// zoneChoices are all zones.
func zoneChoices() []resource.Choice {
	var out []resource.Choice
	for _, z := range listedZones() {
		out = append(out, resource.Choice{Value: z.ID, Label: resource.Lit(z.ID), Note: resource.Lit(z.Name)})
	}
	return out
}
