package catalog

import (
	"context"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ecs"
)

// Place is a zone that elastic servers are sold in.
type Place struct {
	ID                 cloud.ID
	Code, Name, Region string
	RegionCode, Area   string
}

// elasticPlaces reads the zones on sale.
func elasticPlaces(ctx context.Context, c cloud.Caller) ([]Place, error) {
	areas, err := ecs.DescribeRegions.Call(ctx, c, ecs.DescribeRegionsRequest{})
	var out []Place
	for _, area := range areas {
		for _, r := range area.RegionList {
			for _, z := range r.AzList {
				out = append(out, Place{ID: z.AzID, Code: z.AvailableZoneCode, Name: z.AzName, Region: r.RegionName, RegionCode: r.RegionCode, Area: area.RegionGroupName})
			}
		}
	}
	return out, err
}
