package network

import "yunque/internal/cloud"

// Traffic and price of bandwidth.
var (
	// DescribeBandwidthTraffic gets the last five minutes of traffic of a network (network.vdc.DescribeBandwidthTraffic).
	DescribeBandwidthTraffic = cloud.ReadOf[NetworkRef, BandwidthTraffic](service.Get("DescribeBandwidthTraffic"))
	// DescribePipeUtilization gets the bandwidth use of every network but private ones outside a GPN (network.vdc.DescribePipeUtilization).
	DescribePipeUtilization = cloud.ReadOf[DescribePipeUtilizationRequest, PipeUtilization](service.Post("DescribePipeUtilization").At("/vpc"))
	// VDCBandwidthBillingScheme lists billing schemes for public bandwidth in a zone (network.vdc.VDCBandwidthBillingScheme).
	VDCBandwidthBillingScheme = cloud.ReadOf[VDCBandwidthBillingSchemeRequest, cloud.List[BandwidthScheme]](service.Get("VDCBandwidthBillingScheme"))
	// VDCBandwidthUnitPrice gets the unit price of a public bandwidth scheme (network.vdc.VDCBandwidthUnitPrice).
	VDCBandwidthUnitPrice = cloud.ReadOf[VDCBandwidthUnitPriceRequest, UnitPrice](service.Get("VDCBandwidthUnitPrice"))
)

// NetworkRef names one public or private network.
type NetworkRef struct {
	NetworkID string `json:"NetworkId"` // public network id (PublicId) or private network id (PrivateId)
}

// BandwidthTraffic is the present use of one network.
type BandwidthTraffic struct {
	LastFiveMinutesUsage Traffic
	MaxQos               cloud.Int // Mbps
}

// Traffic is the use of the last five minutes.
type Traffic struct {
	Inbps  cloud.Float // Mbps
	Outbps cloud.Float // Mbps
}

// DescribePipeUtilizationRequest has nothing in it: DescribePipeUtilization takes no parameters.
type DescribePipeUtilizationRequest struct{}

// PipeUtilization is the use of all networks at one moment.
type PipeUtilization struct {
	Time    cloud.Time
	VdcInfo cloud.List[VdcUsage]
}

// VdcUsage is the use of the networks of one VDC.
type VdcUsage struct {
	PipeInfo cloud.List[PipeUsage]
	VdcID    cloud.ID `json:"VdcId"`
	VdcName  string
}

// PipeUsage is the use of one public or private network.
type PipeUsage struct {
	InFlow         cloud.Float
	InUtilization  cloud.Float // per cent
	OutFlow        cloud.Float
	OutUtilization cloud.Float // per cent
	PipeID         cloud.ID    `json:"PipeId"`
	PipeName       string
	Qos            cloud.Int // Mbps
	Type           string    // "public" or "private"
}

// VDCBandwidthBillingSchemeRequest are the parameters of VDCBandwidthBillingScheme.
type VDCBandwidthBillingSchemeRequest struct {
	RegionID string `json:"RegionId"`   // zone id (appendix 1)
	Type     string `json:",omitempty"` // resource type; public bandwidth: wan
}

// BandwidthScheme is one type of bandwidth with the ways to pay for it.
type BandwidthScheme struct {
	BandwidthType     string
	BandwidthTypeName string
	BillingSchemeList cloud.List[BillingScheme]
}

// BillingScheme is one way to pay for bandwidth.
type BillingScheme struct {
	BillingScheme     string
	BillingSchemeName string
	ResourceType      string
	ResourceTypeName  string
}

// VDCBandwidthUnitPriceRequest are the parameters of VDCBandwidthUnitPrice.
type VDCBandwidthUnitPriceRequest struct {
	RegionID      string `json:"RegionId"` // zone id (appendix 1)
	BandwidthType string // bandwidth type (appendix 3)
	BillScheme    string `also:"BillingScheme"` // billing scheme (the sample code sends BillingScheme)
	Type          string // resource type; public bandwidth: wan
}

// UnitPrice is what bandwidth and an address cost.
type UnitPrice struct {
	BandwidthPrice Price
	EIPPrice       Price
}

// Price is a unit price with its currency sign, unit and period.
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
