package sim

import (
	"encoding/binary"
	"fmt"
	"iter"
	"net/netip"
	"slices"
)

// addressSpace hands out ranges of addresses, one account-wide space of public
// and one of private ranges. Public ranges come from 198.18.0.0/15, which
// belongs to nobody: it is reserved for tests.
type addressSpace struct {
	nextPublic  netip.Addr
	nextPrivate int
	free        map[int][]netip.Prefix // public ranges given back, by size
}

func newAddressSpace() addressSpace {
	return addressSpace{nextPublic: netip.MustParseAddr("198.18.0.0"), free: map[int][]netip.Prefix{}}
}

// Public takes a range of n addresses, a power of two.
func (s *addressSpace) Public(n int) netip.Prefix {
	if back := s.free[n]; len(back) > 0 {
		s.free[n] = back[1:]
		return back[0]
	}
	bits := 32
	for size := 1; size < n; size *= 2 {
		bits--
	}
	p := netip.PrefixFrom(s.nextPublic, bits).Masked()
	if p.Addr() != s.nextPublic {
		p = netip.PrefixFrom(addTo(p.Addr(), n), bits)
	}
	s.nextPublic = addTo(p.Addr(), n)
	return p
}

// Release gives a public range back.
func (s *addressSpace) Release(p netip.Prefix) {
	n := 1 << (32 - p.Bits())
	s.free[n] = append(s.free[n], p)
}

// Private takes the next automatic private range of 256 addresses.
func (s *addressSpace) Private() netip.Prefix {
	n := s.nextPrivate
	s.nextPrivate++
	return netip.MustParsePrefix(fmt.Sprintf("10.%d.%d.0/24", 240+n/256%16, n%256))
}

func addTo(a netip.Addr, n int) netip.Addr {
	b := a.As4()
	binary.BigEndian.PutUint32(b[:], binary.BigEndian.Uint32(b[:])+uint32(n)) //nolint:gosec // wraps round, as addresses do
	return netip.AddrFrom4(b)
}

// pool is the usable addresses of one range with what each is used for. The
// first is the network's own, the second the gateway's, the last the
// broadcast's.
type pool struct {
	prefix netip.Prefix
	used   map[netip.Addr]string
}

func newPool(p netip.Prefix) *pool { return &pool{prefix: p, used: map[netip.Addr]string{}} }

// Gateway is the address of the range's router.
func (p *pool) Gateway() netip.Addr { return p.prefix.Addr().Next() }

// All walks the usable addresses in order.
func (p *pool) All() iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for a := p.Gateway().Next(); p.prefix.Contains(a.Next()); a = a.Next() {
			if !yield(a) {
				return
			}
		}
	}
}

// Size counts the usable addresses.
func (p *pool) Size() int { return max(0, 1<<(32-p.prefix.Bits())-3) }

// Free counts those not in use.
func (p *pool) Free() int { return p.Size() - len(p.used) }

// Usable tells whether an address may be given to somebody.
func (p *pool) Usable(a netip.Addr) bool {
	return p.prefix.Contains(a) && p.prefix.Contains(a.Next()) && a.Compare(p.Gateway()) > 0
}

// Take marks the lowest free address, within a range where that is valid; ok is
// false when there is none.
func (p *pool) Take(usage string, within netip.Prefix) (a netip.Addr, ok bool) {
	for a := range p.All() {
		if within.IsValid() && !within.Contains(a) {
			continue
		}
		if _, used := p.used[a]; !used {
			p.used[a] = usage
			return a, true
		}
	}
	return netip.Addr{}, false
}

// Claim marks a chosen address; it reports false when it is in use.
func (p *pool) Claim(a netip.Addr, usage string) bool {
	if _, used := p.used[a]; used {
		return false
	}
	p.used[a] = usage
	return true
}

// Release frees an address.
func (p *pool) Release(a netip.Addr) { delete(p.used, a) }

// Lists returns the addresses in use, in order, and those free, at most limit
// of the latter (0 means all).
func (p *pool) Lists(limit int) (used, free []netip.Addr) {
	for a := range p.used {
		used = append(used, a)
	}
	slices.SortFunc(used, netip.Addr.Compare)
	for a := range p.All() {
		if limit > 0 && len(free) == limit {
			break
		}
		if _, busy := p.used[a]; !busy {
			free = append(free, a)
		}
	}
	return used, free
}
