package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secureHeaders are sent with every answer, errors included.
func (s *Server) secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()")
		if s.Config.SecureCookies() {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		return next(c)
	}
}

// sameOrigin refuses what another site, a sibling of ours included, has a
// browser send: writes need no token, and nothing changes by a read.
func sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	check := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if check.Check(c.Request()) != nil {
			return errForeign
		}
		return next(c)
	}
}

var errForeign = &unfit{http.StatusForbidden, resource.T("bounds.foreign")}

// noStore keeps pages with data out of every cache, and tells caches that an
// htmx answer is not the page.
func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Cache-Control", "no-store")
		h.Set("Vary", "HX-Request, Cookie, Accept-Language")
		return next(c)
	}
}

// recoverPanic turns a panic into an error with its stack in the log.
func (s *Server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if aborted, ok := r.(error); ok && errors.Is(aborted, http.ErrAbortHandler) {
					panic(r)
				}
				s.Log.Error("panic", slog.String("route", c.Path()), slog.String("stack", string(debug.Stack())))
				err = fmt.Errorf("panic: %v", r)
			}
		}()
		return next(c)
	}
}

// requestID is ours, made new for every request: one that a client sends could
// forge lines of the log.
func requestID(c echo.Context) string {
	h := c.Response().Header()
	id := h.Get(echo.HeaderXRequestID)
	if id == "" {
		id = uuid.NewString()
		h.Set(echo.HeaderXRequestID, id)
	}
	return id
}

// remoteIP is the address of the person: the peer's, or what the nearest
// trusted proxies forwarded, read from the right.
func (s *Server) remoteIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	proxies := s.Config.Networks()
	if !proxies.Contains(host) {
		return host
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop := strings.TrimSpace(hops[i])
		if _, err := netip.ParseAddr(hop); err != nil {
			break
		}
		host = hop
		if !proxies.Contains(hop) {
			break
		}
	}
	return host
}
