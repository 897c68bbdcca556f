package sim

import (
	"math"
	"slices"
	"time"
)

// maxFlowPeriod bounds how much one answer tells. Not documented.
const maxFlowPeriod = 7 * 24 * time.Hour

// flowSpan is a stretch of time in which an EIP sent through a bandwidth:
// while it was bound. Traffic is made from these, so that what was is never
// told otherwise later.
type flowSpan struct {
	band, eip string
	qos       int
	from, to  time.Time // to is zero while it goes on
}

// reroute notes that an EIP was bound, unbound, resized or moved.
func (w *World) reroute(e *eip) {
	for _, s := range w.vpc.flows {
		if s.eip == e.id && s.to.IsZero() {
			s.to = w.now
		}
	}
	if e.bound() {
		w.vpc.flows = append(w.vpc.flows, &flowSpan{band: e.band.id, eip: e.id, qos: e.band.qos, from: w.now})
	}
}

// bandwidthSince tells whether there is such a bandwidth, an EIP's own or a
// shared one, and since when.
func (w *World) bandwidthSince(id string) (time.Time, bool) {
	if b, ok := w.vpc.bandwidths.Get(id); ok {
		return b.created, true
	}
	for e := range w.vpc.eips.All() {
		if e.band.id == id {
			return e.band.created, true
		}
	}
	return time.Time{}, false
}

// describeOneMinuteFlow tells the minutes that end after the start and up to
// the end of the period, as far as they have passed.
func describeOneMinuteFlow(w *World, r Request) (Reply, error) {
	since, ok := w.bandwidthSince(r.Str("CloudId"))
	if !ok {
		return Reply{}, refusalNoBandwidth
	}
	from, err := time.ParseInLocation(clockLayout, r.Str("StartTime"), clockZone)
	if err != nil {
		return Reply{}, malformed("InvalidParameter", "StartTime")
	}
	to, err := time.ParseInLocation(clockLayout, r.Str("EndTime"), clockZone)
	if err != nil || to.Before(from) || to.Sub(from) > maxFlowPeriod {
		return Reply{}, malformed("InvalidParameter", "EndTime")
	}
	if from.Before(since) {
		from = since
	}
	if to.After(w.now) {
		to = w.now
	}
	spans := slices.DeleteFunc(slices.Clone(w.vpc.flows), func(s *flowSpan) bool { return s.band != r.Str("CloudId") })
	data := []any{}
	for at := from.Truncate(time.Minute).Add(time.Minute); !at.After(to); at = at.Add(time.Minute) {
		in, out := flowAt(spans, at)
		data = append(data, r.Record("Data[]", obj{
			"time": stamp(at), "in_bps": in, "out_bps": out, "value": max(in, out),
		}))
	}
	return Reply{Data: data}, nil
}

// flowAt adds up, in bits per second, what the EIPs of a bandwidth send in a
// minute; all of them together never more than the bandwidth lets through.
func flowAt(spans []*flowSpan, at time.Time) (in, out float64) {
	limit := 0.0
	for _, s := range spans {
		if at.Before(s.from) || !s.to.IsZero() && !at.Before(s.to) {
			continue
		}
		limit = float64(s.qos) * 1e6
		in += limit * 0.6 * wave(s.eip+"/in", at, daytime)
		out += limit * 0.4 * wave(s.eip+"/out", at, daytime)
	}
	return math.Round(min(in, limit)), math.Round(min(out, limit))
}
