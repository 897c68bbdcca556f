package sim

import (
	"strconv"
	"time"
)

// daily is what the server costs a day, disks included.
func (i *instance) daily() money {
	sum := serverPrice(i.typeID, i.cpu, i.ram) + diskPrice(i.system)
	for _, d := range i.data {
		sum += diskPrice(*d)
	}
	return sum
}

// parts is what the server is made of, as bills print it.
func (i *instance) parts() []part {
	machine := serverPrice(i.typeID, i.cpu, i.ram)
	cores := serverPrice(i.typeID, i.cpu, 0)
	list := []part{
		{"系统硬盘", strconv.Itoa(i.system.size) + "GB", diskPrice(i.system)},
		{"vCPU", strconv.Itoa(i.cpu) + "C", cores},
		{"内存", strconv.Itoa(i.ram) + "GB", machine - cores},
		{"操作系统", i.imageID, 0},
	}
	for _, d := range i.data {
		list = append(list, part{"数据盘", strconv.Itoa(d.size) + "GB", diskPrice(*d)})
	}
	return list
}

// instanceEntry is the ledger's entry of a server from now on; paid is what a
// prepaid one pays at once.
func (w *World) instanceEntry(i *instance, paid money) entry {
	return entry{
		ID: i.id, Kind: "instance", Name: i.name, RegionID: i.vdc.zone.ID, Place: i.vdc.id, PlaceName: i.vdc.name,
		Charge: i.charge, Daily: i.daily(), Paid: paid, Parts: i.parts(), From: w.now,
	}
}

// affords tells whether the account can pay for something costing so much a
// day: one day of it.
func (w *World) affords(daily money) bool { return w.ledger.Balance(w.now) >= daily }

// bill opens a server's entry in the ledger. A prepaid server pays for so many
// months at once, as monthsAhead counts them.
func (w *World) bill(i *instance, months int) {
	var paid money
	if i.charge == prePaid {
		days := monthsAhead(w.now, months)
		paid = i.daily() * money(days)
		i.paidUntil = w.now.AddDate(0, 0, days)
		w.At(i.paidUntil, func() { w.renew(i) })
	}
	w.ledger.Open(w.instanceEntry(i, paid))
}

// renew is the end of what a prepaid server has paid for. It pays for a month
// more, or becomes PostPaid where it does not renew itself or the balance is
// too low. Not documented.
func (w *World) renew(i *instance) {
	if i.deleting || i.charge != prePaid || w.now.Before(i.paidUntil) {
		return
	}
	month := i.daily() * money(monthsAhead(w.now, 1))
	if !i.autoRenew || !w.affords(month) {
		i.charge = postPaid
	}
	w.stopBilling(i)
	w.bill(i, 1)
}

// repriceInstance puts the server's present price into the ledger. A prepaid
// server pays nothing for what is left of its time; the difference counts from
// the next renewal. Not documented.
func (w *World) repriceInstance(i *instance) {
	w.ledger.Reprice(i.id, w.now, i.daily(), 0)
	w.ledger.Detail(i.id, i.parts())
}

// stopBilling ends what a server costs.
func (w *World) stopBilling(i *instance) {
	w.ledger.Close(i.id, w.now)
	i.paidUntil = time.Time{}
}
