package sim

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"sync"
	"time"
)

// maxDelay bounds how long a fault may hold a connection.
const maxDelay = 2 * time.Minute

// Fault is one rule of misbehaviour. It applies to the operations whose id
// matches Operation, after letting Skip of them pass, for Times of them (0
// means until cleared). Exactly one of the effects must be set; Delay may
// stand alone or with another.
type Fault struct {
	Operation string   `json:"operation"`          // pattern as of path.Match: "ccs.instance.*", "*"
	Skip      int      `json:"skip,omitempty"`     // matching calls let through first
	Times     int      `json:"times,omitempty"`    // matching calls hit then
	Refuse    *Refusal `json:"refuse,omitempty"`   // answer this error
	Status    int      `json:"status,omitempty"`   // answer this HTTP status with Body as HTML
	Body      string   `json:"body,omitempty"`     // the page that goes with Status
	DelayMS   int      `json:"delayMs,omitempty"`  // wait in real time first
	Drop      string   `json:"drop,omitempty"`     // close the connection "before" or "after" the work is done
	Truncate  bool     `json:"truncate,omitempty"` // do the work, send half of the answer
	Throttle  bool     `json:"throttle,omitempty"` // answer 429
	FailTask  bool     `json:"failTask,omitempty"` // accept the work, and let it fail at its end
	Resource  string   `json:"resource,omitempty"` // with FailTask: only the work on this one, of a call for many
}

func (f Fault) check() error {
	if _, err := path.Match(f.Operation, ""); err != nil || f.Operation == "" {
		return fmt.Errorf("fault: operation %q is not a pattern", f.Operation)
	}
	if f.Drop != "" && f.Drop != "before" && f.Drop != "after" {
		return fmt.Errorf("fault: drop is %q, not before or after", f.Drop)
	}
	if !answerable(f.Status) && f.Status != 0 || f.Refuse != nil && !answerable(f.Refuse.HTTP) {
		return errors.New("fault: the HTTP status is outside 200..599")
	}
	if f.Skip < 0 || f.Times < 0 || f.DelayMS < 0 || time.Duration(f.DelayMS)*time.Millisecond > maxDelay {
		return errors.New("fault: skip, times or delay is out of range")
	}
	if f.Resource != "" && !f.FailTask {
		return errors.New("fault: resource goes with failTask")
	}
	if n := f.effects(); n > 1 || n == 0 && f.DelayMS == 0 {
		return errors.New("fault: set exactly one effect")
	}
	return nil
}

// effects counts what is to go wrong, beside waiting.
func (f Fault) effects() (n int) {
	for _, on := range []bool{f.Refuse != nil, f.Status != 0, f.Drop != "", f.Truncate, f.Throttle, f.FailTask} {
		if on {
			n++
		}
	}
	return n
}

// answerable tells whether a number is a status of a last answer.
func answerable(status int) bool { return status >= 200 && status <= 599 }

// Inject adds faults. Nothing is added if one of them is no valid rule.
func (s *Server) Inject(faults ...Fault) error {
	for _, f := range faults {
		if err := f.check(); err != nil {
			return err
		}
	}
	s.faults.add(faults)
	return nil
}

// ClearFaults ends all misbehaviour.
func (s *Server) ClearFaults() { s.faults.clear() }

// faultBook is the list of rules in force, in the order they were added.
type faultBook struct {
	mu    sync.Mutex
	rules []*Fault
}

func (b *faultBook) add(faults []Fault) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range faults {
		b.rules = append(b.rules, &f)
	}
}

func (b *faultBook) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rules = nil
}

// list returns the rules in force with what remains of their counts.
func (b *faultBook) list() []Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := []Fault{}
	for _, f := range b.rules {
		out = append(out, *f)
	}
	return out
}

// take returns the first rule that hits this call, and counts it. The zero
// Fault misbehaves in no way.
func (b *faultBook) take(operation string) Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, f := range b.rules {
		if hit, _ := path.Match(f.Operation, operation); !hit {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Times == 1 {
			b.rules = append(b.rules[:i:i], b.rules[i+1:]...)
		} else if f.Times > 1 {
			f.Times--
		}
		return *f
	}
	return Fault{}
}

// wait holds the call for the fault's delay, or until the caller gives up.
func (f Fault) wait(ctx context.Context) error {
	if f.DelayMS == 0 {
		return nil
	}
	t := time.NewTimer(time.Duration(f.DelayMS) * time.Millisecond)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// instead is the answer of a fault that keeps the work from being done.
func (s *Server) instead(f Fault, rt *route) (answer, bool) {
	switch {
	case f.Refuse != nil:
		return s.refuse(rt, *f.Refuse), true
	case f.Throttle:
		return s.refuse(rt, refusalThrottle), true
	case f.Status != 0:
		return answer{status: f.Status, html: true, body: []byte(f.Body), code: http.StatusText(f.Status)}, true
	case f.Drop == "before":
		return answer{drop: true, code: "dropped"}, true
	}
	return answer{}, false
}

// spoil damages the answer of work that was done.
func (f Fault) spoil(a answer) answer {
	a.drop = a.drop || f.Drop == "after"
	a.truncate = f.Truncate
	return a
}
