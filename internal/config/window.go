package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Window is when resources with a tag may be destroyed.
type Window struct {
	Tag      string
	Words    string // as configured, without the tag
	days     [7]bool
	from, to time.Duration // of the day
	loc      *time.Location
}

// Windows are the change windows; it reads "tag=Mon-Fri 09:00-18:00
// Asia/Shanghai", several with semicolons between.
type Windows []Window

// UnmarshalText reads the setting.
func (w *Windows) UnmarshalText(text []byte) error {
	for one := range strings.SplitSeq(string(text), ";") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		window, err := parseWindow(one)
		if err != nil {
			return fmt.Errorf("change window %q: %w", one, err)
		}
		*w = append(*w, window)
	}
	return nil
}

func parseWindow(s string) (Window, error) {
	tag, words, ok := strings.Cut(s, "=")
	w := Window{Tag: strings.TrimSpace(tag), Words: strings.TrimSpace(words)}
	parts := strings.Fields(words)
	if !ok || w.Tag == "" || len(parts) != 3 {
		return w, fmt.Errorf("want tag=Mon-Fri 09:00-18:00 Asia/Shanghai")
	}
	var err error
	if w.days, err = parseDays(parts[0]); err != nil {
		return w, err
	}
	from, to, _ := strings.Cut(parts[1], "-")
	if w.from, err = timeOfDay(from); err != nil {
		return w, err
	}
	if w.to, err = timeOfDay(to); err != nil {
		return w, err
	}
	if w.from >= w.to {
		return w, fmt.Errorf("%s ends before it begins", parts[1])
	}
	w.loc, err = time.LoadLocation(parts[2])
	return w, err
}

func parseDays(s string) (days [7]bool, err error) {
	names := []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	for part := range strings.SplitSeq(s, ",") {
		first, last, several := strings.Cut(part, "-")
		if !several {
			last = first
		}
		from, to := slices.Index(names, first), slices.Index(names, last)
		if from < 0 || to < 0 {
			return days, fmt.Errorf("%q is no day or span of days like Mon or Mon-Fri", part)
		}
		for d := from; ; d = (d + 1) % 7 {
			days[d] = true
			if d == to {
				break
			}
		}
	}
	return days, nil
}

func timeOfDay(s string) (time.Duration, error) {
	if s == "24:00" {
		return 24 * time.Hour, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil {
		return 0, fmt.Errorf("%q is no time of day like 09:00", s)
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, nil
}

// Open tells whether a moment is in the window.
func (w Window) Open(t time.Time) bool {
	t = t.In(w.loc)
	at := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
	return w.days[t.Weekday()] && at >= w.from && at < w.to
}

// Closed is the first window of one of the tags that a moment is outside of.
func (w Windows) Closed(t time.Time, tags []string) (Window, bool) {
	for _, one := range w {
		if slices.Contains(tags, one.Tag) && !one.Open(t) {
			return one, true
		}
	}
	return Window{}, false
}
