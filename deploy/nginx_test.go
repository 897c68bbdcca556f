package deploy_test

import (
	"crypto/tls"
	"crypto/x509/pkix"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nginx starts nginx with one of the shipped servers in its http block.
func (s *site) nginx(server string) {
	s.t.Helper()
	conf := s.write("nginx.conf", "user "+runner(s.t)+`;
daemon off; worker_processes 1; pid `+s.dir+`/pid; error_log stderr warn;
events { worker_connections 128; }
http {
access_log off;
client_body_temp_path `+s.dir+`/body; proxy_temp_path `+s.dir+`/proxy; fastcgi_temp_path `+s.dir+`/fastcgi; uwsgi_temp_path `+s.dir+`/uwsgi; scgi_temp_path `+s.dir+`/scgi;
`+server+`
}
`)
	s.run("nginx", "-e", "stderr", "-p", s.dir, "-c", conf)
}

func (s *site) nginxServer(file string, oldnew ...string) string {
	s.t.Helper()
	return adapted(s.t, file, append([]string{"listen 443 ssl", "listen " + s.front + " ssl", "127.0.0.1:8080", s.upstream,
		"/etc/ssl/console.example/fullchain.pem", filepath.Join(s.dir, "server.pem"), "/etc/ssl/console.example/key.pem", filepath.Join(s.dir, "server.key")}, oldnew...)...)
}

func TestNginxThatAsksOauth2ProxyProtectsTheConsole(t *testing.T) {
	t.Parallel()
	const file = "nginx/auth-request.conf"
	s, g := newSite(t, file), newGate(t)
	s.nginx(s.nginxServer(file, "127.0.0.1:4180", g.address))
	behave(t, s, g)
	p := s.browser()
	g.enter(p, lin, "cloud-viewers")
	if a := p.get("/instances"); !strings.Contains(strings.Join(a.Header.Values("Set-Cookie"), "\n"), "_oauth2_proxy_refreshed=1") {
		t.Errorf("a cookie that oauth2-proxy renewed does not reach the browser: got %q", a.Header.Values("Set-Cookie"))
	}
	want(t, "the way of questions", p.get("/oauth2/auth"), http.StatusNotFound)
}

func TestNginxThatReadsCertificatesProtectsTheConsole(t *testing.T) {
	t.Parallel()
	const file = "nginx/client-certificates.conf"
	s := newSite(t, file)
	people := newAuthority(t, "people")
	crl := filepath.Join(s.dir, "crl.pem")
	people.revoke(t, crl)
	writePEM(t, filepath.Join(s.dir, "people.pem"), "CERTIFICATE", people.cert.Raw)
	s.nginx(s.nginxServer(file, "/etc/ssl/people/ca.pem", filepath.Join(s.dir, "people.pem"), "/etc/ssl/people/crl.pem", crl))
	with := func(a *authority, subject pkix.Name) (*browser, tls.Certificate) {
		p, c := s.browser(), a.sign(t, subject)
		p.client.Transport.(*http.Transport).TLSClientConfig.Certificates = []tls.Certificate{c}
		return p, c
	}
	alice, _ := with(people, pkix.Name{CommonName: "ALICE"})
	alice.unlock()
	want(t, "a form of buyers, as an administrator", alice.get(forBuy), http.StatusOK)
	if got := s.people(); len(got) != 1 || got["ALICE"] != visitor.IP.String() {
		t.Errorf("got sessions %v, want one of ALICE from %s", got, visitor.IP)
	}
	streams(t, alice)
	bob, bobs := with(people, pkix.Name{CommonName: "bob"})
	bob.unlock()
	want(t, "a form of buyers, by the default role", bob.get(forBuy), refused)
	for _, name := range spellings {
		want(t, name, bob.do(http.MethodGet, forBuy, nil, []string{strings.TrimSpace(name), "ALICE"}), refused, http.StatusUnauthorized)
	}
	for about, p := range map[string]*browser{
		"without a certificate":             s.browser(),
		"with one of another authority":     first(with(newAuthority(t, "people"), pkix.Name{CommonName: "ALICE"})),
		"with one that the site's own gave": first(with(s.ca, pkix.Name{CommonName: "ALICE"})),
	} {
		want(t, about, p.get("/instances"), http.StatusBadRequest)
	}
	for about, subject := range map[string]pkix.Name{
		"a name inside another": {CommonName: "x,CN=ALICE"},
		"a unit named as she":   {OrganizationalUnit: []string{"CN=ALICE"}},
		"a name with a space":   {CommonName: "ALICE "},
		"a name with more":      {CommonName: "ALICE+x"},
		"no name":               {Organization: []string{"ALICE"}},
	} {
		p, _ := with(people, subject)
		want(t, about, p.get("/sign-in"), http.StatusUnauthorized)
	}
	people.revoke(t, crl, bobs.Leaf)
	if err := s.proxy.Process.Signal(syscall.SIGHUP); err != nil { // nginx reads its files again
		t.Fatal(err)
	}
	s.until("bob, whose certificate was taken back, is kept out", func() bool {
		bob.client.CloseIdleConnections()
		return bob.get("/instances").StatusCode == http.StatusBadRequest
	})
	want(t, "the others", alice.get("/instances"), http.StatusOK)
}

func first(p *browser, _ tls.Certificate) *browser { return p }
