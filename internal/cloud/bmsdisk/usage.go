package bmsdisk

import "yunque/internal/cloud"

// Usage and goods.
var (
	// DescribeDiskUsage gets the used space of a cloud disk (bmsdisk.DescribeDiskUsage).
	DescribeDiskUsage = cloud.ReadOf[DiskRef, DiskUsage](service.Get("DescribeDiskUsage"))
	// DescribePoolUsage gets the used space of a storage pool (bmsdisk.DescribePoolUsage).
	DescribePoolUsage = cloud.ReadOf[DescribePoolUsageRequest, PoolUsage](service.Get("DescribePoolUsage"))
	// DescribeGoodsID looks up the goods id of a disk specification (bmsdisk.DescribeGoodsId).
	DescribeGoodsID = cloud.ReadOf[DescribeGoodsIDRequest, DescribeGoodsIDResponse](service.Get("DescribeGoodsId"))
)

// DiskUsage is how full a disk is.
type DiskUsage struct {
	DiskID cloud.ID    `json:"DiskId"`
	Use    cloud.Int   // GB
	Size   cloud.Int   // GB
	Ratio  cloud.Float // per cent
}

// DescribePoolUsageRequest are the parameters of DescribePoolUsage.
type DescribePoolUsageRequest struct {
	RegionID string `json:"RegionId"` // zone id (a uuid in the table, a zone name in the sample)
	PoolName string // name of the storage pool
}

// PoolUsage is how full a storage pool is.
type PoolUsage struct {
	PoolName string
	Use      cloud.Int   // GB
	Size     cloud.Int   // GB
	Ratio    cloud.Float // per cent
}

// DescribeGoodsIDRequest are the parameters of DescribeGoodsID.
type DescribeGoodsIDRequest struct {
	RegionID string `json:"RegionId"` // zone id (a uuid in the table, a zone name in the sample)
	Bw       int    // bandwidth
	IOPS     int    `json:"Iops"` // IOPS
	Type     string // disk type
}

// DescribeGoodsIDResponse names the goods to order.
type DescribeGoodsIDResponse struct {
	GoodsID cloud.ID `json:"GoodsId"`
}
