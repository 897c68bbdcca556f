package ccs

import "yunque/internal/cloud"

// Rules of a security group.
var (
	// AddSecurityGroupRule adds a rule to a security group (ccs.securitygroup.AddSecurityGroupRule).
	AddSecurityGroupRule = cloud.AsyncOf[AddSecurityGroupRuleRequest, struct{}](groups.Post("AddSecurityGroupRule"), cloud.TrackTask)
	// RemoveSecurityGroupRule removes rules from a security group (ccs.securitygroup.RemoveSecurityGroupRule).
	RemoveSecurityGroupRule = cloud.AsyncOf[RemoveSecurityGroupRuleRequest, struct{}](groups.Post("RemoveSecurityGroupRule"), cloud.TrackTask)
	// ModifySecurityGroupRule changes the description of a rule (ccs.securitygroup.ModifySecurityGroupRule).
	ModifySecurityGroupRule = cloud.WriteOf[ModifySecurityGroupRuleRequest, struct{}](groups.Post("ModifySecurityGroupRule"))
	// ModifySecurityGroupRulePriority changes the priority of rules (ccs.securitygroup.ModifySecurityGroupRulePriority).
	ModifySecurityGroupRulePriority = cloud.AsyncOf[ModifySecurityGroupRulePriorityRequest, struct{}](groups.Post("ModifySecurityGroupRulePriority"), cloud.TrackTask)
)

// AddSecurityGroupRuleRequest are the parameters of AddSecurityGroupRule.
type AddSecurityGroupRuleRequest struct {
	SecurityGroupID string `json:"SecurityGroupId"` // security group id
	Action          string // body field, not the API action: 1 allow, 0 deny
	Description     string // description of the rule
	TargetAddress   string // remote address or CIDR
	TargetPort      string `json:",omitempty"` // remote port; 0 = all ports; not sent for ICMP
	LocalPort       string `json:",omitempty"` // local port; not sent for ICMP
	Direction       string // direction; only 'all' (both ways) is supported now
	Priority        string // priority, 1-100
	Protocol        string // transport protocol
	RuleType        string // rule type
}

// RemoveSecurityGroupRuleRequest are the parameters of RemoveSecurityGroupRule.
type RemoveSecurityGroupRuleRequest struct {
	SecurityGroupID string   `json:"SecurityGroupId"` // security group id
	RuleIDs         []string `json:"RuleIds"`         // rule ids
}

// ModifySecurityGroupRuleRequest are the parameters of ModifySecurityGroupRule.
type ModifySecurityGroupRuleRequest struct {
	SecurityGroupID string `json:"SecurityGroupId"` // security group id
	RuleID          string `json:"RuleId"`          // rule id
	Description     string // the new description
}

// ModifySecurityGroupRulePriorityRequest are the parameters of ModifySecurityGroupRulePriority.
type ModifySecurityGroupRulePriorityRequest struct {
	SecurityGroupID string `json:"SecurityGroupId"` // security group id
	// list of rule/priority pairs (type printed as String; the example is a list of objects)
	BindData []RulePriority
}

// RulePriority gives one rule its place.
type RulePriority struct {
	RuleID   string `json:"RuleId"`     // rule id
	Priority int    `json:",omitempty"` // priority (Int in the table, a string in the BindData example)
}
