package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"yunque/internal/resource"
	"yunque/internal/store"
)

// CodeProtected marks what was refused because someone protects the resource.
const CodeProtected = "Protected"

// Protected is the error of Submit for what would lose something protected;
// nothing was sent.
type Protected struct{ store.Protection }

func (p *Protected) Error() string { return p.Kind + " " + p.ID + " is protected" }

// leastToken is the length from which an id is looked for anywhere in a
// request: shorter ones, plain numbers, would be found by accident.
const leastToken = 6

// protected refuses a request whose danger is that something is lost, when it
// names something protected: as a target or, as calls made by hand do, anywhere
// in what it sends. Pages say so before; this is the door.
func (l *Ledger) protected(ctx context.Context, who Who, r Request) error {
	if r.Danger < resource.TypeName && r.Effect != resource.Destroy {
		return nil
	}
	all, err := l.DB.Protections(ctx, who.Account, "")
	if err != nil || len(all) == 0 {
		return err
	}
	for _, s := range r.Steps {
		request, err := json.Marshal(s.Request)
		if err != nil {
			return fmt.Errorf("read request of %s: %w", s.Op.ID(), err)
		}
		words := strings.FieldsFunc(string(request), func(c rune) bool { return strings.ContainsRune(`"',;:[]{}\ `, c) })
		for _, p := range all {
			target := slices.ContainsFunc(s.Targets, func(t resource.Target) bool { return t.Kind == p.Kind && t.ID == p.ID })
			if target || len(p.ID) >= leastToken && slices.Contains(words, p.ID) {
				return &Protected{p}
			}
		}
	}
	return nil
}
