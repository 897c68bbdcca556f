package attack

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yunque/internal/app/apptest"
	"yunque/internal/handlers"
	"yunque/internal/sim"
)

var binary string // the console, built as it is shipped

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "console-attack-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "attack:", err)
		os.Exit(1)
	}
	binary = filepath.Join(dir, "console")
	code := 1
	if out, err := exec.Command("go", "build", "-trimpath", "-o", binary, "../cmd/console").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "attack: build: %v\n%s", err, out)
	} else {
		code = m.Run()
	}
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

const (
	proxyAddress    = "127.0.0.2" // of the trusted proxy
	strangerAddress = "127.0.0.3" // of somebody beside it
	annaKey         = "AKANNA0000000001"
	bertKey         = "AKBERT0000000002"
	password        = "0123456789abcdef0123456789abcdef" // of every key
)

// behindProxy believes proxyAddress about who is asking.
var behindProxy = []string{"CONSOLE_TRUSTED_PROXIES=" + proxyAddress + "/32", "CONSOLE_AUTH_MODE=header", "CONSOLE_AUTH_USER_HEADER=Remote-User",
	"CONSOLE_AUTH_GROUPS_HEADER=Remote-Groups", "CONSOLE_AUTH_VIEWERS=staff", "CONSOLE_AUTH_ADMINS=admins"}

// upstream is a simulated cloud behind a socket, which notes who calls it.
type upstream struct {
	*sim.Server
	url string

	mu   sync.Mutex
	keys map[string]int // calls by access key
}

func newUpstream(t testing.TB, o sim.Options) *upstream {
	t.Helper()
	if o.Keys == nil {
		o.Keys = map[string]string{annaKey: password, bertKey: password}
	}
	u := &upstream{Server: sim.New(o), keys: map[string]int{}}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u.mu.Lock()
		u.keys[r.URL.Query().Get("AccessKeyId")]++
		u.mu.Unlock()
		u.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	u.url = s.URL
	return u
}

// take is how often each key called since it was last asked.
func (u *upstream) take() map[string]int {
	u.mu.Lock()
	defer u.mu.Unlock()
	keys := u.keys
	u.keys = map[string]int{}
	return keys
}

// console is a running one.
type console struct {
	t       testing.TB
	url     string
	address string // host:port
	data    string // its database
	env     []string
	files   int // it may have open; 0 for as many as this process
	log     logs
	process *exec.Cmd
}

// serve starts a console over a cloud with settings of its own, until the test
// ends.
func serve(t testing.TB, cloud string, settings ...string) *console {
	t.Helper()
	return serveWith(t, 0, cloud, settings...)
}

// serveWith is serve with a limit of open files.
func serveWith(t testing.TB, files int, cloud string, settings ...string) *console {
	t.Helper()
	c := &console{t: t, files: files, data: filepath.Join(t.TempDir(), "console.db")}
	c.env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "CONSOLE_LISTEN=127.0.0.1:0", "CONSOLE_SECRET=" + apptest.Secret, "CONSOLE_DATABASE=" + c.data,
		"CONSOLE_API_URL=" + cloud, "CONSOLE_API_RATE=1000"}, settings...)
	c.start()
	t.Cleanup(c.kill)
	return c
}

func (c *console) start() {
	c.t.Helper()
	c.process = exec.Command(binary, "serve")
	if c.files > 0 {
		c.process = exec.Command("sh", "-c", fmt.Sprintf(`ulimit -n %d && exec "$0" serve`, c.files), binary)
	}
	c.process.Env, c.process.Stderr = c.env, &c.log
	out, err := c.process.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := c.process.Start(); err != nil {
		c.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		c.t.Fatalf("the console did not start: %v\n%s", err, c.log.String())
	}
	c.url = strings.TrimSpace(line[strings.LastIndex(line, "http"):])
	c.address = strings.TrimPrefix(c.url, "http://")
}

// kill ends the console as hard as the system can.
func (c *console) kill() {
	_ = c.process.Process.Kill()
	_ = c.process.Wait()
}

// run runs another command of the binary over the same data.
func (c *console) run(args ...string) (string, error) {
	command := exec.Command(binary, args...)
	command.Env = c.env
	out, err := command.CombinedOutput()
	return string(out), err
}

// memory is what the console holds of it, in MB.
func (c *console) memory() int {
	c.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.process.Process.Pid))
	if err != nil {
		c.t.Skip("memory is measured on Linux only")
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	var kb int
	if _, err := fmt.Sscan(after, &kb); err != nil {
		c.t.Fatal(err)
	}
	return kb >> 10
}

// logs collects what the console writes.
type logs struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// everyRoute reads the route table off a console in this process: all that the
// binary answers to, too.
func everyRoute(t *testing.T) []handlers.Route {
	t.Helper()
	return apptest.Start(t).App.Handler.Routes()
}

// fill puts an id into the places of a path.
func fill(path, id string) string {
	return strings.NewReplacer(":id", id, ":key", id, ":seq", "1", ":op", "stop", "*", "nothing").Replace(path)
}

// eventually waits for something that another process does.
func eventually(t *testing.T, what string, patience time.Duration, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); {
		if time.Now().After(end) {
			t.Fatalf("it did not happen within %s that %s", patience, what)
		}
		pause(50 * time.Millisecond)
	}
}

// pause is for real time to pass: what is attacked is another process.
func pause(d time.Duration) { <-time.After(d) }
