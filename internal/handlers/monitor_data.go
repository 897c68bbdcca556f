package handlers

import (
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/cloud"
	"yunque/internal/i18n"
	"yunque/internal/resource"
)

// chartsJSON is what the script of the charts reads, documented at
// ui.TimeChartProps. Problems are sentences in the person's language.
type chartsJSON struct {
	Charts map[string]chartJSON `json:"charts"`
}

type chartJSON struct {
	Title  string       `json:"title"`
	Unit   string       `json:"unit"`
	Steps  bool         `json:"steps"`
	From   int64        `json:"from"` // unix seconds
	Step   int64        `json:"step"` // seconds
	Series []seriesJSON `json:"series"`
	Errors []string     `json:"errors,omitempty"`
}

type seriesJSON struct {
	Name   string         `json:"name"`
	Color  int            `json:"color"`
	Dash   bool           `json:"dash"`
	Values catalog.Values `json:"values"`
}

func (m monitoring) tabJSON(c echo.Context) error {
	w, err := m.one(c)
	return m.answerJSON(c, w, err)
}

func (m monitoring) compareJSON(c echo.Context) error {
	w, _, err := m.several(c)
	return m.answerJSON(c, w, err)
}

// answerJSON answers a program: of what is not valid it is told, and nothing is
// put in its place.
func (m monitoring) answerJSON(c echo.Context, w view, err error) error {
	if err == nil && len(w.bad) > 0 {
		err = w.bad
	}
	if err != nil {
		return problemJSON(c, err)
	}
	ctx, out := c.Request().Context(), chartsJSON{map[string]chartJSON{}}
	w.ask.Totals = false // the page says them
	for _, ch := range m.read(c, w) {
		j := chartJSON{Title: i18n.Say(ctx, metricName(ch.Metric)), Unit: ch.Unit.Symbol, Steps: ch.Unit.Steps,
			From: ch.From.Unix(), Step: int64(ch.Step / time.Second), Series: []seriesJSON{}}
		for i, s := range ch.Series {
			color, dash := look(ch, i)
			j.Series = append(j.Series, seriesJSON{i18n.Say(ctx, seriesName(ch, s)), color, dash, s.Values})
		}
		for _, err := range ch.Errs {
			j.Errors = append(j.Errors, i18n.Say(ctx, describe(err)))
		}
		out.Charts[ch.Metric.Key] = j
	}
	return c.JSON(http.StatusOK, out)
}

// problemJSON answers a program's request with an error: a sentence and, of a
// mistake, the parameters it is about. An error of our own goes the usual way.
func problemJSON(c echo.Context, err error) error {
	ctx := c.Request().Context()
	var (
		bad      resource.FieldErrors
		upstream *cloud.Error
	)
	if errors.As(err, &bad) {
		fields := map[string]string{}
		for name, text := range bad {
			fields[name] = i18n.Say(ctx, text)
		}
		return c.JSON(http.StatusUnprocessableEntity, map[string]any{"error": i18n.T(ctx, "form.mistakes"), "fields": fields})
	}
	status := statusOf(err)
	if status >= http.StatusInternalServerError && !errors.As(err, &upstream) {
		return err
	}
	p := problemOf(err, c)
	return c.JSON(status, map[string]any{"error": i18n.Say(ctx, p.What), "code": p.Code, "request_id": p.RequestID})
}

func (m monitoring) tabCSV(c echo.Context) error {
	w, err := m.one(c)
	if err != nil {
		return err
	}
	return m.answerCSV(c, w)
}

func (m monitoring) compareCSV(c echo.Context) error {
	w, _, err := m.several(c)
	if err != nil {
		return err
	}
	return m.answerCSV(c, w)
}

// answerCSV writes every value with its unit in the heading. Charts may have
// steps of their own: a time is written where any has it.
func (m monitoring) answerCSV(c echo.Context, w view) error {
	ctx := c.Request().Context()
	w.ask.Totals = false
	charts := m.read(c, w)
	head := []string{i18n.T(ctx, "chart.time")}
	for _, ch := range charts {
		for _, s := range ch.Series {
			head = append(head, columnHead(ctx, ch, s))
		}
	}
	rows, column := map[int64][]string{}, 1
	for _, ch := range charts {
		for _, s := range ch.Series {
			for i, v := range s.Values {
				t := ch.From.Add(ch.Step * time.Duration(i)).Unix()
				if rows[t] == nil {
					rows[t] = make([]string, len(head))
				}
				if !math.IsNaN(v) {
					rows[t][column] = strconv.FormatFloat(v, 'g', 8, 64)
				}
			}
			column++
		}
	}
	return m.s.attachCSV(c, m.monitor.Slug+"-monitor", append([][]string{head}, inOrder(rows, w.loc)...))
}

func columnHead(ctx context.Context, ch catalog.Chart, s catalog.Series) string {
	title := i18n.Say(ctx, metricName(ch.Metric))
	if name := i18n.Say(ctx, seriesName(ch, s)); name != title {
		title += " " + name
	}
	if ch.Unit.Symbol != "" {
		title += " (" + ch.Unit.Symbol + ")"
	}
	return title
}

// inOrder gives rows by their time, which comes first in each.
func inOrder(rows map[int64][]string, loc *time.Location) [][]string {
	var times []int64
	for t := range rows {
		times = append(times, t)
	}
	slices.Sort(times)
	out := make([][]string, len(times))
	for i, t := range times {
		out[i] = rows[t]
		out[i][0] = time.Unix(t, 0).In(loc).Format(time.RFC3339)
	}
	return out
}
