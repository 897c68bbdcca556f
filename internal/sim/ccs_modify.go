package sim

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

func modifyInstanceName(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	if !validName(r.Str("InstanceName")) {
		return Reply{}, malformed("InvalidInstanceName.Malformed", "InstanceName")
	}
	i.name = r.Str("InstanceName")
	return Reply{}, nil
}

// modifyInstanceSpec changes cores, memory and type; what is not given stays.
func modifyInstanceSpec(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	if i.status == instanceError {
		return Reply{}, refusalInstanceBusy
	}
	t, ok := w.shelf.Type(r.StrOr("InstanceType", i.typeID))
	cpu, ram := r.IntOr("Cpu", i.cpu), r.IntOr("Ram", i.ram)
	if !ok || !specFits(t.ID, cpu, ram) {
		return Reply{}, refusalSpec
	}
	if !w.affords(serverPrice(t.ID, cpu, ram) - serverPrice(i.typeID, i.cpu, i.ram)) {
		return Reply{}, refusalBalance
	}
	return Reply{TaskID: w.update(i, "newOrderUpdateVM", 6*time.Second, func() {
		i.typeID, i.cpu, i.ram = t.ID, cpu, ram
		w.repriceInstance(i)
	})}, nil
}

// modifyInstanceChargeType goes from PostPaid to PrePaid only, as the
// documentation's last chapter says.
func modifyInstanceChargeType(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	if i.charge == prePaid || !strings.EqualFold(r.Str("InstanceChargeType"), prePaid) {
		return Reply{}, refusalInstanceBusy
	}
	due := i.daily() * money(monthsAhead(w.now, r.Int("PrepaidMonth")))
	if !w.affords(due) {
		return Reply{}, refusalBalance
	}
	i.charge, i.autoRenew = prePaid, r.IntOr("AutoRenew", 1) == 1
	w.stopBilling(i)
	w.bill(i, r.Int("PrepaidMonth"))
	return Reply{
		TaskID: w.update(i, "newOrderUpdateVM", 2*time.Second, func() {}),
		Data:   obj{"order_audit": 0},
	}, nil
}

// modifyInstanceAttribute switches deletion protection, at any time.
func modifyInstanceAttribute(w *World, r Request) (Reply, error) {
	list, err := w.instances(r)
	if err != nil {
		return Reply{}, err
	}
	settleInstances(list, func(i *instance) { i.protected = r.Bool("DeletionProtection") })
	return Reply{}, nil
}

// resetInstancesPassword has one task for each server. The password is checked
// and forgotten: nothing in the simulation could use it.
func resetInstancesPassword(w *World, r Request) (Reply, error) {
	list, err := w.settledInstances(r)
	if err != nil {
		return Reply{}, err
	}
	if !validPassword(r.Str("Password")) {
		return Reply{}, refusalPassword
	}
	data := []any{}
	for _, i := range list {
		id := w.update(i, "resetPassword", 4*time.Second, func() {})
		// These ids are numbers in the documentation, unlike all others of
		// the chapter.
		n, err := strconv.Atoi(id)
		if err != nil {
			return Reply{}, err
		}
		data = append(data, r.Record("Data[]", obj{"InstanceId": i.id, "TaskId": n}))
	}
	return Reply{Data: data}, nil
}

// resetImage installs the system disk anew; the server runs afterwards.
func resetImage(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	image, err := w.chooseImage(r.Str("ImageId"), i.vdc.zone)
	if err != nil {
		return Reply{}, err
	}
	if image.private && !r.Has("ImagePassword") {
		return Reply{}, badRequest("MissingParameter", `Missing required parameter "ImagePassword".`)
	}
	if !validPassword(r.Str("Password")) {
		return Reply{}, refusalPassword
	}
	return Reply{TaskID: w.update(i, "resetImage", 8*time.Second, func() {
		i.imageID, i.osType = image.id, image.osType
		i.system.size = max(i.system.size, image.size)
		i.switched(w.now, true)
		w.repriceInstance(i)
	})}, nil
}

// createConsoleURL makes an address that leads nowhere: its host is reserved
// to never exist.
func createConsoleURL(w *World, r Request) (Reply, error) {
	i, err := w.settledInstance(r, r.Str("InstanceId"))
	if err != nil {
		return Reply{}, err
	}
	if i.status != instanceRunning {
		return Reply{}, refusalInstanceBusy
	}
	u := url.URL{Scheme: "https", Host: "console.simulated.invalid", Path: "/web_console/" + w.ID("console"),
		RawQuery: url.Values{"os_type": {i.osType}, "instance": {i.id}, "info": {w.ID("console info")}}.Encode()}
	return Reply{Data: r.Record("Data", obj{"URL": u.String()})}, nil
}
