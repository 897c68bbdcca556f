package catalog

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
)

// rule is "<id> <priority> <allow|refuse> <protocol> <local ports> <source> [remote ports]".
func rule(line string) ccs.SecurityGroupRule {
	f := append(strings.Fields(line), "0")
	r := ccs.SecurityGroupRule{RuleID: cloud.ID(f[0]), Protocol: f[3], LocalPort: f[4], TargetAddress: f[5], TargetPort: f[6], Direction: "all", Status: "ok"}
	_, _ = fmt.Sscan(f[1], &r.Priority)
	if f[2] == "allow" {
		r.Action = 1
	}
	return r
}

func rulesOf(lines ...string) []Rule {
	var list []ccs.SecurityGroupRule
	for _, l := range lines {
		list = append(list, rule(l))
	}
	return ReadRules("g", list)
}

// drawn is an opening as one line.
func drawn(o Opening) string {
	line := o.By.ID + ": " + o.Protocol + " " + o.Ports.String() + " from " + o.From.String()
	if r := o.Remote.String(); r != "" {
		line += " port " + r
	}
	for _, e := range o.Except {
		line += " not " + e.From.String()
	}
	return line
}

func TestReachIsWhatTheRulesLetIn(t *testing.T) {
	for name, c := range map[string]struct{ rules, want []string }{
		"no rules let nobody in":   {nil, nil},
		"one port for everyone":    {[]string{"a 10 allow TCP 22 0.0.0.0/0"}, []string{"a: TCP 22 from 0.0.0.0/0"}},
		"a refusal alone":          {[]string{"a 10 refuse TCP 22 0.0.0.0/0"}, nil},
		"all ports are a zero":     {[]string{"a 10 allow UDP 0 10.0.0.0/8"}, []string{"a: UDP  from 10.0.0.0/8"}},
		"a single address":         {[]string{"a 10 allow TCP 22 10.0.0.9"}, []string{"a: TCP 22 from 10.0.0.9/32"}},
		"a network with host bits": {[]string{"a 10 allow TCP 22 120.78.170.188/28"}, []string{"a: TCP 22 from 120.78.170.176/28"}},
		"ICMP has no ports":        {[]string{"a 10 allow ICMP - 0.0.0.0/0"}, []string{"a: ICMP  from 0.0.0.0/0"}},
		"the smaller number decides first": {
			[]string{"b 20 allow TCP 22 0.0.0.0/0", "a 10 refuse TCP 22 0.0.0.0/0"}, nil},
		"of equal ones the refusal decides": {
			[]string{"a 10 allow TCP 22 0.0.0.0/0", "b 10 refuse TCP 22 0.0.0.0/0"}, nil},
		"a later refusal takes nothing": {
			[]string{"a 10 allow TCP 22 0.0.0.0/0", "b 20 refuse TCP 22 10.0.0.0/8"}, []string{"a: TCP 22 from 0.0.0.0/0"}},
		"an earlier refusal is an exception": {
			[]string{"a 10 refuse TCP 22 10.0.0.0/8", "b 20 allow TCP 22 0.0.0.0/0"}, []string{"b: TCP 22 from 0.0.0.0/0 not 10.0.0.0/8"}},
		"a refusal of another protocol is none": {
			[]string{"a 10 refuse UDP 22 0.0.0.0/0", "b 20 allow TCP 22 0.0.0.0/0"}, []string{"b: TCP 22 from 0.0.0.0/0"}},
		"a refusal elsewhere is none": {
			[]string{"a 10 refuse TCP 22 10.0.0.0/8", "b 20 allow TCP 22 192.168.0.0/16"}, []string{"b: TCP 22 from 192.168.0.0/16"}},
		"ports are cut where an earlier refusal begins and ends": {
			[]string{"a 10 refuse TCP 22 0.0.0.0/0", "b 20 allow TCP 0 0.0.0.0/0"}, []string{"b: TCP 0-21, 23-65535 from 0.0.0.0/0"}},
		"ports with other exceptions are another opening": {
			[]string{"a 10 refuse TCP 80 10.0.0.0/8", "b 20 allow TCP 80-82 0.0.0.0/0"},
			[]string{"b: TCP 80 from 0.0.0.0/0 not 10.0.0.0/8", "b: TCP 81-82 from 0.0.0.0/0"}},
		"what an earlier rule lets in is not said again": {
			[]string{"a 10 allow TCP 22 0.0.0.0/0", "b 20 allow TCP 22 10.0.0.0/8"}, []string{"a: TCP 22 from 0.0.0.0/0"}},
		"a refusal that an earlier rule overrules is no exception": {
			[]string{"a 10 allow TCP 22 10.1.0.0/16", "b 20 refuse TCP 22 10.1.1.0/24", "c 30 allow TCP 22 10.0.0.0/8"},
			[]string{"a: TCP 22 from 10.1.0.0/16", "c: TCP 22 from 10.0.0.0/8"}},
		"a refusal of some remote ports is only an exception": {
			[]string{"a 10 refuse TCP 22 0.0.0.0/0 53", "b 20 allow TCP 22 0.0.0.0/0"}, []string{"b: TCP 22 from 0.0.0.0/0 not 0.0.0.0/0"}},
		"everyone of IPv4 is not everyone of IPv6": {
			[]string{"a 10 refuse TCP 22 0.0.0.0/0", "b 20 allow TCP 22 ::/0"}, []string{"b: TCP 22 from ::/0"}},
		"a MAC address is refused with everyone": {
			[]string{"a 10 refuse TCP 22 0.0.0.0/0", "b 20 allow TCP 22 52:54:00:12:34:56"}, nil},
		"a MAC address may be inside any network": {
			[]string{"a 10 refuse TCP 22 52:54:00:12:34:56", "b 20 allow TCP 22 10.0.0.0/8"}, []string{"b: TCP 22 from 10.0.0.0/8 not 52:54:00:12:34:56"}},
		"several ports of one rule": {
			[]string{"a 10 allow TCP 443,80 0.0.0.0/0"}, []string{"a: TCP 80, 443 from 0.0.0.0/0"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, o := range Reach(rulesOf(c.rules...)) {
				got = append(got, drawn(o))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestReachLeavesOutRulesThatAreNotInForce(t *testing.T) {
	out, coming, going, broken := rule("a 1 allow TCP 1 0.0.0.0/0"), rule("b 2 allow TCP 2 0.0.0.0/0"), rule("c 3 allow TCP 3 0.0.0.0/0"), rule("d 4 allow TCP 4 0.0.0.0/0")
	out.Direction, coming.Status, going.Status, broken.Status = "out", "creating", "deleting", "error"
	if got := Reach(ReadRules("g", []ccs.SecurityGroupRule{out, coming, going, broken})); len(got) != 0 {
		t.Errorf("got %v, want no opening", got)
	}
}

func TestIdleRulesAreThoseThatEarlierOnesDecide(t *testing.T) {
	rules := rulesOf("a 10 allow TCP 22 0.0.0.0/0", "b 20 refuse TCP 22 10.0.0.0/8", "c 30 allow TCP 22-23 10.0.0.0/8", "d 40 allow UDP 22 0.0.0.0/0", "e 50 refuse UDP 22 1.2.3.4")
	if got, want := Idle(rules), []string{"b", "e"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestReachAgreesWithTakingTheRulesInTurn draws rules and packets at random,
// from a seed that is always the same.
func TestReachAgreesWithTakingTheRulesInTurn(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	for round := range 500 {
		var lines []string
		for n := range 1 + random.IntN(8) {
			lines = append(lines, strings.Join([]string{fmt.Sprint("r", n), fmt.Sprint(n + 1), pick("allow", "refuse"), pick("TCP", "UDP"),
				pick("0", "1", "2-4", "3", "4-6"), pick("0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "10.0.0.1", "192.168.0.0/16"), pick("0", "7", "7-8")}, " "))
		}
		rules := rulesOf(lines...)
		openings := Reach(rules)
		for _, from := range []string{"10.0.0.1", "10.0.0.2", "10.200.0.1", "192.168.1.1", "8.8.8.8"} {
			for port := uint16(1); port < 8; port++ {
				for _, remote := range []uint16{7, 8, 9} {
					packet := Rule{Protocol: "TCP", Local: Ports{{port, port}}, Remote: Ports{{remote, remote}}, From: Source{Net: netip.MustParsePrefix(from + "/32")}}
					if got, want := passes(openings, packet), firstSays(rules, packet); got != want {
						t.Fatalf("round %d: from %s:%d to %d: got %v, want %v by the rules\n%s", round, from, remote, port, got, want, strings.Join(lines, "\n"))
					}
				}
			}
		}
	}
}

func hits(r, packet Rule) bool {
	return r.Protocol == packet.Protocol && r.Local.holdsAll(packet.Local) && r.Remote.holdsAll(packet.Remote) && r.From.covers(packet.From)
}

func firstSays(rules []Rule, packet Rule) bool {
	i := slices.IndexFunc(rules, func(r Rule) bool { return hits(r, packet) })
	return i >= 0 && rules[i].Allow
}

func passes(openings []Opening, packet Rule) bool {
	return slices.ContainsFunc(openings, func(o Opening) bool {
		whole := Rule{Protocol: o.Protocol, Local: o.Ports, Remote: o.Remote, From: o.From}
		return hits(whole, packet) && !slices.ContainsFunc(o.Except, func(e Rule) bool { return hits(e, packet) })
	})
}
