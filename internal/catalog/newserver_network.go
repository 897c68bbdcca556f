package catalog

import (
	"cmp"
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/cloud/network"
	"yunque/internal/resource"
)

// offeredAddresses is how many free addresses of a network are offered to tick.
const offeredAddresses = 48

// CardOrder is what an order says of one network of its VDC.
type CardOrder struct {
	Chosen  bool     // addresses are chosen, not given
	IPs     []string // those chosen, one for each server, ticked and typed
	Typed   string   // those that were typed
	Segment string   // the part of a private network they are from
	Place   int      // which card it is, from 1; 0 leaves that to the provider
}

// FreeAddresses are the free addresses of a network that can be ticked, and
// how many there are in all.
type FreeAddresses struct {
	List  []string
	Total int
	Wrong bool // the segment asked for is none
}

// readCards reads the fields of each network: how-, ips-, typed-, segment- and place-
// followed by the network's id.
func readCards(form url.Values) map[string]CardOrder {
	out := map[string]CardOrder{}
	defer func() {
		for id, c := range out {
			c.IPs = slices.Concat(c.IPs, splitAddresses(c.Typed))
			out[id] = c
		}
	}()
	for name, values := range form {
		field, id, ok := strings.Cut(name, "-")
		if !ok || len(values) == 0 {
			continue
		}
		c := out[id]
		switch field {
		case "how":
			c.Chosen = values[0] == "chosen"
		case "ips":
			c.IPs = values
		case "segment":
			c.Segment = tidyAddress(values[0])
		case "typed":
			c.Typed = values[0]
		case "place":
			c.Place, _ = strconv.Atoi(values[0])
		default:
			continue
		}
		out[id] = c
	}
	return out
}

// readAddresses asks for the free addresses of the networks whose addresses
// are to be chosen.
func (ch *ServerChoices) readAddresses(ctx context.Context, c cloud.Caller, o *ServerOrder) error {
	ch.Free = map[string]FreeAddresses{}
	vdc := string(ch.VDC.VdcID)
	found := make([]FreeAddresses, len(pipesOf(*ch.VDC)))
	group, both := errgroup.WithContext(ctx)
	group.SetLimit(trafficCalls)
	for i, p := range pipesOf(*ch.VDC) {
		card := o.Cards[p.id]
		wanted := p.public && o.Public == "manual" || !p.public && card.Chosen && slices.Contains(o.Private, p.id)
		if !wanted {
			continue
		}
		group.Go(func() (err error) {
			found[i].List, found[i].Total, err = freeIn(both, c, p, vdc, card.Segment)
			if cloud.HasCode(err, "InvalidParameter") && card.Segment != "" {
				found[i].Wrong, err = true, nil
			}
			return err
		})
	}
	err := group.Wait()
	for i, p := range pipesOf(*ch.VDC) {
		ch.Free[p.id] = found[i]
	}
	return err
}

// freeIn asks for the free addresses of a network, or of a part of a private
// one.
func freeIn(ctx context.Context, c cloud.Caller, p pipe, vdc, segment string) ([]string, int, error) {
	switch {
	case p.public:
		out, err := network.DescribePublicIP.Call(ctx, c, network.DescribePublicIPRequest{VdcID: vdc, PublicID: p.id})
		return out.UnusedList, int(out.UnusedTotal), err
	case segment != "":
		out, err := ccs.GetIPInfoBySegment.Call(ctx, c, ccs.GetIPInfoBySegmentRequest{PrivateID: p.id, Segment: segment})
		return out.AvailableIPList, int(out.AvailableIPTotal), err
	default:
		out, err := network.DescribePrivateIP.Call(ctx, c, network.DescribePrivateIPRequest{VdcID: vdc, PrivateID: p.id})
		return out.UnusedList, int(out.UnusedTotal), err
	}
}

func (o ServerOrder) checkNetwork(m resource.FieldErrors, c *ServerChoices) {
	if c.VDC == nil {
		return
	}
	amount := o.amount()
	if o.Public == "manual" {
		pick{"public_ips", "public_typed", o.PublicIPs, splitAddresses(o.PublicTyped)}.check(m, amount, c.publicGround())
	}
	if o.Public == "auto" && c.freePublic() < amount {
		note(m, "public", resource.T("create.no_public", c.freePublic()))
	}
	for _, id := range o.Private {
		n, card := c.private(id), o.Cards[id]
		switch {
		case n == nil:
			note(m, "private", resource.T("create.no_network"))
		case int(n.UnuseIPNum) < amount:
			note(m, "private", resource.T("create.network_full", n.Name, int(n.UnuseIPNum)))
		case c.Free[id].Wrong, card.Segment != "" && !isSegment(card.Segment):
			note(m, "segment-"+id, resource.T("form.not_segment"))
		case card.Chosen:
			pick{"ips-" + id, "typed-" + id, card.IPs, splitAddresses(card.Typed)}.check(m, amount, c.privateGround(n, card.Segment))
		}
	}
	o.checkPlaces(m, c)
}

// note writes a mistake down; the first about a field stays.
func note(m resource.FieldErrors, field string, words resource.Text) {
	if _, said := m[field]; !said && !words.IsZero() {
		m[field] = words
	}
}

// checkPlaces lets no two cards be the same one. A part of a network cannot be
// named when cards have places: the provider takes either.
func (o ServerOrder) checkPlaces(m resource.FieldErrors, c *ServerChoices) {
	taken := map[int]bool{}
	for _, p := range pipesOf(*c.VDC) {
		place := o.Cards[p.id].Place
		if place > 0 && taken[place] {
			note(m, "place-"+p.id, resource.T("create.place_taken", place))
		}
		taken[place] = true
	}
	for _, id := range o.Private {
		if card := o.Cards[id]; len(taken) > 1 && card.Segment != "" && !card.Chosen {
			note(m, "segment-"+id, resource.T("create.segment_or_place"))
		}
	}
}

// isSegment tells networks in CIDR form.
func isSegment(s string) bool {
	_, err := netip.ParsePrefix(s)
	return err == nil
}

func isIPv4(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4()
}

// networkOf finds the public network that a free address is in.
func (ch *ServerChoices) networkOf(ip string) string {
	for _, n := range ch.VDC.PublicNetwork {
		if slices.Contains(ch.Free[string(n.PublicID)].List, ip) {
			return string(n.PublicID)
		}
	}
	return ""
}

// addresses asks for one address per server and chosen network, or where a
// card has a place for all networks in their order.
func (o ServerOrder) addresses(r *ccs.CreateInstanceRequest, c *ServerChoices, amount int) {
	auto := slices.Repeat([]string{"auto"}, amount)
	if o.IPv6 && o.Public != "none" {
		r.IPv6Bind = new(true)
	}
	if o.placed() {
		r.OrderedIP = o.orderedIPs(c, auto)
		return
	}
	switch o.Public {
	case "auto":
		r.PublicIP = auto
	case "manual":
		r.PublicIP = o.PublicIPs
	}
	for _, id := range o.Private {
		want := ccs.NewPrivateInterface{PrivateID: id, IP: auto, Segment: o.Cards[id].Segment}
		if o.Cards[id].Chosen {
			want.IP = o.Cards[id].IPs
		}
		r.PrivateIP = append(r.PrivateIP, want)
	}
}

func (o ServerOrder) placed() bool {
	for _, c := range o.Cards {
		if c.Place > 0 {
			return true
		}
	}
	return false
}

// orderedIPs are the cards in their places, those without one behind.
func (o ServerOrder) orderedIPs(c *ServerChoices, auto []string) []ccs.OrderedIP {
	pipes := pipesOf(*c.VDC)
	place := func(p pipe) int { return cmp.Or(o.Cards[p.id].Place, len(pipes)+1) }
	slices.SortStableFunc(pipes, func(a, b pipe) int { return cmp.Compare(place(a), place(b)) })
	given := false
	var out []ccs.OrderedIP
	for _, p := range pipes {
		card := ccs.OrderedIP{PipeID: p.id}
		switch {
		case p.public && o.Public == "manual":
			card.IP = slices.DeleteFunc(slices.Clone(o.PublicIPs), func(ip string) bool { return c.networkOf(ip) != p.id })
		case p.public && o.Public == "auto" && !given && p.free >= len(auto):
			card.IP, given = auto, true
		case !p.public && slices.Contains(o.Private, p.id) && o.Cards[p.id].Chosen:
			card.IP = o.Cards[p.id].IPs
		case !p.public && slices.Contains(o.Private, p.id):
			card.IP = auto
		}
		if card.IP != nil || o.Cards[p.id].Place > 0 {
			out = append(out, card)
		}
	}
	return out
}
