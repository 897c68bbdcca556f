package catalog

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"yunque/internal/cloud/ccs"
)

// Rule is a rule of a security group as it works.
type Rule struct {
	ID, Group, About string
	Priority         int // 1 decides first
	Allow            bool
	Inbound          bool
	Protocol         string // "TCP", "UDP" or "ICMP"
	Local            Ports  // of the server; all of them for ICMP
	Remote           Ports  // of the other side
	From             Source
}

// Source is whom a rule is about: a network, or a name that can only be equal
// to another, such as a MAC address.
type Source struct {
	Net  netip.Prefix
	Name string
}

// String is the source as it was written.
func (s Source) String() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Net.String()
}

// Everyone tells whether the source is the whole internet.
func (s Source) Everyone() bool { return s.Name == "" && s.Net.IsValid() && s.Net.Bits() == 0 }

// covers tells whether o is inside s. What has a name may be anywhere, so that
// only everyone covers it.
func (s Source) covers(o Source) bool {
	if s.Name != "" || o.Name != "" {
		return s.Name == o.Name || s.Everyone()
	}
	return s.Net.Bits() <= o.Net.Bits() && s.Net.Contains(o.Net.Addr())
}

// meets tells whether somebody may be in both.
func (s Source) meets(o Source) bool {
	if s.Name != "" && o.Name != "" {
		return s.Name == o.Name
	}
	return s.Name != "" || o.Name != "" || s.Net.Overlaps(o.Net)
}

// ReadSource reads an address, a network or a MAC address.
func ReadSource(text string) Source {
	text = strings.TrimSpace(text)
	if p, err := netip.ParsePrefix(text); err == nil {
		return Source{Net: p.Masked()}
	}
	if a, err := netip.ParseAddr(text); err == nil {
		return Source{Net: netip.PrefixFrom(a, a.BitLen())}
	}
	return Source{Name: text}
}

// ReadRules reads the rules of a group that are in force now.
func ReadRules(group string, rules []ccs.SecurityGroupRule) []Rule {
	var out []Rule
	for _, r := range rules {
		switch strings.ToLower(r.Status) {
		case "creating", "deleting", "error":
			continue
		}
		rule := Rule{ID: string(r.RuleID), Group: group, About: r.Description, Priority: int(r.Priority), Allow: r.Action == 1,
			Inbound: !strings.EqualFold(r.Direction, "out"), Protocol: strings.ToUpper(r.Protocol), Local: allPorts, Remote: allPorts, From: ReadSource(r.TargetAddress)}
		if rule.Protocol != protocolICMP {
			rule.Local, rule.Remote = readPorts(r.LocalPort), readPorts(r.TargetPort)
		}
		out = append(out, rule)
	}
	return out
}

// Opening is a way into a server: who reaches which ports, and which rule lets
// them.
type Opening struct {
	Protocol string
	Ports    Ports
	From     Source
	Remote   Ports
	Except   []Rule // refusals that come first for a part of From
	By       Rule
}

// Reach tells what the rules of a network card's groups let in. The rules of
// all groups are one list: the smaller priority decides first, of equal ones
// the refusal, and what no rule is about stays out.
func Reach(rules []Rule) []Opening {
	rules = inOrder(rules)
	var out []Opening
	for i, r := range rules {
		if r.Allow {
			out = append(out, openings(r, rules[:i])...)
		}
	}
	return out
}

// Idle lists the rules that never decide anything, because earlier ones do.
func Idle(rules []Rule) []string {
	rules = inOrder(rules)
	var out []string
	for i, r := range rules {
		decides := func(span PortRange) bool { return !covered(r, span, rules[:i]) }
		if !slices.ContainsFunc(spans(r, rules[:i]), decides) {
			out = append(out, r.ID)
		}
	}
	return out
}

func inOrder(rules []Rule) []Rule {
	in := slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return !r.Inbound })
	slices.SortStableFunc(in, func(a, b Rule) int {
		if a.Priority == b.Priority && a.Allow != b.Allow {
			if b.Allow {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Priority, b.Priority)
	})
	return in
}

// openings are what an allowing rule adds to the rules before it; ports with
// the same exceptions are one opening.
func openings(r Rule, before []Rule) []Opening {
	var out []Opening
	for _, span := range spans(r, before) {
		if covered(r, span, before) {
			continue
		}
		except := exceptions(r, span, before)
		at := slices.IndexFunc(out, func(o Opening) bool { return slices.EqualFunc(o.Except, except, sameRule) })
		if at < 0 {
			at = len(out)
			out = append(out, Opening{Protocol: r.Protocol, From: r.From, Remote: r.Remote, Except: except, By: r})
		}
		out[at].Ports = out[at].Ports.with(span)
	}
	return out
}

func sameRule(a, b Rule) bool { return a.Group == b.Group && a.ID == b.ID }

// spans cuts a rule's ports where the rules before it begin and end, so that
// each of those is about all of a span or about none of it.
func spans(r Rule, before []Rule) []PortRange {
	var borders []uint32
	for _, e := range before {
		for _, p := range e.Local {
			borders = append(borders, uint32(p.From), uint32(p.To)+1)
		}
	}
	slices.Sort(borders)
	var out []PortRange
	for _, p := range r.Local {
		from := uint32(p.From)
		for _, b := range borders {
			if b > from && b <= uint32(p.To) {
				out = append(out, PortRange{uint16(from), uint16(b - 1)}) //nolint:gosec // at most p.To
				from = b
			}
		}
		out = append(out, PortRange{uint16(from), p.To}) //nolint:gosec // at most p.To
	}
	return out
}

// covered tells whether one of the rules before decides all of a rule's span.
// Several that only do so together are not looked for: the opening is then
// shown with them as exceptions.
func covered(r Rule, span PortRange, before []Rule) bool {
	return slices.ContainsFunc(before, func(e Rule) bool {
		return e.about(r.Protocol, span) && e.From.covers(r.From) && e.Remote.holdsAll(r.Remote)
	})
}

// exceptions are the refusals before a rule that take a part of it away.
func exceptions(r Rule, span PortRange, before []Rule) []Rule {
	var out []Rule
	for i, e := range before {
		if !e.Allow && e.about(r.Protocol, span) && e.From.meets(r.From) && e.Remote.meets(r.Remote) && !covered(e, span, before[:i]) {
			out = append(out, e)
		}
	}
	return out
}

func (r Rule) about(protocol string, span PortRange) bool {
	return r.Protocol == protocol && r.Local.holds(span)
}
