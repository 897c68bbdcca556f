package cloud

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// zone is the provider's clock: texts without a zone are UTC+8 (quirk 48).
var zone = time.FixedZone("UTC+8", 8*60*60)

// Time is a moment in any of the API's spellings: "2006-01-02 15:04:05" and its
// variants in the provider's zone (UTC+8), ISO 8601 with a zone, or unix
// seconds; null and "" are the zero Time, which means not yet. It is written as
// RFC 3339, "" when zero.
type Time struct{ time.Time }

// layouts are tried in order; runs of spaces have been made one before.
var layouts = [...]string{
	time.DateTime,
	"2006-01-02 15:04:05.999999",
	time.RFC3339Nano,
	"2006-01-02T15:04:05.999-0700",
	"2006-01-02T15:04:05",
	"2006-01-02 15:04",
	time.DateOnly,
	"2006.01.02 15:04:05",
	"2006.01.02",
	"2006/01/02 15:04:05",
	"20060102",
	"200601",
	"2006-01",
}

// UnmarshalJSON refuses a text in no known layout.
func (t *Time) UnmarshalJSON(b []byte) error {
	s, err := scalarText(b)
	if err != nil {
		return err
	}
	*t, err = ParseTime(s)
	return err
}

// MarshalJSON writes RFC 3339, or "" for the zero Time.
func (t Time) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte(`""`), nil
	}
	return t.Time.MarshalJSON()
}

// FormatTime writes a moment as requests take it: without a zone, by the
// provider's clock.
func FormatTime(t time.Time) string { return t.In(zone).Format(time.DateTime) }

// Forever tells whether the moment stands for no end: the provider writes
// 2099-01-01 00:00:00.
func (t Time) Forever() bool { return t.In(zone).Year() >= 2099 }

// ParseTime reads a time as the API writes it; "" and all-zero dates are the
// zero Time.
func ParseTime(s string) (Time, error) {
	s = strings.Join(strings.Fields(s), " ")
	if s == "" || s == "0" || strings.HasPrefix(s, "0000-00-00") {
		return Time{}, nil
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return Time{t}, nil
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return unix(n), nil
	}
	return Time{}, fmt.Errorf("%q is no known form of time", s)
}

// unix takes numbers too large for seconds as milliseconds.
func unix(n int64) Time {
	const lastSecond = 1e11
	if n > lastSecond {
		return Time{time.UnixMilli(n).In(zone)}
	}
	return Time{time.Unix(n, 0).In(zone)}
}
