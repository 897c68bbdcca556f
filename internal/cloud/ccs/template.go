package ccs

import "yunque/internal/cloud"

// Templates, from which cloud servers are made.
var (
	// DescribeTemplateInfo lists templates (ccs.template.DescribeTemplateInfo).
	DescribeTemplateInfo = cloud.ReadOf[DescribeTemplateInfoRequest, DescribeTemplateInfoResponse](templates.Post("DescribeTemplateInfo"))
	// CreateTemplate makes a template from a cloud server (ccs.template.CreateTemplate).
	CreateTemplate = cloud.AsyncOf[CreateTemplateRequest, struct{}](templates.Post("CreateTemplate"), cloud.TrackTask)
	// DeleteTemplate deletes a template in a zone (ccs.template.DeleteTemplate).
	DeleteTemplate = cloud.AsyncOf[TemplateRef, struct{}](templates.Post("DeleteTemplate"), cloud.TrackTask)
	// SyncTemplate copies a template to a zone (ccs.template.SyncTemplate).
	SyncTemplate = cloud.AsyncOf[TemplateRef, struct{}](templates.Post("SyncTemplate"), cloud.TrackTask)
)

// DescribeTemplateInfoRequest are the parameters of DescribeTemplateInfo.
type DescribeTemplateInfoRequest struct {
	PageNumber int    // page number
	PageSize   int    // items per page
	Keyword    string `json:",omitempty"` // filter: keyword
}

// DescribeTemplateInfoResponse is one page of templates.
type DescribeTemplateInfoResponse struct {
	TotalPage    cloud.Int
	TemplateList cloud.List[Template]
}

// Template is one template.
type Template struct {
	Count      cloud.Int
	Status     string
	Name       string
	Region     cloud.List[TemplateRegion]
	TemplateID cloud.ID `json:"TemplateId"`
	OSType     string
	CreateTime cloud.Time
}

// TemplateRegion is where a template can be used.
type TemplateRegion struct {
	Status     string
	RegionID   cloud.ID `json:"RegionId"`
	RegionName string
}

// CreateTemplateRequest are the parameters of CreateTemplate.
type CreateTemplateRequest struct {
	InstanceID   string `json:"InstanceId"` // cloud server id
	DisplayName  string // name of the template
	PowerOn      bool   // make the template with the server running
	WithDataDisk *bool  `json:",omitempty"` // include the data disks of the server
	// administrator name of the server; not needed for a key-based server whose password was never
	// changed; a wrong name makes servers created from the template fail
	InstanceUserName string `json:",omitempty"`
}

// TemplateRef names one template in one zone.
type TemplateRef struct {
	TemplateID string `json:"TemplateId"` // template id
	RegionID   string `json:"RegionId"`   // zone id (appendix 1)
}
