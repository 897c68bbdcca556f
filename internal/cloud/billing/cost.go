package billing

import "yunque/internal/cloud"

// The account and sums of its costs.
var (
	// DescribeAccountInfo shows balance, recharges and monthly cost of the main account (billing.DescribeAccountInfo).
	DescribeAccountInfo = cloud.ReadOf[DescribeAccountInfoRequest, DescribeAccountInfoResponse](service.Get("DescribeAccountInfo"))
	// DescribeCostSummaryByPro sums up costs by product (billing.DescribeCostSummaryByPro).
	DescribeCostSummaryByPro = cloud.ReadOf[DescribeCostSummaryByProRequest, DescribeCostSummaryByProResponse](service.Get("DescribeCostSummaryByPro"))
	// DescribeCostSummaryByProject sums up costs by project (billing.DescribeCostSummaryByProject).
	DescribeCostSummaryByProject = cloud.ReadOf[DescribeCostSummaryByProjectRequest, DescribeCostSummaryByProjectResponse](service.Get("DescribeCostSummaryByProject"))
)

// DescribeAccountInfoRequest has nothing in it: DescribeAccountInfo takes no parameters.
type DescribeAccountInfoRequest struct{}

// DescribeAccountInfoResponse is the main account: balance, credit, payments and monthly cost.
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

// MonthCost is the cost of one month.
type MonthCost struct {
	Amount   cloud.Decimal
	Currency string
	Month    cloud.ID
}

// Recharge is one payment into the account.
type Recharge struct {
	Amount      cloud.Decimal
	CreateDate  cloud.Time
	Currency    string
	SwiftNumber cloud.ID
	Type        string
}

// DescribeCostSummaryByProRequest are the parameters of DescribeCostSummaryByPro.
type DescribeCostSummaryByProRequest struct {
	DateFrom string // start date
	DateTo   string // end date
	Currency string // currency of the account: CN (RMB) or US
}

// DescribeCostSummaryByProResponse is the cost by product.
type DescribeCostSummaryByProResponse struct {
	TotalSummary Summary
	BillInfo     cloud.List[ProductCost]
}

// ProductCost is the cost of one product.
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

// DescribeCostSummaryByProjectRequest are the parameters of DescribeCostSummaryByProject.
type DescribeCostSummaryByProjectRequest struct {
	DateFrom string // start date
	DateTo   string // end date
	Currency string // currency of the account: CN (RMB) or US
}

// DescribeCostSummaryByProjectResponse is the cost by project group.
type DescribeCostSummaryByProjectResponse struct {
	TotalSummary Summary
	BillInfo     cloud.List[ProjectCost]
}

// ProjectCost is the cost of one project group.
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
