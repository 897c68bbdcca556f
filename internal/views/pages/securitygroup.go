package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yunque/internal/resource"
	"yunque/internal/views/ui"
)

// SecurityRulesProps is the tab of a security group that lists its rules.
type SecurityRulesProps struct {
	CanDo     bool
	Rules     resource.Block
	Group     string // id
	Warnings  []resource.Text
	Templates []RuleTemplate
	CSV, JSON string
}

// RuleTemplate is a form of a rule with some of it filled in.
type RuleTemplate struct {
	Label resource.Text
	Note  resource.Text
	Href  string
}

func (p SecurityRulesProps) op(slug string) string {
	return "/security-groups/" + p.Group + "/ops/" + slug
}

// moves are the two ways a rule can go from its row.
func (p SecurityRulesProps) moves(i int) []ruleMove {
	rule := ruleOf(p.Rules.Rows[i])
	return []ruleMove{
		{rule: rule, to: i, label: resource.T("rule.up", p.Rules.Rows[i].Name), icon: "chevron-up", off: i == 0},
		{rule: rule, to: i + 2, label: resource.T("rule.down", p.Rules.Rows[i].Name), icon: "chevron-down", off: i == len(p.Rules.Rows)-1},
	}
}

// ruleMove puts a rule at a position, from 1.
type ruleMove struct {
	rule  string
	to    int
	label resource.Text
	icon  string
	off   bool
}

func (m ruleMove) button() ui.ButtonProps {
	b := ui.ButtonProps{Label: m.label, Icon: m.icon, Variant: ui.Ghost, Size: ui.Small, Submit: true}
	if m.off {
		b.Attrs = templ.Attributes{"disabled": true}
	}
	return b
}

// ruleOf is a rule's own id, which its row has behind its group's.
func ruleOf(r resource.Row) string {
	for i := range r.ID {
		if r.ID[i] == ':' {
			return r.ID[i+1:]
		}
	}
	return r.ID
}

func position(i int) string { return strconv.Itoa(i) }

// inDialog opens a form in the dialog; without JavaScript the same link opens
// it as a page.
func inDialog(href string) templ.Attributes {
	return templ.Attributes{"hx-get": href, "hx-target": "#dialog", "hx-push-url": "false"}
}

// posted sends a small form of the page; what is wrong with it is said in the
// dialog.
func posted(action string) templ.Attributes {
	return templ.Attributes{"hx-post": action, "hx-target": "#dialog"}
}
