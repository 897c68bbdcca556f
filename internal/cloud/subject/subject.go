package subject

import "yunque/internal/cloud"

// Subjects.
var (
	// DescribeSubjects lists the test-money subjects of the account (subject.DescribeSubjects).
	DescribeSubjects = cloud.ReadOf[DescribeSubjectsRequest, DescribeSubjectsResponse](service.Get("DescribeSubjects"))
)

// DescribeSubjectsRequest has nothing in it: DescribeSubjects takes no parameters.
type DescribeSubjectsRequest struct{}

// DescribeSubjectsResponse lists all subjects.
type DescribeSubjectsResponse struct {
	Total       cloud.Int
	Currency    string
	SubjectList cloud.List[Subject]
}

// Subject is one subject with its balance; GoodsIds and SiteIds are comma-separated, or "unlimited".
type Subject struct {
	ID                cloud.ID `json:"Id"`
	Name              string
	Balance           cloud.Decimal
	BeginTime         cloud.Time
	EndTime           cloud.Time
	BillMethod        cloud.ID // 0 is pay as you go
	BillMethodDisplay string
	GoodsIDs          string `json:"GoodsIds"`
	GoodsNames        string
	SiteIDs           string `json:"SiteIds"`
	SiteNames         string
}
