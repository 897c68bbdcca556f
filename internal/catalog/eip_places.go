package catalog

import (
	"cmp"
	"strings"

	"yunque/internal/resource"
)

// eipPlace is where addresses are sold: a region of appendix 5 at
// cloud-platform nodes, a zone of it at edge nodes.
type eipPlace struct{ region, zone string }

// key names a place in forms and filters.
func (p eipPlace) key() string { return cmp.Or(p.zone, p.region) }

// name is what the documentation calls the region.
func (p eipPlace) name() string {
	r, _ := netRegionBy(p.region)
	return r.Name
}

func (p eipPlace) text() resource.Text {
	if p.zone != "" {
		return zoneName(p.zone)
	}
	return regionName(p.region)
}

func (p eipPlace) cell() resource.Cell {
	return resource.Cell{Text: p.text(), Sub: resource.Lit(p.key())}
}

func (p eipPlace) choice() resource.Choice {
	return resource.Choice{Value: p.key(), Label: p.text(), Note: nodeText(p.region)}
}

// edge tells whether the place is one of an edge node.
func (p eipPlace) edge() bool {
	r, _ := netRegionBy(p.region)
	return r.edge()
}

// in tells whether another place is the same, as far as addresses belong to
// zones there.
func (p eipPlace) in(other eipPlace) bool {
	return strings.EqualFold(p.region, other.region) && (!p.edge() || strings.EqualFold(p.zone, other.zone))
}

// priced is a zone to ask prices of: its own, or the region's first where
// addresses belong to none.
func (p eipPlace) priced() string {
	if zones := netZonesOf(p.region); p.zone == "" && len(zones) > 0 {
		return zones[0].Code
	}
	return p.zone
}

// eipPlaces are all places that sell addresses.
func eipPlaces() []eipPlace {
	var out []eipPlace
	for _, r := range netRegions() {
		if !r.edge() {
			out = append(out, eipPlace{region: r.Code})
			continue
		}
		for _, z := range netZonesOf(r.Code) {
			out = append(out, eipPlace{r.Code, z.Code})
		}
	}
	return out
}

// zonePlaces are all zones: shared bandwidth belongs to one everywhere.
func zonePlaces() []eipPlace {
	var out []eipPlace
	for _, z := range netZones() {
		out = append(out, eipPlace{z.Region, z.Code})
	}
	return out
}

// placeOf finds a place by its key.
func placeOf(key string) eipPlace {
	for _, p := range append(eipPlaces(), zonePlaces()...) {
		if p.key() == key {
			return p
		}
	}
	return eipPlace{}
}

// usualPlace is the place with the most of what there is, the first where there
// is nothing.
func usualPlace(places, taken []eipPlace) eipPlace {
	var most eipPlace
	best := -1
	for _, p := range places {
		n := 0
		for _, t := range taken {
			if t.in(p) {
				n++
			}
		}
		if n > best {
			most, best = p, n
		}
	}
	return most
}

// placeField asks for one of some places.
func placeField(places []eipPlace, usual eipPlace) resource.Field {
	f := resource.Field{Name: "place", Label: resource.T("field.eips.place"), Input: resource.SelectInput, Required: true, Decides: true, Value: usual.key()}
	for _, p := range places {
		f.Choices = append(f.Choices, p.choice())
	}
	return f
}
