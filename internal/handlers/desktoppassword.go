package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"yunque/internal/audit"
	"yunque/internal/catalog"
	"yunque/internal/cloud"
	"yunque/internal/cloud/gcw"
	"yunque/internal/resource"
	"yunque/internal/risk"
	"yunque/internal/store"
	"yunque/internal/views/pages"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// passwordForm is the page on which the password of a desktop account is asked
// for.
func (s *Server) passwordForm(c echo.Context) error {
	a, err := catalog.DesktopAccount(c.Request().Context(), visitOf(c).caller, c.Param("id"))
	if err != nil {
		return s.goneOr(c, catalog.DesktopAccounts, err)
	}
	return s.passwordPage(c, http.StatusOK, a, "")
}

// showPassword answers with the password, once who asks has proved who they
// are; that it was shown is on record before it is.
func (s *Server) showPassword(c echo.Context) error {
	a, err := catalog.DesktopAccount(cloud.Fresh(c.Request().Context()), visitOf(c).caller, c.Param("id"))
	if err != nil {
		return s.goneOr(c, catalog.DesktopAccounts, err)
	}
	missing, err := s.missesProof(c)
	if err != nil {
		return err
	}
	if missing {
		return s.passwordPage(c, proofStatus(visitOf(c)), a, "")
	}
	slug := catalog.DesktopAccounts.Slug
	if err := s.note(c, store.AuditRow{Event: audit.Shown, Kind: slug, Op: "password"}, store.Target{Kind: slug, ID: c.Param("id"), Name: a.Name, Note: a.Email}); err != nil {
		return err
	}
	return s.passwordPage(c, http.StatusOK, a, a.Password.Reveal())
}

func (s *Server) passwordPage(c echo.Context, status int, a gcw.SubAccount, password string) error {
	k, title := catalog.DesktopAccounts, resource.T("desktop.password_title")
	at := route.Detail(k.Slug, c.Param("id"))
	h := head{title: title, failed: status != http.StatusOK, crumbs: []ui.Crumb{{Text: group(k.Group)}, {Text: kindTitle(k), Href: "/" + k.Slug}, {Text: resource.Lit(a.Name), Href: at}, {Text: title}}}
	return s.page(c, status, h, pages.Password(pages.PasswordProps{
		Name: a.Name, Email: a.Email, Password: password, None: a.Password.IsZero(), At: at, Proof: s.askProof(c, risk.TakesProof(risk.ShowPassword)),
	}))
}
