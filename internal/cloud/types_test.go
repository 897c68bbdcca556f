package cloud

import (
	"encoding/json"
	"testing"
)

// roundTrip decodes text into a T and gives it encoded again.
func roundTrip[T any](text string) (string, error) {
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return "", err
	}
	b, err := json.Marshal(v)
	return string(b), err
}

type object1 struct{ A Int }

func TestTolerantTypesReadEverySpelling(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		trip           func(string) (string, error)
	}{
		{"a number", `10`, `10`, roundTrip[Int]},
		{"a whole number with a point", `10.0`, `10`, roundTrip[Int]},
		{"a number as text", `"10"`, `10`, roundTrip[Int]},
		{"a number with spaces", `" 10 "`, `10`, roundTrip[Int]},
		{"no number", `null`, `0`, roundTrip[Int]},
		{"an empty number", `""`, `0`, roundTrip[Int]},
		{"a measurement", `1.5`, `1.5`, roundTrip[Float]},
		{"a percentage", `"40%"`, `40`, roundTrip[Float]},
		{"money as text keeps its digits", `"12345678901234.123456"`, `"12345678901234.123456"`, roundTrip[Decimal]},
		{"money as a number keeps its digits", `874.160`, `"874.160"`, roundTrip[Decimal]},
		{"no money", `null`, `""`, roundTrip[Decimal]},
		{"a flag", `true`, `true`, roundTrip[Bool]},
		{"a flag as number", `1`, `true`, roundTrip[Bool]},
		{"a flag as text", `"0"`, `false`, roundTrip[Bool]},
		{"a flag in words", `"True"`, `true`, roundTrip[Bool]},
		{"no flag", `""`, `false`, roundTrip[Bool]},
		{"an id as number", `257`, `"257"`, roundTrip[ID]},
		{"a large id as number", `123456789012345678`, `"123456789012345678"`, roundTrip[ID]},
		{"an id as text", `"a b"`, `"a b"`, roundTrip[ID]},
		{"no id", `null`, `""`, roundTrip[ID]},
		{"a list", `[1,"2"]`, `[1,2]`, roundTrip[List[Int]]},
		{"one bare object for a list", `{"A":1}`, `[{"A":1}]`, roundTrip[List[object1]]},
		{"one bare value for a list", `"x"`, `["x"]`, roundTrip[List[ID]]},
		{"null for a list", `null`, `[]`, roundTrip[List[ID]]},
		{"an empty text for a list", `""`, `[]`, roundTrip[List[ID]]},
		{"an empty object for a list", `{}`, `[]`, roundTrip[List[object1]]},
		{"keys that are data", `{"10.0.0.1":2}`, `{"10.0.0.1":2}`, roundTrip[Map[Int]]},
		{"an empty list for a map", `[]`, `{}`, roundTrip[Map[Int]]},
		{"a comma-joined text", `"a, b,"`, `"a,b"`, roundTrip[CSV]},
		{"an array for a comma-joined text", `["a",2]`, `"a,2"`, roundTrip[CSV]},
		{"an array in a text", `"[\"a\"]"`, `"[\"a\"]"`, roundTrip[ArrayText]},
		{"an array for an array in a text", `["a"]`, `"[\"a\"]"`, roundTrip[ArrayText]},
		{"an empty array in a text", `""`, `""`, roundTrip[ArrayText]},
		{"a time in the provider's zone", `"2019-10-23 12:40:04"`, `"2019-10-23T12:40:04+08:00"`, roundTrip[Time]},
		{"a time with two spaces", `"2022-09-03  01:29:28"`, `"2022-09-03T01:29:28+08:00"`, roundTrip[Time]},
		{"a time with a zone of its own", `"2098-12-31T16:00:00.000+0000"`, `"2098-12-31T16:00:00Z"`, roundTrip[Time]},
		{"unix seconds", `1571846400`, `"2019-10-24T00:00:00+08:00"`, roundTrip[Time]},
		{"a day with points", `"2021.10.30"`, `"2021-10-30T00:00:00+08:00"`, roundTrip[Time]},
		{"a day", `"2021-12-31"`, `"2021-12-31T00:00:00+08:00"`, roundTrip[Time]},
		{"a day in digits", `"20191101"`, `"2019-11-01T00:00:00+08:00"`, roundTrip[Time]},
		{"a month", `"202107"`, `"2021-07-01T00:00:00+08:00"`, roundTrip[Time]},
		{"not yet", `""`, `""`, roundTrip[Time]},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := c.trip(c.in)
			if err != nil || got != c.want {
				t.Errorf("%s: got %s, %v, want %s", c.in, got, err, c.want)
			}
			if again, err := c.trip(got); err != nil || again != c.want {
				t.Errorf("%s does not read what it wrote: got %s, %v, want %s", got, again, err, c.want)
			}
		})
	}
}

func TestTolerantTypesRefuseWhatTheyCannotMean(t *testing.T) {
	for _, c := range []struct {
		name, in string
		trip     func(string) (string, error)
	}{
		{"a word for a number", `"many"`, roundTrip[Int]},
		{"a fraction for a whole number", `1.5`, roundTrip[Int]},
		{"an object for a number", `{}`, roundTrip[Int]},
		{"not-a-number for a measurement", `"NaN"`, roundTrip[Float]},
		{"a word for a flag", `"perhaps"`, roundTrip[Bool]},
		{"a list for an id", `[1]`, roundTrip[ID]},
		{"a word for a time", `"tomorrow"`, roundTrip[Time]},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := c.trip(c.in); err == nil {
				t.Errorf("%s: got %s, want an error", c.in, got)
			}
		})
	}
}

func TestForeverIsTheYear2099InTheProvidersZone(t *testing.T) {
	for text, want := range map[string]bool{"2099-01-01 00:00:00": true, "2098-12-31T16:00:00.000+0000": true, "2026-01-01": false, "": false} {
		when, err := ParseTime(text)
		if err != nil || when.Forever() != want {
			t.Errorf("%q: got %v, %v, want %v", text, when.Forever(), err, want)
		}
	}
}
