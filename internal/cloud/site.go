package cloud

import (
	"errors"
	"fmt"
	"net"
	"net/url"
)

// Site is one of the provider's areas: which base URL serves each host.
type Site struct {
	Key  string          // "cn", "asia", "us"
	URLs map[Host]string // scheme and host, no path: "https://cdsapi.capitalonline.net"
}

// Sites lists the provider's areas. An override replaces a host's base URL in
// every area; nil leaves the documented ones. The API host is the same
// everywhere: only the CDS host has regional twins.
func Sites(override map[Host]string) []Site {
	sites := []Site{
		site("cn", "https://cdsapi.capitalonline.net"),
		site("asia", "https://cdsapi-asia.capitalonline.net"),
		site("us", "https://cdsapi-us.capitalonline.net"),
	}
	for _, s := range sites {
		for host, base := range override {
			s.URLs[host] = base
		}
	}
	return sites
}

func site(key, cds string) Site {
	return Site{Key: key, URLs: map[Host]string{CDS: cds, API: "https://api.capitalonline.net"}}
}

// LoopbackSite serves every host from one base URL, for the simulated cloud.
func LoopbackSite(key, baseURL string) Site {
	return Site{Key: key, URLs: map[Host]string{CDS: baseURL, API: baseURL}}
}

// base gives the parsed base URL of a host, or refuses one that keys must not
// be sent to: a signed URL in clear text is a key for whoever sees it.
func (s Site) base(h Host) (*url.URL, error) {
	raw, ok := s.URLs[h]
	if !ok {
		return nil, fmt.Errorf("site %q has no address for host %q", s.Key, h)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("site %q: host %q has a malformed address", s.Key, h)
	}
	if u.Scheme != "https" && !isLoopback(u) {
		return nil, fmt.Errorf("site %q: host %q must be reached by https", s.Key, h)
	}
	if u.Host == "" || u.User != nil || u.RawQuery != "" || (u.Path != "" && u.Path != "/") {
		return nil, errors.New("an address is a scheme and a host, nothing else")
	}
	return u, nil
}

func isLoopback(u *url.URL) bool {
	if u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
