package handlers

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/ui"
)

const (
	overviewTasks = 8
	// troubleAge is how long a task that went wrong stands on the first page.
	troubleAge = 3 * 24 * time.Hour
)

// overview is the first page. What the console knows by itself stands there at
// once; what the cloud has to be asked for follows in parts of its own, so that
// one that fails takes nothing else along.
func (s *Server) overview(c echo.Context) error {
	p := pages.OverviewProps{}
	var err error
	if p.Work, err = s.overviewWorkOf(c); err != nil {
		return err
	}
	if c.QueryParam("whole") != "" { // without a script the parts cannot follow
		r, m := s.overviewResourcesOf(c), s.overviewMoneyOf(c)
		p.Resources, p.Money = &r, &m
	}
	title := resource.T("nav.overview")
	return s.page(c, http.StatusOK, head{title: title, crumbs: []ui.Crumb{{Text: title}}}, pages.Overview(p))
}

// overviewWork is what was done with the account, as the page's part that
// follows the tasks.
func (s *Server) overviewWork(c echo.Context) error {
	work, err := s.overviewWorkOf(c)
	if err != nil {
		return err
	}
	return s.fragment(c, http.StatusOK, pages.OverviewWorkPart(work))
}

func (s *Server) overviewWorkOf(c echo.Context) (pages.OverviewWork, error) {
	account := visitOf(c).profile.Account
	var w pages.OverviewWork
	var err error
	read := func(f store.ActFilter) []pages.Task {
		if err != nil {
			return nil
		}
		f.Account, f.Page, f.Size = account, 1, overviewTasks
		var acts []store.Act
		var tasks []pages.Task
		if acts, _, err = s.Ledger.Acts(c.Request().Context(), f); err == nil {
			tasks, err = s.taskViews(c, acts)
		}
		return tasks
	}
	w.Trouble = read(store.ActFilter{States: []store.ActState{store.ActFailed, store.ActUnknown, store.ActLost}, Since: s.Now().Add(-troubleAge)})
	w.Running = slices.DeleteFunc(read(store.ActFilter{States: stateGroups[0].states}), func(t pages.Task) bool { return t.State.Tone != resource.Busy })
	w.Recent = slices.DeleteFunc(read(store.ActFilter{}), func(t pages.Task) bool { return t.State.Tone == resource.Busy })
	return w, err
}
