package handlers

import (
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/explorer"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// actState is how far an act is, in the eight tones: accepted is not done, and
// unknown is neither.
func actState(a store.Act) resource.State {
	tone := map[store.ActState]resource.Tone{
		store.ActPlanned: resource.Busy, store.ActIntent: resource.Busy, store.ActAccepted: resource.Busy,
		store.ActDone: resource.OK, store.ActRefused: resource.Failed, store.ActFailed: resource.Failed,
		store.ActUnknown: resource.Unknown, store.ActLost: resource.Attention, store.ActNotSent: resource.Off,
	}[a.State]
	if endless(a) {
		return resource.State{Tone: resource.OK, Word: resource.T("act.accepted_over"), Raw: a.Code}
	}
	return resource.State{Tone: tone, Word: resource.T("act." + string(a.State)), Raw: a.Code}
}

// endless tells an act that was accepted and that nobody can be asked about.
func endless(a store.Act) bool { return a.State == store.ActAccepted && a.FinishedAt != nil }

// actError is what went wrong with an act, in one sentence; zero when nothing
// did.
func actError(a store.Act) resource.Text {
	switch a.State {
	case store.ActRefused, store.ActFailed:
		if a.Code == "" && a.Message == "" {
			return resource.T("act.failed.hint")
		}
		return refusal(a.Code, a.Message)
	case store.ActUnknown:
		return resource.T("act.unknown.hint")
	case store.ActLost:
		return resource.T("act.lost.hint")
	case store.ActNotSent:
		return resource.T("act.not_sent." + notSentReason(a.Code))
	}
	return resource.Text{}
}

// notSentReason is one of the reasons there are sentences for.
func notSentReason(code string) string {
	reasons := map[string]string{ledger.CodeStopped: "stopped", ledger.CodeTooMany: "too_many", ledger.CodeEarlier: "earlier", ledger.CodeShutdown: "shutdown", ledger.CodeRestarted: "restarted", ledger.CodeForbidden: "forbidden"}
	if r, ok := reasons[code]; ok {
		return r
	}
	return "other"
}

// actWhat names an act: "Stop cloud server web-01" or "Stop 3 cloud servers".
// Targets of another kind are what the act's own belong to.
func actWhat(a store.Act) resource.Text {
	label := resource.OpText(a.Kind, a.Op, "label")
	own := slices.DeleteFunc(slices.Clone(a.Targets), func(t store.Target) bool { return t.Kind != a.Kind })
	switch len(own) {
	case 0:
		if name := madeName(a); name != "" {
			return resource.T("act.what", label, name)
		}
		return label
	case 1:
		return resource.T("act.what", label, own[0].Name)
	}
	return resource.T("act.what_many", len(own), label, resource.T("kind."+a.Kind+".many"))
}

// madeName is what a new resource was to be called, which the page that made
// it left as the act's title; those of operations are keys or actions.
func madeName(a store.Act) string {
	if a.Kind == explorer.Slug || strings.HasPrefix(a.Title, "op.") {
		return ""
	}
	return a.Title
}

// took is how long an act has been under way or was.
func (s *Server) took(a store.Act) time.Duration {
	if a.FinishedAt != nil {
		return a.FinishedAt.Sub(a.PlannedAt)
	}
	return s.Now().Sub(a.PlannedAt)
}

// taskLines are what was done to one resource.
func (s *Server) taskLines(c echo.Context, kind, id string) ([]vr.TaskLine, error) {
	acts, _, err := s.Ledger.ByTarget(c.Request().Context(), visitOf(c).profile.Account, kind, id, 1)
	return s.linesOf(acts), err
}

func (s *Server) linesOf(acts []store.Act) []vr.TaskLine {
	var lines []vr.TaskLine
	for _, a := range acts {
		lines = append(lines, vr.TaskLine{What: actWhat(a), Who: whoName(a.Who), State: actState(a), Href: route.Task(a.ID),
			When: resource.Cell{Kind: resource.TimeCell, Time: a.PlannedAt}, Took: resource.T("act.took", s.took(a).Round(time.Second)),
			RequestID: a.RequestID, Error: a.Message})
	}
	return lines
}

// whoName is a person's name, or the key that stands for them.
func whoName(w store.Who) string {
	if w.Person != "" {
		return w.Person
	}
	return w.MaskedKey
}

// flashesOf are the banners of a session: one per job it should know about.
func (s *Server) flashesOf(c echo.Context) ([]ui.Flash, error) {
	jobs, err := s.Ledger.Recent(c.Request().Context(), visitOf(c).session.ID)
	if err != nil {
		return nil, err
	}
	var out []ui.Flash
	for _, j := range jobs {
		items, err := s.itemsOf(c, j)
		if err != nil {
			return nil, err
		}
		out = append(out, flash(j, items))
	}
	return out, nil
}

// flash says where a job is: accepted and finished are different words.
func flash(j ledger.Job, items []pages.JobItem) ui.Flash {
	n := j.Count()
	f := ui.Flash{ID: "flash-" + j.Key, Href: route.Job(j.Key), Link: resource.T("flash.job"), Dismiss: route.Dismiss(j.Key)}
	label := resource.OpText(j.Kind, j.Op, "label")
	if len(j.Acts) == 1 {
		a := j.Acts[0]
		label, f.Href, f.Link = actWhat(a), route.Task(a.ID), resource.T("flash.task")
		f.Detail = actError(a)
	}
	switch {
	case n.Failed+n.Unknown+n.NotSent > 0 && n.Waiting == 0:
		f.Level, f.Text = ui.Bad, resource.T("flash.failed", label)
		if n.Unknown == n.Total {
			f.Level, f.Text = ui.Warning, resource.T("flash.unknown", label)
		}
	case n.Waiting > 0:
		f.Level, f.Text = ui.Info, resource.T("flash.accepted", label)
	case slices.ContainsFunc(j.Acts, endless):
		f.Level, f.Text = ui.Success, resource.T("flash.accepted_over", label)
	default:
		f.Level, f.Text = ui.Success, resource.T("flash.done", label)
	}
	if len(items) > 1 {
		n := pages.CountItems(items)
		f.Detail, f.Href, f.Link = n.Text(), route.Job(j.Key), resource.T("flash.job")
		if f.Level == ui.Bad && n.Done > 0 {
			f.Text = resource.T("flash.partly", label, n.Total-n.Done, n.Total)
		}
	}
	return f
}
