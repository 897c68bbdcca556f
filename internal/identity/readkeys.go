package identity

import (
	"context"
	"fmt"
	"slices"
)

// ReadKeys reads the keys that assertions are checked with, once and now, and
// counts those that may sign with an accepted algorithm. In other modes there
// is nothing to read.
func ReadKeys(ctx context.Context, s Settings, o Options) (usable int, err error) {
	if s.Mode != ModeAssertion {
		return 0, nil
	}
	want := s.scheme()
	set, err := newKeys(want.keysURL, o).fetch(ctx)
	if err != nil {
		return 0, fmt.Errorf("read keys of %s: %w", want.keysURL, err)
	}
	for _, key := range set.Keys {
		if key.IsPublic() && (key.Use == "" || key.Use == "sig") && (key.Algorithm == "" || slices.Contains(want.algorithms, key.Algorithm)) {
			usable++
		}
	}
	if usable == 0 {
		return 0, fmt.Errorf("none of the %d keys of %s is for a signature with one of %v", len(set.Keys), want.keysURL, want.algorithms)
	}
	return usable, nil
}
