package apidoc

import "testing"

func TestCatalogueHoldsEveryOperationOnce(t *testing.T) {
	c := Load()
	if got, want := len(c.Operations), 218; got != want {
		t.Fatalf("operations: got %d, want %d", got, want)
	}
	if got, want := len(c.byID), 218; got != want {
		t.Fatalf("distinct ids: got %d, want %d", got, want)
	}
	for i := range c.Operations {
		o := &c.Operations[i]
		if o.TitleZh == "" || o.TitleEn == "" || o.Path == "" || o.Host == "" || !o.Allows(o.Method) {
			t.Errorf("%s: title, path, host or method is missing", o.ID)
		}
		if o.Kind != "read" && o.Kind != "write" {
			t.Errorf("%s: kind %q", o.ID, o.Kind)
		}
	}
}

func TestOperationKnowsItsServiceAndParameters(t *testing.T) {
	o := Load().Operation("ccs.instance.StopInstance")
	if got, want := o.Service(), "ccs.instance"; got != want {
		t.Errorf("service: got %q, want %q", got, want)
	}
	if !o.Writes() || o.Method != "GET" {
		t.Error("StopInstance is a GET that writes")
	}
	if p := o.Param("InstanceId"); p == nil || !p.Required() {
		t.Error("InstanceId should be required")
	}
	if o.Param("Nothing") != nil {
		t.Error("an unknown parameter should be nil")
	}
}
