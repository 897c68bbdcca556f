package cloud

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Int is a whole number given as 10, 10.0 or "10"; null and "" are 0. It is
// written as a number.
type Int int64

// UnmarshalJSON refuses a text that is no whole number.
func (i *Int) UnmarshalJSON(b []byte) error {
	s, err := scalarText(b)
	if err != nil || s == "" {
		*i = 0
		return err
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		*i = Int(n)
		return nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return fmt.Errorf("%q is no whole number", s)
	}
	*i = Int(f)
	return nil
}

// Float is a measurement given as 1.5, "1.5" or "40%" (read as 40); null and ""
// are 0. It is written as a number. Money is a Decimal instead.
type Float float64

// UnmarshalJSON refuses a text that is no number.
func (f *Float) UnmarshalJSON(b []byte) error {
	s, err := scalarText(b)
	if err != nil || s == "" {
		*f = 0
		return err
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(s, "%")), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return fmt.Errorf("%q is no number", s)
	}
	*f = Float(n)
	return nil
}

// Decimal is an amount exactly as the provider wrote it, number or text,
// carried as a string: money never passes through a float. "" is not given. It
// is written as a string.
type Decimal string

// UnmarshalJSON keeps the digits as they came.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	s, err := scalarText(b)
	*d = Decimal(s)
	return err
}

// Float64 approximates the amount, for charts and sorting; ok is false when it
// is no number (a discount may be the text 无折扣).
func (d Decimal) Float64() (f float64, ok bool) {
	f, err := strconv.ParseFloat(string(d), 64)
	return f, err == nil
}

// Bool is a flag given as true, 1, "1", "true" or "yes", in any case; null, ""
// and their opposites are false. It is written as true or false.
type Bool bool

// UnmarshalJSON refuses a word that is neither.
func (v *Bool) UnmarshalJSON(b []byte) error {
	s, err := scalarText(b)
	if err != nil {
		return err
	}
	switch strings.ToLower(s) {
	case "true", "1", "yes", "1.0":
		*v = true
	case "false", "0", "no", "", "0.0":
		*v = false
	default:
		return fmt.Errorf("%q is neither true nor false", s)
	}
	return nil
}

// scalarText gives the text of a JSON scalar: a string's content trimmed, a
// number or boolean as written, "" for null.
func scalarText(b []byte) (string, error) {
	b = bytes.TrimSpace(b)
	switch {
	case len(b) == 0 || string(b) == "null":
		return "", nil
	case b[0] == '"':
		s, err := quoted(b)
		return strings.TrimSpace(s), err
	case b[0] == '{' || b[0] == '[':
		return "", fmt.Errorf("a %s where one value is due", kindName(b[0]))
	}
	return string(b), nil
}

// quoted reads a JSON string. Nearly all are what stands between their quotes,
// and a list has thousands: a decoder for each is most of the time it takes.
func quoted(b []byte) (s string, err error) {
	if inner := b[1:max(1, len(b)-1)]; len(b) > 1 && b[len(b)-1] == '"' && !bytes.ContainsFunc(inner, encoded) {
		return string(inner), nil
	}
	err = json.Unmarshal(b, &s)
	return s, err
}

// encoded tells whether a character inside a JSON string may stand for another
// or must not stand there.
func encoded(r rune) bool { return r == '\\' || r == '"' || r < ' ' || r == utf8.RuneError }

func kindName(open byte) string {
	if open == '[' {
		return "list"
	}
	return "object"
}
