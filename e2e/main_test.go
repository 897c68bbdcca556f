package e2e

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var (
	binary   string          // the console, built as it is
	baseURL  string          // of the running console
	cloudURL string          // of its simulated cloud
	browser  context.Context // of the running Chromium
)

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

// run builds and starts the console as make run does, and one Chromium.
func run(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "console-e2e-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "console")
	if out, err := exec.Command("go", "build", "-o", binary, "../cmd/console").CombinedOutput(); err != nil {
		return 1, fmt.Errorf("build: %w\n%s", err, out)
	}
	var endConsole func()
	if baseURL, cloudURL, endConsole, err = serve(); err != nil {
		return 1, err
	}
	defer endConsole()

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1440, 900))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	defer end()
	var endBrowser context.CancelFunc
	browser, endBrowser = chromedp.NewContext(allocator)
	defer endBrowser()
	if err := chromedp.Do(browser, chromedp.Navigate("about:blank")); err != nil {
		return 1, fmt.Errorf("start Chromium: %w", err)
	}
	return m.Run(), nil
}

// serve starts a console as make run does, with more settings as NAME=value,
// and tells where it and its simulated cloud are.
func serve(settings ...string) (at, cloud string, end func(), err error) {
	console := exec.Command(binary, "serve", "--demo", "--listen", "127.0.0.1:0")
	console.Env = append(append(os.Environ(), "CONSOLE_DEMO_PACE=0.3", "CONSOLE_LOG_LEVEL=error"), settings...)
	console.Stderr = os.Stderr
	out, err := console.StdoutPipe()
	if err != nil {
		return "", "", nil, err
	}
	if err := console.Start(); err != nil {
		return "", "", nil, err
	}
	end = func() { _ = console.Process.Kill(); _ = console.Wait() }
	lines := bufio.NewReader(out)
	for _, url := range []*string{&at, &cloud} {
		line, err := lines.ReadString('\n')
		if err != nil {
			end()
			return "", "", nil, fmt.Errorf("the console did not start: %w", err)
		}
		*url = strings.TrimSpace(line[strings.LastIndex(line, "http"):])
	}
	return at, cloud, end, nil
}

// console starts a console of the journey's own, with settings as NAME=value,
// and returns its address.
func console(t *testing.T, settings ...string) string {
	t.Helper()
	at, _, end, err := serve(settings...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	return at
}
