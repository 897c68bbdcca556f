package ccs

import "yunque/internal/cloud"

// What is on sale and what it costs.
var (
	// DescribeAvailableResource lists what a zone sells: bandwidth, instance types, images, disks (common.DescribeAvailableResource).
	DescribeAvailableResource = cloud.ReadOf[AvailableResourceRequest, AvailableResource](common.Get("DescribeAvailableResource"))
	// DescribeInstanceType lists the CPU/memory sizes on sale for an instance type (ccs.instance.DescribeInstanceType).
	DescribeInstanceType = cloud.ReadOf[DescribeInstanceTypeRequest, cloud.List[InstanceSize]](instances.Post("DescribeInstanceType"))
	// DescribeInstancePrice prices cloud servers (ccs.instance.DescribeInstancePrice).
	DescribeInstancePrice = cloud.ReadOf[DescribeInstancePriceRequest, DescribeInstancePriceResponse](instances.Post("DescribeInstancePrice"))
)

// AvailableResourceRequest are the parameters of DescribeAvailableResource.
type AvailableResourceRequest struct {
	RegionID          string `json:"RegionId"`   // zone id (appendix 1)
	AvailableResource string `json:",omitempty"` // "1", in the sample only
}

// WANBilling stands in BillingMethod of DescribeAvailableResource.
type WANBilling struct {
	MaxQos cloud.Int // Mbps
	Key    string
}

// WANGoods stands in WanGoods of DescribeAvailableResource.
type WANGoods struct {
	BillingMethod cloud.List[WANBilling]
	Type          string
}

// Image stands in PublicImage of DescribeAvailableResource.
type Image struct {
	GicDisplayName string
	ImageType      string
	ImageID        cloud.ID `json:"ImageId"`
}

// ImageGoods stands in ImageGoods of DescribeAvailableResource.
type ImageGoods struct {
	PublicImage   cloud.List[Image]
	PrivateImages cloud.List[Image]
}

// DiskGoods stands in DiskGoods of DescribeAvailableResource.
type DiskGoods struct {
	MinSize cloud.Int // GB
	MaxSize cloud.Int // GB
	Type    string
	Step    cloud.Int // GB
}

// InstanceGoods stands in InstanceGoods of DescribeAvailableResource.
type InstanceGoods struct {
	ImageGoods      ImageGoods
	DiskGoods       cloud.List[DiskGoods]
	InstanceType    string
	SystemDiskGoods cloud.List[DiskGoods]
}

// AvailableResource is one record of DescribeAvailableResource.
type AvailableResource struct {
	RegionStatus   cloud.ID
	RegionStatusZh string
	RegionID       cloud.ID `json:"RegionId"`
	WanGoods       cloud.List[WANGoods]
	InstanceGoods  cloud.List[InstanceGoods]
	RegionName     string
}

// DescribeInstanceTypeRequest are the parameters of DescribeInstanceType.
type DescribeInstanceTypeRequest struct {
	RegionID           string `json:"RegionId"` // zone id (appendix 1)
	InstanceType       string // instance type id (appendix 2)
	InstanceChargeType string `json:",omitempty"` // billing method: PrePaid = subscription, PostPaid = pay as you go
}

// InstanceSize is one record of DescribeInstanceType.
type InstanceSize struct {
	CPU  cloud.Int `json:"Cpu"` // cores
	Name string
	RAM  cloud.Int `json:"Ram"` // GB
}

// PricedDisk is one entry of DataDisks in the parameters of DescribeInstancePrice.
type PricedDisk struct {
	Size int    `json:",omitempty"` // size
	Type string `json:",omitempty"` // disk type; the examples are ssd_disk and high_disk
}

// DescribeInstancePriceRequest are the parameters of DescribeInstancePrice.
type DescribeInstancePriceRequest struct {
	RegionID           string `json:"RegionId"`   // zone id (appendix 1)
	InstanceChargeType string `json:",omitempty"` // billing method: PrePaid = subscription, PostPaid = pay as you go
	AutoRenew          *int   `json:",omitempty"` // renew a subscription automatically: 1 yes, 0 no
	// months to buy for a subscription; 0 = until the end of this month, 1 = one calendar month
	PrepaidMonth int    `json:",omitempty"`
	CPU          int    `json:"Cpu"` // number of CPU cores (the smallest purchasable is the default)
	RAM          int    `json:"Ram"` // memory in GB (the smallest purchasable is the default)
	InstanceType string // instance type id (appendix 2)
	// template id; the text says Ubuntu_16.04_64 when omitted, the table says required
	ImageID    string        `json:"ImageId"`
	SystemDisk NewSystemDisk // system disk: type, size and IOPS packs
	DataDisks  []PricedDisk  `json:",omitempty"` // data disks
	Amount     int           // how many servers
}

// DescribeInstancePriceResponse is the answer of DescribeInstancePrice.
type DescribeInstancePriceResponse struct {
	TotalPrice cloud.Decimal
}
