package deploy_test

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// gate answers as oauth2-proxy does with reverse_proxy and set_xauthrequest:
// /oauth2/auth says who a cookie belongs to, and nothing else is protected.
type gate struct {
	address string
	mu      sync.Mutex
	people  map[string]string   // by cookie
	groups  map[string][]string // by person
}

const (
	gateCookie = "_oauth2_proxy"
	signInPage = "sign in to get to "
)

func newGate(t *testing.T) *gate {
	t.Helper()
	g := &gate{people: map[string]string{}, groups: map[string][]string{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/oauth2/auth", g.auth)
	mux.HandleFunc("GET /oauth2/sign_in", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(signInPage + r.Header.Get("X-Auth-Request-Redirect")))
	})
	mux.HandleFunc("GET /oauth2/callback", func(w http.ResponseWriter, r *http.Request) {
		cookie := rand.Text()
		g.mu.Lock()
		g.people[cookie] = r.FormValue("person")
		g.mu.Unlock()
		http.SetCookie(w, &http.Cookie{Name: gateCookie, Value: cookie, Path: "/", Secure: true, HttpOnly: true})
	})
	mux.HandleFunc("GET /oauth2/sign_out", func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: gateCookie, Path: "/", MaxAge: -1})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	g.address = server.Listener.Addr().String()
	return g
}

func (g *gate) auth(w http.ResponseWriter, r *http.Request) {
	c, err := r.Cookie(gateCookie)
	if err != nil {
		http.Error(w, "unauthorized request", http.StatusUnauthorized)
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	person, known := g.people[c.Value]
	if !known {
		http.Error(w, "unauthorized request", http.StatusUnauthorized)
		return
	}
	w.Header().Set("X-Auth-Request-User", "00u-"+person)
	w.Header().Set("X-Auth-Request-Email", person)
	if groups := g.groups[person]; len(groups) > 0 { // without any there is no such header
		w.Header().Set("X-Auth-Request-Groups", strings.Join(groups, ","))
	}
	http.SetCookie(w, &http.Cookie{Name: "_oauth2_proxy_refreshed", Value: "1", Path: "/", Secure: true})
	w.WriteHeader(http.StatusAccepted)
}

func (g *gate) regroup(person string, groups ...string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.groups[person] = groups
}

func (g *gate) enter(p *browser, person string, groups ...string) {
	p.s.t.Helper()
	g.regroup(person, groups...)
	if a := p.get("/oauth2/callback?person=" + person); a.StatusCode != http.StatusOK {
		p.s.t.Fatalf("oauth2-proxy's callback: got %d\n%s", a.StatusCode, a.body)
	}
}

// asks tells whether an answer is the sign-in page, with the way back.
func (g *gate) asks(a answer, path string) bool {
	return a.StatusCode == http.StatusOK && a.body == signInPage+path
}

func (g *gate) leave(p *browser) { p.get("/oauth2/sign_out") }
