package catalog

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// groupRefusals are the refusals that are about a field.
var groupRefusals = map[string]string{"InvalidParameter": "name"}

var groupOps = []resource.Op[SecurityGroup]{
	{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.NoConfirm, Alone: true, Fields: newGroupFields, Plan: createGroup, Beside: groupRefusals},
	{Slug: "add-rule", Icon: "plus", Set: resource.RulesSet, Effect: resource.Change, Danger: resource.NoConfirm, Fields: newRuleFields, Plan: addRules},
	{Slug: "import", Icon: "upload", Set: resource.RulesSet, Effect: resource.Change, Danger: resource.NoConfirm, Fields: importFields, Plan: importRules},
	{Slug: "order", Icon: "arrows-exchange", Set: resource.RulesSet, Effect: resource.Change, Danger: resource.NoConfirm,
		Offered: offered("reason.one_rule", func(g SecurityGroup) bool { return len(g.Rules) != 1 }), Fields: orderFields, Plan: orderRules},
	{Slug: "join", Icon: "plug-connected", Set: resource.NetworkSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm, Fields: joinFields, Plan: bindCards(ccs.JoinSecurityGroup)},
	{Slug: "leave", Icon: "unlink", Set: resource.NetworkSet, Effect: resource.Change, Danger: resource.Confirm,
		Offered: offered("reason.no_members", func(g SecurityGroup) bool { return g.BindInterfaceCount > 0 }), Fields: leaveFields, Plan: bindCards(ccs.LeaveSecurityGroup)},
	{Slug: "edit", Icon: "pencil", Set: resource.LabelSet, Top: true, Effect: resource.Change, Danger: resource.NoConfirm, Fields: groupFields, Plan: editGroup, Beside: groupRefusals},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: offered("reason.has_members", func(g SecurityGroup) bool { return g.BindInterfaceCount == 0 }), Plan: deleteGroups(ccs.DeleteSecurityGroup)},
	{Slug: "force-delete", Icon: "alert-triangle", Effect: resource.Destroy, Danger: resource.SecondLook,
		Offered: offered("reason.no_members_delete", func(g SecurityGroup) bool { return g.BindInterfaceCount > 0 }), Loses: groupLosses, Plan: deleteGroups(ccs.ForceDeleteSecurityGroup)},
}

func groupTarget(g SecurityGroup) resource.Target {
	return resource.Target{Kind: "security-groups", ID: string(g.SecurityGroupID), Name: g.SecurityGroupName}
}

func newGroupFields(ctx context.Context, c cloud.Caller, _ []SecurityGroup, form url.Values) ([]resource.Field, error) {
	fields, err := groupFields(ctx, c, []SecurityGroup{{}}, form)
	side := resource.Field{Name: "side", Label: resource.T("field.security-groups.side"), Hint: resource.T("hint.group_side"), Input: resource.RadioInput, Value: "public", Required: true}
	for _, v := range []string{"public", "private"} {
		side.Choices = append(side.Choices, resource.Choice{Value: v, Label: resource.T("network." + v)})
	}
	return append(fields, side), err
}

func groupFields(_ context.Context, _ cloud.Caller, items []SecurityGroup, _ url.Values) ([]resource.Field, error) {
	return []resource.Field{
		{Name: "name", Label: resource.T("field.security-groups.group_name"), Hint: resource.T("hint.name", maxName), Input: resource.TextInput, Value: items[0].SecurityGroupName, Required: true},
		{Name: "description", Label: resource.T("field.security-groups.description"), Hint: resource.T("hint.group_description"), Input: resource.TextInput, Value: items[0].Description},
	}, nil
}

// named and described: the provider wants a description, so that the name
// stands in for none.
func groupWords(form url.Values) (name, description string, err error) {
	name = strings.TrimSpace(form.Get("name"))
	if len([]rune(name)) > maxName {
		return "", "", resource.FieldErrors{"name": resource.T("form.too_long", maxName)}
	}
	return name, cmp.Or(strings.TrimSpace(form.Get("description")), name), nil
}

func createGroup(_ []SecurityGroup, form url.Values) ([]resource.Step, error) {
	name, description, err := groupWords(form)
	if err != nil {
		return nil, err
	}
	req := ccs.CreateSecurityGroupRequest{SecurityGroupName: name, Description: description, SecurityGroupType: form.Get("side")}
	return []resource.Step{resource.Do(ccs.CreateSecurityGroup, req)}, nil
}

func editGroup(items []SecurityGroup, form url.Values) ([]resource.Step, error) {
	g := items[0]
	name, description, err := groupWords(form)
	if err != nil {
		return nil, err
	}
	if name == g.SecurityGroupName && description == g.Description {
		return nil, resource.FieldErrors{"name": resource.T("form.unchanged")}
	}
	req := ccs.ModifySecurityGroupAttributeRequest{SecurityGroupID: string(g.SecurityGroupID), SecurityGroupName: name, Description: description}
	return []resource.Step{resource.Do(ccs.ModifySecurityGroupAttribute, req, groupTarget(g))}, nil
}

func deleteGroups(action cloud.Action[ccs.SecurityGroupRef, struct{}]) func([]SecurityGroup, url.Values) ([]resource.Step, error) {
	return func(items []SecurityGroup, _ url.Values) ([]resource.Step, error) {
		var steps []resource.Step
		for _, g := range items {
			steps = append(steps, resource.Do(action, ccs.SecurityGroupRef{SecurityGroupID: string(g.SecurityGroupID)}, groupTarget(g)))
		}
		return steps, nil
	}
}

// groupLosses lists the rules and every card that loses them.
func groupLosses(items []SecurityGroup) []resource.Text {
	var out []resource.Text
	for _, g := range items {
		out = append(out, resource.T("loss.group", g.SecurityGroupName, len(g.Rules)))
		for _, n := range g.Members {
			out = append(out, resource.T("loss.group_member", n.server.InstanceName, n.name, n.ip))
		}
		if rest := int(g.BindInterfaceCount) - len(g.Members); rest > 0 && len(g.Members) == 0 {
			out = append(out, resource.T("loss.group_all", rest))
		} else if rest > 0 {
			out = append(out, resource.T("loss.group_others", rest))
		}
	}
	return out
}
