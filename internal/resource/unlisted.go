package resource

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/width"

	"yunque/internal/cloud"
)

// Unlisted says how resources are known that the provider has no list of: from
// the console's own accepted writes, and from what people tell it. A kind that
// has one offers to add one by its id and to forget some; neither calls
// anybody.
type Unlisted struct {
	Made  cloud.Info // its answer names new ones
	Ended cloud.Info // its request names one that is gone by it
	Names string     // the field of Ended's request that does
	// Tells are the fields of Made's request that tell something of the new
	// one: our name to the request's.
	Tells map[string]string
	// Fields ask a person for what else is to be known of one than its id and
	// its name, under the names of Tells.
	Fields func(ctx context.Context, c cloud.Caller, form url.Values) ([]Field, error)
}

// Known is one resource as the console knows it.
type Known struct {
	ID    string
	Facts map[string]string // by the names of Tells and, of its name, FactName
	Who   string            // made it, or told of it
	Since time.Time
	Told  bool // by a person: the console did not make it
}

// FactName is the fact that names a resource.
const FactName = "name"

// Name is what it is called, its id where that is not known.
func (k Known) Name() string {
	if name := k.Facts[FactName]; name != "" {
		return name
	}
	return k.ID
}

// Origin says how the console came to know of it.
func (k Known) Origin() Text {
	if k.Told {
		return T("known.told", k.Who)
	}
	return T("known.made", k.Who)
}

// Told is what a person said last of a resource.
type Told struct {
	ID        string
	Facts     map[string]string
	Who       string
	Since     time.Time
	Forgotten bool
}

// Known lists what the console knows of a kind, the newest first. What a person
// told adds to what the console made, and stands over it.
func (u *Unlisted) Known(ctx context.Context, kind string) ([]Known, error) {
	made, ended := u.Made.ID(), u.Ended.ID()
	done, err := HistoryOf(ctx).Accepted(ctx, made, ended)
	if err != nil {
		return nil, err
	}
	told, err := HistoryOf(ctx).Told(ctx, kind)
	if err != nil {
		return nil, err
	}
	all, over := map[string]Known{}, map[string]time.Time{}
	for _, p := range done {
		request := map[string]any{}
		if err := json.Unmarshal([]byte(p.Request), &request); err != nil {
			return nil, err
		}
		if p.Operation == ended {
			id, _ := request[u.Names].(string)
			over[id] = p.At
			delete(all, id)
			continue
		}
		for _, id := range p.Created {
			all[id] = Known{ID: id, Facts: u.tells(request), Who: p.Who, Since: p.At}
		}
	}
	for _, t := range told {
		switch {
		case t.Forgotten:
			delete(all, t.ID)
		case over[t.ID].Before(t.Since):
			all[t.ID] = t.over(all[t.ID])
		}
	}
	return sorted(all), nil
}

// tells reads what a request says of what it makes.
func (u *Unlisted) tells(request map[string]any) map[string]string {
	facts := map[string]string{}
	for ours, theirs := range u.Tells {
		facts[ours], _ = request[theirs].(string)
	}
	return facts
}

// over puts what was told over what is known.
func (t Told) over(k Known) Known {
	if k.ID == "" {
		k = Known{ID: t.ID, Who: t.Who, Since: t.Since, Told: true, Facts: map[string]string{}}
	}
	for name, said := range t.Facts {
		if said != "" {
			k.Facts[name] = said
		}
	}
	return k
}

func sorted(all map[string]Known) []Known {
	out := make([]Known, 0, len(all))
	for _, k := range all {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b Known) int {
		if n := b.Since.Compare(a.Since); n != 0 {
			return n
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// The operations of every kind that the provider cannot list.
const (
	Remember = "remember"
	Forget   = "forget"
)

// Recalls tells whether an operation changes only what the console remembers.
func Recalls(op string) bool { return op == Remember || op == Forget }

// fieldKnown is the field of the id of a resource to remember. The plain "id"
// is what a selection is sent as.
const fieldKnown = "known"

// maxFact is how many characters a name told by a person has at most.
const maxFact = 64

// knownID is what an id of the provider's looks like.
var knownID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.:-]{3,127}$`)

// RememberedBy is what the form of Remember was filled in with, once it is
// without mistakes.
func RememberedBy(fields []Field) (id string, facts map[string]string) {
	facts = map[string]string{}
	for _, f := range fields {
		if f.Name == fieldKnown {
			id = tidyID(f.Value)
		} else {
			facts[f.Name] = strings.TrimSpace(f.Value)
		}
	}
	return id, facts
}

// RememberView offers to add one by its id.
func RememberView(slug, id string) OpView {
	return OpView{Slug: Remember, Label: T("remember.label"), Icon: "bookmark-plus", Effect: Change,
		Href: "/" + slug + "/ops/" + Remember + "?" + url.Values{fieldKnown: {id}}.Encode()}
}

// tidyID takes an id as it was pasted.
func tidyID(s string) string { return strings.TrimSpace(width.Fold.String(s)) }

// recallOps are the operations on what the console remembers.
func (k *Kind[R]) recallOps() []Op[R] {
	if k.Unlisted == nil {
		return nil
	}
	bulk := slices.ContainsFunc(k.Ops, func(o Op[R]) bool { return o.Bulk })
	return []Op[R]{
		{Slug: Remember, Icon: "bookmark-plus", Effect: Change, Danger: NoConfirm, Alone: true, Fields: k.rememberFields, PlanAfter: k.remember},
		{Slug: Forget, Icon: "bookmark-off", Effect: Change, Danger: Confirm, Set: GuardSet, Bulk: bulk,
			Plan: func([]R, url.Values) ([]Step, error) { return nil, nil }},
	}
}

func (k *Kind[R]) rememberFields(ctx context.Context, c cloud.Caller, _ []R, form url.Values) ([]Field, error) {
	fields := []Field{
		{Name: fieldKnown, Label: T("remember.id"), Hint: T("remember.id_hint"), Input: TextInput, Required: true},
		{Name: FactName, Label: T("remember.name"), Hint: T("remember.name_hint"), Input: TextInput},
	}
	if k.Unlisted.Fields == nil {
		return fields, nil
	}
	more, err := k.Unlisted.Fields(ctx, c, form)
	return append(fields, more...), err
}

// remember refuses what is no id, or is known already.
func (k *Kind[R]) remember(ctx context.Context, _ cloud.Caller, _ []R, form url.Values) ([]Step, error) {
	id := tidyID(form.Get(fieldKnown))
	known, err := k.Unlisted.Known(ctx, k.Slug)
	if err != nil {
		return nil, err
	}
	switch {
	case !knownID.MatchString(id):
		return nil, FieldErrors{fieldKnown: T("remember.no_id")}
	case slices.ContainsFunc(known, func(k Known) bool { return k.ID == id }):
		return nil, FieldErrors{fieldKnown: T("remember.known")}
	case utf8.RuneCountInString(strings.TrimSpace(form.Get(FactName))) > maxFact:
		return nil, FieldErrors{FactName: T("form.too_long", maxFact)}
	}
	return nil, nil
}

// recallView offers to forget a resource.
func (k *Kind[R]) recallView(r R) []OpView {
	var out []OpView
	for _, o := range k.recallOps() {
		if !o.Alone {
			v := k.view(&o)
			v.Href = k.path(k.ID(r)) + "/ops/" + v.Slug
			out = append(out, v)
		}
	}
	return out
}
