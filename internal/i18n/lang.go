package i18n

import (
	"strconv"
	"strings"
	"time"
)

// Lang is one of the languages of the console.
type Lang string

const (
	Zh Lang = "zh"
	En Lang = "en"
)

// Langs are all languages, the default one first.
var Langs = []Lang{Zh, En}

// ParseLang reads a language from a cookie or form; ok is false for any other
// word.
func ParseLang(s string) (l Lang, ok bool) {
	for _, l := range Langs {
		if string(l) == s {
			return l, true
		}
	}
	return Zh, false
}

// Match picks the language a browser prefers by its Accept-Language header;
// Chinese when it names neither.
func Match(accept string) Lang {
	best, weight := Zh, 0.0
	for part := range strings.SplitSeq(accept, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		l, ok := ParseLang(primary)
		if q := quality(params); ok && q > weight {
			best, weight = l, q
		}
	}
	return best
}

func quality(params string) float64 {
	v, found := strings.CutPrefix(strings.TrimSpace(params), "q=")
	if !found {
		return 1
	}
	q, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return 0
	}
	return q
}

// Zone is a person's choice of the time zone that times are written in.
type Zone string

const (
	Beijing Zone = "+8" // the provider's own; the default
	Browser Zone = "browser"
	UTC     Zone = "utc"
)

// Zones are all choices, the default one first.
var Zones = []Zone{Beijing, Browser, UTC}

// ParseZone reads a time zone from a cookie or form; anything else is the
// default.
func ParseZone(s string) Zone {
	switch z := Zone(s); z {
	case Browser, UTC:
		return z
	}
	return Beijing
}

// Location is the time zone a choice means. browser is the IANA name the
// browser reported ("Europe/Paris"), used for Browser only; an unknown name
// falls back to the provider's zone.
func (z Zone) Location(browser string) *time.Location {
	switch z {
	case UTC:
		return time.UTC
	case Browser:
		if loc, err := time.LoadLocation(browser); err == nil && browser != "" && browser != "Local" {
			return loc
		}
	}
	return beijing
}

var beijing = time.FixedZone("UTC+8", 8*60*60)
