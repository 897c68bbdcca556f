package sim

import (
	"fmt"
	"testing"
)

func TestNoParameterOfDesktopsAndBillsMakesThemFail(t *testing.T) {
	d := newDesktops(t)
	id := d.bought(nil)[0]
	valid := d.order(with(days("2024.11.01", "2024.11.30"), params{
		"vmId": id, "vmIds": []any{id}, "accountId": d.accounts[0], "action": "off", "label": "n", "email": "a@example.com",
		"emails": []any{"a@example.com"}, "remark": "r", "createAccountParams": []any{params{"name": "n", "email": "n@example.com"}},
		"goodsId": "15273", "size": "1", "bandwidthConfId": "10289", "taskId": "t", "ResourceId": id, "EndTime": "20241101",
	}))
	odd := []any{
		nil, "", -1, 0, 1 << 40, 1.5, true, "\x00", "'; drop table", []any{}, []any{nil}, []any{"", 5}, []any{params{}},
		params{}, params{"a": []any{}}, []any{[]any{}}, "[", "{\"a\":", "9999.99.99 - 0000.00.00", "99999999999999999999",
	}
	for _, service := range []string{"gcw", "billing", "metering"} {
		d.survives(service, valid, odd)
	}
}

// survives sends each odd value for each parameter of a service's operations.
func (l *lab) survives(service string, valid params, odd []any) {
	l.t.Helper()
	for _, id := range l.cloud.Supported() {
		op := l.cloud.byID[id].op
		if op.Service() != service {
			continue
		}
		for _, p := range op.Params {
			for _, v := range odd {
				if status, body := l.send(l.signed(id, with(valid, params{p.Name: v}))); status >= 500 {
					l.t.Errorf("%s with %s = %v: got HTTP %d %v", id, p.Name, v, status, body)
				}
			}
		}
	}
}

func TestDesktopNumbersMayBeNumbersOrText(t *testing.T) {
	d := newDesktops(t)
	for _, n := range []any{1, "1"} {
		t.Run(fmt.Sprintf("%T", n), func(t *testing.T) {
			d.under(t)
			if got := len(d.bought(params{"num": n, "hostNo": n, "qos": n, "vgatewayConfId": 10298})); got != 1 {
				t.Errorf("desktops: got %d, want 1", got)
			}
		})
	}
}
