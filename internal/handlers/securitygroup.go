package handlers

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// groupRules is the tab of a security group with its rules, which can be put
// in order, brought in and written out.
func (s *Server) groupRules(c echo.Context) error {
	v, id, slug := visitOf(c), c.Param("id"), catalog.SecurityGroups.Slug
	ctx := fresh(c)
	busy, err := s.busy(c, slug)
	if err != nil {
		return err
	}
	d, err := catalog.SecurityGroups.Detail(ctx, v.caller, id, "rules", busy)
	if err != nil {
		return err
	}
	g, err := catalog.Group(c.Request().Context(), v.caller, id)
	if err != nil {
		return err
	}
	d.AsOf = s.Now()
	p := pages.SecurityRulesProps{CanDo: true, Group: id, Warnings: catalog.ExposedRules(g), Templates: ruleTemplates(id, c.RealIP()),
		CSV: route.Detail(slug, id) + "/rules.csv", JSON: route.Detail(slug, id) + "/rules.json"}
	if p.Rules, err = catalog.RuleTable(ctx, v.caller, g); err != nil {
		return err
	}
	h := head{title: resource.Lit(d.Name), crumbs: []ui.Crumb{{Text: group("compute")}, {Text: kindTitle(catalog.SecurityGroups), Href: "/" + slug}, {Text: resource.Lit(d.Name)}}}
	body := vr.DetailWith(vr.DetailProps{Detail: d, CanDo: p.CanDo}, pages.SecurityRules(p))
	return s.pageOr(c, http.StatusOK, h, body, body)
}

// ruleTemplates are the rules people need most, as links to the form filled in:
// nothing is added before it was looked at. here is the person's own address.
func ruleTemplates(group, here string) []pages.RuleTemplate {
	form := func(name, note, ports, from string) pages.RuleTemplate {
		about := resource.T("rule.template." + name)
		v := url.Values{"protocol": {"TCP"}, "action": {"allow"}, "local_port": {ports}, "address": {from}}
		return pages.RuleTemplate{Label: about, Note: resource.Lit(note), Href: route.Op(catalog.SecurityGroups.Slug, group, "add-rule") + "?" + v.Encode()}
	}
	mine := here
	if a, err := netip.ParseAddr(here); err == nil {
		mine = netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()).String()
	}
	return []pages.RuleTemplate{
		form("web", "80, 443", "80,443", "0.0.0.0/0"),
		form("ssh", mine, "22", mine),
		form("database", "3306, 10.0.0.0/8", "3306", "10.0.0.0/8"),
	}
}

// exportRules writes a group's rules as a spreadsheet's file.
func (s *Server) exportRules(c echo.Context) error {
	g, err := catalog.Group(fresh(c), visitOf(c).caller, c.Param("id"))
	if err != nil {
		return err
	}
	s.attach(c, "text/csv; charset=utf-8", g.SecurityGroupName, "csv")
	return writeCSV(c.Response(), catalog.RuleLines(g))
}

// exportRulesJSON writes a group's rules for programs.
func (s *Server) exportRulesJSON(c echo.Context) error {
	g, err := catalog.Group(fresh(c), visitOf(c).caller, c.Param("id"))
	if err != nil {
		return err
	}
	s.attach(c, "application/json; charset=utf-8", g.SecurityGroupName, "json")
	e := json.NewEncoder(c.Response())
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(catalog.RuleDrafts(g))
}

// attach begins an answer that is saved as a file named after a resource.
func (s *Server) attach(c echo.Context, kind, name, extension string) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, kind)
	file := name + "-" + s.Now().UTC().Format("20060102-150405") + "." + extension
	h.Set(echo.HeaderContentDisposition, `attachment; filename*=UTF-8''`+url.PathEscape(file))
	c.Response().WriteHeader(http.StatusOK)
}
