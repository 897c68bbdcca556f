package sim

import (
	"cmp"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// groupRule is one rule of a security group.
type groupRule struct {
	id, description  string
	status           string
	action, priority int
	address, kind    string // kind: ip or mac
	protocol         string
	target, local    string // ports; "" for ICMP
	direction        string
	created          time.Time
}

// describeSecurityGroup lists a group's rules, the most important first.
func describeSecurityGroup(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	rules := slices.Clone(g.rules)
	slices.SortStableFunc(rules, func(a, b *groupRule) int { return cmp.Compare(a.priority, b.priority) })
	list := []any{}
	for _, l := range rules {
		if r.Has("RuleId") && l.id != r.Str("RuleId") {
			continue
		}
		list = append(list, r.Record("Data.SecurityGroupRules[]", obj{
			"RuleId": l.id, "Status": l.status, "Action": l.action, "Priority": l.priority,
			"TargetAddress": l.address, "TargetPort": l.target, "LocalPort": l.local, "Direction": l.direction,
			"Protocol": l.protocol, "Type": l.kind, "Description": l.description, "CreateTime": stamp(l.created),
		}))
	}
	return Reply{Data: r.Record("Data", obj{
		"SecurityGroupId": g.id, "SecurityGroupName": g.name, "SecurityGroupType": g.kind,
		"SecurityGroupRuleCount": len(list), "SecurityGroupRules": list,
	})}, nil
}

func addRule(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	l, err := readRule(r)
	if err != nil {
		return Reply{}, err
	}
	if len(g.rules) >= maxRules {
		return Reply{}, forbidden("QuotaExceed.SecurityGroupRule", "The maximum number of SecurityGroupRule is exceeded")
	}
	l.id, l.status, l.created = w.ID("rule"), statusCreating, w.now
	g.rules = append(g.rules, l)
	g.updated = w.now
	return Reply{TaskID: w.Begin(Work{
		Type: "addSecurityGroupRule", Takes: 2 * time.Second, Resources: []string{l.id},
		Done: func() { l.status = statusOK }, Failed: func() { l.status = statusError },
	})}, nil
}

// readRule checks a rule. ICMP has no ports; they are kept as empty texts.
func readRule(r Request) (*groupRule, error) {
	l := &groupRule{
		description: r.Str("Description"), action: r.Int("Action"), priority: r.Int("Priority"),
		address: r.Str("TargetAddress"), kind: strings.ToLower(r.Str("RuleType")), direction: strings.ToLower(r.Str("Direction")),
		protocol: strings.ToUpper(r.Str("Protocol")), target: r.Str("TargetPort"), local: r.Str("LocalPort"),
	}
	if !l.addressed() {
		return nil, malformed("InvalidParameter", "TargetAddress")
	}
	if l.protocol == "ICMP" {
		l.target, l.local = "", ""
		return l, nil
	}
	for _, name := range []string{"TargetPort", "LocalPort"} {
		if !r.Has(name) {
			return nil, badRequest("MissingParameter", `Missing required parameter "`+name+`".`)
		}
		if !validPorts(r.Str(name)) {
			return nil, malformed("InvalidParameter", name)
		}
	}
	return l, nil
}

func (l *groupRule) addressed() bool {
	if l.kind == "mac" {
		_, err := net.ParseMAC(l.address)
		return err == nil
	}
	_, single := netip.ParseAddr(l.address)
	_, prefix := netip.ParsePrefix(l.address)
	return single == nil || prefix == nil
}

// validPorts accepts a port, a range and a comma-separated list of them; 0
// means all. Only single ports are documented.
func validPorts(s string) bool {
	for part := range strings.SplitSeq(s, ",") {
		from, to, ranged := strings.Cut(part, "-")
		if !ranged {
			to = from
		}
		low, err1 := strconv.ParseUint(from, 10, 16)
		high, err2 := strconv.ParseUint(to, 10, 16)
		if err1 != nil || err2 != nil || high < low {
			return false
		}
	}
	return true
}

// rulesNamed finds rules of a group; nil when one of them is not there.
func (g *securityGroup) rulesNamed(ids []string) []*groupRule {
	var out []*groupRule
	for _, id := range ids {
		at := slices.IndexFunc(g.rules, func(l *groupRule) bool { return l.id == id })
		if at < 0 {
			return nil
		}
		out = append(out, g.rules[at])
	}
	return out
}

func removeRules(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	gone := g.rulesNamed(r.Strs("RuleIds"))
	if gone == nil {
		return Reply{}, malformed("InvalidParameter", "RuleIds")
	}
	for _, l := range gone {
		l.status = statusDeleting
	}
	g.updated = w.now
	return Reply{TaskID: w.Begin(Work{
		Type: "removeSecurityGroupRule", Takes: 2 * time.Second, Resources: r.Strs("RuleIds"),
		Done: func() {
			g.rules = slices.DeleteFunc(g.rules, func(l *groupRule) bool { return slices.Contains(gone, l) })
		},
		Failed: func() {
			for _, l := range gone {
				l.status = statusError
			}
		},
	})}, nil
}

func modifyRule(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	found := g.rulesNamed([]string{r.Str("RuleId")})
	if found == nil {
		return Reply{}, malformed("InvalidParameter", "RuleId")
	}
	found[0].description, g.updated = r.Str("Description"), w.now
	return Reply{}, nil
}

// modifyRulePriority sets the priorities of several rules together, so that a
// reordering is never half done.
func modifyRulePriority(w *World, r Request) (Reply, error) {
	g, err := w.group(r)
	if err != nil {
		return Reply{}, err
	}
	next := map[*groupRule]int{}
	var ids []string
	for _, f := range r.Objs("BindData") {
		found := g.rulesNamed([]string{f.Str("RuleId")})
		if found == nil {
			return Reply{}, malformed("InvalidParameter", "RuleId")
		}
		if p := f.Int("Priority"); p < 1 || p > 100 {
			return Reply{}, malformed("InvalidParameter", "Priority")
		}
		next[found[0]] = f.Int("Priority")
		ids = append(ids, found[0].id)
	}
	g.updated = w.now
	return Reply{TaskID: w.Begin(Work{
		Type: "updateSecurityGroupRule", Takes: 2 * time.Second, Resources: ids,
		Done: func() {
			for l, p := range next {
				l.priority = p
			}
		},
	})}, nil
}
