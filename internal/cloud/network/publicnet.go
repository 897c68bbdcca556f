package network

import "yunque/internal/cloud"

// Public networks of a VDC and their addresses.
var (
	// CreatePublicNetwork adds a public network to a VDC (network.vdc.CreatePublicNetwork).
	CreatePublicNetwork = cloud.AsyncOf[CreatePublicNetworkRequest, struct{}](service.Post("CreatePublicNetwork"), cloud.TrackTask)
	// ModifyPublicNetwork changes the bandwidth of a public network (network.vdc.ModifyPublicNetwork).
	ModifyPublicNetwork = cloud.AsyncOf[ModifyPublicNetworkRequest, struct{}](service.Get("ModifyPublicNetwork"), cloud.TrackTask)
	// RenewPublicNetwork switches automatic renewal of a public network (network.vdc.RenewPublicNetwork).
	RenewPublicNetwork = cloud.WriteOf[RenewPublicNetworkRequest, struct{}](service.Get("RenewPublicNetwork"))
	// DeletePublicNetwork deletes a public network with its IPs (network.vdc.DeletePublicNetwork).
	DeletePublicNetwork = cloud.WriteOf[PublicRef, struct{}](service.Get("DeletePublicNetwork"))
	// AddPublicIP adds an IP segment to a public network (network.vdc.AddPublicIp).
	AddPublicIP = cloud.AsyncOf[AddPublicIPRequest, struct{}](service.Get("AddPublicIp"), cloud.TrackTask)
	// DeletePublicIP deletes an IP segment of a public network (network.vdc.DeletePublicIp).
	DeletePublicIP = cloud.AsyncOf[SegmentRef, struct{}](service.Get("DeletePublicIp"), cloud.TrackTask)
	// DescribePublicIP lists used and free addresses of a public network (ccs.instance.DescribePublicIp).
	DescribePublicIP = cloud.ReadOf[DescribePublicIPRequest, Addresses](instances.Post("DescribePublicIp"))
)

// CreatePublicNetworkRequest are the parameters of CreatePublicNetwork.
type CreatePublicNetworkRequest struct {
	VdcID string `json:"VdcId"`      // VDC id
	Name  string `json:",omitempty"` // name; the default is 公网1
	Type  string // BGP_4 (4-line BGP), BGP_2 (2-line BGP), ChinaTelecom, AntiDDOS
	// Bandwidth = fixed, Traffic = by traffic, DataPackage = traffic package, Bandwidth_95 = 95th
	// percentile
	BillingMethod string
	// fixed bandwidth: its size, max 500, step 5; 95th percentile: committed bandwidth, max 500, step
	// 50; traffic package: GB, max 51200
	Qos                int
	IPNum              int // number of IPs to buy
	AutoRenew          int // for DataPackage and Bandwidth_95: renew automatically, 1 yes, 0 no
	FloatBandwidth     int // for Bandwidth_95: ceiling bandwidth; empty = 120% of Qos
	SubjectID          int `json:"SubjectId,omitempty"` // id of a test-money subject of this account
	BusyQos            int `json:",omitempty"`          // committed bandwidth at busy hours; leave out for full-time bandwidth
	BusyFloatBandwidth int `json:",omitempty"`          // ceiling bandwidth at busy hours; leave out for full-time bandwidth
}

// ModifyPublicNetworkRequest are the parameters of ModifyPublicNetwork.
type ModifyPublicNetworkRequest struct {
	PublicID string `json:"PublicId"` // public network id
	Qos      string // bandwidth
}

// RenewPublicNetworkRequest are the parameters of RenewPublicNetwork.
type RenewPublicNetworkRequest struct {
	PublicID  string `json:"PublicId"` // public network id
	AutoRenew int    // 1 renew automatically, 0 do not
}

// PublicRef names one public network.
type PublicRef struct {
	PublicID string `json:"PublicId"` // public network id
}

// AddPublicIPRequest are the parameters of AddPublicIP.
type AddPublicIPRequest struct {
	PublicID string `json:"PublicId"` // public network id
	Number   int    // number of IPs to buy
}

// SegmentRef names one segment of a public network.
type SegmentRef struct {
	SegmentID string `json:"SegmentId"` // id of the public IP segment
}

// DescribePublicIPRequest are the parameters of DescribePublicIP.
type DescribePublicIPRequest struct {
	VdcID    string `json:"VdcId"`    // id of the virtual data centre
	PublicID string `json:"PublicId"` // id of the public network
}

// Addresses are the addresses of one network.
type Addresses struct {
	UnusedList  cloud.List[string]
	UnusedTotal cloud.Int
	UsedList    cloud.List[UsedAddress]
	UsedTotal   cloud.Int
}

// UsedAddress is an address with who uses it.
type UsedAddress struct {
	Address string
	Usage   string
}
