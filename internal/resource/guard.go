package resource

import (
	"context"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"yunque/internal/cloud"
)

// Protection is a person's word that a resource must not be lost.
type Protection struct {
	Who    string
	Reason string
	Since  time.Time
}

// Text says who protects something and why.
func (p Protection) Text() Text { return T("protect.by", p.Who, p.Reason) }

// Rules are what the team itself forbids for one kind at this moment.
type Rules struct {
	Protected map[string]Protection // by id
	// Closed is why resources with these tags must not be destroyed now; nil
	// where no hours are set.
	Closed func(tags []string) Text
}

// Guard keeps the team's rules.
type Guard interface {
	Rules(ctx context.Context, kind string) (Rules, error)
}

type guardKey struct{}

// WithGuard puts every operation that follows under the team's rules, and
// offers to protect resources.
func WithGuard(ctx context.Context, g Guard) context.Context {
	return context.WithValue(ctx, guardKey{}, g)
}

// rules reads the rules for a kind; nil where there is no guard.
func (k *Kind[R]) rules(ctx context.Context) (*Rules, error) {
	g, ok := ctx.Value(guardKey{}).(Guard)
	if !ok || !k.losable() {
		return nil, nil
	}
	r, err := g.Rules(ctx, k.Slug)
	return &r, err
}

// protecting is the protection of one resource; nil for none.
func (r *Rules) protecting(id string) *Protection {
	if r == nil {
		return nil
	}
	if p, ok := r.Protected[id]; ok {
		return &p
	}
	return nil
}

// forbids is why the team does not let an operation happen to r; zero when it
// does. What can be undone is nobody's business but the person's.
func (k *Kind[R]) forbids(rules *Rules, o *Op[R], r R) Text {
	if rules == nil || o.Alone || o.Danger < TypeName && o.Effect != Destroy {
		return Text{}
	}
	if p, ok := rules.Protected[k.ID(r)]; ok {
		return p.Text()
	}
	if rules.Closed != nil {
		return rules.Closed(k.tags(r))
	}
	return Text{}
}

// tags are those that any column shows of r.
func (k *Kind[R]) tags(r R) []string {
	var all []string
	for _, col := range k.Columns {
		if c := col.Cell(r); c.Kind == TagsCell {
			all = append(all, c.Tags...)
		}
	}
	return all
}

// losable tells whether a kind has anything that a protection would keep from
// happening.
func (k *Kind[R]) losable() bool {
	return slices.ContainsFunc(k.Ops, func(o Op[R]) bool { return !o.Alone && (o.Danger >= TypeName || o.Effect == Destroy) })
}

// The operations of every kind of which something can be lost. They call
// nobody. Their names leave "protect" to the provider's own switches.
const (
	Protect   = "guard"
	Unprotect = "unguard"
)

// Guards tells whether an operation sets or removes a protection.
func Guards(op string) bool { return op == Protect || op == Unprotect }

// FieldReason is the field of why something is protected.
const FieldReason = "reason"

// MaxReason is how many characters a reason has at most.
const MaxReason = 300

// OpText is one of the texts of an operation: label, title, effect or busy.
func OpText(kind, op, part string) Text {
	if Guards(op) || Recalls(op) {
		return T(op + "." + part)
	}
	return T2("op", kind, op+"."+part)
}

// guardOps are the operations on protections.
func (k *Kind[R]) guardOps() []Op[R] {
	if !k.losable() {
		return nil
	}
	plan := func(_ []R, form url.Values) ([]Step, error) {
		if utf8.RuneCountInString(form.Get(FieldReason)) > MaxReason {
			return nil, FieldErrors{FieldReason: T("protect.too_long", MaxReason)}
		}
		return nil, nil
	}
	bulk := slices.ContainsFunc(k.Ops, func(o Op[R]) bool { return o.Bulk })
	reason := func(context.Context, cloud.Caller, []R, url.Values) ([]Field, error) {
		return []Field{{Name: FieldReason, Label: T("protect.reason"), Hint: T("protect.reason_hint"), Input: TextInput, Required: true}}, nil
	}
	return []Op[R]{
		{Slug: Protect, Icon: "shield-lock", Effect: Change, Danger: Confirm, Set: GuardSet, Bulk: bulk, Fields: reason, Plan: plan},
		{Slug: Unprotect, Icon: "lock-open", Effect: Change, Danger: Confirm, Set: GuardSet, Bulk: bulk, Plan: plan},
	}
}

// guardRefusal is why a protection cannot be set or removed.
func (k *Kind[R]) guardRefusal(rules *Rules, o *Op[R], r R) Text {
	has := false
	if rules != nil {
		_, has = rules.Protected[k.ID(r)]
	}
	switch {
	case o.Slug == Protect && has:
		return rules.Protected[k.ID(r)].Text()
	case o.Slug == Unprotect && !has:
		return T("protect.not")
	}
	return Text{}
}

// guardView offers what makes sense of a resource: to protect it, or to end
// that.
func (k *Kind[R]) guardView(rules *Rules, r R) []OpView {
	if rules == nil {
		return nil
	}
	for _, o := range k.guardOps() {
		if k.guardRefusal(rules, &o, r).IsZero() {
			v := k.view(&o)
			v.Href = k.path(k.ID(r)) + "/ops/" + v.Slug
			return []OpView{v}
		}
	}
	return nil
}
