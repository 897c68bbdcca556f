package handlers_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"yunque/internal/app/apptest"
)

// watcher is a browser's event stream.
type watcher struct {
	mu   sync.Mutex
	text strings.Builder
	stop context.CancelFunc
	done chan struct{}
}

// watch opens a browser's event stream until it is stopped.
func watch(t *testing.T, c *apptest.Console, b *apptest.Browser) *watcher {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	w := &watcher{stop: cancel, done: make(chan struct{})}
	go func() {
		defer close(w.done)
		c.App.Handler.ServeHTTP(&streamRecorder{ResponseRecorder: httptest.NewRecorder(), to: w}, b.Request(http.MethodGet, "/events", nil).WithContext(ctx))
	}()
	return w
}

func (w *watcher) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

func (w *watcher) close() {
	w.stop()
	<-w.done
}

// streamRecorder hands what is written to the watcher at once.
type streamRecorder struct {
	*httptest.ResponseRecorder
	to *watcher
}

func (r *streamRecorder) Write(p []byte) (int, error) {
	r.to.mu.Lock()
	defer r.to.mu.Unlock()
	return r.to.text.Write(p)
}

func (r *streamRecorder) SetWriteDeadline(time.Time) error { return nil }

// post runs an operation on a server as its form does.
func post(b *apptest.Browser, id, op string, more url.Values) *apptest.Page {
	form := b.Get("/instances/" + id + "/ops/" + op).Want(http.StatusOK)
	v := url.Values{"key": {form.Value("key")}}
	for name, values := range more {
		v[name] = values
	}
	return b.Post("/instances/"+id+"/ops/"+op, v)
}

func TestATaskIsAskedAboutOnceHoweverManyWatch(t *testing.T) {
	polls := func(watchers int) (n int) {
		synctest.Test(t, func(t *testing.T) {
			c := apptest.Start(t)
			b := c.SignedIn()
			var streams []*watcher
			for range watchers {
				streams = append(streams, watch(t, c, b))
			}
			synctest.Wait()
			id := ids(b.Get("/instances?status=running"))[0]
			post(b, id, "stop", nil).Want(http.StatusSeeOther)
			time.Sleep(time.Minute) // the bubble's time
			for i, s := range streams {
				if got := s.String(); !strings.Contains(got, "event: row-instances-"+id) || !strings.Contains(got, "event: tasks") {
					t.Errorf("watcher %d was not told:\n%s", i, got)
				}
				s.close()
			}
			if !strings.Contains(b.Get("/instances/"+id).Find("h1").Parent().Text(), "Stopped") {
				t.Error("the server is not stopped after a minute")
			}
			n = c.Sim.Calls().Operations["common.DescribeTask"].Calls
		})
		return n
	}
	one, many := polls(1), polls(10)
	if one == 0 || one != many {
		t.Errorf("one watcher: %d polls, ten watchers: %d; want the same", one, many)
	}
}

func TestARestartFollowsTheTaskToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		id := ids(b.Get("/instances?status=running"))[0]
		post(b, id, "stop", nil).Want(http.StatusSeeOther)
		c.Restart()
		time.Sleep(time.Minute)
		if n := c.Sim.Calls().Operations["common.DescribeTask"].Calls; n != 0 {
			t.Errorf("asked %d times with nobody's keys", n)
		}
		if p := b.Get("/instances/" + id).Want(http.StatusOK); !strings.Contains(p.Find("h1").Parent().Text(), "Shutting down") {
			t.Error("after the restart the server should be busy until its task is known to have ended")
		}
		time.Sleep(time.Minute)
		p := b.Get("/tasks").Want(http.StatusOK)
		if !strings.Contains(p.Find("#tasks").Text(), "Done") {
			t.Errorf("the task did not end:\n%s", p.Find("#tasks").Text())
		}
		if n := c.Sim.Calls().Operations["ccs.instance.StopInstance"].Calls; n != 1 {
			t.Errorf("the write was sent %d times", n)
		}
	})
}

func TestABatchSettlesByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		w := watch(t, c, b)
		running := ids(b.Get("/instances?status=running"))[:3]
		form := b.Get("/instances/ops/stop?" + url.Values{"id": running}.Encode()).Want(http.StatusOK)
		b.Post("/instances/ops/stop", url.Values{"id": running, "key": {form.Value("key")}}).Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		for _, id := range running {
			if !strings.Contains(w.String(), "event: row-instances-"+id) {
				t.Errorf("the row of %s was not named", id)
			}
			row := b.Get("/instances/" + id + "/row").Want(http.StatusOK)
			if !strings.Contains(row.Body, "Stopped") {
				t.Errorf("%s is not stopped", id)
			}
		}
		if n := c.Sim.Calls().Operations["ccs.instance.StopInstances"].Calls; n != 1 {
			t.Errorf("the plural action was called %d times, want once", n)
		}
		w.close()
	})
}

func TestASecondBrowserOfTheSameKeysSeesTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		first, second := c.SignedIn(), c.SignedIn()
		w := watch(t, c, second)
		id := ids(first.Get("/instances?status=running"))[0]
		post(first, id, "reboot", nil).Want(http.StatusSeeOther)
		synctest.Wait()
		if !strings.Contains(w.String(), "event: row-instances-"+id) {
			t.Error("the second browser was not told")
		}
		if p := second.Get("/tasks"); p.Find("#tasks tbody tr").Length() != 1 {
			t.Error("the second browser does not list the task")
		}
		w.close()
	})
}

func TestSigningOutEndsTheStreamAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		w := watch(t, c, b)
		synctest.Wait()
		b.Post("/sign-out", url.Values{})
		<-w.done
		if !strings.Contains(w.String(), "event: bye") {
			t.Error("the browser is not told to stay away")
		}
	})
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		w := watch(t, c, b)
		time.Sleep(c.Config.Idle + time.Minute)
		select {
		case <-w.done:
		default:
			t.Error("the stream outlives the idle session")
			w.close()
		}
		b.Get("/instances").Want(http.StatusSeeOther)
	})
}

func TestTheAbsoluteLimitEndsABusySession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		for range int(c.Config.Lifetime/(20*time.Minute)) - 1 {
			time.Sleep(20 * time.Minute)
			b.Get("/settings").Want(http.StatusOK)
		}
		time.Sleep(25 * time.Minute)
		b.Get("/settings").Want(http.StatusSeeOther)
	})
}

func TestOneSessionOpensFewStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		var open []*watcher
		for range 20 {
			open = append(open, watch(t, c, b))
		}
		synctest.Wait()
		if p := b.Get("/events"); p.Status != http.StatusTooManyRequests {
			t.Errorf("the 21st stream: got %d, want %d", p.Status, http.StatusTooManyRequests)
		}
		for _, w := range open {
			w.close()
		}
	})
}

func TestDeletingRemovesTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := apptest.Start(t)
		b := c.SignedIn()
		page := b.Get("/instances?status=stopped")
		id, name := ids(page)[0], page.Find("tbody tr a").First().Text()
		p := post(b, id, "delete", url.Values{"confirm": {strings.TrimSpace(name)}})
		p.Want(http.StatusSeeOther)
		time.Sleep(time.Minute)
		b.Get("/instances/" + id).Want(http.StatusNotFound)
		if n := len(ids(b.Get("/instances?q=" + id))); n != 0 {
			t.Error("the list still shows it")
		}
	})
}
