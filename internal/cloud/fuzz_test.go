package cloud

import (
	"encoding/json"
	"testing"

	"yunque/internal/apidoc"
)

// FuzzEnvelope holds that no answer, however odd, breaks the reading of it.
func FuzzEnvelope(f *testing.F) {
	for _, op := range apidoc.Load().Operations {
		f.Add([]byte(op.Response))
	}
	f.Add([]byte(`{"Code":{},"TaskId":[[]],"Data":[{"DiskInfo":{"DiskInfo":{}}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		env, err := parseEnvelope(Info{Tracker: TrackGcw}, 200, body)
		if err != nil {
			return
		}
		if !json.Valid(env.Body) || env.Data != nil && !json.Valid(env.Data) {
			t.Errorf("%q: got data %q, which is no JSON", body, env.Data)
		}
		for _, id := range env.Ticket.IDs {
			if id == "" || id == "0" {
				t.Errorf("%q: got the id %q, which means nothing to wait for", body, id)
			}
		}
	})
}

// FuzzTime holds that a time that was read can be written and read again.
func FuzzTime(f *testing.F) {
	for _, s := range []string{"2019-10-23 12:40:04", "1571846400", "202107", "2098-12-31T16:00:00.000+0000", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		first, err := ParseTime(s)
		if err != nil || first.Year() < 0 || first.Year() > 9999 {
			return
		}
		b, err := json.Marshal(first)
		if err != nil {
			return // an offset that RFC 3339 cannot write
		}
		var second Time
		if err := json.Unmarshal(b, &second); err != nil || !second.Equal(first.Time) {
			t.Errorf("%q: wrote %s, read %v, %v", s, b, second, err)
		}
	})
}
