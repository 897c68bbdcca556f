package catalog

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// bindings replays what the console did: for each group the cards it put in
// and did not take out. The provider counts a group's cards but lists them
// nowhere, so that those which joined by other ways stay unknown.
func bindings(ctx context.Context) (map[string][]ccs.Binding, error) {
	join, leave := ccs.JoinSecurityGroup.Info().ID(), ccs.LeaveSecurityGroup.Info().ID()
	done, err := resource.HistoryOf(ctx).Accepted(ctx, join, leave)
	if err != nil {
		return nil, err
	}
	out := map[string][]ccs.Binding{}
	for _, p := range done {
		var req ccs.BindingRequest
		if err := json.Unmarshal([]byte(p.Request), &req); err != nil {
			return nil, err
		}
		kept := slices.DeleteFunc(out[req.SecurityGroupID], func(b ccs.Binding) bool { return slices.Contains(req.BindData, b) })
		if p.Operation == join {
			kept = append(kept, req.BindData...)
		}
		out[req.SecurityGroupID] = kept
	}
	return out, nil
}

// membersOf are the cards known to be in a group that still exist.
func membersOf(ctx context.Context, c cloud.Caller, group string) ([]card, error) {
	all, err := bindings(ctx)
	if err != nil || len(all[group]) == 0 {
		return nil, err
	}
	servers, err := listServers(ctx, c)
	var out []card
	for _, s := range servers {
		for _, n := range cardsOf(s) {
			if slices.Contains(all[group], binding(n)) {
				out = append(out, n)
			}
		}
	}
	return out, err
}

// binding names a card as the provider wants it: by its server and network.
func binding(n card) ccs.Binding {
	b := ccs.Binding{InstanceID: string(n.server.InstanceID)}
	if n.public {
		b.PublicID = n.network
	} else {
		b.PrivateID = n.network
	}
	return b
}

// bindable is a card's value in the forms.
func bindable(n card) string { return string(n.server.InstanceID) + ":" + n.network }

var groupMembers = resource.Related[SecurityGroup]{Tab: "members", Ops: []string{"join", "leave"}, Load: func(_ context.Context, _ cloud.Caller, g SecurityGroup) (resource.Block, error) {
	b := resource.Block{Title: resource.T("tab.security-groups.members"), Empty: resource.T("empty.security-groups.members")}
	if len(g.Members) < int(g.BindInterfaceCount) {
		b.Note, b.Empty = resource.T("members.unknown", int(g.BindInterfaceCount), len(g.Members)), resource.T("members.none_known")
		if len(g.Members) == 0 {
			b.Note = resource.T("members.none_of", int(g.BindInterfaceCount))
		}
	}
	for _, key := range []string{"server", "card", "ip", "place"} {
		b.Heads = append(b.Heads, resource.Head{Key: key, Label: resource.T("field.security-groups." + key)})
	}
	for _, n := range g.Members {
		b.Rows = append(b.Rows, resource.Row{ID: bindable(n), Name: n.server.InstanceName, Cells: []resource.Cell{
			named("instances", string(n.server.InstanceID), n.server.InstanceName), withID(n.name, n.network), addresses(without([]string{n.ip}), nil),
			two(n.server.VdcName, string(n.server.RegionID)),
		}, Ops: []resource.OpView{leaveOne(g, n)}})
	}
	return b, nil
}}

// leaveOne leads to the form of leaving with one card ticked.
func leaveOne(g SecurityGroup, n card) resource.OpView {
	return resource.OpView{Slug: "leave", Label: resource.T("op.security-groups.leave.label"), Icon: "unlink", Effect: resource.Change, Danger: resource.Confirm,
		Href: "/security-groups/" + url.PathEscape(string(g.SecurityGroupID)) + "/ops/leave?" + url.Values{"cards": {bindable(n)}}.Encode()}
}

// known is the choice of place that stands for the members the console knows.
const known = "known"

// joinFields offers the cards of the group's side, one VDC at a time: there
// are hundreds.
func joinFields(ctx context.Context, c cloud.Caller, items []SecurityGroup, form url.Values) ([]resource.Field, error) {
	cards, err := cardsFor(ctx, c, items[0])
	if err != nil {
		return nil, err
	}
	member := func(n card) bool {
		return slices.ContainsFunc(items[0].Members, func(m card) bool { return bindable(m) == bindable(n) })
	}
	return cardFields(slices.DeleteFunc(cards, member), form), nil
}

// leaveFields offers the members that are known, and where the provider counts
// more, all others.
func leaveFields(ctx context.Context, c cloud.Caller, items []SecurityGroup, form url.Values) ([]resource.Field, error) {
	g := items[0]
	if len(g.Members) >= int(g.BindInterfaceCount) {
		return []resource.Field{cardChecks(g.Members)}, nil
	}
	cards, err := cardsFor(ctx, c, g)
	if err != nil {
		return nil, err
	}
	fields := cardFields(cards, form)
	if len(g.Members) == 0 {
		return fields, nil
	}
	place := &fields[0]
	place.Choices = append([]resource.Choice{{Value: known, Label: resource.T("members.known")}}, place.Choices...)
	if v := form.Get("vdc"); v == "" || v == known {
		place.Value, fields[1] = known, cardChecks(g.Members)
	}
	return fields, nil
}

func cardsFor(ctx context.Context, c cloud.Caller, g SecurityGroup) ([]card, error) {
	servers, err := listServers(ctx, c)
	var out []card
	for _, s := range servers {
		for _, n := range cardsOf(s) {
			if n.public == (g.SecurityGroupType == "public") {
				out = append(out, n)
			}
		}
	}
	return out, err
}

// cardFields are a choice of VDC and the cards in it.
func cardFields(cards []card, form url.Values) []resource.Field {
	place := resource.Field{Name: "vdc", Label: resource.T("field.security-groups.vdc"), Input: resource.SelectInput, Decides: true}
	for _, n := range cards {
		id := string(n.server.VdcID)
		if !slices.ContainsFunc(place.Choices, func(o resource.Choice) bool { return o.Value == id }) {
			place.Choices = append(place.Choices, resource.Choice{Value: id, Label: resource.Lit(n.server.VdcName)})
		}
	}
	for _, o := range place.Choices {
		if place.Value == "" || o.Value == form.Get("vdc") {
			place.Value = o.Value
		}
	}
	return []resource.Field{place, cardChecks(slices.DeleteFunc(cards, func(n card) bool { return string(n.server.VdcID) != place.Value }))}
}

func cardChecks(cards []card) resource.Field {
	f := resource.Field{Name: "cards", Label: resource.T("field.security-groups.cards"), Input: resource.CheckInput, Required: true}
	for _, n := range cards {
		f.Choices = append(f.Choices, resource.Choice{Value: bindable(n), Label: resource.Lit(n.server.InstanceName), Note: resource.Lit(strings.Join(without([]string{n.ip, n.name}), " · "))})
	}
	return f
}

// bindCards plans one call for all ticked cards. Servers are targets too, so
// that their pages follow.
func bindCards(action cloud.Action[ccs.BindingRequest, struct{}]) func([]SecurityGroup, url.Values) ([]resource.Step, error) {
	return func(items []SecurityGroup, form url.Values) ([]resource.Step, error) {
		g := items[0]
		req := ccs.BindingRequest{SecurityGroupID: string(g.SecurityGroupID)}
		targets := []resource.Target{groupTarget(g)}
		for _, v := range form["cards"] {
			server, network, _ := strings.Cut(v, ":")
			b := ccs.Binding{InstanceID: server, PrivateID: network}
			if g.SecurityGroupType == "public" {
				b.PublicID, b.PrivateID = network, ""
			}
			req.BindData = append(req.BindData, b)
			targets = append(targets, resource.Target{Kind: "instances", ID: server, Name: server})
		}
		return []resource.Step{resource.Do(action, req, targets...)}, nil
	}
}
