package ccs

import "yunque/internal/cloud"

// Security groups.
var (
	// DescribeSecurityGroups lists security groups (ccs.securitygroup.DescribeSecurityGroups).
	DescribeSecurityGroups = cloud.ReadOf[DescribeSecurityGroupsRequest, DescribeSecurityGroupsResponse](groups.Post("DescribeSecurityGroups"))
	// DescribeSecurityGroupAttribute shows a security group with its rules (ccs.securitygroup.DescribeSecurityGroupAttribute).
	DescribeSecurityGroupAttribute = cloud.ReadOf[DescribeSecurityGroupAttributeRequest, SecurityGroupDetail](groups.Get("DescribeSecurityGroupAttribute"))
	// CreateSecurityGroup creates a security group (ccs.securitygroup.CreateSecurityGroup).
	CreateSecurityGroup = cloud.WriteOf[CreateSecurityGroupRequest, struct{}](groups.Post("CreateSecurityGroup"))
	// ModifySecurityGroupAttribute changes the name and description of a security group (ccs.securitygroup.ModifySecurityGroupAttribute).
	ModifySecurityGroupAttribute = cloud.WriteOf[ModifySecurityGroupAttributeRequest, struct{}](groups.Post("ModifySecurityGroupAttribute"))
	// DeleteSecurityGroup deletes a security group (ccs.securitygroup.DeleteSecurityGroup).
	DeleteSecurityGroup = cloud.WriteOf[SecurityGroupRef, struct{}](groups.Get("DeleteSecurityGroup"))
	// ForceDeleteSecurityGroup deletes a security group that is still in use (ccs.securitygroup.ForceDeleteSecurityGroup).
	ForceDeleteSecurityGroup = cloud.AsyncOf[SecurityGroupRef, struct{}](groups.Get("ForceDeleteSecurityGroup"), cloud.TrackTask)
	// JoinSecurityGroup puts cloud servers into a security group (ccs.securitygroup.JoinSecurityGroup).
	JoinSecurityGroup = cloud.AsyncOf[BindingRequest, struct{}](groups.Post("JoinSecurityGroup"), cloud.TrackTask)
	// LeaveSecurityGroup takes cloud servers out of a security group (ccs.securitygroup.LeaveSecurityGroup).
	LeaveSecurityGroup = cloud.AsyncOf[BindingRequest, struct{}](groups.Post("LeaveSecurityGroup"), cloud.TrackTask)
)

// DescribeSecurityGroupsRequest are the parameters of DescribeSecurityGroups.
type DescribeSecurityGroupsRequest struct {
	SecurityGroupType string `json:",omitempty"`                // filter: public or private; omitted = all
	Keyword           string `json:",omitempty"`                // filter: keyword
	SecurityGroupID   string `json:"SecurityGroupId,omitempty"` // filter: security group id
}

// DescribeSecurityGroupsResponse lists all security groups; there are no pages.
type DescribeSecurityGroupsResponse struct {
	SecurityGroupCount cloud.Int
	SecurityGroup      cloud.List[SecurityGroup]
}

// SecurityGroup is one security group in a list, without its rules.
type SecurityGroup struct {
	UpdateTime         cloud.Time
	Description        string
	SecurityGroupName  string
	SecurityGroupID    cloud.ID `json:"SecurityGroupId"`
	BindInstanceCount  cloud.Int
	SecurityGroupType  string
	BindVdcCount       cloud.Int
	CreateTime         cloud.Time
	BindInterfaceCount cloud.Int
}

// DescribeSecurityGroupAttributeRequest are the parameters of DescribeSecurityGroupAttribute.
type DescribeSecurityGroupAttributeRequest struct {
	SecurityGroupID string `json:"SecurityGroupId"`  // security group id
	RuleID          string `json:"RuleId,omitempty"` // only this rule
}

// SecurityGroupDetail is one security group with its rules.
type SecurityGroupDetail struct {
	SecurityGroupType      string
	SecurityGroupRuleCount cloud.Int
	SecurityGroupRules     cloud.List[SecurityGroupRule]
	SecurityGroupName      string
}

// SecurityGroupRule is one rule.
type SecurityGroupRule struct {
	Status        string
	TargetAddress string
	Direction     string // "all", "in" or "out"
	Protocol      string
	LocalPort     string
	RuleID        cloud.ID `json:"RuleId"`
	Priority      cloud.Int
	Action        cloud.Int // 1 allows, 0 refuses
	TargetPort    string
	Type          string
	CreateTime    cloud.Time
	Description   string
}

// CreateSecurityGroupRequest are the parameters of CreateSecurityGroup.
type CreateSecurityGroupRequest struct {
	SecurityGroupName string // name
	Description       string // description
	SecurityGroupType string // public or private
}

// ModifySecurityGroupAttributeRequest are the parameters of ModifySecurityGroupAttribute.
type ModifySecurityGroupAttributeRequest struct {
	SecurityGroupID   string `json:"SecurityGroupId"` // security group id
	Description       string // the new description
	SecurityGroupName string // the new name
}

// SecurityGroupRef names one security group.
type SecurityGroupRef struct {
	SecurityGroupID string `json:"SecurityGroupId"` // security group id
}

// BindingRequest are the parameters of JoinSecurityGroup and LeaveSecurityGroup.
type BindingRequest struct {
	SecurityGroupID string `json:"SecurityGroupId"` // security group id
	// list of bindings (type printed as String; the example is a list of objects)
	BindData []Binding
}

// Binding is one network card to bind: send PrivateID or PublicID.
type Binding struct {
	InstanceID string `json:"InstanceId"`          // cloud server id
	PrivateID  string `json:"PrivateId,omitempty"` // private network id
	PublicID   string `json:"PublicId,omitempty"`  // public network id
}
