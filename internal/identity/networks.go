package identity

import (
	"errors"
	"fmt"
	"net/netip"
)

// Networks are addresses of proxies.
type Networks []netip.Prefix

// ParseNetworks reads networks as address and prefix length. What could mean
// more addresses than its writer had in mind is refused: an address without a
// prefix length, one with bits beyond it, and everyone. The error joins all
// faults.
func ParseNetworks(list []string) (Networks, error) {
	var (
		all    Networks
		faults []error
	)
	for _, s := range list {
		p, err := parseNetwork(s)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		all = append(all, p)
	}
	return all, errors.Join(faults...)
}

func parseNetwork(s string) (netip.Prefix, error) {
	p, err := netip.ParsePrefix(s)
	switch {
	case err != nil:
		return p, fmt.Errorf("%q is no network with a prefix length", s)
	case p.Addr().Is4In6():
		return p, fmt.Errorf("%q is an IPv4 network in IPv6 clothes; write it as IPv4", s)
	case p.Bits() == 0:
		return p, fmt.Errorf("%q is everyone", s)
	case p != p.Masked():
		return p, fmt.Errorf("%q has bits beyond its prefix length; write %s or a longer prefix", s, p.Masked())
	}
	return p, nil
}

// Contains tells whether a host, written as an address, is in one of the
// networks.
func (n Networks) Contains(host string) bool {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range n {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}
