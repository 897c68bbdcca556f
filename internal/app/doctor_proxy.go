package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"yunque/internal/config"
	"yunque/internal/identity"
	"yunque/internal/views/route"
)

// examineProxies looks for settings that are valid each and wrong together,
// and then at what stands behind them.
func examineProxies(ctx context.Context, client *http.Client, c config.Config) []Finding {
	var found []Finding
	warn := func(bad bool, text string) {
		if bad {
			found = append(found, Finding{Warn, "proxy", text})
		}
	}
	named := c.Auth.Mode != identity.ModeNone
	warn(c.SecureCookies() && len(c.Proxies) == 0, "people come by https, and no proxy is trusted: every address in the audit trail is the proxy's")
	warn(!c.SecureCookies() && named, "people are named by a proxy, and CONSOLE_PUBLIC_URL is not https")
	warn(c.SecureCookies() && !named, "nobody is named: whoever reaches the console can sign in with any key")
	if len(found) == 0 {
		found = append(found, Finding{OK, "proxy", "settings go together"})
	}
	if c.Auth.Mode == identity.ModeAssertion {
		n, err := identity.ReadKeys(ctx, c.Auth, identity.Options{Client: client, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
		found = append(found, finding("keys", fmt.Sprintf("%d to check assertions with", n), err))
	}
	if named && c.SecureCookies() {
		found = append(found, examineFront(ctx, client, c))
	}
	return found
}

// examineFront comes by the front door as a stranger who claims to be someone,
// in each way that a proxy might forget: the console's sign-in form is for
// people the proxy has named, and must not be shown.
func examineFront(ctx context.Context, client *http.Client, c config.Config) Finding {
	for _, claim := range claims(c.Auth) {
		shown, err := signInShown(ctx, client, c.PublicURL, claim)
		switch {
		case err != nil:
			return Finding{Warn, "front door", "cannot be tried from here: " + err.Error()}
		case shown && len(claim) == 0:
			return Finding{Fail, "front door", c.PublicURL + " lets in people whom nobody has signed in"}
		case shown:
			return Finding{Fail, "front door", c.PublicURL + " believes whoever sends " + claim[0] + " themselves: the proxy must remove it"}
		}
	}
	return Finding{OK, "front door", c.PublicURL + " lets no stranger in, whatever name they send"}
}

// claims are the headers of strangers, names and values in turn: none, and in
// header mode those of someone with a role.
func claims(s identity.Settings) [][]string {
	all := [][]string{nil}
	if s.Mode != identity.ModeHeader {
		return all
	}
	person, groups := "doctor", []string{}
	for _, name := range slices.Concat(s.Admins, s.Buyers, s.Operators, s.Viewers) {
		if who, one := strings.CutPrefix(name, "user:"); one {
			person = who
		} else {
			groups = append(groups, name)
		}
	}
	for _, spelled := range []func(string) string{strings.ToLower, func(name string) string { return strings.ReplaceAll(name, "-", "_") }} {
		claim := []string{spelled(s.UserHeader), person}
		if s.GroupsHeader != "" {
			claim = append(claim, spelled(s.GroupsHeader), strings.Join(groups, ","))
		}
		all = append(all, claim)
	}
	return all
}

// signInShown tells whether a request gets the console's own sign-in form.
func signInShown(ctx context.Context, client *http.Client, base string, header []string) (bool, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(base, "/")+route.SignIn, nil)
	if err != nil {
		return false, err
	}
	r.Header.Set("Accept", "text/html")
	for i := 0; i < len(header); i += 2 {
		r.Header[header[i]] = []string{header[i+1]} // as it is spelled
	}
	answer, err := client.Do(r)
	if err != nil {
		return false, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return answer.StatusCode == http.StatusOK && strings.Contains(string(body), `name="access_key"`), err
}
