package contract_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"yunque/internal/apidoc"
	"yunque/internal/cloud"
)

const responseExample = "a value of a printed answer that the response type loses"

func TestResponsesLoseNothing(t *testing.T) {
	each(t, responseExample, func(t *testing.T, a cloud.Declared, doc *apidoc.Operation) []string {
		lost := lostIn(t, a, doc.Response)
		for i, m := range doc.More {
			if isPrinted(m.Response) && len(lostIn(t, a, m.Response)) > 0 {
				lost = append(lost, fmt.Sprintf("further example %d", i+1))
			}
		}
		slices.Sort(lost)
		return lost
	})
}

func isPrinted(body json.RawMessage) bool { return len(body) > 0 && string(body) != "null" }

func lostIn(t *testing.T, a cloud.Declared, body []byte) []string {
	t.Helper()
	env := answerWith(t, a.Info, body)
	resp := a.Response()
	if err := env.Decode(resp); err != nil {
		return []string{err.Error()}
	}
	got := paths(encode(t, resp))
	var lost []string
	for path, want := range paths(decode(t, env.Data)) {
		have, ok := got[path]
		if !isNothing(want) && (!ok || !sameValue(have, want)) {
			lost = append(lost, path)
		}
	}
	return lost
}

// sameValue allows what the tolerant types document: another spelling of the
// same number, flag or time, and a word in place of a secret.
func sameValue(got, want leaf) bool {
	switch {
	case got == want, got.text == secretWord:
		return true
	case got.kind == container && want.kind == container:
		return sameLines(got.text, want.text)
	case got.kind == container || want.kind == container:
		return false
	case got.kind != want.kind:
		return true
	}
	return sameTime(got.text, want.text) || sameNumber(got, want)
}

// sameNumber takes 11930 and 11930.0 for the same.
func sameNumber(got, want leaf) bool {
	a, isA := cloud.Decimal(got.text).Float64()
	b, isB := cloud.Decimal(want.text).Float64()
	return got.kind == "json.Number" && isA && isB && a == b
}

func sameLines(got, want string) bool {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	return slices.EqualFunc(g, w, func(g, w string) bool { return g == w || sameTime(g, w) })
}

func sameTime(got, want string) bool {
	a, errA := cloud.ParseTime(got)
	b, errB := cloud.ParseTime(want)
	return errA == nil && errB == nil && a.Equal(b.Time)
}
