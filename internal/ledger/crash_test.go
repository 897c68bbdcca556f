package ledger_test

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"yunque/internal/ledger"
	"yunque/internal/resource"
	"yunque/internal/store"
)

// The environment of a child process that is to die with calls out.
const (
	childDB    = "LEDGER_TEST_DB"    // path of the database
	childSteps = "LEDGER_TEST_STEPS" // steps of the job
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childDB); path != "" {
		die(path)
	}
	if path := os.Getenv(childLoad); path != "" {
		load(path)
	}
	os.Exit(m.Run())
}

// die submits a job whose calls leave a trace and then kill the process, as
// hard as the system can.
func die(path string) {
	steps, err := strconv.Atoi(os.Getenv(childSteps))
	if err != nil {
		panic(err)
	}
	db, err := store.Open(path)
	if err != nil {
		panic(err)
	}
	d := over(db)
	_, err = d.Submit(context.Background(), li, nil, form("k1", steps, func(context.Context) (resource.Outcome, error) {
		trace(path)
		err := syscall.Kill(os.Getpid(), syscall.SIGKILL)
		return resource.Outcome{}, err
	}))
	if err != nil {
		panic(err)
	}
	select {} // until a call in the background kills us
}

// trace notes one call outside the database.
func trace(db string) {
	f, err := os.OpenFile(db+".calls", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	if _, err := f.WriteString("call\n"); err != nil {
		panic(err)
	}
}

func calls(t *testing.T, db string) int {
	t.Helper()
	f, err := os.Open(db + ".calls")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	n := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		n++
	}
	return n
}

func TestACallThatWasOutWhenTheProcessDiedIsUnknownAndNeverRepeated(t *testing.T) {
	for name, steps := range map[string]int{"one step": 1, "a job of nine": 9} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "console.db")
			d := openAt(t, path)
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), childDB+"="+path, childSteps+"="+strconv.Itoa(steps))
			output, err := child.CombinedOutput()
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
				t.Fatalf("child: got %v, want it killed\n%s", err, output)
			}
			before := calls(t, path)

			wantError(t, d.Recover(context.Background()), nil)
			job := d.stored(t, "k1")
			count := job.Count()
			if count.Unknown < before || count.Unknown < 1 || count.Unknown+count.NotSent != steps {
				t.Errorf("count: got %+v, want each of %d calls unknown and the rest not sent", count, before)
			}
			for _, a := range job.Acts {
				want := ledger.CodeInterrupted
				if a.State == store.ActNotSent {
					want = ledger.CodeRestarted
				}
				same(t, "code of "+string(a.State), a.Code, want)
			}

			again := d.submit(t, form("k1", steps, func(context.Context) (resource.Outcome, error) {
				trace(path)
				return resource.Outcome{}, nil
			}))
			same(t, "acts of the form sent again", again.Acts, job.Acts)
			same(t, "calls in all", calls(t, path), before)
		})
	}
}
