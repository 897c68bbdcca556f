package catalog

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// placesOf is a rule file's or a reordering's outcome as one line.
func placesOf(moved []ccs.RulePriority) string {
	var out []string
	for _, m := range moved {
		out = append(out, m.RuleID+"="+itoa(m.Priority))
	}
	return strings.Join(out, " ")
}

// ranked are rules called a, b, c … with these priorities.
func ranked(priorities ...int) []ccs.SecurityGroupRule {
	var out []ccs.SecurityGroupRule
	for i, p := range priorities {
		out = append(out, ccs.SecurityGroupRule{RuleID: cloud.ID(string(rune('a' + i))), Priority: cloud.Int(p)})
	}
	return out
}

func TestReorderGivesRulesTheNumbersOfTheirNewPlaces(t *testing.T) {
	full := make([]int, 101)
	for i := range full {
		full[i] = 100
	}
	for name, c := range map[string]struct {
		rules    []ccs.SecurityGroupRule
		rule     string
		position int
		want     string
		fails    bool
	}{
		"one up":                            {ranked(10, 20, 30), "b", 1, "b=10 a=20", false},
		"one down":                          {ranked(10, 20, 30), "a", 2, "b=10 a=20", false},
		"from the end to the start":         {ranked(10, 20, 30), "c", 1, "c=10 a=20 b=30", false},
		"to where it is":                    {ranked(10, 20, 30), "b", 2, "", false},
		"equal numbers are moved apart":     {ranked(10, 10, 30), "c", 1, "c=10 a=11 b=30", false},
		"no room at the end: counted anew":  {ranked(99, 100, 100), "c", 1, "c=1 a=2 b=3", false},
		"more rules than numbers":           {ranked(full...), "b", 1, "", true},
		"a rule that is not there":          {ranked(10, 20), "z", 1, "", false},
		"a place that is not there":         {ranked(10, 20), "a", 3, "", false},
		"equal numbers alone are set right": {ranked(10, 10), "a", 1, "b=11", false},
	} {
		t.Run(name, func(t *testing.T) {
			moved, ok := Reorder(c.rules, c.rule, c.position)
			if got := placesOf(moved); got != c.want || ok == c.fails {
				t.Errorf("got %q, %v; want %q, %v", got, ok, c.want, !c.fails)
			}
		})
	}
}

func TestFreePrioritiesComeAfterTheLastWhileThereIsRoom(t *testing.T) {
	all := map[int]string{}
	for n := firstPriority; n <= lastPriority; n++ {
		all[n] = "x"
	}
	for name, c := range map[string]struct {
		taken map[int]string
		n     int
		want  []int
	}{
		"no rules":                             {nil, 2, []int{1, 2}},
		"after the last":                       {map[int]string{3: "x", 10: "x"}, 2, []int{11, 12}},
		"before a last one that refuses":       {map[int]string{10: "x", 100: "x"}, 1, []int{99}},
		"in their order before the last one":   {map[int]string{10: "x", 98: "x", 100: "x"}, 3, []int{96, 97, 99}},
		"some after the last, the rest before": {map[int]string{99: "x"}, 2, []int{98, 100}},
		"none asked for":                       {map[int]string{5: "x"}, 0, nil},
		"all are taken":                        {all, 1, nil},
	} {
		if got := freePriorities(c.taken, c.n); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestRulesOfAFileWithoutPrioritiesKeepTheirOrder(t *testing.T) {
	g := SecurityGroup{Rules: ranked(10, 100)}
	drafts, wrong := placed(g, url.Values{"rules": {"priority,protocol,local_port,address\n,TCP,1,10.0.0.1\n99,TCP,2,10.0.0.1\n,TCP,3,10.0.0.1"}})
	var got []string
	for _, d := range drafts {
		got = append(got, d.LocalPort+"="+d.Priority)
	}
	if want := []string{"1=97", "2=99", "3=98"}; len(wrong) > 0 || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, wrong, want)
	}
}

func TestADraftIsTidiedBeforeItIsChecked(t *testing.T) {
	d := RuleDraft{Priority: " ８ ", Action: "Allow", Protocol: "tcp", LocalPort: "８０、 ４４３", Address: "１０。０．０.０／８", RemotePort: "", Type: "IP", Description: "  网站  "}
	want := RuleDraft{Priority: "8", Action: "allow", Protocol: "TCP", LocalPort: "80,443", Address: "10.0.0.0/8", Type: "ip", Description: "网站"}
	if got := d.tidied(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if m := d.tidied().mistakes(nil); len(m) != 0 {
		t.Errorf("got mistakes %v", m)
	}
}

func TestADraftsMistakesNameTheirFields(t *testing.T) {
	good := RuleDraft{Priority: "8", Action: "allow", Protocol: "TCP", LocalPort: "80", Address: "10.0.0.0/8", Type: "ip"}
	for name, c := range map[string]struct {
		change func(*RuleDraft)
		want   []string
	}{
		"nothing wrong":               {func(*RuleDraft) {}, nil},
		"a range of ports":            {func(d *RuleDraft) { d.LocalPort = "8000-8010" }, nil},
		"all ports":                   {func(d *RuleDraft) { d.LocalPort = "0" }, nil},
		"port 0 in a range":           {func(d *RuleDraft) { d.LocalPort = "0-80" }, []string{"local_port"}},
		"a taken priority":            {func(d *RuleDraft) { d.Priority = "10" }, []string{"priority"}},
		"no priority":                 {func(d *RuleDraft) { d.Priority = "" }, []string{"priority"}},
		"ICMP without ports":          {func(d *RuleDraft) { d.Protocol, d.LocalPort = "ICMP", "" }, nil},
		"ICMP with both ports":        {func(d *RuleDraft) { d.Protocol, d.RemotePort = "ICMP", "53" }, []string{"local_port", "remote_port"}},
		"another protocol":            {func(d *RuleDraft) { d.Protocol = "GRE" }, []string{"protocol"}},
		"another action":              {func(d *RuleDraft) { d.Action = "permit" }, []string{"action"}},
		"a network with host bits":    {func(d *RuleDraft) { d.Address = "120.78.170.188/28" }, nil},
		"IPv6":                        {func(d *RuleDraft) { d.Address = "2001:db8::/32" }, nil},
		"an address of three numbers": {func(d *RuleDraft) { d.Address = "10.0.0" }, []string{"address"}},
		"a MAC address as an IP":      {func(d *RuleDraft) { d.Address = "52:54:00:12:34:56" }, []string{"address"}},
		"a MAC address":               {func(d *RuleDraft) { d.Type, d.Address = "mac", "52:54:00:12:34:56" }, nil},
		"an IP as a MAC address":      {func(d *RuleDraft) { d.Type = "mac" }, []string{"address"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := good
			c.change(&d)
			if got := slices.Sorted(maps.Keys(d.mistakes(map[int]string{10: "TCP 22"}))); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestARuleFileIsReadAsItIsWritten(t *testing.T) {
	g := SecurityGroup{Rules: []ccs.SecurityGroupRule{
		{Priority: 1, Action: 1, Protocol: "TCP", LocalPort: "22", TargetAddress: "203.0.113.5", TargetPort: "0", Type: "ip", Description: "=SUM(1,2)"},
		{Priority: 2, Protocol: "ICMP", TargetAddress: "0.0.0.0/0", Type: "ip", Description: `a "b", c`},
	}}
	want := RuleDrafts(g)
	var b strings.Builder
	for _, line := range RuleLines(g) {
		for i, cell := range line {
			if strings.HasPrefix(cell, "=") {
				cell = "'" + cell // as the export takes the edge off formulas
			}
			line[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		}
		b.WriteString(strings.Join(line, ",") + "\r\n")
	}
	got, wrong := ReadRuleFile("\ufeff" + b.String())
	if !wrong.IsZero() || !slices.Equal(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, wrong, want)
	}
	got, wrong = ReadRuleFile(`[{"priority": 1, "protocol": "tcp", "local_port": 22, "address": "203.0.113.5", "note": "ignored", "description": null}]`)
	one := []RuleDraft{{Priority: "1", Action: "allow", Protocol: "TCP", LocalPort: "22", Address: "203.0.113.5", Type: "ip"}}
	if !wrong.IsZero() || !slices.Equal(got, one) {
		t.Errorf("got %+v, %v; want %+v", got, wrong, one)
	}
	if _, wrong := ReadRuleFile("address\n" + strings.Repeat("10.0.0.1\n", maxImport+1)); wrong.Key != "rule.file_long" {
		t.Errorf("a file that is too long: got %v", wrong)
	}
}

func TestExposedAreRiskyPortsThatAreOpenToEveryone(t *testing.T) {
	for line, want := range map[string][]uint16{
		"a 1 allow TCP 22 0.0.0.0/0":         {22},
		"a 1 allow TCP 3389 ::/0":            {3389},
		"a 1 allow UDP 0 0.0.0.0/0":          {22, 3389, 3306, 6379},
		"a 1 allow TCP 3000-7000 0.0.0.0/0":  {3389, 3306, 6379},
		"a 1 allow TCP 443 0.0.0.0/0":        nil,
		"a 1 refuse TCP 22 0.0.0.0/0":        nil,
		"a 1 allow TCP 22 0.0.0.0/1":         nil,
		"a 1 allow ICMP - 0.0.0.0/0":         nil,
		"a 1 allow TCP 22 52:54:00:12:34:56": nil,
	} {
		if got := exposed(rule(line)); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", line, got, want)
		}
	}
}

func TestAnEditChangesInPlaceWhatItCan(t *testing.T) {
	g := SecurityGroup{Rules: []ccs.SecurityGroupRule{rule("a 10 allow TCP 80 10.0.0.0/8"), rule("b 20 allow TCP 81 10.0.0.0/8")}}
	g.SecurityGroupID = "g"
	item := rulesIn(g)[:1]
	for name, c := range map[string]struct {
		form url.Values
		want []string
	}{
		"the description": {url.Values{"description": {"web"}}, []string{"ccs.securitygroup.ModifySecurityGroupRule"}},
		"the priority":    {url.Values{"priority": {"5"}}, []string{"ccs.securitygroup.ModifySecurityGroupRulePriority"}},
		"both":            {url.Values{"description": {"web"}, "priority": {"5"}}, []string{"ccs.securitygroup.ModifySecurityGroupRule", "ccs.securitygroup.ModifySecurityGroupRulePriority"}},
		"the port":        {url.Values{"local_port": {"8080"}}, []string{"ccs.securitygroup.AddSecurityGroupRule", "ccs.securitygroup.RemoveSecurityGroupRule"}},
	} {
		t.Run(name, func(t *testing.T) {
			steps, err := editRule(item, c.form)
			if got := operations(steps); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %v, %v; want %v", got, err, c.want)
			}
		})
	}
	for field, form := range map[string]url.Values{"": {}, "priority": {"priority": {"20"}}, "local_port": {"local_port": {"1,2"}}, "open": {"local_port": {"22"}, "address": {"0.0.0.0/0"}}} {
		_, err := editRule(item, form)
		var wrong resource.FieldErrors
		if !errors.As(err, &wrong) || wrong[field].IsZero() {
			t.Errorf("%v: got %v, want a sentence at %q", form, err, field)
		}
	}
}

func operations(steps []resource.Step) []string {
	var out []string
	for _, s := range steps {
		out = append(out, s.Op.ID())
	}
	return out
}
