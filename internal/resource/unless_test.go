package resource

import (
	"context"
	"encoding/json"
	"testing"

	"yunque/internal/cloud"
)

// answering answers every call with the same data.
type answering string

func (s answering) Do(context.Context, cloud.Info, any) (*cloud.Envelope, error) {
	return &cloud.Envelope{Code: "Success", Data: json.RawMessage(s)}, nil
}

func TestARefusalInsideAnAnswerIsAnError(t *testing.T) {
	act := cloud.WriteOf[struct{}, struct{ Failed string }](cloud.Service{Name: "test", Path: "/test"}.Post("Act"))
	step := DoUnless(act, struct{}{}, func(r struct{ Failed string }) (string, string) {
		if r.Failed == "" {
			return "", ""
		}
		return "13013", r.Failed
	})
	for data, want := range map[string]string{`{}`: "", `{"Failed":"busy"}`: "test.Act: 13013 (HTTP 200): busy"} {
		_, err := step.Start(t.Context(), answering(data))
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", data, got, want)
		}
	}
}
