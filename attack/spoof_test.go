package attack

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"yunque/internal/sim"
)

// spellings are the ways to write a header's name that something on the way
// may read as Remote-User.
var spellings = []string{
	"Remote-User", "remote-user", "REMOTE-USER", "rEmOtE-uSeR", "Remote_User", "remote_user", "REMOTE_USER", "Remote.User", "Remote~User", "Remote+User",
	"Remote!User", "Remote'User", "Remote|User", "Remote--User", "Remote-User-", "-Remote-User", "RemoteUser", "remoteuser", "Remote-_User", "Remote*User",
	"Remote%User", "Remote#User", "Remote&User", "Remote^User", "Remote`User", "Remote$User",
}

// malformed are lines that are no header at all.
var malformed = []string{
	"Remote-User : wang\r\n", "Remote-User\t: wang\r\n", " Remote-User: wang\r\n", "X: y\r\n Remote-User: wang\r\n", "Remote User: wang\r\n", "Remote-User\x00: wang\r\n",
	"X: y\nRemote-User: wang\r\n", "X: y\rRemote-User: wang\r\n", "Remote-User:\r\n wang\r\n",
}

func ask(path, headers string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + headers + "\r\n"
}

func TestNobodyNamesThemselvesInAnySpelling(t *testing.T) {
	// wang is an administrator by name: believed, even alone, the name would open the console.
	c := serve(t, newUpstream(t, sim.Options{}).url, append(slices.Clone(behindProxy), "CONSOLE_AUTH_ADMINS=admins,user:wang")...)
	const own = "Remote-User: chen\r\nRemote-Groups: staff\r\n"
	if got := c.raw(proxyAddress, ask("/sign-in", own)); got != http.StatusOK {
		t.Fatalf("named by the proxy: got %d, want the page", got)
	}
	if got := c.raw(proxyAddress, ask("/sign-in", "Remote-User: wang\r\n")); got != http.StatusOK {
		t.Fatalf("an administrator by name: got %d, want the page", got)
	}
	for _, name := range spellings {
		line := name + ": wang\r\n"
		if got := c.raw(strangerAddress, ask("/sign-in", line)); got < 400 || got > 403 {
			t.Errorf("%s from a stranger: got %d, want it refused", name, got)
		}
		if got := c.raw(strangerAddress, ask("/sign-in", line+"X-Forwarded-For: "+proxyAddress+"\r\nForwarded: for="+proxyAddress+"\r\nX-Real-IP: "+proxyAddress+"\r\n")); got < 400 || got > 403 {
			t.Errorf("%s from a stranger who says to be the proxy: got %d, want it refused", name, got)
		}
		if got := c.raw(proxyAddress, ask("/sign-in", own+line)); got < 400 || got > 403 {
			t.Errorf("%s through the proxy beside its own: got %d, want it refused", name, got)
		}
	}
	for _, line := range malformed {
		if got := c.raw(strangerAddress, ask("/sign-in", line)); got == http.StatusOK {
			t.Errorf("%q from a stranger: got the page", line)
		}
	}
	if got := c.raw(strangerAddress, ask("/sign-in", "")); got != http.StatusUnauthorized {
		t.Errorf("a stranger: got %d, want %d", got, http.StatusUnauthorized)
	}
	if !strings.Contains(c.log.String(), "identity not accepted") {
		t.Error("the log does not tell of the attempts")
	}
	if strings.Contains(c.log.String(), `"panic"`) {
		t.Error("something panicked")
	}
}
