package network

import "yunque/internal/cloud"

// Private networks of a VDC and their addresses.
var (
	// CreatePrivateNetwork adds a private network to a VDC (network.vdc.CreatePrivateNetwork).
	CreatePrivateNetwork = cloud.AsyncOf[CreatePrivateNetworkRequest, struct{}](service.Post("CreatePrivateNetwork"), cloud.TrackTask)
	// DeletePrivateNetwork deletes a private network (network.vdc.DeletePrivateNetwork).
	DeletePrivateNetwork = cloud.AsyncOf[PrivateRef, struct{}](service.Get("DeletePrivateNetwork"), cloud.TrackTask)
	// DescribePrivateIP lists used and free addresses of a private network (ccs.instance.DescribePrivateIp).
	DescribePrivateIP = cloud.ReadOf[DescribePrivateIPRequest, Addresses](instances.Post("DescribePrivateIp"))
)

// CreatePrivateNetworkRequest are the parameters of CreatePrivateNetwork.
type CreatePrivateNetworkRequest struct {
	VdcID   string `json:"VdcId"`      // VDC id
	Name    string `json:",omitempty"` // name; the default is 私网1/2
	Type    string `json:",omitempty"` // auto or manual
	Address string `json:",omitempty"` // network address
	Mask    string `json:",omitempty"` // mask length
}

// PrivateRef names one private network.
type PrivateRef struct {
	PrivateID string `json:"PrivateId"` // private network id
}

// DescribePrivateIPRequest are the parameters of DescribePrivateIP.
type DescribePrivateIPRequest struct {
	VdcID     string `json:"VdcId"`     // id of the virtual data centre
	PrivateID string `json:"PrivateId"` // id of the private network
}
