package pages

import (
	"context"
	"testing"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
	"yunque/internal/views/viewtest"
)

func sampleMonitor() MonitorProps {
	return MonitorProps{
		Ranges:  []ui.Segment{{Text: resource.T("monitor.range.1h"), Href: "/a", Current: true}, {Text: resource.T("monitor.range.6h"), Href: "/b"}},
		Grains:  []ui.Segment{{Text: resource.T("monitor.period", 1), Href: "/c", Current: true}},
		Metrics: []ui.Segment{{Text: resource.T("monitor.metric.cpu"), Href: "/d", Current: true}},
		Action:  "/instances/i1/monitor", Keep: []Kept{{"range", "1h"}},
		Fields:   []resource.Field{{Name: "disk", Label: resource.T("monitor.disk"), Choices: []resource.Choice{{Value: "d1", Label: resource.Lit("one")}, {Value: "d2", Label: resource.Lit("two")}}}},
		Compared: []Compared{{Name: "web-1", Drop: "/x"}, {Name: "web-2", Drop: "/y"}},
		Charts:   []ui.TimeChartProps{{Key: "cpu", Title: resource.T("monitor.metric.cpu"), Lines: []ui.ChartLine{{Name: resource.Lit("web-1"), Color: 1, Last: "3%"}}}},
		Notices:  []resource.Text{resource.T("monitor.gone", "i9")},
		Here:     "/instances/i1/monitor", Target: "#detail", CSV: "/instances/i1/monitor.csv", Compare: "/instances/compare?id=i1", AsOf: viewtest.Now,
	}
}

func TestOnlyATimeUpToNowIsReadAgainByItself(t *testing.T) {
	viewtest.Each(t, func(t *testing.T, ctx context.Context) {
		p := sampleMonitor()
		for _, live := range []bool{true, false} {
			p.Live = live
			if got := viewtest.Render(t, ctx, Monitor(p)).Find("[data-refresh-charts]").Length() == 1; got != live {
				t.Errorf("live %t: it reads itself again is %t", live, got)
			}
		}
	})
}

func TestEachComparedServerCanBeTakenAway(t *testing.T) {
	viewtest.Each(t, func(t *testing.T, ctx context.Context) {
		doc := viewtest.Render(t, ctx, Compare(sampleMonitor()))
		for name, href := range map[string]string{"web-1": "/x", "web-2": "/y"} {
			if doc.Find(`a[href="`+href+`"][aria-label*="`+name+`"]`).Length() != 1 {
				t.Errorf("%s cannot be taken away", name)
			}
		}
		if empty := viewtest.Render(t, ctx, Compare(MonitorProps{Here: "/x", Target: "#compare"})); empty.Find("script").Length() != 0 {
			t.Error("a page without charts loads their script")
		}
	})
}
