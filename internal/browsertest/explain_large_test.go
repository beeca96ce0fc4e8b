package browsertest

import (
	"context"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
)

// tasks are the processor times of the tasks of the page's main thread while do runs, the
// longest first. They do not depend on what else the machine does.
func (p *tab) tasks(do func()) []time.Duration {
	p.Helper()
	type event struct {
		Ph, Name string
		Pid, Tid int
		Tdur     float64
		Args     struct{ Name string }
	}
	command := func(f func(context.Context, *chromedp.Target) error) {
		p.Helper()
		p.do(chromedp.Func(f))
	}
	command(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, tracing.Start, tracing.StartParams{TraceConfig: &tracing.TraceConfig{IncludedCategories: []string{"toplevel"}}})
		return err
	})
	do()
	command(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, tracing.End, cdp.Empty{})
		return err
	})
	select {
	case <-p.traced:
	case <-time.After(patience):
		p.Fatal("no trace came")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	byThread, pages := map[[2]int][]time.Duration{}, map[[2]int]bool{}
	for _, raw := range p.trace {
		var e event
		if json.Unmarshal(raw, &e) != nil {
			continue
		}
		thread := [2]int{e.Pid, e.Tid}
		switch {
		case e.Ph == "M" && e.Args.Name == "CrRendererMain":
			pages[thread] = true
		case e.Ph == "X" && e.Name == "ThreadControllerImpl::RunTask":
			byThread[thread] = append(byThread[thread], time.Duration(e.Tdur)*time.Microsecond)
		}
	}
	var busiest []time.Duration
	for thread, list := range byThread {
		if pages[thread] && sum(list) > sum(busiest) {
			busiest = list
		}
	}
	slices.SortFunc(busiest, func(a, b time.Duration) int { return int(b - a) })
	return busiest
}

func sum(list []time.Duration) (total time.Duration) {
	for _, d := range list {
		total += d
	}
	return total
}

// TestExplainLarge explains 100,000 goroutines, 20 MB, from the disk. On a clock that goes on
// by a millisecond whenever the page asks for the time, a slice has few steps: there are
// enough of them that none does much, and each slice is a task of its own. What it took in
// truth is logged: about two seconds of a processor, in tasks of 50 ms at most, where
// nothing else runs.
func TestExplainLarge(t *testing.T) {
	p := open(t, the.file())
	p.visitPage("explain.html")
	p.explain("fatal error: all goroutines are asleep - deadlock!\n") // the tables are loaded once
	eval[int](p, `(() => {
		let text = "SIGQUIT: quit\nPC=0x45a053 m=0 sigcode=0\n\n";
		for (let i = 0; i < 100000; i++) {
			const at = (0xc000100000 + 64 * Math.floor(i / 20)).toString(16);
			text += "goroutine " + (i + 1) + (i % 2 ? " [sync.Mutex.Lock, " + (2 + i % 7) + " minutes]:\nsync.(*Mutex).Lock(...)\n\t/usr/local/go/src/sync/mutex.go:90\n" : " [chan receive]:\n") +
				"main.(*Worker).run" + i % 40 + "(0x" + at + ")\n\t/src/app/worker.go:" + (10 + i % 40) + " +0x2c\ncreated by main.start in goroutine 1\n\t/src/app/start.go:" + (30 + i % 4) + " +0x97\n\n";
		}
		window.large = text;
		window.ticks = 0;
		performance.now = () => ++window.ticks;
		return text.length;
	})()`)
	tasks := p.tasks(func() {
		eval[bool](p, `(() => { window.explained = false; document.addEventListener("explained", () => { window.explained = true; }); sourcedive.explainHere(large); return true; })()`)
		for end := time.Now().Add(4 * patience); !eval[bool](p, `window.explained`) && time.Now().Before(end); {
			time.Sleep(100 * time.Millisecond)
		}
	})
	if got, want := p.answer("h1"), "A dump that was asked for with SIGQUIT. 100000 goroutines with 40 different stacks"; len(got) < len(want) || got[:len(want)] != want {
		t.Fatalf("it says %q", got)
	}
	slices := eval[int](p, `window.ticks`) / 12 // ten steps, and the time before and after
	t.Logf("%d slices; %d tasks, %v together, the longest %v", slices, len(tasks), sum(tasks), tasks[:min(6, len(tasks))])
	if slices < 2000 || len(tasks) < slices {
		t.Errorf("%d slices, %d tasks", slices, len(tasks))
	}
}
