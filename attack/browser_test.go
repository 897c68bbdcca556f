//go:build attack

package attack

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browserPages is how many pages a real browser reads: each takes a second.
const browserPages = 80

// witness notes what a browser tells of while it reads hostile pages.
type witness struct {
	mu    sync.Mutex
	seen  []string
	pages int
}

func (w *witness) note(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, what)
}

func (w *witness) event(ev any) {
	switch e := ev.(type) {
	case *page.EventJavascriptDialogOpening:
		w.note("a dialog opened: " + e.Message)
	case *runtime.EventExceptionThrown:
		w.note("a script failed: " + e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if strings.Contains(e.Entry.Text, "Content Security Policy") || strings.Contains(e.Entry.Text, "Content-Security-Policy") {
			w.note("the policy had to step in: " + e.Entry.Text)
		}
	}
}

// browse opens a Chromium with a tab that a witness watches.
func browse(t *testing.T, w *witness) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1440, 900))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	tab, endTab := chromedp.NewContext(allocator)
	t.Cleanup(func() { endTab(); end() })
	if err := chromedp.Listen(tab, w.event); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return tab
}

func TestNoNameRunsInABrowser(t *testing.T) {
	cloud, _ := spoiled(t, false)
	c := serve(t, cloud)
	paths := []string{}
	crawl(c.from("127.0.0.4").signIn(annaKey), func(a answer, path string) {
		if a.status == http.StatusOK && strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && strings.Contains(a.body, "<html") && strings.Contains(a.body, "yq-xss") {
			paths = append(paths, path)
		}
	})
	if len(paths) < browserPages/2 {
		t.Fatalf("only %d pages show hostile text", len(paths))
	}
	var w witness
	tab := browse(t, &w)
	do := func(what string, steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		ctx, cancel := context.WithTimeout(tab, 30*time.Second)
		defer cancel()
		if err := chromedp.Do(ctx, steps...); err != nil {
			t.Fatalf("%s: %v", what, err) // a dialog would hold the page up
		}
	}
	eval := func(what, js string) string {
		t.Helper()
		ctx, cancel := context.WithTimeout(tab, 30*time.Second)
		defer cancel()
		v, err := chromedp.Run(ctx, chromedp.Evaluate[string]("String("+js+")"))
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		return v
	}
	do("open", chromedp.Navigate(c.url+"/sign-in"))
	eval("sign in", `(() => { for (const [k, v] of Object.entries({access_key: "`+annaKey+`", secret_key: "`+password+`"})) document.querySelector("form [name=" + k + "]").value = v;
		document.querySelector("form [name=secret_key]").form.requestSubmit(); return 1 })()`)
	eventually(t, "the browser is signed in", 20*time.Second, func() bool { return eval("where", "location.pathname") == "/" })
	for i := 0; i < len(paths); i += max(1, len(paths)/browserPages) {
		do(paths[i], chromedp.Navigate(c.url+paths[i]))
		// Menus, dialogs and tips hold hostile text, too: show what is hidden.
		found := eval(paths[i], `(() => { for (const d of document.querySelectorAll("details")) d.open = true;
			for (const p of document.querySelectorAll("[popover]")) p.matches(":popover-open") || p.showPopover();
			return document.querySelectorAll("yq-xss, [yq-xss], [onerror], [onclick], iframe, img[src=x]").length })()`)
		if n, err := strconv.Atoi(found); err != nil || n > 0 {
			t.Errorf("%s: hostile text became %s elements", paths[i], found)
		}
		w.pages++
	}
	t.Logf("a browser read %d pages with hostile text", w.pages)
	for _, one := range w.seen {
		t.Error(one)
	}
}
