package sim

import (
	"reflect"
	"testing"
)

func TestAlarmReceiversAreListedByGroup(t *testing.T) {
	l := newLab(t, "empty")
	w := l.cloud.world.Load()
	w.giveAlarmReceiver("值班", "ops@example.com", "+86", "13800000000", "a", "b")
	w.giveAlarmReceiver("noc", "noc@example.com", "+1", "2025550143", "b")
	type row struct{ name, now, other any }
	for _, c := range []struct {
		name  string
		given params
		want  []row
	}{
		{"everybody without a group", nil, []row{{"值班", false, true}, {"noc", false, true}}},
		{"everybody with an empty group", params{"ObjGroupId": ""}, []row{{"值班", false, true}, {"noc", false, true}}},
		{"one group", params{"ObjGroupId": "b"}, []row{{"值班", true, true}, {"noc", true, false}}},
		{"a group of one", params{"ObjGroupId": "a"}, []row{{"值班", true, true}}},
		{"an unknown group", params{"ObjGroupId": "x"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []row
			for _, r := range l.ok("alarm.GetWanAlarmReceiver", c.given)["Data"].([]any) {
				got = append(got, row{at(r, "ReceiverName"), at(r, "UsedByNow"), at(r, "UsedByOther")})
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("receivers: got %v, want %v", got, c.want)
			}
		})
	}
}

func TestAlarmReceiverChanges(t *testing.T) {
	l := newLab(t, "empty")
	l.cloud.world.Load().giveAlarmReceiver("值班", "ops@example.com", "+86", "13800000000")
	read := func() params { return at(l.ok("alarm.GetWanAlarmReceiver", nil), "Data", 0).(params) }
	id := read()["ReceiverId"]
	one := params{"ReceiverId": id}
	for _, c := range []struct {
		name, code string
		given      params
	}{
		{"the receiver is unknown", "InvalidParameter", params{"ReceiverId": "x", "Email": "a@example.com"}},
		{"nothing is to change", "InvalidParameter.IsNull", one},
		{"the address is none", "Parameter Error", with(one, params{"Email": "a@@example.com"})},
		{"the address has a name", "Parameter Error", with(one, params{"Email": "A <a@example.com>"})},
		{"the number is short", "Parameter Error", with(one, params{"Mobile": "1380000"})},
		{"the number is another country's", "Parameter Error", with(one, params{"Code": "+1"})},
		{"one of two changes is wrong", "Parameter Error", with(one, params{"Email": "b@example.com", "Mobile": "x"})},
	} {
		t.Run(c.name, func(t *testing.T) {
			l.under(t)
			l.refused(c.code, "alarm.UpdateWanAlarmReceiver", c.given)
		})
	}
	want := params{
		"ReceiverId": id, "ReceiverName": "值班", "ReceiverMail": "ops@example.com", "ReceiverTel": "(+86)13800000000",
		"UsedByNow": false, "UsedByOther": false,
	}
	if got := read(); !reflect.DeepEqual(got, want) {
		t.Errorf("after refusals:\n got %v\nwant %v", got, want)
	}
	l.ok("alarm.UpdateWanAlarmReceiver", with(one, params{"Email": "night@example.com", "Mobile": "2025550143", "Code": "+1"}))
	want["ReceiverMail"], want["ReceiverTel"] = "night@example.com", "(+1)2025550143"
	if got := read(); !reflect.DeepEqual(got, want) {
		t.Errorf("after the change:\n got %v\nwant %v", got, want)
	}
}
