package deploy_test

import (
	"crypto/x509/pkix"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

// modules are those the shipped file names, and what every Apache has.
const modules = `LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
LoadModule proxy_module /usr/lib/apache2/modules/mod_proxy.so
LoadModule proxy_http_module /usr/lib/apache2/modules/mod_proxy_http.so
LoadModule auth_openidc_module /usr/lib/apache2/modules/mod_auth_openidc.so
`

func TestApacheThatIsAnOpenIDClientProtectsTheConsole(t *testing.T) {
	t.Parallel()
	const file = "apache/mod-auth-openidc.conf"
	s := newSite(t, file)
	o := newProvider(t, s.ca.sign(t, pkix.Name{CommonName: "id.example"}))
	host := adapted(t, file, "*:443", "*:"+port(s.front), "OIDCUserInfoRefreshInterval 60", "OIDCUserInfoRefreshInterval 1", "https://id.example", o.URL, "http://127.0.0.1:8080", "http://"+s.upstream,
		"/etc/ssl/console.example/fullchain.pem", filepath.Join(s.dir, "server.pem"), "/etc/ssl/console.example/key.pem", filepath.Join(s.dir, "server.key"),
		"/etc/apache2/console-client-secret.conf", s.write("client-secret.conf", "OIDCClientSecret "+clientSecret+"\n"), "/etc/apache2/console-passphrase", s.write("passphrase", "passphrase-of-the-test"))
	who := ""
	if os.Getuid() == 0 { // who will not run as root
		who = "User www-data\nGroup www-data\n"
	}
	conf := s.write("httpd.conf", modules+who+"ServerName localhost\nServerRoot "+s.dir+"\nDefaultRuntimeDir "+s.dir+"\nPidFile "+s.dir+"/pid\nErrorLog /dev/stderr\nLogLevel warn\nListen "+s.front+
		"\nOIDCCABundlePath "+filepath.Join(s.dir, "ca.pem")+"\n"+host)
	s.run("apache2", "-f", conf, "-D", "FOREGROUND")
	behave(t, s, o)

	p := s.browser()
	o.enter(p, lin, "cloud-viewers")
	p.unlock()
	o.mu.Lock()
	o.gone = true
	o.mu.Unlock()
	s.until("a person whom the provider no longer knows is signed out", func() bool {
		return p.part("/instances").StatusCode == http.StatusUnauthorized
	})
}
