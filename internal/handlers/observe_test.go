package handlers_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"yunque/internal/app/apptest"
)

func TestAVisitorWhoLeavesIsNoFault(t *testing.T) {
	for _, path := range []string{"/instances", "/instances/nonesuch", "/instances/new"} {
		t.Run(path, func(t *testing.T) {
			var log bytes.Buffer
			b := apptest.Start(t, apptest.WithLog(&lockedWriter{w: &log})).SignedIn()
			log.Reset()
			r := b.Request("GET", path, nil)
			gone, leave := context.WithCancel(r.Context())
			leave()
			b.Do(r.WithContext(gone))
			if got := log.String(); strings.Contains(got, `"level":"ERROR"`) || !strings.Contains(got, `"status":499`) {
				t.Errorf("the log says\n%s", got)
			}
		})
	}
}
