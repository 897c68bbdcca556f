package attack

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"yunque/internal/sim"
)

// hostile are names that become something else where a page forgets what they
// are. Each has the mark, as an element, an attribute or text.
var hostile = []string{
	`<yq-xss></yq-xss><script>alert("yq-xss")</script><img src=x onerror="alert('yq-xss')">`,
	`" yq-xss="1" onmouseover="alert('yq-xss')" autofocus onfocus="alert('yq-xss')" x="`,
	`' yq-xss='1' onclick='alert(1)' x='`,
	`</title></textarea></style></script></template><yq-xss>`,
	`javascript:alert('yq-xss')`,
	"\u202egnp.yq-xss\u2066\u200f",
	`{{constructor.constructor("alert('yq-xss')")()}}${alert('yq-xss')}<%= yq-xss %>#{7*7}`,
	`--><yq-xss><!--`, `]]><yq-xss/>`, `&lt;yq-xss&gt;&#60;yq-xss&#62;`, "yq-xss\ndata: <yq-xss>\n\nevent: bye\n",
	`=cmd|' /C calc'!A0yq-xss`, `+1+yq-xss`, `-1-yq-xss`, "@SUM(1)yq-xss", "\t=1+yq-xss", "\r=1+yq-xss", `","=yq-xss","`, "＝1+yq-xss", " =1+yq-xss",
}

// plainly are values that mean something to the console: it would read nothing
// of a list without them, and so show nothing.
var (
	plainly = regexp.MustCompile(`^(|[-+]?[0-9.,:% TZ+-]+|[0-9a-f-]{32,36}|[0-9.]+/[0-9]+|[0-9a-f:]{17}|Success|true|false|True|False|[0-9.]+[A-Za-z]{1,3})$`)
	meaning = regexp.MustCompile(`(?i)(id|ids|code|status|state|type|method|scheme|unit|key|time|date|ip|address|protocol|direction|action|network|mode|feature|charge|size|url|power|class)$`)
)

// spoil puts hostile text in place of words of an answer, in turn: of every
// name and description, and with all of every other word as well.
type spoiler struct {
	all  bool
	next int
	done map[string]bool // by name of the field
}

func (s *spoiler) value(name string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, one := range v {
			v[k] = s.value(k, one)
		}
	case []any:
		for i, one := range v {
			v[i] = s.value(name, one)
		}
	case string:
		if plainly.MatchString(v) || !s.all && meaning.MatchString(name) || strings.HasSuffix(name, "Id") || name == "Code" {
			return v
		}
		s.done[name] = true
		s.next++
		return hostile[s.next%len(hostile)]
	}
	return v
}

// spoiled is a cloud in which somebody gave everything a hostile name.
func spoiled(t *testing.T, all bool) (url string, fields map[string]bool) {
	t.Helper()
	cloud := sim.New(sim.Options{Keys: map[string]string{annaKey: password}})
	s := &spoiler{all: all, done: map[string]bool{}}
	var turn = make(chan struct{}, 1)
	up := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kept := httptest.NewRecorder()
		cloud.ServeHTTP(kept, r)
		turn <- struct{}{}
		defer func() { <-turn }()
		body := kept.Body.Bytes()
		var v any
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		if d.Decode(&v) == nil {
			var out bytes.Buffer
			if json.NewEncoder(&out).Encode(s.value("", v)) == nil {
				body = out.Bytes()
			}
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(kept.Code)
		_, _ = io.Copy(w, bytes.NewReader(body))
	}))
	t.Cleanup(up.Close)
	return up.URL, s.done
}
