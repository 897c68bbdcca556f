package sim

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"yunque/internal/apidoc"
)

// ecsZone is a zone of appendix 5 with the ids the ECS chapter adds.
type ecsZone struct {
	Code       string `json:"zone_code"`
	Name       string `json:"name_zh"`
	RegionCode string `json:"region_code"`
	RegionName string `json:"region_zh"`
	Node       string `json:"node_type"` // edge or cloud

	id, regionID, area, areaID string
}

// documentedIDs are the ids that DescribeRegions prints.
func documentedIDs() map[string]string {
	return map[string]string{
		"中国":            "408fd19e-fa78-11e6-bd9a-30b49e091019",
		"CN_Huhhot":     "cdc9be22-a6f8-11eb-be28-ca1003d55bcc",
		"CN_Hohhot_B":   "e5aa47be-da46-11ec-bad2-defff767b3b5",
		"CN_Dongguan":   "bd477d6e-7f42-11ec-9e90-36a0465df1a6",
		"CN_Dongguan_A": "ab806602-7f44-11ec-a36f-325a386f61c1",
		"CN_Suqian":     "39c6ed64-8d5f-11ec-9247-5293695d0ddd",
		"CN_Suqian_A":   "f7c3c7a6-8d5f-11ec-9311-5293695d0ddd",
		"CN_Suqian_B":   "09a38804-c1ee-11ec-bd22-4641dfd57315",
	}
}

// ecsZones lists the zones where ECS is sold, in the appendix's order.
var ecsZones = sync.OnceValue(func() []ecsZone {
	var zones []ecsZone
	if err := apidoc.Load().Appendix("vpc_zones", &zones); err != nil {
		panic(fmt.Sprintf("sim: appendix vpc_zones: %v", err))
	}
	known := documentedIDs()
	idOf := func(name string) string {
		if id := known[name]; id != "" {
			return id
		}
		return uuidOf(0, "ecs place "+name, 0)
	}
	for i := range zones {
		z := &zones[i]
		z.area = "中国"
		if z.Node == "cloud" {
			z.area = "亚太地区"
		}
		z.id, z.regionID, z.areaID = idOf(z.Code), idOf(z.RegionCode), idOf(z.area)
	}
	return zones
})

// ecsZoneByCode finds a zone by its code, in any case: the documentation spells
// Hongkong in two ways.
func ecsZoneByCode(code string) (ecsZone, error) {
	zones := ecsZones()
	i := slices.IndexFunc(zones, func(z ecsZone) bool { return strings.EqualFold(z.Code, code) })
	if i < 0 {
		return ecsZone{}, refusalECSZone
	}
	return zones[i], nil
}

// placeFilter reads AvailableZoneCode and RegionCode; a place that does not
// exist is refused rather than found empty.
func placeFilter(r Request) (func(ecsZone) bool, error) {
	zone, region := r.Str("AvailableZoneCode"), r.Str("RegionCode")
	if zone != "" {
		if _, err := ecsZoneByCode(zone); err != nil {
			return nil, err
		}
	}
	known := func(z ecsZone) bool { return strings.EqualFold(z.RegionCode, region) }
	if region != "" && !slices.ContainsFunc(ecsZones(), known) {
		return nil, refusalECSRegion
	}
	return func(z ecsZone) bool {
		return (zone == "" || strings.EqualFold(z.Code, zone)) && (region == "" || known(z))
	}, nil
}

func describeECSRegions(w *World, r Request) (Reply, error) {
	var areas []any
	byKey := map[string]obj{} // areas and regions by their id, to add to
	for _, z := range ecsZones() {
		area := byKey[z.areaID]
		if area == nil {
			area = r.Record("Data[]", obj{"RegionGroupId": z.areaID, "RegionGroupName": z.area, "RegionList": []any{}})
			byKey[z.areaID], areas = area, append(areas, area)
		}
		region := byKey[z.regionID]
		if region == nil {
			region = r.Record("Data[].RegionList[]", obj{
				"RegionId": z.regionID, "RegionName": z.RegionName, "RegionCode": z.RegionCode, "AzList": []any{},
			})
			byKey[z.regionID] = region
			area["RegionList"] = append(area["RegionList"].([]any), region)
		}
		region["AzList"] = append(region["AzList"].([]any), r.Record("Data[].RegionList[].AzList[]", obj{
			"AzId": z.id, "AzName": z.Name, "AvailableZoneCode": z.Code,
		}))
	}
	return Reply{Data: areas}, nil
}
