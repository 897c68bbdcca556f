package sim

import (
	"reflect"
	"testing"
)

func TestSubAccountIsReadyWithinSecondsAndKnownByItsAddress(t *testing.T) {
	l := newLab(t, "empty")
	l.ok("gcw.CreateSubAccount", asked(params{"name": "miao123", "email": "ops@example.com", "remark": "设计", "password": "Secret123"}))
	find := func() any { return at(l.ok("gcw.QuerySubAccounts", params{"email": "ops@"}), "Data", 0) }
	if got := at(find(), "status"); got != "creating" {
		t.Errorf("at once: got %v, want creating", got)
	}
	l.settle()
	want := params{
		"accountId": at(find(), "accountId"), "name": "miao123", "email": "ops@example.com", "password": "Secret123",
		"remark": "设计", "bindNum": 0.0, "status": "create",
	}
	if got := find(); !reflect.DeepEqual(got, any(want)) {
		t.Errorf("account: got %v, want %v", got, want)
	}
	l.ok("gcw.ChangeSubAccountName", asked(params{"email": "ops@example.com", "name": "新名字"}))
	l.ok("gcw.ChangeSubAccountRemark", asked(params{"emails": []string{"ops@example.com"}, "remark": "渲染"}))
	if got := find(); at(got, "name") != "新名字" || at(got, "remark") != "渲染" {
		t.Errorf("after the changes: got %v", got)
	}
}

func TestSubAccountsAreRefusedWithTheDocumentedCode(t *testing.T) {
	l := newLab(t, "empty")
	good := asked(params{"name": "a", "email": "a@example.com"})
	l.ok("gcw.CreateSubAccount", good)
	for name, c := range map[string]struct {
		code, id string
		p        params
	}{
		"an address that is taken":        {"11000", "gcw.CreateSubAccount", good},
		"an address that is none":         {"10003", "gcw.CreateSubAccount", with(good, params{"email": "nobody"})},
		"an address with a name before":   {"10003", "gcw.CreateSubAccount", with(good, params{"email": "A <b@example.com>"})},
		"no name":                         {"10003", "gcw.CreateSubAccount", with(good, params{"name": ""})},
		"a password without capitals":     {"10003", "gcw.CreateSubAccount", with(good, params{"email": "b@example.com", "password": "secret123"})},
		"a password that is too short":    {"10003", "gcw.CreateSubAccount", with(good, params{"email": "b@example.com", "password": "Secr12"})},
		"a remark of 31 characters":       {"10003", "gcw.CreateSubAccount", with(good, params{"email": "b@example.com", "remark": "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一"})},
		"a list that is none":             {"10003", "gcw.CreateSubAccounts", asked(params{"createAccountParams": "x"})},
		"a new name for nobody":           {"10006", "gcw.ChangeSubAccountName", asked(params{"email": "none@example.com", "name": "b"})},
		"a new name before it is made":    {"10211", "gcw.ChangeSubAccountName", asked(params{"email": "a@example.com", "name": "b"})},
		"a remark for one who is nobody":  {"10006", "gcw.ChangeSubAccountRemark", asked(params{"emails": []string{"a@example.com", "none@example.com"}, "remark": "b"})},
		"a remark with a line break":      {"10003", "gcw.ChangeSubAccountRemark", asked(params{"emails": []string{"a@example.com"}, "remark": "a\nb"})},
		"a desktop for one not ready yet": {"13013", "gcw.BindAccounts", asked(params{"vmIds": []string{"x"}, "accountId": "x"})},
	} {
		t.Run(name, func(t *testing.T) {
			l.under(t)
			l.refused(c.code, c.id, c.p)
		})
	}
}

func TestSubAccountsMadeTogetherFailOneByOne(t *testing.T) {
	l := newLab(t, "empty")
	long := "miao123aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	got := l.ok("gcw.CreateSubAccounts", asked(params{"createAccountParams": []params{
		{"name": "a", "email": "a@example.com"},
		{"name": "again", "email": "A@example.com"},
		{"name": "c", "email": "c@example.com", "remark": long},
	}}))["Data"]
	want := params{"successNum": 1.0, "failedNum": 2.0, "failedMsgs": []any{
		params{"name": "again", "email": "A@example.com", "remark": "", "messsage": "创建用户错误"},
		params{"name": "c", "email": "c@example.com", "remark": long, "messsage": remarkRule},
	}}
	if !reflect.DeepEqual(got, any(want)) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDesktopsChangeHandsAsDocumented(t *testing.T) {
	d := newDesktops(t)
	id := d.bought(nil)[0]
	one := asked(params{"vmId": id})
	some := asked(params{"vmIds": []string{id}})
	counts := func(answer map[string]any) [2]any {
		return [2]any{at(answer, "Data", "successNum"), at(answer, "Data", "failedNum")}
	}
	check := func(what string, got, want any) {
		t.Helper()
		if got != want {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}

	d.refused("13011", "gcw.ChangeAccount", with(one, params{"accountId": "none"}))
	check("binding while it is on", counts(d.ok("gcw.BindAccounts", with(some, params{"accountId": d.accounts[0]}))), [2]any{1.0, 0.0})
	d.want(id, "accountEmail", "a@example.com")
	check("bound desktops", at(d.ok("gcw.QuerySubAccounts", params{"name": "a"}), "Data", 0, "bindNum"), 1.0)
	d.refused("13011", "gcw.ChangeAccount", with(one, params{"accountId": d.accounts[1]}))
	check("binding again while it is on", counts(d.ok("gcw.BindAccounts", with(some, params{"accountId": d.accounts[1]}))), [2]any{0.0, 1.0})
	check("unbinding while it is on", counts(d.ok("gcw.UnbindAccounts", some)), [2]any{0.0, 1.0})

	d.power(id, "off")
	d.settle()
	d.ok("gcw.ChangeAccount", with(one, params{"accountId": d.accounts[1]}))
	d.want(id, "accountName", "b")
	check("unbinding, and one there is not", counts(d.ok("gcw.UnbindAccounts", asked(params{"vmIds": []string{id, "none"}}))), [2]any{1.0, 1.0})
	d.want(id, "accountEmail", "")
	check("unbinding what is nobody's", counts(d.ok("gcw.UnbindAccounts", some)), [2]any{0.0, 1.0})
}

func TestDesktopNamesAndLabelsChange(t *testing.T) {
	d := newDesktops(t)
	ids := d.bought(params{"num": "2"})
	d.ok("gcw.ChangeVmName", asked(params{"vmId": ids[0], "name": "<b>改名</b>"}))
	d.want(ids[0], "vmName", "<b>改名</b>")
	d.ok("gcw.UpdateVmLabels", asked(params{"vmIds": ids, "label": "备注"}))
	d.want(ids[1], "label", "备注")
	d.refused("10006", "gcw.ChangeVmName", asked(params{"vmId": "none", "name": "x"}))
	d.refused("10003", "gcw.ChangeVmName", asked(params{"vmId": ids[0], "name": "a\tb"}))
	d.refused("13015", "gcw.UpdateVmLabels", asked(params{"vmIds": []string{ids[0], "none"}, "label": "x"}))
	d.want(ids[0], "label", "备注")
}
