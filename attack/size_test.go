package attack

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"yunque/internal/sim"
)

func TestNothingOversizedIsRead(t *testing.T) {
	c := serve(t, newUpstream(t, sim.Options{}).url, behindProxy...)
	const anna = "Remote-User: anna\r\nRemote-Groups: admins\r\n"
	post := func(headers, body string) string {
		return "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + anna + "Content-Type: application/x-www-form-urlencoded\r\n" + headers + "\r\n" + body
	}
	chunk := fmt.Sprintf("%x\r\n%s\r\n", 64<<10, strings.Repeat("a", 64<<10))
	for name, one := range map[string]struct {
		text string
		want []int // 0: the connection is closed without a word
	}{
		"a header of 100 KB":              {ask("/sign-in", anna+"X: "+strings.Repeat("x", 100<<10)+"\r\n"), []int{431, 0}},
		"5000 headers":                    {ask("/sign-in", anna+strings.Repeat("X-Many: abcdefgh\r\n", 5000)), []int{431, 0}},
		"an address of 200 KB":            {ask("/sign-in?q="+strings.Repeat("x", 200<<10), anna), []int{431, 0}},
		"an address of 40 KB":             {ask("/sign-in?q="+strings.Repeat("x", 40<<10), anna), []int{414}},
		"9000 values in an address":       {ask("/sign-in?"+strings.Repeat("a&", 9000), anna), []int{414}},
		"a body of 2 GB announced":        {post("Content-Length: 2147483648\r\n", "a=b"), []int{413}},
		"a body of 2 MB in chunks":        {post("Transfer-Encoding: chunked\r\n", strings.Repeat(chunk, 32)+"0\r\n\r\n"), []int{413, 0}},
		"a form of 5000 values":           {post(fmt.Sprintf("Content-Length: %d\r\n", 4*5000), strings.Repeat("a=b&", 5000)), []int{413}},
		"a body on a page":                {"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + anna + "Content-Length: 3\r\n\r\na=b", []int{400}},
		"two lengths":                     {post("Content-Length: 3\r\nContent-Length: 30\r\n", "a=b"), []int{400, 0}},
		"a length and chunks":             {post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nGET /audit HTTP/1.1\r\n\r\n"), []int{400, 422, 0}},
		"chunks by another name":          {post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), []int{400, 501, 0}},
		"no host":                         {"GET /sign-in HTTP/1.1\r\n" + anna + "\r\n", []int{400}},
		"two hosts":                       {"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n" + anna + "\r\n", []int{400}},
		"another's host":                  {"GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n" + anna + "\r\n", []int{421}},
		"a method of one's own":           {"HACK /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + anna + "\r\n", []int{404, 405}},
		"TRACE":                           {"TRACE /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + anna + "\r\n", []int{404, 405}},
		"CONNECT":                         {"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\nConnection: close\r\n" + anna + "\r\n", []int{400, 404, 405}},
		"a path in two spellings":         {ask("/settings/../audit", anna), []int{400}},
		"a slash that is written in code": {ask("/settings%2f..%2faudit", anna), []int{400}},
	} {
		got := c.raw(proxyAddress, one.text)
		ok := false
		for _, want := range one.want {
			ok = ok || got == want
		}
		if !ok {
			t.Errorf("%s: got %d, want one of %v", name, got, one.want)
		}
	}
	c.named("anna", "admins").get("/sign-in").want(http.StatusOK)
	if n := c.memory(); n > 400 {
		t.Errorf("the console holds %d MB", n)
	}
}
