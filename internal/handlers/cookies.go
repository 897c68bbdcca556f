package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
)

const (
	cookieID  = "id"
	cookieKey = "key"
)

// cookies keeps the session cookie: the session's id, and the secret that its
// keys are sealed with. The server stores the id's hash and never the secret.
type cookies struct {
	store *sessions.CookieStore
	name  string
	now   func() time.Time
}

// token is what a person's browser holds.
type token struct {
	id  string
	key []byte
}

func newCookies(d Deps) cookies {
	store := sessions.NewCookieStore(d.Vault.CookieKeys()...)
	store.MaxAge(int(d.Config.Lifetime.Seconds()))
	store.Options = &sessions.Options{Path: "/", MaxAge: int(d.Config.Lifetime.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode}
	c := cookies{store: store, name: "console", now: d.Now}
	if d.Config.SecureCookies() {
		c.name, store.Options.Secure = "__Host-console", true
	}
	return c
}

// newToken makes an id and a secret of 256 random bits each.
func newToken() token {
	t := token{key: make([]byte, 32)}
	id := make([]byte, 32)
	_, _ = rand.Read(id) // never fails: crypto/rand ends the program instead
	_, _ = rand.Read(t.key)
	t.id = base64.RawURLEncoding.EncodeToString(id)
	return t
}

// hash is the session's id in the database.
func (t token) hash() string {
	sum := sha256.Sum256([]byte(t.id))
	return hex.EncodeToString(sum[:])
}

func (k cookies) read(c echo.Context) (token, bool) {
	s, err := k.store.Get(c.Request(), k.name)
	if err != nil {
		return token{}, false
	}
	id, ok := s.Values[cookieID].(string)
	key, ok2 := s.Values[cookieKey].([]byte)
	return token{id: id, key: key}, ok && ok2 && id != "" && len(key) == 32
}

// stale tells whether the request's cookie was made with a server secret from
// before a rotation.
func (k cookies) stale(c echo.Context) bool {
	cookie, err := c.Cookie(k.name)
	if err != nil {
		return false
	}
	return k.store.Codecs[0].Decode(k.name, cookie.Value, &map[any]any{}) != nil
}

func (k cookies) write(c echo.Context, t token) error {
	s, _ := k.store.New(c.Request(), k.name) // an unreadable old cookie is replaced
	s.Values = map[any]any{cookieID: t.id, cookieKey: t.key}
	return s.Save(c.Request(), c.Response())
}

func (k cookies) clear(c echo.Context) {
	//nolint:gosec // Secure wherever people come by https
	http.SetCookie(c.Response(), &http.Cookie{Name: k.name, Path: "/", MaxAge: -1, HttpOnly: true, Secure: k.store.Options.Secure, SameSite: http.SameSiteLaxMode})
}
