package browsertest

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sourcedive/internal/browsertest/chromium"
)

// TestModelKeys steps by keys while the player is in view and nothing is typed in, and
// not otherwise.
func TestModelKeys(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.do(chromium.Look(1280, 900, "light"))
	p.visitPage("model/sched.html")
	p.wait(playerReady)
	p.press(kb.ArrowRight)
	p.wait(countJS + ` === "17 of 34"`)
	p.press(kb.ArrowLeft)
	p.wait(countJS + ` === "16 of 34"`)
	p.press(kb.Home)
	p.wait(countJS + ` === "0 of 34"`)
	eval[any](p, `document.querySelector(".js-params [name=procs]").focus()`)
	p.press(kb.End)
	if got := eval[string](p, countJS); got != "0 of 34" {
		t.Errorf("a key in a slider moves the run to %s", got)
	}
	eval[any](p, `document.activeElement.blur(), scrollTo(0, document.documentElement.scrollHeight)`)
	p.wait(`document.querySelector(".js-stage").getBoundingClientRect().bottom < 0`)
	p.press(kb.ArrowRight)
	if got := eval[string](p, countJS); got == "1 of 34" {
		t.Error("a key moves a run that is out of view")
	}
}

// TestModelMoves wants the theft's goroutines to travel, each to where the frame has it,
// and nothing to travel for those who do not like motion.
func TestModelMoves(t *testing.T) {
	t.Parallel()
	for _, motion := range []string{"no-preference", "reduce"} {
		p := open(t, the.http())
		p.do(chromedp.EmulateViewport(1280, 900), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: motion}},
			})
			return err
		}))
		p.visitPage("model/sched.html")
		p.wait(playerReady)
		p.click(".js-back")
		n := eval[int](p, `(document.querySelector(".js-next").click(), document.getAnimations().filter(a => a.effect.target.closest(".stage")).length)`)
		if motion == "reduce" && n != 0 || motion != "reduce" && n != 3 {
			t.Errorf("%s: %d things travel at the theft", motion, n)
		}
		p.wait(`document.getAnimations().length === 0`)
		if got := eval[int](p, `document.querySelectorAll(".stage .wide-only .G.now").length`); got != 3 {
			t.Errorf("%s: %d goroutines are marked as moved", motion, got)
		}
	}
}

// TestModelChapter plays a chapter: it begins three steps before its event, asks, plays
// the event, tells what was answered, and stops.
func TestModelChapter(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("model/sched.html")
	p.wait(playerReady)
	eval[any](p, `document.querySelectorAll(".js-chapters a")[2].click()`)
	p.wait(`location.hash.endsWith("at=13")`)
	p.wait(`document.querySelector(".js-narration .pred button")`)
	eval[any](p, `document.querySelectorAll(".js-narration .pred button")[1].click()`)
	p.wait(countJS + ` === "16 of 34"`)
	if said := eval[string](p, `document.querySelector(".js-narration .pred").innerText`); !strings.Contains(said, "You said 2.") || !strings.Contains(said, "It is 3") {
		t.Errorf("after the answer: %q", said)
	}
	p.wait(`document.querySelector(".js-word").innerText === "Play"`)
}

// TestModelAlone wants a copied stage to be the picture without the site's style sheet:
// no class, no variable, every shape with its fill.
func TestModelAlone(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("model/gc.html")
	p.wait(playerReady)
	got := eval[string](p, `(() => {
		const text = sourcedive.alone(document.querySelector(".stage .wide-only"));
		const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
		if (svg.nodeName !== "svg") return svg.textContent;
		if (/class=|var\(|light-dark/.test(text)) return "it needs the style sheet";
		if (svg.querySelectorAll("path:not([fill])").length) return "shapes without a fill";
		return svg.querySelectorAll("path").length > 20 ? "" : "nearly empty";
	})()`)
	if got != "" {
		t.Error(got)
	}
}

// TestModelWithoutScripts wants the opening's picture, its narration with the line of the
// source, the steps and the exercises on the page of each model.
func TestModelWithoutScripts(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.do(chromium.Look(1280, 900, "light"))
	p.scripts(false)
	p.visitPage("model/sched.html")
	p.scripts(true)
	seen := eval[string](p, `document.querySelector("main").outerHTML`)
	if !eval[bool](p, `document.querySelector(".stage .wide-only").getBoundingClientRect().height > 300 && !document.querySelector(".js-controls").checkVisibility()`) {
		t.Error("without scripts the picture is not seen, or the controls are")
	}
	for _, want := range []string{`class="scene wide-only"`, "G7", "Step 16 of 34", "class=\"cited\"", `id="step-1"`} {
		if !strings.Contains(seen, want) {
			t.Errorf("without scripts the page has no %s", want)
		}
	}
}

// TestModelFits wants stage, narration and controls together in a window of 1280 × 900,
// and on a phone a stage of at most half its height with the controls in sight.
func TestModelFits(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"sched", "gc", "malloc", "stack", "channel", "pacer"} {
		p := open(t, the.http())
		p.do(chromium.Look(1280, 900, "light"))
		p.visitPage("model/" + name + ".html")
		p.wait(playerReady)
		if low := eval[float64](p, `Math.max(...[".js-stage", ".js-controls", ".js-score", ".js-narration"].map(s => document.querySelector(s).getBoundingClientRect().bottom))`); low > 900 {
			t.Errorf("%s: the player ends at %.0f px of 900", name, low)
		}
		p.do(chromium.Look(360, 780, "light"))
		if high := eval[float64](p, `document.querySelector(".js-stage").getBoundingClientRect().height`); high > 392 {
			t.Errorf("%s: the stage is %.0f px high on a phone of 780", name, high)
		}
		if low := eval[float64](p, `document.querySelector(".js-controls").getBoundingClientRect().bottom`); low > 780 {
			t.Errorf("%s: the controls end at %.0f px of 780", name, low)
		}
		if wide := eval[int](p, `document.documentElement.scrollWidth`); wide > 360 {
			t.Errorf("%s: the page is %d px wide on a phone of 360", name, wide)
		}
	}
}
