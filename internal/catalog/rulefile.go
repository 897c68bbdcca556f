package catalog

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// maxImport is the most rules one file may bring: a group has no more.
const maxImport = 100

// ruleColumns are the columns of a rule file, in order.
var ruleColumns = []string{"priority", "action", "protocol", "local_port", "address", "remote_port", "type", "description"}

func (d RuleDraft) columns() []string {
	return []string{d.Priority, d.Action, d.Protocol, d.LocalPort, d.Address, d.RemotePort, d.Type, d.Description}
}

// RuleLines are a group's rules as the lines of a CSV file with its head.
func RuleLines(g SecurityGroup) [][]string {
	out := [][]string{slices.Clone(ruleColumns)}
	for _, d := range RuleDrafts(g) {
		out = append(out, d.columns())
	}
	return out
}

// RuleDrafts are a group's rules as a file has them.
func RuleDrafts(g SecurityGroup) []RuleDraft {
	out := make([]RuleDraft, len(g.Rules))
	for i, r := range g.Rules {
		out[i] = draftOf(r)
	}
	return out
}

// ReadRuleFile reads rules from JSON or from CSV with a head, as they are
// written out. The text says what is wrong with a file that is neither.
func ReadRuleFile(content string) ([]RuleDraft, resource.Text) {
	content = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(content), "\ufeff"))
	read := rulesFromCSV
	if strings.HasPrefix(content, "[") {
		read = rulesFromJSON
	}
	records, wrong := read(content)
	if !wrong.IsZero() {
		return nil, wrong
	}
	if len(records) > maxImport {
		return nil, resource.T("rule.file_long", maxImport)
	}
	out := make([]RuleDraft, len(records))
	for i, r := range records {
		out[i] = RuleDraft{Action: actionAllow, Type: "ip"}.filled(r).tidied()
	}
	return out, resource.Text{}
}

func rulesFromJSON(content string) ([]url.Values, resource.Text) {
	var list []map[string]any
	d := json.NewDecoder(strings.NewReader(content))
	d.UseNumber()
	if err := d.Decode(&list); err != nil {
		return nil, resource.T("rule.file_json")
	}
	out := make([]url.Values, len(list))
	for i, record := range list {
		out[i] = url.Values{}
		for name, v := range record {
			if v != nil && slices.Contains(ruleColumns, name) {
				out[i].Set(name, fmt.Sprint(v))
			}
		}
	}
	return out, resource.Text{}
}

// rulesFromCSV also reads what a spreadsheet made of our own export: the quote
// before a cell that looks like a formula.
func rulesFromCSV(content string) ([]url.Values, resource.Text) {
	r := csv.NewReader(bytes.NewReader([]byte(content)))
	r.FieldsPerRecord, r.TrimLeadingSpace = -1, true
	lines, err := r.ReadAll()
	if err != nil || len(lines) == 0 || !slices.Contains(lines[0], "address") {
		return nil, resource.T("rule.file_csv", strings.Join(ruleColumns, ","))
	}
	var out []url.Values
	for _, line := range lines[1:] {
		v := url.Values{}
		for i, cell := range line {
			if i < len(lines[0]) && cell != "" {
				if rest, quoted := strings.CutPrefix(cell, "'"); quoted && strings.ContainsAny(rest[:min(1, len(rest))], "=+-@") {
					cell = rest
				}
				v.Set(strings.TrimSpace(lines[0][i]), cell)
			}
		}
		out = append(out, v)
	}
	return out, resource.Text{}
}

func importFields(_ context.Context, _ cloud.Caller, items []SecurityGroup, form url.Values) ([]resource.Field, error) {
	f := resource.Field{Name: "rules", Label: resource.T("field.security-groups.rules"), Hint: resource.T("hint.import", strings.Join(ruleColumns, ",")), Input: resource.AreaInput, Required: true, Decides: true, Accept: ".csv,.json"}
	fields := []resource.Field{f}
	if form.Get("rules") == "" {
		return fields, nil
	}
	drafts, wrong := placed(items[0], form)
	if len(wrong) > 0 {
		return fields, nil // submitting says what is wrong
	}
	fields[0].Hint = resource.T("rule.file_read", len(drafts))
	if doors := doorsOf(drafts); len(doors) > 0 {
		fields = append(fields, resource.Field{Name: fieldOpen, Label: resource.T("rule.open"), Hint: resource.T("rule.open_hint", portList(doors)), Input: resource.SwitchInput})
	}
	return fields, nil
}

// importRules plans one call for each rule of the file, or none: a file with a
// mistake brings nothing.
func importRules(items []SecurityGroup, form url.Values) ([]resource.Step, error) {
	drafts, wrong := placed(items[0], form)
	if len(wrong) > 0 {
		return nil, wrong
	}
	if doors := doorsOf(drafts); len(doors) > 0 && form.Get(fieldOpen) != "true" {
		return nil, resource.FieldErrors{fieldOpen: resource.T("rule.open_unticked", portList(doors))}
	}
	var steps []resource.Step
	for _, d := range drafts {
		steps = append(steps, resource.Do(ccs.AddSecurityGroupRule, d.request(string(items[0].SecurityGroupID)), groupTarget(items[0])))
	}
	return steps, nil
}

// placed reads and checks the rules of the form's file. Those without a
// priority take free ones in their order. Mistakes are named with their places.
func placed(g SecurityGroup, form url.Values) ([]RuleDraft, resource.FieldErrors) {
	drafts, wrong := ReadRuleFile(form.Get("rules"))
	if !wrong.IsZero() {
		return nil, resource.FieldErrors{"rules": wrong}
	}
	if len(drafts) == 0 {
		return nil, resource.FieldErrors{"rules": resource.T("rule.file_empty")}
	}
	taken := takenIn(g, "")
	if !place(drafts, maps.Clone(taken)) {
		return nil, resource.FieldErrors{"rules": resource.T("rule.no_priority")}
	}
	switch bad := fileMistakes(drafts, taken); {
	case len(bad) == 1:
		return nil, resource.FieldErrors{"rules": bad[0]}
	case len(bad) > shownMistakes:
		more := resource.T("rule.file_more", len(bad)-shownMistakes)
		return nil, resource.FieldErrors{"rules": resource.T("rule.file_lines", resource.Lines(append(bad[:shownMistakes:shownMistakes], more)))}
	case len(bad) > 1:
		return nil, resource.FieldErrors{"rules": resource.T("rule.file_lines", resource.Lines(bad))}
	}
	return drafts, nil
}

// shownMistakes is how many of a file's mistakes are named.
const shownMistakes = 8

// fileMistakes are the mistakes of a file's rules with their places.
func fileMistakes(drafts []RuleDraft, taken map[int]string) []resource.Text {
	var out []resource.Text
	for i, d := range drafts {
		m := d.mistakes(taken)
		for _, name := range ruleColumns {
			if t, bad := m[name]; bad {
				out = append(out, resource.T("rule.file_line", i+1, resource.T("form.mistake", resource.T("field.security-rules."+name), t)))
			}
		}
		n, _ := strconv.Atoi(d.Priority)
		taken[n] = ruleName(d.rule())
	}
	return out
}

// place gives the drafts without a priority one that is neither taken nor
// wanted by another draft; false when there are not enough.
func place(drafts []RuleDraft, taken map[int]string) bool {
	without := 0
	for _, d := range drafts {
		if d.Priority == "" {
			without++
		} else if n, err := strconv.Atoi(d.Priority); err == nil && n <= lastPriority {
			taken[n] = ruleName(d.rule())
		}
	}
	free := freePriorities(taken, without)
	if len(free) < without {
		return false
	}
	for i := range drafts {
		if drafts[i].Priority == "" {
			drafts[i].Priority, free = itoa(free[0]), free[1:]
		}
	}
	return true
}

// doorsOf are the risky ports that rules open to everyone.
func doorsOf(drafts []RuleDraft) []uint16 {
	var out []uint16
	for _, d := range drafts {
		out = append(out, exposed(d.rule())...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
