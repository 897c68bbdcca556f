package explorer_test

import (
	"net/url"
	"reflect"
	"strings"
	"testing"

	"yunque/internal/explorer"
	"yunque/internal/i18n"
	"yunque/internal/resource"
)

// field finds one field of an operation's form.
func field(t *testing.T, id, name string, filled url.Values) resource.Field {
	t.Helper()
	for _, f := range explorer.Find(id).Form(filled, nil, false).Fields() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("%s has no field %s", id, name)
	return resource.Field{}
}

func TestFieldsFollowTheDocumentedTypes(t *testing.T) {
	values := func(f resource.Field) string {
		var all []string
		for _, c := range f.Choices {
			all = append(all, c.Value)
		}
		return strings.Join(all, "|")
	}
	type shape struct {
		Input                       resource.Input
		Required, Secret            bool
		Value, Choices, Placeholder string
	}
	for _, c := range []struct {
		name, id, field, typed string
		want                   shape
	}{
		{"text", "ccs.instance.StopInstance", "p.InstanceId", "i-1", shape{Input: resource.TextInput, Required: true, Value: "i-1", Placeholder: "f9053ea8-fc23-4032-8a7f-01def77b4cc0"}},
		{"listed values", "ccs.instance.StopInstance", "p.StopType", "SOFT", shape{Input: resource.SelectInput, Value: "SOFT", Choices: "|HARD|SOFT"}},
		{"a listed value that is not listed stays", "ccs.instance.StopInstance", "p.StopType", "GENTLE", shape{Input: resource.SelectInput, Value: "GENTLE", Choices: "|HARD|SOFT|GENTLE"}},
		{"listed numbers", "ccs.instance.CreateInstance", "p.AutoRenew", "", shape{Input: resource.SelectInput, Choices: "|0|1"}},
		{"true, false or neither", "ccs.template.CreateTemplate", "p.PowerOn", "", shape{Input: resource.SelectInput, Required: true, Choices: "|true|false"}},
		{"a list", "ccs.instance.DeleteInstance", "p.InstanceIds", "a\nb", shape{Input: resource.AreaInput, Required: true, Value: "a\nb",
			Placeholder: field(t, "ccs.instance.DeleteInstance", "p.InstanceIds", nil).Placeholder}},
		{"a secret", "ccs.instance.CreateInstance", "p.Password", "Canary-77-password", shape{Input: resource.PasswordInput, Required: true, Secret: true}},
		{"a secret in an object", "ccs.instance.CreateInstance", "p.WindowsActivation.ProductIds", "A-1", shape{Input: resource.PasswordInput, Secret: true}},
		{"a secret in a list of objects", "gcw.CreateSubAccounts", "p.createAccountParams.0.password", "x", shape{Input: resource.PasswordInput, Secret: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := field(t, c.id, c.field, url.Values{c.field: {c.typed}})
			if got := (shape{f.Input, f.Required, f.Secret, f.Value, values(f), f.Placeholder}); got != c.want {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestAFormHasARowForEachObjectAndOneToStartWith(t *testing.T) {
	op := explorer.Find("ccs.instance.CreateInstance")
	rows := func(v url.Values) int {
		for _, p := range op.Form(v, nil, false).Optional {
			if p.Name == "DataDisks" {
				return len(p.Rows)
			}
		}
		return 0
	}
	v := url.Values{}
	if got := rows(v); got != 1 {
		t.Errorf("an empty form: got %d rows, want 1", got)
	}
	op.AddRow(v, "DataDisks")
	op.AddRow(v, "DataDisks")
	if got := rows(v); got != 3 {
		t.Errorf("after adding twice: got %d rows, want 3", got)
	}
	for range 100 {
		op.AddRow(v, "DataDisks")
	}
	if got := rows(v); got != 50 {
		t.Errorf("after adding a hundred: got %d rows, want 50", got)
	}
	op.AddRow(v, "SystemDisk")
	op.AddRow(v, "None")
	if _, wrong := op.Request(v); !wrong[""].IsZero() {
		t.Errorf("adding made a field that is not there: %v", wrong[""])
	}
}

func TestARowIsOnlyForListsOfObjects(t *testing.T) {
	op := explorer.Find("ccs.instance.CreateInstance")
	part, ok := op.OneRow("DataDisks", 3, false)
	if !ok || part.Rows[0].Number != 3 || part.Rows[0].Fields[0].Name != "p.DataDisks.3.Size" {
		t.Errorf("got %+v, %v", part, ok)
	}
	for name, number := range map[string]int{"SystemDisk": 0, "Cpu": 0, "None": 0, "DataDisks": 50, "PrivateIp": -1} {
		if _, ok := op.OneRow(name, number, false); ok {
			t.Errorf("%s %d: got a row", name, number)
		}
	}
}

func TestHintsSayWhatIsDocumented(t *testing.T) {
	for _, c := range []struct {
		name, id, field string
		lang            i18n.Lang
		want            string
	}{
		{"a condition", "ccs.securitygroup.AddSecurityGroupRule", "p.TargetPort", i18n.En, "Not needed when Protocol is ICMP"},
		{"a condition in Chinese", "ccs.securitygroup.AddSecurityGroupRule", "p.TargetPort", i18n.Zh, "Protocol 为 ICMP 时不需要"},
		{"a default", "ccs.instance.StopInstance", "p.StopType", i18n.En, "Default: SOFT"},
		{"a description in Chinese", "ccs.instance.StopInstance", "p.InstanceId", i18n.Zh, "云服务器的编号"},
		{"how to write a list", "ccs.instance.DeleteInstance", "p.InstanceIds", i18n.En, "One per line"},
		{"that only the sample has it", "ebs.AttachDisk", "p.EcsId", i18n.En, "printed sample"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, f := range explorer.Find(c.id).Form(nil, nil, c.lang == i18n.Zh).Fields() {
				if f.Name != c.field {
					continue
				}
				if got := (i18n.Printer{Lang: c.lang}).Say(f.Hint); !strings.Contains(got, c.want) {
					t.Errorf("got %q, want it to say %q", got, c.want)
				}
			}
		})
	}
}

func TestGroupsStandAloneBetweenFields(t *testing.T) {
	group := explorer.Part{Name: "g", Rows: []explorer.Row{{}}}
	a, b := explorer.Part{Name: "a"}, explorer.Part{Name: "b"}
	got := explorer.Runs([]explorer.Part{a, b, group, group, a})
	want := [][]explorer.Part{{a, b}, {group}, {group}, {a}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
