package sim

import (
	"fmt"
	"strconv"
)

// The price table's bare metal, in yuan a day. Not documented.
var (
	priceBmsChassis = yuan(16)
	priceBmsCore    = yuan(0.6)
	priceBmsGB      = yuan(0.12)

	// By type of local disk, for 100 GB.
	priceBmsLocal = map[string]money{"SATA": yuan(0.06), "SSD": yuan(0.5), "NVME": yuan(0.8)}

	// Cloud disks: a GB of each type, 1000 IOPS, 1000 Mb of bandwidth, and a
	// GB of snapshot.
	priceBmsDiskGB   = map[string]money{"ssd": yuan(0.03), "nvme": yuan(0.05)}
	priceBmsDiskIOPS = yuan(0.35)
	priceBmsDiskBw   = yuan(0.25)
	priceBmsSnapshot = yuan(0.01)
)

// bmsPrice is the daily price of a bare metal server.
func bmsPrice(c bmsCompute) money {
	sum := priceBmsChassis + priceBmsCore*money(c.cpu) + priceBmsGB*money(c.ram)
	for _, d := range c.disks {
		sum += priceBmsLocal[d.kind] * money(d.capacity*d.count) / 100
	}
	return sum
}

// bmsDiskPrice is the daily price of a cloud disk.
func bmsDiskPrice(g bmsDiskGoods, size int) (sum money) {
	for _, p := range bmsDiskParts(g, size) {
		sum += p.Daily
	}
	return sum
}

// bmsDiskParts is what the price of a cloud disk is made of.
func bmsDiskParts(g bmsDiskGoods, size int) []part {
	return []part{
		{"容量", fmt.Sprintf("%dGB", size), priceBmsDiskGB[g.kind] * money(size)},
		{"IOPS", strconv.Itoa(g.iops), priceBmsDiskIOPS * money(g.iops) / bmsDiskStep},
		{"带宽", fmt.Sprintf("%dMb", g.bw), priceBmsDiskBw * money(g.bw) / bmsDiskStep},
	}
}
