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
	baseURL string          // of the running console
	browser context.Context // of the running Chromium
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
	binary := filepath.Join(dir, "console")
	if out, err := exec.Command("go", "build", "-o", binary, "../cmd/console").CombinedOutput(); err != nil {
		return 1, fmt.Errorf("build: %w\n%s", err, out)
	}
	console := exec.Command(binary, "serve", "--demo", "--listen", "127.0.0.1:0")
	console.Env = append(os.Environ(), "CONSOLE_DEMO_PACE=0.3", "CONSOLE_LOG_LEVEL=error")
	console.Stderr = os.Stderr
	out, err := console.StdoutPipe()
	if err != nil {
		return 1, err
	}
	if err := console.Start(); err != nil {
		return 1, err
	}
	defer func() { _ = console.Process.Kill(); _ = console.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 1, fmt.Errorf("the console did not start: %w", err)
	}
	baseURL = strings.TrimSpace(line[strings.LastIndex(line, "http"):])

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
