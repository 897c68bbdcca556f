package handlers

import (
	"errors"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"yunque/internal/resource"
	"yunque/internal/views/route"
)

// What a request may hold. Headers are bounded by the listener.
const (
	maxQuery  = 32 << 10 // bytes; a selection of maxBulk takes two thirds of it
	maxFields = 2000     // values in a form or a query
	maxBody   = "1M"
	bodyTime  = 20 * time.Second // for a form to arrive
)

// unfit is a request that no page of ours makes.
type unfit struct {
	status int
	why    resource.Text
}

func (u *unfit) Error() string { return "request not fit: " + u.why.Key }

// bounded refuses what is refused whoever asks: names of other sites, two
// spellings of one path, and addresses that hold too much.
func (s *Server) bounded(c echo.Context) error {
	r := c.Request()
	switch {
	case !s.goesBy(r.Host):
		return &unfit{http.StatusMisdirectedRequest, resource.T("bounds.host")}
	case !plain(r.URL):
		return &unfit{http.StatusBadRequest, resource.T("bounds.path")}
	case len(r.URL.RawQuery) > maxQuery:
		return &unfit{http.StatusRequestURITooLong, resource.T("bounds.long")}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || strings.ContainsRune(r.URL.RawQuery, 0) {
		return &unfit{http.StatusBadRequest, resource.T("bounds.query")}
	}
	if count(query) > maxFields {
		return &unfit{http.StatusRequestURITooLong, resource.T("bounds.long")}
	}
	return nil
}

// goesBy tells whether a Host header names this console. Its port is left to
// the proxy: no address of ours is written with it.
func (s *Server) goesBy(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.Trim(name, "[]"))
	if own := s.Config.PublicName(); own != "" {
		return name == own
	}
	a, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && a.IsLoopback()
}

// plain tells whether a path has one spelling only: a proxy with rules of its
// own and the console must not read it in two ways.
func plain(u *url.URL) bool {
	raw := strings.ToLower(u.EscapedPath())
	if strings.Contains(raw, "//") || strings.ContainsAny(raw, `;\`) || strings.Contains(raw, "%2f") || strings.Contains(raw, "%5c") || strings.Contains(raw, "%3b") {
		return false
	}
	if strings.ContainsFunc(u.Path, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return false
	}
	return !slices.ContainsFunc(strings.Split(u.Path, "/"), func(part string) bool { return part == "." || part == ".." })
}

// single are the fields that every form may have, and of which two say two
// things.
var single = []string{route.ParamKey, route.ParamConfirm, route.ParamRedraw, route.ParamNext, "access_key", "secret_key", "site", "profile", "session",
	"lang", "theme", "zone", "dense", "unquoted", "check", "mode", "turn", "add", resource.FieldReason}

// readForm reads the form of a request whose sender may send one, and whatever
// its sender's pace: late is as good as never.
func (s *Server) readForm(c echo.Context) error {
	r := c.Request()
	if r.Method != http.MethodPost {
		if r.ContentLength != 0 {
			return &unfit{http.StatusBadRequest, resource.T("bounds.body")}
		}
		return nil
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if r.ContentLength != 0 && kind != echo.MIMEApplicationForm {
		return &unfit{http.StatusUnsupportedMediaType, resource.T("bounds.kind")}
	}
	control := http.NewResponseController(c.Response())
	_ = control.SetReadDeadline(time.Now().Add(bodyTime)) // tests have no connection
	err := r.ParseForm()
	if err == nil {
		_ = control.SetReadDeadline(time.Time{})
	} else {
		leaveUnread(c)
	}
	var late net.Error
	var tooLarge *echo.HTTPError
	switch {
	case errors.As(err, &tooLarge):
		return err
	case errors.As(err, &late) && late.Timeout():
		return &unfit{http.StatusRequestTimeout, resource.T("bounds.late")}
	case err != nil:
		return &unfit{http.StatusBadRequest, resource.T("bounds.form")}
	case count(r.Form) > maxFields:
		return &unfit{http.StatusRequestEntityTooLarge, resource.T("bounds.many")}
	}
	return once(r.Form, single...)
}

// leaveUnread gives up on the rest of a form that is refused: net/http would
// wait for it.
func leaveUnread(c echo.Context) {
	c.Response().Header().Set(echo.HeaderConnection, "close")
	_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(time.Second))
}

// once refuses a form with two values where one is expected: whoever reads the
// first and whoever reads the last would do different things.
func once(form url.Values, names ...string) error {
	for _, name := range names {
		if len(form[name]) > 1 {
			return &unfit{http.StatusBadRequest, resource.T("bounds.twice", name)}
		}
	}
	return nil
}

// onceBut is once for a form whose names are known: all but several, of which
// those that end in a dash stand for what begins with them.
func onceBut(form url.Values, several ...string) error {
	for name := range form {
		if !slices.ContainsFunc(several, func(s string) bool { return s == name || strings.HasSuffix(s, "-") && strings.HasPrefix(name, s) }) {
			if err := once(form, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func count(form url.Values) (n int) {
	for _, values := range form {
		n += len(values)
	}
	return n
}
