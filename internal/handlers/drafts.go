package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/cloud"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// Parameters of the first visit to a create form.
const (
	paramLike  = "like"  // a server to create another of
	paramDraft = "draft" // take up the form that was kept
)

// orderForm is a create form that is kept while it is filled in, and that can
// be filled in like something there is.
type orderForm struct {
	slug, at string
	many     []string // fields that may be sent more than once
	like     func(context.Context, cloud.Caller, string) (url.Values, error)
	kept     func(url.Values) url.Values // what of it is kept
}

var (
	serverOrders = orderForm{"instances", route.ServerNew, []string{"public_ips", "private", "diskType", "diskSize", "ips-"}, catalog.OrderLike, catalog.DraftOf}
	elasticForms = orderForm{"ecs", route.ElasticNew, []string{"others", "diskType", "diskSize"}, catalog.ElasticLike, catalog.ElasticDraftOf}
)

// filledIn is a create form as sent. On a first visit it is that of a server
// to be like, or the draft, or what the URL says.
func (s *Server) filledIn(c echo.Context, f orderForm) (url.Values, error) {
	if c.Request().Method == http.MethodGet {
		if id := c.QueryParam(paramLike); id != "" {
			return f.like(c.Request().Context(), visitOf(c).caller, id)
		}
		if c.QueryParam(paramDraft) != "" {
			form, _, err := s.draftOf(c, f)
			return form, err
		}
	}
	form, err := c.FormParams()
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest)
	}
	if err := onceBut(form, f.many...); err != nil {
		return nil, err
	}
	if c.Request().Method == http.MethodPost {
		s.keepDraft(c, f, form)
	}
	return form, nil
}

// draftKind keeps the drafts of one account from another's: they name networks.
func (f orderForm) draftKind(c echo.Context) string { return f.slug + "." + visitOf(c).profile.Account }

// keepDraft stores the form once it has a name. A draft is a convenience: one
// that cannot be stored stops nobody.
func (s *Server) keepDraft(c echo.Context, f orderForm, form url.Values) {
	if strings.TrimSpace(form.Get("name")) == "" {
		return
	}
	raw, err := json.Marshal(f.kept(form))
	if err == nil {
		err = s.DB.SaveDraft(c.Request().Context(), visitOf(c).owner(), f.draftKind(c), string(raw))
	}
	if err != nil {
		s.Log.Warn("draft not kept", "error", err)
	}
}

// draftOf reads the draft; store.ErrNotFound when there is none.
func (s *Server) draftOf(c echo.Context, f orderForm) (url.Values, store.Draft, error) {
	kept, err := s.DB.Draft(c.Request().Context(), visitOf(c).owner(), f.draftKind(c))
	if err != nil {
		return nil, kept, err
	}
	form := url.Values{}
	err = json.Unmarshal([]byte(kept.JSON), &form)
	return form, kept, err
}

// forgetDraft ends a draft that became a server.
func (s *Server) forgetDraft(c echo.Context, f orderForm) {
	if err := s.DB.DeleteDraft(c.Request().Context(), visitOf(c).owner(), f.draftKind(c)); err != nil {
		s.Log.Warn("draft not forgotten", "error", err)
	}
}

func (s *Server) discardDraft(f orderForm) echo.HandlerFunc {
	return func(c echo.Context) error {
		s.forgetDraft(c, f)
		return redirect(c, f.at)
	}
}

// withDraft puts the offer to take up a draft over a form that was just opened.
func (s *Server) withDraft(c echo.Context, f orderForm, form templ.Component) templ.Component {
	q := c.QueryParams()
	if c.Request().Method != http.MethodGet || q.Has(paramDraft) || q.Has(paramLike) {
		return form
	}
	_, kept, err := s.draftOf(c, f)
	if errors.Is(err, store.ErrNotFound) {
		return form
	}
	if err != nil {
		s.Log.Warn("draft not read", "error", err)
		return form
	}
	notice := pages.DraftNotice(pages.DraftProps{Saved: kept.Updated, Resume: f.at + "?" + paramDraft + "=1", Discard: route.Draft(f.at)})
	return templ.Join(notice, form)
}
