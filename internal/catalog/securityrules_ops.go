package catalog

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// fieldOpen is the tick of a person who opens a risky port to everyone.
const fieldOpen = "open"

func newRuleFields(_ context.Context, _ cloud.Caller, items []SecurityGroup, form url.Values) ([]resource.Field, error) {
	start := RuleDraft{Priority: nextPriority(takenIn(items[0], "")), Action: actionAllow, Protocol: "TCP", Type: "ip"}
	return draftFields(start, form), nil
}

func ruleFields(_ context.Context, _ cloud.Caller, items []groupRule, form url.Values) ([]resource.Field, error) {
	return draftFields(draftOf(items[0].SecurityGroupRule), form), nil
}

// draftFields is the form of a rule. ICMP asks for no ports; ports that were
// filled in all the same stay, to be told so.
func draftFields(start RuleDraft, form url.Values) []resource.Field {
	now := start.filled(form).tidied()
	field := func(name string, input resource.Input, value string) resource.Field {
		return resource.Field{Name: name, Label: resource.T("field.security-rules." + name), Input: input, Value: value}
	}
	protocol := field("protocol", resource.RadioInput, start.Protocol)
	protocol.Decides, protocol.Choices = true, plain("TCP", "UDP", protocolICMP)
	action := field("action", resource.RadioInput, start.Action)
	action.Decides, action.Choices = true, []resource.Choice{{Value: actionAllow, Label: resource.T("rule.allow")}, {Value: actionRefuse, Label: resource.T("rule.refuse")}}
	local := field("local_port", resource.TextInput, start.LocalPort)
	local.Decides, local.Hint = true, resource.T("hint.local_port")
	address := field("address", resource.TextInput, start.Address)
	address.Decides, address.Required, address.Hint = true, true, resource.T("hint.rule_address")
	kind := field("type", resource.SelectInput, start.Type)
	kind.Choices = []resource.Choice{{Value: "ip", Label: resource.T("rule.type_ip")}, {Value: "mac", Label: resource.T("rule.type_mac")}}
	remote := field("remote_port", resource.TextInput, start.RemotePort)
	remote.Hint = resource.T("hint.remote_port")
	priority := field("priority", resource.NumberInput, start.Priority)
	priority.Min, priority.Max, priority.Step, priority.Required, priority.Hint = itoa(firstPriority), itoa(lastPriority), "1", true, resource.T("hint.priority")
	fields := []resource.Field{protocol, action, local, address, kind, remote, priority, field("description", resource.TextInput, start.Description)}
	if now.Protocol == protocolICMP && now.LocalPort == "" && now.RemotePort == "" {
		fields = []resource.Field{protocol, action, address, kind, priority, fields[7]}
	}
	if ports := exposed(now.rule()); len(ports) > 0 {
		open := field(fieldOpen, resource.SwitchInput, "")
		open.Label, open.Hint = resource.T("rule.open"), resource.T("rule.open_hint", portList(ports))
		fields = append(fields, open)
	}
	return fields
}

// filled is the draft with what a form says of it.
func (d RuleDraft) filled(form url.Values) RuleDraft {
	for name, to := range map[string]*string{"priority": &d.Priority, "action": &d.Action, "protocol": &d.Protocol, "local_port": &d.LocalPort,
		"address": &d.Address, "remote_port": &d.RemotePort, "type": &d.Type, "description": &d.Description} {
		if form.Has(name) {
			*to = form.Get(name)
		}
	}
	return d
}

// takenIn are the priorities of a group's rules but one, with their names.
func takenIn(g SecurityGroup, but string) map[int]string {
	out := map[int]string{}
	for _, r := range g.Rules {
		if string(r.RuleID) != but {
			out[int(r.Priority)] = ruleName(r)
		}
	}
	return out
}

// freePriorities are n priorities that are not taken, in order: those after the
// last rule, and where that leaves too few the last ones there are. They are
// fewer than n when all are taken.
func freePriorities(taken map[int]string, n int) []int {
	last := firstPriority - 1
	for p := range taken {
		last = max(last, p)
	}
	var out []int
	for p := min(last+n, lastPriority); p >= firstPriority && len(out) < n; p-- {
		if taken[p] == "" {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// nextPriority is the priority for one more rule; "" when all are taken.
func nextPriority(taken map[int]string) string {
	for _, p := range freePriorities(taken, 1) {
		return itoa(p)
	}
	return ""
}

// addRules makes a rule of the form, one each for several ports: only single
// ones are documented.
func addRules(items []SecurityGroup, form url.Values) ([]resource.Step, error) {
	g := items[0]
	taken := takenIn(g, "")
	draft := RuleDraft{}.filled(form).tidied()
	if m := draft.mistakes(taken); len(m) > 0 {
		return nil, m
	}
	if m := unseen(draft, form); len(m) > 0 {
		return nil, m
	}
	var steps []resource.Step
	for _, d := range draft.single(taken) {
		if d.Priority == "" {
			return nil, resource.FieldErrors{"local_port": resource.T("rule.no_priority")}
		}
		steps = append(steps, resource.Do(ccs.AddSecurityGroupRule, d.request(string(g.SecurityGroupID)), groupTarget(g)))
	}
	return steps, nil
}

// unseen asks for the tick of a rule that opens a risky port to everyone.
func unseen(d RuleDraft, form url.Values) resource.FieldErrors {
	if ports := exposed(d.rule()); len(ports) > 0 && form.Get(fieldOpen) != "true" {
		return resource.FieldErrors{fieldOpen: resource.T("rule.open_unticked", portList(ports))}
	}
	return nil
}

// single parts a draft of several ports. The first has the draft's priority,
// the others take free ones; "" where there is none left.
func (d RuleDraft) single(taken map[int]string) []RuleDraft {
	ports, ok := parsePorts(d.LocalPort)
	if !ok || len(ports) == 1 {
		return []RuleDraft{d}
	}
	first, _ := strconv.Atoi(d.Priority)
	taken[first] = d.LocalPort
	free := freePriorities(taken, len(ports)-1)
	out := make([]RuleDraft, len(ports))
	for i, p := range ports {
		out[i] = d
		out[i].LocalPort = p.String()
		switch {
		case i == 0:
		case i <= len(free):
			out[i].Priority = itoa(free[i-1])
		default:
			out[i].Priority = ""
		}
	}
	return out
}

// editRule changes what of a rule can be changed. The rest makes another rule
// in its place: the new one is added before the old one goes, so that nothing
// is ever let in or shut out by neither.
func editRule(items []groupRule, form url.Values) ([]resource.Step, error) {
	r := items[0]
	before := draftOf(r.SecurityGroupRule).tidied()
	after := before.filled(form).tidied()
	if m := after.mistakes(takenIn(r.group, string(r.RuleID))); len(m) > 0 {
		return nil, m
	}
	if after == before {
		return nil, resource.FieldErrors{"": resource.T("form.unchanged")}
	}
	targets := ruleTargets(r)
	same := before
	same.Priority, same.Description = after.Priority, after.Description
	if after != same {
		if m := unseen(after, form); len(m) > 0 {
			return nil, m
		}
		if strings.Contains(after.LocalPort, ",") {
			return nil, resource.FieldErrors{"local_port": resource.T("rule.one_port")}
		}
		return []resource.Step{
			resource.Do(ccs.AddSecurityGroupRule, after.request(string(r.group.SecurityGroupID)), targets...),
			resource.Do(ccs.RemoveSecurityGroupRule, ccs.RemoveSecurityGroupRuleRequest{SecurityGroupID: string(r.group.SecurityGroupID), RuleIDs: []string{string(r.RuleID)}}, targets...),
		}, nil
	}
	var steps []resource.Step
	if after.Description != before.Description {
		req := ccs.ModifySecurityGroupRuleRequest{SecurityGroupID: string(r.group.SecurityGroupID), RuleID: string(r.RuleID), Description: after.request("").Description}
		steps = append(steps, resource.Do(ccs.ModifySecurityGroupRule, req, targets...))
	}
	if after.Priority != before.Priority {
		n, _ := strconv.Atoi(after.Priority)
		req := ccs.ModifySecurityGroupRulePriorityRequest{SecurityGroupID: string(r.group.SecurityGroupID), BindData: []ccs.RulePriority{{RuleID: string(r.RuleID), Priority: n}}}
		steps = append(steps, resource.Do(ccs.ModifySecurityGroupRulePriority, req, targets...))
	}
	return steps, nil
}

// ruleTargets are a rule and its group, whose page shows it.
func ruleTargets(rules ...groupRule) []resource.Target {
	var out []resource.Target
	for _, r := range rules {
		out = append(out, resource.Target{Kind: "security-rules", ID: ruleID(r.group, r.SecurityGroupRule), Name: ruleName(r.SecurityGroupRule), Note: r.group.SecurityGroupName})
	}
	return append(out, groupTarget(rules[0].group))
}

// removeRules calls once for each group the rules are of.
func removeRules(items []groupRule, _ url.Values) ([]resource.Step, error) {
	var order []string
	byGroup := map[string][]groupRule{}
	for _, r := range items {
		id := string(r.group.SecurityGroupID)
		if byGroup[id] == nil {
			order = append(order, id)
		}
		byGroup[id] = append(byGroup[id], r)
	}
	var steps []resource.Step
	for _, id := range order {
		req := ccs.RemoveSecurityGroupRuleRequest{SecurityGroupID: id}
		for _, r := range byGroup[id] {
			req.RuleIDs = append(req.RuleIDs, string(r.RuleID))
		}
		steps = append(steps, resource.Do(ccs.RemoveSecurityGroupRule, req, ruleTargets(byGroup[id]...)...))
	}
	return steps, nil
}
