package ccs

import "yunque/internal/cloud"

// Tags of cloud servers.
var (
	// DescribeTags lists tags (ccs.instance.DescribeTags).
	DescribeTags = cloud.ReadOf[DescribeTagsRequest, cloud.List[Tag]](instances.Post("DescribeTags"))
	// CreateTag creates a tag (ccs.instance.CreateTag).
	CreateTag = cloud.WriteOf[CreateTagRequest, struct{}](instances.Post("CreateTag"))
	// DeleteTag deletes a tag (ccs.instance.DeleteTag).
	DeleteTag = cloud.WriteOf[TagRef, struct{}](instances.Post("DeleteTag"))
	// AddInstancesTags adds tags to cloud servers (ccs.instance.AddInstancesTags).
	AddInstancesTags = cloud.WriteOf[AddInstancesTagsRequest, struct{}](instances.Post("AddInstancesTags"))
	// DeleteInstancesTags removes tags from cloud servers (ccs.instance.DeleteInstancesTags).
	DeleteInstancesTags = cloud.WriteOf[DeleteInstancesTagsRequest, struct{}](instances.Post("DeleteInstancesTags"))
)

// DescribeTagsRequest has nothing in it: DescribeTags takes no parameters.
type DescribeTagsRequest struct{}

// CreateTagRequest are the parameters of CreateTag.
type CreateTagRequest struct {
	TagName string // tag name
}

// TagRef names one tag.
type TagRef struct {
	TagID string `json:"TagId"` // tag id
}

// AddInstancesTagsRequest are the parameters of AddInstancesTags.
type AddInstancesTagsRequest struct {
	InstanceIDs cloud.CSV `json:"InstanceIds"`         // cloud server ids, comma separated in one string
	AddTagIDs   cloud.CSV `json:"AddTagIds,omitempty"` // ids of the tags to add, comma separated in one string
}

// DeleteInstancesTagsRequest are the parameters of DeleteInstancesTags.
type DeleteInstancesTagsRequest struct {
	InstanceIDs cloud.CSV `json:"InstanceIds"`         // cloud server ids, comma separated in one string
	DelTagIDs   cloud.CSV `json:"DelTagIds,omitempty"` // ids of the tags to remove, comma separated in one string
}
