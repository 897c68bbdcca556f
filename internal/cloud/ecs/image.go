package ecs

import "yunque/internal/cloud"

// Images.
var (
	// DescribeImages lists images (ecs.DescribeImages).
	DescribeImages = cloud.ReadOf[DescribeImagesRequest, DescribeImagesResponse](service.Post("DescribeImages").At("/ecs/v1.1"))
	// CreateImage creates a private image from a cloud server (ecs.CreateImage).
	CreateImage = cloud.AsyncOf[CreateImageRequest, CreateImageResponse](service.Post("CreateImage"), cloud.TrackECS)
	// DeleteImage deletes images (ecs.DeleteImage).
	DeleteImage = cloud.AsyncOf[DeleteImageRequest, Accepted](service.Post("DeleteImage"), cloud.TrackECS)
	// SyncImage copies an image to other zones (ecs.SyncImage).
	SyncImage = cloud.AsyncOf[SyncImageRequest, Accepted](service.Post("SyncImage"), cloud.TrackECS)
)

// DescribeImagesRequest are the parameters of DescribeImages.
type DescribeImagesRequest struct {
	AvailableZoneCode string          `json:",omitempty"`         // zone code (appendix 5 or DescribeRegions)
	ImageIDs          cloud.ArrayText `json:"ImageIds,omitempty"` // image ids as a JSON list in a string, e.g. '["img-xx", "img-xx"]'
}

// DescribeImagesResponse is one page of images.
type DescribeImagesResponse struct {
	ImageList cloud.List[Image]
	cloud.Paged
}

// Image is one image, public or of this account.
type Image struct {
	TemplateType      string
	ImageID           cloud.ID `json:"ImageId"`
	ImageName         string
	Status            string
	OSType            string    `json:"OsType"`
	OSBit             cloud.Int `json:"OsBit"`
	StatusDisplay     string
	AzID              cloud.ID `json:"AzId"`
	AzName            string
	SupportGPUDriver  string `json:"SupportGpuDriver"`
	Username          string
	SupportType       cloud.List[string]
	OSVersion         cloud.ID `json:"OsVersion"`
	CreateTime        cloud.Time
	OSSize            cloud.Int `json:"OsSize"` // GB
	AvailableZoneCode string
}

// CreateImageRequest are the parameters of CreateImage.
type CreateImageRequest struct {
	EcsID string `json:"EcsId"` // cloud server id
	Name  string // name of the image
}

// CreateImageResponse names the new image and the event to follow.
type CreateImageResponse struct {
	EventID cloud.ID `json:"EventId"`
	ImageID cloud.ID `json:"ImageId"`
}

// DeleteImageRequest are the parameters of DeleteImage.
type DeleteImageRequest struct {
	ImageIDs          []string `json:"ImageIds"`   // image ids (the printed description says instance ids)
	AvailableZoneCode string   `json:",omitempty"` // zone to delete the images in; omitted = all zones
}

// SyncImageRequest are the parameters of SyncImage.
type SyncImageRequest struct {
	ImageID            string   `json:"ImageId"` // image id (the printed description says instance id)
	AvailableZoneCodes []string // target zone codes
}
