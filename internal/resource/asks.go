package resource

import (
	"context"
	"maps"
	"slices"
	"time"
)

// Asks is what a list is read with, beside who asks: the months of a bill, a
// day. The URL says it, and what it does not say is settled here.
type Asks struct {
	Keys []string // names in the URL, labelled field.<slug>.<key>
	// Settle completes what the URL says, and corrects what cannot be asked
	// for; the notes tell of that.
	Settle func(given map[string]string, now time.Time) (settled map[string]string, notes []Text)
	// Choices are the values that are offered for one of the keys.
	Choices func(key string, settled map[string]string, now time.Time) []Choice
	// Presets are the settings people want most, in one step.
	Presets func(settled map[string]string, now time.Time) []Preset
}

// Preset is a setting of all keys under a name.
type Preset struct {
	Label  Text
	Icon   string // shown instead of the label, which names it all the same
	Values map[string]string
}

// Asked is what a list was read with, as data for its page.
type Asked struct {
	Values  map[string]string
	Given   bool // the URL says some of it
	Notes   []Text
	Fields  []Field
	Presets []Preset
}

type urlKey struct{}

type inURL struct {
	values map[string][]string
	now    time.Time
}

// WithSaid tells kinds that follow what the URL says and what time it is.
func WithSaid(ctx context.Context, values map[string][]string, now time.Time) context.Context {
	return context.WithValue(ctx, urlKey{}, inURL{values, now})
}

// Now is what time it is for kinds.
func Now(ctx context.Context) time.Time {
	if s, ok := ctx.Value(urlKey{}).(inURL); ok {
		return s.now
	}
	return time.Now()
}

type askedKey struct{}

// AskedFor is what the list or resource is to be read with, settled; nil where
// its kind asks nothing.
func AskedFor(ctx context.Context) map[string]string {
	values, _ := ctx.Value(askedKey{}).(map[string]string)
	return values
}

// ask settles what the URL says for what reads the list.
func (k *Kind[R]) ask(ctx context.Context) (context.Context, Asked) {
	if k.Asks == nil || AskedFor(ctx) != nil {
		return ctx, Asked{}
	}
	return k.Asks.Read(ctx, k.Slug)
}

// Read settles what the URL says; the fields are called field.<slug>.<key>.
func (a *Asks) Read(ctx context.Context, slug string) (context.Context, Asked) {
	s, _ := ctx.Value(urlKey{}).(inURL)
	now, given := Now(ctx), a.given(s.values)
	out := Asked{Given: len(given) > 0}
	out.Values, out.Notes = a.Settle(given, now)
	for _, key := range a.Keys {
		out.Fields = append(out.Fields, Field{Name: key, Label: T2("field", slug, key), Input: SelectInput, Value: out.Values[key], Choices: a.Choices(key, out.Values, now)})
	}
	if a.Presets != nil {
		out.Presets = a.Presets(out.Values, now)
	}
	return context.WithValue(ctx, askedKey{}, out.Values), out
}

// given is what values say of the keys.
func (a *Asks) given(values map[string][]string) map[string]string {
	out := map[string]string{}
	if a == nil {
		return out
	}
	for _, key := range a.Keys {
		for _, v := range values[key] {
			if v != "" {
				out[key] = v
			}
		}
	}
	return out
}

// Keep is what the links of a page say that it was read with, where its own
// address did.
func (a Asked) Keep() map[string]string {
	if !a.Given {
		return nil
	}
	return a.Values
}

// Current tells whether a preset is what is shown.
func (a Asked) Current(p Preset) bool { return maps.Equal(a.Values, p.Values) }

// askFaults are mistakes in what a kind asks.
func (k *Kind[R]) askFaults(f *faults) {
	if k.Asks == nil {
		return
	}
	f.must(k.Asks.Settle != nil && k.Asks.Choices != nil, "Settle and Choices for what it asks")
	for _, key := range k.Asks.Keys {
		f.must(!slices.Contains([]string{"q", "sort", "page", "size", "cols", "id", "tab"}, key), "another name than "+key+" for what it asks")
		f.once("question "+key, true)
		f.text("field." + k.Slug + "." + key)
	}
}
