package deploy_test

import (
	"path/filepath"
	"testing"
)

func TestCaddyThatAsksOauth2ProxyProtectsTheConsole(t *testing.T) {
	t.Parallel()
	const file = "caddy/Caddyfile"
	s, g := newSite(t, file), newGate(t)
	site := adapted(t, file, "console.example {", "https://console.example:"+port(s.front)+" {\n\tbind 127.0.0.1\n\ttls "+filepath.Join(s.dir, "server.pem")+" "+filepath.Join(s.dir, "server.key"),
		"127.0.0.1:4180", g.address, "127.0.0.1:8080", s.upstream)
	// Nothing but the one address: no certificates of its own, no port 80.
	conf := s.write("Caddyfile", "{\n\tadmin off\n\tauto_https off\n}\n"+site)
	s.run("caddy", "run", "--adapter", "caddyfile", "--config", conf)
	behave(t, s, g)
}
