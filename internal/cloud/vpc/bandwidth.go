package vpc

import "yunque/internal/cloud"

// Shared bandwidth.
var (
	// DescribeBandwidth lists shared bandwidths (vpc.DescribeBandwidth).
	DescribeBandwidth = cloud.ReadOf[DescribeBandwidthRequest, DescribeBandwidthResponse](service.Post("DescribeBandwidth"))
	// CreateBandwidth creates a shared bandwidth (vpc.CreateBandwidth).
	CreateBandwidth = cloud.WriteOf[CreateBandwidthRequest, cloud.List[NewBandwidth]](service.Post("CreateBandwidth"))
	// UpdateBandwidth changes the size of a shared bandwidth (vpc.UpdateBandwidth).
	UpdateBandwidth = cloud.AsyncOf[UpdateBandwidthRequest, struct{}](service.Post("UpdateBandwidth"), cloud.TrackVPC)
	// DeleteBandwidth deletes a shared bandwidth (vpc.DeleteBandwidth).
	DeleteBandwidth = cloud.WriteOf[BandwidthRef, struct{}](service.Post("DeleteBandwidth"))
	// BandwidthAddEIP adds EIPs to a shared bandwidth (vpc.BandwidthAddEIP).
	BandwidthAddEIP = cloud.AsyncOf[BandwidthAddEIPRequest, struct{}](service.Post("BandwidthAddEIP"), cloud.TrackVPC)
	// BandwidthRemoveEIP takes EIPs out of a shared bandwidth (vpc.BandwidthRemoveEIP).
	BandwidthRemoveEIP = cloud.AsyncOf[BandwidthRemoveEIPRequest, struct{}](service.Post("BandwidthRemoveEIP"), cloud.TrackVPC)
)

// DescribeBandwidthRequest are the parameters of DescribeBandwidth.
type DescribeBandwidthRequest struct {
	RegionCode        string `json:",omitempty"` // region code (appendix 5)
	AvailableZoneCode string `json:",omitempty"` // zone code (the printed description is a copy of the page number's)
	Keyword           string `json:",omitempty"` // filter: keyword (e.g. an EIP address)
}

// DescribeBandwidthResponse lists shared bandwidth; the page size is not documented.
type DescribeBandwidthResponse struct {
	BandwidthList cloud.List[Bandwidth]
	Total         cloud.Int
}

// Bandwidth is one shared bandwidth.
type Bandwidth struct {
	AvailableZoneCode string
	BandwidthType     string
	BillScheme        string
	CreateTime        cloud.Time
	ID                cloud.ID `json:"Id"`
	Name              string
	Qos               cloud.Int // Mbps
	RegionCode        string
	Status            string
}

// CreateBandwidthRequest are the parameters of CreateBandwidth.
type CreateBandwidthRequest struct {
	RegionCode        string // region code (appendix 5)
	AvailableZoneCode string // zone code (appendix 5)
	Name              string // name
	BandwidthType     string // bandwidth type (appendix 6)
	// billing scheme; BandwIdth_Shared = fixed shared bandwidth; appendix 6 lists more *_Shared values
	BillScheme string
	Qos        int // bandwidth (Mbps)
	SubjectID  int `json:"SubjectId,omitempty"` // id of a test-money subject of this account
}

// NewBandwidth is the shared bandwidth that was bought.
type NewBandwidth struct {
	BandwidthID cloud.ID `json:"BandwidthId"`
}

// UpdateBandwidthRequest are the parameters of UpdateBandwidth.
type UpdateBandwidthRequest struct {
	BandwidthID string `json:"BandwidthId"` // shared bandwidth id
	Qos         int    // bandwidth (Mbps)
}

// BandwidthRef names one shared bandwidth.
type BandwidthRef struct {
	BandwidthID string `json:"BandwidthId"` // shared bandwidth id
}

// BandwidthAddEIPRequest are the parameters of BandwidthAddEIP.
type BandwidthAddEIPRequest struct {
	BandwidthID string   `json:"BandwidthId"` // shared bandwidth id
	EIPIDList   []string `json:"EIPIdList"`   // EIP ids
}

// BandwidthRemoveEIPRequest are the parameters of BandwidthRemoveEIP.
type BandwidthRemoveEIPRequest struct {
	EIPIDList []string `json:"EIPIdList"` // EIP ids
	// delete the EIPs outright; if false, an exclusive bandwidth is bought for them with the
	// parameters below
	Delete        bool
	RegionCode    string `json:",omitempty"` // region code (appendix 5)
	BandwidthType string `json:",omitempty"` // bandwidth type (appendix 6)
	BillScheme    string `json:",omitempty"` // billing scheme (appendix 6)
	Qos           int    `json:",omitempty"` // bandwidth (Mbps)
}
