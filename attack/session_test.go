package attack

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"yunque/internal/sim"
)

func TestASessionIsWorthNothingToAnyoneElse(t *testing.T) {
	c := serve(t, newUpstream(t, sim.Options{}).url, behindProxy...)
	own := map[string]string{}
	fresh := func() *person {
		anna := c.named("anna", "admins").signIn(annaKey)
		if own[anna.session()] != "" {
			t.Fatal("two sessions have one cookie")
		}
		own[anna.session()] = "anna"
		return anna
	}
	t.Run("a planted cookie is replaced at sign-in", func(t *testing.T) {
		bert := c.named("bert", "admins").signIn(bertKey)
		planted := bert.session()
		anna := c.named("anna", "admins").hold(planted)
		anna.signIn(annaKey)
		if anna.session() == planted {
			t.Error("the cookie from before signing in is still the session")
		}
		bert.get("/settings").want(http.StatusSeeOther) // the planted one was anna's to end
		anna.get("/settings").want(http.StatusOK)
	})
	t.Run("a cookie from before a second key was entered is worth nothing", func(t *testing.T) {
		anna := fresh()
		before := anna.session()
		anna.signIn(bertKey)
		c.named("anna", "admins").hold(before).get("/settings").want(http.StatusSeeOther)
		anna.get("/settings").want(http.StatusOK)
	})
	t.Run("a cookie is worth nothing after signing out", func(t *testing.T) {
		anna := fresh()
		kept := anna.session()
		out := anna.post("/sign-out", url.Values{}).want(http.StatusSeeOther)
		if out.header.Get("Clear-Site-Data") == "" {
			t.Error("the browser is not told to forget what it kept")
		}
		for _, path := range []string{"/", "/instances", "/settings", "/audit.csv"} {
			c.named("anna", "admins").hold(kept).get(path).want(http.StatusSeeOther)
		}
		c.named("anna", "admins").hold(kept).get("/events").want(http.StatusUnauthorized)
		c.named("anna", "admins").hold(kept).post("/explorer/ccs.instance.DescribeInstances", url.Values{}).want(http.StatusUnauthorized)
	})
	t.Run("a stolen cookie ends the session and lets nobody in", func(t *testing.T) {
		anna := fresh()
		c.named("mallory", "admins").hold(anna.session()).get("/settings").want(http.StatusSeeOther)
		anna.get("/settings").want(http.StatusSeeOther)
	})
	t.Run("a cookie that was changed is none", func(t *testing.T) {
		anna := fresh()
		kept := anna.session()
		for name, cookie := range map[string]string{
			"the first half": kept[:len(kept)/2], "one letter": strings.Replace(kept, kept[20:21], "A", 1) + "A", "empty": "", "the access key": annaKey, "JSON": "{id:x,key:y}",
			"very long": strings.Repeat("A", 8000),
		} {
			if got := c.named("anna", "admins").hold(cookie).get("/settings"); got.status != http.StatusSeeOther {
				t.Errorf("%s: got %d, want to be sent to sign in", name, got.status)
			}
		}
		anna.get("/settings").want(http.StatusOK)
	})
}

func TestTheCookieHasAllItsProtections(t *testing.T) {
	up := newUpstream(t, sim.Options{})
	c := serve(t, up.url, "CONSOLE_PUBLIC_URL=https://console.example.com")
	p := c.from(strangerAddress)
	r := p.post("/sign-in", url.Values{"access_key": {annaKey}, "secret_key": {password}, "site": {"cn"}}, "Origin", "https://console.example.com")
	if r.status != http.StatusMisdirectedRequest {
		t.Fatalf("by another name: got %d, want %d", r.status, http.StatusMisdirectedRequest)
	}
	form := url.Values{"access_key": {annaKey}, "secret_key": {password}, "site": {"cn"}}.Encode()
	status, header := c.rawAnswer(strangerAddress, fmt.Sprintf("POST /sign-in HTTP/1.1\r\nHost: console.example.com\r\nConnection: close\r\nOrigin: https://console.example.com\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(form), form))
	if status != http.StatusSeeOther {
		t.Fatalf("sign in: got %d", status)
	}
	cookie := header.Get("Set-Cookie")
	for _, part := range []string{"__Host-console=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("cookie: got %q, want %s in it", cookie, part)
		}
	}
	if strings.Contains(cookie, "Domain=") || len(cookie) > 4096 || strings.Contains(cookie, annaKey) {
		t.Errorf("cookie: got %q, want no domain, at most 4096 bytes, and no key in it", cookie)
	}
	if header.Get("Strict-Transport-Security") != "max-age=63072000; includeSubDomains" {
		t.Errorf("Strict-Transport-Security: got %q", header.Get("Strict-Transport-Security"))
	}
}
