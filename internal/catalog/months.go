package catalog

import (
	"context"
	"strconv"
	"sync"
	"time"

	"yunque/internal/resource"
)

// firstBilled is the first month that bills can be asked for.
var firstBilled = time.Date(2019, 1, 1, 0, 0, 0, 0, chinaTime)

// mostMonths is how many months are shown together: a year.
const mostMonths = 12

// months are whole months of the provider's calendar, both ends among them.
type months struct{ first, last time.Time } // the first days of both

// Names of the two ends in the URL.
const (
	monthFrom = "from"
	monthTo   = "to"
)

// monthsAsk chooses the months a list is about; this month unless the URL says
// otherwise.
var monthsAsk = askMonths(1)

// askMonths is by itself about the last n months, the present one among them.
func askMonths(n int) *resource.Asks {
	settle := func(given map[string]string, now time.Time) (map[string]string, []resource.Text) {
		return settleMonths(given, now, n)
	}
	return &resource.Asks{Keys: []string{monthFrom, monthTo}, Settle: settle, Choices: monthChoices, Presets: monthPresets}
}

func monthOf(t time.Time) time.Time {
	t = t.In(chinaTime)
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, chinaTime)
}

// presentMonth is the month that it is; before there were bills, the first one.
func presentMonth(now time.Time) time.Time {
	if now = monthOf(now); now.After(firstBilled) {
		return now
	}
	return firstBilled
}

func readMonth(s string) (time.Time, bool) {
	t, err := time.ParseInLocation("2006-01", s, chinaTime)
	return t, err == nil
}

func writeMonth(t time.Time) string { return t.Format("2006-01") }

func monthText(t time.Time) resource.Text {
	return resource.T("bill.month", t.Format("2006"), monthName(t))
}

func monthName(t time.Time) resource.Text { return resource.T("month." + strconv.Itoa(int(t.Month()))) }

// settleMonths reads both ends. One alone stands for itself; swapped ones are
// put in order; what cannot be asked for gives way to what can, and that is
// said.
func settleMonths(given map[string]string, now time.Time, usual int) (map[string]string, []resource.Text) {
	var notes []resource.Text
	present := presentMonth(now)
	read := func(key string) (time.Time, bool) {
		if given[key] == "" {
			return time.Time{}, false
		}
		t, ok := readMonth(given[key])
		switch {
		case !ok:
			notes = append(notes, resource.T("bill.no_month", given[key]))
		case t.After(present):
			notes = append(notes, resource.T("bill.future", monthText(t), monthText(present)))
			t = present
		case t.Before(firstBilled):
			notes = append(notes, resource.T("bill.too_early", monthText(firstBilled)))
			t = firstBilled
		}
		return t, ok
	}
	first, okFirst := read(monthFrom)
	last, okLast := read(monthTo)
	switch {
	case !okFirst && !okLast:
		first, last = present.AddDate(0, 1-usual, 0), present
		if first.Before(firstBilled) {
			first = firstBilled
		}
	case !okFirst:
		first = last
	case !okLast:
		last = first
	}
	if last.Before(first) {
		first, last = last, first
	}
	if earliest := last.AddDate(0, 1-mostMonths, 0); first.Before(earliest) {
		notes = append(notes, resource.T("bill.too_long", mostMonths, monthText(earliest), monthText(last)))
		first = earliest
	}
	return months{first, last}.values(), notes
}

// monthsOf are the months of a settled question.
func monthsOf(asked map[string]string) months {
	first, _ := readMonth(asked[monthFrom])
	last, _ := readMonth(asked[monthTo])
	return months{first, last}
}

func (m months) values() map[string]string {
	return map[string]string{monthFrom: writeMonth(m.first), monthTo: writeMonth(m.last)}
}

// each are the months one by one.
func (m months) each() []time.Time {
	var out []time.Time
	for t := m.first; !t.After(m.last); t = t.AddDate(0, 1, 0) {
		out = append(out, t)
	}
	return out
}

// lastDay is the last day of a month that can be asked for: today in the
// present one.
func lastDay(month, now time.Time) time.Time {
	end, now := month.AddDate(0, 1, -1), now.In(chinaTime)
	if today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, chinaTime); !today.Before(month) && today.Before(end) {
		return today
	}
	return end
}

// span are days, both ends among them.
type span struct{ first, last time.Time }

func (m months) span(now time.Time) span { return span{m.first, lastDay(m.last, now)} }

// open tells whether the months are not over: what they cost will change.
func (m months) open(now time.Time) bool { return !now.Before(m.last) && monthOf(now).Equal(m.last) }

// before are as many months right before. What goes on is compared with the
// same days then, for else it would always look cheaper.
func (m months) before(now time.Time) span {
	n := len(m.each())
	s := m.span(now)
	out := span{m.first.AddDate(0, -n, 0), s.last.AddDate(0, 0, 1-s.last.Day()).AddDate(0, -n, 0)}
	end := out.last.AddDate(0, 1, -1)
	if day := s.last.Day(); m.open(now) && day < end.Day() && s.last.Before(m.last.AddDate(0, 1, -1)) {
		end = out.last.AddDate(0, 0, day-1)
	}
	out.last = end
	return out
}

// dotted is a day as most of the billing operations write it.
func dotted(t time.Time) string { return t.Format("2006.01.02") }

func (s span) text() resource.Text {
	return resource.T("bill.span", s.first.Format(time.DateOnly), s.last.Format(time.DateOnly))
}

// offeredMonths is how many months back there is to choose from.
const offeredMonths = 36

func monthChoices(key string, settled map[string]string, now time.Time) []resource.Choice {
	present := presentMonth(now)
	var out []resource.Choice
	add := func(t time.Time) {
		out = append(out, resource.Choice{Value: writeMonth(t), Label: resource.T("bill."+key, monthText(t))})
	}
	for i := range offeredMonths {
		if t := present.AddDate(0, -i, 0); !t.Before(firstBilled) {
			add(t)
		}
	}
	if chosen, ok := readMonth(settled[key]); ok && chosen.Before(present.AddDate(0, 1-offeredMonths, 0)) {
		add(chosen)
	}
	return out
}

func monthPresets(settled map[string]string, now time.Time) []resource.Preset {
	present, m := presentMonth(now), monthsOf(settled)
	last := func(n, skip int) map[string]string {
		return months{present.AddDate(0, 1-n-skip, 0), present.AddDate(0, -skip, 0)}.values()
	}
	n := len(m.each())
	step := func(by int) map[string]string {
		to := months{m.first.AddDate(0, by*n, 0), m.last.AddDate(0, by*n, 0)}
		if to.last.After(present) || to.first.Before(firstBilled) {
			return nil
		}
		return to.values()
	}
	return []resource.Preset{
		{Label: resource.T("bill.this_month"), Values: last(1, 0)}, {Label: resource.T("bill.last_month"), Values: last(1, 1)},
		{Label: resource.T("bill.last_months", 3), Values: last(3, 0)}, {Label: resource.T("bill.last_months", 6), Values: last(6, 0)},
		{Label: resource.T("bill.last_months", 12), Values: last(12, 0)},
		{Label: resource.T("bill.earlier"), Icon: "chevron-left", Values: step(-1)}, {Label: resource.T("bill.later"), Icon: "chevron-right", Values: step(1)},
	}
}

// askEach asks for each of a list, four at a time. One that fails does not keep
// the others from being read; errs has a place for each.
func askEach[A, T any](ctx context.Context, list []A, ask func(context.Context, A) (T, error)) (answers []T, errs []error) {
	const atOnce = 4
	answers, errs = make([]T, len(list)), make([]error, len(list))
	var wg sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for i, one := range list {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			answers[i], errs[i] = ask(ctx, one)
		})
	}
	wg.Wait()
	return answers, errs
}

// partly is the error of a list of months of which some could not be read: nil
// when all were, the first failure when none was.
func partly(list []time.Time, errs []error) error {
	var p resource.Partial
	for i, err := range errs {
		if err != nil {
			p.Missing = append(p.Missing, resource.Missing{Name: monthText(list[i]), Err: err})
		}
	}
	switch len(p.Missing) {
	case 0:
		return nil
	case len(list):
		return errs[0]
	}
	return &p
}
