package ui

import (
	"context"
	"testing"

	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/viewtest"
)

var sampleChart = TimeChartProps{
	Key: "cpu", Title: resource.Lit("CPU"), Src: "/x.json",
	Lines:  []ChartLine{{Name: resource.Lit("web-1"), Color: 2, Dash: true, Last: "3%", Min: "1%", Mean: "2%", Max: "40%"}},
	Points: ChartPoints{Title: resource.Lit("all"), Rows: []ChartRow{{At: "14:00", Values: []string{"2%"}}, {At: "14:15", Values: []string{"–"}}}},
}

func TestAChartIsDrawnInTheZoneOfThePage(t *testing.T) {
	ctx := i18n.With(t.Context(), i18n.Printer{Lang: i18n.En, Now: viewtest.Now, Loc: i18n.Beijing.Location("")})
	doc := viewtest.Render(t, ctx, TimeChart(sampleChart))
	box := doc.Find("[data-chart=cpu][data-src='/x.json'][hx-morph-skip]")
	if got := box.AttrOr("data-offset", ""); got != "28800" {
		t.Errorf("got an offset of %q seconds, want 28800", got)
	}
}

func TestAChartIsThereInFigures(t *testing.T) {
	viewtest.Each(t, func(t *testing.T, ctx context.Context) {
		doc := viewtest.Render(t, ctx, TimeChart(sampleChart))
		for at, want := range map[string]string{"#cpu-lines tbody td:last-child": "40%", "details tbody tr:last-child td:last-child": "–"} {
			if got := doc.Find(at).Text(); got != want {
				t.Errorf("%s: got %q, want %q", at, got, want)
			}
		}
		if doc.Find("#"+doc.Find("[role=img]").AttrOr("aria-describedby", "")).Length() != 1 {
			t.Error("the picture is described by nothing")
		}
		if doc.Find(`.swatch[data-series="2"][data-dash]`).Length() != 1 {
			t.Error("the figures do not name the line's colour")
		}
	})
}

func TestAChartWithoutValuesSaysSo(t *testing.T) {
	viewtest.Each(t, func(t *testing.T, ctx context.Context) {
		doc := viewtest.Render(t, ctx, TimeChart(TimeChartProps{Key: "cpu", Title: resource.Lit("CPU")}))
		if doc.Find("[data-chart]").Length() != 0 || doc.Find("figure > p").Text() == "" {
			t.Error("an empty picture, or no word about it")
		}
		doc = viewtest.Render(t, ctx, TimeChart(TimeChartProps{Key: "cpu", Title: resource.Lit("CPU"), Failed: []resource.Text{resource.Lit("refused")}}))
		if doc.Find("figure > p").Length() != 0 {
			t.Error("what could not be read is called empty")
		}
	})
}

func TestASegmentThatCannotBeChosenSaysWhy(t *testing.T) {
	viewtest.Each(t, func(t *testing.T, ctx context.Context) {
		doc := viewtest.Render(t, ctx, Segments(resource.Lit("grain"), []Segment{
			{Text: resource.Lit("a"), Href: "/a", Current: true}, {Text: resource.Lit("b"), Href: "/b", Reason: resource.Lit("too fine")},
		}))
		if off := doc.Find("[aria-disabled]"); off.AttrOr("href", "none") != "none" || off.AttrOr("title", "") != "too fine" {
			t.Error("the segment leads somewhere, or does not say why it is off")
		}
		if doc.Find(`[aria-current=true][href="/a"]`).Length() != 1 {
			t.Error("the present segment is not marked")
		}
	})
}
