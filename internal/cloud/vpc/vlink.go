package vpc

import "yunque/internal/cloud"

// VLINKs, which join a subnet and a private network.
var (
	// CreateVLINK turns on VLINK for a subnet (cloud-platform nodes only) (vpc.CreateVLINK).
	CreateVLINK = cloud.WriteOf[CreateVLINKRequest, VLINKID](service.Post("CreateVLINK"))
	// DeleteVLINK turns off VLINK for a subnet (cloud-platform nodes only) (vpc.DeleteVLINK).
	DeleteVLINK = cloud.WriteOf[VLINKRef, VLINKID](service.Post("DeleteVLINK"))
	// VLINKAddVM joins cloud servers of a subnet to a VLINK (cloud-platform nodes only) (vpc.VLINKAddVM).
	VLINKAddVM = cloud.AsyncOf[VLINKAddVMRequest, Notice](service.Post("VLINKAddVM"), cloud.TrackVPC)
	// VLINKDeleteVM takes cloud servers out of a VLINK (cloud-platform nodes only) (vpc.VLINKDeleteVM).
	VLINKDeleteVM = cloud.AsyncOf[VLINKDeleteVMRequest, Notice](service.Post("VLINKDeleteVM"), cloud.TrackVPC)
)

// CreateVLINKRequest are the parameters of CreateVLINK.
type CreateVLINKRequest struct {
	SubnetID string `json:"SubnetId"` // subnet id
	PipeID   string `json:"PipeId"`   // private network id
}

// VLINKID is the VLINK that was made or deleted.
type VLINKID struct {
	VLINKID cloud.ID `json:"VLINKId"`
}

// VLINKRef names one VLINK.
type VLINKRef struct {
	VLINKID string `json:"VLINKId"` // VLINK id
}

// VLINKAddVMRequest are the parameters of VLINKAddVM.
type VLINKAddVMRequest struct {
	VLINKID  string       `json:"VLINKId"`   // VLINK id
	VMIDList []string     `json:"VMIdList"`  // ids of cloud servers
	Password cloud.Secret `json:",omitzero"` // password of the cloud servers
}

// Notice is a sentence in Chinese.
type Notice struct {
	Msg string
}

// VLINKDeleteVMRequest are the parameters of VLINKDeleteVM.
type VLINKDeleteVMRequest struct {
	VLINKID  string   `json:"VLINKId"`  // VLINK id
	VMIDList []string `json:"VMIdList"` // ids of cloud servers
}
