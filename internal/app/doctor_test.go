package app_test

import (
	"errors"
	"io"
	"net/http"
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
		"all is well":                  {nil, noon, app.OK, "host cn", "this clock is 0s from its"},
		"the schema is there":          {nil, noon, app.OK, "migrations", "current"},
		"the database takes writes":    {nil, noon, app.OK, "database", "writable"},
		"the secret is right":          {nil, noon, app.OK, "secret", "sealed the stored data"},
		"a clock two minutes off":      {nil, noon.Add(2 * time.Minute), app.Warn, "host cn", "2m"},
		"a clock half an hour off":     {nil, noon.Add(-30 * time.Minute), app.Fail, "host cn", "refused as stale"},
		"no way to the provider":       {nil, time.Time{}, app.Fail, "host cn", "no route to host"},
		"another secret":               {[]string{other}, noon, app.Fail, "secret", "not the one"},
		"a rotation not begun":         {[]string{other, "CONSOLE_OLD_SECRET=" + apptest.Secret}, noon, app.Warn, "secret", "not been started"},
		"https and no trusted proxy":   {[]string{https}, noon, app.Warn, "proxy", "is the proxy's"},
		"no database where one should": {[]string{"CONSOLE_DATABASE=" + filepath.Join(t.TempDir(), "no", "such", "folder.db")}, noon, app.Fail, "database", "no such file"},
		"an empty database":            {[]string{"CONSOLE_DATABASE=" + filepath.Join(t.TempDir(), "new.db")}, noon, app.Warn, "migrations", "not current"},
	} {
		t.Run(name, func(t *testing.T) {
			found := app.Doctor(t.Context(), configured(t, path, tt.settings...), clockAt(tt.cloud), func() time.Time { return noon })
			for _, f := range found {
				if f.Level == tt.level && f.About == tt.about && strings.Contains(f.Text, tt.text) {
					return
				}
			}
			t.Errorf("got %+v, want %s %s ...%s", found, tt.level, tt.about, tt.text)
		})
	}
}
