package handlers

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/explorer"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// handCall is a call as its form stands: what is filled in, what of it can be
// sent, and what is wrong.
type handCall struct {
	op      *explorer.Op
	values  url.Values
	json    bool // the request is written as JSON
	request map[string]any
	wrong   resource.FieldErrors // nil until the form is sent
	care    care
	answer  *pages.Answer
}

// read takes the request out of the values. Mistakes are kept to be shown.
func (h *handCall) read() {
	if h.json {
		h.request, h.wrong = h.op.RequestJSON(h.values)
		return
	}
	h.request, h.wrong = h.op.Request(h.values)
}

// sentCall reads a form that was sent.
func sentCall(c echo.Context) (*handCall, error) {
	op, err := operationOf(c)
	if err != nil {
		return nil, err
	}
	form, err := c.FormParams()
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest)
	}
	h := &handCall{op: op, values: form, json: form.Get("mode") == "json" && !op.HasNestedSecret()}
	h.read()
	h.care = careOfOperation(op)
	return h, nil
}

// mistake notes one more.
func (h *handCall) mistake(field string, words resource.Text) {
	h.wrong = maps.Clone(h.wrong)
	h.wrong[field] = words
}

// turn shows the same request the other way: JSON as fields, fields as JSON.
// JSON that no field can show stays JSON.
func (h *handCall) turn(to string) {
	if to == "form" && h.json && len(h.wrong) == 0 {
		filled, fits := h.op.Fill(h.request)
		if !fits {
			h.wrong = resource.FieldErrors{explorer.FieldJSON: resource.T("explorer.only_json")}
			return
		}
		h.values, h.json = filled, false
	} else if to == "json" && !h.json && !h.op.HasNestedSecret() {
		h.values, h.json = url.Values{explorer.FieldJSON: {h.op.JSON(h.request)}}, true
	}
	if !h.json || to == "json" {
		h.wrong = nil
	}
}

// operation shows the form of an operation: empty, with the documented
// example, as a link fills it, or as it was for an earlier call.
func (s *Server) operation(c echo.Context) error {
	op, err := operationOf(c)
	if err != nil {
		return err
	}
	h := &handCall{op: op, care: careOfOperation(op)}
	switch {
	case c.QueryParam(route.ParamCall) != "":
		if err := s.recall(c, h, c.QueryParam(route.ParamCall)); err != nil {
			return err
		}
	case c.QueryParam("fill") == "example":
		h.values = op.Example()
	default:
		h.values = op.FromQuery(c.QueryParams())
	}
	h.read()
	h.wrong = nil
	return s.showOperation(c, http.StatusOK, h)
}

// refill puts a recorded request back into the form.
func (h *handCall) refill(recorded json.RawMessage) {
	filled, fits := h.op.FillJSON(recorded)
	h.values = filled
	if h.op.Writes() {
		h.op.Renew(h.values)
	}
	if !fits && !h.op.HasNestedSecret() {
		h.json = true
		h.values = url.Values{explorer.FieldJSON: {h.op.Shown(recorded)}}
	}
}

// operationRow is one more row of a list of objects.
func (s *Server) operationRow(c echo.Context) error {
	op, err := operationOf(c)
	if err != nil {
		return err
	}
	var ask struct {
		Name   string `form:"name"`
		Number int    `form:"number"`
	}
	if err := c.Bind(&ask); err != nil {
		return echo.NewHTTPError(http.StatusBadRequest)
	}
	row, ok := op.OneRow(ask.Name, ask.Number, readsChinese(c))
	if !ok {
		return echo.NewHTTPError(http.StatusNotFound)
	}
	return s.fragment(c, http.StatusOK, pages.CallRow(op.ID, row))
}

// operationScripts writes the call as the form stands; what is wrong is left
// out.
func (s *Server) operationScripts(c echo.Context) error {
	h, err := sentCall(c)
	if err != nil {
		return err
	}
	p := pages.OperationProps{Op: h.op}
	if p.Scripts, err = h.op.Scripts(s.site(visitOf(c).profile.Site), h.request); err != nil {
		return err
	}
	return s.fragment(c, http.StatusOK, pages.OperationScripts(p))
}

func (s *Server) showOperation(c echo.Context, status int, h *handCall) error {
	v := visitOf(c)
	p := pages.OperationProps{Op: h.op, Chinese: readsChinese(c), Key: visitOf(c).withMark(uuid.NewString()), Whole: h.wrong[""], Answer: h.answer}
	site := s.site(v.profile.Site)
	p.Facts = operationFacts(h.op, site)
	var err error
	if p.Scripts, err = h.op.Scripts(site, h.request); err != nil {
		return err
	}
	if p.History, err = s.callsMade(c, h.op.ID); err != nil {
		return err
	}
	all := h.op.Form(h.values, h.wrong, p.Chinese)
	if h.json {
		p.JSON = &resource.Field{Name: explorer.FieldJSON, Label: resource.T("explorer.json"), Hint: resource.T("explorer.json_about"),
			Input: resource.AreaInput, Value: h.values.Get(explorer.FieldJSON), Placeholder: h.op.Sample(), Error: h.wrong[explorer.FieldJSON]}
		for _, f := range all.Fields() {
			if f.Secret {
				p.Secrets = append(p.Secrets, f)
			}
		}
	} else {
		p.Form = all
	}
	p.Confirm, p.Care = s.confirmation(c, h), s.asks(c, h.care)
	if filled, _ := h.op.Fill(h.request); len(filled) > 0 {
		p.Link = operationLink(h.op, filled)
	}
	title := h.op.Title()
	return s.page(c, status, head{title: title, failed: status != http.StatusOK, crumbs: []ui.Crumb{
		{Text: resource.T("explorer.title"), Href: route.Explorer}, {Text: title}}}, pages.Operation(p))
}

// confirmation is what a write asks for: a tick, or the action's name where
// something is lost.
func (s *Server) confirmation(c echo.Context, h *handCall) pages.Confirmation {
	if !h.op.Writes() {
		return pages.Confirmation{}
	}
	if need := roleFor(h.op.Effect()); identityOf(c).Role < need {
		return pages.Confirmation{Reason: takes(need)}
	}
	v := visitOf(c)
	out := pages.Confirmation{Effect: resource.T("explorer.effect."+string(h.op.Effect()), h.op.Action, v.profile.Name, siteName(v.profile.Site), v.profile.MaskedKey)}
	if h.op.Danger() >= resource.TypeName {
		out.Typed, out.SoFar, out.Error = h.op.Action, h.values.Get(route.ParamConfirm), h.wrong[route.ParamConfirm]
		return out
	}
	out.Tick = &resource.Field{Name: route.ParamConfirm, Label: resource.T("explorer.confirm"), Input: resource.CheckInput, Error: h.wrong[route.ParamConfirm],
		Choices: []resource.Choice{{Value: explorer.Yes, Label: resource.T("explorer.confirm_tick", h.op.Action)}}}
	return out
}

// notConfirmed marks the box that was not ticked or typed into.
func (h *handCall) notConfirmed() {
	words := resource.T("explorer.not_ticked")
	if h.op.Danger() >= resource.TypeName {
		words = resource.T("explorer.not_typed", h.op.Action)
	}
	h.mistake(route.ParamConfirm, words)
}

func operationFacts(op *explorer.Op, site cloud.Site) []resource.Fact {
	kind := resource.T("explorer.kind.read")
	if op.Writes() {
		kind = resource.T("explorer.kind." + string(op.Effect()))
	}
	end := resource.T("explorer.tracker.none")
	if op.Async != nil {
		end = resource.T("explorer.tracker." + op.Async.Tracker)
	}
	return []resource.Fact{
		{Label: resource.T("explorer.action"), Cell: resource.Cell{Text: resource.Lit(op.Action), Mono: true, Copy: op.Action}},
		{Label: resource.T("explorer.address"), Cell: resource.Cell{Text: resource.Lit(op.Info.Method + " " + op.Info.Path), Sub: resource.Lit(site.URLs[op.Info.Host]), Mono: true, MonoS: true}},
		{Label: resource.T("explorer.kind"), Cell: resource.Cell{Text: kind}},
		{Label: resource.T("explorer.chapter"), Cell: resource.Cell{Text: explorer.ChapterTitle(op.Service()), Href: route.Explorer + "?service=" + op.Service()}},
		{Label: resource.T("explorer.end"), Cell: resource.Cell{Text: end}},
	}
}
