package handlers

import (
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"yunque/internal/explorer"
	"yunque/internal/i18n"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/risk"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// care is what an act takes besides the role for its effect.
type care struct {
	level resource.Danger // its rung: on the highest, some people's acts wait for a second person
	proof bool            // a fresh proof of who asks
}

// careOf is what a request takes, now that its steps are known.
func careOf(r ledger.Request) care {
	k := care{level: r.Level()}
	k.proof = k.level >= resource.SecondLook || slices.ContainsFunc(r.Steps, func(s resource.Step) bool { return risk.TakesProof(s.Op.ID()) })
	return k
}

// careOfForm is what can be told from a form alone.
func careOfForm(f resource.Form) care {
	if len(f.Run) == 0 && len(f.Skip) > 0 {
		return care{} // there is nothing to do
	}
	k := care{level: f.Op.Danger}
	if k.level >= resource.TypeName && len(f.Run) > ledger.Many {
		k.level = resource.SecondLook
	}
	k.proof = k.level >= resource.SecondLook
	return k
}

// careOfOperation is what can be told from an operation alone.
func careOfOperation(op *explorer.Op) care {
	return care{level: op.Danger(), proof: op.Danger() >= resource.SecondLook || risk.TakesProof(op.ID)}
}

// and is what both take.
func (k care) and(more care) care { return care{max(k.level, more.level), k.proof || more.proof} }

// held tells whether the person's act will wait for a second one.
func (s *Server) held(c echo.Context, k care) bool {
	return s.Ledger.Holds(who(visitOf(c), c), k.level)
}

// lacks notes beside its field what an act takes and does not have, and tells
// whether there is something. What waits takes the reason now, and the proof
// when it is carried out.
func (s *Server) lacks(c echo.Context, k care) bool {
	v := visitOf(c)
	if s.held(c, k) {
		switch why := strings.TrimSpace(c.FormValue(route.ParamWhy)); {
		case why == "":
			v.noReason = resource.T("approval.no_reason")
		case utf8.RuneCountInString(why) > resource.MaxReason:
			v.noReason = resource.T("protect.too_long", resource.MaxReason)
		}
		return !v.noReason.IsZero()
	}
	if !k.proof || s.proven(v) {
		return false
	}
	s.noProof(v)
	return true
}

// asks are the fields for what an act takes.
func (s *Server) asks(c echo.Context, k care) ui.CareProps {
	if !s.held(c, k) {
		return ui.CareProps{Proof: s.askProof(c, k.proof)}
	}
	return ui.CareProps{Waits: s.Config.Approvals, Reason: &resource.Field{Name: route.ParamWhy, Label: resource.T("approval.reason"), Hint: resource.T("approval.reason_hint"),
		Input: resource.TextInput, Required: true, Value: c.FormValue(route.ParamWhy), Error: visitOf(c).noReason}}
}

// frozen is how a page was filled in when its act began to wait.
type frozen struct {
	IDs    []string   `json:"ids,omitempty"`
	Bulk   bool       `json:"bulk,omitempty"`
	JSON   bool       `json:"json,omitempty"`
	Values url.Values `json:"values"`
	// Loses is what would go with it, by language, as it was shown.
	Loses map[i18n.Lang][]string `json:"loses,omitempty"`
}

// said are sentences in every language.
func said(all []resource.Text) map[i18n.Lang][]string {
	out := map[i18n.Lang][]string{}
	for _, l := range i18n.Langs {
		for _, t := range all {
			out[l] = append(out[l], i18n.Printer{Lang: l}.Say(t))
		}
	}
	return out
}

// freeze leaves out what is of the moment, and what is secret.
func (f frozen) freeze(secret ...string) string {
	kept := url.Values{}
	passing := append([]string{route.ParamKey, route.ParamProof, route.ParamWhy, route.ParamNext, route.ParamRedraw, route.ParamID}, secret...)
	for name, values := range f.Values {
		if !slices.Contains(passing, name) {
			kept[name] = values
		}
	}
	f.Values = kept
	text, _ := json.Marshal(f) // strings only: cannot fail
	return string(text)
}

func secretFields(fields []resource.Field) []string {
	var names []string
	for _, f := range fields {
		if f.Secret {
			names = append(names, f.Name)
		}
	}
	return names
}

// notHeld turns what keeps an act from waiting, or from being carried out,
// into an answer.
func notHeld(err error) error {
	var no *ledger.NotApproved
	switch {
	case errors.As(err, &no):
		return &resource.NotOffered{Reason: resource.T("approval.not." + string(no.Why))}
	case errors.Is(err, ledger.ErrSecret):
		return &resource.NotOffered{Reason: resource.T("approval.secret")}
	}
	return err
}
