package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// maxBulk is the most resources one operation takes at once.
const maxBulk = 500

// fresh is the request's context with reads that bypass the cache: all that is
// remembered where the person pressed refresh, or something new may be there.
func fresh(c echo.Context) context.Context {
	ctx, header := c.Request().Context(), c.Request().Header.Get("X-Fresh")
	switch {
	case c.QueryParam("fresh") != "" || header == "all":
		return cloud.Anew(ctx)
	case header != "":
		return cloud.Fresh(ctx)
	}
	return ctx
}

// act is one operation on resources as a request asked for it.
type act struct {
	kind resource.Any
	op   string
	ids  []string
	bulk bool
	care care // what its steps turned out to take
}

func (s *Server) opForm(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error { return s.showForm(c, one(c, k)) }
}

func (s *Server) opRun(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error { return s.run(c, one(c, k)) }
}

func one(c echo.Context, k resource.Any) act {
	return act{kind: k, op: c.Param("op"), ids: []string{c.Param("id")}}
}

func (s *Server) bulkForm(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		a, err := s.several(c, k, c.QueryParams())
		if err != nil {
			return err
		}
		return s.showForm(c, a)
	}
}

func (s *Server) bulkRun(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		form, err := c.FormParams()
		if err != nil {
			return echo.NewHTTPError(http.StatusBadRequest)
		}
		a, err := s.several(c, k, form)
		if err != nil {
			return err
		}
		return s.run(c, a)
	}
}

// several are the ids a selection names, or with all=1 those its query matches
// now: from here on a frozen list.
func (s *Server) several(c echo.Context, k resource.Any, values map[string][]string) (act, error) {
	a := act{kind: k, op: c.Param("op"), ids: values[route.ParamID], bulk: true}
	if len(values["all"]) > 0 {
		var err error
		if a.ids, err = k.IDs(c.Request().Context(), visitOf(c).caller, k.ParseQuery(values, resource.Sizes[0])); err != nil {
			return a, err
		}
	}
	a.ids = distinct(a.ids)
	if len(a.ids) > maxBulk {
		return a, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
	}
	return a, nil
}

// distinct is a list in its order, each of it one time.
func distinct(ids []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}

// showForm asks what an operation needs to know and what a person must confirm.
func (s *Server) showForm(c echo.Context, a act) error {
	if err := s.allowedAct(c, a, false); err != nil {
		return err
	}
	p, err := s.prepare(c, a, false)
	if err != nil {
		return err
	}
	return s.renderForm(c, http.StatusOK, a, p.Form)
}

func (s *Server) prepare(c echo.Context, a act, submit bool) (*resource.Prepared, error) {
	form, err := c.FormParams()
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest)
	}
	return s.prepareFilled(c, a, form, submit)
}

// prepareFilled is prepare for a form that is filled in already.
func (s *Server) prepareFilled(c echo.Context, a act, form url.Values, submit bool) (*resource.Prepared, error) {
	busy, err := s.busy(c, a.kind.Meta().Slug)
	if err != nil {
		return nil, err
	}
	r := resource.Request{Op: a.op, IDs: a.ids, Bulk: a.bulk, Form: form, Redraw: c.FormValue(route.ParamRedraw) != "", Submit: submit, Busy: busy}
	return a.kind.Prepare(c.Request().Context(), visitOf(c).caller, r)
}

// run does the operation once: the resources are read again, what is not
// offered now is left out, and the rest goes through the ledger. A form that
// only wants its choices anew is drawn again.
func (s *Server) run(c echo.Context, a act) error {
	if c.FormValue(route.ParamRedraw) != "" {
		return s.showForm(c, a)
	}
	if err := s.allowedAct(c, a, true); err != nil {
		return err
	}
	if opens(a) {
		return s.open(c, a)
	}
	v, slug, key := visitOf(c), a.kind.Meta().Slug, c.FormValue(route.ParamKey)
	if key != "" {
		again := ledger.Request{Key: key, Kind: slug, Op: a.op}
		if job, err := s.Ledger.Again(c.Request().Context(), who(v, c), again); err == nil {
			return s.afterRun(c, a, job) // sent twice: the first answer again
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
	} else {
		key = uuid.NewString() // a button without a form
	}
	defer s.enter(v, a)()
	if err := s.takeProof(c); err != nil {
		return err
	}
	p, err := s.prepare(c, a, true)
	if err != nil {
		return err
	}
	s.noteProtected(c, a, p)
	if p.Valid && resource.Guards(a.op) {
		return s.protect(c, a, p)
	}
	if p.Valid && resource.Recalls(a.op) {
		return s.noteKnown(c, a, p)
	}
	if len(p.Steps) == 0 {
		return s.renderForm(c, http.StatusUnprocessableEntity, a, p.Form)
	}
	return s.send(c, a, key, p)
}

// send gives a prepared operation to the ledger, once it has all that it takes.
func (s *Server) send(c echo.Context, a act, key string, p *resource.Prepared) error {
	r := a.request(key, p)
	a.care = careOf(r)
	if s.lacks(c, a.care) {
		return s.renderForm(c, proofStatus(visitOf(c)), a, p.Form)
	}
	form, _ := c.FormParams() // read before
	r.Reason, r.Form = c.FormValue(route.ParamWhy), frozen{IDs: a.ids, Bulk: a.bulk, Values: form, Loses: said(p.Form.Loses)}.freeze(secretFields(p.Form.Fields)...)
	job, err := s.submit(c, r)
	if err != nil {
		return orWaits(c, err)
	}
	if refused, ok := onlyRefusal(job); ok {
		p.Refuse(refused.Code, refusedHere(refused.Code, refused.Message))
		return s.renderForm(c, http.StatusUnprocessableEntity, a, p.Form)
	}
	return s.afterRun(c, a, job)
}

// enter lets one request at a time act on each of the resources.
func (s *Server) enter(v *visit, a act) (leave func()) {
	var ways []func()
	for _, id := range a.ids {
		ways = append(ways, s.gates.enter(v.profile.Account+"/"+a.kind.Meta().Slug+"/"+id))
	}
	return func() {
		for _, leave := range ways {
			leave()
		}
	}
}

// request is what goes to the ledger.
func (a act) request(key string, p *resource.Prepared) ledger.Request {
	slug := a.kind.Meta().Slug
	return ledger.Request{
		Key: key, Title: "op." + slug + "." + a.op + ".title", Kind: slug, Op: a.op,
		Effect: p.Op.Effect, Danger: p.Op.Danger, Steps: p.Steps, InOrder: p.InOrder, Price: quoteNoted(p.Form.Quote),
	}
}

// onlyRefusal is the refused act of a job of one, whose form is still on the
// screen to say so.
func onlyRefusal(job ledger.Job) (store.Act, bool) {
	if len(job.Acts) == 1 && job.Acts[0].State == store.ActRefused {
		return job.Acts[0], true
	}
	return store.Act{}, false
}

// afterRun goes back to where the operation was asked for; with htmx only the
// dialog closes, and rows and banners follow by the event stream.
func (s *Server) afterRun(c echo.Context, a act, _ ledger.Job) error {
	if wantsFragment(c.Request()) {
		return s.doneInPlace(c, a)
	}
	to := route.List(a.kind.Meta().Slug, resource.Query{})
	if !a.bulk {
		to = a.kind.Href(a.ids[0])
	}
	if next := ownPath(c.FormValue(route.ParamNext)); next != route.Home {
		to = next
	}
	return redirect(c, to)
}

func (s *Server) renderForm(c echo.Context, status int, a act, f resource.Form) error {
	slug := a.kind.Meta().Slug
	if f.Key = c.FormValue(route.ParamKey); f.Key == "" || status != http.StatusOK {
		f.Key = visitOf(c).withMark(uuid.NewString())
	}
	if a.care = a.care.and(careOfForm(f)); status != http.StatusOK {
		s.lacks(c, a.care)
	}
	p := vr.FormProps{Care: s.asks(c, a.care), Form: f, IDs: a.ids, Bulk: a.bulk, Action: route.BulkOp(slug, a.op), Back: route.List(slug, resource.Query{})}
	if !a.bulk {
		p.Action, p.Back = route.Op(slug, a.ids[0], a.op), a.kind.Href(a.ids[0])
	}
	if next := ownPath(c.FormValue(route.ParamNext)); next != route.Home {
		p.Back, p.Next = next, next
	}
	h := head{title: f.Title, failed: status != http.StatusOK, crumbs: []ui.Crumb{{Text: kindTitle(a.kind), Href: "/" + slug}, {Text: f.Title}}}
	return s.pageOr(c, status, h, vr.FormPage(p), vr.FormDialog(p))
}

// owner names whose preferences a visit uses: the person's, or the account's
// where nobody is named.
func (v *visit) owner() string {
	if v.session.Person != "" {
		return v.session.Person
	}
	return v.profile.Account
}

// who is the signature under every act of a visit.
func who(v *visit, c echo.Context) ledger.Who {
	return ledger.Who{Session: v.session.ID, Person: v.session.Person, Role: v.identity.Role.String(), Account: v.profile.Account, Site: v.profile.Site,
		MaskedKey: v.profile.MaskedKey, RemoteIP: c.RealIP(), UserAgent: v.session.UserAgent}
}
