package cloud

import "testing"

func TestAmountsAddUpExactly(t *testing.T) {
	for name, c := range map[string]struct {
		list []Decimal
		want Decimal
		ok   bool
	}{
		"nothing":                         {nil, "0.00", true},
		"what a float gets wrong":         {[]Decimal{"0.1", "0.2"}, "0.30", true},
		"cents of many lines":             {[]Decimal{"9.62", "5.54", "31.25", "5.67", "12.41", "9.82", "2.66", "0"}, "76.97", true},
		"unit prices":                     {[]Decimal{"0.00202508", "0.01215040", "0E-8"}, "0.01417548", true},
		"more than a float's digits":      {[]Decimal{"90071992547409.93", "0.01"}, "90071992547409.94", true},
		"a refund":                        {[]Decimal{"10", "-12.5"}, "-2.50", true},
		"less than one":                   {[]Decimal{"-0.05"}, "-0.05", true},
		"large exponents":                 {[]Decimal{"1.5E3", "1e0"}, "1501.00", true},
		"one that is not given":           {[]Decimal{"", "1"}, "1.00", true},
		"words":                           {[]Decimal{"1", "无折扣"}, "", false},
		"an exponent without end":         {[]Decimal{"1e999999999"}, "", false},
		"a number of two points":          {[]Decimal{"1.2.3"}, "", false},
		"a sign where none belongs":       {[]Decimal{"1.-2"}, "", false},
		"no number at all":                {[]Decimal{"."}, "", false},
		"more digits than money ever has": {[]Decimal{"11111111111111111111111111111111111111111"}, "", false},
	} {
		if got, ok := Sum(c.list...); got != c.want || ok != c.ok {
			t.Errorf("%s: got %q, %v, want %q, %v", name, got, ok, c.want, c.ok)
		}
	}
}

func TestAmountsAreCompared(t *testing.T) {
	for _, c := range []struct {
		a, b    Decimal
		compare int
		minus   Decimal
		change  string
	}{
		{"2", "10.00", -1, "-8.00", "-80.0"},
		{"10.0", "10.00", 0, "0.00", "0.0"},
		{"1000000000000000.01", "1000000000000000.00", 1, "0.01", "0.0"},
		{"3", "0", 1, "3.00", ""},
		{"3", "-1", 1, "4.00", ""},
		{"1.5", "1", 1, "0.50", "50.0"},
		{"5", "?", 1, "", ""},
		{"?", "5", -1, "", ""},
		{"?", "!", 0, "", ""},
	} {
		minus, _ := c.a.Minus(c.b)
		change, _ := c.a.Change(c.b)
		if got := c.a.Compare(c.b); got != c.compare || minus != c.minus || change != c.change {
			t.Errorf("%s and %s: got %d, %q, %q, want %d, %q, %q", c.a, c.b, got, minus, change, c.compare, c.minus, c.change)
		}
	}
	for d, want := range map[Decimal]bool{"0": true, "0.00": true, "0E-8": true, "-0.0": true, "0.001": false, "": false, "?": false} {
		if got := d.IsZero(); got != want {
			t.Errorf("%q is nothing: got %v, want %v", d, got, want)
		}
	}
}
