package contract_test

import (
	_ "embed"
	"encoding/json"
	"testing"
)

//go:embed exceptions.json
var exceptionsJSON []byte

// exception excuses one deviation of one operation from the documentation.
type exception struct {
	Operation string
	Check     string
	Path      string
	Reason    string
	Lines     []int // of the documentation

	used bool
}

type exceptions []*exception

func loadExceptions(t *testing.T, check string) exceptions {
	t.Helper()
	var all, own exceptions
	if err := json.Unmarshal(exceptionsJSON, &all); err != nil {
		t.Fatalf("exceptions.json: %v", err)
	}
	for _, e := range all {
		if e.Reason == "" || len(e.Lines) != 2 {
			t.Errorf("the exception %s of %s has no reason or no lines", e.Path, e.Operation)
		}
		if e.Check == check {
			own = append(own, e)
		}
	}
	return own
}

func (x exceptions) excuse(operation, path string) bool {
	for _, e := range x {
		if e.Operation == operation && e.Path == path {
			e.used = true
			return true
		}
	}
	return false
}

func (x exceptions) unused() exceptions {
	var out exceptions
	for _, e := range x {
		if !e.used {
			out = append(out, e)
		}
	}
	return out
}

func TestEveryExceptionBelongsToACheck(t *testing.T) {
	checks := map[string]bool{undocumentedName: true, missingName: true, requestExample: true, responseExample: true}
	var all exceptions
	if err := json.Unmarshal(exceptionsJSON, &all); err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if !checks[e.Check] {
			t.Errorf("the exception of %s names the check %q, which does not exist", e.Operation, e.Check)
		}
	}
}
