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
)

// groupRules is the tab of a security group with its rules, which can be put
// in order, brought in and written out.
func (s *Server) groupRules(c echo.Context) error {
	v, kind, id := visitOf(c), catalog.SecurityGroups, c.Param("id")
	d, err := s.readDetail(c, kind, "rules")
	if err != nil {
		return err
	}
	g, err := catalog.Group(c.Request().Context(), v.caller, id)
	if err != nil {
		return err
	}
	p := pages.SecurityRulesProps{Here: route.Detail(kind.Slug, id) + "/rules", Ops: d.Ops, Warnings: catalog.ExposedRules(g)}
	p.Templates = ruleTemplates(id, c.RealIP(), p.Here)
	if p.Rules, err = catalog.RuleTable(c.Request().Context(), v.caller, g); err != nil {
		return err
	}
	for i := range p.Rules.Rows {
		s.restrict(c, p.Rules.Rows[i].Ops)
	}
	return s.showDetail(c, kind, vr.DetailProps{Detail: d, CanDo: true}, pages.SecurityRules(p))
}

// ruleTemplates are the rules people need most, as links to the form filled in:
// nothing is added before it was looked at. address is the person's own.
func ruleTemplates(group, address, next string) []pages.RuleTemplate {
	form := func(name, note, ports, from string) pages.RuleTemplate {
		v := url.Values{"protocol": {"TCP"}, "action": {"allow"}, "local_port": {ports}, "address": {from}, route.ParamNext: {next}}
		return pages.RuleTemplate{Label: resource.T("rule.template." + name), Note: resource.Lit(note), Href: route.Op(catalog.SecurityGroups.Slug, group, "add-rule") + "?" + v.Encode()}
	}
	mine := address
	if a, err := netip.ParseAddr(address); err == nil {
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
	if err := s.noteExport(c, "security-groups", len(catalog.RuleDrafts(g))); err != nil {
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
