package handlers

import (
	"testing"

	"yunque/internal/resource"
)

func TestAPriceIsNotedInOneLanguage(t *testing.T) {
	for _, tt := range []struct {
		quote *resource.Quote
		want  string
	}{
		{nil, ""},
		{&resource.Quote{Amount: "244.80", Currency: "CNY"}, "244.80 CNY"},
		{&resource.Quote{Amount: "244.80", Currency: "CNY", Per: resource.Lit("per month")}, "244.80 CNY per month"},
	} {
		if got := quoteNoted(tt.quote); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
