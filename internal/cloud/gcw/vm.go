package gcw

import "yunque/internal/cloud"

// Desktops.
var (
	// QueryVMs lists cloud desktop ids (gcw.QueryVms).
	QueryVMs = cloud.ReadOf[QueryVMsRequest, QueryVMsResponse](service.Get("QueryVms"))
	// QueryVM shows a cloud desktop (gcw.QueryVm).
	QueryVM = cloud.ReadOf[VMRef, VM](service.Get("QueryVm"))
	// QueryExpireVMs lists desktops that expire within seven days or have expired (gcw.QueryExpireVms).
	QueryExpireVMs = cloud.ReadOf[QueryExpireVMsRequest, cloud.List[ExpiringVM]](service.Get("QueryExpireVms"))
	// CreateVM creates cloud desktops (gcw.CreateVm).
	CreateVM = cloud.AsyncOf[CreateVMRequest, Accepted](service.Post("CreateVm"), cloud.TrackGcw)
	// OperateVM powers cloud desktops on or off, or reboots them (gcw.OperateVm).
	OperateVM = cloud.AsyncOf[OperateVMRequest, Accepted](service.Post("OperateVm"), cloud.TrackGcw)
	// RebuildVM reinstalls a cloud desktop (gcw.RebuildVm).
	RebuildVM = cloud.AsyncOf[RebuildVMRequest, Accepted](service.Get("RebuildVm"), cloud.TrackGcw)
	// DeleteVM deletes a cloud desktop (gcw.DeleteVm).
	DeleteVM = cloud.AsyncOf[DeleteVMRequest, Accepted](service.Post("DeleteVm"), cloud.TrackGcw)
	// ChangeVMName renames a cloud desktop (gcw.ChangeVmName).
	ChangeVMName = cloud.WriteOf[ChangeVMNameRequest, struct{}](service.Post("ChangeVmName"))
	// UpdateVMLabels changes the remark of cloud desktops (gcw.UpdateVmLabels).
	UpdateVMLabels = cloud.WriteOf[UpdateVMLabelsRequest, struct{}](service.Post("UpdateVmLabels"))
)

// QueryVMsRequest are the parameters of QueryVMs.
type QueryVMsRequest struct {
	SiteID     string `json:"siteId,omitempty"`     // filter: site id
	ProductID  string `json:"productId,omitempty"`  // filter: product id
	BillMethod string `json:"billMethod,omitempty"` // filter: 1 = subscription, 0 = pay as you go
	Email      string `json:"email,omitempty"`      // filter: e-mail of the user
	VPCID      string `json:"vpcId,omitempty"`      // filter: VPC id
	VPCName    string `json:"vpcName,omitempty"`    // filter: VPC name
}

// QueryVMsResponse lists ids only: ask for each with QueryVM.
type QueryVMsResponse struct {
	VMIDs cloud.List[cloud.ID] `json:"vmIds"`
}

// VMRef names one desktop.
type VMRef struct {
	VMID string `json:"vmId"` // cloud desktop id
}

// VM is one desktop. EIP and PrivateIP carry a prefix, as in 移动:120.226.84.70 and vlan1704:10.1.0.14.
type VM struct {
	AccountEmail string     `json:"accountEmail"`
	AccountName  string     `json:"accountName"`
	BillMethod   cloud.ID   `json:"billMethod"` // 0 is pay as you go, 1 a subscription
	Bw           cloud.Int  `json:"bw"`         // Mbps
	EIP          string     `json:"eip"`
	ExpireTime   cloud.Time `json:"expireTime"`
	Label        string     `json:"label"`
	PrivateIP    string     `json:"privateIp"`
	ProductID    cloud.ID   `json:"productId"`
	PublicIP     string     `json:"publicIp"`
	SiteID       cloud.ID   `json:"siteId"`
	Status       string     `json:"status"`
	VMName       string     `json:"vmName"`
	VPCID        cloud.ID   `json:"vpcId"`
	VPCName      string     `json:"vpcName"`
}

// QueryExpireVMsRequest has nothing in it: QueryExpireVMs takes no parameters.
type QueryExpireVMsRequest struct{}

// ExpiringVM is a desktop whose subscription ends soon.
type ExpiringVM struct {
	BillMethod cloud.ID   `json:"billMethod"` // 0 is pay as you go, 1 a subscription
	ExpireTime cloud.Time `json:"expireTime"`
	Status     string     `json:"status"`
	VMName     string     `json:"vmName"`
}

// CreateVMRequest are the parameters of CreateVM.
type CreateVMRequest struct {
	RequestID string `json:"requestId"`     // a UUID that the caller makes for this request
	SiteID    string `json:"siteId"`        // site id (QuerySites)
	ProductID string `json:"productId"`     // product id (QueryProducts)
	Name      string `json:"name"`          // name of the desktop
	Num       string `json:"num,omitempty"` // number of desktops
	// first number, above 0; from the second desktop on the name gets a suffix such as _001
	HostNo       string `json:"hostNo,omitempty"`
	ImageID      string `json:"imageId"`                // image id (QueryImages)
	MoneyType    string `json:"moneyType,omitempty"`    // currency of the test money: US or CN
	SubAccountID string `json:"subAccountId,omitempty"` // id of the test money of a sub-account
	// month = subscription, minute = pay as you go (then leave out duration, isToMonth, isAutoRenewal,
	// priceToMonth)
	BillCycle string `json:"billCycle,omitempty"`
	Duration  string `json:"duration,omitempty"` // months of a subscription; not for pay as you go
	// subscription to the end of the month: 1 yes, 0 no (e.g. bought on 2022.6.22: '1' with duration 1
	// ends 2022.7.1, '0' ends 2022.7.22)
	IsToMonth      string `json:"isToMonth,omitempty"`
	IsAutoRenewal  string `json:"isAutoRenewal,omitempty"` // renew automatically: 1 yes, 0 no
	PriceToMonth   string `json:"priceToMonth,omitempty"`  // charge a full month for a part month: 1 yes, 0 no
	Qos            string `json:"qos"`                     // bandwidth (Mbps)
	VPCID          string `json:"vpcId"`                   // VPC id (GetDefaultNet or GetCustomNet)
	SubnetNetID    string `json:"subnetNetId"`             // subnet id
	VgatewayNetID  string `json:"vgatewayNetId"`           // virtual gateway id
	VgatewayConfID string `json:"vgatewayConfId"`          // conf_id of the virtual gateway
	SysVolume      string `json:"sysVolume,omitempty"`     // system volume: local or ssd (cloud disk)
	// size of the cloud disk; not for local; larger than the image and a multiple of 8
	SysVolumeSize string `json:"sysVolumeSize,omitempty"`
}

// Accepted names the task to follow and echoes what it is about.
type Accepted struct {
	RequestContent cloud.Secret         `json:"requestContent"` // the request as the service understood it
	RequestID      cloud.ID             `json:"requestId"`
	TaskID         cloud.ID             `json:"taskId"`
	VMIDs          cloud.List[cloud.ID] `json:"vmIds"`
	VMID           cloud.ID             `json:"vmId"`
}

// OperateVMRequest are the parameters of OperateVM.
type OperateVMRequest struct {
	RequestID string   `json:"requestId"` // a UUID that the caller makes for this request
	Action    string   `json:"action"`    // power operation; a body field, not the API action
	VMIDs     []string `json:"vmIds"`     // cloud desktop ids
}

// RebuildVMRequest are the parameters of RebuildVM.
type RebuildVMRequest struct {
	RequestID string `json:"requestId"` // a UUID that the caller makes for this request
	VMID      string `json:"vmId"`      // cloud desktop id
	ImageID   string `json:"imageId"`   // image id (QueryImages)
}

// DeleteVMRequest are the parameters of DeleteVM.
type DeleteVMRequest struct {
	RequestID string `json:"requestId"` // a UUID that the caller makes for this request
	VMID      string `json:"vmId"`      // cloud desktop id
}

// ChangeVMNameRequest are the parameters of ChangeVMName.
type ChangeVMNameRequest struct {
	RequestID string `json:"requestId"` // a UUID that the caller makes for this request
	VMID      string `json:"vmId"`      // cloud desktop id
	Name      string `json:"name"`      // the new name
}

// UpdateVMLabelsRequest are the parameters of UpdateVMLabels.
type UpdateVMLabelsRequest struct {
	RequestID string   `json:"requestId"` // a UUID that the caller makes for this request
	VMIDs     []string `json:"vmIds"`     // cloud desktop ids
	Label     string   `json:"label"`     // the new remark
}
