package ledger_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yunque/internal/cloud"
	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
	"yunque/internal/store/storetest"
)

func TestTheIntentIsStoredBeforeTheCallAndTheOutcomeBeforeItIsTold(t *testing.T) {
	var states []store.ActState
	var d door
	look := func(when string) {
		job := d.stored(t, "k1")
		states = append(states, job.Acts[0].State)
		if when == "told" {
			tasks, err := d.db.TasksOf(context.Background(), job.Acts[0].ID)
			if err != nil || len(tasks) != 1 || tasks[0].Ticket != "7" {
				t.Errorf("tasks stored when the change is told: got %+v, %v; want one of ticket 7", tasks, err)
			}
		}
	}
	d = open(t, func(...store.Act) { look("told") })
	job := d.submit(t, form("k1", 1, func(context.Context) (resource.Outcome, error) {
		look("called")
		return ticket(cloud.TrackTask, "7"), nil
	}))
	same(t, "states seen in the database", states, []store.ActState{store.ActIntent, store.ActAccepted})
	same(t, "job returned and stored", job, d.stored(t, "k1"))
	same(t, "job finished", job.Finished(), false)
	same(t, "tasks followed", len(d.follower.followed), 1)
}

func TestAnActRecordsWhoDidWhatToWhat(t *testing.T) {
	d := open(t)
	job := d.submit(t, form("k1", 1, func(context.Context) (resource.Outcome, error) {
		return resource.Outcome{RequestID: "r-1", Created: []string{"i-9"}}, nil
	}))
	got := d.stored(t, "k1").Acts[0]
	if got.SentAt == nil || got.AnsweredAt == nil || got.FinishedAt == nil || got.PlannedAt.IsZero() {
		t.Fatalf("times: got %+v, want all of them", got)
	}
	same(t, "act", got, store.Act{
		ID: job.Acts[0].ID, JobKey: "k1", Title: "web", Kind: "servers", Op: "stop", Operation: "ccs.instance.StopInstance",
		Targets: []store.Target{{Kind: "servers", ID: "i-1"}}, Request: `{"InstanceId":"i-1"}`, Effect: "change", Danger: 1,
		Who: li, State: store.ActDone, RequestID: "r-1", CreatedIDs: []string{"i-9"},
		PlannedAt: got.PlannedAt, SentAt: got.SentAt, AnsweredAt: got.AnsweredAt, FinishedAt: got.FinishedAt,
	})
	acts, total, err := d.ByTarget(context.Background(), li.Account, "servers", "i-1", 1)
	if err != nil || total != 1 || acts[0].ID != got.ID {
		t.Errorf("acts of the target: got %+v, %d, %v; want this one", acts, total, err)
	}
}

func TestWhatComesBackDecidesTheState(t *testing.T) {
	fail := func(e cloud.Error) func(context.Context) (resource.Outcome, error) {
		return func(context.Context) (resource.Outcome, error) { return resource.Outcome{}, &e }
	}
	for name, c := range map[string]struct {
		start func(context.Context) (resource.Outcome, error)
		state store.ActState
		code  string
		ended bool
	}{
		"accepted with nothing to wait for":        {accepted, store.ActDone, "", true},
		"accepted with a ticket to follow":         {func(context.Context) (resource.Outcome, error) { return ticket(cloud.TrackTask, "1"), nil }, store.ActAccepted, "", false},
		"accepted with a ticket nobody can follow": {func(context.Context) (resource.Outcome, error) { return ticket(cloud.TrackVPC, "1"), nil }, store.ActAccepted, "", true},
		"refused by the provider":                  {refused, store.ActRefused, "InvalidInstance", true},
		"refused for too many calls":               {fail(cloud.Error{Code: cloud.CodeThrottled, Status: 429, Sent: true}), store.ActRefused, cloud.CodeThrottled, true},
		"sent and not answered in time":            {fail(cloud.Error{Code: cloud.CodeTimeout, Sent: true}), store.ActUnknown, cloud.CodeTimeout, true},
		"answered by a broken gateway":             {fail(cloud.Error{Code: cloud.CodeHTTP, Status: 502, Sent: true}), store.ActUnknown, cloud.CodeHTTP, true},
		"answered with data that does not decode":  {fail(cloud.Error{Code: cloud.CodeMalformed, Status: 200}), store.ActUnknown, cloud.CodeMalformed, true},
		"no connection":                            {fail(cloud.Error{Code: cloud.CodeUnreachable}), store.ActNotSent, cloud.CodeUnreachable, true},
		"the circuit is open":                      {fail(cloud.Error{Code: cloud.CodeCircuitOpen}), store.ActNotSent, cloud.CodeCircuitOpen, true},
		"an error of our own":                      {func(context.Context) (resource.Outcome, error) { return resource.Outcome{}, errors.New("x") }, store.ActUnknown, ledger.CodeInternal, true},
		"a panic":                                  {func(context.Context) (resource.Outcome, error) { panic("x") }, store.ActUnknown, ledger.CodePanicked, true},
		"a ticket beside data that does not decode": {func(context.Context) (resource.Outcome, error) {
			return ticket(cloud.TrackTask, "1"), &cloud.Error{Code: cloud.CodeMalformed, Status: 200}
		}, store.ActAccepted, cloud.CodeMalformed, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			job := d.submit(t, form("k1", 1, c.start))
			a := d.stored(t, "k1").Acts[0]
			same(t, "job returned", job.Acts[0], a)
			same(t, "state", a.State, c.state)
			same(t, "code", a.Code, c.code)
			same(t, "ended", a.FinishedAt != nil, c.ended)
		})
	}
}

func TestOneKeyIsOneCallHoweverOftenItIsSent(t *testing.T) {
	d := open(t)
	var calls atomic.Int32
	release := make(chan struct{})
	r := form("k1", 1, func(context.Context) (resource.Outcome, error) {
		calls.Add(1)
		<-release
		return resource.Outcome{}, nil
	})
	var group, repeats sync.WaitGroup
	var repeated atomic.Int32
	repeats.Add(19)
	for range 20 {
		group.Go(func() {
			job, err := d.Submit(context.Background(), li, nil, r)
			if err != nil || len(job.Acts) != 1 || job.Acts[0].JobKey != "k1" {
				t.Errorf("job: got %+v, %v", job, err)
			}
			if job.Repeated {
				repeated.Add(1)
				repeats.Done()
			}
		})
	}
	repeats.Wait() // none of the others waits for the call
	close(release)
	group.Wait()
	same(t, "calls", calls.Load(), int32(1))
	same(t, "repeats", repeated.Load(), int32(19))
	again := d.submit(t, r)
	same(t, "first answer", again.Acts, d.stored(t, "k1").Acts)
	same(t, "calls after another repeat", calls.Load(), int32(1))
}

func TestAKeyOfAnotherJobIsRefused(t *testing.T) {
	for name, change := range map[string]func(*ledger.Request, *ledger.Who){
		"another operation": func(r *ledger.Request, _ *ledger.Who) { r.Op = "delete" },
		"another kind":      func(r *ledger.Request, _ *ledger.Who) { r.Kind = "disks" },
		"another action":    func(r *ledger.Request, _ *ledger.Who) { r.Steps[0].Op.Action = "DeleteInstance" },
		"another account":   func(_ *ledger.Request, w *ledger.Who) { w.Account = "f2" },
		"another person":    func(_ *ledger.Request, w *ledger.Who) { w.Person = "wu" },
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.submit(t, form("k1", 1, accepted))
			called := false
			r, who := form("k1", 1, func(context.Context) (resource.Outcome, error) {
				called = true
				return resource.Outcome{}, nil
			}), li
			change(&r, &who)
			_, err := d.Submit(context.Background(), who, nil, r)
			wantError(t, err, ledger.ErrKeyReused)
			same(t, "called", called, false)
		})
	}
}

func TestAFormIsAskedAboutBeforeItIsPlannedAgain(t *testing.T) {
	d := open(t)
	ctx := context.Background()
	_, err := d.Again(ctx, li, ledger.Request{Key: "k1", Kind: "servers", Op: "stop"})
	wantError(t, err, store.ErrNotFound)
	first := d.submit(t, form("k1", 1, accepted))
	again, err := d.Again(ctx, li, ledger.Request{Key: "k1", Kind: "servers", Op: "stop"})
	wantError(t, err, nil)
	first.Repeated = true
	same(t, "job", again, first)
	_, err = d.Again(ctx, li, ledger.Request{Key: "k1", Kind: "servers", Op: "delete"})
	wantError(t, err, ledger.ErrKeyReused)
}

func TestBadRequestsSendNothing(t *testing.T) {
	unprintable := form("k", 1, accepted)
	unprintable.Steps[0].Request = func() {}
	for name, c := range map[string]struct {
		request ledger.Request
		want    error
	}{
		"no key":       {form("", 1, accepted), ledger.ErrBadKey},
		"a long key":   {form(strings.Repeat("k", 129), 1, accepted), ledger.ErrBadKey},
		"no steps":     {form("k", 0, accepted), ledger.ErrNoSteps},
		"not storable": {unprintable, nil},
	} {
		d := open(t)
		_, err := d.Submit(context.Background(), li, nil, c.request)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		acts, total, _ := d.Acts(context.Background(), store.ActFilter{Account: li.Account})
		if total != 0 {
			t.Errorf("%s: got acts %+v, want none", name, acts)
		}
	}
}

func TestABrowserThatGoesAwayDoesNotLoseTheOutcome(t *testing.T) {
	d := open(t)
	ctx, leave := context.WithCancel(context.Background())
	_, err := d.Submit(ctx, li, nil, form("k1", 1, func(ctx context.Context) (resource.Outcome, error) {
		leave()
		return ticket(cloud.TrackTask, "7"), ctx.Err()
	}))
	wantError(t, err, nil)
	a := d.stored(t, "k1").Acts[0]
	same(t, "state", a.State, store.ActAccepted)
	same(t, "tickets", a.Tickets, []store.Ticket{{Tracker: "task", IDs: []string{"7"}}})
}

func TestAnOutcomeThatCannotBeStoredIsLoggedAndUnknown(t *testing.T) {
	d := open(t)
	job := d.submit(t, form("k1", 1, func(context.Context) (resource.Outcome, error) {
		if err := d.db.Close(); err != nil {
			t.Error(err)
		}
		return resource.Outcome{RequestID: "r-1", Created: []string{"i-9"}}, nil
	}))
	same(t, "state", job.Acts[0].State, store.ActUnknown)
	same(t, "code", job.Acts[0].Code, ledger.CodeUnrecorded)
	for _, want := range []string{"level=ERROR", "outcome not recorded", "r-1", "i-9"} {
		if !strings.Contains(d.log.String(), want) {
			t.Errorf("log: got %q, want it to hold %q", d.log, want)
		}
	}
}

func TestAnIntentThatCannotBeStoredIsNotSent(t *testing.T) {
	d := open(t)
	// The clock is read once for the plan and once for the intent: the
	// database breaks between the two.
	clock, reads := d.db.Now, 0
	d.db.Now = func() time.Time {
		if reads++; reads == 2 {
			if err := d.db.Close(); err != nil {
				t.Error(err)
			}
		}
		return clock()
	}
	called := false
	job := d.submit(t, form("k1", 1, func(context.Context) (resource.Outcome, error) {
		called = true
		return resource.Outcome{}, nil
	}))
	same(t, "called", called, false)
	same(t, "state", job.Acts[0].State, store.ActNotSent)
	same(t, "code", job.Acts[0].Code, ledger.CodeUnrecorded)
}

func TestNoSecretReachesTheDatabaseOrTheLog(t *testing.T) {
	const canary = "Canary-Pa55word"
	path := filepath.Join(t.TempDir(), "console.db")
	d := openAt(t, path)
	r := form("k1", 1, func(context.Context) (resource.Outcome, error) { panic(cloud.NewSecret(canary)) })
	r.Steps[0].Request = struct {
		Password cloud.Secret
		Nested   []map[string]cloud.Secret
	}{cloud.NewSecret(canary), []map[string]cloud.Secret{{"p": cloud.NewSecret(canary)}}}
	d.submit(t, r)
	same(t, "request stored", d.stored(t, "k1").Acts[0].Request, `{"Password":"[secret]","Nested":[{"p":"[secret]"}]}`)
	files, err := filepath.Glob(path + "*")
	if err != nil || len(files) == 0 {
		t.Fatalf("database files: got %v, %v", files, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), canary) {
			t.Errorf("%s holds the secret", filepath.Base(f))
		}
	}
	if strings.Contains(d.log.String(), canary) {
		t.Errorf("the log holds the secret: %s", d.log)
	}
}

func BenchmarkSubmit(b *testing.B) {
	d := over(storetest.Open(b))
	n := 0
	for b.Loop() {
		n++
		if _, err := d.Submit(context.Background(), li, nil, form(strconv.Itoa(n), 1, accepted)); err != nil {
			b.Fatal(err)
		}
	}
}
