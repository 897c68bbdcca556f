package ecs

import (
	"encoding/json"

	"yunque/internal/cloud"
)

// Buying a server.
var (
	// CreateInstance creates cloud servers (ecs.CreateInstance).
	CreateInstance = cloud.AsyncOf[CreateInstanceRequest, CreateInstanceResponse](service.Post("CreateInstance"), cloud.TrackECS)
	// DescribePrice prices cloud servers (ecs.DescribePrice).
	DescribePrice = cloud.ReadOf[DescribePriceRequest, Price](service.Post("DescribePrice"))
)

// CreateInstanceRequest are the parameters of CreateInstance.
type CreateInstanceRequest struct {
	AvailableZoneCode string        // zone code (appendix 5 or DescribeRegions)
	EcsFamilyName     string        // instance family name (DescribeEcsFamilyInfo)
	CPU               int           `json:"Cpu"`           // CPU cores
	RAM               int           `json:"Ram"`           // memory
	GPU               int           `json:"Gpu,omitempty"` // number of GPUs
	Number            int           `json:",omitempty"`    // how many servers, at most 100 in one batch
	BillingMethod     string        // "0" = pay as you go, "1" = subscription
	Password          cloud.Secret  // login password
	ImageID           string        `json:"ImageId"` // image id or image name (DescribeImages)
	SystemDisk        NewSystemDisk // system disk
	VpcInfo           VPCRef        // VPC
	SubnetInfo        SubnetRef     // private network
	// public networks: at most one gateway on Windows, three on Linux, exactly one of them the default
	// gateway
	PubnetInfo  []NewPublicNet `json:",omitempty"`
	Name        string         `json:",omitempty"` // server name; named 'ecs-<creation date>' when omitted
	StartNumber int            `json:",omitempty"` // first number of the numbered names; omitted = not numbered
	// months, for a subscription only; 12 = one year, above a year multiples of 12, at most 36
	Duration      int  `json:",omitempty"`
	IsToMonth     *int `json:",omitempty"`        // subscription to the end of the month: 1 yes, 0 no
	IsAutoRenewal *int `json:",omitempty"`        // renew a subscription automatically: 1 yes, 0 no
	UTCTime       *int `json:"UtcTime,omitempty"` // 1 = UTC, 0 = UTC+8 (Shanghai)
	// data disks (the text says cloud disks only; the sample sends one object, not a list)
	DataDisk    NewDisks `json:",omitempty"`
	DNSList     []string `json:"DnsList,omitempty"` // two items: primary and secondary DNS; omitted = the default DNS
	TestAccount string   `json:",omitempty"`        // name of a test account (DescribeAccountSubject)
}

// NewSystemDisk is the system disk of a new server.
type NewSystemDisk struct {
	DiskFeature string `json:",omitempty"` // disk type: local disk or cloud disk
	Size        int    `json:",omitempty"` // size
}

// VPCRef names one VPC.
type VPCRef struct {
	VpcID string `json:"VpcId,omitempty"` // VPC id
}

// SubnetRef names one subnet.
type SubnetRef struct {
	SubnetID string `json:"SubnetId,omitempty"` // subnet id
}

// NewPublicNet is a gateway with the elastic IPs to bind.
type NewPublicNet struct {
	SubnetID string   `json:"SubnetId,omitempty"` // virtual gateway (public subnet) id
	IPType   string   `json:"IpType,omitempty"`   // default_gateway or virtual (the example is empty)
	EIPIDs   []string `json:"EipIds,omitempty"`   // EIP ids
}

// CreateInstanceResponse names the new servers and the event to follow.
type CreateInstanceResponse struct {
	EventID  cloud.ID           `json:"EventId"`
	EcsIDSet cloud.List[string] `json:"EcsIdSet"`
}

// DescribePriceRequest are the parameters of DescribePrice.
type DescribePriceRequest struct {
	AvailableZoneCode string // zone code (appendix 5 or DescribeRegions)
	EcsFamilyName     string `json:",omitempty"`    // instance family name
	CPU               int    `json:"Cpu"`           // CPU cores (a size listed by DescribeEcsFamilyInfo)
	RAM               int    `json:"Ram"`           // memory (a size listed by DescribeEcsFamilyInfo)
	GPU               int    `json:"Gpu,omitempty"` // number of GPUs (a size listed by DescribeEcsFamilyInfo)
	BillingMethod     string // "0" = pay as you go, "1" = subscription
	// months, for a subscription only; below 12 by the month, from 12 on multiples of 12
	Duration int `json:",omitempty"`
	// subscription to the end of the month: 1 yes, 0 no (bought on 2022-07-22: 1 ends 2022-08-01, 0
	// ends 2022-08-22)
	IsToMonth      *int         `json:",omitempty"`
	SystemDiskInfo PricedDisk   // system disk
	DataDiskInfo   []PricedDisk `json:",omitempty"` // data disks
	Number         int          `json:",omitempty"` // how many servers
}

// PricedDisk is one disk to price.
type PricedDisk struct {
	DiskFeature string // disk type, e.g. ssd, local; a field of SystemDiskInfo
	Size        int    `json:",omitempty"` // size
}

// Price is a price with its currency sign and period (天 is a day).
type Price struct {
	PriceUnit   string
	PriceSymbol string
	TotalPrice  cloud.Decimal
}

// NewDisks are the data disks to buy. One disk travels as an object, as in the
// sample; several travel as a list, as in the table.
type NewDisks []NewDisk

// MarshalJSON writes the one disk, or the list.
func (d NewDisks) MarshalJSON() ([]byte, error) {
	if len(d) == 1 {
		return json.Marshal(d[0])
	}
	return json.Marshal([]NewDisk(d))
}

// UnmarshalJSON accepts both forms.
func (d *NewDisks) UnmarshalJSON(b []byte) error {
	return (*cloud.List[NewDisk])(d).UnmarshalJSON(b)
}

// NewDisk is one data disk to buy with a server.
type NewDisk struct {
	DiskFeature         string `json:",omitempty"` // ssd or local
	Size                int    `json:",omitempty"` // GB
	SnapshotID          string `json:"SnapshotId,omitempty"`
	ReleaseWithInstance *int   `json:",omitempty"` // 1: the disk goes with the server
}
