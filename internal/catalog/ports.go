package catalog

import (
	"slices"
	"strconv"
	"strings"
)

const lastPort = 65535

// PortRange is the ports from one to another, both included.
type PortRange struct{ From, To uint16 }

// Ports is a set of ports: ranges in order.
type Ports []PortRange

var allPorts = Ports{{0, lastPort}}

// String is the set as a person writes it: "80, 8000-8010"; "" for all.
func (p Ports) String() string {
	if slices.Equal(p, allPorts) {
		return ""
	}
	parts := make([]string, len(p))
	for i, r := range p {
		parts[i] = r.String()
	}
	return strings.Join(parts, ", ")
}

// String is the range as the API takes it.
func (r PortRange) String() string {
	if r.From == r.To {
		return strconv.Itoa(int(r.From))
	}
	return strconv.Itoa(int(r.From)) + "-" + strconv.Itoa(int(r.To))
}

func (p Ports) holds(span PortRange) bool {
	return slices.ContainsFunc(p, func(r PortRange) bool { return r.From <= span.From && span.To <= r.To })
}

func (p Ports) holdsAll(o Ports) bool {
	return !slices.ContainsFunc(o, func(r PortRange) bool { return !p.holds(r) })
}

func (p Ports) meets(o Ports) bool {
	return slices.ContainsFunc(p, func(a PortRange) bool {
		return slices.ContainsFunc(o, func(b PortRange) bool { return a.From <= b.To && b.From <= a.To })
	})
}

// with adds a range that lies behind all others.
func (p Ports) with(r PortRange) Ports {
	if n := len(p); n > 0 && uint32(p[n-1].To)+1 == uint32(r.From) {
		p[n-1].To = r.To
		return p
	}
	return append(p, r)
}

// readPorts reads what the provider says of ports: "0" or nothing is all of
// them, and so is what cannot be read, as the worst that can be.
func readPorts(s string) Ports {
	s = strings.TrimSpace(s)
	if s == "" || s == "0" {
		return allPorts
	}
	p, ok := parsePorts(s)
	if !ok {
		return allPorts
	}
	return p
}

// parsePorts reads ports and ranges as a person writes them, apart by commas
// or spaces; a 0 among them is not a port of its own.
func parsePorts(s string) (Ports, bool) {
	var out Ports
	for _, part := range splitList(s) {
		from, to, ranged := strings.Cut(part, "-")
		if !ranged {
			to = from
		}
		low, err1 := strconv.ParseUint(from, 10, 16)
		high, err2 := strconv.ParseUint(to, 10, 16)
		if err1 != nil || err2 != nil || low < 1 || high < low {
			return nil, false
		}
		out = append(out, PortRange{uint16(low), uint16(high)})
	}
	slices.SortFunc(out, func(a, b PortRange) int { return int(a.From) - int(b.From) })
	return merged(out), len(out) > 0
}

// merged joins ranges in order that touch or overlap.
func merged(p Ports) Ports {
	var out Ports
	for _, r := range p {
		if n := len(out); n > 0 && uint32(r.From) <= uint32(out[n-1].To)+1 {
			out[n-1].To = max(out[n-1].To, r.To)
			continue
		}
		out = append(out, r)
	}
	return out
}
