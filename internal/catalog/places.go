package catalog

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"yunque/internal/apidoc"
	"yunque/internal/cloud"
	"yunque/internal/resource"
)

// netRegion is a region of appendix 5, where private networks and EIPs are. No
// call lists them.
type netRegion struct {
	Code string `json:"region_code"`
	Name string `json:"name_zh"`
	Node string `json:"node_type"` // "edge" or "cloud"
}

// netZone is a zone of a netRegion.
type netZone struct {
	Code   string `json:"zone_code"`
	Region string `json:"region_code"`
}

// edge nodes sell EIPs zone by zone and send traffic out through gateways; the
// other kind is part of the cloud platform.
func (r netRegion) edge() bool { return r.Node == "edge" }

func (r netRegion) text() resource.Text { return resource.T("region." + r.Code) }

var netRegions = sync.OnceValue(func() []netRegion { return appendix5[netRegion]("vpc_regions") })

var netZones = sync.OnceValue(func() []netZone { return appendix5[netZone]("vpc_zones") })

// edgeRegions are the regions with edge nodes.
func edgeRegions() []netRegion {
	return slices.DeleteFunc(slices.Clone(netRegions()), func(r netRegion) bool { return !r.edge() })
}

func appendix5[T any](name string) []T {
	var out []T
	if err := apidoc.Load().Appendix(name, &out); err != nil {
		panic("catalog: appendix 5 does not parse: " + err.Error())
	}
	return out
}

// netRegionBy finds a region by its code; one that is not in the appendix is
// known by its code alone, and taken for one of the cloud platform.
func netRegionBy(code string) (netRegion, bool) {
	list := netRegions()
	if i := slices.IndexFunc(list, func(r netRegion) bool { return strings.EqualFold(r.Code, code) }); i >= 0 {
		return list[i], true
	}
	return netRegion{Code: code, Node: "cloud"}, false
}

// regionName is a region's name as people say it.
func regionName(code string) resource.Text {
	if r, ok := netRegionBy(code); ok {
		return r.text()
	}
	return resource.Lit(code)
}

func regionCell(code string) resource.Cell {
	return resource.Cell{Text: regionName(code), Sub: resource.Lit(code)}
}

func nodeText(code string) resource.Text {
	r, _ := netRegionBy(code)
	return resource.T("node." + r.Node)
}

func nodeCell(code string) resource.Cell { return resource.Cell{Text: nodeText(code)} }

// netZonesOf are the zones of a region.
func netZonesOf(code string) []netZone {
	return slices.DeleteFunc(slices.Clone(netZones()), func(z netZone) bool { return !strings.EqualFold(z.Region, code) })
}

// zoneName is "Suqian A" for CN_Suqian_A: the region's name with the letter.
func zoneName(code string) resource.Text {
	for _, z := range netZones() {
		if strings.EqualFold(z.Code, code) {
			return resource.T("place.zone", regionName(z.Region), z.Code[strings.LastIndexByte(z.Code, '_')+1:])
		}
	}
	return resource.Lit(code)
}

func netZoneCell(code string) resource.Cell {
	return resource.Cell{Text: zoneName(code), Sub: resource.Lit(code)}
}

// regionFilter and zoneFilter are the values of the filters of lists of private
// networks.
func regionFilter(code string) []resource.Choice {
	return []resource.Choice{{Value: code, Label: regionName(code)}}
}

func zoneFilter(code string) []resource.Choice {
	if code == "" {
		return nil
	}
	return []resource.Choice{{Value: code, Label: zoneName(code)}}
}

func nodeFilter(code string) []resource.Choice {
	r, _ := netRegionBy(code)
	return []resource.Choice{{Value: r.Node, Label: nodeText(code)}}
}

// How a list is read that must be asked place by place.
const (
	placesAtOnce   = 4
	placePatience  = 8 * time.Second  // with one place
	placesPatience = 20 * time.Second // with all of them
	nothingLasts   = 10 * time.Minute // places with nothing are left alone for so long
)

// inRegions asks every region for what it has.
func inRegions[T any](ctx context.Context, c cloud.Caller, ask func(context.Context, cloud.Caller, netRegion) ([]T, error)) ([]T, error) {
	return inPlaces(ctx, netRegions(), netRegion.text, func(ctx context.Context, r netRegion) ([]T, error) { return ask(ctx, c, r) })
}

// inPlaces asks every place for what it has, four at a time, and those that
// said "nothing" lately not at all. Where some do not answer, the error is a
// resource.Partial, beside what the others said.
func inPlaces[P, T any](ctx context.Context, places []P, called func(P) resource.Text, ask func(context.Context, P) ([]T, error)) ([]T, error) {
	ctx, cancel := context.WithTimeout(cloud.NothingFor(ctx, nothingLasts), placesPatience)
	defer cancel()
	lists, errs := make([][]T, len(places)), make([]error, len(places))
	var group errgroup.Group
	group.SetLimit(placesAtOnce)
	for i, place := range places {
		group.Go(func() error {
			one, cancel := context.WithTimeout(ctx, placePatience)
			defer cancel()
			lists[i], errs[i] = ask(one, place)
			return nil
		})
	}
	_ = group.Wait()
	var missing []resource.Missing
	for i, err := range errs {
		if err != nil {
			missing = append(missing, resource.Missing{Name: called(places[i]), Err: err})
		}
	}
	switch {
	case len(missing) == 0:
		return slices.Concat(lists...), nil
	case len(missing) == len(places):
		return nil, errs[0]
	}
	return slices.Concat(lists...), &resource.Partial{Missing: missing}
}
