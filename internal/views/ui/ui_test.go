package ui

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/viewtest"
)

func TestAStateIsShapeWordAndTooltip(t *testing.T) {
	for _, tt := range []struct {
		name              string
		state             resource.State
		class, icon, word string
	}{
		{"running", resource.State{Tone: resource.OK, Word: resource.Lit("Running"), Raw: "running"}, "tone-ok", "state-ok", "Running"},
		{"busy", resource.State{Tone: resource.Busy, Word: resource.Lit("Starting"), Raw: "s"}, "tone-busy", "state-busy", "Starting"},
		{"a tone nobody knows", resource.State{Tone: "purple", Raw: "odd"}, "tone-unknown", "state-unknown", "未知（odd）"},
		{"nothing at all", resource.State{}, "tone-unknown", "state-unknown", "未知"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := viewtest.Render(t, t.Context(), Status(tt.state)).Find(".st")
			if !s.HasClass(tt.class) {
				t.Errorf("got class %q, want %q in it", s.AttrOr("class", ""), tt.class)
			}
			if got := s.Find("use").AttrOr("href", ""); !strings.HasSuffix(got, "#"+tt.icon) {
				t.Errorf("got icon %q, want %q", got, tt.icon)
			}
			if got := strings.TrimSpace(s.Text()); got != tt.word {
				t.Errorf("got word %q, want %q", got, tt.word)
			}
			if got := s.AttrOr("title", ""); got != tt.state.Raw {
				t.Errorf("got tooltip %q, want %q", got, tt.state.Raw)
			}
		})
	}
}

func TestAButtonThatIsNotOfferedSaysWhyAndStaysReachable(t *testing.T) {
	doc := viewtest.Render(t, t.Context(), Button(ButtonProps{Label: resource.Lit("Stop"), Href: "/x", Submit: true, Reason: resource.Lit("It is stopped")}))
	b := doc.Find("button[aria-disabled=true][type=button]:not([disabled])")
	if b.Length() != 1 || doc.Find("a").Length() != 0 {
		t.Fatal("want one button that does nothing and no link")
	}
	if got := b.AttrOr("title", ""); got != "It is stopped" || !strings.Contains(b.Text(), got) {
		t.Errorf("got tooltip %q and text %q, want the reason in both", got, b.Text())
	}
	if b.Find(".when-busy").Length() != 0 {
		t.Error("it looks busy for ever")
	}
}

func TestAPanelNeverShowsAPriceThatNobodyQuoted(t *testing.T) {
	for _, state := range []PriceState{NotAsked, Quoting, QuoteFailed} {
		doc := viewtest.Render(t, t.Context(), PricePanel(Price{State: state, Total: "0", Currency: "CNY"}))
		if strings.Contains(doc.Text(), "0.00") {
			t.Errorf("state %q: got %q, want no amount", state, doc.Text())
		}
	}
	failed := viewtest.Render(t, t.Context(), PricePanel(Price{State: QuoteFailed}))
	if failed.Find("input[type=checkbox][name=unquoted]").Length() != 1 {
		t.Error("without a quote one must tick to go on")
	}
}

func TestTheDangerLadderAsksForATickPerItemOnItsTopRungOnly(t *testing.T) {
	loses := []resource.Text{resource.Lit("disk-1"), resource.Lit("disk-2")}
	for danger, want := range map[resource.Danger]int{resource.TypeName: 0, resource.SecondLook: 2} {
		doc := viewtest.Render(t, t.Context(), DangerParts("f", danger, loses, "seen"))
		if got := doc.Find("input[type=checkbox][name=seen]").Length(); got != want {
			t.Errorf("danger %d: got %d boxes, want %d", danger, got, want)
		}
		if !strings.Contains(doc.Text(), "disk-2") {
			t.Errorf("danger %d: what is lost is not named", danger)
		}
	}
}

func TestAFieldTiesItsHintAndErrorToItsControl(t *testing.T) {
	inputs := []resource.Input{resource.TextInput, resource.PasswordInput, resource.NumberInput, resource.SelectInput, resource.RadioInput, resource.SwitchInput, resource.AreaInput, resource.CheckInput}
	for _, in := range inputs {
		t.Run(string(in), func(t *testing.T) {
			f := resource.Field{Name: "x", Label: resource.Lit("X"), Hint: resource.Lit("hint"), Error: resource.Lit("wrong"), Input: in, Value: "a", Required: true, Choices: []resource.Choice{{Value: "a", Label: resource.Lit("A")}}}
			viewtest.Each(t, func(t *testing.T, ctx context.Context) {
				c := viewtest.Render(t, ctx, Field("f", f)).Find("#f-x")
				if got := c.AttrOr("aria-describedby", ""); got != "f-x-hint f-x-error" {
					t.Errorf("aria-describedby: got %q", got)
				}
				if got := c.AttrOr("aria-invalid", ""); got != "true" {
					t.Errorf("aria-invalid: got %q", got)
				}
			})
		})
	}
}

func TestASecretFieldStartsEmpty(t *testing.T) {
	for _, f := range []resource.Field{{Name: "a", Label: resource.Lit("A"), Input: resource.PasswordInput, Value: "x1"}, {Name: "a", Label: resource.Lit("A"), Input: resource.TextInput, Secret: true, Value: "x1"}} {
		if got := viewtest.Render(t, t.Context(), Field("f", f)).Find("input").AttrOr("value", ""); got != "" {
			t.Errorf("%s: got %q, want nothing", f.Input, got)
		}
	}
}

func TestPagesAroundLeaveOutTheFarOnes(t *testing.T) {
	for _, tt := range []struct {
		page, pages int
		want        []int
	}{
		{1, 1, []int{1}},
		{2, 3, []int{1, 2, 3}},
		{1, 9, []int{1, 2, 0, 9}},
		{5, 9, []int{1, 0, 4, 5, 6, 0, 9}},
		{9, 9, []int{1, 0, 8, 9}},
	} {
		if got := pagesAround(tt.page, tt.pages); !slices.Equal(got, tt.want) {
			t.Errorf("page %d of %d: got %v, want %v", tt.page, tt.pages, got, tt.want)
		}
	}
}

func TestSupportGetsAllThatIsKnown(t *testing.T) {
	p := Problem{What: resource.Lit("It failed"), Code: "C1", Message: "m", Action: "DescribeX", RequestID: "r-1", At: viewtest.Now}
	got := supportText(i18n.Printer{Lang: i18n.En}, p)
	want := "It failed\nThe provider's own words: m\nError code: C1\nAction called: DescribeX\nRequest ID: r-1\nTime: 2026-08-22 14:02:31 UTC+8"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestACourseIsDrawnFromZeroWithItsGaps(t *testing.T) {
	gap := math.NaN()
	for _, tt := range []struct {
		name   string
		values []float64
		want   []string
	}{
		{"none", nil, nil},
		{"nothing measured", []float64{gap, gap}, nil},
		{"one", []float64{5}, []string{"0.0,2.0"}},
		{"rising", []float64{0, 10}, []string{"0.0,30.0 120.0,2.0"}},
		{"all nought", []float64{0, 0}, []string{"0.0,30.0 120.0,30.0"}},
		{"a gap", []float64{10, gap, 5}, []string{"0.0,2.0", "120.0,16.0"}},
	} {
		if got := runs(tt.values, highest([]GlanceLine{{Values: tt.values}})); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
