package ccs

import "yunque/internal/cloud"

// Network cards of a cloud server.
var (
	// ConnectNetworkInterface connects a network card (ccs.instance.ConnectNetworkInterface).
	ConnectNetworkInterface = cloud.AsyncOf[InterfaceRef, struct{}](instances.Post("ConnectNetworkInterface"), cloud.TrackTask)
	// DisconnectNetworkInterface disconnects a network card (ccs.instance.DisconnectNetworkInterface).
	DisconnectNetworkInterface = cloud.AsyncOf[InterfaceRef, struct{}](instances.Post("DisconnectNetworkInterface"), cloud.TrackTask)
	// BatchAddNetworkInterfaces adds a network card to several cloud servers (ccs.instance.BatchAddNetworkInterfaces).
	BatchAddNetworkInterfaces = cloud.AsyncOf[BatchAddNetworkInterfacesRequest, struct{}](instances.Post("BatchAddNetworkInterfaces"), cloud.TrackTask)
	// BatchDeleteNetworkInterfaces removes a network card from several cloud servers (ccs.instance.BatchDeleteNetworkInterfaces).
	BatchDeleteNetworkInterfaces = cloud.AsyncOf[BatchDeleteNetworkInterfacesRequest, struct{}](instances.Post("BatchDeleteNetworkInterfaces"), cloud.TrackTask)
	// ModifyIPAddress binds, changes or unbinds the IP address of a network card (ccs.instance.ModifyIpAddress).
	ModifyIPAddress = cloud.AsyncOf[ModifyIPAddressRequest, struct{}](instances.Post("ModifyIpAddress"), cloud.TrackTask)
	// GetIPInfoBySegment lists free private addresses in a segment (ccs.instance.GetIpInfoBySegment).
	GetIPInfoBySegment = cloud.ReadOf[GetIPInfoBySegmentRequest, GetIPInfoBySegmentResponse](instances.Post("GetIpInfoBySegment"))
)

// InterfaceRef names one network card of one cloud server.
type InterfaceRef struct {
	InterfaceID string `json:"InterfaceId"` // network card id (from DescribeInstances)
	InstanceID  string `json:"InstanceId"`  // cloud server id (from DescribeInstances)
}

// BatchAddNetworkInterfacesRequest are the parameters of BatchAddNetworkInterfaces.
type BatchAddNetworkInterfacesRequest struct {
	InstanceIDs []string     `json:"InstanceIds"`         // ids of the cloud servers
	PrivateID   string       `json:"PrivateId,omitempty"` // id of the private network
	PublicID    string       `json:"PublicId,omitempty"`  // id of the public network
	VdcID       string       `json:"VdcId"`               // id of the virtual data centre
	Password    cloud.Secret // password of the servers
}

// BatchDeleteNetworkInterfacesRequest are the parameters of BatchDeleteNetworkInterfaces.
type BatchDeleteNetworkInterfacesRequest struct {
	InstanceIDs []string `json:"InstanceIds"`         // ids of the cloud servers
	PrivateID   string   `json:"PrivateId,omitempty"` // id of the private network
	PublicID    string   `json:"PublicId,omitempty"`  // id of the public network
	VdcID       string   `json:"VdcId"`               // id of the virtual data centre
}

// ModifyIPAddressRequest are the parameters of ModifyIPAddress.
type ModifyIPAddressRequest struct {
	InstanceID  string `json:"InstanceId"`  // cloud server id
	InterfaceID string `json:"InterfaceId"` // network card id (from DescribeInstances)
	Address     string // IPv4 address to bind or change to; the text 'None' unbinds
	IPv6Bind    *bool  `json:"Ipv6Bind,omitempty"` // true binds, false unbinds the IPv6 address
	// password of the cloud server (also needed when it was created with a public key)
	Password cloud.Secret
}

// GetIPInfoBySegmentRequest are the parameters of GetIPInfoBySegment.
type GetIPInfoBySegmentRequest struct {
	PrivateID string `json:"PrivateId"` // id of the private network
	Segment   string // sub-segment, e.g. 10.12.19.234/24
}

// GetIPInfoBySegmentResponse lists the free addresses of a segment.
type GetIPInfoBySegmentResponse struct {
	AvailableIPList  cloud.List[string]
	AvailableIPTotal cloud.Int
}
