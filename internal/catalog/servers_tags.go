package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// protectServers switches deletion protection. The API does not tell which
// servers have it on.
var protectServers = resource.Op[ccs.Instance]{
	Slug: "protect", Icon: "shield-lock", Set: resource.GuardSet, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
	Fields: func(ctx context.Context, _ cloud.Caller, items []ccs.Instance, _ url.Values) ([]resource.Field, error) {
		hint, err := lastProtection(ctx, items)
		return []resource.Field{{Name: "protection", Label: resource.T("create.field.protect"), Hint: hint, Input: resource.RadioInput, Required: true, Choices: []resource.Choice{
			{Value: "on", Label: resource.T("choice.on")}, {Value: "off", Label: resource.T("choice.off")}}}}, err
	},
	Plan: func(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
		req := ccs.ModifyInstanceAttributeRequest{InstanceIDs: idsOf(items), DeletionProtection: form.Get("protection") == "on"}
		return []resource.Step{resource.Do(ccs.ModifyInstanceAttribute, req, targetsOf(items)...)}, nil
	},
}

// lastProtection says how the console last set the protection of servers, where
// it is the same for all: nobody else tells.
func lastProtection(ctx context.Context, items []ccs.Instance) (resource.Text, error) {
	done, err := resource.HistoryOf(ctx).Accepted(ctx, ccs.CreateInstance.Info().ID(), ccs.ModifyInstanceAttribute.Info().ID())
	if err != nil {
		return resource.Text{}, err
	}
	last := map[string]bool{}
	for _, p := range done {
		var req struct {
			InstanceIDs        []string `json:"InstanceIds"`
			DeletionProtection bool
		}
		if err := json.Unmarshal([]byte(p.Request), &req); err != nil {
			return resource.Text{}, err
		}
		for _, id := range slices.Concat(req.InstanceIDs, p.Created) {
			last[id] = req.DeletionProtection
		}
	}
	states := map[string]int{}
	for _, s := range items {
		on, known := last[string(s.InstanceID)]
		switch {
		case !known:
			return resource.T("hint.protection"), nil
		case on:
			states["hint.protection_on"]++
		default:
			states["hint.protection_off"]++
		}
	}
	for key, n := range states {
		if n == len(items) {
			return resource.T(key), nil
		}
	}
	return resource.T("hint.protection"), nil
}

// addTags gives servers tags, those that do not exist yet made first.
var addTags = resource.Op[ccs.Instance]{
	Slug: "add-tags", Icon: "tag", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true, InOrder: true,
	Fields: func(ctx context.Context, c cloud.Caller, _ []ccs.Instance, _ url.Values) ([]resource.Field, error) {
		all, err := ccs.DescribeTags.Call(ctx, c, ccs.DescribeTagsRequest{})
		return []resource.Field{
			{Name: "tags", Label: resource.T("field.instances.tags"), Input: resource.CheckInput, Choices: tagChoices(all)},
			{Name: "new_tags", Label: resource.T("field.instances.new_tags"), Hint: resource.T("hint.new_tags"), Input: resource.TextInput},
		}, err
	},
	PlanAfter: planAddTags,
}

var removeTags = resource.Op[ccs.Instance]{
	Slug: "remove-tags", Icon: "minus", Set: resource.LabelSet, Effect: resource.Change, Danger: resource.NoConfirm, Bulk: true,
	Offered: offered("reason.no_tags", func(s ccs.Instance) bool { return len(s.Tags) > 0 }),
	Fields: func(_ context.Context, _ cloud.Caller, items []ccs.Instance, _ url.Values) ([]resource.Field, error) {
		var tags []ccs.Tag
		for _, s := range items {
			tags = append(tags, s.Tags...)
		}
		return []resource.Field{{Name: "tags", Label: resource.T("field.instances.tags"), Input: resource.CheckInput, Choices: tagChoices(tags), Required: true}}, nil
	},
	Plan: func(items []ccs.Instance, form url.Values) ([]resource.Step, error) {
		req := ccs.DeleteInstancesTagsRequest{InstanceIDs: idsOf(items), DelTagIDs: form["tags"]}
		return []resource.Step{resource.Do(ccs.DeleteInstancesTags, req, targetsOf(items)...)}, nil
	},
}

// tagChoices are tags by name, each once.
func tagChoices(tags []ccs.Tag) []resource.Choice {
	var out []resource.Choice
	for _, t := range tags {
		if !slices.ContainsFunc(out, func(c resource.Choice) bool { return c.Value == string(t.TagID) }) {
			out = append(out, resource.Choice{Value: string(t.TagID), Label: resource.Lit(t.TagName)})
		}
	}
	slices.SortFunc(out, func(a, b resource.Choice) int { return strings.Compare(a.Label.Raw, b.Label.Raw) })
	return out
}

// planAddTags makes only the tags that do not exist yet.
func planAddTags(ctx context.Context, c cloud.Caller, items []ccs.Instance, form url.Values) ([]resource.Step, error) {
	names, ids := without(splitList(form.Get("new_tags"))), form["tags"]
	if len(names) > 0 {
		all, err := ccs.DescribeTags.Call(ctx, c, ccs.DescribeTagsRequest{})
		if err != nil {
			return nil, err
		}
		ids, names = existing(all, ids, names)
	}
	if len(ids)+len(names) == 0 {
		return nil, resource.FieldErrors{"tags": resource.T("form.required")}
	}
	if wrong := tagsMistake(slices.Concat(ids, names)); !wrong.IsZero() {
		return nil, resource.FieldErrors{"new_tags": wrong}
	}
	var steps []resource.Step
	for _, name := range names {
		steps = append(steps, resource.Do(ccs.CreateTag, ccs.CreateTagRequest{TagName: name}))
	}
	return append(steps, addTagsStep(items, ids, names)), nil
}

// tagsMistake is what is wrong with a list of tags.
func tagsMistake(names []string) resource.Text {
	if n := len(names); n > maxTags {
		return resource.T("create.too_many_tags", maxTags, n)
	}
	if i := slices.IndexFunc(names, func(n string) bool { return len([]rune(n)) > maxName }); i >= 0 {
		return resource.T("create.long_tag", names[i], maxName)
	}
	return resource.Text{}
}

// existing takes the names of tags that there are out of names, and adds their
// ids to ids.
func existing(all []ccs.Tag, ids, names []string) (more, rest []string) {
	more = slices.Clone(ids)
	for _, name := range names {
		i := slices.IndexFunc(all, func(t ccs.Tag) bool { return t.TagName == name })
		switch {
		case i < 0:
			rest = append(rest, name)
		case !slices.Contains(more, string(all[i].TagID)):
			more = append(more, string(all[i].TagID))
		}
	}
	return more, rest
}

// addTagsStep adds tags by id, and by name those that an earlier step made:
// CreateTag does not return the new id (quirk 25).
func addTagsStep(items []ccs.Instance, ids, names []string) resource.Step {
	req := ccs.AddInstancesTagsRequest{InstanceIDs: idsOf(items), AddTagIDs: ids}
	step := resource.Do(ccs.AddInstancesTags, req, targetsOf(items)...)
	if len(names) == 0 {
		return step
	}
	step.Start = func(ctx context.Context, c cloud.Caller) (resource.Outcome, error) {
		made, err := tagIDs(cloud.Fresh(ctx), c, names)
		if err != nil {
			return resource.Outcome{}, err
		}
		req.AddTagIDs = slices.Concat(req.AddTagIDs, made)
		return resource.Do(ccs.AddInstancesTags, req, targetsOf(items)...).Start(ctx, c)
	}
	return step
}

var errTagNotListed = errors.New("a tag that was made is not listed")

func tagIDs(ctx context.Context, c cloud.Caller, names []string) ([]string, error) {
	all, err := ccs.DescribeTags.Call(ctx, c, ccs.DescribeTagsRequest{})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, name := range names {
		i := slices.IndexFunc(all, func(t ccs.Tag) bool { return t.TagName == name })
		if i < 0 {
			return nil, errTagNotListed
		}
		ids = append(ids, string(all[i].TagID))
	}
	return ids, nil
}
