package cloud

import (
	"encoding/json"
	"reflect"
	"testing"
)

// FuzzTypes holds that whatever a tolerant type accepts, it writes in a form
// that it reads as the same value.
func FuzzTypes(f *testing.F) {
	for _, s := range []string{
		`1`, `"1"`, `1.0`, `"40%"`, `true`, `"Yes"`, `null`, `""`, `{}`, `[]`, `["a",1]`, `"a, b,,c"`, `"[\"a\",\"b\"]"`, `{"a":{"b":1}}`, `1e300`, `" 7 "`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		writtenAndRead[Int](t, body)
		writtenAndRead[Float](t, body)
		writtenAndRead[Decimal](t, body)
		writtenAndRead[Bool](t, body)
		writtenAndRead[ID](t, body)
		writtenAndRead[List[ID]](t, body)
		writtenAndRead[List[Int]](t, body)
		writtenAndRead[Map[ID]](t, body)
		writtenAndRead[CSV](t, body)
		writtenAndRead[ArrayText](t, body)
	})
}

func writtenAndRead[T any](t *testing.T, body []byte) {
	t.Helper()
	var first, second T
	if json.Unmarshal(body, &first) != nil {
		return
	}
	written, err := json.Marshal(first)
	if err != nil {
		t.Errorf("%q as %T: read %v, and writing it gives %v", body, first, first, err)
		return
	}
	if err := json.Unmarshal(written, &second); err != nil || !reflect.DeepEqual(first, second) {
		t.Errorf("%q as %T: read %#v, wrote %s, read %#v, %v", body, first, first, written, second, err)
	}
}
