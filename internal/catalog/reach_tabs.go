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

// reachLine is one line of a reach table: a way in, or why there is none.
type reachLine struct {
	card    card
	opening *Opening // nil: see state
	state   resource.State
	group   string // name of the group whose rule lets in
}

// groupReach tells what a group's own rules let in.
var groupReach = resource.Part("reach", "security-groups", func(_ context.Context, _ cloud.Caller, g SecurityGroup) ([]reachLine, error) {
	id := string(g.SecurityGroupID)
	return reachLines(card{}, ReadRules(id, g.Rules), map[string]string{id: g.SecurityGroupName}), nil
}, append(slices.Clone(reachColumns), reachByOwn)...).Noted(resource.T("note.group_reach"))

// serverReach tells what may reach a server by each of its cards.
var serverReach = resource.Part("reach", "instances", reachOfServer,
	slices.Concat([]resource.Column[reachLine]{{Key: "card", Cell: func(l reachLine) resource.Cell { return two(l.card.name, l.card.ip) }}}, reachColumns, []resource.Column[reachLine]{reachBy})...).Noted(resource.T("note.reach"))

var reachColumns = []resource.Column[reachLine]{
	{Key: "reach", Cell: func(l reachLine) resource.Cell { return resource.Cell{Kind: resource.StatusCell, State: l.state} }},
	{Key: "reach_service", Cell: func(l reachLine) resource.Cell {
		if l.opening == nil {
			return resource.Cell{}
		}
		return resource.Cell{Text: serviceText(l.opening.Protocol, l.opening.Ports.String()), Mono: true}
	}},
	{Key: "reach_from", Cell: func(l reachLine) resource.Cell {
		if l.opening == nil {
			return resource.Cell{}
		}
		cell := mono(l.opening.From.String())
		if port := l.opening.Remote.String(); port != "" {
			cell.Sub = resource.T("rule.from_port", port)
		}
		return cell
	}},
	{Key: "reach_except", Cell: func(l reachLine) resource.Cell {
		return resource.Cell{Text: resource.Lit(exceptionList(l.opening)), Mono: true}
	}},
}

// reachBy is the group and its rule that lets in.
var reachBy = resource.Column[reachLine]{Key: "reach_by", Cell: func(l reachLine) resource.Cell {
	if l.opening == nil {
		return resource.Cell{}
	}
	return resource.Cell{Text: resource.Lit(l.group), Sub: resource.T("rule.by", l.opening.By.Priority, l.opening.By.About), Href: "/security-groups/" + l.opening.By.Group + "/rules"}
}}

// reachByOwn is reachBy on the page of the group itself.
var reachByOwn = resource.Column[reachLine]{Key: "reach_by", Cell: func(l reachLine) resource.Cell {
	if l.opening == nil {
		return resource.Cell{}
	}
	return resource.Cell{Text: resource.T("rule.priority", l.opening.By.Priority), Sub: resource.Lit(l.opening.By.About), Href: "/security-groups/" + l.opening.By.Group + "/rules"}
}}

func exceptionList(o *Opening) string {
	if o == nil {
		return ""
	}
	var out []string
	for _, e := range o.Except {
		s := e.From.String()
		if port := e.Remote.String(); port != "" {
			s += " :" + port
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

// reachLines are the ways in by a card whose groups have these rules.
func reachLines(n card, rules []Rule, names map[string]string) []reachLine {
	var out []reachLine
	for _, o := range Reach(rules) {
		line := reachLine{card: n, opening: &o, group: names[o.By.Group], state: resource.State{Tone: resource.OK, Word: resource.T("reach.open"), Raw: "open"}}
		if o.From.Everyone() {
			line.state = resource.State{Tone: resource.Attention, Word: resource.T("reach.everyone"), Raw: "everyone"}
		}
		out = append(out, line)
	}
	if len(out) == 0 {
		out = append(out, reachLine{card: n, state: resource.State{Tone: resource.Off, Word: resource.T("reach.closed"), Raw: "closed"}})
	}
	return out
}

// reachOfServer reads the rules of the groups that the server's cards are known
// to be in. A card of which no group is known is said to be so: it may be open
// to everyone, or in a group that it joined elsewhere.
func reachOfServer(ctx context.Context, c cloud.Caller, s ccs.Instance) ([]reachLine, error) {
	all, err := bindings(ctx)
	if err != nil {
		return nil, err
	}
	groups, err := groupsOf(ctx, c, all, s)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for id, g := range groups {
		names[id] = g.SecurityGroupName
	}
	var out []reachLine
	for _, n := range cardsOf(s) {
		var rules []Rule
		in := false
		for id, g := range groups {
			if slices.Contains(all[id], binding(n)) {
				in = true
				rules = append(rules, ReadRules(id, g.SecurityGroupRules)...)
			}
		}
		if !in {
			out = append(out, reachLine{card: n, state: resource.State{Tone: resource.Unknown, Word: resource.T("reach.no_group"), Raw: "no group known"}})
			continue
		}
		out = append(out, reachLines(n, rules, names)...)
	}
	return out, nil
}

// groupsOf reads the groups a server's cards are known to be in, four at a
// time; one that is gone takes nothing with it.
func groupsOf(ctx context.Context, c cloud.Caller, all map[string][]ccs.Binding, s ccs.Instance) (map[string]ccs.SecurityGroupDetail, error) {
	var ids []string
	for id, bound := range all {
		if slices.ContainsFunc(bound, func(b ccs.Binding) bool { return b.InstanceID == string(s.InstanceID) }) {
			ids = append(ids, id)
		}
	}
	found := make([]ccs.SecurityGroupDetail, len(ids))
	gone := make([]bool, len(ids))
	each, ctx := errgroup.WithContext(ctx)
	each.SetLimit(4)
	for i, id := range ids {
		each.Go(func() (err error) {
			found[i], err = ccs.DescribeSecurityGroupAttribute.Call(ctx, c, ccs.DescribeSecurityGroupAttributeRequest{SecurityGroupID: id})
			if cloud.HasCode(err, noGroup...) {
				gone[i], err = true, nil
			}
			return err
		})
	}
	err := each.Wait()
	out := map[string]ccs.SecurityGroupDetail{}
	for i, id := range ids {
		if !gone[i] {
			out[id] = found[i]
		}
	}
	return out, err
}
