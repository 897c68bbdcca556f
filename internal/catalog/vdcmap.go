package catalog

import (
	"context"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ccs"
	"yunque/internal/resource"
)

// VDCMap is what hangs on what in a VDC.
type VDCMap struct {
	Public, Private []MapNetwork
	Loose           []MapServer // on no network
}

// MapNetwork is a network with the servers on it.
type MapNetwork struct {
	Name   string
	Ranges []string
	State  resource.State
	Mbps   int // of a public network
	Free   int // addresses
	GPN    resource.Cell
	On     []MapServer
}

// MapServer is a server with its address on the network.
type MapServer struct {
	ID, Name, IP string
	State        resource.State
}

// MapOf reads what a VDC holds; the error is resource.NotFound where there is
// none.
func MapOf(ctx context.Context, c cloud.Caller, id string) (VDCMap, error) {
	v, err := getVDC(ctx, c, id)
	if err != nil {
		return VDCMap{}, err
	}
	var m VDCMap
	for _, n := range v.PublicNetwork {
		m.Public = append(m.Public, MapNetwork{Name: n.Name, Ranges: ranges(n), State: networkStates.state(n.Status), Mbps: int(n.Qos), Free: int(n.UnuseIPNum), On: onNetwork(v, n.PublicID)})
	}
	for _, n := range v.PrivateNetwork {
		private := MapNetwork{Name: n.Name, Ranges: []string{privateRange(n.Segments)}, State: networkStates.state(n.Status), Free: int(n.UnuseIPNum), On: onNetwork(v, n.PrivateID)}
		if g, ok := joining(v, n.PrivateID); ok {
			private.GPN = resource.Cell{Text: resource.Lit(g.Name), Href: "/gpns/" + string(g.GpnID)}
		}
		m.Private = append(m.Private, private)
	}
	for _, s := range v.Servers {
		if len(cardsOf(s)) == 0 {
			m.Loose = append(m.Loose, mapServer(s, ""))
		}
	}
	return m, nil
}

// onNetwork are the servers with an address of a network.
func onNetwork(v VDC, network cloud.ID) []MapServer {
	var out []MapServer
	for _, n := range users(v, network, "") {
		out = append(out, mapServer(n.server, n.ip))
	}
	return out
}

func mapServer(s ccs.Instance, ip string) MapServer {
	return MapServer{string(s.InstanceID), s.InstanceName, ip, serverStates.state(s.InstanceStatus)}
}
