package handlers

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/cloud/network"
)

// counter counts calls and answers none.
type counter struct{ calls int }

func (n *counter) Do(context.Context, cloud.Info, any) (*cloud.Envelope, error) {
	n.calls++
	return nil, &cloud.Error{Code: cloud.CodeTimeout}
}

func TestNoPageCallsWhatTakesAProofWithoutOne(t *testing.T) {
	for name, one := range map[string]struct {
		op     cloud.Info
		proven bool
		calls  int
	}{
		"the gravest without": {network.DeleteVdc.Info(), false, 0},
		"the gravest with":    {network.DeleteVdc.Info(), true, 1},
		"anything else":       {ccs.DescribeInstances.Info(), false, 1},
	} {
		inner := &counter{}
		_, err := provenCaller{inner, func() bool { return one.proven }}.Do(t.Context(), one.op, nil)
		var bare *unproven
		if refused := errors.As(err, &bare); inner.calls != one.calls || refused != (one.calls == 0) {
			t.Errorf("%s: got %d calls and %v, want %d", name, inner.calls, err, one.calls)
		}
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "/sub-accounts", nil)
	c := echo.New().NewContext(r, httptest.NewRecorder())
	if p := problemOf(&unproven{}, c); p.Retry != "/proof?next=%2Fsub-accounts" || statusOf(&unproven{}) != http.StatusForbidden {
		t.Errorf("got %+v, want a way to give the proof", p)
	}
}
