package i18n

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// Number writes a whole number with its thousands apart: "12,480".
func Number(n int64) string { return group(strconv.FormatInt(n, 10)) }

// Decimal writes a quantity with two decimals and its thousands apart:
// "1,285.95".
func Decimal(f float64) string {
	whole, frac, _ := strings.Cut(strconv.FormatFloat(f, 'f', 2, 64), ".")
	return group(whole) + "." + frac
}

// Money writes an amount as the provider gave it, with the sign of its
// currency and thousands apart: "¥12,480.36". It never computes; two decimals
// are the least shown. An amount that is no number is shown as it came.
func Money(amount, currency string) string {
	if !decimal(amount) {
		return amount
	}
	whole, frac, _ := strings.Cut(amount, ".")
	for len(frac) < 2 {
		frac += "0"
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	return sign + symbol(currency) + group(whole) + "." + frac
}

func symbol(currency string) string {
	switch strings.ToUpper(currency) {
	case "", "CNY", "RMB":
		return "¥"
	case "USD":
		return "$"
	}
	return currency + " "
}

func decimal(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && strings.Trim(s, "-0123456789.") == ""
}

func group(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return sign + b.String()
}

// Stamp writes a moment to the second with its zone: "2026-08-22 14:02:31
// UTC+8".
func Stamp(ctx context.Context, t time.Time) string { return From(ctx).Stamp(t) }

// Stamp writes a moment to the second with its zone; "–" for no time.
func (p Printer) Stamp(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	t = t.In(p.loc())
	return t.Format(time.DateTime) + " " + zoneName(t)
}

// Clock writes the time of day: "14:02:31".
func (p Printer) Clock(t time.Time) string { return t.In(p.loc()).Format(time.TimeOnly) }

// Offset is how many seconds the person's time zone is ahead of UTC now.
func (p Printer) Offset() int {
	_, seconds := p.Now.In(p.loc()).Zone()
	return seconds
}

func (p Printer) loc() *time.Location {
	if p.Loc == nil {
		return beijing
	}
	return p.Loc
}

// zoneName is the offset a reader can count with; names such as CST mean
// several zones.
func zoneName(t time.Time) string {
	_, seconds := t.Zone()
	if seconds == 0 {
		return "UTC"
	}
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	name := "UTC" + sign + strconv.Itoa(seconds/3600)
	if minutes := seconds % 3600 / 60; minutes > 0 {
		name += ":" + strconv.Itoa(minutes)
	}
	return name
}

// Ago writes how far a moment is from now, before or after: "3 minutes ago",
// "in 5 days". Beyond 30 days it is the date.
func (p Printer) Ago(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	d := p.Now.Sub(t)
	family := "time.ago."
	if d < 0 {
		d, family = -d, "time.in."
	}
	switch {
	case d < time.Minute:
		return p.T("time.now")
	case d < time.Hour:
		return p.T(family+"minutes", int(d/time.Minute))
	case d < 24*time.Hour:
		return p.T(family+"hours", int(d/time.Hour))
	case d < 30*24*time.Hour:
		return p.T(family+"days", int(d/(24*time.Hour)))
	}
	return t.In(p.loc()).Format(time.DateOnly)
}

// Took writes a duration in its two largest units: "2 min 5 s".
func (p Printer) Took(d time.Duration) string {
	d = d.Round(time.Second)
	h, m, s := int(d/time.Hour), int(d%time.Hour/time.Minute), int(d%time.Minute/time.Second)
	switch {
	case h > 0:
		return p.T("time.took.hours", h, m)
	case m > 0 && s == 0:
		return p.T("time.took.whole_minutes", m)
	case m > 0:
		return p.T("time.took.minutes", m, s)
	}
	return p.T("time.took.seconds", s)
}
