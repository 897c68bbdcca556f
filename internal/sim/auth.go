package sim

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // HMAC-SHA1 is the provider's signature
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// window is how far a Timestamp may be from the server's clock. Not
// documented.
const window = 15 * time.Minute

// The signature codes are not documented; the parameters they are about are.
var (
	refusalSignature = forbidden("SignatureDoesNotMatch", "The signature does not match the request.")
	refusalKey       = forbidden("InvalidAccessKeyId.NotFound", "The specified AccessKeyId does not exist.")
	refusalNonce     = forbidden("SignatureNonceUsed", "The SignatureNonce has been used before.")
	refusalStale     = badRequest("InvalidTimestamp.Expired", "The Timestamp is more than 15 minutes from the server's time.")
)

// commonParams are the parameters of the signature. All of them are required
// and none is ever an operation's own.
var commonParams = [...]string{
	"Action", "AccessKeyId", "Signature", "SignatureMethod",
	"SignatureVersion", "SignatureNonce", "Timestamp", "Version",
}

// authenticate checks the common parameters and the signature. A nonce counts
// as used only once its signature has been found good, so that nobody can
// spend another's.
func (s *Server) authenticate(method string, q url.Values, now time.Time) error {
	for _, name := range commonParams {
		if q.Get(name) == "" {
			return badRequest("MissingParameter", fmt.Sprintf("Missing required parameter %q.", name))
		}
	}
	for _, fixed := range [][2]string{{"SignatureMethod", "HMAC-SHA1"}, {"SignatureVersion", "1.0"}, {"Version", "2019-08-08"}} {
		if q.Get(fixed[0]) != fixed[1] {
			return malformed("Invalid"+fixed[0], fixed[0])
		}
	}
	at, err := time.Parse("2006-01-02T15:04:05Z", q.Get("Timestamp"))
	if err != nil {
		return malformed("InvalidTimestamp.Malformed", "Timestamp")
	}
	secret, known := s.keys[q.Get("AccessKeyId")]
	if !known {
		return refusalKey
	}
	if !hmac.Equal([]byte(signature(method, q, secret)), []byte(q.Get("Signature"))) {
		return refusalSignature
	}
	if age := now.Sub(at); age > window || age < -window {
		return refusalStale
	}
	if !s.nonces.spend(q.Get("AccessKeyId")+" "+q.Get("SignatureNonce"), now) {
		return refusalNonce
	}
	return nil
}

// signature computes what the caller should have sent. Only the query is
// signed. The documentation's prose appends an ampersand to the key; its
// sample code and every published client do not.
func signature(method string, q url.Values, secret string) string {
	toSign := method + "&%2F&" + percentEncode(canonical(q))
	mac := hmac.New(sha1.New, []byte(secret))
	mac.Write([]byte(toSign))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func canonical(q url.Values) string {
	names := make([]string, 0, len(q))
	for name := range q {
		if name != "Signature" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		for _, value := range q[name] {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(percentEncode(name) + "=" + percentEncode(value))
		}
	}
	return b.String()
}

// percentEncode is RFC 3986: everything but the unreserved characters.
func percentEncode(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '~':
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

// nonceBook remembers nonces for as long as a request carrying them could
// still be accepted.
type nonceBook struct {
	mu    sync.Mutex
	used  map[string]struct{}
	queue []spentNonce
}

type spentNonce struct {
	nonce string
	until time.Time
}

// spend tells whether the nonce was unused, and marks it.
func (b *nonceBook) spend(nonce string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for len(b.queue) > 0 && b.queue[0].until.Before(now) {
		delete(b.used, b.queue[0].nonce)
		b.queue = b.queue[1:]
	}
	if _, seen := b.used[nonce]; seen {
		return false
	}
	if b.used == nil {
		b.used = map[string]struct{}{}
	}
	b.used[nonce] = struct{}{}
	b.queue = append(b.queue, spentNonce{nonce, now.Add(2 * window)})
	return true
}
