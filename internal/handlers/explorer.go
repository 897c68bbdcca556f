package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/explorer"
	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// paletteOps is how many operations the palette offers.
const paletteOps = 5

// explore lists every documented operation, by chapter or by what is searched
// for.
func (s *Server) explore(c echo.Context) error {
	p := pages.ExplorerProps{
		Search: c.QueryParam(route.ParamSearch), Kind: c.QueryParam("kind"),
		Services: resource.Filter{Key: "service", Label: resource.T("explorer.chapter"), Chosen: c.QueryParams()["service"]},
	}
	var err error
	if p.History, err = s.callsMade(c, ""); err != nil {
		return err
	}
	f := explorer.Filter{Text: p.Search, Services: p.Services.Chosen}
	for _, op := range explorer.Search(f) {
		p.Total++
		if op.Writes() {
			p.Writes++
		}
	}
	f.Kind = p.Kind
	p.Chapters = found(f)
	for _, ch := range explorer.Chapters() {
		p.Services.Choices = append(p.Services.Choices, resource.Choice{Value: ch.Service, Label: ch.Title(), Count: len(ch.Ops)})
	}
	title := resource.T("explorer.title")
	h := head{title: title, crumbs: []ui.Crumb{{Text: group("operations")}, {Text: title}}}
	return s.pageOr(c, http.StatusOK, h, pages.Explorer(p), pages.ExplorerBody(p))
}

// found is what matches: in one list, the best first, where something is
// searched for, and by chapter otherwise.
func found(f explorer.Filter) []pages.Chapter {
	var out []pages.Chapter
	for _, op := range explorer.Search(f) {
		line := operationLine(op)
		title := explorer.ChapterTitle(op.Service())
		if f.Text != "" {
			title = resource.T("explorer.found")
		}
		if n := len(out); n > 0 && (f.Text != "" || out[n-1].Service == op.Service()) {
			out[n-1].Lines = append(out[n-1].Lines, line)
			continue
		}
		out = append(out, pages.Chapter{Service: op.Service(), Title: title, Lines: []pages.OperationLine{line}})
	}
	return out
}

func operationLine(op *explorer.Op) pages.OperationLine {
	return pages.OperationLine{ID: op.ID, Action: op.Action, Title: op.Title(), Chapter: explorer.ChapterTitle(op.Service()),
		Method: op.Method, Path: op.Path, Writes: op.Writes(), Danger: op.Danger()}
}

// findOperations offers operations in the palette.
func findOperations(q string) []pages.Hit {
	if q == "" {
		return nil
	}
	var hits []pages.Hit
	for _, op := range explorer.Search(explorer.Filter{Text: q}) {
		if len(hits) == paletteOps {
			break
		}
		hits = append(hits, pages.Hit{Text: op.Title(), Note: op.ID, Icon: "api", Href: route.Operation(op.ID, nil), Group: resource.T("explorer.title")})
	}
	return hits
}

// operationOf is the operation that a request names.
func operationOf(c echo.Context) (*explorer.Op, error) {
	op := explorer.Find(c.Param("id"))
	if op == nil {
		return nil, echo.NewHTTPError(http.StatusNotFound)
	}
	return op, nil
}

func readsChinese(c echo.Context) bool { return i18n.From(c.Request().Context()).Lang == i18n.Zh }
