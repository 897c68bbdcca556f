package cloud

import (
	"net/http"
	"net/url"
	"slices"
)

// RedactedJSON is a request as it would be sent, with a fixed word in place of
// every Secret. Secrets in a map must be Secret values to be covered.
func RedactedJSON(req any) ([]byte, error) {
	o, err := encoder{}.request(req)
	if err != nil {
		return nil, err
	}
	return o.MarshalJSON()
}

// RedactedQuery is what a GET with this request adds to the query, with a fixed
// word in place of every Secret.
func RedactedQuery(req any) (url.Values, error) {
	o, err := encoder{}.request(req)
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	for _, p := range o.query() {
		values.Add(p.name, p.value)
	}
	return values, nil
}

// RedactedURL is the signed URL of a call as a person may read it: names and
// values as they are signed, unencoded, with words in brackets in place of the
// access key, the signature, what changes with every call, and every Secret.
func RedactedURL(site Site, op Info, req any) (string, error) {
	base, err := site.base(op.Host)
	if err != nil {
		return "", err
	}
	params := []param{
		{"Action", op.Action},
		{"AccessKeyId", "[access key]"},
		{"Signature", "[signature]"},
		{"SignatureMethod", "HMAC-SHA1"},
		{"SignatureNonce", "[nonce]"},
		{"SignatureVersion", "1.0"},
		{"Timestamp", "[now, UTC]"},
		{"Version", apiVersion},
	}
	if op.Method == http.MethodGet {
		o, err := encoder{}.request(req)
		if err != nil {
			return "", err
		}
		params = slices.Concat(params, o.query())
	}
	text := base.Scheme + "://" + base.Host + op.Path + "/?"
	for i, p := range params {
		if i > 0 {
			text += "&"
		}
		text += p.name + "=" + p.value
	}
	return text, nil
}
