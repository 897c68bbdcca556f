package catalog

import (
	"math"
	"strconv"
	"strings"
)

// Unit is what values are shown in. With Steps, large and small ones get the
// prefixes of the SI: 1,500,000 B/s is 1.5 MB/s.
type Unit struct {
	Symbol string
	Steps  bool
	scale  float64 // from the provider's values to ours
}

// The units of the two monitorings.
var (
	percent    = Unit{"%", false, 1}
	perSecond  = Unit{"IOPS", false, 1}
	megabits   = Unit{"bps", true, 1e6}
	kilobits   = Unit{"bps", true, 1e3}
	bits       = Unit{"bps", true, 1}
	megabytes  = Unit{"B/s", true, 1e6}
	kilobytes  = Unit{"B/s", true, 1e3}
	plainBytes = Unit{"B/s", true, 1}
	celsius    = Unit{"℃", false, 1}
	megahertz  = Unit{"Hz", true, 1e6}
	volume     = Unit{"B", true, 1e9} // from gigabytes
	plainUnit  = Unit{"", false, 1}
)

// unitOf reads the unit that came with the values. The documentation shows
// only the per cent sign; a word that is not known is shown as it is.
func unitOf(word string, otherwise Unit) Unit {
	switch strings.ToLower(strings.TrimSpace(word)) {
	case "":
		return otherwise
	case "%":
		return percent
	case "mbps":
		return megabits
	case "kbps":
		return kilobits
	case "bps":
		return bits
	case "mb/s":
		return megabytes
	case "kb/s":
		return kilobytes
	case "b/s":
		return plainBytes
	case "iops", "次/s", "次/秒":
		return perSecond
	case "℃", "°c", "c":
		return celsius
	case "mhz":
		return megahertz
	}
	return Unit{Symbol: word, scale: 1}
}

func (u Unit) scaled(points []point) []point {
	out := make([]point, len(points))
	for i, p := range points {
		out[i] = point{p.at, p.value * u.scale}
	}
	return out
}

// prefixes are for one, a thousand, a million and so on, as clouds write them.
var prefixes = [...]string{"", "K", "M", "G", "T", "P"}

// Format writes a value with its unit; "–" for a gap. Three digits are enough
// to read, and the script of the charts writes the same.
func (u Unit) Format(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	prefix := ""
	if u.Steps {
		i := 0
		for math.Abs(v) >= 1000 && i < len(prefixes)-1 {
			v /= 1000
			i++
		}
		prefix = prefixes[i]
	}
	text := strconv.FormatFloat(v, 'f', digits(v), 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	switch u.Symbol {
	case "":
		return text
	case "%":
		// Shares stand under each other, with equal decimals.
		if v != 0 && math.Abs(v) < 100 {
			text = strconv.FormatFloat(v, 'f', 1, 64)
		}
		return text + "%"
	}
	return text + " " + prefix + u.Symbol
}

func digits(v float64) int {
	switch v = math.Abs(v); {
	case v >= 100:
		return 0
	case v >= 10:
		return 1
	}
	return 2
}
