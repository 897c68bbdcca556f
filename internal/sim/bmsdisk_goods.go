package sim

import (
	"fmt"
	"math"
	"strings"
)

// bmsDiskGoods is a performance a disk is sold with.
type bmsDiskGoods struct {
	kind     string // ssd, nvme
	iops, bw int
}

// bmsDiskStep is the step of IOPS and of bandwidth in Mb. It and the limits
// are not documented.
const bmsDiskStep = 1000

// bmsDiskLimits are the highest IOPS and bandwidth of a type; both are zero
// for a type that is not sold.
func bmsDiskLimits(kind string) (iops, bw int) {
	switch kind {
	case "ssd":
		return 10_000, 4000
	case "nvme":
		return 20_000, 8000
	}
	return 0, 0
}

// title is the type as the list of disks prints it: Nvme.
func (g bmsDiskGoods) title() string { return strings.ToUpper(g.kind[:1]) + g.kind[1:] }

// offered tells which parameter asks for what is not sold, "" for none.
func (g bmsDiskGoods) offered() (wrong string) {
	iops, bw := bmsDiskLimits(g.kind)
	switch {
	case iops == 0:
		return "Type"
	case g.iops < bmsDiskStep || g.iops > iops || g.iops%bmsDiskStep != 0:
		return "Iops"
	case g.bw < bmsDiskStep || g.bw > bw || g.bw%bmsDiskStep != 0:
		return "Bw"
	}
	return ""
}

// id is what CreateDisk is told: the same for the same goods in the same zone.
func (g bmsDiskGoods) id(z zone) string {
	return uuidOf(0, fmt.Sprintf("bms disk goods/%s/%s/%d", z.ID, g.kind, g.iops), int64(g.bw))
}

// bmsDiskGoodsOf finds the goods an id stands for in a zone.
func bmsDiskGoodsOf(z zone, id string) (bmsDiskGoods, bool) {
	for _, kind := range []string{"ssd", "nvme"} {
		maxIOPS, maxBw := bmsDiskLimits(kind)
		for iops := bmsDiskStep; iops <= maxIOPS; iops += bmsDiskStep {
			for bw := bmsDiskStep; bw <= maxBw; bw += bmsDiskStep {
				if g := (bmsDiskGoods{kind, iops, bw}); g.id(z) == id {
					return g, true
				}
			}
		}
	}
	return bmsDiskGoods{}, false
}

func describeBmsDiskGoods(w *World, r Request) (Reply, error) {
	z, ok := w.bareMetalZone(r.Str("RegionId"))
	if !ok {
		return Reply{}, invalidBms("RegionId")
	}
	g := bmsDiskGoods{strings.ToLower(r.Str("Type")), r.Int("Iops"), r.Int("Bw")}
	if wrong := g.offered(); wrong != "" {
		return Reply{}, invalidBms(wrong)
	}
	return Reply{Data: r.Record("Data", obj{"GoodsId": g.id(z)})}, nil
}

// bmsPoolSize is what a zone's pool of one type holds, in GB. Not documented.
const bmsPoolSize = 200_000

// bmsPoolUsed is what all customers have taken from a pool.
func (w *World) bmsPoolUsed(z zone, kind string) int {
	sum := int(unit("pool/"+z.ID+"/"+kind) * bmsPoolSize * 0.6)
	for d := range w.bmsdisk.disks.All() {
		if d.zone == z && d.goods.kind == kind {
			sum += d.size
		}
	}
	return sum
}

func describeBmsPoolUsage(w *World, r Request) (Reply, error) {
	z, ok := w.bareMetalZone(r.Str("RegionId"))
	if !ok {
		return Reply{}, invalidBms("RegionId")
	}
	kind, named := strings.CutSuffix(r.Str("PoolName"), "_pool")
	if most, _ := bmsDiskLimits(kind); !named || most == 0 {
		return Reply{}, invalidBms("PoolName")
	}
	used := w.bmsPoolUsed(z, kind)
	return Reply{Data: r.Record("Data", obj{
		"PoolName": r.Str("PoolName"), "Use": used, "Size": bmsPoolSize, "Ratio": ratio(float64(used), bmsPoolSize),
	})}, nil
}

func describeBmsDiskUsage(w *World, r Request) (Reply, error) {
	d, ok := w.bmsdisk.disks.Get(r.Str("DiskId"))
	if !ok {
		return Reply{}, invalidBms("DiskId")
	}
	used := d.used(w.now)
	return Reply{Data: r.Record("Data", obj{
		"DiskId": d.id, "Use": int(used), "Size": d.size, "Ratio": ratio(math.Floor(used), d.size),
	})}, nil
}

// ratio is a share in whole per cent.
func ratio(part float64, whole int) string {
	return fmt.Sprintf("%d%%", int(math.Round(100*part/float64(whole))))
}
