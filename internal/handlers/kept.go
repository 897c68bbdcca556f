package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"yunque/internal/explorer"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
)

// redraws tells whether a path is a form's that can be drawn again as it was
// filled: only such a form comes back after signing in.
func redraws(path string) bool {
	return strings.Contains(path, "/ops/") || path == route.ServerNew || path == route.ElasticNew || strings.HasPrefix(path, route.Explorer+"/")
}

// keep takes a form along through the sign-in page, in the browser that sent
// it: nothing is stored for someone who is not known. Secrets stay behind.
func keep(at string, form url.Values) pages.KeptForm {
	kept := url.Values{}
	for name, values := range form {
		json := name == explorer.FieldJSON && holdsSecret(strings.Join(values, "\n"))
		if !json && !holdsSecret(name) {
			kept[name] = values
		}
	}
	return pages.KeptForm{At: at, Values: kept}
}

// holdsSecret tells whether a field's name says that it holds a secret.
func holdsSecret(name string) bool {
	if name == route.ParamProof {
		return true
	}
	name = strings.ToLower(name)
	for _, word := range [...]string{"password", "passwd", "secret", "token", "product_key", "productid", "windows_key"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// keptOf is the form that a sign-in carries; none when it leads anywhere but to
// a form that is only drawn.
func keptOf(c echo.Context) pages.KeptForm {
	at := ownPath(c.FormValue(route.ParamKeptAt))
	u, err := url.Parse(at)
	if err != nil || !redraws(u.Path) {
		return pages.KeptForm{}
	}
	form, err := url.ParseQuery(c.FormValue(route.ParamKept))
	if err != nil {
		return pages.KeptForm{}
	}
	return keep(at, form)
}

// showKept leads back to the form as it was filled: it is drawn again, and sent
// by nobody but the person. It keeps its key, should it have been sent before,
// unless the account is another one now.
func (s *Server) showKept(c echo.Context, v *visit, k pages.KeptForm) error {
	k.Values.Set(route.ParamRedraw, "1")
	if said, _ := keyMark(k.Values.Get(route.ParamKey)); said != v.mark() {
		k.Values.Del(route.ParamKey)
		k.Other = v.profile.Name
	}
	return s.barePage(c, http.StatusOK, resource.T("kept.title"), false, pages.GoOn(k))
}

// cameFrom is the page of ours that a request was made from.
func cameFrom(r *http.Request) string {
	from := r.Header.Get("HX-Current-URL")
	if from == "" {
		from = r.Referer()
	}
	u, err := url.Parse(from)
	if err != nil || u.Host != r.Host {
		return route.Home
	}
	return ownPath(u.RequestURI())
}
