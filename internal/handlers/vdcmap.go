package handlers

import (
	"net/url"

	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// mostDrawn is how many servers a network of a map shows.
const mostDrawn = 60

// vdcMap is the tab of a VDC that shows which servers hang on which network.
func (s *Server) vdcMap(c echo.Context) error {
	id := c.Param("id")
	d, err := s.readDetail(c, catalog.VDCs, "map")
	if err != nil {
		return err
	}
	m, err := catalog.MapOf(c.Request().Context(), visitOf(c).caller, id)
	if err != nil {
		return err
	}
	all := route.List(catalog.Servers.Slug, resource.Query{}) + "?" + url.Values{"vdc": {id}}.Encode()
	p := pages.VDCMapProps{Public: drawn(m.Public, "world", all), Private: drawn(m.Private, "network", all), Loose: nodes(m.Loose)}
	return s.showDetail(c, catalog.VDCs, vr.DetailProps{Detail: d, CanDo: true}, pages.VDCMap(p))
}

func drawn(networks []catalog.MapNetwork, icon, all string) []ui.MapNetwork {
	var out []ui.MapNetwork
	for _, n := range networks {
		one := ui.MapNetwork{Name: n.Name, Icon: icon, Ranges: n.Ranges, State: n.State, Joined: n.GPN, All: all}
		if n.Mbps > 0 {
			one.Notes = append(one.Notes, resource.T("cell.mbps", n.Mbps))
		}
		one.Notes = append(one.Notes, resource.T("map.free", n.Free))
		one.On, one.More = nodes(n.On[:min(len(n.On), mostDrawn)]), max(len(n.On)-mostDrawn, 0)
		out = append(out, one)
	}
	return out
}

func nodes(servers []catalog.MapServer) []ui.MapNode {
	var out []ui.MapNode
	for _, s := range servers {
		out = append(out, ui.MapNode{Name: s.Name, Note: s.IP, Href: route.Detail(catalog.Servers.Slug, s.ID), State: s.State})
	}
	return out
}
