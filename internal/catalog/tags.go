package catalog

import (
	"context"
	"net/url"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// tag is a tag with the servers that have it.
type tag struct {
	ccs.Tag
	servers []ccs.Instance
}

// Tags are the labels of cloud servers.
var Tags = &resource.Kind[tag]{
	Slug: "tags", Icon: "tags", Group: "compute",
	ID:     func(t tag) string { return string(t.TagID) },
	Name:   func(t tag) string { return t.TagName },
	State:  tagState,
	List:   listTags,
	Search: func(t tag) []string { return []string{t.TagName, string(t.TagID)} },
	Columns: []resource.Column[tag]{
		{Key: "name", Less: byName(func(t tag) string { return t.TagName }), Cell: func(t tag) resource.Cell { return named("tags", string(t.TagID), t.TagName) }},
		{Key: "use", Cell: func(t tag) resource.Cell { return resource.Cell{Kind: resource.StatusCell, State: tagState(t)} }},
		{Key: "servers", Right: true, Less: by(func(t tag) int { return len(t.servers) }), Cell: tagServers},
	},
	Filters: []resource.Property[tag]{
		{Key: "use", Quick: true, Values: func(t tag) []resource.Choice {
			state := tagState(t)
			return []resource.Choice{{Value: state.Raw, Label: state.Word, Tone: state.Tone}}
		}},
	},
	Sections: []resource.Facts[tag]{{Key: "basic", List: []resource.FactOf[tag]{
		{Key: "servers", Cell: tagServers},
	}}},
	Related: []resource.Related[tag]{resource.Part("servers", "tags",
		func(_ context.Context, _ cloud.Caller, t tag) ([]ccs.Instance, error) { return t.servers, nil },
		resource.Column[ccs.Instance]{Key: "server", Cell: serverName},
		resource.Column[ccs.Instance]{Key: "status", Cell: serverStatus},
		resource.Column[ccs.Instance]{Key: "tags", Cell: serverTags},
	).AlsoFirst()},
	Ops: tagOps,
}

func tagState(t tag) resource.State {
	if len(t.servers) > 0 {
		return resource.State{Tone: resource.OK, Word: resource.T("state.in_use"), Raw: "used"}
	}
	return resource.State{Tone: resource.Off, Word: resource.T("state.unused"), Raw: "unused"}
}

// listTags counts the servers of each tag: the API tells only names and ids.
func listTags(ctx context.Context, c cloud.Caller) ([]tag, error) {
	var tags []ccs.Tag
	var servers []ccs.Instance
	group, both := errgroup.WithContext(ctx)
	group.Go(func() (err error) { tags, err = ccs.DescribeTags.Call(both, c, ccs.DescribeTagsRequest{}); return err })
	group.Go(func() (err error) { servers, err = listServers(both, c); return err })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	with := map[cloud.ID][]ccs.Instance{}
	for _, s := range servers {
		for _, t := range s.Tags {
			with[t.TagID] = append(with[t.TagID], s)
		}
	}
	out := make([]tag, 0, len(tags))
	for _, t := range tags {
		out = append(out, tag{t, with[t.TagID]})
	}
	return out, nil
}

// tagServers is how many servers have the tag, and the way to them.
func tagServers(t tag) resource.Cell {
	c := resource.Cell{Text: resource.Lit(itoa(len(t.servers)))}
	if len(t.servers) > 0 {
		c.Href = "/instances?" + url.Values{"tag": {t.TagName}}.Encode()
	}
	return c
}

var tagOps = []resource.Op[tag]{
	{Slug: "create", Icon: "plus", Effect: resource.Change, Danger: resource.NoConfirm, Alone: true,
		Fields: func(context.Context, cloud.Caller, []tag, url.Values) ([]resource.Field, error) {
			return []resource.Field{{Name: "name", Label: resource.T("create.field.name"), Hint: resource.T("hint.name", maxName), Input: resource.TextInput, Required: true}}, nil
		},
		Plan: planCreateTag, Beside: map[string]string{"InvalidTagName.Duplicated": "name", "InvalidParameter": "name"}},
	{Slug: "merge", Icon: "arrows-exchange", Set: resource.CopySet, Top: true, Effect: resource.Change, Danger: resource.Confirm, InOrder: true,
		Offered: offered("reason.tag_unused", func(t tag) bool { return len(t.servers) > 0 }), Fields: mergeFields, Plan: planMerge},
	{Slug: "delete", Icon: "trash", Effect: resource.Destroy, Danger: resource.TypeName, Bulk: true,
		Offered: func(t tag) resource.Text {
			if n := len(t.servers); n > 0 {
				return resource.T("reason.tag_in_use", n)
			}
			return resource.Text{}
		},
		Plan: func(items []tag, _ url.Values) ([]resource.Step, error) {
			var steps []resource.Step
			for _, t := range items {
				steps = append(steps, resource.Do(ccs.DeleteTag, ccs.TagRef{TagID: string(t.TagID)}, tagTarget(t)))
			}
			return steps, nil
		}},
}

func tagTarget(t tag) resource.Target {
	return resource.Target{Kind: "tags", ID: string(t.TagID), Name: t.TagName}
}

func planCreateTag(_ []tag, form url.Values) ([]resource.Step, error) {
	name := strings.TrimSpace(form.Get("name"))
	switch {
	case len([]rune(name)) > maxName:
		return nil, resource.FieldErrors{"name": resource.T("form.too_long", maxName)}
	case strings.Contains(name, ","):
		// Lists of tags are written with commas between.
		return nil, resource.FieldErrors{"name": resource.T("form.no_comma")}
	}
	return []resource.Step{resource.Do(ccs.CreateTag, ccs.CreateTagRequest{TagName: name})}, nil
}

func mergeFields(ctx context.Context, c cloud.Caller, items []tag, _ url.Values) ([]resource.Field, error) {
	all, err := listTags(ctx, c)
	f := resource.Field{Name: "into", Label: resource.T("field.tags.into"), Hint: resource.T("hint.merge_tags", len(items[0].servers)), Input: resource.SelectInput, Required: true, Choices: []resource.Choice{{Label: resource.T("choice.none")}}}
	for _, t := range all {
		if t.TagID != items[0].TagID {
			f.Choices = append(f.Choices, resource.Choice{Value: string(t.TagID), Label: resource.Lit(t.TagName), Note: resource.T("choice.servers", len(t.servers))})
		}
	}
	return []resource.Field{f}, err
}

// planMerge gives every server the other tag before it takes this one away, so
// that none is without in between.
func planMerge(items []tag, form url.Values) ([]resource.Step, error) {
	t := items[0]
	targets := append([]resource.Target{tagTarget(t)}, targetsOf(t.servers)...)
	add := ccs.AddInstancesTagsRequest{InstanceIDs: idsOf(t.servers), AddTagIDs: []string{form.Get("into")}}
	remove := ccs.DeleteInstancesTagsRequest{InstanceIDs: idsOf(t.servers), DelTagIDs: []string{string(t.TagID)}}
	return []resource.Step{resource.Do(ccs.AddInstancesTags, add, targets...), resource.Do(ccs.DeleteInstancesTags, remove, targets...)}, nil
}
