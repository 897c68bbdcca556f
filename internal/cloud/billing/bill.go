package billing

import "yunque/internal/cloud"

// Bills.
var (
	// DescribeBill lists bills by resource (billing.DescribeBill).
	DescribeBill = cloud.ReadOf[DescribeBillRequest, DescribeBillResponse](service.Get("DescribeBill"))
	// DescribeBillInfo shows the bills of one resource (billing.DescribeBillInfo).
	DescribeBillInfo = cloud.ReadOf[DescribeBillInfoRequest, DescribeBillInfoResponse](service.Get("DescribeBillInfo"))
	// DescribeBillDetail lists billing details (billing.DescribeBillDetail).
	DescribeBillDetail = cloud.ReadOf[DescribeBillDetailRequest, DescribeBillDetailResponse](service.Get("DescribeBillDetail"))
)

// DescribeBillRequest are the parameters of DescribeBill.
type DescribeBillRequest struct {
	DateFromTo string // period 'YYYY.MM.DD - YYYY.MM.DD' with one space each side of the dash
	Currency   string // currency of the account: CN (RMB) or US
}

// DescribeBillResponse is the cost by resource, for a main account and its sub-accounts.
type DescribeBillResponse struct {
	BillInfo        cloud.List[Bill]
	TotalMasterCost cloud.Decimal
	TotalViceCost   cloud.Decimal
}

// Bill is the cost of one resource.
type Bill struct {
	CreateTime   cloud.Time
	DeleteTime   cloud.Time
	RegionID     cloud.ID `json:"RegionId"`
	ResourceID   cloud.ID `json:"ResourceId"`
	ResourceName string
	ResourceType string
	TotalCost    cloud.Decimal
	VdcID        cloud.ID `json:"VdcId"`
	VdcName      string
}

// DescribeBillInfoRequest are the parameters of DescribeBillInfo.
type DescribeBillInfoRequest struct {
	DateFrom   string // start of the period
	DateTo     string // end of the period
	ResourceID string `json:"ResourceId"` // resource id
	Currency   string // currency of the account: CN (RMB) or US
}

// DescribeBillInfoResponse is the cost of one resource by period.
type DescribeBillInfoResponse struct {
	BillDetail cloud.List[ResourceBill]
	TotalCost  cloud.Decimal
}

// ResourceBill is one period of a resource at one price.
type ResourceBill struct {
	Configuration string
	CostDetail    string
	CreateTime    cloud.Time
	EndTime       cloud.Time // unix seconds on the wire
	IPs           cloud.List[string]
	PayDesc       string
	PayType       cloud.ID
	RegionID      cloud.ID `json:"RegionId"`
	ResourceID    cloud.ID `json:"ResourceId"`
	ResourceName  string
	StartTime     cloud.Time // unix seconds on the wire
	Status        string
	TotalCost     cloud.Decimal
	UnitPrice     cloud.Decimal
	VdcID         cloud.ID `json:"VdcId"`
	VdcName       string
	ProjectID     cloud.ID `json:"ProjectId"`
	ProjectName   string
	ResourceType  string
}

// DescribeBillDetailRequest are the parameters of DescribeBillDetail.
type DescribeBillDetailRequest struct {
	DateFrom    string // start date, later than 2019.01.01
	DateTo      string // end date, later than 2019.01.01 and at most 31 days after the start
	ProjectName string `json:",omitempty"` // filter: project name
}

// DescribeBillDetailResponse is the detailed bill of a period.
type DescribeBillDetailResponse struct {
	BeginTime    cloud.Time
	BillDetail   cloud.List[BillLine]
	EndTime      cloud.Time
	TotalRecords cloud.Int
	TotalSummary Summary
}

// BillLine is one line of the detailed bill; APP is the VDC name.
type BillLine struct {
	APP       string
	BeginTime cloud.Time
	BillType  string
	CloudID   cloud.ID `json:"CloudId"`
	Config    string
	Currency  string
	EndTime   cloud.Time
	GoodsType string
	Label     string
	Product   string
	Project   string
	Resource  string
	Site      string
	TotalCost cloud.Decimal
	PublicIP  string `json:"PublicIp"`
	PrivateIP string `json:"PrivateIp"`
}

// Summary are the totals of a period.
type Summary struct {
	Currency   string
	MasterCost cloud.Decimal
	ToDeduct   cloud.Decimal // not yet deducted
	TotalCost  cloud.Decimal
	ViceCost   cloud.Decimal
}
