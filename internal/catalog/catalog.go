// Package catalog describes every kind of resource the console manages. It is
// the boundary where the provider's words become ours: one file per service,
// and All, an explicit list.
package catalog

import "yunque/internal/resource"

// All lists every kind in the order of the navigation.
func All() []resource.Any {
	return []resource.Any{Servers, ElasticServers, SecurityGroups, Templates, Images, ServerDisks, Cards, SecurityRules, Tags,
		BareMetals, MetalDisks, MetalSnapshots, Disks, Snapshots, SnapshotChains, VDCs, PublicNetworks, PrivateNetworks, GPNs, Pipes,
		VPCs, Subnets, Gateways, VLINKs, EIPs, SharedBandwidths,
		Desktops, DesktopAccounts, DesktopNetworks, AlarmReceivers,
		Bills, BillLines, Subjects, Pools}
}
