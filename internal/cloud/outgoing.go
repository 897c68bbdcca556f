package cloud

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// outgoing is a call made ready: checked and encoded, but not yet signed,
// because every attempt needs a nonce of its own.
type outgoing struct {
	op       Info
	site     string
	base     *url.URL
	query    []param // the operation's own, of a GET
	body     []byte  // of a POST; holds secrets
	identity string  // tells equal reads apart from different ones; holds secrets
	redacted []byte

	redactedURL string
	request     string // the uuid that a gcw request names itself by
}

func (c *caller) prepare(op Info, req any) (*outgoing, error) {
	base, err := c.site.base(op.Host)
	if err != nil {
		return nil, err
	}
	fields, err := encoder{reveal: true}.request(req)
	if err != nil {
		return nil, err
	}
	redacted, err := RedactedJSON(req)
	if err != nil {
		return nil, err
	}
	redactedURL, err := RedactedURL(c.site, op, req)
	if err != nil {
		return nil, err
	}
	body, err := fields.MarshalJSON()
	if err != nil {
		return nil, err
	}
	out := &outgoing{op: op, site: c.site.Key, base: base, redacted: redacted, redactedURL: redactedURL, request: fields.requestID()}
	out.identity = strings.Join([]string{base.String(), op.Path, op.Method, op.Action, string(body)}, "\n")
	if op.Method == http.MethodGet {
		out.query = fields.query()
	} else {
		out.body = body
	}
	return out, nil
}

// requestID is the uuid that gcw requests carry and gcw.QueryTask asks for.
func (o object) requestID() string {
	for _, p := range o.query() {
		if p.name == "requestId" {
			return p.value
		}
	}
	return ""
}

// sign makes the HTTP request of one attempt. Its URL must not reach a log or
// an error text.
func (c *caller) sign(ctx context.Context, out *outgoing) (*http.Request, error) {
	params := commonParams(out.op.Action, c.cred.AccessKey, uuid.NewString(), c.client.config.Now())
	query := canonical(slices.Concat(params, out.query))
	signature := sign(out.op.Method, query, c.cred.Secret)
	target := url.URL{
		Scheme: out.base.Scheme, Host: out.base.Host,
		Path:     strings.TrimSuffix(out.op.Path, "/") + "/", // quirk 4
		RawQuery: query + "&Signature=" + percentEncode(signature),
	}
	req, err := http.NewRequestWithContext(ctx, out.op.Method, target.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	if out.op.Method != http.MethodGet {
		req.Header.Set("Content-Type", "application/json")
		req.ContentLength = int64(len(out.body))
	}
	// A body that cannot be read twice, though empty, keeps http.Transport from
	// repeating the request by itself when a kept-alive connection turns out to
	// be closed: sixteen GETs change state, and a read sent again as it is would
	// be refused for its nonce.
	req.Body = io.NopCloser(bytes.NewReader(out.body))
	return req, nil
}
