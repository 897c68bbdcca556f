package catalog

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"yunque/internal/cloud"
	"yunque/internal/cloud/ebs"
	"yunque/internal/resource"
)

// SnapshotChain is the snapshots of one disk in one zone: each after the first
// holds what has changed since the one before. Those of one that is read by
// itself are there, the oldest first.
type SnapshotChain struct {
	ebs.SnapshotChain
	Zone  string
	Links []DiskSnapshot
}

func (ch SnapshotChain) id() string { return string(ch.SnapshotChainID) }

// gigabytes is what the chain takes up, as the two calls write it: 46.47 and
// 46.47GB. False where it is neither.
func (ch SnapshotChain) gigabytes() (float64, bool) {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.ToUpper(string(ch.SnapshotSize)), "GB"), 64)
	return n, err == nil
}

// SnapshotChains are what snapshots are billed by (snapshot).
var SnapshotChains = &resource.Kind[SnapshotChain]{
	Slug: "snapshot-chains", Icon: "timeline", Group: "storage",

	ID:    SnapshotChain.id,
	Name:  func(ch SnapshotChain) string { return ch.DiskName },
	Where: func(ch SnapshotChain) resource.Text { return resource.Lit(ch.Zone) },
	State: chainState,

	List: listChains,
	Get:  getChain,
	Search: func(ch SnapshotChain) []string {
		return []string{ch.id(), ch.DiskName, string(ch.DiskID), ch.InstanceName, string(ch.InstanceID), ch.Zone, ch.AvailableZoneCode}
	},

	Columns: []resource.Column[SnapshotChain]{
		{Key: "name", Cell: func(ch SnapshotChain) resource.Cell { return named("snapshot-chains", ch.id(), ch.DiskName) }, Less: byName(func(ch SnapshotChain) string { return ch.DiskName })},
		{Key: "server", Cell: chainServer, Less: byName(func(ch SnapshotChain) string { return ch.InstanceName })},
		{Key: "zone", Cell: func(ch SnapshotChain) resource.Cell { return text(ch.Zone) }, Less: byName(func(ch SnapshotChain) string { return ch.Zone })},
		{Key: "use", Cell: func(ch SnapshotChain) resource.Cell { return resource.Cell{Text: diskProperty(ch.DiskProperty)} }, Less: by(func(ch SnapshotChain) string { return ch.DiskProperty })},
		{Key: "snapshots", Cell: chainCount, Right: true, Less: by(func(ch SnapshotChain) int { return int(ch.SnapshotNumber) })},
		{Key: "size", Cell: chainSize, Right: true, Less: by(func(ch SnapshotChain) float64 { n, _ := ch.gigabytes(); return n })},
		{Key: "disk_size", Cell: func(ch SnapshotChain) resource.Cell {
			return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", int(ch.DiskSize))}
		}, Right: true, Less: by(func(ch SnapshotChain) int { return int(ch.DiskSize) })},
		{Key: "charge", Cell: chainCharge, Hidden: true},
	},
	Filters: []resource.Property[SnapshotChain]{
		{Key: "use", Quick: true, Values: func(ch SnapshotChain) []resource.Choice {
			return []resource.Choice{{Value: ch.DiskProperty, Label: diskProperty(ch.DiskProperty)}}
		}},
		{Key: "zone", Values: func(ch SnapshotChain) []resource.Choice {
			return []resource.Choice{{Value: ch.AvailableZoneCode, Label: resource.Lit(ch.Zone)}}
		}},
		{Key: "disk", Values: func(ch SnapshotChain) []resource.Choice {
			return []resource.Choice{{Value: string(ch.DiskID), Label: resource.Lit(ch.DiskName)}}
		}},
	},
	Sections: []resource.Facts[SnapshotChain]{
		{Key: "basic", List: []resource.FactOf[SnapshotChain]{
			{Key: "snapshots", Cell: chainCount},
			{Key: "size", Cell: chainSize},
			{Key: "zone", Cell: func(ch SnapshotChain) resource.Cell { return placeCell(ch.Zone, ch.AvailableZoneCode) }},
			{Key: "charge", Cell: chainCharge},
		}},
		{Key: "disk", List: []resource.FactOf[SnapshotChain]{
			{Key: "disk", Cell: func(ch SnapshotChain) resource.Cell { return named("disks", string(ch.DiskID), ch.DiskName) }},
			{Key: "use", Cell: func(ch SnapshotChain) resource.Cell { return resource.Cell{Text: diskProperty(ch.DiskProperty)} }},
			{Key: "disk_size", Cell: func(ch SnapshotChain) resource.Cell {
				return resource.Cell{Kind: resource.NumberCell, Text: resource.T("cell.gb", int(ch.DiskSize))}
			}},
			{Key: "server", Cell: chainServer},
		}},
	},
	Related: []resource.Related[SnapshotChain]{resource.Rows("snapshots", Snapshots,
		func(_ context.Context, _ cloud.Caller, ch SnapshotChain) ([]DiskSnapshot, error) {
			newest := slices.Clone(ch.Links)
			slices.Reverse(newest)
			return newest, nil
		}, "name", "status", "created", "size", "kept")},
	Tabs: []resource.Tab{{Slug: "chain", Label: resource.T("tab.chain"), Path: "chain"}},
}

// chainState is that of its busiest snapshot; the provider has none of chains.
func chainState(ch SnapshotChain) resource.State {
	for _, s := range ch.Links {
		if state := snapshotStates.state(s.SnapshotStatus); state.Tone == resource.Busy || state.Tone == resource.Failed {
			return state
		}
	}
	return resource.State{Tone: resource.OK, Word: resource.T("state.available")}
}

func chainServer(ch SnapshotChain) resource.Cell {
	if ch.InstanceID == "" {
		return resource.Cell{}
	}
	return named("ecs", string(ch.InstanceID), ch.InstanceName)
}

func chainCount(ch SnapshotChain) resource.Cell {
	return resource.Cell{Kind: resource.NumberCell, Text: resource.Lit(itoa(int(ch.SnapshotNumber)))}
}

func chainSize(ch SnapshotChain) resource.Cell {
	n, ok := ch.gigabytes()
	if !ok {
		return resource.Cell{Kind: resource.NumberCell, Text: resource.Lit(string(ch.SnapshotSize))}
	}
	return resource.Cell{Kind: resource.NumberCell, Text: resource.T("chain.gb", strconv.FormatFloat(n, 'f', 2, 64))}
}

// chainCharge knows a way of paying that servers and disks do not.
func chainCharge(ch SnapshotChain) resource.Cell {
	if ch.BillingMethod == "2" {
		return resource.Cell{Text: resource.T("chain.per_use")}
	}
	return resource.Cell{Text: elasticBilling(ch.BillingMethod)}
}

func listChains(ctx context.Context, c cloud.Caller) ([]SnapshotChain, error) {
	return chainsOf(ctx, c, "")
}

// chainsOf reads the chains of a disk, or with "" those of all disks: one in
// the disk's own zone, and one in each zone its snapshots were copied to.
func chainsOf(ctx context.Context, c cloud.Caller, disk string) ([]SnapshotChain, error) {
	var zones zoneNames
	var all []ebs.SnapshotChain
	ask := func(ctx context.Context, page int) (cloud.Batch[ebs.SnapshotChain], error) {
		out, err := ebs.DescribeSnapshotChainList.Call(ctx, c, ebs.DescribeSnapshotChainListRequest{DiskID: disk, PageNumber: page, PageSize: storagePage})
		return cloud.Batch[ebs.SnapshotChain]{Items: out.SnapshotChainList, Total: out.Page.Total}, err
	}
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error { zones = zonesByCode(ctx, c); return nil })
	group.Go(func() (err error) {
		all, err = cloud.All(both, ask, func(ch ebs.SnapshotChain) string { return string(ch.SnapshotChainID) })
		return err
	})
	err := group.Wait()
	out := make([]SnapshotChain, len(all))
	for i, ch := range all {
		out[i] = SnapshotChain{SnapshotChain: ch, Zone: zones.of(ch.AvailableZoneCode)}
	}
	return out, err
}

// getChain reads a chain with its snapshots. Its zone is that of any of them.
func getChain(ctx context.Context, c cloud.Caller, id string) (SnapshotChain, error) {
	var zones zoneNames
	var head ebs.DescribeSnapshotChainResponse
	var links []ebs.Snapshot
	ask := func(ctx context.Context, page int) (cloud.Batch[ebs.Snapshot], error) {
		out, err := ebs.DescribeSnapshotChain.Call(ctx, c, ebs.DescribeSnapshotChainRequest{SnapshotChainID: id, PageNumber: cloud.Int(page), PageSize: storagePage})
		if page == 1 {
			head = out
		}
		return cloud.Batch[ebs.Snapshot]{Items: out.SnapshotList, Total: out.Page.Total}, err
	}
	group, both := errgroup.WithContext(ctx)
	group.Go(func() error { zones = zonesByCode(ctx, c); return nil })
	group.Go(func() (err error) {
		links, err = cloud.All(both, ask, func(s ebs.Snapshot) string { return string(s.SnapshotID) })
		return err
	})
	err := group.Wait()
	if cloud.HasCode(err, "InvalidSnapshotChainId.NotFound") || err == nil && head.SnapshotChainID == "" {
		return SnapshotChain{}, &resource.NotFound{Kind: "snapshot-chains", ID: id}
	}
	ch := SnapshotChain{SnapshotChain: ebs.SnapshotChain{
		SnapshotChainID: head.SnapshotChainID, DiskID: head.DiskID, DiskName: head.DiskName, DiskSize: head.DiskSize, DiskProperty: head.DiskProperty,
		InstanceID: head.InstanceID, InstanceName: head.InstanceName, SnapshotNumber: head.SnapshotNum, SnapshotSize: head.SnapshotSize, BillingMethod: head.BillingMethod,
	}, Links: inZones(links, zones, nil)}
	slices.Reverse(ch.Links)
	if len(links) > 0 {
		ch.AvailableZoneCode, ch.Zone = links[0].AvailableZoneCode, zones.of(links[0].AvailableZoneCode)
	}
	return ch, err
}

// ChainOf is a chain to be drawn.
func ChainOf(ctx context.Context, c cloud.Caller, id string) (SnapshotChain, error) {
	return getChain(ctx, c, id)
}
