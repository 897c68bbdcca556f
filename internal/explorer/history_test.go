package explorer

import (
	"encoding/json"
	"strconv"
	"testing"
	"time"
)

var (
	start = time.Date(2026, 8, 22, 6, 0, 0, 0, time.UTC)
	mine  = Owner{Session: "s1", Account: "a1"}
)

func TestHistoryShowsOnesOwnCallsNewestFirst(t *testing.T) {
	var h History
	h.Add(mine, Call{ID: "1", Operation: "x", At: start})
	h.Add(Owner{Session: "s1", Account: "a2"}, Call{ID: "2", Operation: "x", At: start})
	h.Add(Owner{Session: "s2", Account: "a1"}, Call{ID: "3", Operation: "x", At: start})
	h.Add(mine, Call{ID: "4", Operation: "y", At: start})
	h.Add(mine, Call{ID: "5", Operation: "x", At: start})
	for operation, want := range map[string]string{"": "5 4 1", "x": "5 1", "z": ""} {
		if got := ids(h.List(mine, operation)); got != want {
			t.Errorf("%q: got %q, want %q", operation, got, want)
		}
	}
	if _, ok := h.Find(mine, "3"); ok {
		t.Error("another session's call was found")
	}
	if c, ok := h.Find(mine, "4"); !ok || c.Operation != "y" {
		t.Errorf("got %+v, %v", c, ok)
	}
}

func ids(calls []Call) string {
	s := ""
	for i, c := range calls {
		if i > 0 {
			s += " "
		}
		s += c.ID
	}
	return s
}

func TestHistoryKeepsWithinItsBounds(t *testing.T) {
	half := json.RawMessage(make([]byte, maxAnswer/2))
	for name, c := range map[string]struct {
		adds   int
		answer json.RawMessage
		apart  time.Duration
		want   int
	}{
		"a number of calls": {keptCalls + 5, nil, 0, keptCalls},
		"a number of bytes": {100, half, 0, keptBytes / len(half)},
		"a time":            {20, nil, time.Hour, 13},
	} {
		t.Run(name, func(t *testing.T) {
			var h History
			for i := range c.adds {
				h.Add(mine, Call{ID: strconv.Itoa(i), At: start.Add(time.Duration(i) * c.apart), Answer: c.answer})
			}
			calls := h.List(mine, "")
			if len(calls) != c.want || calls[0].ID != strconv.Itoa(c.adds-1) {
				t.Errorf("got %d calls, the newest %s; want %d, the newest %d", len(calls), calls[0].ID, c.want, c.adds-1)
			}
			if want := c.want * len(c.answer); h.bytes != want {
				t.Errorf("counts %d bytes, holds %d", h.bytes, want)
			}
		})
	}
}

func TestAnAnswerTooLargeIsNotKept(t *testing.T) {
	var h History
	h.Add(mine, Call{ID: "1", At: start, Answer: make(json.RawMessage, maxAnswer+1)})
	c, _ := h.Find(mine, "1")
	if c.Answer != nil || c.Size != maxAnswer+1 {
		t.Errorf("kept %d bytes, says %d", len(c.Answer), c.Size)
	}
}

func TestASessionsCallsEndWithIt(t *testing.T) {
	var h History
	h.Add(mine, Call{ID: "1", At: start, Answer: json.RawMessage(`{}`)})
	h.Add(Owner{Session: "s2"}, Call{ID: "2", At: start})
	h.Forget(mine.Session)
	if got := ids(h.List(mine, "")); got != "" || h.bytes != 0 {
		t.Errorf("got %q and %d bytes after the session's end", got, h.bytes)
	}
	if got := ids(h.List(Owner{Session: "s2"}, "")); got != "2" {
		t.Errorf("another session lost its calls: %q", got)
	}
}
