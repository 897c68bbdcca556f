package cloud

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"log/slog"
	"strings"
	"testing"
)

// keeper has a Secret where fmt cannot call its methods.
type keeper struct {
	hidden Secret
	Open   Secret
	list   []Secret
	deep   map[string]any
}

func TestSecretIsShownNowhere(t *testing.T) {
	const canary = "canary-6f1e"
	s := NewSecret(canary)
	k := &keeper{s, s, []Secret{s}, map[string]any{"x": &s, "y": keeper{hidden: s}}}
	c := newTestClient(t, Config{}).For(Credentials{AccessKey: "key", Secret: s}, Site{})
	var page, log bytes.Buffer
	if err := template.Must(template.New("").Parse(`{{.Open}}{{.}}`)).Execute(&page, k); err != nil {
		t.Fatal(err)
	}
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "s", s, "k", k, "c", c)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "s", s, "k", *k, "m", map[string]Secret{"a": s})
	body, err := json.Marshal(map[string]any{"s": s, "p": &s, "k": k, "m": map[Secret]int{s: 1}})
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]string{"a page": page.String(), "a log": log.String(), "JSON": string(body)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown[verb] = fmt.Sprintf(strings.Repeat(verb+" ", 5), s, &s, k, *k, c)
	}
	for where, text := range shown {
		if strings.Contains(text, canary) || strings.Contains(text, fmt.Sprintf("%x", canary)) {
			t.Errorf("%s shows the secret: %s", where, text)
		}
	}
}

func TestSecretKeepsItsText(t *testing.T) {
	for _, want := range []string{"", "a", "密码 \n"} {
		if got := NewSecret(want).Reveal(); got != want || NewSecret(want).IsZero() != (want == "") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if a, same := NewSecret("a"), NewSecret("a"); a != same || a == NewSecret("b") {
		t.Error("two secrets are not equal exactly when their texts are")
	}
	var read Secret
	if err := json.Unmarshal([]byte(`"CDS-666"`), &read); err != nil || read.Reveal() != "CDS-666" {
		t.Errorf("got %q, %v, want CDS-666", read.Reveal(), err)
	}
}

func TestMaskedKeyShowsItsEndsOnly(t *testing.T) {
	for key, want := range map[string]string{"AKDE0123450001": "AKDE…0001", "short": "••••", "": "••••"} {
		if got := (Credentials{AccessKey: key}).MaskedKey(); got != want {
			t.Errorf("%q: got %s, want %s", key, got, want)
		}
	}
}
