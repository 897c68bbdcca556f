package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/store"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// A view is a list's conditions and order under a name. Page, size and columns
// are how somebody likes to look, and stay theirs.

// maxViews is how many views of one list one person keeps.
const maxViews = 50

const maxViewName = 60

// viewQuery is the part of a list's query that a view keeps.
func viewQuery(slug string, q resource.Query) string {
	q.Page, q.Size, q.Columns = 1, 0, nil
	_, query, _ := strings.Cut(route.List(slug, q), "?")
	return query
}

// savedViews are the views of a kind that this visit sees.
func (s *Server) savedViews(c echo.Context, k resource.Any, q resource.Query) ([]vr.SavedView, error) {
	v, slug := visitOf(c), k.Meta().Slug
	all, err := s.DB.Views(c.Request().Context(), v.profile.Account, v.owner(), slug)
	if err != nil {
		return nil, err
	}
	first, err := s.defaultView(c, slug)
	if err != nil {
		return nil, err
	}
	var out []vr.SavedView
	for _, one := range all {
		out = append(out, vr.SavedView{ID: one.ID, Name: one.Name, Author: one.Author, Href: viewHref(c, k, one.Query), Shared: one.Shared,
			Own: one.Owner == v.owner(), Current: one.Query == viewQuery(slug, q), Default: one.ID == first})
	}
	return out, nil
}

// viewHref is the list as a view shows it, at the person's own page size.
func viewHref(c echo.Context, k resource.Any, query string) string {
	values, _ := url.ParseQuery(query)
	return route.List(k.Meta().Slug, k.ParseQuery(values, preferencesOf(c).size))
}

func defaultKey(slug string) string { return "view." + slug }

// defaultView is the id of the view a person's list begins with; "" for none.
func (s *Server) defaultView(c echo.Context, slug string) (string, error) {
	id, err := s.DB.Pref(c.Request().Context(), visitOf(c).owner(), defaultKey(slug))
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return id, err
}

// firstView is where a list without any condition in its address begins: ""
// for the whole list. Its conditions are then in the address like any other.
func (s *Server) firstView(c echo.Context, k resource.Any) (string, error) {
	if c.Request().URL.RawQuery != "" || wantsFragment(c.Request()) {
		return "", nil
	}
	id, err := s.defaultView(c, k.Meta().Slug)
	if id == "" || err != nil {
		return "", err
	}
	v := visitOf(c)
	all, err := s.DB.Views(c.Request().Context(), v.profile.Account, v.owner(), k.Meta().Slug)
	if i := slices.IndexFunc(all, func(one store.View) bool { return one.ID == id }); i >= 0 {
		return viewHref(c, k, all[i].Query), nil
	}
	return "", err // the view is gone, or another account's
}

// viewsForm saves what the list shows now, and looks after what was saved.
func (s *Server) viewsForm(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		q := k.ParseQuery(c.QueryParams(), preferencesOf(c).size)
		return s.showViews(c, k, http.StatusOK, vr.ViewsProps{Query: viewQuery(k.Meta().Slug, q)})
	}
}

func (s *Server) showViews(c echo.Context, k resource.Any, status int, p vr.ViewsProps) error {
	slug := k.Meta().Slug
	values, _ := url.ParseQuery(p.Query)
	var err error
	if p.Views, err = s.savedViews(c, k, k.ParseQuery(values, preferencesOf(c).size)); err != nil {
		return err
	}
	p.Slug, p.Back, p.Team = slug, viewHref(c, k, p.Query), visitOf(c).session.Person != ""
	h := head{title: resource.T("views.title"), failed: status == http.StatusUnprocessableEntity, crumbs: []ui.Crumb{{Text: kindTitle(k), Href: "/" + slug}, {Text: resource.T("views.title")}}}
	return s.pageOr(c, status, h, vr.ViewsPage(p), vr.ViewsDialog(p))
}

func (s *Server) saveView(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, slug := visitOf(c), k.Meta().Slug
		values, err := url.ParseQuery(c.FormValue(route.ParamQuery))
		if err != nil {
			return echo.NewHTTPError(http.StatusBadRequest)
		}
		p := vr.ViewsProps{Name: strings.TrimSpace(c.FormValue("name")), Shared: c.FormValue("shared") == "true" && v.session.Person != "", Query: viewQuery(slug, k.ParseQuery(values, 0))}
		if p.Mistake, err = s.viewMistake(c, slug, p.Name); err != nil {
			return err
		}
		if !p.Mistake.IsZero() {
			return s.showViews(c, k, http.StatusUnprocessableEntity, p)
		}
		author := v.session.Person
		if author == "" {
			author = v.profile.MaskedKey
		}
		err = s.DB.SaveView(c.Request().Context(), store.View{ID: uuid.NewString(), Account: v.profile.Account, Owner: v.owner(), Author: author, Kind: slug, Name: p.Name, Query: p.Query, Shared: p.Shared})
		if err != nil {
			return err
		}
		return redirect(c, viewHref(c, k, p.Query))
	}
}

// viewMistake says what is wrong with the name of a view; zero when nothing is.
func (s *Server) viewMistake(c echo.Context, slug, name string) (resource.Text, error) {
	v := visitOf(c)
	switch {
	case name == "":
		return resource.T("form.required"), nil
	case len([]rune(name)) > maxViewName:
		return resource.T("form.too_long", maxViewName), nil
	}
	all, err := s.DB.Views(c.Request().Context(), v.profile.Account, v.owner(), slug)
	if err != nil {
		return resource.Text{}, err
	}
	own := slices.DeleteFunc(all, func(one store.View) bool { return one.Owner != v.owner() })
	if len(own) >= maxViews && !slices.ContainsFunc(own, func(one store.View) bool { return one.Name == name }) {
		return resource.T("views.too_many", maxViews), nil
	}
	return resource.Text{}, nil
}

// chooseView makes a view the one a person's list begins with, or no longer.
func (s *Server) chooseView(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx, slug, owner := c.Request().Context(), k.Meta().Slug, visitOf(c).owner()
		var err error
		if c.FormValue("first") == "true" {
			err = s.DB.SetPref(ctx, owner, defaultKey(slug), c.Param("view"))
		} else {
			err = s.DB.DeletePref(ctx, owner, defaultKey(slug))
		}
		if err != nil {
			return err
		}
		return s.showViews(c, k, http.StatusOK, vr.ViewsProps{Query: c.FormValue(route.ParamQuery)})
	}
}

func (s *Server) deleteView(k resource.Any) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := visitOf(c)
		if err := s.DB.DeleteView(c.Request().Context(), v.profile.Account, v.owner(), c.Param("view")); err != nil {
			return err
		}
		return s.showViews(c, k, http.StatusOK, vr.ViewsProps{Query: c.FormValue(route.ParamQuery)})
	}
}
