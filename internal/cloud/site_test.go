package cloud

import (
	"reflect"
	"testing"
)

func TestSites(t *testing.T) {
	const api = "https://api.capitalonline.net"
	want := []Site{
		{"cn", map[Host]string{CDS: "https://cdsapi.capitalonline.net", API: api}},
		{"asia", map[Host]string{CDS: "https://cdsapi-asia.capitalonline.net", API: api}},
		{"us", map[Host]string{CDS: "https://cdsapi-us.capitalonline.net", API: api}},
	}
	if got := Sites(nil); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestSitesTakeAnOverride(t *testing.T) {
	for _, s := range Sites(map[Host]string{API: "https://api.example.com"}) {
		if got := s.URLs[API]; got != "https://api.example.com" {
			t.Errorf("%s: got %s, want the override", s.Key, got)
		}
	}
}

func TestKeysGoOnlyOverHTTPSOrToThisMachine(t *testing.T) {
	for address, want := range map[string]bool{
		"https://cdsapi.capitalonline.net":  true,
		"https://cdsapi.capitalonline.net/": true,
		"http://127.0.0.1:8080":             true,
		"http://[::1]:8080":                 true,
		"http://localhost:8080":             true,
		"http://cdsapi.capitalonline.net":   false,
		"http://localhost.example.com":      false,
		"http://10.0.0.1":                   false,
		"ftp://127.0.0.1":                   false,
		"https://":                          false,
		"https://host/path":                 false,
		"https://host?x=1":                  false,
		"https://a:b@host":                  false,
		"":                                  false,
		"://":                               false,
	} {
		if _, err := LoopbackSite("test", address).base(CDS); (err == nil) != want {
			t.Errorf("%q: got %v, want allowed %v", address, err, want)
		}
	}
}
