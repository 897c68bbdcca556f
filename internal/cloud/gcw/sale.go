package gcw

import "yunque/internal/cloud"

// Sites, products and images.
var (
	// QuerySites lists sites (gcw.QuerySites).
	QuerySites = cloud.ReadOf[SiteFilter, cloud.List[Site]](service.Get("QuerySites"))
	// QueryProducts lists products (gcw.QueryProducts).
	QueryProducts = cloud.ReadOf[SiteFilter, cloud.List[Product]](service.Get("QueryProducts"))
	// QueryImages lists usable images (gcw.QueryImages).
	QueryImages = cloud.ReadOf[QueryImagesRequest, cloud.List[ProductImages]](service.Get("QueryImages"))
)

// SiteFilter narrows a list to one site; the zero value means all sites.
type SiteFilter struct {
	SiteID string `json:"siteId,omitempty"` // filter: site id
}

// Site is one site.
type Site struct {
	CityID     cloud.ID `json:"cityId"`
	CityName   string   `json:"cityName"`
	PodName    string   `json:"podName"`
	RegionID   cloud.ID `json:"regionId"`
	RegionName string   `json:"regionName"`
	SiteID     cloud.ID `json:"siteId"`
	SiteName   string   `json:"siteName"`
}

// Product is one size of desktop on sale in a site.
type Product struct {
	CPUCores       cloud.Int     `json:"cpuCores"` // cores
	GoodsID        cloud.ID      `json:"goodsId"`
	GPUModel       string        `json:"gpuModel"`
	GPURAM         cloud.Int     `json:"gpuRam"`     // GB
	MemorySize     cloud.Int     `json:"memorySize"` // GB
	MonthPrice     cloud.Decimal `json:"monthPrice"` // per month
	OS             string        `json:"os"`
	ProductID      cloud.ID      `json:"productId"`
	RequirePrice   cloud.Decimal `json:"requirePrice"` // per minute
	SiteID         cloud.ID      `json:"siteId"`
	SystemDiskSize cloud.Int     `json:"systemDiskSize"` // GB
	IsAllowSsd     cloud.Bool    `json:"isAllowSsd"`
}

// QueryImagesRequest are the parameters of QueryImages.
type QueryImagesRequest struct {
	SiteID    string `json:"siteId,omitempty"`    // filter: site id
	ProductID string `json:"productId,omitempty"` // filter: product id
}

// ProductImages are the images that fit a product.
type ProductImages struct {
	ProductID     cloud.ID          `json:"productId"`
	ProductName   string            `json:"productName"`
	PublicImages  cloud.List[Image] `json:"publicImages"`
	PrivateImages cloud.List[Image] `json:"privateImages"`
}

// Image is one image.
type Image struct {
	ImageID    cloud.ID              `json:"imageId"`
	ImageName  string                `json:"imageName"`
	DetailName string                `json:"detailName"`
	ImageType  string                `json:"imageType"`
	OSType     string                `json:"osType"`
	ImageSize  cloud.Float           `json:"imageSize"`
	Message    string                `json:"message"`
	ImageSites cloud.List[ImageSite] `json:"imageSites"`
}

// ImageSite is the state of an image in one site.
type ImageSite struct {
	ImageSiteID cloud.ID `json:"imageSiteId"`
	SiteID      cloud.ID `json:"siteId"`
	SiteName    string   `json:"siteName"`
	Status      string   `json:"status"`
}
