package resource

import (
	"context"
	"slices"
	"time"

	"yunque/internal/cloud"
)

// Soon is how long before its paid time ends a resource is a worry.
const Soon = 7 * 24 * time.Hour

// Worry is why resources need a look; the gravest comes first.
type Worry int

const (
	Broken Worry = iota // in a state that means something went wrong
	Ending              // what is paid for ends within Soon, or has ended
	Odd                 // in a state that needs a decision, or that nobody knows
	Idle                // off, and paid for all the same
)

// Summary is a kind at a glance.
type Summary struct {
	Slug      string
	Total     int
	States    []StateCount
	Concerns  []Concern
	Protected []Held
	Missing   []Missing
}

// StateCount is how many are in a state; Query finds them.
type StateCount struct {
	State State
	Count int
	Query Query
}

// Concern is why some of a kind need a look, with the first of them. At is
// when the first of those that end does.
type Concern struct {
	Worry Worry
	State State
	Count int
	First []Target
	At    time.Time
	Query Query
}

// Held is a resource under protection.
type Held struct {
	Name, Href string
	By         Protection
}

// endsColumn sorts a list by when what is paid for ends.
const endsColumn = "ends"

// shownFirst is how many resources a concern names.
const shownFirst = 3

// Summary reads the list and tells what there is of it and what needs a look.
func (k *Kind[R]) Summary(ctx context.Context, c cloud.Caller, now time.Time) (Summary, error) {
	ctx, _ = k.ask(ctx)
	all, missing, err := k.some(ctx, c)
	if err != nil {
		return Summary{}, err
	}
	rules, err := k.rules(ctx)
	if err != nil {
		return Summary{}, err
	}
	s := Summary{Slug: k.Slug, Total: len(all), Missing: missing}
	for _, r := range all {
		s.States = k.count(s.States, r)
		if p := rules.protecting(k.ID(r)); p != nil {
			s.Protected = append(s.Protected, Held{Name: k.Name(r), Href: k.Href(k.ID(r)), By: *p})
		}
	}
	slices.SortStableFunc(s.States, func(a, b StateCount) int { return b.Count - a.Count })
	s.Concerns = k.concerns(all, now)
	return s, nil
}

func (k *Kind[R]) count(states []StateCount, r R) []StateCount {
	state := k.State(r)
	i := slices.IndexFunc(states, func(c StateCount) bool { return sameState(c.State, state) })
	if i < 0 {
		i, states = len(states), append(states, StateCount{State: state, Query: k.alike(r)})
	}
	states[i].Count++
	return states
}

// concerns are the worries about all; what ends first is named first.
func (k *Kind[R]) concerns(all []R, now time.Time) []Concern {
	if k.Ends != nil {
		all = slices.Clone(all)
		slices.SortStableFunc(all, func(a, b R) int { return k.Ends(a).Compare(k.Ends(b)) })
	}
	var out []Concern
	for _, r := range all {
		for _, w := range k.worries(r, now) {
			out = k.worried(out, w, r)
		}
	}
	return out
}

func (k *Kind[R]) worries(r R, now time.Time) []Worry {
	var out []Worry
	switch k.State(r).Tone {
	case Failed:
		out = append(out, Broken)
	case Attention, Unknown:
		out = append(out, Odd)
	case Off:
		if k.IdleCosts {
			out = append(out, Idle)
		}
	case OffBilled:
		out = append(out, Idle)
	}
	if k.Ends != nil {
		// What has ended mostly says so by its state.
		at := k.Ends(r)
		if !at.IsZero() && at.Sub(now) < Soon && (at.After(now) || len(out) == 0) {
			out = append(out, Ending)
		}
	}
	return out
}

// worried adds r to the concern it belongs to. What ends is one concern in
// whatever state it is.
func (k *Kind[R]) worried(list []Concern, w Worry, r R) []Concern {
	state := k.State(r)
	i := slices.IndexFunc(list, func(c Concern) bool { return c.Worry == w && (w == Ending || sameState(c.State, state)) })
	if i < 0 {
		c := Concern{Worry: w, State: state, Query: k.alike(r)}
		if w == Ending {
			c.At, c.Query = k.Ends(r), Query{}
			if k.sortable(endsColumn) {
				c.Query.Sort = endsColumn
			}
		}
		i, list = len(list), append(list, c)
	}
	list[i].Count++
	if len(list[i].First) < shownFirst {
		list[i].First = append(list[i].First, Target{Kind: k.Slug, ID: k.ID(r), Name: k.Name(r)})
	}
	return list
}

// alike is the query for all in r's state, where the kind has a filter of
// states; else for all there are.
func (k *Kind[R]) alike(r R) Query {
	for _, p := range k.Filters {
		if !p.Quick {
			continue
		}
		for _, c := range p.Values(r) {
			if c.Tone != "" {
				return Query{Filters: map[string][]string{p.Key: {c.Value}}}
			}
		}
	}
	return Query{}
}

func sameState(a, b State) bool {
	return a.Tone == b.Tone && a.Word.Key == b.Word.Key && a.Word.Raw == b.Word.Raw && (a.Word.Key != "state.unknown" || a.Raw == b.Raw)
}
