package handlers

import (
	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/resource"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// snapshotChain is the tab of a chain that draws its snapshots one after the
// other.
func (s *Server) snapshotChain(c echo.Context) error {
	d, err := s.readDetail(c, catalog.SnapshotChains, "chain")
	if err != nil {
		return s.goneOr(c, catalog.SnapshotChains, err)
	}
	ch, err := catalog.ChainOf(c.Request().Context(), visitOf(c).caller, c.Param("id"))
	if err != nil {
		return err
	}
	p := ui.ChainProps{End: ch.DiskName, EndHref: route.Detail(catalog.Disks.Slug, string(ch.DiskID)), EndNote: resource.T("chain.now", int(ch.DiskSize))}
	for _, one := range ch.Links {
		p.Links = append(p.Links, ui.ChainLink{
			Name: one.SnapshotName, Href: route.Detail(catalog.Snapshots.Slug, string(one.SnapshotID)), State: catalog.Snapshots.State(one), Time: one.CreateTime.Time,
			Notes: []resource.Text{resource.T("chain.disk", int(one.DiskSize)), one.Kept()},
		})
	}
	return s.showDetail(c, catalog.SnapshotChains, vr.DetailProps{Detail: d, CanDo: true}, ui.Chain(p))
}
