package sim

import (
	"hash/fnv"
	"math"
	"strconv"
	"time"
)

// daytime is how much of a curve follows the hours of the day; the rest is
// noise.
const daytime = 0.6

// wave is a value in 0..1 that belongs to a name and a minute: the same for
// ever, busier by day (UTC+8) than by night, never smooth.
func wave(name string, at time.Time, daily float64) float64 {
	local := at.In(clockZone)
	hour := float64(local.Hour()) + float64(local.Minute())/60
	// Lowest at four in the morning, highest at four in the afternoon.
	day := (1 - math.Cos((hour-4)/24*2*math.Pi)) / 2
	base := 0.15 + 0.5*unit(name)
	slow := unit(name + "/" + strconv.FormatInt(at.Unix()/1800, 10))
	fast := unit(name + "/" + strconv.FormatInt(at.Unix()/60, 10))
	v := base*(1-daily+daily*day*1.4) + 0.12*slow + 0.08*fast
	return math.Min(1, math.Max(0, v))
}

// unit turns a name into a number in 0..1.
func unit(name string) float64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	// FNV's low bits vary too little between neighbours: mix before use.
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x>>11) / (1 << 53)
}

func round2(f float64) float64 { return math.Round(f*100) / 100 }
func round3(f float64) float64 { return math.Round(f*1000) / 1000 }
