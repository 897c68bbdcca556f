// Package walk goes through the console like a person who has all day: it
// opens every list, every page and every tab, fills in every form from what
// the form itself says, sends it and waits for the end. It knows no operation
// by name; what it finds on the pages is what it does. Its tests hold what the
// simulated cloud was asked against the documentation's list of operations, so
// that one without a page or control fails them. docs/coverage.md takes its
// column from reached.txt, which is written by
//
//	go test ./internal/app/walk -run TestEveryOperation -update
//
// The package has no code of its own beside its tests.
package walk
