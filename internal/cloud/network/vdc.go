package network

import "yunque/internal/cloud"

// Virtual data centres.
var (
	// DescribeVdc lists virtual data centres (network.vdc.DescribeVdc).
	DescribeVdc = cloud.ReadOf[DescribeVdcRequest, cloud.List[Vdc]](service.Get("DescribeVdc"))
	// CreateVdc creates a virtual data centre (network.vdc.CreateVdc).
	CreateVdc = cloud.AsyncOf[CreateVdcRequest, struct{}](service.Post("CreateVdc"), cloud.TrackTask)
	// ModifyVdcName renames a VDC (network.vdc.ModifyVdcName).
	ModifyVdcName = cloud.WriteOf[ModifyVdcNameRequest, struct{}](service.Post("ModifyVdcName"))
	// DeleteVdc deletes a VDC that has no public network and is in no GPN (network.vdc.DeleteVdc).
	DeleteVdc = cloud.AsyncOf[VdcRef, struct{}](service.Get("DeleteVdc"), cloud.TrackTask)
)

// DescribeVdcRequest are the parameters of DescribeVdc.
type DescribeVdcRequest struct {
	RegionID   string `json:"RegionId,omitempty"`  // filter: zone (appendix 1)
	VdcID      string `json:"VdcId,omitempty"`     // filter: VDC id
	PageNumber int    `json:",omitempty"`          // page number
	Keyword    string `json:",omitempty"`          // filter: keyword
	ProjectID  string `json:"ProjectId,omitempty"` // project group id
}

// Vdc is one virtual data centre; PageCount and PageNumber are zero on the wire.
type Vdc struct {
	PublicNetwork  cloud.List[PublicNetwork]
	PageCount      cloud.Int
	RegionID       cloud.ID `json:"RegionId"`
	VdcID          cloud.ID `json:"VdcId"`
	PageNumber     cloud.Int
	VdcName        string
	PrivateNetwork cloud.List[PrivateNetwork]
	VdcStatus      string // "ok" when settled; missing in the sample
}

// PublicNetwork is a public network of a VDC.
type PublicNetwork struct {
	Status     string
	Qos        cloud.Int // Mbps
	Name       string
	Segments   cloud.List[Segment]
	UnuseIPNum cloud.Int `json:"UnuseIpNum"` // free addresses
	PublicID   cloud.ID  `json:"PublicId"`
	Type       string    // bandwidth type (appendix 3); missing in the sample
}

// Segment is a range of public addresses.
type Segment struct {
	Mask      cloud.Int
	Gateway   string
	SegmentID cloud.ID `json:"SegmentId"`
	Address   string
}

// PrivateNetwork is a private network of a VDC; a segment reads 10.240.59.0/16~10.240.59.255/16.
type PrivateNetwork struct {
	Status     string
	UnuseIPNum cloud.Int `json:"UnuseIpNum"` // free addresses
	Segments   cloud.List[string]
	PrivateID  cloud.ID `json:"PrivateId"`
	Name       string
	Mask       cloud.ID
}

// CreateVdcRequest are the parameters of CreateVdc.
type CreateVdcRequest struct {
	RegionID string `json:"RegionId"`   // zone to create in
	VdcName  string `json:",omitempty"` // name; the VDC id when omitted
	// public network to create with it; bandwidth types: appendix 3; the Busy* fields may be left out
	// for ordinary bandwidth (type printed as string; the sample sends an object)
	PublicNetwork *NewPublicNetwork `json:",omitempty"`
	SubjectID     int               `json:"SubjectId,omitempty"` // id of a test-money subject of this account
}

// NewPublicNetwork is the public network to make with a VDC.
type NewPublicNetwork struct {
	Name          string `json:",omitempty"` // name
	Type          string `json:",omitempty"` // bandwidth type (appendix 3)
	BillingMethod string `json:",omitempty"` // billing method; spelt BandwIdth in the table, Bandwidth in the sample
	Qos           int    `json:",omitempty"` // bandwidth
	IPNum         int    `json:",omitempty"` // number of IPs
	AutoRenew     int    `json:",omitempty"` // renew automatically: 1 yes, 0 no
	// ceiling bandwidth; spelt so here, FloatBandwidth in CreatePublicNetwork
	FloatBandwich      int `json:",omitempty"`
	BusyQos            int `json:",omitempty"` // committed bandwidth at busy hours
	BusyFloatBandwidth int `json:",omitempty"` // ceiling bandwidth at busy hours
}

// ModifyVdcNameRequest are the parameters of ModifyVdcName.
type ModifyVdcNameRequest struct {
	VdcID   string `json:"VdcId"` // VDC id
	VdcName string // the new name
}

// VdcRef names one VDC.
type VdcRef struct {
	VdcID string `json:"VdcId"` // VDC id
}
