package billing

import "yunque/internal/cloud"

// The account and sums of its costs.
var (
	// DescribeAccountInfo shows balance, recharges and monthly cost of the main account (billing.DescribeAccountInfo).
	DescribeAccountInfo = cloud.ReadOf[struct{}, DescribeAccountInfoResponse](service.Get("DescribeAccountInfo"))
	// DescribeCostSummaryByPro sums up costs by product (billing.DescribeCostSummaryByPro).
	DescribeCostSummaryByPro = cloud.ReadOf[DescribeCostSummaryByProRequest, DescribeCostSummaryByProResponse](service.Get("DescribeCostSummaryByPro"))
	// DescribeCostSummaryByProject sums up costs by project (billing.DescribeCostSummaryByProject).
	DescribeCostSummaryByProject = cloud.ReadOf[DescribeCostSummaryByProjectRequest, DescribeCostSummaryByProjectResponse](service.Get("DescribeCostSummaryByProject"))
)

// MonthCost stands in CostRecords of DescribeAccountInfo.
type MonthCost struct {
	Amount   cloud.Decimal
	Currency string
	Month    cloud.ID
}

// Recharge stands in RechargeRecord of DescribeAccountInfo.
type Recharge struct {
	Amount      cloud.Decimal
	CreateDate  cloud.Time
	Currency    string
	SwiftNumber cloud.ID
	Type        string
}

// DescribeAccountInfoResponse is the answer of DescribeAccountInfo.
type DescribeAccountInfoResponse struct {
	CostCount          cloud.Int
	CostRecords        cloud.List[MonthCost]
	CreditLine         cloud.Decimal
	MasterTotalBalance cloud.Decimal
	MasterTotalCost    cloud.Decimal
	RechargeCount      cloud.Int
	RechargeRecord     cloud.List[Recharge]
	ToDeduct           cloud.Decimal // not yet deducted
}

// DescribeCostSummaryByProRequest are the parameters of DescribeCostSummaryByPro.
type DescribeCostSummaryByProRequest struct {
	DateFrom string // start date
	DateTo   string // end date
	Currency string // currency of the account: CN (RMB) or US
}

// ProductCost stands in BillInfo of DescribeCostSummaryByPro.
type ProductCost struct {
	TotalCost       cloud.Decimal
	TotalMasterCost cloud.Decimal
	TotalViceCost   cloud.Decimal
	Currency        string
	ToDeduct        cloud.Decimal // not yet deducted
	ProductName     string
	ProductType     string
	ResourceCount   cloud.Int
}

// DescribeCostSummaryByProResponse is the answer of DescribeCostSummaryByPro.
type DescribeCostSummaryByProResponse struct {
	TotalSummary Summary
	BillInfo     cloud.List[ProductCost]
}

// DescribeCostSummaryByProjectRequest are the parameters of DescribeCostSummaryByProject.
type DescribeCostSummaryByProjectRequest struct {
	DateFrom string // start date
	DateTo   string // end date
	Currency string // currency of the account: CN (RMB) or US
}

// ProjectCost stands in BillInfo of DescribeCostSummaryByProject.
type ProjectCost struct {
	TotalCost       cloud.Decimal
	TotalMasterCost cloud.Decimal
	TotalViceCost   cloud.Decimal
	ToDeduct        cloud.Decimal // not yet deducted
	Currency        string
	ProjectID       cloud.ID `json:"ProjectId"`
	ProjectName     string
	ResourceCount   cloud.Int
}

// DescribeCostSummaryByProjectResponse is the answer of DescribeCostSummaryByProject.
type DescribeCostSummaryByProjectResponse struct {
	TotalSummary Summary
	BillInfo     cloud.List[ProjectCost]
}
