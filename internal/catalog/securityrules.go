package catalog

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// groupRule is a rule with the group it is in.
type groupRule struct {
	ccs.SecurityGroupRule
	group SecurityGroup // with its rules
}

// The states of a rule. Only ok is documented.
var ruleStates = words{
	"ok":       {resource.OK, "in_force"},
	"creating": {resource.Busy, "creating"},
	"updating": {resource.Busy, "updating"},
	"deleting": {resource.Busy, "deleting"},
	"error":    {resource.Failed, "error"},
}

// SecurityRules are the rules of all groups. They are shown on their group's
// page; their ids are made of both.
var SecurityRules = &resource.Kind[groupRule]{
	Slug: "security-rules", Icon: "shield-check", Group: "compute",
	Home: func(id string) string {
		group, _, _ := strings.Cut(id, ":")
		return "/security-groups/" + group + "/rules"
	},
	ID:    func(r groupRule) string { return ruleID(r.group, r.SecurityGroupRule) },
	Name:  func(r groupRule) string { return ruleName(r.SecurityGroupRule) },
	Where: func(r groupRule) resource.Text { return resource.Lit(r.group.SecurityGroupName) },
	State: ruleState,
	List:  listRules,
	Get:   getRule,
	Search: func(r groupRule) []string {
		return []string{string(r.RuleID), r.Description, r.TargetAddress, r.LocalPort, r.Protocol, r.group.SecurityGroupName}
	},
	Columns: []resource.Column[groupRule]{
		{Key: "rule", Less: by(func(r groupRule) string { return r.Protocol + r.LocalPort }), Cell: func(r groupRule) resource.Cell {
			return resource.Cell{Text: serviceText(r.Protocol, r.LocalPort), Mono: true, Sub: resource.Lit(r.Description)}
		}},
		{Key: "state", Less: by(func(r groupRule) string { return ruleState(r).Raw }), Cell: func(r groupRule) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: ruleState(r)}
		}},
		{Key: "group", Less: byName(func(r groupRule) string { return r.group.SecurityGroupName }), Cell: func(r groupRule) resource.Cell {
			return resource.Cell{Text: resource.Lit(r.group.SecurityGroupName), Href: "/security-groups/" + string(r.group.SecurityGroupID) + "/rules"}
		}},
		{Key: "priority", Right: true, Less: by(func(r groupRule) int { return int(r.Priority) }), Cell: func(r groupRule) resource.Cell { return count(int(r.Priority)) }},
		{Key: "action", Less: by(func(r groupRule) int { return int(r.Action) }), Cell: func(r groupRule) resource.Cell {
			return resource.Cell{Kind: resource.StatusCell, State: ruleAction(r.SecurityGroupRule)}
		}},
		{Key: "address", Less: byAddress(func(r groupRule) []string { return []string{r.TargetAddress} }), Cell: func(r groupRule) resource.Cell { return mono(r.TargetAddress) }},
		{Key: "remote_port", Cell: remotePort},
		{Key: "created", Hidden: true, Less: by(func(r groupRule) int64 { return r.CreateTime.Unix() }), Cell: func(r groupRule) resource.Cell { return when(r.CreateTime.Time) }},
	},
	Filters: []resource.Property[groupRule]{
		{Key: "state", Quick: true, Values: func(r groupRule) []resource.Choice {
			s := ruleState(r)
			return []resource.Choice{{Value: s.Raw, Label: s.Word, Tone: s.Tone}}
		}},
		{Key: "group", Values: func(r groupRule) []resource.Choice {
			return []resource.Choice{{Value: string(r.group.SecurityGroupID), Label: resource.Lit(r.group.SecurityGroupName)}}
		}},
		{Key: "protocol", Values: func(r groupRule) []resource.Choice { return plain(strings.ToUpper(r.Protocol)) }},
		{Key: "action", Values: func(r groupRule) []resource.Choice {
			s := ruleAction(r.SecurityGroupRule)
			return []resource.Choice{{Value: s.Raw, Label: s.Word, Tone: s.Tone}}
		}},
	},
	Ops: []resource.Op[groupRule]{
		{Slug: "edit", Icon: "pencil", Effect: resource.Change, Danger: resource.NoConfirm, InOrder: true, Offered: offered("reason.changing", ruleSettled), Fields: ruleFields, Plan: editRule},
		{Slug: "remove", Icon: "trash", Effect: resource.Change, Danger: resource.Confirm, Bulk: true, Offered: offered("reason.changing", ruleSettled), Plan: removeRules},
	},
}

// RuleTable is a group's rules in their order, with what can be done to each.
func RuleTable(ctx context.Context, c cloud.Caller, g SecurityGroup) (resource.Block, error) {
	find := func(context.Context, cloud.Caller, SecurityGroup) ([]groupRule, error) { return rulesIn(g), nil }
	return resource.Rows("rules", SecurityRules, find, "rule", "state", "priority", "action", "address", "remote_port").Load(ctx, c, g)
}

func ruleID(g SecurityGroup, r ccs.SecurityGroupRule) string {
	return string(g.SecurityGroupID) + ":" + string(r.RuleID)
}

// serviceOf is what a rule is about on the server's side: "TCP 22", "TCP *".
func serviceOf(r ccs.SecurityGroupRule) string {
	protocol := strings.ToUpper(r.Protocol)
	switch {
	case protocol == protocolICMP:
		return protocol
	case r.LocalPort == "" || r.LocalPort == "0":
		return protocol + " *"
	}
	return protocol + " " + r.LocalPort
}

// serviceText is serviceOf as people read it in a table.
func serviceText(protocol, local string) resource.Text {
	switch protocol = strings.ToUpper(protocol); {
	case protocol == protocolICMP:
		return resource.Lit(protocol)
	case local == "" || local == "0":
		return resource.T("rule.all_ports", protocol)
	}
	return resource.Lit(protocol + " " + local)
}

// ruleName tells a rule from the others of its group.
func ruleName(r ccs.SecurityGroupRule) string { return serviceOf(r) + " ← " + r.TargetAddress }

func ruleAction(r ccs.SecurityGroupRule) resource.State {
	if r.Action == 1 {
		return resource.State{Tone: resource.OK, Word: resource.T("rule.allow"), Raw: actionAllow}
	}
	return resource.State{Tone: resource.Off, Word: resource.T("rule.refuse"), Raw: actionRefuse}
}

// ruleState is the provider's state, and of rules in force whether they open a
// door to everyone or never decide anything.
func ruleState(r groupRule) resource.State {
	s := ruleStates.state(r.Status)
	if s.Tone != resource.OK {
		return s
	}
	if len(exposed(r.SecurityGroupRule)) > 0 {
		return resource.State{Tone: resource.Attention, Word: resource.T("rule.exposed"), Raw: "exposed"}
	}
	if slices.Contains(Idle(ReadRules(string(r.group.SecurityGroupID), r.group.Rules)), string(r.RuleID)) {
		return resource.State{Tone: resource.Off, Word: resource.T("rule.idle"), Raw: "idle"}
	}
	return s
}

func ruleSettled(r groupRule) bool { return ruleStates.state(r.Status).Tone != resource.Busy }

// remotePort is empty for ICMP, which has none.
func remotePort(r groupRule) resource.Cell {
	if strings.EqualFold(r.Protocol, protocolICMP) {
		return resource.Cell{}
	}
	if r.TargetPort == "" || r.TargetPort == "0" {
		return resource.Cell{Text: resource.T("rule.any_port")}
	}
	return resource.Cell{Text: resource.Lit(r.TargetPort), Mono: true}
}

// riskyPorts are those that are tried all day long by those who should not:
// SSH, remote desktop, MySQL and Redis.
var riskyPorts = []uint16{22, 3389, 3306, 6379}

// exposed are the risky ports that a rule opens to everyone.
func exposed(r ccs.SecurityGroupRule) []uint16 {
	if r.Action != 1 || strings.EqualFold(r.Protocol, protocolICMP) || !ReadSource(r.TargetAddress).Everyone() {
		return nil
	}
	local := readPorts(r.LocalPort)
	return slices.DeleteFunc(slices.Clone(riskyPorts), func(p uint16) bool { return !local.holds(PortRange{p, p}) })
}

// ExposedRules are the warnings of a group: a sentence for each rule that opens
// risky ports to everyone.
func ExposedRules(g SecurityGroup) []resource.Text {
	var out []resource.Text
	for _, r := range g.Rules {
		if ports := exposed(r); len(ports) > 0 {
			out = append(out, resource.T("rule.exposed_line", ruleName(r), portList(ports)))
		}
	}
	return out
}

func portList(ports []uint16) string {
	var p Ports
	for _, n := range ports {
		p = append(p, PortRange{n, n})
	}
	return p.String()
}

func rulesIn(g SecurityGroup) []groupRule {
	out := make([]groupRule, len(g.Rules))
	for i, r := range g.Rules {
		out[i] = groupRule{r, g}
	}
	return out
}

// listRules reads the rules of all groups, four groups at a time.
func listRules(ctx context.Context, c cloud.Caller) ([]groupRule, error) {
	groups, err := listGroups(ctx, c)
	if err != nil {
		return nil, err
	}
	each, ctx := errgroup.WithContext(ctx)
	each.SetLimit(4)
	for i := range groups {
		each.Go(func() error {
			d, err := ccs.DescribeSecurityGroupAttribute.Call(ctx, c, ccs.DescribeSecurityGroupAttributeRequest{SecurityGroupID: string(groups[i].SecurityGroupID)})
			groups[i].Rules = byPriority(d.SecurityGroupRules)
			return err
		})
	}
	var out []groupRule
	err = each.Wait()
	for _, g := range groups {
		out = append(out, rulesIn(g)...)
	}
	return out, err
}

func getRule(ctx context.Context, c cloud.Caller, id string) (groupRule, error) {
	group, rule, _ := strings.Cut(id, ":")
	d, err := ccs.DescribeSecurityGroupAttribute.Call(ctx, c, ccs.DescribeSecurityGroupAttributeRequest{SecurityGroupID: group})
	if cloud.HasCode(err, noGroup...) {
		return groupRule{}, &resource.NotFound{Kind: "security-rules", ID: id}
	}
	if err != nil {
		return groupRule{}, err
	}
	g := SecurityGroup{Rules: byPriority(d.SecurityGroupRules)}
	g.SecurityGroupID, g.SecurityGroupName, g.SecurityGroupType = cloud.ID(group), d.SecurityGroupName, d.SecurityGroupType
	for _, r := range rulesIn(g) {
		if string(r.RuleID) == rule {
			return r, nil
		}
	}
	return groupRule{}, &resource.NotFound{Kind: "security-rules", ID: id}
}
