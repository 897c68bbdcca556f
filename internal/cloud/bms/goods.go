package bms

import "yunque/internal/cloud"

// What is on sale.
var (
	// DescribeBmsGoods lists bare metal goods in a zone (bms.DescribeBmsGoods).
	DescribeBmsGoods = cloud.ReadOf[RegionRef, GoodsList](service.Get("DescribeBmsGoods"))
	// DescribeBmsGoodsPrice prices bare metal servers (bms.DescribeBmsGoodsPrice).
	DescribeBmsGoodsPrice = cloud.ReadOf[DescribeBmsGoodsPriceRequest, GoodsPrice](service.Post("DescribeBmsGoodsPrice"))
	// DescribeBmsImage lists bare metal images (bms.DescribeBmsImage).
	DescribeBmsImage = cloud.ReadOf[DescribeBmsImageRequest, cloud.Map[cloud.List[Image]]](service.Post("DescribeBmsImage"))
)

// RegionRef names one zone.
type RegionRef struct {
	RegionID string `json:"RegionId"` // zone id (appendix 1)
}

// GoodsList is what a zone sells, by way of payment.
type GoodsList struct {
	PostPaid cloud.List[Goods]
	PrePaid  cloud.List[Goods]
}

// Goods is one server on sale in its builds.
type Goods struct {
	Computes  cloud.List[Compute]
	GoodsID   cloud.ID `json:"GoodsId"`
	GoodsName string
}

// Compute is one build of a server on sale.
type Compute struct {
	CPU       cloud.Int `json:"Cpu"` // cores
	CPUInfo   string    `json:"CpuInfo"`
	Disks     cloud.List[ComputeDisk]
	Frequency string
	ID        cloud.ID  `json:"Id"`
	RAM       cloud.Int `json:"Ram"` // GB
}

// ComputeDisk is a kind of disk in a server on sale.
type ComputeDisk struct {
	Capacity cloud.Int // GB
	Count    cloud.Int
	ID       cloud.ID `json:"Id"`
	Type     string
}

// DescribeBmsGoodsPriceRequest are the parameters of DescribeBmsGoodsPrice.
type DescribeBmsGoodsPriceRequest struct {
	RegionID  string `json:"RegionId"`  // zone id (appendix 1)
	GoodsID   int    `json:"GoodsId"`   // goods id (DescribeBmsGoods)
	ComputeID string `json:"ComputeId"` // configuration id (Id of a Computes item in DescribeBmsGoods)
	// PrePaid = subscription, PostPaid = pay as you go; only the subscription is supported now
	InstanceChargeType string
	// months to buy; 0 = until the end of this month, 1 = to the end of this month plus one calendar
	// month
	PrepaidMonth int
	Amount       int // number of servers
}

// GoodsPrice is the price of an order; the parts do not add up in the documentation.
type GoodsPrice struct {
	Currency    string
	TradeAmount cloud.Decimal
	UnitPrice   cloud.Decimal
}

// DescribeBmsImageRequest are the parameters of DescribeBmsImage.
type DescribeBmsImageRequest struct {
	ImageType string `json:",omitempty"`       // public or private images
	OSType    string `json:"OsType,omitempty"` // operating system, e.g. centos, ubuntu
}

// Image is one system to install.
type Image struct {
	ID   cloud.ID `json:"Id"`
	Name string
	Type string
}
