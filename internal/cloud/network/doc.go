// Package network is the provider's /network path: virtual data centres (VDC)
// with their public and private networks, and the global private network (GPN)
// between them.
package network

import "yunque/internal/cloud"

var (
	service   = cloud.Service{Name: "network.vdc", Host: cloud.CDS, Path: "/network"}
	instances = cloud.Service{Name: "ccs.instance", Host: cloud.CDS, Path: "/network"}
)
