package handlers

import (
	"cmp"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/explorer"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

const (
	shownAnswer = 200_000 // bytes of an answer on a page
	shownCalls  = 20
)

func (v *visit) callOwner() explorer.Owner {
	return explorer.Owner{Session: v.session.ID, Account: v.profile.Account}
}

// keep remembers the call that was just made, as the client recorded it; one
// that never left has only its error.
func (s *Server) keep(c echo.Context, h *handCall, id string, err error) explorer.Call {
	v := visitOf(c)
	call := explorer.Call{ID: id, Operation: h.op.ID, At: s.Now()}
	request, encodeErr := cloud.RedactedJSON(h.request)
	if encodeErr == nil {
		call.Request = request
	}
	var failure *cloud.Error
	if errors.As(err, &failure) {
		call.Status, call.Code, call.Message, call.RequestID = failure.Status, failure.Code, failure.Message, failure.RequestID
	}
	if made := v.calls.Calls(); len(made) > 0 && made[len(made)-1].Op.ID() == h.op.ID {
		last := made[len(made)-1]
		call.At, call.Took, call.OK = last.Start, last.Duration, last.OK
		call.Status, call.Code, call.Message, call.RequestID = last.Status, last.Code, last.Message, last.RequestID
		call.Answer = last.Answer()
	}
	s.history.Add(v.callOwner(), call)
	return call
}

// recall shows an earlier call again. Answers are kept in memory for a while;
// of a write the ledger knows the rest for ever.
func (s *Server) recall(c echo.Context, h *handCall, id string) error {
	v := visitOf(c)
	act, err := s.Ledger.Act(c.Request().Context(), v.profile.Account, id)
	if err == nil && act.Operation == h.op.ID {
		h.refill(json.RawMessage(act.Request))
		h.answer, err = s.answerOfAct(c, act)
		return err
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	call, ok := s.history.Find(v.callOwner(), id)
	if !ok || call.Operation != h.op.ID {
		return store.ErrNotFound
	}
	h.refill(call.Request)
	h.answer = answerOf(call)
	return nil
}

// answerOf shows a call with its answer.
func answerOf(call explorer.Call) *pages.Answer {
	a := &pages.Answer{State: callState(call), Request: explorer.Indent(call.Request)}
	a.Facts = []resource.Fact{
		{Label: resource.T("explorer.state"), Cell: resource.Cell{Kind: resource.StatusCell, State: a.State}},
		{Label: resource.T("explorer.http"), Cell: resource.Cell{Text: resource.Lit(number(call.Status))}},
		{Label: resource.T("explorer.answer_code"), Cell: resource.Cell{Text: resource.Lit(call.Code), Mono: true}},
		{Label: resource.T("explorer.took"), Cell: resource.Cell{Text: milliseconds(call.Took)}},
		{Label: resource.T("explorer.at"), Cell: resource.Cell{Kind: resource.TimeCell, Time: call.At}},
		{Label: resource.T("task.request"), Cell: resource.Cell{Text: resource.Lit(call.RequestID), Mono: true, Copy: call.RequestID}},
	}
	if !call.OK {
		e := &cloud.Error{Op: call.Operation, Code: call.Code, Message: call.Message, RequestID: call.RequestID, Status: call.Status}
		a.Problem = &ui.Problem{At: call.At}
		describeUpstream(a.Problem, e)
	}
	a.Body, a.Note = bodyOf(call)
	return a
}

// bodyOf is the answer laid out, cut where it is too long for a page, and what
// to say of it.
func bodyOf(call explorer.Call) (string, resource.Text) {
	body := explorer.Indent(call.Answer)
	switch {
	case call.Size > len(call.Answer):
		return "", resource.T("explorer.too_large_to_keep", call.Size)
	case len(body) > shownAnswer:
		return strings.ToValidUTF8(body[:shownAnswer], ""), resource.T("explorer.cut", len(body))
	case body == "":
		return "", resource.T("explorer.no_json")
	}
	return body, resource.Text{}
}

// answerOfAct is answerOf for a write: its state is the ledger's.
func (s *Server) answerOfAct(c echo.Context, act store.Act) (*pages.Answer, error) {
	call, kept := s.history.Find(visitOf(c).callOwner(), act.ID)
	if !kept {
		call = callOfAct(act)
	}
	call.OK = true // what went wrong is said by the act's state
	a := answerOf(call)
	a.State, a.Task = actState(act), route.Task(act.ID)
	a.Facts[0].Cell.State = a.State
	if e := actError(act); !e.IsZero() {
		a.Problem = &ui.Problem{What: e, Do: resource.T("error.refused.do"), Code: act.Code, Message: act.Message, Action: act.Operation, RequestID: act.RequestID, At: act.PlannedAt}
	}
	if !kept {
		a.Note = resource.T("explorer.answer_gone")
	}
	return a, nil
}

// callOfAct is what the ledger knows of a call.
func callOfAct(act store.Act) explorer.Call {
	call := explorer.Call{ID: act.ID, Operation: act.Operation, At: act.PlannedAt, Code: act.Code, Message: act.Message, RequestID: act.RequestID,
		Request: json.RawMessage(act.Request)}
	if act.SentAt != nil && act.AnsweredAt != nil {
		call.At, call.Took = *act.SentAt, act.AnsweredAt.Sub(*act.SentAt)
	}
	return call
}

// callState is how a call ended: the HTTP status, in the tone of its outcome.
func callState(call explorer.Call) resource.State {
	switch {
	case call.OK:
		return resource.State{Tone: resource.OK, Word: resource.T("explorer.answered"), Raw: call.Code}
	case call.Status == 0:
		return resource.State{Tone: resource.Unknown, Word: resource.T("explorer.unanswered"), Raw: call.Code}
	}
	return resource.State{Tone: resource.Failed, Word: resource.T("explorer.refused"), Raw: call.Code}
}

// callsMade lists one's own calls of an operation, or of all: those of this
// session from memory, and the writes that the ledger has.
func (s *Server) callsMade(c echo.Context, operation string) ([]pages.CallLine, error) {
	v := visitOf(c)
	f := store.ActFilter{Account: v.profile.Account, Person: v.session.Person, Kind: explorer.Slug, Target: operation, Page: 1, Size: shownCalls}
	acts, _, err := s.Ledger.Acts(c.Request().Context(), f)
	if err != nil {
		return nil, err
	}
	var lines []pages.CallLine
	ofActs := map[string]bool{}
	for _, a := range acts {
		ofActs[a.ID] = true
		lines = append(lines, callLine(callOfAct(a), actState(a)))
	}
	for _, call := range s.history.List(v.callOwner(), operation) {
		if !ofActs[call.ID] {
			lines = append(lines, callLine(call, callState(call)))
		}
	}
	slices.SortStableFunc(lines, func(a, b pages.CallLine) int { return cmp.Compare(b.At.UnixNano(), a.At.UnixNano()) })
	return lines[:min(len(lines), shownCalls)], nil
}

func callLine(call explorer.Call, state resource.State) pages.CallLine {
	return pages.CallLine{Title: resource.T("op." + explorer.Slug + "." + call.Operation + ".label"), Operation: call.Operation,
		Href: route.OperationCall(call.Operation, call.ID), State: state, At: call.At, Took: milliseconds(call.Took), RequestID: call.RequestID}
}

func milliseconds(d time.Duration) resource.Text {
	if d == 0 {
		return resource.Text{}
	}
	return resource.T("explorer.ms", strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64))
}

func number(status int) string {
	if status == 0 {
		return ""
	}
	return strconv.Itoa(status)
}
