package handlers

import (
	"net/netip"
	"strconv"

	"github.com/labstack/echo/v4"

	"yunque/internal/catalog"
	"yunque/internal/resource"
	"yunque/internal/views/pages"
	vr "yunque/internal/views/resource"
	"yunque/internal/views/route"
	"yunque/internal/views/ui"
)

// How many blocks of 256 addresses a map draws: those with something of the
// account's come first in the reckoning.
const mostBlocks = 16

// netAddresses is the tab of a subnet or gateway that shows what its addresses
// are used for.
func (s *Server) netAddresses(k *resource.Kind[catalog.VPCNet]) echo.HandlerFunc {
	return func(c echo.Context) error {
		d, err := s.readDetail(c, k, "addresses")
		if err != nil {
			return s.goneOr(c, k, err)
		}
		n, err := k.Get(c.Request().Context(), visitOf(c).caller, c.Param("id"))
		if err != nil {
			return err
		}
		return s.showDetail(c, k, vr.DetailProps{Detail: d, CanDo: true}, pages.NetAddresses(addressesOf(n)))
	}
}

func addressesOf(n catalog.VPCNet) pages.NetAddressesProps {
	p := pages.NetAddressesProps{Unread: n.Addresses == nil, Keys: addressKeys(n.Addresses, true)}
	for _, block := range blocksOf(n.Addresses) {
		if len(p.Blocks) < mostBlocks && (block.own || len(n.Addresses) <= 4*256) {
			p.Blocks = append(p.Blocks, block.draw())
		} else {
			p.Plain++
		}
	}
	if len(p.Blocks) == 1 {
		p.Blocks[0].Says = nil // the legend does
	}
	for _, a := range catalog.UsedFirst(n.Addresses) {
		row := pages.NetAddressRow{IP: a.IP.String(), Use: useOf(a.Use), By: a.Who()}
		if a.EIP != "" {
			p.Marked++
			row.EIP = resource.Cell{Text: resource.Lit(a.EIP), Mono: true, Copy: a.EIP, Href: route.Detail(catalog.EIPs.Slug, a.EIPID)}
		}
		p.Used = append(p.Used, row)
	}
	return p
}

// addressKeys count addresses by use; the uses that there are none of are left
// out.
func addressKeys(all []catalog.NetAddress, free bool) []ui.AddressKey {
	counts := map[catalog.AddressUse]int{}
	for _, a := range all {
		counts[a.Use]++
	}
	var keys []ui.AddressKey
	for _, use := range catalog.AddressUses {
		if counts[use] > 0 || free && use == catalog.AddressFree {
			keys = append(keys, ui.AddressKey{Use: string(use), Label: useOf(use), Count: counts[use]})
		}
	}
	return keys
}

func useOf(use catalog.AddressUse) resource.Text { return resource.T("address.use." + string(use)) }

// addressBlock are the addresses with the same first three numbers.
type addressBlock struct {
	of  netip.Prefix
	all []catalog.NetAddress
	own bool // the account uses some
}

func blocksOf(all []catalog.NetAddress) []addressBlock {
	var out []addressBlock
	for _, a := range all {
		of := netip.PrefixFrom(a.IP, 24).Masked()
		if len(out) == 0 || out[len(out)-1].of != of {
			out = append(out, addressBlock{of: of})
		}
		b := &out[len(out)-1]
		b.all = append(b.all, a)
		b.own = b.own || a.Use != catalog.AddressFree && a.Use != catalog.AddressSystem
	}
	return out
}

func (b addressBlock) draw() ui.AddressBlock {
	out := ui.AddressBlock{Title: b.of.String()}
	for _, k := range addressKeys(b.all, true) {
		out.Says = append(out.Says, resource.T("address.count", k.Count, k.Label))
	}
	for _, a := range b.all {
		out.Cells = append(out.Cells, ui.AddressCell{Number: strconv.Itoa(int(a.IP.As4()[3])), Use: string(a.Use), Title: resource.T("address.use_by", a.IP.String(), a.Text()), Marked: a.EIP != ""})
	}
	return out
}
