package cloud

// Site is one of the provider's areas: which base URL serves each host.
type Site struct {
	Key  string          // "cn", "asia", "us"
	URLs map[Host]string // scheme and host, no path: "https://cdsapi.capitalonline.net"
}
