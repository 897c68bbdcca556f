package ecs

import "yunque/internal/cloud"

// Measurements of a server.
var (
	// DescribeInstanceMonitor gets monitoring data of a cloud server (ecs.DescribeInstanceMonitor).
	DescribeInstanceMonitor = cloud.ReadOf[DescribeInstanceMonitorRequest, cloud.Map[Series]](service.Post("DescribeInstanceMonitor"))
)

// DescribeInstanceMonitorRequest are the parameters of DescribeInstanceMonitor.
type DescribeInstanceMonitorRequest struct {
	EcsID        string `json:"EcsId"`      // cloud server id
	TimeInterval string `json:",omitempty"` // hours back from now
	// start of the period (the printed description is 'interval near the present time')
	StartTime  string   `json:",omitempty"`
	EndTime    string   `json:",omitempty"` // end of the period; now when omitted
	Indicators []string `json:",omitempty"` // metrics; omitted = all
}

// Series is one metric: Time and Value go pairwise; null is nothing measured.
type Series struct {
	Unit   string
	Device cloud.List[cloud.ID]
	Time   cloud.List[cloud.Time]
	Value  cloud.List[*cloud.Float]
}
