package handlers

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// Parameters of the first visit to the create-server form.
const (
	paramLike  = "like"  // a server to create another of
	paramDraft = "draft" // take up the form that was kept
)

// orderForm is the create-server form as sent. On a first visit it is that of
// a server to be like, or the draft, or what the URL says.
func (s *Server) orderForm(c echo.Context) (url.Values, error) {
	ctx := c.Request().Context()
	if c.Request().Method == http.MethodGet {
		if id := c.QueryParam(paramLike); id != "" {
			return catalog.OrderLike(ctx, visitOf(c).caller, id)
		}
		if c.QueryParam(paramDraft) != "" {
			form, _, err := s.serverDraft(c)
			return form, err
		}
	}
	form, err := c.FormParams()
	if err != nil {
		return nil, echo.NewHTTPError(http.StatusBadRequest)
	}
	if err := onceBut(form, "public_ips", "private", "diskType", "diskSize", "ips-"); err != nil {
		return nil, err
	}
	if c.Request().Method == http.MethodPost {
		s.keepDraft(c, form)
	}
	return form, nil
}

// draftKind keeps the drafts of one account from another's: they name networks.
func draftKind(c echo.Context) string { return "instances." + visitOf(c).profile.Account }

// keepDraft stores the form once it has a name. A draft is a convenience: one
// that cannot be stored stops nobody.
func (s *Server) keepDraft(c echo.Context, form url.Values) {
	if strings.TrimSpace(form.Get("name")) == "" {
		return
	}
	raw, err := json.Marshal(catalog.DraftOf(form))
	if err == nil {
		err = s.DB.SaveDraft(c.Request().Context(), visitOf(c).owner(), draftKind(c), string(raw))
	}
	if err != nil {
		s.Log.Warn("draft not kept", "error", err)
	}
}

// serverDraft reads the draft; store.ErrNotFound when there is none.
func (s *Server) serverDraft(c echo.Context) (url.Values, store.Draft, error) {
	kept, err := s.DB.Draft(c.Request().Context(), visitOf(c).owner(), draftKind(c))
	if err != nil {
		return nil, kept, err
	}
	form := url.Values{}
	err = json.Unmarshal([]byte(kept.JSON), &form)
	return form, kept, err
}

// forgetDraft ends a draft that became a server.
func (s *Server) forgetDraft(c echo.Context) {
	if err := s.DB.DeleteDraft(c.Request().Context(), visitOf(c).owner(), draftKind(c)); err != nil {
		s.Log.Warn("draft not forgotten", "error", err)
	}
}

func (s *Server) discardDraft(c echo.Context) error {
	s.forgetDraft(c)
	return redirect(c, route.ServerNew)
}

// withDraft puts the offer to take up a draft over a form that was just opened.
func (s *Server) withDraft(c echo.Context, form templ.Component) templ.Component {
	q := c.QueryParams()
	if c.Request().Method != http.MethodGet || q.Has(paramDraft) || q.Has(paramLike) {
		return form
	}
	_, kept, err := s.serverDraft(c)
	if errors.Is(err, store.ErrNotFound) {
		return form
	}
	if err != nil {
		s.Log.Warn("draft not read", "error", err)
		return form
	}
	notice := pages.DraftNotice(pages.DraftProps{Saved: kept.Updated, Resume: route.ServerNew + "?" + paramDraft + "=1", Discard: route.ServerDraft})
	return templ.Join(notice, form)
}
