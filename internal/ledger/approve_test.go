package ledger_test

import (
	"context"
	"errors"
	"testing"

	"yunque/internal/cloud"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
)

// gravest is a form of the highest rung.
func gravest(key string) ledger.Request {
	r := form(key, 1, accepted)
	r.Danger, r.Effect, r.Reason, r.Form = resource.SecondLook, resource.Destroy, "it is empty", "{}"
	return r
}

func TestTheDoorHoldsWhatTakesASecondPerson(t *testing.T) {
	d := open(t)
	d.FourEyes = []string{"operator"}
	ctx := context.Background()
	viewer, nobody := li, li
	viewer.Role, nobody.Person = "admin", ""
	secret := gravest("secret")
	secret.Steps[0].Request = map[string]any{"Password": cloud.NewSecret("canary")}
	silent := gravest("silent")
	silent.Reason = "  "
	harmless := gravest("harmless")
	harmless.Danger = resource.TypeName
	claimed := gravest("claimed")
	claimed.Approval = "none"
	for name, c := range map[string]struct {
		who  ledger.Who
		r    ledger.Request
		want error // nil: it is sent
		held bool
	}{
		"on the highest rung":       {li, gravest("held"), nil, true},
		"of a role that is not":     {viewer, gravest("role"), nil, false},
		"on a lower rung":           {li, harmless, nil, false},
		"without a reason":          {li, silent, ledger.ErrNoReason, false},
		"with a secret":             {li, secret, ledger.ErrSecret, false},
		"of nobody":                 {nobody, gravest("nobody"), ledger.ErrNobody, false},
		"with an approval made up":  {li, claimed, store.ErrNotFound, false},
		"with a key taken by a job": {li, gravest("role"), nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := d.Submit(ctx, c.who, nil, c.r)
			var held *ledger.Held
			if got := errors.As(err, &held); got != c.held {
				t.Fatalf("held %v (%v), want %v", got, err, c.held)
			}
			if !c.held && !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if _, err := d.Job(ctx, li.Account, c.r.Key); c.held && name != "with a key taken by a job" && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("something was planned: %v", err)
			}
		})
	}
}

func TestAnApprovedActPassesTheDoorOnceAsItWas(t *testing.T) {
	d := open(t)
	d.FourEyes = []string{"operator"}
	ctx := context.Background()
	var held *ledger.Held
	if _, err := d.Submit(ctx, li, nil, gravest("form")); !errors.As(err, &held) {
		t.Fatalf("got %v, want it held", err)
	}
	wang := li
	wang.Person = "wang"
	use := func(change func(*ledger.Request)) error {
		r := gravest(held.ID)
		r.Approval = held.ID
		change(&r)
		_, err := d.Submit(ctx, li, nil, r)
		return err
	}
	same := func(*ledger.Request) {}
	refused := func(what string, err error, want ledger.Unapproved) {
		t.Helper()
		var no *ledger.NotApproved
		if !errors.As(err, &no) || no.Why != want {
			t.Errorf("%s: got %v, want %s", what, err, want)
		}
	}
	refused("before it is approved", use(same), ledger.Undecided)
	refused("approved by who asked", d.Decide(ctx, li, held.ID, true, ""), ledger.OwnAct)
	if err := d.Decide(ctx, wang, held.ID, true, ""); err != nil {
		t.Fatal(err)
	}
	refused("another target", use(func(r *ledger.Request) { r.Steps[0].Targets[0].ID = "i-2" }), ledger.Altered)
	refused("another request", use(func(r *ledger.Request) { r.Steps[0].Request = map[string]any{"InstanceId": "i-2"} }), ledger.Altered)
	refused("another operation", use(func(r *ledger.Request) { r.Steps[0].Op.Action = "DeleteInstance" }), ledger.Altered)
	refused("another price", use(func(r *ledger.Request) { r.Price = "1.00 CNY" }), ledger.Altered)
	refused("one more step", use(func(r *ledger.Request) { r.Steps = append(r.Steps, r.Steps[0]) }), ledger.Altered)
	if err := use(func(r *ledger.Request) { r.Steps[0].Targets[0].Name = "renamed" }); err != nil {
		t.Errorf("the same under another name: %v", err)
	}
	refused("again, as another form", use(func(r *ledger.Request) { r.Key = "another" }), ledger.Used)
	job, err := d.Job(ctx, li.Account, held.ID)
	if err != nil || len(job.Acts) != 1 || job.Acts[0].SecondPerson != "wang" {
		t.Errorf("got %+v, %v; want one act with both names", job, err)
	}
}
