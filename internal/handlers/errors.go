package handlers

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/identity"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// answerError is the one place where an error becomes an answer. Anything not
// foreseen is a fixed sentence outside and a line in the log.
func (s *Server) answerError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	if left(c) {
		_ = c.NoContent(statusLeft)
		return
	}
	// The request's own time may be what ran out: the answer needs none of it.
	c.SetRequest(c.Request().WithContext(context.WithoutCancel(c.Request().Context())))
	if c.Get(preferenceKey) == nil {
		s.prefer(c) // refused before its language was read
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	if r := c.Request(); r.ContentLength != 0 && r.PostForm == nil {
		leaveUnread(c)
	}
	status := statusOf(err)
	if status >= 500 {
		s.Log.Error("request failed", slog.String("request_id", requestID(c)), slog.String("route", c.Path()), slog.Any("error", err))
	}
	if errors.Is(err, errSignedOut) {
		s.answerSignedOut(c)
		return
	}
	if errors.Is(err, errAnotherAccount) && scripted(c.Request()) {
		s.answerOtherAccount(c)
		return
	}
	var fast *tooFast
	if errors.As(err, &fast) {
		c.Response().Header().Set(echo.HeaderRetryAfter, strconv.Itoa(fast.seconds()))
	}
	var bare *unproven
	if errors.As(err, &bare) && c.Request().Method == http.MethodGet && !wantsFragment(c.Request()) {
		_ = redirect(c, route.ProofThen(here(c.Request())))
		return
	}
	var no *forbidden
	show := func() error { return s.showProblem(c, status, problemOf(err, c)) }
	if status == http.StatusNotFound && !wantsFragment(c.Request()) {
		show = func() error { return s.showMissing(c, err) }
	}
	if errors.As(err, &no) && !wantsFragment(c.Request()) {
		show = func() error { return s.showForbidden(c, no) }
	}
	if failed := show(); failed != nil {
		s.Log.Error("error page failed", "error", failed)
		_ = c.NoContent(http.StatusInternalServerError)
	}
}

func (s *Server) showProblem(c echo.Context, status int, p ui.Problem) error {
	if wantsFragment(c.Request()) {
		return s.fragment(c, status, ui.ErrorPanel(p))
	}
	title := p.What
	if visitOf(c) == nil {
		return s.barePage(c, status, title, false, pages.Error(p))
	}
	return s.page(c, status, head{title: title, crumbs: []ui.Crumb{{Text: title}}}, pages.Error(p))
}

// showMissing says what there is not, and leads back to the list it would be in.
func (s *Server) showMissing(c echo.Context, err error) error {
	title, m := resource.T("error.not_found"), pages.Missing{}
	var gone *resource.NotFound
	if visitOf(c) == nil {
		return s.barePage(c, http.StatusNotFound, title, false, pages.NotFound(m))
	}
	crumbs := []ui.Crumb{{Text: title}}
	if errors.As(err, &gone) && s.kind(gone.Kind) != nil && !s.kind(gone.Kind).Meta().Part {
		k := s.kind(gone.Kind)
		m = pages.Missing{One: resource.T2("kind", gone.Kind, "one"), Many: kindTitle(k), ID: gone.ID, List: "/" + gone.Kind}
		crumbs = []ui.Crumb{{Text: group(k.Meta().Group)}, {Text: kindTitle(k), Href: m.List}, {Text: title}}
	}
	return s.page(c, http.StatusNotFound, head{title: title, crumbs: crumbs}, pages.NotFound(m))
}

// showForbidden says which right something takes and who can give it.
func (s *Server) showForbidden(c echo.Context, no *forbidden) error {
	title := resource.T("forbidden.title")
	if visitOf(c) == nil {
		return s.barePage(c, http.StatusForbidden, title, false, pages.Forbidden(no.why()))
	}
	return s.page(c, http.StatusForbidden, head{title: title, crumbs: []ui.Crumb{{Text: title}}}, pages.Forbidden(no.why()))
}

// answers is the table of our own codes: what status each has and which
// sentence. A test keeps it complete.
var answers = map[string]struct {
	status int
	key    string
}{
	cloud.CodeUnreachable: {http.StatusBadGateway, "error.unreachable"},
	cloud.CodeTimeout:     {http.StatusGatewayTimeout, "error.timeout"},
	cloud.CodeMalformed:   {http.StatusBadGateway, "error.malformed"},
	cloud.CodeThrottled:   {http.StatusServiceUnavailable, "error.throttled"},
	cloud.CodeCircuitOpen: {http.StatusServiceUnavailable, "error.circuit"},
	cloud.CodeHTTP:        {http.StatusBadGateway, "error.http"},
	cloud.CodeRedirect:    {http.StatusBadGateway, "error.redirect"},
	cloud.CodeUnsendable:  {http.StatusInternalServerError, "error.unsendable"},
	cloud.CodeCanceled:    {http.StatusGatewayTimeout, "error.timeout"},
}

func statusOf(err error) int {
	var (
		upstream *cloud.Error
		web      *echo.HTTPError
		gone     *resource.NotFound
		unknown  *resource.UnknownOp
		not      *resource.NotOffered
		no       *forbidden
		bad      *unfit
		fast     *tooFast
		bare     *unproven
	)
	switch {
	case errors.As(err, &bad):
		return bad.status
	case errors.As(err, &fast):
		return http.StatusTooManyRequests
	case errors.As(err, &no), errors.As(err, &bare), errors.Is(err, identity.ErrRefused):
		return http.StatusForbidden
	case errors.Is(err, identity.ErrUnavailable):
		return http.StatusServiceUnavailable
	case errors.Is(err, errSignedOut), errors.Is(err, identity.ErrAbsent):
		return http.StatusUnauthorized
	case errors.As(err, &gone), errors.As(err, &unknown), errors.Is(err, store.ErrNotFound):
		return http.StatusNotFound
	case errors.As(err, &not), errors.Is(err, errAnotherAccount):
		return http.StatusConflict
	case errors.As(err, &upstream):
		if a, ok := answers[upstream.Code]; ok {
			return a.status
		}
		return http.StatusBadGateway
	case errors.As(err, &web):
		return web.Code
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout
	}
	return http.StatusInternalServerError
}

// problemOf says what happened and what to do, with the details support asks
// for.
func problemOf(err error, c echo.Context) ui.Problem {
	p := ui.Problem{What: resource.T("error.internal"), Do: resource.T("error.internal.do"), RequestID: requestID(c)}
	if c.Request().Method == http.MethodGet {
		p.Retry = here(c.Request())
	}
	var (
		upstream *cloud.Error
		not      *resource.NotOffered
		no       *forbidden
		bad      *unfit
		fast     *tooFast
		bare     *unproven
		part     *resource.Partial
	)
	switch status := statusOf(err); {
	case errors.Is(err, errForeign):
		p.What, p.Do, p.Retry = errForeign.why, resource.T("bounds.foreign.do"), ""
	case errors.As(err, &bad):
		p.What, p.Do, p.Retry = bad.why, resource.T("bounds.do"), ""
	case errors.As(err, &fast):
		p.What, p.Do = resource.T("pace.too_many", fast.seconds()), resource.T("pace.do")
	case errors.As(err, &bare):
		p.What, p.Do, p.Retry = resource.T("error.unproven"), resource.T("error.unproven.do"), route.ProofThen(cmp.Or(p.Retry, route.Home))
	case errors.As(err, &no):
		p.What, p.Do, p.Retry = resource.T("error.forbidden"), no.why(), ""
	case errors.Is(err, identity.ErrAbsent):
		p.What, p.Do = resource.T("error.unnamed"), resource.T("error.unnamed.do")
	case errors.Is(err, identity.ErrRefused):
		p.What, p.Do, p.Retry = resource.T("error.not_believed"), resource.T("error.not_believed.do"), ""
	case errors.Is(err, identity.ErrUnavailable):
		p.What, p.Do = resource.T("error.not_checked"), resource.T("error.not_checked.do")
	case errors.As(err, &part):
		p.What, p.Do = unread(c, part.Missing, "error.partial", "")[0].What, resource.T("error.partial.do")
	case errors.As(err, &upstream):
		describeUpstream(&p, upstream)
	case errors.Is(err, errAnotherAccount):
		p.What, p.Do = resource.T("other_account.form"), resource.T("other_account.form.do", visitOf(c).profile.Name)
	case errors.As(err, &not):
		p.What, p.Do, p.Retry = not.Reason, resource.T("error.not_offered.do"), ""
	case status == http.StatusNotFound:
		p.What, p.Do, p.Retry = resource.T("error.not_found"), resource.T("error.not_found.do"), ""
	case status == http.StatusGatewayTimeout:
		p.What, p.Do = resource.T("error.timeout"), resource.T("error.timeout.do")
	case status == http.StatusForbidden:
		p.What, p.Do, p.Retry = resource.T("error.forbidden"), resource.T("error.forbidden.do"), ""
	case status < 500:
		p.What, p.Do, p.Retry = resource.T("error.request", http.StatusText(status)), resource.T("error.request.do"), ""
	}
	return p
}

func describeUpstream(p *ui.Problem, e *cloud.Error) {
	p.Code, p.Message, p.Action = e.Code, e.Message, e.Op
	if e.RequestID != "" {
		p.RequestID = e.RequestID
	}
	p.What, p.Do = describe(e), resource.T("error.refused.do")
	if a, ok := answers[e.Code]; ok {
		p.Do = resource.T(a.key + ".do")
	}
}

// describe is one sentence for an error of the provider or of the way to it.
func describe(err error) resource.Text {
	var e *cloud.Error
	if !errors.As(err, &e) {
		return resource.T("error.internal")
	}
	if a, ok := answers[e.Code]; ok {
		return resource.T(a.key)
	}
	return refusal(e.Code, e.Message)
}
