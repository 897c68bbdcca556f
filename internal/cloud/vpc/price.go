package vpc

import "yunque/internal/cloud"

// Billing schemes, prices and traffic.
var (
	// VPCBandWidthBillingScheme lists billing schemes for EIP and shared bandwidth in a zone (vpc.VPCBandWidthBillingScheme).
	VPCBandWidthBillingScheme = cloud.ReadOf[VPCBandWidthBillingSchemeRequest, cloud.List[BandwidthScheme]](service.Post("VPCBandWidthBillingScheme"))
	// VPCBandWidthUnitPrice gets the unit price of an EIP or shared bandwidth scheme (vpc.VPCBandWidthUnitPrice).
	VPCBandWidthUnitPrice = cloud.ReadOf[VPCBandWidthUnitPriceRequest, UnitPrice](service.Post("VPCBandWidthUnitPrice"))
	// DescribeOneMinuteFlow gets one-minute metering data of a bandwidth resource (vpc.DescribeOneMinuteFlow).
	DescribeOneMinuteFlow = cloud.ReadOf[DescribeOneMinuteFlowRequest, cloud.List[FlowPoint]](service.Post("DescribeOneMinuteFlow"))
)

// VPCBandWidthBillingSchemeRequest are the parameters of VPCBandWidthBillingScheme.
type VPCBandWidthBillingSchemeRequest struct {
	AvailableZoneCode string // zone code (appendix 5)
	RegionCode        string // region code (appendix 5)
	// resource type: Bandwidth = EIP, Bandwidth_Shared = shared bandwidth; the sample sends an empty
	// string for all
	Type string `json:",omitempty"`
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

// VPCBandWidthUnitPriceRequest are the parameters of VPCBandWidthUnitPrice.
type VPCBandWidthUnitPriceRequest struct {
	AvailableZoneCode string // zone code (appendix 5)
	RegionCode        string // region code (appendix 5)
	BandwidthType     string // bandwidth type (appendix 6)
	BillScheme        string // billing scheme (appendix 6)
	Type              string // resource type: Bandwidth = EIP, Bandwidth_Shared = shared bandwidth
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

// DescribeOneMinuteFlowRequest are the parameters of DescribeOneMinuteFlow.
type DescribeOneMinuteFlowRequest struct {
	CloudID   string `json:"CloudId"` // bandwidth resource id
	StartTime string // start of the period, 'YYYY-MM-DD hh:mm:ss'
	EndTime   string // end of the period, 'YYYY-MM-DD hh:mm:ss'
}

// FlowPoint is the traffic of one minute.
type FlowPoint struct {
	InBps  cloud.Float `json:"in_bps"`  // bits per second
	OutBps cloud.Float `json:"out_bps"` // bits per second
	Time   cloud.Time  `json:"time"`
	Value  cloud.Float `json:"value"`
}
