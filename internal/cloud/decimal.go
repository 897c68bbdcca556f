package cloud

import (
	"math/big"
	"strconv"
	"strings"
)

// exact is an amount as a whole number of its smallest places: 12.50 is 1250
// with two places.
type exact struct {
	units  *big.Int
	places int
}

// mostPlaces bounds what is counted with; no amount of money is finer or
// larger than that, and a wrong one must not fill the memory.
const mostPlaces = 40

// exact reads digits with or without a fraction and an exponent: "12.5",
// "-3", "0E-8". ok is false for any other text.
func (d Decimal) exact() (e exact, ok bool) {
	text, exponent := strings.ToLower(string(d)), 0
	if mantissa, power, has := strings.Cut(text, "e"); has {
		n, err := strconv.Atoi(power)
		if err != nil || n < -mostPlaces || n > mostPlaces {
			return exact{}, false
		}
		text, exponent = mantissa, n
	}
	whole, fraction, _ := strings.Cut(text, ".")
	digits := whole + fraction
	if strings.Trim(digits, "0123456789-") != "" || strings.ContainsAny(fraction, "-") || len(digits) > mostPlaces {
		return exact{}, false
	}
	units, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return exact{}, false
	}
	e = exact{units, len(fraction) - exponent}
	if e.places < 0 {
		return e.fine(0), true
	}
	return e, true
}

// fine is the same amount with that many places, which are no fewer.
func (e exact) fine(places int) exact {
	more := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places-e.places)), nil)
	return exact{more.Mul(more, e.units), places}
}

// plus adds exactly.
func (e exact) plus(o exact) exact {
	places := max(e.places, o.places)
	e, o = e.fine(places), o.fine(places)
	return exact{e.units.Add(e.units, o.units), places}
}

// decimal writes the amount with at least two places, and no zeros after those.
func (e exact) decimal() Decimal {
	if e.places < 2 {
		e = e.fine(2)
	}
	digits := new(big.Int).Abs(e.units).String()
	if lack := e.places + 1 - len(digits); lack > 0 {
		digits = strings.Repeat("0", lack) + digits
	}
	whole, fraction := digits[:len(digits)-e.places], digits[len(digits)-e.places:]
	for len(fraction) > 2 && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	sign := ""
	if e.units.Sign() < 0 {
		sign = "-"
	}
	return Decimal(sign + whole + "." + fraction)
}

// Sum adds amounts exactly. One that is not given counts as nothing; ok is
// false when one is no number, and there is no sum then.
func Sum(list ...Decimal) (sum Decimal, ok bool) {
	total := exact{new(big.Int), 2}
	for _, d := range list {
		if d == "" {
			continue
		}
		e, ok := d.exact()
		if !ok {
			return "", false
		}
		total = total.plus(e)
	}
	return total.decimal(), true
}

// Minus is the exact difference; ok as for Sum.
func (d Decimal) Minus(o Decimal) (difference Decimal, ok bool) {
	e, ok := o.exact()
	if !ok {
		return "", false
	}
	return Sum(d, exact{new(big.Int).Neg(e.units), e.places}.decimal())
}

// Compare orders amounts by their size; what is no number comes first.
func (d Decimal) Compare(o Decimal) int {
	a, okA := d.exact()
	b, okB := o.exact()
	if !okA || !okB {
		return strings.Compare(truth(okA), truth(okB))
	}
	places := max(a.places, b.places)
	return a.fine(places).units.Cmp(b.fine(places).units)
}

func truth(ok bool) string { return strconv.FormatBool(ok) }

// IsZero tells an amount of nothing; what is no number, or not given, is none.
func (d Decimal) IsZero() bool {
	e, ok := d.exact()
	return ok && e.units.Sign() == 0
}

// Change is by how many per cent d is more than before, to one place: "12.5",
// "-3.0". ok is false where that cannot be told, as after nothing.
func (d Decimal) Change(before Decimal) (percent string, ok bool) {
	a, okA := d.exact()
	b, okB := before.exact()
	if !okA || !okB || b.units.Sign() <= 0 {
		return "", false
	}
	places := max(a.places, b.places)
	a, b = a.fine(places), b.fine(places)
	more := new(big.Int).Sub(a.units, b.units)
	return new(big.Rat).SetFrac(more.Mul(more, big.NewInt(100)), b.units).FloatString(1), true
}
