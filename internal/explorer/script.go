package explorer

import (
	"embed"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"yunque/internal/cloud"
)

// Script is a call in another language, ready to copy. It takes the keys from
// the environment and has a word in angle brackets in place of each secret.
type Script struct {
	Name string // "curl", "go", "python" or "url"
	Text string
}

//go:embed scripts/*.tmpl
var scriptFiles embed.FS

var scriptTemplates = template.Must(template.ParseFS(scriptFiles, "scripts/*.tmpl"))

// Scripts writes a call in every language. The scripts need no library and no
// console: each signs by itself and sends to the site's own address.
func (o *Op) Scripts(site cloud.Site, request map[string]any) ([]Script, error) {
	url, err := cloud.RedactedURL(site, o.Info, request)
	if err != nil {
		return nil, fmt.Errorf("write %s as a script: %w", o.ID, err)
	}
	data, err := o.scriptData(site, request)
	if err != nil {
		return nil, fmt.Errorf("write %s as a script: %w", o.ID, err)
	}
	var all []Script
	for _, name := range []string{"curl", "go", "python"} {
		var text strings.Builder
		if err := scriptTemplates.ExecuteTemplate(&text, name+".tmpl", data); err != nil {
			return nil, fmt.Errorf("write %s as a script: %w", o.ID, err)
		}
		all = append(all, Script{Name: name, Text: text.String()})
	}
	return append(all, Script{Name: "url", Text: o.Info.Method + " " + url}), nil
}

// scriptData is what the templates write. Names and values are literals of Go
// and Python alike.
type scriptData struct {
	ID, Method, Action, Endpoint, QuotedEndpoint string
	Query                                        []struct{ Name, Value string }
	ShellQuery                                   string
	Body, ShellBody, GoBody, PythonBody          string
}

func (o *Op) scriptData(site cloud.Site, request map[string]any) (scriptData, error) {
	request, _ = blanked("", request).(map[string]any)
	endpoint := strings.TrimSuffix(site.URLs[o.Info.Host], "/") + strings.TrimSuffix(o.Info.Path, "/") + "/"
	d := scriptData{ID: o.ID, Method: o.Info.Method, Action: strconv.Quote(o.Info.Action), Endpoint: endpoint, QuotedEndpoint: strconv.Quote(endpoint)}
	own := url.Values{}
	if o.Info.Method == http.MethodGet {
		var err error
		if own, err = cloud.RedactedQuery(request); err != nil {
			return d, err
		}
	} else {
		raw, err := cloud.RedactedJSON(request)
		if err != nil {
			return d, err
		}
		d.Body = Indent(raw)
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		d.Query = append(d.Query, struct{ Name, Value string }{strconv.Quote(name), strconv.Quote(own.Get(name))})
	}
	d.ShellQuery = shellQuery(o.Info.Action, own)
	d.ShellBody = strings.ReplaceAll(d.Body, "'", `'\''`)
	d.GoBody, d.PythonBody = goText(d.Body), pythonText(d.Body)
	return d, nil
}

// shellQuery is the query sorted as it is signed. What changes with every call
// is a variable of the shell; all else is encoded, so that no character of it
// means something between double quotes.
func shellQuery(action string, own url.Values) string {
	parts := map[string]string{
		"AccessKeyId": "$ACCESS_KEY", "SignatureNonce": "$nonce", "Timestamp": "$now",
		"Action": action, "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0", "Version": "2019-08-08",
	}
	for name := range own {
		parts[encode(name)] = encode(own.Get(name))
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		out = append(out, name+"="+parts[name])
	}
	return strings.Join(out, "&")
}

// encode is percent-encoding by RFC 3986.
func encode(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// goText and pythonText are literals that show the lines of a body as lines,
// where the language has a way to.
func goText(s string) string {
	if s == "" || strings.ContainsAny(s, "`\r") {
		return strconv.Quote(s)
	}
	return "`" + s + "`"
}

func pythonText(s string) string {
	if strings.ContainsAny(s, "\\\r") || strings.Contains(s, "'''") {
		return strconv.Quote(s)
	}
	return "'''" + s + "'''"
}

// blanked is a value with a word in angle brackets in place of each secret.
func blanked(name string, v any) any {
	switch v := v.(type) {
	case cloud.Secret:
		return "<" + name + ">"
	case map[string]any:
		out := make(map[string]any, len(v))
		for field, value := range v {
			out[field] = blanked(field, value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = blanked(name, item)
		}
		return out
	}
	return v
}
