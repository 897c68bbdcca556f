package handlers

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/i18n"
	"yunque/internal/views/layout"
	"yunque/internal/views/route"
)

// preferences are what a browser chose to look at: they live in plain cookies,
// so that a shared link switches nobody's language.
type preferences struct {
	lang  i18n.Lang
	theme layout.Theme
	zone  i18n.Zone
	dense bool
	size  int
	// folded are the groups of the navigation that are closed.
	folded []string
}

const (
	cookieLang    = "lang"
	cookieTheme   = "theme"
	cookieZone    = "zone"
	cookieBrowser = "tz" // the browser's own zone, written by the page's script
	cookieDensity = "density"
	cookieSize    = "size"
	cookieFolded  = "folded" // written by the page's script, keys with a dot between
	preferenceKey = "preferences"
	yearInSeconds = 365 * 24 * 60 * 60
)

func preferencesOf(c echo.Context) preferences {
	p, _ := c.Get(preferenceKey).(preferences)
	return p
}

// withPreferences reads the cookies and gives the request its words and clock.
func (s *Server) withPreferences(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s.prefer(c)
		return next(c)
	}
}

func (s *Server) prefer(c echo.Context) {
	p := preferences{size: 50, dense: cookie(c, cookieDensity) == "compact", theme: layout.ParseTheme(cookie(c, cookieTheme))}
	lang, ok := i18n.ParseLang(cookie(c, cookieLang))
	if !ok {
		lang = i18n.Match(c.Request().Header.Get("Accept-Language"))
	}
	p.lang, p.folded = lang, strings.Split(cookie(c, cookieFolded), ".")
	p.zone = i18n.ParseZone(cookie(c, cookieZone))
	if n, err := strconv.Atoi(cookie(c, cookieSize)); err == nil && (n == 20 || n == 100) {
		p.size = n
	}
	c.Set(preferenceKey, p)
	ctx := i18n.With(c.Request().Context(), i18n.Printer{Lang: lang, Loc: p.zone.Location(cookie(c, cookieBrowser)), Now: s.Now()})
	c.SetRequest(c.Request().WithContext(ctx))
}

func cookie(c echo.Context, name string) string {
	k, err := c.Cookie(name)
	if err != nil {
		return ""
	}
	return k.Value
}

func (s *Server) setLanguage(c echo.Context) error {
	lang, ok := i18n.ParseLang(c.FormValue("lang"))
	if !ok {
		return echo.NewHTTPError(http.StatusBadRequest)
	}
	return s.remember(c, cookieLang, string(lang))
}

func (s *Server) setTheme(c echo.Context) error {
	return s.remember(c, cookieTheme, string(layout.ParseTheme(c.FormValue("theme"))))
}

func (s *Server) setZone(c echo.Context) error {
	return s.remember(c, cookieZone, string(i18n.ParseZone(c.FormValue("zone"))))
}

func (s *Server) setDensity(c echo.Context) error {
	density := "comfortable"
	if c.FormValue("dense") == "true" {
		density = "compact"
	}
	return s.remember(c, cookieDensity, density)
}

// remember keeps a choice for a year and goes back to where it was made.
func (s *Server) remember(c echo.Context, name, value string) error {
	//nolint:gosec // Secure wherever people come by https
	c.SetCookie(&http.Cookie{Name: name, Value: value, Path: "/", MaxAge: yearInSeconds, Expires: s.Now().Add(yearInSeconds * time.Second),
		HttpOnly: true, Secure: s.Config.SecureCookies(), SameSite: http.SameSiteLaxMode})
	return redirect(c, ownPath(c.FormValue(route.ParamNext)))
}
