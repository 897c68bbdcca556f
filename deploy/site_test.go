package deploy_test

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"yunque/internal/app/apptest"
)

// site is everything behind console.example in one test.
type site struct {
	t        *testing.T
	dir      string // readable by the proxy's own user
	ca       *authority
	console  *apptest.Console
	proxy    *exec.Cmd
	upstream string // the console's address
	front    string // the proxy's address
	logged   bytes.Buffer
}

// newSite starts a console with the settings that the shipped file names in
// its comment.
func newSite(t *testing.T, file string) *site {
	t.Helper()
	s := &site{t: t, dir: t.TempDir(), front: free(t)}
	for _, d := range []string{s.dir, filepath.Dir(s.dir)} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.ca = newAuthority(t, "the site's authority")
	s.ca.issue(t, s.dir, "server", "console.example")
	s.console = apptest.Start(t, apptest.WithSettings(settingsOf(t, file)...))
	server := httptest.NewServer(s.console.App.Handler)
	t.Cleanup(server.Close)
	s.upstream = server.Listener.Addr().String()
	return s
}

// roles stands where a file refers to the documentation for the rest.
var roles = []string{"CONSOLE_AUTH_VIEWERS=cloud-viewers", "CONSOLE_AUTH_OPERATORS=cloud-operators", "CONSOLE_AUTH_BUYERS=cloud-buyers", "CONSOLE_AUTH_ADMINS=cloud-admins"}

// settingsOf are the console's settings as a file's comment gives them.
func settingsOf(t *testing.T, file string) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(shipped(t, file)) {
		line, found := strings.CutPrefix(strings.TrimSpace(line), "#   CONSOLE_")
		if !found {
			continue
		}
		setting, _, _ := strings.Cut("CONSOLE_"+line, " ")
		if setting == "CONSOLE_AUTH_VIEWERS=..." {
			lines = append(lines, roles...)
			continue
		}
		lines = append(lines, setting)
	}
	if len(lines) == 0 {
		t.Fatalf("%s names no settings of the console", file)
	}
	return lines
}

func shipped(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// adapted is a shipped file with parts replaced, each of which must be there.
func adapted(t *testing.T, file string, oldnew ...string) string {
	t.Helper()
	text := shipped(t, file)
	for i := 0; i < len(oldnew); i += 2 {
		if !strings.Contains(text, oldnew[i]) {
			t.Fatalf("%s has no %q any more", file, oldnew[i])
		}
		text = strings.ReplaceAll(text, oldnew[i], oldnew[i+1])
	}
	return text
}

func (s *site) write(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// run starts the proxy and waits until it takes connections.
func (s *site) run(name string, args ...string) {
	s.t.Helper()
	if exe := filepath.Join("/usr/sbin", name); !onPath(name) { // where Debian keeps servers
		name = exe
	}
	c := exec.Command(name, args...)
	c.Stdout, c.Stderr, c.Env = &s.logged, &s.logged, append(os.Environ(), "HOME="+s.dir, "XDG_DATA_HOME="+s.dir, "XDG_CONFIG_HOME="+s.dir)
	if err := c.Start(); err != nil {
		s.t.Fatalf("%v; scripts/ensure-tools.sh installs it", err)
	}
	s.proxy = c
	ended := make(chan struct{})
	go func() {
		_ = c.Wait()
		close(ended)
	}()
	s.t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM) // all of them end quickly, and end their workers
		<-ended
		if s.t.Failed() {
			s.t.Logf("%s said:\n%s", name, s.logged.String())
		}
	})
	s.until(name+" listens on "+s.front, func() bool {
		select {
		case <-ended:
			s.t.Fatalf("%s ended: %v", name, c.ProcessState)
		default:
		}
		conn, err := net.Dial("tcp", s.front)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
}

func onPath(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// until waits for what another process is about to do.
func (s *site) until(what string, done func() bool) {
	s.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	late := time.After(20 * time.Second)
	for !done() {
		select {
		case <-tick.C:
		case <-late:
			s.t.Fatalf("waited in vain: %s", what)
		}
	}
}

// free is an address on which nothing listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func port(address string) string {
	_, p, _ := net.SplitHostPort(address)
	return p
}

// runner is who runs the test, for proxies that would become someone else.
func runner(t *testing.T) string {
	t.Helper()
	u, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	return u.Username
}

// authority signs certificates.
type authority struct {
	key     *ecdsa.PrivateKey
	cert    *x509.Certificate
	serials int64
}

func newAuthority(t *testing.T, name string) *authority {
	t.Helper()
	a := &authority{key: newKey(t), serials: 1}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.cert, err = x509.ParseCertificate(raw); err != nil {
		t.Fatal(err)
	}
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sign makes a certificate for a subject, which is also its host name.
func (a *authority) sign(t *testing.T, subject pkix.Name) tls.Certificate {
	t.Helper()
	a.serials++
	key := newKey(t)
	template := &x509.Certificate{SerialNumber: big.NewInt(a.serials), Subject: subject, DNSNames: []string{"console.example", "id.example", "localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	raw, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key, Leaf: leaf}
}

// issue writes a certificate with its key, and the authority's own.
func (a *authority) issue(t *testing.T, dir, name, subject string) {
	t.Helper()
	c := a.sign(t, pkix.Name{CommonName: subject})
	key, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, filepath.Join(dir, name+".pem"), "CERTIFICATE", c.Certificate[0])
	writePEM(t, filepath.Join(dir, name+".key"), "PRIVATE KEY", key)
	writePEM(t, filepath.Join(dir, "ca.pem"), "CERTIFICATE", a.cert.Raw)
}

// revoke writes the list of certificates taken back.
func (a *authority) revoke(t *testing.T, path string, all ...*x509.Certificate) {
	t.Helper()
	a.serials++
	list := &x509.RevocationList{Number: big.NewInt(a.serials), ThisUpdate: time.Now().Add(-time.Minute), NextUpdate: time.Now().Add(time.Hour)}
	for _, c := range all {
		list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: c.SerialNumber, RevocationTime: time.Now().Add(-time.Minute)})
	}
	raw, err := x509.CreateRevocationList(rand.Reader, list, a.cert, a.key)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, path, "X509 CRL", raw)
}

func writePEM(t *testing.T, path, kind string, raw []byte) {
	t.Helper()
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}), 0o644); err != nil {
		t.Fatal(err)
	}
}

// answer is what came back for one request.
type answer struct {
	*http.Response
	body string
}

// raw sends a request as it is written: net/http would tidy up what an
// attacker sends.
func (s *site) raw(lines ...string) answer {
	s.t.Helper()
	conn := tls.Client(s.dial(), s.tls())
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, strings.Join(append(lines, "Connection: close", "", ""), "\r\n")); err != nil {
		s.t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		s.t.Fatalf("%q: %v", lines, err)
	}
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{r, string(b)}
}

// visitor is where people's browsers are: not on the proxy's own address.
var visitor = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}

func (s *site) dial() net.Conn {
	s.t.Helper()
	conn, err := (&net.Dialer{LocalAddr: visitor}).Dial("tcp", s.front)
	if err != nil {
		s.t.Fatal(err)
	}
	return conn
}

func (s *site) tls() *tls.Config {
	pool := x509.NewCertPool()
	pool.AddCert(s.ca.cert)
	return &tls.Config{RootCAs: pool, ServerName: "console.example", MinVersion: tls.VersionTLS12}
}
