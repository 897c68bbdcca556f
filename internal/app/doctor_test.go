package app_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"yunque/internal/app"
	"yunque/internal/app/apptest"
	"yunque/internal/config"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// clockAt is a provider whose clock shows a time.
type clockAt time.Time

func (c clockAt) RoundTrip(r *http.Request) (*http.Response, error) {
	if time.Time(c).IsZero() {
		return nil, errors.New("no route to host")
	}
	h := http.Header{"Date": {time.Time(c).Format(http.TimeFormat)}}
	return &http.Response{StatusCode: http.StatusBadRequest, Header: h, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
}

func configured(t *testing.T, path string, lines ...string) config.Config {
	t.Helper()
	c, err := config.Load(append([]string{"CONSOLE_SECRET=" + apptest.Secret, "CONSOLE_API_URL=http://127.0.0.1", "CONSOLE_DATABASE=" + path}, lines...))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func start(t *testing.T, c config.Config) {
	t.Helper()
	a, err := app.Start(t.Context(), app.Options{Config: c, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestTheDoctorFindsWhatKeepsAConsoleFromWorking(t *testing.T) {
	path := filepath.Join(t.TempDir(), "console.db")
	start(t, configured(t, path))
	other := "CONSOLE_SECRET=" + app.NewSecret([]byte(strings.Repeat("x", 32)))
	https := "CONSOLE_PUBLIC_URL=https://console.example.com"
	for name, tt := range map[string]struct {
		settings []string
		cloud    time.Time
		level    app.Level
		about    string
		text     string
	}{
		"all is well":                   {nil, noon, app.OK, "host cn", "this clock is 0s from its"},
		"the schema is there":           {nil, noon, app.OK, "migrations", "current"},
		"the database takes writes":     {nil, noon, app.OK, "database", "writable"},
		"the secret is right":           {nil, noon, app.OK, "secret", "sealed the stored data"},
		"a clock two minutes off":       {nil, noon.Add(2 * time.Minute), app.Warn, "host cn", "2m"},
		"a clock half an hour off":      {nil, noon.Add(-30 * time.Minute), app.Fail, "host cn", "refused as stale"},
		"no way to the provider":        {nil, time.Time{}, app.Fail, "host cn", "no route to host"},
		"another secret":                {[]string{other}, noon, app.Fail, "secret", "not the one"},
		"a rotation not begun":          {[]string{other, "CONSOLE_OLD_SECRET=" + apptest.Secret}, noon, app.Warn, "secret", "not been started"},
		"https and no trusted proxy":    {[]string{https}, noon, app.Warn, "proxy", "is the proxy's"},
		"no database where one should":  {[]string{"CONSOLE_DATABASE=" + filepath.Join(t.TempDir(), "no", "such", "folder.db")}, noon, app.Fail, "database", "no such file"},
		"no place for the trail's copy": {[]string{"CONSOLE_AUDIT_FILE=" + filepath.Join(t.TempDir(), "no", "trail.jsonl")}, noon, app.Fail, "audit file", "no such file"},
		"a copy not begun":              {[]string{"CONSOLE_AUDIT_FILE=" + filepath.Join(t.TempDir(), "trail.jsonl")}, noon, app.OK, "audit file", "not been begun"},
		"an empty database":             {[]string{"CONSOLE_DATABASE=" + filepath.Join(t.TempDir(), "new.db")}, noon, app.Warn, "migrations", "not current"},
	} {
		t.Run(name, func(t *testing.T) {
			found := app.Doctor(t.Context(), configured(t, path, tt.settings...), clockAt(tt.cloud), func() time.Time { return noon })
			want(t, found, tt.level, tt.about, tt.text)
		})
	}
}

// front is the way through a proxy that does what it is made to with a
// stranger's request, to a console that believes this proxy.
type front struct {
	clockAt
	console http.Handler
	proxy   func(r *http.Request)
}

func (f front) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != "console.example.com" {
		return f.clockAt.RoundTrip(r)
	}
	in := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), nil)
	in.Header, in.RemoteAddr = r.Header.Clone(), "10.9.8.7:1"
	f.proxy(in)
	w := httptest.NewRecorder()
	f.console.ServeHTTP(w, in)
	return w.Result(), nil
}

func TestTheDoctorComesByTheFrontDoorAsAStranger(t *testing.T) {
	lines := []string{"CONSOLE_PUBLIC_URL=https://console.example.com", "CONSOLE_TRUSTED_PROXIES=10.9.8.0/24", "CONSOLE_AUTH_MODE=header", "CONSOLE_AUTH_USER_HEADER=Remote-User",
		"CONSOLE_AUTH_GROUPS_HEADER=Remote-Groups", "CONSOLE_AUTH_VIEWERS=staff", "CONSOLE_AUTH_ADMINS=admins"}
	c := apptest.Start(t, apptest.WithSettings(lines...))
	drop := func(spelled ...string) func(*http.Request) {
		return func(r *http.Request) {
			for _, name := range spelled {
				delete(r.Header, name)
			}
		}
	}
	all := []string{"remote-user", "remote-groups", "Remote_User", "Remote_Groups"}
	for name, tt := range map[string]struct {
		proxy func(*http.Request)
		level app.Level
		text  string
	}{
		"a proxy that removes every spelling":  {drop(all...), app.OK, "lets no stranger in"},
		"a proxy that passes names on":         {func(r *http.Request) { recanonical(r.Header) }, app.Fail, "believes whoever sends remote-user"},
		"a proxy that knows one spelling only": {func(r *http.Request) { drop("remote-user", "remote-groups")(r); underscores(r.Header) }, app.Fail, "believes whoever sends Remote_User"},
		"a proxy that names everyone the same": {func(r *http.Request) {
			drop(all...)(r)
			r.Header.Set("Remote-User", "x")
			r.Header.Set("Remote-Groups", "staff")
		}, app.Fail, "nobody has signed in"},
		"the console refuses what it must have": {drop("remote-user", "remote-groups"), app.OK, "lets no stranger in"},
	} {
		t.Run(name, func(t *testing.T) {
			found := app.Doctor(t.Context(), c.Config, front{clockAt(noon), c.App.Handler, tt.proxy}, func() time.Time { return noon })
			want(t, found, tt.level, "front door", tt.text)
		})
	}
	want(t, app.Doctor(t.Context(), c.Config, clockAt{}, func() time.Time { return noon }), app.Warn, "front door", "cannot be tried from here")
}

// recanonical spells names as a server reads them.
func recanonical(h http.Header) {
	for name, values := range h {
		delete(h, name)
		h[http.CanonicalHeaderKey(name)] = values
	}
}

// underscores makes dashes of them, as some gateways do.
func underscores(h http.Header) {
	for name, values := range h {
		delete(h, name)
		h[http.CanonicalHeaderKey(strings.ReplaceAll(name, "_", "-"))] = values
	}
}

func TestTheDoctorReadsTheKeysOfAssertions(t *testing.T) {
	lines := []string{"CONSOLE_AUTH_MODE=assertion", "CONSOLE_AUTH_PRESET=pomerium", "CONSOLE_AUTH_ISSUER=console.example.com", "CONSOLE_AUTH_AUDIENCE=console.example.com",
		"CONSOLE_AUTH_JWKS_URL=https://console.example.com/keys", "CONSOLE_AUTH_VIEWERS=staff"}
	for name, tt := range map[string]struct {
		keys  string
		level app.Level
		text  string
	}{
		"one of the right kind": {`{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"a","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}`, app.OK, "1 to check"},
		"one of another":        {`{"keys":[{"kty":"EC","crv":"P-256","alg":"ES384","kid":"a","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}`, app.Fail, "none of the 1 keys"},
		"none":                  {`{"keys":[]}`, app.Fail, "the key set is empty"},
		"a page":                {`<html>`, app.Fail, "read key set"},
	} {
		t.Run(name, func(t *testing.T) {
			keys := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(tt.keys)) })
			c := configured(t, filepath.Join(t.TempDir(), "console.db"), lines...)
			want(t, app.Doctor(t.Context(), c, front{clockAt(noon), keys, func(*http.Request) {}}, func() time.Time { return noon }), tt.level, "keys", tt.text)
		})
	}
}

func want(t *testing.T, found []app.Finding, level app.Level, about, text string) {
	t.Helper()
	for _, f := range found {
		if f.Level == level && f.About == about && strings.Contains(f.Text, text) {
			return
		}
	}
	t.Errorf("got %+v, want %s %s ...%s", found, level, about, text)
}
