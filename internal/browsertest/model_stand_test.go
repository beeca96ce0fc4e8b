package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"sourcedive/content/models"
	"sourcedive/internal/browsertest/chromium"
)

// shiftJS is how much of the page has moved since it began to load, as layout-shift of
// the Performance API counts it.
const shiftJS = `new Promise(done => {
	let sum = 0;
	new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value)).observe({type: "layout-shift", buffered: true});
	requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})`

// playerReady is true when the player shows a run.
const playerReady = `/^\d+ of \d+$/.test(` + countJS + `) && document.querySelector(".js-player").classList.contains("ready")`

// TestModelStandsStill steps through each model: the step button has its place from the
// first picture of the page on, and so has the stage.
func TestModelStandsStill(t *testing.T) {
	t.Parallel()
	for _, m := range models.All() {
		for _, width := range []int64{1280, 360} {
			t.Run(fmt.Sprintf("%s at %d px", m.Name, width), func(t *testing.T) {
				p := open(t, the.http())
				p.do(chromium.Look(width, 800, "light"))
				p.visitPage("model/" + m.Name + ".html")
				p.wait(playerReady)
				moved, err := chromedp.Run(p.ctx, chromedp.Evaluate[float64](shiftJS, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				if moved > .02 {
					t.Errorf("the layout shifts by %.3f at load", moved)
				}
				eval[any](p, `document.querySelector(".js-stage").scrollIntoView({block: "center"}); document.querySelector(".js-first").click()`)
				place := func() string {
					return eval[string](p, `[".js-next", ".js-stage", ".js-narration"].map(s => {
						const r = document.querySelector(s).getBoundingClientRect();
						return [s, r.left, r.top, r.width, r.height].map(n => n.toFixed ? n.toFixed(1) : n).join(" ");
					}).join("; ")`)
				}
				first := place()
				for i := range 25 {
					eval[any](p, `document.querySelector(".js-next").click()`)
					if now := place(); now != first {
						t.Fatalf("after %d steps: %s, before: %s", i+1, now, first)
					}
				}
			})
		}
	}
}
