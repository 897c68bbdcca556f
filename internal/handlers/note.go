package handlers

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/cloud"
	"yunque/internal/i18n"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/ui"
)

// noteTimeout is how long a row of the audit trail may take: it is written
// even when the browser has gone away.
const noteTimeout = 10 * time.Second

// note appends a row to the audit trail about something that is no act. What
// gives something out must not go on when it fails.
func (s *Server) note(c echo.Context, r store.AuditRow, targets ...store.Target) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), noteTimeout)
	defer cancel()
	if r.Who == (store.Who{}) {
		r.Who = s.asker(c)
	}
	if r.Outcome == "" {
		r.Outcome = store.AuditAccepted
	}
	r.SetTargets(targets)
	return s.DB.AppendAudit(ctx, r)
}

// noteAnyway is note for what must go on: nobody stays signed in because the
// trail cannot be written.
func (s *Server) noteAnyway(c echo.Context, r store.AuditRow, targets ...store.Target) {
	if err := s.note(c, r, targets...); err != nil {
		s.Log.Error("audit row not written", "request_id", requestID(c), "event", r.Event, "error", err)
	}
}

// asker is who a request comes from, as far as it is known.
func (s *Server) asker(c echo.Context) ledger.Who {
	if v := visitOf(c); v != nil {
		return who(v, c)
	}
	id := identityOf(c)
	return ledger.Who{Person: id.Person, Role: id.Role.String(), RemoteIP: c.RealIP(), UserAgent: clip(c.Request().UserAgent(), 200)}
}

// Why a session ended, as the code of its row.
const (
	endedByAge     = "Expired"
	endedByStolen  = "AnotherPerson" // its cookie came with someone else's identity
	endedByUnnamed = "Unnamed"       // its person is no longer named
)

// noteEnded tells that a session was ended, by its owner from elsewhere, an
// administrator, or a rule.
func (s *Server) noteEnded(c echo.Context, of store.Session, code string) {
	s.noteAnyway(c, store.AuditRow{Event: audit.SessionEnded, Code: code}, store.Target{Kind: "session", ID: of.ID, Name: of.Person, Note: of.IP})
}

// noteSignIn tells that keys were entered, and whether the provider took them.
func (s *Server) noteSignIn(c echo.Context, cred cloud.Credentials, site, session string, refused error) error {
	id := identityOf(c)
	r := store.AuditRow{Event: audit.SignIn, Outcome: store.AuditAccepted, Who: store.Who{
		Session: session, Person: id.Person, Role: id.Role.String(), Account: s.Vault.Fingerprint(cred.AccessKey, site), Site: site,
		MaskedKey: cred.MaskedKey(), RemoteIP: c.RealIP(), UserAgent: clip(c.Request().UserAgent(), 200)}}
	var e *cloud.Error
	if refused != nil {
		r.Outcome = store.AuditRefused
	}
	if errors.As(refused, &e) {
		r.Code, r.RequestID = e.Code, e.RequestID
	}
	return s.note(c, r)
}

// noteOpened tells that an address was asked for that lets its holder in: it
// is noted before it is given out, and never itself.
func (s *Server) noteOpened(c echo.Context, a act, refused error) error {
	slug := a.kind.Meta().Slug
	r := store.AuditRow{Event: audit.Opened, Kind: slug, Op: a.op}
	var e *cloud.Error
	switch {
	case errors.As(refused, &e):
		r.Outcome, r.Code, r.RequestID, r.Operation = store.AuditRefused, e.Code, e.RequestID, e.Op
	case refused != nil:
		r.Outcome = store.AuditDenied
	}
	return s.note(c, r, store.Target{Kind: slug, ID: clip(a.ids[0], 128)})
}

// noteForbidden tells that something was sent to a page by someone whose role
// is too small for it. Who tries without end fills the log, not the trail.
func (s *Server) noteForbidden(c echo.Context) {
	if c.Request().Method == http.MethodGet {
		return
	}
	if _, ok := s.refusals.allow(visitOf(c).session.ID); ok {
		s.noteAnyway(c, store.AuditRow{Event: audit.Denied, Outcome: store.AuditDenied, Code: ledger.CodeForbidden, Message: c.Request().Method + " " + c.Path()})
	}
}

// priceNoted is a price as the trail keeps it: in one language, whoever asked.
func priceNoted(p ui.Price) string {
	if p.State != ui.Quoted {
		return ""
	}
	return strings.TrimSpace(p.Total + " " + p.Currency + " " + i18n.Printer{Lang: i18n.En}.Say(p.Per))
}

// quoteNoted is priceNoted for an operation's quote; nil for none.
func quoteNoted(q *resource.Quote) string {
	if q == nil {
		return ""
	}
	return priceNoted(ui.Price{State: ui.Quoted, Total: q.Amount, Currency: q.Currency, Per: q.Per})
}

// noteExport tells that data leaves as a file: what, by which query and how
// much of it.
func (s *Server) noteExport(c echo.Context, what string, lines int) error {
	return s.note(c, store.AuditRow{Event: audit.Export, Kind: what, Message: c.Request().URL.RawQuery}, store.Target{Kind: what, Note: strconv.Itoa(lines)})
}
