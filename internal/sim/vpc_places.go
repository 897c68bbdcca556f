package sim

import (
	"slices"
	"strings"
)

// vpcRegion is a region of appendix 5. The nodes of one kind sell private
// clouds as a part of the cloud platform; edge nodes sell addresses zone by
// zone and send traffic out through virtual gateways.
type vpcRegion struct {
	Code string `json:"region_code"`
	Node string `json:"node_type"` // "edge" or "cloud"
}

func (p vpcRegion) edge() bool { return p.Node == "edge" }

// vpcZone is a zone of appendix 5.
type vpcZone struct {
	Code   string `json:"zone_code"`
	Region string `json:"region_code"`
}

// hongKongA is in no appendix, but in most samples of the chapter.
var hongKongA = vpcZone{"CN_HongKong_A", "CN_HongKong"}

// vpcRegion finds a region. Case is ignored: the documentation writes
// CN_Hongkong and CN_HongKong.
func (w *World) vpcRegion(code string) (vpcRegion, error) {
	list := w.shelf.vpcRegions
	i := slices.IndexFunc(list, func(p vpcRegion) bool { return strings.EqualFold(p.Code, code) })
	if i < 0 {
		return vpcRegion{}, refusalECSRegion
	}
	return list[i], nil
}

// vpcZone finds a zone of a region.
func (w *World) vpcZone(region vpcRegion, code string) (vpcZone, error) {
	for _, z := range append([]vpcZone{hongKongA}, w.shelf.vpcZones...) {
		if z.Region == region.Code && strings.EqualFold(z.Code, code) {
			return z, nil
		}
	}
	return vpcZone{}, refusalECSZone
}

// vpcPlace finds a region and a zone of it by the names a request gives.
func (w *World) vpcPlace(r Request) (vpcRegion, vpcZone, error) {
	region, err := w.vpcRegion(r.Str("RegionCode"))
	if err != nil {
		return vpcRegion{}, vpcZone{}, err
	}
	zone, err := w.vpcZone(region, r.Str("AvailableZoneCode"))
	return region, zone, err
}

// eipPlace is vpcPlace for addresses: they belong to a zone at edge nodes
// only, and elsewhere a zone is not looked at.
func (w *World) eipPlace(r Request) (vpcRegion, vpcZone, error) {
	region, err := w.vpcRegion(r.Str("RegionCode"))
	if err != nil || !region.edge() {
		return region, vpcZone{}, err
	}
	if !r.Has("AvailableZoneCode") {
		return region, vpcZone{}, missingParameter("AvailableZoneCode")
	}
	return w.vpcPlace(r)
}

func missingParameter(name string) Refusal {
	return badRequest("MissingParameter", `Missing required parameter "`+name+`".`)
}

// vpcLine finds a bandwidth type of appendix 6 by its code, or by the name that
// the table of CreateVirtualGateWay gives instead. Every node sells all of
// them; not documented.
func (w *World) vpcLine(id string) (namedCode, error) {
	list := w.shelf.vpcLines
	i := slices.IndexFunc(list, func(n namedCode) bool { return strings.EqualFold(n.ID, id) || n.NameZh == id })
	if i < 0 {
		return namedCode{}, malformed("InvalidParameter", "BandwidthType")
	}
	return list[i], nil
}
