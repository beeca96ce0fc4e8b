package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sourcedive/internal/browsertest/chromium"
)

// patience is how long a condition may take to hold. It only matters to tests
// that fail.
const patience = 15 * time.Second

var (
	browser     = sync.OnceValues(startBrowser)
	stopBrowser = func() {}
)

func startBrowser() (context.Context, error) {
	ctx, stop, err := chromium.Start(context.Background())
	if err == nil {
		stopBrowser = stop
	}
	return ctx, err
}

// missing skips a test that lacks something to run with, or fails it where that
// is required.
func missing(t *testing.T, err error) {
	t.Helper()
	if os.Getenv("SOURCEDIVE_BROWSER") == "required" {
		t.Fatal(err)
	}
	t.Skip(err)
}

// tab is a tab with storage of its own. It notes what goes wrong in it.
type tab struct {
	*testing.T
	ctx  context.Context
	base base

	mu       sync.Mutex
	faults   []string
	requests []string
	trace    []json.RawMessage // events of tasks
	traced   chan bool         // gets a value when the trace is whole
}

// open opens a tab that looks at the site through a base. When the test ends,
// whatever went wrong in the tab fails it.
func open(t *testing.T, b base) *tab {
	t.Helper()
	if _, err := chromium.Find(); err != nil {
		missing(t, err)
	}
	all, err := browser()
	if err != nil {
		t.Fatal(err)
	}
	p := &tab{T: t, base: b, traced: make(chan bool, 1)}
	ctx, cancel := chromedp.NewContext(all, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.note))
	t.Cleanup(cancel)
	p.ctx = ctx
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		return err
	}), chromium.Look(1280, 800, "light"))
	t.Cleanup(func() {
		faults := p.taken()
		slices.Sort(faults)
		for _, f := range slices.Compact(faults) {
			t.Error(f)
		}
	})
	return p
}

// note takes down errors of the page and every request.
func (p *tab) note(ev any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch ev := ev.(type) {
	case *tracing.EventDataCollected:
		for _, v := range ev.Value {
			p.trace = append(p.trace, json.RawMessage(slices.Clone(v)))
		}
	case *tracing.EventTracingComplete:
		p.traced <- true
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError || ev.Entry.Level == log.EntryLevelWarning {
			p.faults = append(p.faults, fmt.Sprintf("%s %s: %s %s", ev.Entry.Source, ev.Entry.Level, ev.Entry.Text, ev.Entry.URL))
		}
	case *cdpruntime.EventConsoleAPICalled:
		p.faults = append(p.faults, "console."+string(ev.Type))
	case *cdpruntime.EventExceptionThrown:
		p.faults = append(p.faults, "exception: "+(&chromedp.ExceptionError{ExceptionDetails: ev.ExceptionDetails}).Error())
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, ev.Request.URL)
		if !strings.HasPrefix(ev.Request.URL, p.base.url) {
			p.faults = append(p.faults, "a request leaves the site: "+ev.Request.URL)
		}
	}
}

// taken returns the faults so far, and forgets them.
func (p *tab) taken() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	faults := p.faults
	p.faults = nil
	return faults
}

// asked reports whether a request was made whose address contains part.
func (p *tab) asked(part string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(p.requests, func(url string) bool { return strings.Contains(url, part) })
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.Fatal(err)
	}
}

// visit opens a page of the site, a path from its root. It waits until something
// is drawn, because the browser drops what is typed before.
func (p *tab) visit(path string) {
	p.Helper()
	p.do(chromedp.Navigate(p.base.url + path))
	p.wait(`document.readyState === "complete" && performance.getEntriesByType("paint").length > 0`)
}

// visitPage opens a page of the version.
func (p *tab) visitPage(page string) {
	p.Helper()
	p.visit(the.at(page))
}

// scripts switches JavaScript of the pages on or off.
func (p *tab) scripts(on bool) {
	p.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

// eval returns the value of an expression in the page.
func eval[T any](p *tab, js string) T {
	p.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](js))
	if err != nil {
		p.Fatalf("%v\nin %s", err, js)
	}
	return v
}

// wait waits until an expression in the page holds.
func (p *tab) wait(js string) {
	p.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("!!("+js+")"))
		if err == nil && ok {
			return
		}
		if time.Now().After(end) {
			p.Fatalf("never came true: %s (%v)", js, err)
		}
	}
}

// press presses keys; see package kb for those that print nothing. Each key goes
// down with the character that it types, so that a page can prevent both at once,
// as with a real keyboard.
func (p *tab) press(keys string, modifiers ...chromedp.Modifier) {
	p.Helper()
	for _, r := range keys {
		events := kb.Encode(r)
		down, up := events[0], events[len(events)-1]
		if len(events) == 3 {
			down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
		}
		for _, key := range []*input.DispatchKeyEventParams{down, up} {
			for _, m := range modifiers {
				key.Modifiers |= int64(m)
			}
			p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
				_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *key)
				return err
			}))
		}
	}
}

// path is where the tab is, from the root of the site.
func (p *tab) path() string {
	p.Helper()
	at := eval[string](p, "location.href")
	rest, inside := strings.CutPrefix(at, p.base.url)
	if !inside {
		p.Fatalf("left the site: %s", at)
	}
	if plain, err := url.PathUnescape(rest); err == nil {
		return plain
	}
	return rest
}
