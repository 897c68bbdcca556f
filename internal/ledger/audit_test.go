package ledger_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"yunque/internal/audit"
	"yunque/internal/resource"
	"yunque/internal/store"
)

// childLoad in the environment makes a child that submits without end.
const childLoad = "LEDGER_TEST_LOAD"

// chain seals the audit trails of these tests.
func chain() *audit.Chain { return audit.NewChain([]byte(strings.Repeat("k", 32))) }

// load submits single steps and jobs from four sides at once, and tells of
// every call on standard output, until it is killed.
func load(path string) {
	db, err := store.Open(path)
	if err != nil {
		panic(err)
	}
	d := over(db)
	db.Chain = chain()
	if err := d.Recover(context.Background()); err != nil {
		panic(err)
	}
	var all sync.WaitGroup
	for side := range 4 {
		all.Go(func() {
			for n := 0; ; n++ {
				key := fmt.Sprintf("%d-%d-%d", os.Getpid(), side, n)
				_, err := d.Submit(context.Background(), li, nil, form(key, 1+2*(n%2), func(context.Context) (resource.Outcome, error) {
					_, err := os.Stdout.WriteString(key + "\n")
					return resource.Outcome{}, err
				}))
				if err != nil {
					panic(err)
				}
			}
		})
	}
	all.Wait()
}

// kill runs the load on a database and kills it hard after some calls; it goes
// on by itself meanwhile, so that it dies anywhere. It returns the jobs that
// were called.
func kill(t *testing.T, path string, after int) map[string]bool {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childLoad+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	called := map[string]bool{}
	for s := bufio.NewScanner(out); s.Scan(); {
		called[s.Text()] = true
		if after--; after == 0 {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("child: got %v, want it killed", err)
	}
	return called
}

const (
	trails        = 20
	killsPerTrail = 10
)

func TestNoKillLeavesAnActWithoutAnIntentOrAnAlteredRow(t *testing.T) {
	for i := range trails {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "console.db")
			d := openAt(t, path)
			d.db.Chain = chain()
			called := map[string]bool{}
			for range killsPerTrail {
				for key := range kill(t, path, 1+rand.IntN(40)) {
					called[key] = true
				}
				whole(t, d.db)
			}
			wantError(t, d.Recover(context.Background()), nil)
			whole(t, d.db)
			told(t, d.db, called)
		})
	}
}

// whole wants the trail to verify; it also looks for acts that were sent and
// have no intent.
func whole(t *testing.T, db *store.DB) {
	t.Helper()
	report, err := audit.Verify(context.Background(), db, chain())
	if err != nil {
		t.Fatal(err)
	}
	if report.Fault != nil {
		t.Fatalf("after %d rows: %s", report.Rows, report.Fault)
	}
}

// told wants every call that was made, and every act but those never sent, to
// have an intent, and each intent one end.
func told(t *testing.T, db *store.DB, called map[string]bool) {
	t.Helper()
	rows, err := db.AuditAfter(context.Background(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	intents, ends := map[string]bool{}, map[string]int{}
	for _, r := range rows {
		if r.Outcome == store.AuditIntent {
			intents[r.Attempt] = true
			continue
		}
		ends[r.Attempt]++
		if !intents[r.Attempt] && r.Outcome != store.AuditNotSent {
			t.Errorf("row %d ends %s, which has no intent before it", r.Seq, r.Attempt)
		}
	}
	for id := range intents {
		if ends[id] != 1 {
			t.Errorf("act %s has %d ends, want 1", id, ends[id])
		}
	}
	acts, _, err := db.Acts(context.Background(), store.ActFilter{Account: li.Account, Size: 1_000_000})
	if err != nil {
		t.Fatal(err)
	}
	jobs := map[string]bool{}
	for _, a := range acts {
		jobs[a.JobKey] = jobs[a.JobKey] || intents[a.ID]
	}
	for key := range called {
		if !jobs[key] {
			t.Errorf("job %s was called without an intent", key)
		}
	}
	if len(called) < killsPerTrail || len(intents) < len(called) {
		t.Errorf("got %d jobs called and %d intents, want more: the load did nothing", len(called), len(intents))
	}
}

func TestEachEndOfAnActLeavesItsRow(t *testing.T) {
	d := open(t)
	d.db.Chain = chain()
	bought := form("yes", 1, accepted)
	bought.Price = "244.80 CNY per month"
	d.submit(t, bought)
	d.submit(t, form("no", 1, refused))
	d.submit(t, form("broken", 1, func(context.Context) (resource.Outcome, error) { return resource.Outcome{}, errors.New("?") }))
	rows, err := d.db.AuditAfter(context.Background(), 0, 100)
	wantError(t, err, nil)
	var got []string
	for _, r := range rows {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", r.Who.Person, r.Target, r.Outcome, r.Code, r.RequestID)+r.Price))
	}
	same(t, "rows", got, []string{
		"li i-1 intent  244.80 CNY per month", "li i-1 accepted  244.80 CNY per month",
		"li i-1 intent", "li i-1 refused InvalidInstance r-9",
		"li i-1 intent", "li i-1 unknown Internal",
	})
	if rows[0].Request != `{"InstanceId":"i-1"}` || rows[1].Request != "" {
		t.Errorf("requests: got %q and %q, want it in the intent only", rows[0].Request, rows[1].Request)
	}
}
