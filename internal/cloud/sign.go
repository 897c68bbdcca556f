package cloud

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // HMAC-SHA1 is the provider's signature
	"encoding/base64"
	"slices"
	"strings"
	"time"
)

// apiVersion is the only version the provider serves.
const apiVersion = "2019-08-08"

// param is one name and value of the signed query.
type param struct{ name, value string }

// commonParams are the query parameters every call carries.
func commonParams(action, accessKey, nonce string, now time.Time) []param {
	return []param{
		{"Action", action},
		{"AccessKeyId", accessKey},
		{"SignatureMethod", "HMAC-SHA1"},
		{"SignatureNonce", nonce},
		{"SignatureVersion", "1.0"},
		{"Timestamp", now.UTC().Format("2006-01-02T15:04:05Z")},
		{"Version", apiVersion},
	}
}

// canonical joins the parameters in byte order, percent-encoded. It is both
// what is signed and what is sent.
func canonical(params []param) string {
	sorted := slices.SortedFunc(slices.Values(params), func(a, b param) int { return cmp.Compare(a.name, b.name) })
	var s strings.Builder
	for i, p := range sorted {
		if i > 0 {
			s.WriteByte('&')
		}
		s.WriteString(percentEncode(p.name))
		s.WriteByte('=')
		s.WriteString(percentEncode(p.value))
	}
	return s.String()
}

// sign gives the signature of a query. The key is the secret alone, whatever
// the documentation's text says (quirk 1), and a constant stands for the path
// (quirk 2).
func sign(method, query string, secret Secret) string {
	mac := hmac.New(sha1.New, []byte(secret.Reveal()))
	mac.Write([]byte(method + "&%2F&" + percentEncode(query)))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// percentEncode encodes by RFC 3986: letters, digits and -_.~ stay, a space is
// %20. No function of net/url does exactly this.
func percentEncode(s string) string {
	const hex = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			out.WriteByte(c)
			continue
		}
		out.WriteByte('%')
		out.WriteByte(hex[c>>4])
		out.WriteByte(hex[c&15])
	}
	return out.String()
}
