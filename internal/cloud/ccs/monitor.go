package ccs

import "yunque/internal/cloud"

// Measurements of a cloud server.
var (
	// DescribeInstanceMonitor gets monitoring data of a cloud server (ccs.instance.DescribeInstanceMonitor).
	DescribeInstanceMonitor = cloud.ReadOf[DescribeInstanceMonitorRequest, Monitor](instances.Post("DescribeInstanceMonitor"))
	// DescribeNetworkCardFlow gets the traffic of a network card (ccs.instance.DescribeNetworkCardFlow).
	DescribeNetworkCardFlow = cloud.ReadOf[DescribeNetworkCardFlowRequest, NetworkCardFlow](instances.Post("DescribeNetworkCardFlow"))
)

// DescribeInstanceMonitorRequest are the parameters of DescribeInstanceMonitor.
type DescribeInstanceMonitorRequest struct {
	InstanceID  string `json:"InstanceId"` // cloud server id
	MetricName  string // metric: CPU, memory, disk IOPS, disk throughput or network rate
	Period      int    // granularity in seconds: 60 (one minute) or 900 (fifteen minutes)
	StartTime   string // start of the period, 'YYYY-MM-DD hh:mm:ss'
	EndTime     string // end of the period, 'YYYY-MM-DD hh:mm:ss'
	InterfaceID string `json:"InterfaceId,omitempty"` // network card id (from DescribeInstances)
	DiskID      string `json:"DiskId,omitempty"`      // disk id (from DescribeInstances)
}

// Monitor is a series of one metric.
type Monitor struct {
	DataPoints cloud.List[DataPoint]
	InstanceID cloud.ID  `json:"InstanceId"`
	Period     cloud.Int // seconds
}

// DataPoint is one measured value; its unit follows from the metric: per cent,
// Mbps of a card, Kbps of a disk (its metric is called BPS), operations a second.
type DataPoint struct {
	Timestamp cloud.Time
	Value     *cloud.Float // null where nothing was measured
}

// DescribeNetworkCardFlowRequest are the parameters of DescribeNetworkCardFlow.
type DescribeNetworkCardFlowRequest struct {
	InstanceID  string `json:"InstanceId"`  // cloud server id (from DescribeInstances)
	InterfaceID string `json:"InterfaceId"` // network card id (from DescribeInstances)
	MetricName  string // metric name
	StartTime   string // start of the period, 'YYYY-MM-DD hh:mm:ss'
	EndTime     string // end of the period, 'YYYY-MM-DD hh:mm:ss'
}

// NetworkCardFlow is the traffic of one network card.
type NetworkCardFlow struct {
	NetworkCardFlow CardFlow
	InstanceID      cloud.ID  `json:"InstanceId"`
	InterfaceID     cloud.ID  `json:"InterfaceId"`
	Period          cloud.Int // seconds
}

// CardFlow is the traffic in and out, in GB.
type CardFlow struct {
	Input  cloud.Float
	Output cloud.Float
}
