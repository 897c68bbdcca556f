package handlers

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/i18n"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// job is what one form started, item by item.
func (s *Server) job(c echo.Context) error {
	p, err := s.jobProps(c)
	if err != nil {
		return err
	}
	h := head{title: p.What, crumbs: []ui.Crumb{{Text: resource.T("nav.tasks"), Href: route.Tasks}, {Text: p.What}}}
	return s.pageOr(c, http.StatusOK, h, pages.Job(p), pages.Job(p))
}

// jobCSV is the same as a file.
func (s *Server) jobCSV(c echo.Context) error {
	p, err := s.jobProps(c)
	if err != nil {
		return err
	}
	if err := s.noteExport(c, "tasks", len(p.Items)); err != nil {
		return err
	}
	say := i18n.From(c.Request().Context()).Say
	lines := [][]string{{say(resource.T("job.item")), "ID", say(resource.T("task.state")), say(resource.T("job.reason")), say(resource.T("task.request"))}}
	for _, i := range p.Items {
		reason := i.Error
		if reason == "" {
			reason = say(i.Hint)
		}
		lines = append(lines, []string{i.Name, i.ID, say(i.State.Word), reason, i.RequestID})
	}
	s.attach(c, "text/csv; charset=utf-8", say(p.What), "csv")
	return writeCSV(c.Response(), lines)
}

func (s *Server) jobProps(c echo.Context) (pages.JobProps, error) {
	ctx := c.Request().Context()
	j, err := s.Ledger.Job(ctx, visitOf(c).profile.Account, c.Param("key"))
	if err != nil {
		return pages.JobProps{}, err
	}
	items, err := s.itemsOf(c, j)
	if err != nil {
		return pages.JobProps{}, err
	}
	first := j.Acts[0]
	p := pages.JobProps{Key: j.Key, What: jobWhat(j, items), Who: whoName(first.Who), Started: first.PlannedAt, Took: s.jobTook(j), Items: items}
	p.Planned = slices.ContainsFunc(j.Acts, func(a store.Act) bool { return a.State == store.ActPlanned })
	p.Retry = s.retry(c, j, items)
	return p, nil
}

// itemsOf are the resources a job is about, each with what became of it: one
// call for many has a task for each.
func (s *Server) itemsOf(c echo.Context, jobs ...ledger.Job) ([]pages.JobItem, error) {
	var acts []store.Act
	var ids []string
	for _, j := range jobs {
		for _, a := range j.Acts {
			acts, ids = append(acts, a), append(ids, a.ID)
		}
	}
	followed, err := s.DB.TasksOf(c.Request().Context(), ids...)
	if err != nil {
		return nil, err
	}
	var items []pages.JobItem
	for _, a := range acts {
		own := ownTargets(a)
		for _, t := range own {
			items = append(items, itemOf(a, t, followed))
		}
		if len(own) == 0 {
			items = append(items, itemOf(a, store.Target{Name: a.Title}, nil))
		}
	}
	return items, nil
}

// ownTargets are those of an act's own kind; the others are what these belong
// to. An act on something else altogether is about that.
func ownTargets(a store.Act) []store.Target {
	own := slices.DeleteFunc(slices.Clone(a.Targets), func(t store.Target) bool { return t.Kind != a.Kind })
	if len(own) == 0 {
		return a.Targets
	}
	return own
}

func itemOf(a store.Act, t store.Target, followed []store.Task) pages.JobItem {
	if f, ok := taskOf(a, t, followed); ok {
		a = endedAs(a, f)
	}
	i := pages.JobItem{Name: t.Name, ID: t.ID, Kind: t.Kind, State: actState(a), Hint: actError(a), Error: a.Message, RequestID: a.RequestID, Task: route.Task(a.ID)}
	if t.ID != "" {
		i.Href = route.Detail(t.Kind, t.ID)
	}
	i.Again = a.State == store.ActRefused || a.State == store.ActFailed || a.State == store.ActNotSent
	return i
}

// endedAs is an act as if it were about what one of its tasks is about.
func endedAs(a store.Act, f store.Task) store.Act {
	ends := map[store.TaskState]store.ActState{store.TaskDone: store.ActDone, store.TaskFailed: store.ActFailed, store.TaskLost: store.ActLost, store.TaskUnknown: store.ActUnknown}
	a.State, a.Message, a.FinishedAt = ends[f.State], f.Message, f.Finished
	if a.State == "" {
		a.State = store.ActAccepted
	}
	return a
}

// taskOf is the task of an act that is about this resource alone.
func taskOf(a store.Act, t store.Target, followed []store.Task) (store.Task, bool) {
	at := slices.IndexFunc(followed, func(f store.Task) bool {
		return f.Act == a.ID && len(f.Targets) == 1 && f.Targets[0].ID == t.ID
	})
	if at < 0 {
		return store.Task{}, false
	}
	return followed[at], true
}

// jobWhat names a job: "Shut down: 12 cloud servers".
func jobWhat(j ledger.Job, items []pages.JobItem) resource.Text {
	if len(items) < 2 {
		return actWhat(j.Acts[0])
	}
	return resource.T("act.what_many", len(items), resource.OpText(j.Kind, j.Op, "label"), resource.T("kind."+items[0].Kind+".many"))
}

func (s *Server) jobTook(j ledger.Job) time.Duration {
	var longest time.Duration
	for _, a := range j.Acts {
		longest = max(longest, s.took(a))
	}
	return longest
}

// retry is the form of the same operation for what failed, to be looked at and
// sent as a new one. What may have happened is never done again.
func (s *Server) retry(c echo.Context, j ledger.Job, items []pages.JobItem) pages.Retry {
	k := s.kind(j.Kind)
	if k == nil {
		return pages.Retry{}
	}
	var ids []string
	for _, i := range items {
		if i.Again && i.Kind == j.Kind && !slices.Contains(ids, i.ID) {
			ids = append(ids, i.ID)
		}
	}
	at := slices.IndexFunc(k.Meta().Ops, func(o resource.OpMeta) bool { return o.Slug == j.Op })
	if len(ids) == 0 || at < 0 || !j.Finished() {
		return pages.Retry{}
	}
	op := k.Meta().Ops[at]
	r := pages.Retry{IDs: ids, Action: route.BulkOp(j.Kind, j.Op)}
	if !op.Bulk {
		if len(ids) > 1 {
			return pages.Retry{}
		}
		r.Action = route.Op(j.Kind, ids[0], j.Op)
	}
	if need := roleFor(op.Effect); identityOf(c).Role < need {
		r.Reason = takes(need)
	}
	return r
}
