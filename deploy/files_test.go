package deploy_test

import (
	"encoding/json"
	"maps"
	"net/netip"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"yunque/internal/app/apptest"
	"yunque/internal/config"
)

// loads fails unless the console takes these settings, all of them.
func loads(t *testing.T, about string, lines []string) config.Config {
	t.Helper()
	c, err := config.Load(append([]string{"CONSOLE_SECRET=" + apptest.Secret}, lines...))
	if err != nil {
		t.Errorf("%s: the console does not take its settings: %v", about, err)
	}
	return c
}

func TestTheConsoleTakesTheSettingsOfEveryShippedFile(t *testing.T) {
	for _, file := range []string{"nginx/auth-request.conf", "nginx/client-certificates.conf", "caddy/Caddyfile", "apache/mod-auth-openidc.conf", "oauth2-proxy/oauth2-proxy.cfg", "pomerium/config.yaml"} {
		if c := loads(t, file, settingsOf(t, file)); c.Auth.Mode == "none" || !c.SecureCookies() || len(c.Proxies) != 1 {
			t.Errorf("%s: got mode %q, %q, proxies %q; want people named, https and one proxy", file, c.Auth.Mode, c.PublicURL, c.Proxies)
		}
	}
	var lines []string
	for line := range strings.Lines(shipped(t, "systemd/console.env")) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	loads(t, "systemd/console.env", lines)
}

// oauth2Settings reads lines of name = value; its values are those of JSON.
func oauth2Settings(t *testing.T, file string) map[string]any {
	t.Helper()
	all := map[string]any{}
	for line := range strings.Lines(shipped(t, file)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, _ := strings.Cut(line, "=")
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			t.Fatalf("%s: %q: %v", file, line, err)
		}
		if name = strings.TrimSpace(name); all[name] != nil {
			t.Errorf("%s: %s is set twice", file, name)
		}
		all[name] = v
	}
	return all
}

// What oauth2-proxy 7.15 documents, and what of it the console relies on.
func TestOauth2ProxyPassesAnAssertionOnAndNothingElse(t *testing.T) {
	const file = "oauth2-proxy/oauth2-proxy.cfg"
	got := oauth2Settings(t, file)
	c := loads(t, file, settingsOf(t, file))
	for name, want := range map[string]any{
		"provider":                  "oidc",
		"oidc_issuer_url":           c.Auth.Issuer,
		"client_id":                 c.Auth.Audience,
		"redirect_url":              c.PublicURL + "/oauth2/callback",
		"upstreams":                 []any{"http://" + c.Listen + "/"},
		"pass_authorization_header": true,  // the ID token
		"pass_host_header":          true,  // compared with Origin
		"pass_user_headers":         false, // on unless switched off
		"pass_basic_auth":           false, // likewise, and it would take Authorization
		"pass_access_token":         false,
		"code_challenge_method":     "S256",
		"cookie_secure":             true,
		"cookie_httponly":           true,
		"api_routes":                []any{"^/events$", "^/tasks/bell$", "^/flashes$"}, // 401 instead of a page
	} {
		if a, b := asJSON(got[name]), asJSON(want); a != b {
			t.Errorf("%s: got %s, want %s", name, a, b)
		}
	}
	for _, name := range []string{"skip_auth_routes", "skip_auth_regex", "skip_auth_preflight", "trusted_ips", "ping_user_agent", "skip_jwt_bearer_tokens", "insecure_oidc_allow_unverified_email",
		"insecure_oidc_skip_issuer_verification", "ssl_insecure_skip_verify", "htpasswd_file", "session_cookie_minimal", "skip_auth_strip_headers", "client_secret", "cookie_secret"} {
		if got[name] != nil {
			t.Errorf("%s is set: it opens another way in, takes the token away, or shows a secret", name)
		}
	}
	unknown := maps.Clone(got)
	for _, name := range strings.Fields(oauth2ProxyKnows) {
		delete(unknown, name)
	}
	if len(unknown) > 0 {
		t.Errorf("oauth2-proxy does not know %v", slices.Collect(maps.Keys(unknown)))
	}
}

// oauth2ProxyKnows are names from its documentation: options that may be given
// several times have a plural in the file.
const oauth2ProxyKnows = `provider oidc_issuer_url client_id client_secret_file redirect_url scope oidc_groups_claim code_challenge_method email_domains allowed_groups
http_address https_address tls_cert_file tls_key_file upstreams pass_authorization_header pass_access_token pass_basic_auth pass_user_headers pass_host_header flush_interval
cookie_name cookie_secret_file cookie_secure cookie_httponly cookie_samesite cookie_expire cookie_refresh force_json_errors api_routes reverse_proxy`

func asJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestPomeriumSignsForTheConsoleAlone(t *testing.T) {
	const file = "pomerium/config.yaml"
	c := loads(t, file, settingsOf(t, file))
	var p struct {
		AuthenticateServiceURL string            `yaml:"authenticate_service_url"`
		IDP                    string            `yaml:"idp_provider"`
		IDPURL                 string            `yaml:"idp_provider_url"`
		ClientID               string            `yaml:"idp_client_id"`
		ClientSecretFile       string            `yaml:"idp_client_secret_file"`
		Scopes                 []string          `yaml:"idp_scopes"`
		SigningKeyFile         string            `yaml:"signing_key_file"`
		Claims                 map[string]string `yaml:"jwt_claims_headers"`
		Routes                 []struct {
			From         string           `yaml:"from"`
			To           string           `yaml:"to"`
			PassIdentity bool             `yaml:"pass_identity_headers"`
			PreserveHost bool             `yaml:"preserve_host_header"`
			Timeout      string           `yaml:"timeout"`
			IdleTimeout  string           `yaml:"idle_timeout"`
			Policy       []map[string]any `yaml:"policy"`
		} `yaml:"routes"`
	}
	d := yaml.NewDecoder(strings.NewReader(shipped(t, file)))
	d.KnownFields(true) // what this test does not read is not there
	if err := d.Decode(&p); err != nil {
		t.Fatal(err)
	}
	if len(p.Routes) != 1 || len(p.Routes[0].Policy) == 0 {
		t.Fatalf("got routes %+v, want one with a policy", p.Routes)
	}
	r := p.Routes[0]
	for about, pair := range map[string][2]any{
		"the route":                       {r.From, c.PublicURL},
		"where it leads":                  {r.To, "http://" + c.Listen},
		"the assertion is passed on":      {r.PassIdentity, true},
		"the host name stays":             {r.PreserveHost, true},
		"streams have no end":             {r.Timeout, "0s"},
		"the issuer is the route's host":  {c.Auth.Issuer, strings.TrimPrefix(r.From, "https://")},
		"so is the audience":              {c.Auth.Audience, strings.TrimPrefix(r.From, "https://")},
		"where the keys are":              {c.Auth.KeysURL, r.From + "/.well-known/pomerium/jwks.json"},
		"groups are part of what is sent": {p.Claims["X-Pomerium-Claim-Groups"], "groups"},
		"addresses are, too":              {p.Claims["X-Pomerium-Claim-Email"], "email"},
		"assertions are signed":           {p.SigningKeyFile != "", true},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %v, want %v", about, pair[0], pair[1])
		}
	}
	if strings.Contains(shipped(t, file), "allow_public_unauthenticated_access") {
		t.Error("a route is open to everyone")
	}
}

// composed is what of a compose file the test looks at.
type composed struct {
	Services map[string]struct {
		Image       string            `yaml:"image"`
		Ports       []string          `yaml:"ports"`
		Networks    any               `yaml:"networks"`
		ReadOnly    bool              `yaml:"read_only"`
		CapDrop     []string          `yaml:"cap_drop"`
		CapAdd      []string          `yaml:"cap_add"`
		SecurityOpt []string          `yaml:"security_opt"`
		Secrets     []string          `yaml:"secrets"`
		Environment map[string]string `yaml:"environment"`
		User        string            `yaml:"user"`
		Privileged  bool              `yaml:"privileged"`
		NetworkMode string            `yaml:"network_mode"`
	} `yaml:"services"`
	Networks map[string]struct {
		IPAM struct {
			Config []struct {
				Subnet string `yaml:"subnet"`
			} `yaml:"config"`
		} `yaml:"ipam"`
	} `yaml:"networks"`
	Secrets map[string]any `yaml:"secrets"`
	Configs map[string]struct {
		Content string `yaml:"content"`
	} `yaml:"configs"`
}

func readCompose(t *testing.T) composed {
	t.Helper()
	var c composed
	if err := yaml.Unmarshal([]byte(shipped(t, "docker-compose.yml")), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

var pinned = regexp.MustCompile(`:v?[0-9]+\.[0-9]+(\.[0-9]+)?$`)

func TestContainersHaveNoRightsTheyDoNotNeed(t *testing.T) {
	c := readCompose(t)
	if len(c.Services) != 3 {
		t.Fatalf("got %d services, want caddy, oauth2-proxy and console", len(c.Services))
	}
	for name, s := range c.Services {
		if name != "caddy" && len(s.Ports) > 0 {
			t.Errorf("%s publishes %v: people would get past the proxy", name, s.Ports)
		}
		if name != "console" && !pinned.MatchString(s.Image) {
			t.Errorf("%s: %s is no version", name, s.Image)
		}
		if s.Privileged || s.NetworkMode != "" || !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s: got %+v; want a file system that stays, no capabilities, and no way to new ones", name, s)
		}
		if len(s.CapAdd) > 0 && name != "caddy" {
			t.Errorf("%s gets %v back", name, s.CapAdd)
		}
		for _, secret := range s.Secrets {
			if c.Secrets[secret] == nil {
				t.Errorf("%s: there is no secret %q", name, secret)
			}
		}
		for setting, value := range s.Environment {
			if strings.HasSuffix(setting, "_SECRET") {
				t.Errorf("%s: %s=%s stands in the file", name, setting, value)
			}
		}
	}
	console, proxy := c.Services["console"].Environment, c.Services["oauth2-proxy"].Environment
	lines := []string{"CONSOLE_LISTEN=0.0.0.0:8080"} // the image's own
	for name, value := range console {
		if name != "CONSOLE_SECRET_FILE" {
			lines = append(lines, name+"="+value)
		}
	}
	settings := loads(t, "docker-compose.yml", lines)
	address := c.Services["oauth2-proxy"].Networks.(map[string]any)["back"].(map[string]any)["ipv4_address"].(string)
	if settings.Proxies[0] != address+"/32" || !netip.MustParsePrefix(c.Networks["back"].IPAM.Config[0].Subnet).Contains(netip.MustParseAddr(address)) {
		t.Errorf("the console trusts %v, want oauth2-proxy's %s of the inner network", settings.Proxies, address)
	}
	for option, want := range map[string]string{
		"OIDC_ISSUER_URL": settings.Auth.Issuer, "CLIENT_ID": settings.Auth.Audience, "PASS_AUTHORIZATION_HEADER": "true", "PASS_USER_HEADERS": "false", "PASS_BASIC_AUTH": "false",
		"UPSTREAMS": "http://console:8080/", "REDIRECT_URL": settings.PublicURL + "/oauth2/callback", "REVERSE_PROXY": "true", "API_ROUTES": "^/events$,^/tasks/bell$,^/flashes$",
	} {
		if got := strings.ReplaceAll(proxy["OAUTH2_PROXY_"+option], "$$", "$"); got != want {
			t.Errorf("OAUTH2_PROXY_%s: got %q, want %q", option, got, want)
		}
	}
	for name := range proxy {
		name = strings.ToLower(strings.TrimPrefix(name, "OAUTH2_PROXY_"))
		if !slices.Contains(strings.Fields(oauth2ProxyKnows), name) {
			t.Errorf("oauth2-proxy does not know %s", name)
		}
	}
}

func TestCaddyUnderstandsTheShippedFiles(t *testing.T) {
	for name, text := range map[string]string{"caddy/Caddyfile": shipped(t, "caddy/Caddyfile"), "docker-compose.yml": readCompose(t).Configs["caddyfile"].Content} {
		c := exec.Command("caddy", "adapt", "--adapter", "caddyfile", "--config", "/dev/stdin", "--validate")
		c.Stdin, c.Env = strings.NewReader(text), []string{"HOME=" + t.TempDir()}
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// What systemd-analyze security finds fault with in a service that has none.
func TestTheServiceIsLockedIn(t *testing.T) {
	got := map[string]string{}
	for line := range strings.Lines(shipped(t, "systemd/console.service")) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && name[0] != '#' {
			got[name] = strings.TrimSpace(got[name] + " " + value)
		}
	}
	for name, want := range map[string]string{
		"DynamicUser": "yes", "NoNewPrivileges": "yes", "CapabilityBoundingSet": "", "AmbientCapabilities": "", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
		"PrivateUsers": "yes", "ProtectKernelTunables": "yes", "ProtectKernelModules": "yes", "ProtectKernelLogs": "yes", "ProtectControlGroups": "yes", "ProtectClock": "yes", "ProtectHostname": "yes",
		"ProtectProc": "invisible", "ProcSubset": "pid", "RestrictNamespaces": "yes", "RestrictRealtime": "yes", "RestrictSUIDSGID": "yes", "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
		"LockPersonality": "yes", "MemoryDenyWriteExecute": "yes", "RemoveIPC": "yes", "SystemCallArchitectures": "native", "SystemCallFilter": "@system-service ~@privileged @resources", "UMask": "0077",
		"LimitCORE": "0", "DevicePolicy": "closed",
	} {
		if value, set := got[name]; !set || value != want {
			t.Errorf("%s: got %q, want %q", name, value, want)
		}
	}
	if strings.Contains(shipped(t, "systemd/console.env")+got["Environment"], "CONSOLE_SECRET=") || got["LoadCredential"] == "" {
		t.Error("the secret stands where others may read it")
	}
	if exe, err := exec.LookPath("systemd-analyze"); err == nil {
		unit := adapted(t, "systemd/console.service", "/usr/local/bin/console", "/bin/true")
		dir := t.TempDir()
		s := &site{t: t, dir: dir}
		if out, err := exec.Command(exe, "verify", s.write("console.service", unit)).CombinedOutput(); err != nil || strings.Contains(string(out), "console.service") {
			t.Errorf("systemd-analyze verify: %v\n%s", err, out)
		}
	}
}
