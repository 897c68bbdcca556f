package i18n

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"yunque/internal/resource"
)

func TestASentenceIsFilledInAndAgrees(t *testing.T) {
	for _, tt := range []struct {
		name string
		lang Lang
		key  string
		args []any
		want string
	}{
		{"one in English", En, "time.ago.minutes", []any{1}, "1 minute ago"},
		{"many in English", En, "time.ago.minutes", []any{3}, "3 minutes ago"},
		{"Chinese has one form", Zh, "time.ago.minutes", []any{1}, "1 分钟前"},
		{"numbers have their thousands apart", En, "list.summary_matched", []any{12, 12480}, "12 of 12,480 match"},
		{"a text inside a text", En, "form.mistake", []any{resource.T("keys.site"), resource.Lit("why")}, "Site: why"},
		{"an argument is not filled in again", En, "form.mistake", []any{"{1}", "x"}, "{1}: x"},
		{"an argument too few stays visible", En, "form.mistake", []any{"a"}, "a: {1}"},
		{"a key that is not written", En, "no.such.key", nil, "no.such.key"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := With(t.Context(), Printer{Lang: tt.lang})
			if got := T(ctx, tt.key, tt.args...); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestWithoutAPrinterTheWordsAreChinese(t *testing.T) {
	if got := Say(context.Background(), resource.T("product.name")); got != "云雀" {
		t.Errorf("got %q, want 云雀", got)
	}
	if got := Say(context.Background(), resource.Lit("web-01")); got != "web-01" {
		t.Errorf("got %q, want web-01", got)
	}
}

func TestMatchPicksThePreferredLanguage(t *testing.T) {
	for accept, want := range map[string]Lang{
		"":                               Zh,
		"en":                             En,
		"zh-CN,zh;q=0.9,en;q=0.8":        Zh,
		"en-GB,en;q=0.9,zh-CN;q=0.8":     En,
		"fr-FR,fr;q=0.9,en;q=0.2":        En,
		"fr":                             Zh,
		"zh;q=0.1, en;q=0.5":             En,
		"en;q=nonsense":                  Zh,
		"EN-us":                          En,
		"de,*;q=0.5":                     Zh,
		"en;q=0":                         Zh,
		"zh-TW, en;q=0.9, zh-Hans;q=0.8": Zh,
	} {
		if got := Match(accept); got != want {
			t.Errorf("%q: got %q, want %q", accept, got, want)
		}
	}
}

func TestMoneyIsTheProvidersNumber(t *testing.T) {
	for _, tt := range []struct{ amount, currency, want string }{
		{"0.5", "CNY", "¥0.50"},
		{"12480.36", "", "¥12,480.36"},
		{"1000000", "USD", "$1,000,000.00"},
		{"-3.1", "CNY", "-¥3.10"},
		{"0.123456", "CNY", "¥0.123456"},
		{"12345678901234.123456", "CNY", "¥12,345,678,901,234.123456"},
		{"7", "HKD", "HKD 7.00"},
		{"无折扣", "CNY", "无折扣"},
		{"1e3", "CNY", "1e3"},
		{"", "CNY", ""},
	} {
		if got := Money(tt.amount, tt.currency); got != tt.want {
			t.Errorf("Money(%q, %q): got %q, want %q", tt.amount, tt.currency, got, tt.want)
		}
	}
}

func TestTimesAreWrittenInTheChosenZone(t *testing.T) {
	at := time.Date(2026, 8, 22, 6, 2, 31, 0, time.UTC)
	for _, tt := range []struct {
		zone    Zone
		browser string
		want    string
	}{
		{Beijing, "Europe/Paris", "2026-08-22 14:02:31 UTC+8"},
		{UTC, "", "2026-08-22 06:02:31 UTC"},
		{Browser, "Europe/Paris", "2026-08-22 08:02:31 UTC+2"},
		{Browser, "Asia/Kolkata", "2026-08-22 11:32:31 UTC+5:30"},
		{Browser, "America/New_York", "2026-08-22 02:02:31 UTC-4"},
		{Browser, "../etc/passwd", "2026-08-22 14:02:31 UTC+8"},
		{Browser, "", "2026-08-22 14:02:31 UTC+8"},
	} {
		p := Printer{Loc: tt.zone.Location(tt.browser)}
		if got := p.Stamp(at); got != tt.want {
			t.Errorf("%s %q: got %q, want %q", tt.zone, tt.browser, got, tt.want)
		}
	}
	if got := (Printer{}).Stamp(time.Time{}); got != "–" {
		t.Errorf("no time: got %q, want –", got)
	}
}

func TestAgoCountsBothWays(t *testing.T) {
	now := time.Date(2026, 8, 22, 6, 0, 0, 0, time.UTC)
	p := Printer{Lang: En, Now: now}
	for _, tt := range []struct {
		ago  time.Duration
		want string
	}{
		{59 * time.Second, "just now"},
		{-59 * time.Second, "just now"},
		{time.Minute, "1 minute ago"},
		{59 * time.Minute, "59 minutes ago"},
		{23 * time.Hour, "23 hours ago"},
		{29 * 24 * time.Hour, "29 days ago"},
		{31 * 24 * time.Hour, "2026-07-22"},
		{-5 * 24 * time.Hour, "in 5 days"},
		{-2 * time.Hour, "in 2 hours"},
	} {
		if got := p.Ago(now.Add(-tt.ago)); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.ago, got, tt.want)
		}
	}
}

func TestTookNamesTheTwoLargestUnits(t *testing.T) {
	p := Printer{Lang: En}
	for d, want := range map[time.Duration]string{
		400 * time.Millisecond:                    "0 s",
		42 * time.Second:                          "42 s",
		2 * time.Minute:                           "2 min",
		125 * time.Second:                         "2 min 5 s",
		time.Hour + 5*time.Minute + 9*time.Second: "1 h 5 min",
	} {
		if got := p.Took(d); got != want {
			t.Errorf("%v: got %q, want %q", d, got, want)
		}
	}
}

func TestAKeyIsWrittenOnce(t *testing.T) {
	files := fstest.MapFS{"zh/a.json": {Data: []byte(`{"k": "1"}`)}, "zh/b.json": {Data: []byte(`{"k": "2"}`)}}
	if _, err := load(files, Zh); err == nil || !strings.Contains(err.Error(), `"k"`) {
		t.Errorf("got %v, want an error that names the key", err)
	}
	if _, err := load(fstest.MapFS{"zh/a.json": {Data: []byte(`{"k": 1}`)}}, Zh); err == nil {
		t.Error("a number was taken for a sentence")
	}
}
