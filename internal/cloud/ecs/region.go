package ecs

import "yunque/internal/cloud"

// Regions, families of servers and subjects.
var (
	// DescribeRegions lists regions and zones on sale (ecs.DescribeRegions).
	DescribeRegions = cloud.ReadOf[DescribeRegionsRequest, cloud.List[RegionGroup]](service.Get("DescribeRegions"))
	// DescribeEcsFamilyInfo lists instance families and their sizes (ecs.DescribeEcsFamilyInfo).
	DescribeEcsFamilyInfo = cloud.ReadOf[DescribeEcsFamilyInfoRequest, DescribeEcsFamilyInfoResponse](service.Get("DescribeEcsFamilyInfo"))
	// DescribeAccountSubject lists the test accounts of the customer (ecs.DescribeAccountSubject).
	DescribeAccountSubject = cloud.ReadOf[DescribeAccountSubjectRequest, cloud.List[AccountSubject]](service.Get("DescribeAccountSubject"))
)

// DescribeRegionsRequest has nothing in it: DescribeRegions takes no parameters.
type DescribeRegionsRequest struct{}

// RegionGroup is a part of the world with its regions.
type RegionGroup struct {
	RegionGroupID   cloud.ID `json:"RegionGroupId"`
	RegionGroupName string
	RegionList      cloud.List[Region]
}

// Region is a region with its zones.
type Region struct {
	RegionID   cloud.ID `json:"RegionId"`
	RegionName string
	AzList     cloud.List[Zone]
	RegionCode string
}

// Zone is an availability zone.
type Zone struct {
	AzID              cloud.ID `json:"AzId"`
	AzName            string
	AvailableZoneCode string
}

// DescribeEcsFamilyInfoRequest are the parameters of DescribeEcsFamilyInfo.
type DescribeEcsFamilyInfoRequest struct {
	AvailableZoneCode string // zone code (appendix 5 or DescribeRegions)
	BillingMethod     string // "0" = pay as you go, "1" = subscription
}

// DescribeEcsFamilyInfoResponse lists what a zone sells.
type DescribeEcsFamilyInfoResponse struct {
	EcsFamilyInfo cloud.List[Family]
}

// Family is one family of servers with the sizes on sale.
type Family struct {
	EcsFamilyName string
	SpecList      cloud.List[Spec]
}

// Spec is one size on sale.
type Spec struct {
	GPUShowType      string    `json:"GpuShowType"`
	GPUTypeID        cloud.ID  `json:"GpuTypeId"`
	CPU              cloud.Int `json:"Cpu"` // cores
	RAM              cloud.Int `json:"Ram"` // GB
	GPU              cloud.Int `json:"Gpu"`
	SupportGPUDriver string    `json:"SupportGpuDriver"`
}

// DescribeAccountSubjectRequest has nothing in it: DescribeAccountSubject takes no parameters.
type DescribeAccountSubjectRequest struct{}

// AccountSubject is one trial subject with its balance.
type AccountSubject struct {
	Name      string
	Balance   cloud.Decimal
	Income    cloud.Decimal // all that was granted
	Duration  cloud.Int     // days
	BeginTime cloud.Time
	EndTime   cloud.Time
}
