package network

import "yunque/internal/cloud"

// Traffic and price of bandwidth.
var (
	// DescribeBandwidthTraffic gets the last five minutes of traffic of a network (network.vdc.DescribeBandwidthTraffic).
	DescribeBandwidthTraffic = cloud.ReadOf[NetworkRef, BandwidthTraffic](service.Get("DescribeBandwidthTraffic"))
	// DescribePipeUtilization gets the bandwidth use of every network (private networks outside a GPN are left out) (network.vdc.DescribePipeUtilization).
	DescribePipeUtilization = cloud.ReadOf[struct{}, PipeUtilization](service.Post("DescribePipeUtilization").At("/vpc"))
	// VDCBandwidthBillingScheme lists billing schemes for public bandwidth in a zone (network.vdc.VDCBandwidthBillingScheme).
	VDCBandwidthBillingScheme = cloud.ReadOf[VDCBandwidthBillingSchemeRequest, cloud.List[BandwidthScheme]](service.Get("VDCBandwidthBillingScheme"))
	// VDCBandwidthUnitPrice gets the unit price of a public bandwidth scheme (network.vdc.VDCBandwidthUnitPrice).
	VDCBandwidthUnitPrice = cloud.ReadOf[VDCBandwidthUnitPriceRequest, UnitPrice](service.Get("VDCBandwidthUnitPrice"))
)

// NetworkRef names one public network.
type NetworkRef struct {
	NetworkID string `json:"NetworkId"` // public network id (PublicId) or private network id (PrivateId)
}

// Traffic stands in LastFiveMinutesUsage of DescribeBandwidthTraffic.
type Traffic struct {
	Inbps  cloud.Float // Mbps
	Outbps cloud.Float // Mbps
}

// BandwidthTraffic is one record of DescribeBandwidthTraffic.
type BandwidthTraffic struct {
	LastFiveMinutesUsage Traffic
	MaxQos               cloud.Int // Mbps
}

// PipeUsage stands in PipeInfo of DescribePipeUtilization.
type PipeUsage struct {
	InFlow         cloud.Float
	InUtilization  cloud.Float // per cent
	OutFlow        cloud.Float
	OutUtilization cloud.Float // per cent
	PipeID         cloud.ID    `json:"PipeId"`
	PipeName       string
	Qos            cloud.Int // Mbps
	Type           string
}

// VdcUsage stands in VdcInfo of DescribePipeUtilization.
type VdcUsage struct {
	PipeInfo cloud.List[PipeUsage]
	VdcID    cloud.ID `json:"VdcId"`
	VdcName  string
}

// PipeUtilization is one record of DescribePipeUtilization.
type PipeUtilization struct {
	Time    cloud.Time
	VdcInfo cloud.List[VdcUsage]
}

// VDCBandwidthBillingSchemeRequest are the parameters of VDCBandwidthBillingScheme.
type VDCBandwidthBillingSchemeRequest struct {
	RegionID string `json:"RegionId"`   // zone id (appendix 1)
	Type     string `json:",omitempty"` // resource type; public bandwidth: wan
}

// BillingScheme stands in BillingSchemeList of VDCBandwidthBillingScheme.
type BillingScheme struct {
	BillingScheme     string
	BillingSchemeName string
	ResourceType      string
	ResourceTypeName  string
}

// BandwidthScheme is one record of VDCBandwidthBillingScheme.
type BandwidthScheme struct {
	BandwidthType     string
	BandwidthTypeName string
	BillingSchemeList cloud.List[BillingScheme]
}

// VDCBandwidthUnitPriceRequest are the parameters of VDCBandwidthUnitPrice.
type VDCBandwidthUnitPriceRequest struct {
	RegionID      string `json:"RegionId"` // zone id (appendix 1)
	BandwidthType string // bandwidth type (appendix 3)
	BillScheme    string `json:"" also:"BillingScheme"` // billing scheme (the sample code sends BillingScheme)
	Type          string // resource type; public bandwidth: wan
}

// Price stands in BandwidthPrice of VDCBandwidthUnitPrice.
type Price struct {
	Cycle       string        // "/天" is per day
	Discount    cloud.Decimal // 1 is none
	DiscountStr string        // 无折扣 or a number
	Price       cloud.Decimal
	PriceStr    string
	Sign        string
	StdPrice    cloud.Decimal
	StdPriceStr string
	Unit        string
}

// UnitPrice is one record of VDCBandwidthUnitPrice.
type UnitPrice struct {
	BandwidthPrice Price
	EIPPrice       Price
}
