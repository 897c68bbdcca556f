package pages

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yunque/internal/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// SecurityRulesProps is the tab of a security group that lists its rules.
type SecurityRulesProps struct {
	Here      string // the tab's own address; .csv and .json of it are its files
	Ops       []resource.OpView
	Rules     resource.Block
	Warnings  []resource.Text
	Templates []RuleTemplate
}

// RuleTemplate is a form of a rule with some of it filled in.
type RuleTemplate struct {
	Label resource.Text
	Note  resource.Text
	Href  string
}

// op is an operation of the group's that comes back to this tab.
func (p SecurityRulesProps) op(slug string) resource.OpView {
	for _, o := range p.Ops {
		if o.Slug == slug {
			o.Href = p.back(o.Href)
			return o
		}
	}
	return resource.OpView{}
}

// back is an operation's address that leads back to this tab.
func (p SecurityRulesProps) back(href string) string {
	return href + "?" + url.Values{route.ParamNext: {p.Here}}.Encode()
}

func (p SecurityRulesProps) button(slug string, v ui.Variant) ui.ButtonProps {
	o := p.op(slug)
	return ui.ButtonProps{Label: o.Label, Icon: o.Icon, Variant: v, Href: o.Href, Reason: o.Reason, Attrs: inDialog(o.Href)}
}

// ruleMove puts a rule at a position, from 1.
type ruleMove struct {
	rule, action, next string
	to                 int
	button             ui.ButtonProps
}

// moves are the two ways a rule can go from its row.
func (p SecurityRulesProps) moves(i int) []ruleMove {
	order := p.op("order")
	action, _, _ := strings.Cut(order.Href, "?")
	move := func(to int, word, icon string, end bool) ruleMove {
		b := ui.ButtonProps{Label: resource.T(word, p.Rules.Rows[i].Name), Icon: icon, Variant: ui.Ghost, Size: ui.Small, Submit: true}
		if end || !order.Reason.IsZero() {
			b.Submit, b.Attrs = false, templ.Attributes{"aria-disabled": "true"} // a disabled one would lose the focus
		}
		return ruleMove{rule: ruleOf(p.Rules.Rows[i]), action: action, next: p.Here, to: to, button: b}
	}
	return []ruleMove{move(i, "rule.up", "chevron-up", i == 0), move(i+2, "rule.down", "chevron-down", i == len(p.Rules.Rows)-1)}
}

// ruleOf is a rule's own id, which its row has behind its group's.
func ruleOf(r resource.Row) string {
	_, rule, _ := strings.Cut(r.ID, ":")
	return rule
}

func position(i int) string { return strconv.Itoa(i) }

// inDialog opens a form in the dialog; without JavaScript the same link opens
// it as a page.
func inDialog(href string) templ.Attributes {
	return templ.Attributes{"hx-get": href, "hx-target": "#dialog", "hx-push-url": "false"}
}
