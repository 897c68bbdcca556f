package catalog

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// Priorities of rules; the smaller decides first.
const (
	firstPriority = 1
	lastPriority  = 100
)

// byPriority orders rules as they decide.
func byPriority(rules []ccs.SecurityGroupRule) []ccs.SecurityGroupRule {
	out := slices.Clone(rules)
	slices.SortStableFunc(out, func(a, b ccs.SecurityGroupRule) int { return cmp.Compare(a.Priority, b.Priority) })
	return out
}

func orderFields(_ context.Context, _ cloud.Caller, items []SecurityGroup, _ url.Values) ([]resource.Field, error) {
	rule := resource.Field{Name: "rule", Label: resource.T("kind.security-rules.one"), Input: resource.SelectInput, Required: true}
	for _, r := range items[0].Rules {
		rule.Choices = append(rule.Choices, resource.Choice{Value: string(r.RuleID), Label: resource.Lit(ruleName(r)), Note: resource.Lit(r.Description)})
	}
	position := resource.Field{Name: "position", Label: resource.T("field.security-groups.position"), Hint: resource.T("hint.position", len(items[0].Rules)),
		Input: resource.NumberInput, Min: "1", Max: itoa(len(items[0].Rules)), Step: "1", Required: true}
	return []resource.Field{rule, position}, nil
}

func orderRules(items []SecurityGroup, form url.Values) ([]resource.Step, error) {
	g := items[0]
	position, _ := strconv.Atoi(form.Get("position"))
	moved, ok := Reorder(g.Rules, form.Get("rule"), position)
	if !ok {
		return nil, resource.FieldErrors{"position": resource.T("rule.no_room")}
	}
	if len(moved) == 0 {
		return nil, resource.FieldErrors{"position": resource.T("form.unchanged")}
	}
	req := ccs.ModifySecurityGroupRulePriorityRequest{SecurityGroupID: string(g.SecurityGroupID), BindData: moved}
	return []resource.Step{resource.Do(ccs.ModifySecurityGroupRulePriority, req, groupTarget(g))}, nil
}

// Reorder puts a rule at a position, from 1, among rules in order, and gives
// the priorities that change. The numbers in use are kept as far as they go:
// each rule takes the number of its new place. It fails when there are more
// rules than priorities.
func Reorder(rules []ccs.SecurityGroupRule, id string, position int) ([]ccs.RulePriority, bool) {
	from := slices.IndexFunc(rules, func(r ccs.SecurityGroupRule) bool { return string(r.RuleID) == id })
	if from < 0 || position < 1 || position > len(rules) {
		return nil, true
	}
	places, ok := distinct(rules)
	if !ok {
		return nil, false
	}
	order := slices.Delete(slices.Clone(rules), from, from+1)
	order = slices.Insert(order, position-1, rules[from])
	var out []ccs.RulePriority
	for i, r := range order {
		if int(r.Priority) != places[i] {
			out = append(out, ccs.RulePriority{RuleID: string(r.RuleID), Priority: places[i]})
		}
	}
	return out, true
}

// distinct are the priorities of rules in order, moved apart where two are
// equal; counted from 1 anew where that leads over the last.
func distinct(rules []ccs.SecurityGroupRule) ([]int, bool) {
	out := make([]int, len(rules))
	for i, r := range rules {
		out[i] = int(r.Priority)
		if i > 0 {
			out[i] = max(out[i], out[i-1]+1)
		}
	}
	if len(out) == 0 || out[len(out)-1] <= lastPriority {
		return out, true
	}
	for i := range out {
		out[i] = firstPriority + i
	}
	return out, len(out) <= lastPriority
}
