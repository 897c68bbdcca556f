package sim

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// bmsStock is how many servers of one configuration a zone has. The refusal is
// documented, the number is not.
const bmsStock = 16

// maxBmsMonths is the longest time that can be bought at once. Not documented.
const maxBmsMonths = 36

// bmsGoods is a line of bare metal servers on sale.
type bmsGoods struct {
	id       int
	name     string
	charges  []string // PrePaid, PostPaid
	computes []bmsCompute
}

// bmsCompute is one configuration. Its first disk holds the system.
type bmsCompute struct {
	id, cpuInfo, frequency string
	cpu, ram               int
	disks                  []bmsLocalDisk
}

type bmsLocalDisk struct {
	id, kind        string
	capacity, count int
}

// dataDisks counts the disks besides the system's.
func (c bmsCompute) dataDisks() (n int) {
	for _, d := range c.disks {
		n += d.count
	}
	return n - 1
}

// bmsShelf is what every bare metal zone sells. The first two lines and the
// ids of the next two are the documentation's.
func bmsShelf() []bmsGoods {
	both := []string{prePaid, postPaid}
	return []bmsGoods{
		{7685, "裸金属-02SS01(公测)", both, []bmsCompute{
			{"8fbdb61e-b941-46db-89f6-f8953b278ec9", "Intel Xeon Silver 4110", "2.1GHz", 32, 64, []bmsLocalDisk{
				{"ab72e15b-f3ab-4448-9094-ab271813f405", "SSD", 480, 1}}},
			{"eb41773f-c944-4831-810b-9db4826996f2", "Intel Xeon Silver 4110", "2.1GHz", 32, 128, []bmsLocalDisk{
				{"ab72e15b-f3ab-4448-9094-ab271813f405", "SSD", 480, 1},
				{"7e0b3f52-0b39-4cf3-9d0f-1c26b1a4c3d8", "SATA", 4000, 2}}},
		}},
		{7793, "裸金属-03SA03(公测)", []string{prePaid}, []bmsCompute{
			{"1b69ecca-453c-4535-8c96-16edf1ec6da9", "Intel Xeon Silver 6148", "3.5GHz", 32, 64, []bmsLocalDisk{
				{"d7a3f7ef-98e1-417c-a7e4-a5720e273f67", "NVME", 3200, 1}}},
		}},
		{7955, "裸金属-04NV02", both, []bmsCompute{
			{"f7d3b7b4-e77d-47ac-aa37-8c9e3304e469", "Intel Xeon Gold 6248*2", "2.5GHz", 80, 384, []bmsLocalDisk{
				{"2c9f6c0e-6a53-4d0e-9a61-4fb7a2c1a0b5", "SSD", 480, 1},
				{"d7a3f7ef-98e1-417c-a7e4-a5720e273f67", "NVME", 3200, 4}}},
		}},
		{6034, "裸金属测试产品v1", []string{postPaid}, []bmsCompute{
			{"f59c9873-b57d-43e8-94c3-3ed0ba3550b0", "Intel Xeon Silver 4110*2", "2.1GHz", 32, 64, []bmsLocalDisk{
				{"8e857eb1-c8c1-4c73-9bc3-ea200121ed1a", "SSD", 480, 1}}},
		}},
		{8016, "裸金属-06ST01(大容量存储)", both, []bmsCompute{
			{"c4a7e6d0-58f1-4e0b-8f0e-2f6a51d7f1b3", "Intel Xeon Gold 5218*2", "2.3GHz", 64, 192, []bmsLocalDisk{
				{"ab72e15b-f3ab-4448-9094-ab271813f405", "SSD", 480, 1},
				{"93d0b5c7-1f0a-4f9a-b1b7-6f3c8be0c7a2", "SATA", 8000, 12}}},
		}},
	}
}

// findBms finds a configuration that is sold with a way of paying.
func findBms(goodsID int, computeID, charge string) (bmsGoods, bmsCompute, bool) {
	for _, g := range bmsShelf() {
		if g.id != goodsID || !slices.Contains(g.charges, charge) {
			continue
		}
		for _, c := range g.computes {
			if c.id == computeID {
				return g, c, true
			}
		}
	}
	return bmsGoods{}, bmsCompute{}, false
}

// chargeOf reads InstanceChargeType, whose value is checked without case.
func chargeOf(r Request) string {
	if strings.EqualFold(r.Str("InstanceChargeType"), prePaid) {
		return prePaid
	}
	return postPaid
}

// bareMetalZone finds a zone that has bare metal servers.
func (w *World) bareMetalZone(id string) (zone, bool) {
	z, ok := w.shelf.Zone(id)
	return z, ok && z.BareMetal
}

// describeBmsGoods answers null for both lists in a zone without bare metal.
func describeBmsGoods(w *World, r Request) (Reply, error) {
	z, ok := w.shelf.Zone(r.Str("RegionId"))
	if !ok {
		return Reply{}, invalidBms("RegionId")
	}
	if !z.BareMetal {
		return Reply{Data: obj{"PrePaid": nil, "PostPaid": nil}}, nil
	}
	data := obj{}
	for _, charge := range []string{prePaid, postPaid} {
		list := []any{}
		for _, g := range bmsShelf() {
			if slices.Contains(g.charges, charge) {
				list = append(list, bmsGoodsRecord(r, "Data."+charge+"[]", g))
			}
		}
		data[charge] = list
	}
	return Reply{Data: data}, nil
}

func bmsGoodsRecord(r Request, path string, g bmsGoods) obj {
	computes := []any{}
	for _, c := range g.computes {
		disks := []any{}
		for _, d := range c.disks {
			disks = append(disks, r.Record(path+".Computes[].Disks[]", obj{
				"Id": d.id, "Type": d.kind, "Capacity": d.capacity, "Count": d.count,
			}))
		}
		computes = append(computes, r.Record(path+".Computes[]", obj{
			"Id": c.id, "CpuInfo": c.cpuInfo, "Cpu": c.cpu, "Ram": c.ram, "Frequency": c.frequency, "Disks": disks,
		}))
	}
	return r.Record(path, obj{"GoodsId": g.id, "GoodsName": g.name, "Computes": computes})
}

// describeBmsGoodsPrice answers the price of the whole time for PrePaid and of
// one day for PostPaid; the documentation names no unit.
func describeBmsGoodsPrice(w *World, r Request) (Reply, error) {
	charge, months, amount := chargeOf(r), r.Int("PrepaidMonth"), r.Int("Amount")
	_, c, sold := findBms(r.Int("GoodsId"), r.Str("ComputeId"), charge)
	_, ok := w.bareMetalZone(r.Str("RegionId"))
	if !ok || !sold || months < 0 || months > maxBmsMonths || amount < 1 || amount > 100 {
		return Reply{}, r.documented("DataNotExists")
	}
	unit := bmsPrice(c)
	if charge == prePaid {
		unit *= daysBegun(w.now, monthEnd(w.now, months))
	}
	unit = unit.wholeCents()
	return Reply{Data: r.Record("Data", obj{
		"Currency": "CN", "UnitPrice": printed(unit), "TradeAmount": printed(unit * money(amount)),
	})}, nil
}

// printed is an amount as text with two places.
func printed(m money) string { return fmt.Sprintf("%.2f", m.Cents()) }

// monthEnd is the end of the month a moment lies in, and n natural months on:
// what PrepaidMonth counts here.
func monthEnd(from time.Time, n int) time.Time {
	local := from.In(clockZone)
	return time.Date(local.Year(), local.Month()+1+time.Month(n), 1, 0, 0, 0, 0, clockZone)
}

// daysBegun counts the days begun between two moments.
func daysBegun(from, to time.Time) money {
	const day = 24 * time.Hour
	return money(max(0, (to.Sub(from)+day-1)/day))
}
