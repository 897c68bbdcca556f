package handlers

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"yunque/internal/explorer"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// stateGroups are the states of acts as people filter them. What is accepted
// and over is what nobody can be asked about.
var stateGroups = []struct {
	name   string
	states []store.ActState
	over   *bool
}{
	{"running", []store.ActState{store.ActPlanned, store.ActIntent, store.ActAccepted}, new(false)},
	{"accepted", []store.ActState{store.ActAccepted}, new(true)},
	{"done", []store.ActState{store.ActDone}, nil},
	{"failed", []store.ActState{store.ActRefused, store.ActFailed}, nil},
	{"unknown", []store.ActState{store.ActUnknown, store.ActLost}, nil},
	{"not_sent", []store.ActState{store.ActNotSent}, nil},
}

const tasksPerPage = 50

// tasks is the task centre: everything started with this account, by anyone.
func (s *Server) tasks(c echo.Context) error {
	f := store.ActFilter{Account: visitOf(c).profile.Account, Text: c.QueryParam(route.ParamSearch), Page: 1, Size: tasksPerPage}
	if n, err := strconv.Atoi(c.QueryParam(route.ParamPage)); err == nil && n > 0 {
		f.Page = n
	}
	p := pages.TasksProps{Search: f.Text, Page: f.Page}
	state, kind := c.QueryParam("state"), c.QueryParam("kind")
	p.Filters = []resource.Filter{s.stateFilter(state, &f), s.kindFilter(kind, &f)}
	acts, matched, err := s.Ledger.Acts(c.Request().Context(), f)
	if err != nil {
		return err
	}
	if p.Tasks, err = s.taskViews(c, acts); err != nil {
		return err
	}
	p.Matched, p.Pages = matched, (matched+tasksPerPage-1)/tasksPerPage
	title := resource.T("nav.tasks")
	return s.pageOr(c, http.StatusOK, head{title: title, crumbs: []ui.Crumb{{Text: group("operations")}, {Text: title}}}, pages.Tasks(p), pages.TasksBody(p))
}

func (s *Server) stateFilter(chosen string, f *store.ActFilter) resource.Filter {
	out := resource.Filter{Key: "state", Label: resource.T("tasks.state")}
	for _, g := range stateGroups {
		out.Choices = append(out.Choices, resource.Choice{Value: g.name, Label: resource.T("tasks.state." + g.name)})
		if g.name == chosen {
			f.States, f.Over, out.Chosen = g.states, g.over, []string{chosen}
		}
	}
	return out
}

func (s *Server) kindFilter(chosen string, f *store.ActFilter) resource.Filter {
	out := resource.Filter{Key: "kind", Label: resource.T("tasks.kind")}
	for _, k := range s.Kinds {
		slug := k.Meta().Slug
		if k.Meta().Records {
			continue
		}
		out.Choices = append(out.Choices, resource.Choice{Value: slug, Label: kindTitle(k)})
		if slug == chosen {
			f.Kind, out.Chosen = slug, []string{chosen}
		}
	}
	out.Choices = append(out.Choices, resource.Choice{Value: explorer.Slug, Label: resource.T("explorer.title")})
	if chosen == explorer.Slug {
		f.Kind, out.Chosen = explorer.Slug, []string{chosen}
	}
	return out
}

// taskViews joins acts with how far their tasks are.
func (s *Server) taskViews(c echo.Context, acts []store.Act) ([]pages.Task, error) {
	ids := make([]string, len(acts))
	for i, a := range acts {
		ids[i] = a.ID
	}
	followed, err := s.DB.TasksOf(c.Request().Context(), ids...)
	if err != nil {
		return nil, err
	}
	views := make([]pages.Task, len(acts))
	for i, a := range acts {
		views[i] = s.taskView(a, slices.DeleteFunc(slices.Clone(followed), func(t store.Task) bool { return t.Act != a.ID }))
	}
	return views, s.addUsual(c.Request().Context(), acts, views)
}

func (s *Server) taskView(a store.Act, followed []store.Task) pages.Task {
	t := pages.Task{ID: a.ID, What: actWhat(a), Op: resource.OpText(a.Kind, a.Op, "label"), Kind: s.actKind(a), Who: whoName(a.Who), State: actState(a), Progress: -1, Started: a.PlannedAt,
		Second: a.SecondPerson, Took: s.took(a), RequestID: a.RequestID, Hint: actError(a), Error: a.Message}
	for _, target := range a.Targets {
		t.Targets = append(t.Targets, pages.Target{Name: target.Name, ID: target.ID, Href: route.Detail(target.Kind, target.ID)})
	}
	sum := 0
	for _, f := range followed {
		sum += f.Progress
	}
	if len(followed) > 0 && sum > 0 {
		t.Progress = sum / len(followed)
	}
	if len(a.Targets) == 0 && s.kind(a.Kind) != nil {
		made := created(a, followed)
		for _, id := range made {
			t.Targets = append(t.Targets, pages.Target{Name: id, ID: id, Href: route.Detail(a.Kind, id)})
		}
		if name := madeName(a); len(made) == 1 && name != "" {
			t.Targets[0].Name = name
		}
		t.Made = len(made) == 1
	}
	return t
}

// actKind is the kind of what an act is about; zero for calls of the explorer.
func (s *Server) actKind(a store.Act) resource.Text {
	if k := s.kind(a.Kind); k != nil {
		return kindTitle(k)
	}
	return resource.Text{}
}

// created are the ids of what an act made: those of the answer, else those the
// tasks name, which may name its parts as well.
func created(a store.Act, followed []store.Task) []string {
	if len(a.CreatedIDs) > 0 {
		return a.CreatedIDs
	}
	var ids []string
	for _, f := range followed {
		ids = append(ids, f.Resources...)
	}
	return ids
}

// oneTask reads one act of the account with its tasks.
func (s *Server) oneTask(c echo.Context) (pages.Task, error) {
	a, err := s.Ledger.Act(c.Request().Context(), visitOf(c).profile.Account, c.Param("id"))
	if err != nil {
		return pages.Task{}, err
	}
	views, err := s.taskViews(c, []store.Act{a})
	if err != nil {
		return pages.Task{}, err
	}
	return views[0], nil
}

// task is one act's page.
func (s *Server) task(c echo.Context) error {
	t, err := s.oneTask(c)
	if err != nil {
		return err
	}
	t.Asked = s.askedText(c.QueryParam(route.ParamAsked))
	h := head{title: t.What, crumbs: []ui.Crumb{{Text: resource.T("nav.tasks"), Href: route.Tasks}, {Text: t.What}}}
	return s.pageOr(c, http.StatusOK, h, pages.TaskDetail(t), pages.TaskDetail(t))
}

func (s *Server) taskRow(c echo.Context) error {
	t, err := s.oneTask(c)
	if err != nil {
		return err
	}
	return s.fragment(c, http.StatusOK, pages.TaskRow(t))
}

// bell is what the bell opens: the last tasks.
func (s *Server) bell(c echo.Context) error {
	v, ctx := visitOf(c), c.Request().Context()
	acts, _, err := s.Ledger.Acts(ctx, store.ActFilter{Account: v.profile.Account, Page: 1, Size: 8})
	if err != nil {
		return err
	}
	p := pages.BellProps{}
	if p.Latest, err = s.taskViews(c, acts); err != nil {
		return err
	}
	if p.Running, err = s.Tracker.Open(ctx, v.profile.Account); err != nil {
		return err
	}
	if p.Waiting, err = s.waitingFor(ctx, v); err != nil {
		return err
	}
	return s.fragment(c, http.StatusOK, pages.Bell(p))
}

// dismiss takes a job's banner away, or without one those of all that have
// ended.
func (s *Server) dismiss(c echo.Context) error {
	if err := s.Ledger.Dismiss(c.Request().Context(), visitOf(c).session.ID, c.Param("id")); err != nil {
		return err
	}
	return s.backOr(c)
}

// stopJob keeps what is left of a job from being sent.
func (s *Server) stopJob(c echo.Context) error {
	if err := s.Ledger.Stop(c.Request().Context(), visitOf(c).profile.Account, c.Param("key")); err != nil {
		return err
	}
	return s.backOr(c)
}

// backOr answers htmx with the banners as they are now, and a form without it
// by going back to its page.
func (s *Server) backOr(c echo.Context) error {
	if wantsFragment(c.Request()) {
		return s.flashes(c)
	}
	return redirect(c, ownPath(c.FormValue(route.ParamNext)))
}
