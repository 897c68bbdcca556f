package catalog

import (
	"cmp"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

const protocolICMP = "ICMP"

// What a rule does, as forms and files say it.
const (
	actionAllow  = "allow"
	actionRefuse = "refuse"
)

// RuleDraft is a rule as a form or a file says it: text, not checked yet.
type RuleDraft struct {
	Priority    string `json:"priority"`
	Action      string `json:"action"` // "allow" or "refuse"
	Protocol    string `json:"protocol"`
	LocalPort   string `json:"local_port"` // "0" or nothing: all
	Address     string `json:"address"`
	RemotePort  string `json:"remote_port"`
	Type        string `json:"type"` // "ip" or "mac"
	Description string `json:"description"`
}

// draftOf is a rule as a draft.
func draftOf(r ccs.SecurityGroupRule) RuleDraft {
	d := RuleDraft{Priority: itoa(int(r.Priority)), Action: ruleAction(r).Raw, Protocol: strings.ToUpper(r.Protocol), LocalPort: r.LocalPort,
		Address: r.TargetAddress, RemotePort: r.TargetPort, Type: cmp.Or(strings.ToLower(r.Type), "ip"), Description: r.Description}
	if d.Protocol == protocolICMP {
		d.LocalPort, d.RemotePort = "", ""
	}
	if d.RemotePort == "0" {
		d.RemotePort = "" // all, which the form asks to leave empty
	}
	return d
}

// tidied is the draft without what pasting and Chinese keyboards add.
func (d RuleDraft) tidied() RuleDraft {
	d.Priority, d.Protocol, d.Action, d.Type = tidy(d.Priority), strings.ToUpper(tidy(d.Protocol)), strings.ToLower(tidy(d.Action)), strings.ToLower(tidy(d.Type))
	d.LocalPort, d.RemotePort, d.Address = tidyAddress(d.LocalPort), tidyAddress(d.RemotePort), tidyAddress(d.Address)
	d.Description = strings.TrimSpace(d.Description)
	return d
}

// mistakes are what is wrong with a tidied draft, by field. taken are the
// priorities of other rules, with their names.
func (d RuleDraft) mistakes(taken map[int]string) resource.FieldErrors {
	m := resource.FieldErrors{}
	note := func(field string, t resource.Text) {
		if !t.IsZero() {
			m[field] = t
		}
	}
	note("priority", d.priorityMistake(taken))
	note("action", notIn("rule.action_unknown", d.Action, actionAllow, actionRefuse))
	note("protocol", notIn("rule.protocol_unknown", d.Protocol, "TCP", "UDP", protocolICMP))
	note("type", notIn("rule.type_unknown", d.Type, "ip", "mac"))
	note("address", d.addressMistake())
	note("local_port", d.portMistake(d.LocalPort))
	note("remote_port", d.portMistake(d.RemotePort))
	if d.Protocol != protocolICMP && d.LocalPort == "" {
		note("local_port", resource.T("rule.port_needed"))
	}
	return m
}

func notIn(key, value string, known ...string) resource.Text {
	for _, k := range known {
		if value == k {
			return resource.Text{}
		}
	}
	return resource.T(key, value)
}

func (d RuleDraft) priorityMistake(taken map[int]string) resource.Text {
	n, err := strconv.Atoi(d.Priority)
	switch {
	case err != nil:
		return resource.T("form.number")
	case n < firstPriority || n > lastPriority:
		return resource.T("form.between", firstPriority, lastPriority)
	case taken[n] != "":
		return resource.T("rule.priority_taken", n, taken[n])
	}
	return resource.Text{}
}

func (d RuleDraft) addressMistake() resource.Text {
	if d.Address == "" {
		return resource.T("form.required")
	}
	if d.Type == "mac" {
		if _, err := net.ParseMAC(d.Address); err != nil {
			return resource.T("rule.mac_malformed")
		}
		return resource.Text{}
	}
	_, single := netip.ParseAddr(d.Address)
	_, network := netip.ParsePrefix(d.Address)
	if single != nil && network != nil {
		return resource.T("rule.address_malformed")
	}
	return resource.Text{}
}

func (d RuleDraft) portMistake(ports string) resource.Text {
	switch {
	case ports == "":
		return resource.Text{}
	case d.Protocol == protocolICMP:
		return resource.T("rule.icmp_ports")
	case ports == "0":
		return resource.Text{}
	}
	if _, ok := parsePorts(ports); !ok {
		return resource.T("rule.port_malformed")
	}
	return resource.Text{}
}

// rule is the draft as the rule it would be.
func (d RuleDraft) rule() ccs.SecurityGroupRule {
	r := ccs.SecurityGroupRule{Protocol: d.Protocol, LocalPort: d.LocalPort, TargetAddress: d.Address, TargetPort: d.RemotePort, Description: d.Description}
	if d.Action == actionAllow {
		r.Action = 1
	}
	return r
}

// request asks for the rule. Rules work both ways, the only direction there
// is; a rule without a description, which the provider wants, is described by
// what it is about.
func (d RuleDraft) request(group string) ccs.AddSecurityGroupRuleRequest {
	req := ccs.AddSecurityGroupRuleRequest{SecurityGroupID: group, Action: "0", Description: cmp.Or(d.Description, serviceOf(d.rule())), TargetAddress: d.Address,
		Direction: "all", Priority: d.Priority, Protocol: d.Protocol, RuleType: d.Type}
	if d.Action == actionAllow {
		req.Action = "1"
	}
	if d.Protocol != protocolICMP {
		req.LocalPort, req.TargetPort = cmp.Or(d.LocalPort, "0"), cmp.Or(d.RemotePort, "0")
	}
	return req
}
