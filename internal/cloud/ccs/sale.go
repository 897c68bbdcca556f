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

// AvailableResource is what one zone sells.
type AvailableResource struct {
	RegionStatus   cloud.ID
	RegionStatusZh string
	RegionID       cloud.ID `json:"RegionId"`
	WanGoods       cloud.List[WANGoods]
	InstanceGoods  cloud.List[InstanceGoods]
	RegionName     string
}

// WANGoods is one type of bandwidth on sale.
type WANGoods struct {
	BillingMethod cloud.List[WANBilling]
	Type          string
}

// WANBilling is one way to pay for bandwidth, with the most that can be bought.
type WANBilling struct {
	MaxQos cloud.Int // Mbps
	Key    string
}

// InstanceGoods is one instance type on sale.
type InstanceGoods struct {
	ImageGoods      ImageGoods
	DiskGoods       cloud.List[DiskGoods]
	InstanceType    string
	SystemDiskGoods cloud.List[DiskGoods]
}

// ImageGoods are the systems on sale; PrivateImages are of this account.
type ImageGoods struct {
	PublicImage   cloud.List[Image]
	PrivateImages cloud.List[Image]
}

// Image is one system to install.
type Image struct {
	GicDisplayName string
	ImageType      string
	ImageID        cloud.ID `json:"ImageId"`
}

// DiskGoods is one disk type on sale.
type DiskGoods struct {
	MinSize cloud.Int // GB
	MaxSize cloud.Int // GB
	Type    string
	Step    cloud.Int // GB
}

// DescribeInstanceTypeRequest are the parameters of DescribeInstanceType.
type DescribeInstanceTypeRequest struct {
	RegionID           string `json:"RegionId"` // zone id (appendix 1)
	InstanceType       string // instance type id (appendix 2)
	InstanceChargeType string `json:",omitempty"` // billing method: PrePaid = subscription, PostPaid = pay as you go
}

// InstanceSize is one pair of CPU and memory on sale.
type InstanceSize struct {
	CPU  cloud.Int `json:"Cpu"` // cores
	Name string
	RAM  cloud.Int `json:"Ram"` // GB
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

// PricedDisk is one data disk to price.
type PricedDisk struct {
	Size int    `json:",omitempty"` // size
	Type string `json:",omitempty"` // disk type; the examples are ssd_disk and high_disk
}

// DescribeInstancePriceResponse is the price; the documentation names neither unit nor period.
type DescribeInstancePriceResponse struct {
	TotalPrice cloud.Decimal
}
