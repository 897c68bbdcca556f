package catalog

import (
	"context"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// SecurityGroup is a security group (ccs.securitygroup). Rules and Members are
// there when one is read, not in a list.
type SecurityGroup struct {
	ccs.SecurityGroup
	Rules   []ccs.SecurityGroupRule
	Members []card // as far as the console knows them
}

// SecurityGroups are the security groups of the VDC family.
var SecurityGroups = &resource.Kind[SecurityGroup]{
	Slug: "security-groups", Icon: "shield", Group: "compute",

	ID:    func(g SecurityGroup) string { return string(g.SecurityGroupID) },
	Name:  func(g SecurityGroup) string { return g.SecurityGroupName },
	Where: func(g SecurityGroup) resource.Text { return resource.T("network." + g.SecurityGroupType) },
	State: groupState,

	List: listGroups,
	Get:  Group,
	Search: func(g SecurityGroup) []string {
		return []string{string(g.SecurityGroupID), g.SecurityGroupName, g.Description}
	},

	Columns: []resource.Column[SecurityGroup]{
		{Key: "name", Less: byName(func(g SecurityGroup) string { return g.SecurityGroupName }), Cell: func(g SecurityGroup) resource.Cell {
			return named("security-groups", string(g.SecurityGroupID), g.SecurityGroupName)
		}},
		{Key: "status", Less: by(func(g SecurityGroup) int { return int(g.BindInterfaceCount) }), Cell: func(g SecurityGroup) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: groupState(g)}
		}},
		{Key: "side", Less: by(func(g SecurityGroup) string { return g.SecurityGroupType }), Cell: groupSide},
		{Key: "cards", Right: true, Less: by(func(g SecurityGroup) int { return int(g.BindInterfaceCount) }), Cell: func(g SecurityGroup) resource.Cell { return count(int(g.BindInterfaceCount)) }},
		{Key: "servers", Right: true, Less: by(func(g SecurityGroup) int { return int(g.BindInstanceCount) }), Cell: func(g SecurityGroup) resource.Cell { return count(int(g.BindInstanceCount)) }},
		{Key: "description", Cell: func(g SecurityGroup) resource.Cell { return text(g.Description) }},
		{Key: "updated", Less: by(func(g SecurityGroup) int64 { return g.UpdateTime.Unix() }), Cell: func(g SecurityGroup) resource.Cell { return when(g.UpdateTime.Time) }},
		{Key: "created", Hidden: true, Less: by(func(g SecurityGroup) int64 { return g.CreateTime.Unix() }), Cell: func(g SecurityGroup) resource.Cell { return when(g.CreateTime.Time) }},
	},
	Filters: []resource.Property[SecurityGroup]{
		{Key: "status", Quick: true, Values: func(g SecurityGroup) []resource.Choice {
			s := groupState(g)
			return []resource.Choice{{Value: s.Raw, Label: s.Word, Tone: s.Tone}}
		}},
		{Key: "side", Values: func(g SecurityGroup) []resource.Choice {
			return []resource.Choice{{Value: g.SecurityGroupType, Label: resource.T("network." + g.SecurityGroupType)}}
		}},
	},
	Sections: []resource.Facts[SecurityGroup]{
		{Key: "basic", List: []resource.FactOf[SecurityGroup]{
			{Key: "side", Cell: groupSide},
			{Key: "description", Cell: func(g SecurityGroup) resource.Cell { return text(g.Description) }},
			{Key: "rules", Cell: func(g SecurityGroup) resource.Cell { return text(itoa(len(g.Rules))) }},
			{Key: "cards", Cell: func(g SecurityGroup) resource.Cell { return text(itoa(int(g.BindInterfaceCount))) }},
			{Key: "servers", Cell: func(g SecurityGroup) resource.Cell { return text(itoa(int(g.BindInstanceCount))) }},
			{Key: "vdcs", Cell: func(g SecurityGroup) resource.Cell { return text(itoa(int(g.BindVdcCount))) }},
			{Key: "created", Cell: func(g SecurityGroup) resource.Cell { return when(g.CreateTime.Time) }},
			{Key: "updated", Cell: func(g SecurityGroup) resource.Cell { return when(g.UpdateTime.Time) }},
		}},
	},
	Related: []resource.Related[SecurityGroup]{groupReach.AlsoFirst(), groupMembers},
	Tabs:    []resource.Tab{{Slug: "rules", Label: resource.T("tab.security-groups.rules"), Path: "rules", First: true}},
	Ops:     groupOps,
}

// noGroup are the codes of an id that is no group's.
var noGroup = []string{"InvalidSecurityGroupId.NotFound", "InvalidSecurityGroupId.Malformed"}

// groupState is ours: the provider knows no state of a group.
func groupState(g SecurityGroup) resource.State {
	if g.BindInterfaceCount > 0 {
		return resource.State{Tone: resource.OK, Word: resource.T("state.in_use"), Raw: "in_use"}
	}
	return resource.State{Tone: resource.Off, Word: resource.T("state.unused"), Raw: "unused"}
}

func groupSide(g SecurityGroup) resource.Cell {
	return resource.Cell{Text: resource.T("network." + g.SecurityGroupType)}
}

// count is a whole number, right-aligned.
func count(n int) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.Lit(itoa(n))}
}

func listGroups(ctx context.Context, c cloud.Caller) ([]SecurityGroup, error) {
	found, err := ccs.DescribeSecurityGroups.Call(ctx, c, ccs.DescribeSecurityGroupsRequest{})
	out := make([]SecurityGroup, len(found.SecurityGroup))
	for i, g := range found.SecurityGroup {
		out[i].SecurityGroup = g
	}
	return out, err
}

// Group reads a group with its rules in the order in which they decide, and
// the members that are known.
func Group(ctx context.Context, c cloud.Caller, id string) (SecurityGroup, error) {
	var g SecurityGroup
	var rules ccs.SecurityGroupDetail
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error {
		found, err := ccs.DescribeSecurityGroups.Call(both, c, ccs.DescribeSecurityGroupsRequest{SecurityGroupID: id})
		for _, one := range found.SecurityGroup {
			if string(one.SecurityGroupID) == id {
				g.SecurityGroup = one
			}
		}
		return err
	})
	group.Go(func() (err error) {
		rules, err = ccs.DescribeSecurityGroupAttribute.Call(both, c, ccs.DescribeSecurityGroupAttributeRequest{SecurityGroupID: id})
		return err
	})
	err := group.Wait()
	if cloud.HasCode(err, noGroup...) || err == nil && g.SecurityGroupID == "" {
		return g, &resource.NotFound{Kind: "security-groups", ID: id}
	}
	if err != nil {
		return g, err
	}
	g.Rules = byPriority(rules.SecurityGroupRules)
	if g.BindInterfaceCount > 0 {
		g.Members, err = membersOf(ctx, c, id)
	}
	return g, err
}
