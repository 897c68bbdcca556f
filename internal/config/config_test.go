package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const secret = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

func TestDefaultsNeedOnlyASecret(t *testing.T) {
	c, err := Load([]string{"CONSOLE_SECRET=" + secret})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:8080" || c.Database != "console.db" || c.SecureCookies() {
		t.Errorf("unexpected defaults: %+v", c)
	}
}

func TestEveryFaultIsToldAtOnce(t *testing.T) {
	_, err := Load([]string{"CONSOLE_LISTEN=nowhere", "CONSOLE_API_URL=ftp://x", "CONSOLE_TRUSTED_PROXIES=10.0.0.1,::1", "CONSOLE_LOG_LEVEL=loud", "CONSOLE_API_RATE=0"})
	if err == nil {
		t.Fatal("want faults")
	}
	for _, want := range []string{"CONSOLE_LISTEN", "CONSOLE_API_URL", "\"10.0.0.1\" is no network", "\"::1\" is no network", "CONSOLE_LOG_LEVEL", "CONSOLE_API_RATE", "console keygen"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("fault %q is not told in:\n%v", want, err)
		}
	}
}

func TestAPublicAddressNeedsHTTPS(t *testing.T) {
	if _, err := Load([]string{"CONSOLE_SECRET=" + secret, "CONSOLE_LISTEN=0.0.0.0:8080"}); err == nil || !strings.Contains(err.Error(), "CONSOLE_PUBLIC_URL") {
		t.Errorf("got %v, want a fault about CONSOLE_PUBLIC_URL", err)
	}
	c, err := Load([]string{"CONSOLE_SECRET=" + secret, "CONSOLE_LISTEN=0.0.0.0:8080", "CONSOLE_PUBLIC_URL=https://console.example"})
	if err != nil || !c.SecureCookies() {
		t.Errorf("got %v, secure %v", err, c.SecureCookies())
	}
}

func TestSecretMayComeFromAFileAndNeverPrints(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(secret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load([]string{"CONSOLE_SECRET_FILE=" + path})
	if err != nil {
		t.Fatal(err)
	}
	if key, err := c.Secret.Key(); err != nil || len(key) != 32 {
		t.Errorf("key: %d bytes, %v", len(key), err)
	}
	for _, s := range []string{fmt.Sprintf("%v %+v %#v %s", c, c, c, c.Secret)} {
		if strings.Contains(s, secret) {
			t.Errorf("the secret is printed: %s", s)
		}
	}
}

func TestFaultsOfIdentityAreToldWithTheOthers(t *testing.T) {
	_, err := Load([]string{"CONSOLE_LOG_LEVEL=loud", "CONSOLE_AUTH_MODE=header", "CONSOLE_AUTH_USER_HEADER=REMOTE_USER", "CONSOLE_AUTH_ISSUER=x", "CONSOLE_TRUSTED_PROXIES=::1"})
	if err == nil {
		t.Fatal("want faults")
	}
	for _, want := range []string{"CONSOLE_LOG_LEVEL", "CONSOLE_AUTH_USER_HEADER", "CONSOLE_AUTH_ISSUER", "CONSOLE_TRUSTED_PROXIES", "nobody would have a role"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("fault %q is not told in:\n%v", want, err)
		}
	}
}
