package deploy_test

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"crypto/tls"

	"github.com/go-jose/go-jose/v4"
)

// provider is an OpenID provider with one client. Whoever comes is signed in
// as the person whose turn it is.
type provider struct {
	*httptest.Server
	signer jose.Signer
	public jose.JSONWebKeySet

	mu     sync.Mutex
	turn   string
	gone   bool                // the people have left the company
	groups map[string][]string // by person
	tokens map[string]grant    // by code, access token and refresh token
}

type grant struct{ person, nonce string }

const (
	clientSecret = "secret-of-the-client"
	tokensLast   = 31 // seconds: after one the shipped file wants a new one
)

func newProvider(t *testing.T, cert tls.Certificate) *provider {
	t.Helper()
	key := jose.JSONWebKey{Key: newKey(t), KeyID: "k1", Algorithm: "ES256", Use: "sig"}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := &provider{signer: signer, public: jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}}, groups: map[string][]string{}, tokens: map[string]grant{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", o.discovery)
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) { answerJSON(w, o.public) })
	mux.HandleFunc("GET /authorize", o.authorize)
	mux.HandleFunc("POST /token", o.token)
	mux.HandleFunc("/userinfo", o.userinfo)
	mux.HandleFunc("GET /logout", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, r.FormValue("post_logout_redirect_uri"), http.StatusFound)
	})
	o.Server = httptest.NewUnstartedServer(mux)
	o.TLS = &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	o.StartTLS()
	t.Cleanup(o.Close)
	return o
}

func answerJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (o *provider) discovery(w http.ResponseWriter, _ *http.Request) {
	answerJSON(w, map[string]any{
		"issuer": o.URL, "authorization_endpoint": o.URL + "/authorize", "token_endpoint": o.URL + "/token", "userinfo_endpoint": o.URL + "/userinfo",
		"jwks_uri": o.URL + "/keys", "end_session_endpoint": o.URL + "/logout", "response_types_supported": []string{"code"},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"ES256"},
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic"}, "code_challenge_methods_supported": []string{"S256"},
	})
}

func (o *provider) authorize(w http.ResponseWriter, r *http.Request) {
	back, err := url.Parse(r.FormValue("redirect_uri"))
	if err != nil || back.String() != "https://console.example/oidc-callback" || r.FormValue("client_id") != "console" || r.FormValue("response_type") != "code" {
		http.Error(w, "not a request of the console's: "+r.URL.RawQuery, http.StatusBadRequest)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	code := rand.Text()
	o.tokens[code] = grant{o.turn, r.FormValue("nonce")}
	back.RawQuery = url.Values{"code": {code}, "state": {r.FormValue("state")}}.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

func (o *provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	secret, _ = url.QueryUnescape(secret) // RFC 6749, 2.3.1
	o.mu.Lock()
	defer o.mu.Unlock()
	used := r.FormValue("code") + r.FormValue("refresh_token")
	g, known := o.tokens[used]
	if id != "console" || secret != clientSecret || !known || o.gone {
		w.WriteHeader(http.StatusBadRequest)
		answerJSON(w, map[string]string{"error": "invalid_grant"})
		return
	}
	delete(o.tokens, used)
	access, refresh := rand.Text(), rand.Text()
	o.tokens[access], o.tokens[refresh] = g, g
	answerJSON(w, map[string]any{"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": tokensLast, "id_token": o.sign(g)})
}

// claims are what the provider says of a person now.
func (o *provider) claims(person string) map[string]any {
	claims := map[string]any{"sub": "00u-" + person, "email": person, "email_verified": true}
	if groups := o.groups[person]; len(groups) > 0 {
		claims["groups"] = groups
	}
	return claims
}

func (o *provider) sign(g grant) string {
	claims, now := o.claims(g.person), time.Now()
	claims["iss"], claims["aud"], claims["nonce"], claims["iat"], claims["exp"] = o.URL, "console", g.nonce, now.Unix(), now.Add(5*time.Minute).Unix()
	body, _ := json.Marshal(claims)
	signed, err := o.signer.Sign(body)
	if err != nil {
		return ""
	}
	token, _ := signed.CompactSerialize()
	return token
}

func (o *provider) userinfo(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	g, known := o.tokens[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !known || o.gone {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	answerJSON(w, o.claims(g.person))
}

func (o *provider) regroup(person string, groups ...string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.groups[person] = groups
}

// enter follows the way of a browser that asks for a page.
func (o *provider) enter(p *browser, person string, groups ...string) {
	p.s.t.Helper()
	o.regroup(person, groups...)
	o.mu.Lock()
	o.turn = person
	o.mu.Unlock()
	a := p.get(somewhere)
	for range 3 {
		if a.StatusCode != http.StatusFound {
			p.s.t.Fatalf("sign in with the provider: got %d at %s\n%s", a.StatusCode, a.Request.URL, a.body)
		}
		// The module takes the port it listens on for the site's.
		to := strings.Replace(a.Header.Get("Location"), "console.example:"+port(p.s.front), "console.example", 1)
		if to == "https://console.example"+somewhere {
			return
		}
		a = p.get(to)
	}
	p.s.t.Fatalf("signing in does not lead back to %s: got %d to %q", somewhere, a.StatusCode, a.Header.Get("Location"))
}

func (o *provider) leave(p *browser) {
	p.s.t.Helper()
	a := p.get("/oidc-callback?logout=" + url.QueryEscape("https://console.example/"))
	if to := a.Header.Get("Location"); a.StatusCode != http.StatusFound || !strings.HasPrefix(to, o.URL+"/logout?") {
		p.s.t.Errorf("sign out of the provider: got %d to %q", a.StatusCode, to)
	}
}

// asks tells whether an answer leads to the provider; the way back is in the
// module's own cookie, and enter follows it.
func (o *provider) asks(a answer, _ string) bool {
	to, err := url.Parse(a.Header.Get("Location"))
	return err == nil && a.StatusCode == http.StatusFound && strings.HasPrefix(to.String(), o.URL+"/authorize?") && to.Query().Get("redirect_uri") == "https://console.example/oidc-callback"
}
