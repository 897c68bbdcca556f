package sim

import (
	"maps"
	"reflect"
	"testing"
	"time"
)

// desktops is a lab with a default network and ready sub-accounts.
type desktops struct {
	*lab
	studio
	accounts []string
}

func newDesktops(t *testing.T) *desktops {
	t.Helper()
	l := newLab(t, "empty")
	l.ok("gcw.CreateDefaultNet", asked(params{"siteId": loudi}))
	for _, email := range []string{"a@example.com", "b@example.com"} {
		l.ok("gcw.CreateSubAccount", asked(params{"name": email[:1], "email": email}))
	}
	l.settle()
	d := &desktops{lab: l, studio: studioOf(l.ok("gcw.GetDefaultNet", asked(params{"siteId": loudi})), loudi)}
	for _, a := range l.ok("gcw.QuerySubAccounts", nil)["Data"].([]any) {
		d.accounts = append(d.accounts, at(a, "accountId").(string))
	}
	return d
}

// bought orders desktops, waits until they are ready and returns their ids.
func (d *desktops) bought(more params) (ids []string) {
	d.t.Helper()
	answer := d.ok("gcw.CreateVm", d.order(more))
	d.settle()
	return textsOf(at(answer, "Data", "vmIds"))
}

// shows reads a field of a desktop.
func (d *desktops) shows(id, field string) any {
	d.t.Helper()
	return at(d.ok("gcw.QueryVm", params{"vmId": id}), "Data", field)
}

func (d *desktops) want(id, field string, want any) {
	d.t.Helper()
	if got := d.shows(id, field); got != want {
		d.t.Errorf("%s: got %v, want %v", field, got, want)
	}
}

// power performs a power operation that must be accepted, without waiting.
func (d *desktops) power(id, action string) any {
	d.t.Helper()
	answer := d.ok("gcw.OperateVm", asked(params{"action": action, "vmIds": []string{id}}))
	return at(answer, "Data", "taskId")
}

func TestDesktopLivesFromOrderToDeletion(t *testing.T) {
	d := newDesktops(t)
	id := textsOf(at(d.ok("gcw.CreateVm", d.order(nil)), "Data", "vmIds"))[0]
	one, some := asked(params{"vmId": id}), asked(params{"vmIds": []string{id}})
	rebuild := with(one, params{"imageId": "0e0f9143-35c5-4368-8c62-4bab440a9b9d"})
	d.want(id, "status", "configuring")
	d.refused("13002", "gcw.OperateVm", with(some, params{"action": "off"}))
	d.refused("13002", "gcw.DeleteVm", one)
	d.settle()
	d.want(id, "status", "using")
	d.refused("13002", "gcw.OperateVm", with(some, params{"action": "on"}))
	d.refused("13004", "gcw.RebuildVm", rebuild)

	for _, step := range []struct{ action, passing, end string }{
		{"reboot", "rebooting", "using"}, {"off", "stoping", "stop"}, {"on", "starting", "using"}, {"off", "stoping", "stop"},
	} {
		d.power(id, step.action)
		d.want(id, "status", step.passing)
		d.settle()
		d.want(id, "status", step.end)
	}
	d.ok("gcw.RebuildVm", rebuild)
	d.want(id, "status", "configuring")
	d.settle()
	d.want(id, "status", "stop")

	subnet := params{"SubnetId": d.subnet}
	d.refused("InvalidOperation", "vpc.DeleteSubnet", subnet)
	d.ok("gcw.DeleteVm", one)
	d.want(id, "status", "deleteing")
	d.ok("vpc.DeleteSubnet", subnet)
	d.settle()
	d.refused("10006", "gcw.QueryVm", params{"vmId": id})
	d.refused("10006", "gcw.DeleteVm", one)
	if got := at(d.ok("gcw.QueryVms", nil), "Data", "vmIds"); !reflect.DeepEqual(got, []any{}) {
		t.Errorf("desktops left: got %v, want none", got)
	}
}

func TestDesktopOrdersAreRefusedWithTheDocumentedCode(t *testing.T) {
	d := newDesktops(t)
	const soldOutSite, a5000 = "09a38804-c1ee-11ec-bd22-4641dfd57315", "e0997510-1b69-4de8-85a8-cc44b2dd28f8"
	for name, c := range map[string]struct {
		code string
		more params
	}{
		"no request id":                    {"10003", params{"requestId": nil}},
		"an unknown site":                  {"10006", params{"siteId": "nowhere"}},
		"an unknown product":               {"10006", params{"productId": "none"}},
		"an unknown image":                 {"10006", params{"imageId": "none"}},
		"no desktop at all":                {"10003", params{"num": "-1"}},
		"a number that is none":            {"10003", params{"num": "two"}},
		"more bandwidth than there is":     {"10003", params{"qos": "100000"}},
		"a control character in the name":  {"10003", params{"name": "a\u0000b"}},
		"a numbering from zero":            {"10003", params{"hostNo": "0"}},
		"a subscription of no months":      {"10003", params{"billCycle": "month", "duration": "0"}},
		"a cycle that is not documented":   {"10003", params{"billCycle": "week"}},
		"a cloud disk no multiple of 8":    {"10003", params{"sysVolume": "ssd", "sysVolumeSize": "100"}},
		"a cloud disk below the image":     {"10003", params{"sysVolume": "ssd", "sysVolumeSize": "24"}},
		"an unknown subnet":                {"13505", params{"subnetNetId": "none"}},
		"a gateway for a subnet":           {"13505", params{"subnetNetId": d.gateway}},
		"a gateway of another line":        {"13505", params{"vgatewayConfId": "10289"}},
		"a network of another site":        {"13505", params{"siteId": xiangyang}},
		"more than the pay-as-you-go rest": {"12502", params{"num": "200", "productId": "56a38804-cdee-1aec-bd22-3141dfd57235", "imageId": uuidOf(0, "desktop image 56a38804-cdee-1aec-bd22-3141dfd57235", 1)}},
		"more money than there is":         {"10005", params{"billCycle": "month", "duration": "36", "num": "5"}},
		"test money that is not there":     {"10005", params{"subAccountId": "76581"}},
	} {
		t.Run(name, func(t *testing.T) {
			d.under(t)
			if c.code == "12502" {
				d.bought(nil)
			}
			d.refused(c.code, "gcw.CreateVm", d.order(c.more))
		})
	}
	d.ok("gcw.CreateDefaultNet", asked(params{"siteId": soldOutSite}))
	d.settle()
	other := studioOf(d.ok("gcw.GetDefaultNet", asked(params{"siteId": soldOutSite})), soldOutSite)
	d.refused("13000", "gcw.CreateVm", other.order(params{"productId": a5000, "imageId": uuidOf(0, "desktop image "+a5000, 1)}))
}

func TestDesktopsBoughtTogetherAreNumberedFromTheSecond(t *testing.T) {
	d := newDesktops(t)
	var names []any
	for _, id := range d.bought(params{"name": "测试", "num": 3, "hostNo": "7"}) {
		names = append(names, d.shows(id, "vmName"))
	}
	if want := []any{"测试", "测试_007", "测试_008"}; !reflect.DeepEqual(names, want) {
		t.Errorf("names: got %v, want %v", names, want)
	}
}

func TestDesktopFiltersNarrowTheList(t *testing.T) {
	d := newDesktops(t)
	bound, monthly := d.bought(nil)[0], d.bought(params{"billCycle": "month"})[0]
	d.ok("gcw.ChangeAccount", asked(params{"vmId": bound, "accountId": d.accounts[0]}))
	for _, c := range []struct {
		filter params
		want   []string
	}{
		{nil, []string{bound, monthly}},
		{params{"billMethod": "1"}, []string{monthly}},
		{params{"billMethod": "0"}, []string{bound}},
		{params{"billMethod": 2}, []string{bound}},
		{params{"email": "a@example.com"}, []string{bound}},
		{params{"vpcId": d.vpc, "vpcName": "娄底-云桌面默认VPC", "siteId": loudi}, []string{bound, monthly}},
		{params{"siteId": xiangyang}, nil},
		{params{"productId": "none"}, nil},
	} {
		if got := textsOf(at(d.ok("gcw.QueryVms", c.filter), "Data", "vmIds")); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.filter, got, c.want)
		}
	}
	d.refused("10003", "gcw.QueryVms", params{"billMethod": "3"})
}

func TestDesktopTaskIsToldToItsOwnRequestOnly(t *testing.T) {
	d := newDesktops(t)
	id := d.bought(nil)[0]
	task := params{"taskId": d.power(id, "off"), "requestId": asked(nil)["requestId"]}
	if got := at(d.ok("gcw.QueryTask", task), "Data", "status"); got != "Running" {
		t.Errorf("at once: got %v, want Running", got)
	}
	d.settle()
	want := params{"taskId": task["taskId"], "requestId": task["requestId"], "status": "Completed", "failReason": ""}
	if got := d.ok("gcw.QueryTask", task)["Data"].(map[string]any); !maps.Equal(got, want) {
		t.Errorf("at its end: got %v, want %v", got, want)
	}
	d.refused("10006", "gcw.QueryTask", with(task, params{"requestId": "another"}))
	d.refused("10006", "gcw.QueryTask", with(task, params{"taskId": "none"}))
	d.refused("10003", "gcw.QueryTask", params{"taskId": task["taskId"]})
}

func TestFailedWorkLeavesDesktopsAsDocumented(t *testing.T) {
	d := newDesktops(t)
	id := d.bought(nil)[0]
	if err := d.cloud.Inject(Fault{Operation: "gcw.*Net", FailTask: true}, Fault{Operation: "gcw.*Vm", Skip: 0, Times: 2, FailTask: true}); err != nil {
		t.Fatal(err)
	}
	task := params{"taskId": d.power(id, "off"), "requestId": asked(nil)["requestId"]}
	broken := d.bought(nil)[0]
	d.want(id, "status", "using")
	if got := at(d.ok("gcw.QueryTask", task), "Data"); at(got, "status") != "Failed" || at(got, "failReason") == "" {
		t.Errorf("failed task: got %v, want Failed and a reason", got)
	}
	before := d.balance()
	d.pass(time.Hour)
	if got, want := before-d.balance(), d.costOf(id, time.Hour); got != want {
		t.Errorf("an hour with one good desktop and a broken one costs %v, want %v: the good one's", got, want)
	}
	d.want(broken, "status", "error")
	d.ok("gcw.DeleteVm", asked(params{"vmId": broken}))

	d.ok("gcw.ConfigNet", asked(params{"vmIds": []string{id}}))
	d.settle()
	d.want(id, "status", "netErr")
	d.cloud.ClearFaults()
	d.ok("gcw.ConfigNet", asked(params{"vmIds": []string{id}}))
	d.settle()
	d.want(id, "status", "using")
}

// costOf is what a desktop and its address cost in the last stretch of time.
func (d *desktops) costOf(id string, last time.Duration) (sum money) {
	w := d.cloud.world.Load()
	row, _ := w.gcw.desktops.Get(id)
	for _, e := range w.ledger.entries {
		if e.ID == id || e.ID == row.eipID {
			sum += e.cost(d.now.Add(-last).Add(time.Nanosecond), d.now.Add(time.Nanosecond))
		}
	}
	return sum
}
