package ecs

import "yunque/internal/cloud"

// Regions, families of servers and subjects.
var (
	// DescribeRegions lists regions and zones on sale (ecs.DescribeRegions).
	DescribeRegions = cloud.ReadOf[struct{}, cloud.List[RegionGroup]](service.Get("DescribeRegions"))
	// DescribeEcsFamilyInfo lists instance families and their sizes (ecs.DescribeEcsFamilyInfo).
	DescribeEcsFamilyInfo = cloud.ReadOf[DescribeEcsFamilyInfoRequest, DescribeEcsFamilyInfoResponse](service.Get("DescribeEcsFamilyInfo"))
	// DescribeAccountSubject lists the test accounts of the customer (ecs.DescribeAccountSubject).
	DescribeAccountSubject = cloud.ReadOf[struct{}, cloud.List[AccountSubject]](service.Get("DescribeAccountSubject"))
)

// Zone stands in AzList of DescribeRegions.
type Zone struct {
	AzID              cloud.ID `json:"AzId"`
	AzName            string
	AvailableZoneCode string
}

// Region stands in RegionList of DescribeRegions.
type Region struct {
	RegionID   cloud.ID `json:"RegionId"`
	RegionName string
	AzList     cloud.List[Zone]
	RegionCode string
}

// RegionGroup is one record of DescribeRegions.
type RegionGroup struct {
	RegionGroupID   cloud.ID `json:"RegionGroupId"`
	RegionGroupName string
	RegionList      cloud.List[Region]
}

// DescribeEcsFamilyInfoRequest are the parameters of DescribeEcsFamilyInfo.
type DescribeEcsFamilyInfoRequest struct {
	AvailableZoneCode string // zone code (appendix 5 or DescribeRegions)
	BillingMethod     string // "0" = pay as you go, "1" = subscription
}

// Spec stands in SpecList of DescribeEcsFamilyInfo.
type Spec struct {
	GPUShowType      string    `json:"GpuShowType"`
	GPUTypeID        cloud.ID  `json:"GpuTypeId"`
	CPU              cloud.Int `json:"Cpu"` // cores
	RAM              cloud.Int `json:"Ram"` // GB
	GPU              cloud.Int `json:"Gpu"`
	SupportGPUDriver string    `json:"SupportGpuDriver"`
}

// Family stands in EcsFamilyInfo of DescribeEcsFamilyInfo.
type Family struct {
	EcsFamilyName string
	SpecList      cloud.List[Spec]
}

// DescribeEcsFamilyInfoResponse is the answer of DescribeEcsFamilyInfo.
type DescribeEcsFamilyInfoResponse struct {
	EcsFamilyInfo cloud.List[Family]
}

// AccountSubject is one record of DescribeAccountSubject.
type AccountSubject struct {
	Name      string
	Balance   cloud.Decimal
	Income    cloud.Decimal
	Duration  cloud.Int
	BeginTime cloud.Time
	EndTime   cloud.Time
}
