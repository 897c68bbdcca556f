package subject

import "yunque/internal/cloud"

// Subjects.
var (
	// DescribeSubjects lists the test-money subjects of the account (subject.DescribeSubjects).
	DescribeSubjects = cloud.ReadOf[struct{}, DescribeSubjectsResponse](service.Get("DescribeSubjects"))
)

// Subject stands in SubjectList of DescribeSubjects.
type Subject struct {
	ID                cloud.ID `json:"Id"`
	Name              string
	Balance           cloud.Decimal
	BeginTime         cloud.Time
	EndTime           cloud.Time
	BillMethod        cloud.ID
	BillMethodDisplay string
	GoodsIDs          string `json:"GoodsIds"`
	GoodsNames        string
	SiteIDs           string `json:"SiteIds"`
	SiteNames         string
}

// DescribeSubjectsResponse is the answer of DescribeSubjects.
type DescribeSubjectsResponse struct {
	Total       cloud.Int
	Currency    string
	SubjectList cloud.List[Subject]
}
