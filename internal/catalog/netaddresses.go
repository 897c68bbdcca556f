package catalog

import (
	"net/netip"
	"slices"
	"strings"

	"yunque/internal/cloud/vpc"
	"yunque/internal/resource"
)

// AddressUse is what an address of a subnet or gateway is used for.
type AddressUse string

// The uses that a map of addresses tells apart.
const (
	AddressFree   AddressUse = "free"
	AddressSystem AddressUse = "system" // kept by the provider
	AddressServer AddressUse = "server"
	AddressEIP    AddressUse = "eip"
	AddressHeld   AddressUse = "held" // reserved for an EIP by the account
	AddressVLINK  AddressUse = "vlink"
	AddressOther  AddressUse = "other"
)

// AddressUses are all of them, in the order of a legend.
var AddressUses = []AddressUse{AddressServer, AddressEIP, AddressHeld, AddressVLINK, AddressOther, AddressSystem, AddressFree}

// NetAddress is one address of a subnet or gateway with its use.
type NetAddress struct {
	IP  netip.Addr
	Use AddressUse
	By  string // who uses it, where the provider says
	Raw string // the provider's words; "" for a free one
	// The EIP bound to it, whoever uses it.
	EIP   string
	EIPID string
}

// Text says what an address is used for.
func (a NetAddress) Text() resource.Text {
	if a.Use == AddressOther {
		return resource.Lit(a.Raw)
	}
	if a.By != "" {
		return resource.T("address.use_by", resource.T("address.use."+string(a.Use)), a.By)
	}
	return resource.T("address.use." + string(a.Use))
}

// addressUses are the provider's words for uses, the more telling ones first:
// "已标记,用处: 路由使用", "云服务器使用(web-01)".
var addressUses = []struct {
	word string
	use  AddressUse
}{
	{"路由", AddressSystem}, {"系统", AddressSystem}, {"保留", AddressHeld}, {"EIP", AddressEIP},
	{"VLINK", AddressVLINK}, {"云服务器", AddressServer},
}

// addressUsed reads the provider's words for a use. Words that say nothing
// known stay as they are.
func addressUsed(ip, words string) (NetAddress, bool) {
	addr, err := netip.ParseAddr(ip)
	a := NetAddress{IP: addr, Use: AddressOther, Raw: words}
	head, by, named := strings.Cut(words, "(")
	for _, known := range addressUses {
		if strings.Contains(head, known.word) {
			a.Use = known.use
			break
		}
	}
	if named {
		a.By = strings.TrimSuffix(by, ")")
	}
	return a, err == nil
}

// subnetAddresses are the addresses of a subnet, in order.
func subnetAddresses(answer vpc.SubnetAddresses) []NetAddress {
	all := make([]NetAddress, 0, len(answer.UsedList)+len(answer.UnusedList))
	for _, u := range answer.UsedList {
		if a, ok := addressUsed(u.IP, u.Usage); ok {
			all = append(all, a)
		}
	}
	for _, free := range answer.UnusedList {
		if ip, err := netip.ParseAddr(free); err == nil {
			all = append(all, NetAddress{IP: ip, Use: AddressFree})
		}
	}
	return byIP(all)
}

// gatewayAddresses are the addresses of a virtual gateway, in order.
func gatewayAddresses(answer vpc.DescribeIPInfoResponse) []NetAddress {
	all := []NetAddress{}
	for _, segment := range answer.SegmentList {
		for _, one := range segment.IPList {
			a, ok := addressUsed(one.IPAddress, one.IPUsage)
			if one.IPStatus == 0 {
				a.Use, a.Raw, a.By = AddressFree, "", ""
			}
			if ok {
				all = append(all, a)
			}
		}
	}
	return byIP(all)
}

func byIP(all []NetAddress) []NetAddress {
	slices.SortFunc(all, func(a, b NetAddress) int { return a.IP.Compare(b.IP) })
	return slices.CompactFunc(all, func(a, b NetAddress) bool { return a.IP == b.IP })
}

// withEIPs notes which addresses of a range have an EIP.
func withEIPs(all []NetAddress, netID string, eips []vpc.EIP) {
	for _, e := range eips {
		if string(e.BindResourceInfo.SubnetID) != netID {
			continue
		}
		for i := range all {
			if all[i].IP.String() == e.BindResourceInfo.SubnetIP {
				all[i].EIP, all[i].EIPID = e.IP, string(e.ID)
			}
		}
	}
}

// UsedFirst are the addresses in use: the account's own, then the provider's.
func UsedFirst(all []NetAddress) []NetAddress {
	out := customers(all)
	for _, a := range all {
		if a.Use == AddressSystem {
			out = append(out, a)
		}
	}
	return out
}

// Who says who uses an address, where that is known.
func (a NetAddress) Who() resource.Text {
	switch {
	case a.Use == AddressSystem && strings.Contains(a.Raw, "路由"):
		return resource.T("address.router")
	case a.Use == AddressSystem:
		return resource.T("address.itself")
	case a.By == "":
		return resource.Lit(a.Raw)
	}
	return resource.Lit(a.By)
}

// customers are the addresses that the account itself uses.
func customers(all []NetAddress) []NetAddress {
	return slices.DeleteFunc(slices.Clone(all), func(a NetAddress) bool { return a.Use == AddressFree || a.Use == AddressSystem })
}

// countOf is how many addresses have a use.
func countOf(all []NetAddress, use AddressUse) (n int) {
	for _, a := range all {
		if a.Use == use {
			n++
		}
	}
	return n
}
