package network

import "yunque/internal/cloud"

// The global private network.
var (
	// DescribeGPN lists cloud interconnection groups (GPN) (network.vdc.DescribeGPN).
	DescribeGPN = cloud.ReadOf[DescribeGPNRequest, cloud.List[GPN]](service.Post("DescribeGPN"))
	// CreateGPN creates a GPN (network.vdc.CreateGPN).
	CreateGPN = cloud.AsyncOf[CreateGPNRequest, struct{}](service.Post("CreateGPN"), cloud.TrackTask)
	// DeleteGpn deletes a GPN (network.vdc.DeleteGpn).
	DeleteGpn = cloud.AsyncOf[GpnRef, struct{}](service.Post("DeleteGpn").At("/gpn"), cloud.TrackTask)
	// AddAccessPoint adds access points to a GPN (network.vdc.AddAccessPoint).
	AddAccessPoint = cloud.AsyncOf[AddAccessPointRequest, struct{}](service.Post("AddAccessPoint"), cloud.TrackTask)
	// DeleteAccessPoint removes access points from a GPN (network.vdc.DeleteAccessPoint).
	DeleteAccessPoint = cloud.AsyncOf[DeleteAccessPointRequest, struct{}](service.Post("DeleteAccessPoint"), cloud.TrackTask)
	// DescribeAccessInfo lists what can be joined to a GPN (network.vdc.DescribeAccessInfo).
	DescribeAccessInfo = cloud.ReadOf[DescribeAccessInfoRequest, AccessInfo](service.Post("DescribeAccessInfo"))
)

// DescribeGPNRequest are the parameters of DescribeGPN.
type DescribeGPNRequest struct {
	GpnID     string `json:"GpnId,omitempty"`     // filter: GPN id
	Key       string `json:",omitempty"`          // filter: keyword
	ProjectID string `json:"ProjectId,omitempty"` // project group id
}

// GPN is one global private network.
type GPN struct {
	EvpnID     cloud.ID `json:"EvpnId"`
	GpnID      cloud.ID `json:"GpnId"`
	JoinVdcs   cloud.List[JoinedVdc]
	JoinVpcs   cloud.List[JoinedVpc]
	JoinPops   cloud.List[JoinedPop]
	Name       string
	Qos        cloud.Int // Mbps
	Status     string
	StatusStr  string
	SubOrderID cloud.ID `json:"SubOrderId"`
}

// JoinedVdc is a private network of a VDC in a GPN.
type JoinedVdc struct {
	Address    string
	CityID     cloud.ID `json:"CityId"`
	PrivateID  cloud.ID `json:"PrivateId"`
	PrivateNet string
	Qos        cloud.Int // Mbps
	RegionID   cloud.ID  `json:"RegionId"`
	VdcID      cloud.ID  `json:"VdcId"`
	VdcName    string
}

// JoinedVpc is a private network of a VPC in a GPN.
type JoinedVpc struct {
	Address    string
	CityID     cloud.ID `json:"CityId"`
	PrivateID  cloud.ID `json:"PrivateId"`
	PrivateNet string
	Qos        cloud.Int // Mbps
	RegionID   cloud.ID  `json:"RegionId"`
	VpcID      cloud.ID  `json:"VpcId"`
	VpcName    string
}

// CreateGPNRequest are the parameters of CreateGPN.
type CreateGPNRequest struct {
	Name           string     // name (the table calls it the access point name)
	Qos            int        // bandwidth of the GPN
	AccessPoint    []GPNPoint // VDC access points
	PopAccessPoint []GPNPop   // POP access points; the sample sends []
	SubjectID      int        `json:"SubjectId,omitempty"` // id of a test-money subject of this account
}

// GPNPoint is a private network to join.
type GPNPoint struct {
	VdcID           string `json:"VdcId,omitempty"`     // VDC id (the description calls it Vdc_id)
	AccessPointType string `json:",omitempty"`          // access point type: vdc
	PrivateID       string `json:"PrivateId,omitempty"` // private network id
}

// GPNPop is a point of presence to join.
type GPNPop struct {
	AccessPointType string `json:",omitempty"`      // access point type: pop
	PopID           string `json:"PopId,omitempty"` // POP id
}

// GpnRef names one GPN.
type GpnRef struct {
	GpnID string `json:"GpnId"` // GPN id
}

// AddAccessPointRequest are the parameters of AddAccessPoint.
type AddAccessPointRequest struct {
	GpnID  string        `json:"GpnId"`      // GPN id
	VdcAdd []NewVdcPoint `json:",omitempty"` // VDC access points to add
	PopAdd []NewPopPoint `json:",omitempty"` // POP access points to add
}

// NewVdcPoint is a private network to add; PointType is VDC.
type NewVdcPoint struct {
	VdcID     string `json:"VdcId,omitempty"`     // VDC id
	PointType string `json:",omitempty"`          // VDC
	PrivateID string `json:"PrivateId,omitempty"` // private network id
	CityID    string `json:"CityId,omitempty"`    // city id (DescribeAccessInfo)
}

// NewPopPoint is a point of presence to add; PointType is Pop.
type NewPopPoint struct {
	PopID     string `json:"PopId,omitempty"`  // POP id
	CityID    string `json:"CityId,omitempty"` // city id
	PointType string `json:",omitempty"`       // Pop
}

// DeleteAccessPointRequest are the parameters of DeleteAccessPoint.
type DeleteAccessPointRequest struct {
	GpnID     string   `json:"GpnId"` // GPN id
	DelPoints []string // ids of the access points to remove
}

// DescribeAccessInfoRequest are the parameters of DescribeAccessInfo.
type DescribeAccessInfoRequest struct {
	Type string // access point type
}

// AccessInfo is all that can join a GPN.
type AccessInfo struct {
	Pop cloud.List[AccessPop]
	Vdc cloud.List[AccessVdc]
}

// AccessVdc is a VDC whose networks can join.
type AccessVdc struct {
	CityID         cloud.ID `json:"CityId"`
	PrivateNetwork cloud.List[AccessNetwork]
	RegionID       cloud.ID `json:"RegionId"`
	RegionName     string
	VdcID          cloud.ID `json:"VdcId"`
	VdcName        string
	ZoneName       string
}

// AccessNetwork is a private network that can join.
type AccessNetwork struct {
	Address   string
	PrivateID cloud.ID `json:"PrivateId"`
}

// JoinedPop is a point of presence in a GPN.
type JoinedPop struct {
	PopID   cloud.ID `json:"PopId"`
	PopName string
	CityID  cloud.ID  `json:"CityId"`
	Qos     cloud.Int // Mbps
}

// AccessPop is a point of presence that can join a GPN.
type AccessPop struct {
	PopID   cloud.ID `json:"PopId"`
	PopName string
	CityID  cloud.ID `json:"CityId"`
}
