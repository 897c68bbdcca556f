package resource

import (
	"context"
	"errors"
	"net/url"
	"reflect"
	"testing"

	"yunque/internal/cloud"
)

// shade is an operation whose form depends on its answers, and costs money.
func shade(price func(url.Values) (Quote, error)) *Kind[lamp] {
	k := lampKind(lamps)
	k.Ops = []Op[lamp]{{
		Slug: "shade", Effect: Spend, Danger: Confirm, Bulk: true, InOrder: true,
		Fields: func(_ context.Context, _ cloud.Caller, _ []lamp, form url.Values) ([]Field, error) {
			sizes := []Choice{{Value: "small"}, {Value: "large", Disabled: true}}
			if form.Get("colour") == "red" {
				sizes = []Choice{{Value: "tiny"}}
			}
			return []Field{
				{Name: "colour", Input: SelectInput, Value: "white", Choices: []Choice{{Value: "white"}, {Value: "red"}}, Decides: true},
				{Name: "size", Input: SelectInput, Choices: sizes, Required: true},
				{Name: "count", Input: NumberInput, Value: "10", Min: "5", Max: "100", Step: "10"},
				{Name: "dimmed", Input: SwitchInput, Value: "true"},
			}, nil
		},
		Price: func(_ context.Context, _ cloud.Caller, _ []lamp, form url.Values) (Quote, error) { return price(form) },
		Plan: func(_ []lamp, form url.Values) ([]Step, error) {
			return []Step{{Request: form.Get("count") + form.Get("dimmed")}}, nil
		},
		Beside: map[string]string{"TooMany": "count"},
	}}
	return k
}

func quoteOf(amount string) func(url.Values) (Quote, error) {
	return func(url.Values) (Quote, error) { return Quote{Amount: amount}, nil }
}

func prepare(t *testing.T, k *Kind[lamp], r Request) *Prepared {
	t.Helper()
	r.Op, r.IDs = k.Ops[0].Slug, []string{"l1"}
	p, err := k.Prepare(t.Context(), nil, r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatTheFieldsSayIsCheckedBeforeThePlan(t *testing.T) {
	for name, c := range map[string]struct {
		form url.Values
		want FieldErrors
	}{
		"all is well":                     {url.Values{"size": {"small"}, "count": {"20"}}, FieldErrors{}},
		"the least value fits any step":   {url.Values{"size": {"small"}, "count": {"5"}}, FieldErrors{}},
		"full-width digits":               {url.Values{"size": {"small"}, "count": {" ２０ "}}, FieldErrors{}},
		"nothing optional":                {url.Values{"size": {"small"}, "count": {""}}, FieldErrors{}},
		"nothing required":                {url.Values{"size": {""}}, FieldErrors{"size": T("form.required")}},
		"a choice that is not there":      {url.Values{"size": {"huge"}}, FieldErrors{"size": T("form.not_offered")}},
		"a choice that is off":            {url.Values{"size": {"large"}}, FieldErrors{"size": T("form.not_offered")}},
		"a choice of another answer":      {url.Values{"size": {"small"}, "colour": {"red"}}, FieldErrors{"size": T("form.not_offered")}},
		"a number below":                  {url.Values{"size": {"small"}, "count": {"4"}}, FieldErrors{"count": T("form.between", 5, 100)}},
		"a number between steps":          {url.Values{"size": {"small"}, "count": {"25"}}, FieldErrors{"count": OffStep(25, 10, 100)}},
		"words for a number":              {url.Values{"size": {"small"}, "count": {"many"}}, FieldErrors{"count": T("form.number")}},
		"a number with more after it, no": {url.Values{"size": {"small"}, "count": {"20x"}}, FieldErrors{"count": T("form.number")}},
	} {
		t.Run(name, func(t *testing.T) {
			p := prepare(t, shade(quoteOf("1")), Request{Submit: true, Form: c.form})
			got := FieldErrors{}
			for _, f := range p.Form.Fields {
				if !f.Error.IsZero() {
					got[f.Name] = f.Error
				}
			}
			if !reflect.DeepEqual(got, c.want) || (p.Steps == nil) != (len(c.want) > 0) {
				t.Errorf("got %v with steps %v, want %v", got, p.Steps, c.want)
			}
		})
	}
}

func TestAFormDrawnAgainKeepsItsAnswersAndPlansNothing(t *testing.T) {
	p := prepare(t, shade(quoteOf("9.50")), Request{Redraw: true, Form: url.Values{"colour": {"red"}, "count": {"30"}}})
	got := map[string]string{}
	for _, f := range p.Form.Fields {
		got[f.Name] = f.Value
	}
	want := map[string]string{"colour": "red", "size": "", "count": "30", "dimmed": ""}
	if !reflect.DeepEqual(got, want) || p.Steps != nil || !p.Form.Live || p.Form.Quote.Amount != "9.50" {
		t.Errorf("got %v, steps %v, live %v, quote %v; want %v", got, p.Steps, p.Form.Live, p.Form.Quote, want)
	}
}

func TestALinkFillsInAFormAndLeavesTheRestAsItIs(t *testing.T) {
	p := prepare(t, shade(quoteOf("1")), Request{Form: url.Values{"colour": {"red"}}})
	if colour, dimmed := p.Form.Fields[0].Value, p.Form.Fields[3].Value; colour != "red" || dimmed != "true" {
		t.Errorf("got colour %q dimmed %q, want red and true", colour, dimmed)
	}
}

func TestThePriceSeesTheFormWithItsDefaults(t *testing.T) {
	var seen url.Values
	prepare(t, shade(func(form url.Values) (Quote, error) { seen = form; return Quote{}, nil }), Request{})
	want := url.Values{"colour": {"white"}, "size": {""}, "count": {"10"}, "dimmed": {"true"}}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("got %v, want %v", seen, want)
	}
}

func TestWithoutAQuoteTheTickDecides(t *testing.T) {
	refuse := func(url.Values) (Quote, error) { return Quote{}, errors.New("no") }
	form := url.Values{"size": {"small"}}
	if p := prepare(t, shade(refuse), Request{Submit: true, Form: form}); p.Steps != nil || p.Form.Error.Key != "form.unquoted" {
		t.Errorf("ran without a quote: %v, %v", p.Steps, p.Form.Error)
	}
	form.Set("unquoted", "true")
	if p := prepare(t, shade(refuse), Request{Submit: true, Form: form}); p.Steps == nil {
		t.Errorf("did not run with the tick: %v", p.Form.Error)
	}
}

func TestARefusalStandsBesideItsFieldOrOverTheForm(t *testing.T) {
	p := prepare(t, shade(quoteOf("1")), Request{})
	p.Refuse("TooMany", Lit("too many"))
	p.Refuse("Else", Lit("something else"))
	if p.Form.Fields[2].Error.Raw != "too many" || p.Form.Error.Raw != "something else" || !p.InOrder {
		t.Errorf("field: %v, form: %v, in order: %v", p.Form.Fields[2].Error, p.Form.Error, p.InOrder)
	}
}

func TestAnOperationThatStandsAloneNeedsNoResource(t *testing.T) {
	k := lampKind(lamps)
	k.Ops = append(k.Ops, Op[lamp]{Slug: "buy", Effect: Spend, Alone: true, Plan: func(items []lamp, _ url.Values) ([]Step, error) { return make([]Step, 1+len(items)), nil }})
	p, err := k.Prepare(t.Context(), nil, Request{Op: "buy", Bulk: true, Submit: true})
	if err != nil || len(p.Steps) != 1 {
		t.Errorf("got %v, %v; want one step", p, err)
	}
	var unknown *UnknownOp
	if _, err := k.Prepare(t.Context(), nil, Request{Op: "buy", IDs: []string{"l1"}}); !errors.As(err, &unknown) {
		t.Errorf("on a resource: got %v, want UnknownOp", err)
	}
	if got := k.Meta().Create; got != "/lamps/ops/buy" {
		t.Errorf("create page: got %q", got)
	}
	row, _ := k.Row(t.Context(), nil, "l1", Query{}, nil)
	for _, o := range row.Ops {
		if o.Slug == "buy" {
			t.Error("it is offered on a row")
		}
	}
}

func TestEveryLossOfASecondLookMustBeTicked(t *testing.T) {
	k := lampKind(lamps)
	k.Ops = []Op[lamp]{{Slug: "raze", Effect: Destroy, Danger: SecondLook, Loses: func([]lamp) []Text { return []Text{Lit("bulb"), Lit("cord")} },
		Plan: func([]lamp, url.Values) ([]Step, error) { return []Step{{}}, nil }}}
	for _, c := range []struct {
		seen []string
		runs bool
	}{{nil, false}, {[]string{"0"}, false}, {[]string{"0", "0"}, false}, {[]string{"0", "1"}, true}} {
		p := prepare(t, k, Request{Submit: true, Form: url.Values{"confirm": {"Desk"}, "seen": c.seen}})
		if got := p.Steps != nil; got != c.runs {
			t.Errorf("ticked %v: runs %v, want %v", c.seen, got, c.runs)
		}
	}
}

func TestOpenAsksOnlyForWhatIsOffered(t *testing.T) {
	k := lampKind(lamps)
	k.Ops = append(k.Ops, Op[lamp]{Slug: "peek", Effect: Change, Offered: k.Ops[0].Offered,
		Open: func(_ context.Context, _ cloud.Caller, l lamp) (cloud.Secret, error) {
			return cloud.NewSecret("https://peek/" + l.id), nil
		}})
	got, err := k.Open(t.Context(), nil, "peek", "l1")
	if err != nil || got.Reveal() != "https://peek/l1" {
		t.Errorf("got %q, %v", got.Reveal(), err)
	}
	var not *NotOffered
	if _, err := k.Open(t.Context(), nil, "peek", "l2"); !errors.As(err, &not) || not.Reason.Key != "reason.off" {
		t.Errorf("an unlit lamp: got %v, want NotOffered", err)
	}
	var unknown *UnknownOp
	if _, err := k.Open(t.Context(), nil, "smash", "l1"); !errors.As(err, &unknown) {
		t.Errorf("an operation that opens nothing: got %v, want UnknownOp", err)
	}
}

func TestPartsAreRowsOfAnotherKindUnderATab(t *testing.T) {
	part := lampKind(lamps)
	part.Home = func(id string) string { return "/rooms/study?tab=lamps&of=" + id }
	room := &Kind[string]{Slug: "rooms", ID: func(s string) string { return s }, Name: func(s string) string { return s },
		State:   func(string) State { return State{} },
		List:    func(context.Context, cloud.Caller) ([]string, error) { return []string{"study"}, nil },
		Ops:     []Op[string]{{Slug: "tidy"}, {Slug: "paint"}},
		Related: []Related[string]{Rows("lamps", part, func(context.Context, cloud.Caller, string) ([]lamp, error) { return lamps[:1], nil }, "name").With("paint")}}
	d, err := room.Detail(t.Context(), nil, "study", "lamps", nil)
	if err != nil {
		t.Fatal(err)
	}
	b := d.Related[0]
	if len(b.Heads) != 1 || len(b.Rows) != 1 || b.Rows[0].Ops[0].Href != "/lamps/l1/ops/off" || b.All != "/lamps" || len(b.Ops) != 1 || b.Ops[0].Slug != "paint" {
		t.Errorf("got %+v", b)
	}
	if !part.Meta().Part || part.Href("l1") != "/rooms/study?tab=lamps&of=l1" {
		t.Errorf("a part leads to %q", part.Href("l1"))
	}
}
