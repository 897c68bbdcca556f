package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/i18n"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

const auditPerPage = 50

// auditTrail lists every attempt, whatever became of it.
func (s *Server) auditTrail(c echo.Context) error {
	p, f := s.auditQuery(c)
	rows, matched, err := s.DB.Audit(c.Request().Context(), f)
	if err != nil {
		return err
	}
	for _, r := range rows {
		p.Lines = append(p.Lines, s.auditLine(r))
	}
	p.Matched, p.Pages = matched, (matched+auditPerPage-1)/auditPerPage
	title := resource.T("audit.title")
	return s.pageOr(c, http.StatusOK, head{title: title, crumbs: []ui.Crumb{{Text: group("operations")}, {Text: title}}}, pages.Audit(p), pages.AuditBody(p))
}

// auditQuery reads what a person asks of the trail, and keeps it to what they
// may see.
func (s *Server) auditQuery(c echo.Context) (pages.AuditProps, store.AuditFilter) {
	q := c.QueryParams()
	f := store.AuditFilter{
		Account: auditAccount(visitOf(c)), Person: q.Get("person"), Operation: q.Get("operation"), Kind: q.Get("kind"), Target: q.Get("target"),
		Text: q.Get(route.ParamSearch), Page: 1, Size: auditPerPage,
	}
	if n, err := strconv.Atoi(q.Get(route.ParamPage)); err == nil && n > 0 {
		f.Page = n
	}
	loc := i18n.From(c.Request().Context()).Loc
	f.Since, f.Until = auditMoment(q.Get("since"), loc), auditMoment(q.Get("until"), loc)
	p := pages.AuditProps{
		Search: f.Text, Person: f.Person, Operation: f.Operation, Kind: f.Kind, Target: f.Target, Page: f.Page, All: f.Account == "",
		Outcome: resource.Filter{Key: "outcome", Label: resource.T("audit.outcome")},
	}
	if !f.Since.IsZero() {
		p.Since = q.Get("since")
	}
	if !f.Until.IsZero() {
		p.Until = q.Get("until")
	}
	for _, o := range auditOutcomes {
		p.Outcome.Choices = append(p.Outcome.Choices, resource.Choice{Value: string(o), Label: resource.T("audit.outcome." + string(o))})
		for _, chosen := range q["outcome"] {
			if chosen == string(o) {
				f.Outcomes, p.Outcome.Chosen = append(f.Outcomes, o), append(p.Outcome.Chosen, chosen)
			}
		}
	}
	return p, f
}

var auditOutcomes = [...]store.AuditOutcome{store.AuditAccepted, store.AuditRefused, store.AuditDenied, store.AuditUnknown, store.AuditNotSent, store.AuditIntent}

// auditAccount is the account a person's view of the trail is kept to; empty
// for an administrator, who sees all. Where nobody is named, whoever holds any
// key could sign in: there, everyone is kept to the account of their key.
func auditAccount(v *visit) string {
	if v.endsOthers() {
		return ""
	}
	return v.profile.Account
}

// auditMoment reads what a browser's field for date and time sends.
func auditMoment(s string, loc *time.Location) time.Time {
	if loc == nil {
		loc = time.UTC
	}
	t, err := time.ParseInLocation("2006-01-02T15:04", s, loc)
	if err != nil {
		return time.Time{}
	}
	return t
}

func (s *Server) auditLine(r store.AuditRow) pages.AuditLine {
	return pages.AuditLine{
		Seq: r.Seq, At: r.At, What: auditWhat(r), Operation: r.Operation, Who: whoName(r.Who), Second: r.SecondPerson, Role: r.Who.Role, From: r.Who.RemoteIP,
		Targets: s.auditTargets(r), State: auditState(r), Code: r.Code, Price: r.Price, RequestID: r.RequestID, Href: route.AuditRow(r.Seq),
	}
}

// auditWhat names an act by its operation, and all else by what happened.
func auditWhat(r store.AuditRow) resource.Text {
	label := resource.OpText(r.Kind, r.Op, "label")
	switch {
	case strings.HasPrefix(r.Event, "approval_") && i18n.Has(i18n.En, label.Key):
		return resource.T("audit.about_op", resource.T("audit.event."+r.Event), label)
	case r.Event != audit.Act && r.Event != audit.Opened:
		return resource.T("audit.event." + r.Event)
	case i18n.Has(i18n.En, label.Key):
		return label
	case r.Operation != "":
		return resource.Lit(r.Operation)
	}
	return resource.T("audit.event." + r.Event)
}

func (s *Server) auditTargets(r store.AuditRow) []pages.Target {
	var out []pages.Target
	for _, t := range r.TargetList() {
		out = append(out, s.auditTarget(t))
	}
	return out
}

// auditTarget is a target with a link where it has a page.
func (s *Server) auditTarget(t store.Target) pages.Target {
	one := pages.Target{Name: t.Name, ID: t.ID}
	if one.Name == "" {
		one.Name = t.ID
	}
	if s.kind(t.Kind) != nil && t.ID != "" {
		one.Href = route.Detail(t.Kind, t.ID)
	}
	return one
}

func auditState(r store.AuditRow) resource.State {
	tone := map[store.AuditOutcome]resource.Tone{
		store.AuditAccepted: resource.OK, store.AuditRefused: resource.Failed, store.AuditDenied: resource.Attention,
		store.AuditUnknown: resource.Unknown, store.AuditNotSent: resource.Off, store.AuditIntent: resource.Busy,
	}[r.Outcome]
	return resource.State{Tone: tone, Word: resource.T("audit.outcome." + string(r.Outcome)), Raw: r.Code}
}

// auditRow is one attempt with all its rows.
func (s *Server) auditRow(c echo.Context) error {
	seq, err := strconv.ParseInt(c.Param("seq"), 10, 64)
	if err != nil {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	rows, err := s.DB.AuditAttempt(c.Request().Context(), auditAccount(visitOf(c)), seq)
	if err != nil {
		return err
	}
	p := pages.AuditDetailProps{AuditLine: s.auditLine(rows[len(rows)-1])}
	for i, r := range rows {
		state := auditState(r)
		if r.Outcome == store.AuditIntent && i < len(rows)-1 {
			state = resource.State{Tone: resource.Off, Word: resource.T("audit.sending")}
		}
		p.Rows = append(p.Rows, pages.AuditEntry{Seq: r.Seq, At: r.At, State: state, Took: time.Duration(r.Took) * time.Microsecond, Message: r.Message, Hash: r.Hash})
		if r.Request != "" {
			p.Request = indented([]byte(r.Request))
		}
		if r.Attempt != "" && r.Outcome != store.AuditDenied {
			p.Task = route.Task(r.Attempt)
		}
	}
	w := rows[0].Who
	p.Key, p.Site, p.Agent, p.Session = w.MaskedKey, siteName(w.Site), w.UserAgent, clip(w.Session, 12)
	if w.Site == "" {
		p.Site = resource.Text{}
	}
	h := head{title: p.What, crumbs: []ui.Crumb{{Text: resource.T("audit.title"), Href: route.Audit}, {Text: resource.Lit("#" + strconv.FormatInt(seq, 10))}}}
	return s.page(c, http.StatusOK, h, pages.AuditDetail(p))
}

// auditOf is the trail of one resource.
func auditOf(kind, id string) string {
	return route.Audit + "?" + url.Values{"kind": {kind}, "target": {id}}.Encode()
}
