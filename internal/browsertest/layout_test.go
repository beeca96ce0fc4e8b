package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"sourcedive/internal/browsertest/chromium"
)

// sourceTopJS is where the source begins on a page, in pixels from its top.
const sourceTopJS = `document.querySelector("pre.src").getBoundingClientRect().top + scrollY`

// TestSourceInSight measures where the source begins on pages of functions: on that of
// schedule, which has a long note, and on a sample of all.
func TestSourceInSight(t *testing.T) {
	t.Parallel()
	var paths []string
	site, _ := mustCrawl(t)
	for name := range site.files {
		if strings.HasPrefix(name, the.at("func/")) {
			paths = append(paths, name)
		}
	}
	slices.Sort(paths)
	const sample = 100
	p := open(t, the.file())
	p.do(chromium.Look(1280, 900, "light"))
	p.visitPage("func/runtime/schedule.html")
	if top := eval[float64](p, sourceTopJS); top > 700 {
		t.Errorf("the source of schedule begins at %.0f px, and 700 is the most", top)
	}
	far := 0
	for i := range sample {
		p.visit(paths[i*len(paths)/sample])
		if top := eval[float64](p, sourceTopJS); top > 500 {
			far++
			t.Logf("%s: %.0f px", p.path(), top)
		}
	}
	within(t, "pages of a hundred whose source begins below 500 px", far, sample/5)
}

// TestNothingShifts wants pages that stand still once they are seen.
func TestNothingShifts(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			for _, width := range []int64{1280, 360} {
				p.do(chromium.Look(width, 800, "light"))
				p.visit(at(k.path))
				shift, err := chromedp.Run(p.ctx, chromedp.Evaluate[float64](shiftJS, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(err)
				}
				if shift > 0.02 {
					t.Errorf("%d px: the layout shifts by %.3f", width, shift)
				}
			}
		})
	}
}

// targetsJS lists what can be clicked and is smaller than a fingertip. What stands in the
// line of a text is as high as its letters; axe-core measures its distance to others.
const targetsJS = `Array.from(document.querySelectorAll("a[href], button, input, select, summary"))
	.filter(e => e.checkVisibility() && getComputedStyle(e).display !== "inline" && !e.closest("svg, .src, .skip, [inert]") && !e.matches(".skip, .copy"))
	.map(e => ({e, r: e.getBoundingClientRect()}))
	.filter(({r}) => r.width > 0 && (r.height < 23.5 || r.width < 23.5))
	.slice(0, 4).map(({e, r}) => e.outerHTML.slice(0, 90) + " " + Math.round(r.width) + "×" + Math.round(r.height))`

// TestTargets wants targets of 24 pixels.
func TestTargets(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			for _, width := range []int64{1280, 320} {
				p.do(chromium.Look(width, 800, "light"))
				p.visit(at(k.path))
				for _, small := range eval[[]string](p, targetsJS) {
					t.Error(fmt.Sprintf("%d px: ", width) + small)
				}
			}
		})
	}
}

// TestTablesFitPhones wants all of a table in sight on a phone. Only source that stands
// side by side, and drawings, are scrolled.
func TestTablesFitPhones(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.do(chromium.Look(360, 780, "light"))
			p.visit(at(k.path))
			for _, wide := range eval[[]string](p, `Array.from(document.querySelectorAll(".wide, .prose .table, table:not(.diff)"))
				.filter(e => e.checkVisibility() && (e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth))
				.slice(0, 4).map(e => e.className + " " + e.scrollWidth + " in " + e.clientWidth + ": " + e.textContent.trim().slice(0, 60))`) {
				t.Error(wide)
			}
		})
	}
}

// TestRemarksStandOnce wants each remark beside its statement and nowhere else.
func TestRemarksStandOnce(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("func/runtime/schedule.html")
	twice := eval[[]string](p, `Array.from(document.querySelectorAll(".rk"), e => e.textContent.trim().slice(0, 40)).filter(s => document.querySelector("main").textContent.split(s).length !== 2)`)
	if n := eval[int](p, `document.querySelectorAll(".rk").length`); n < 4 || len(twice) > 0 {
		t.Errorf("%d remarks, not once: %q", n, twice)
	}
	if !eval[bool](p, `Array.from(document.querySelectorAll(".rk")).every(e => {
		const said = e.nextElementSibling;
		return said.matches(".said, .rk") && (!said.matches(".said") || Math.abs(e.getBoundingClientRect().top - said.getBoundingClientRect().top) < 40 && e.getBoundingClientRect().left >= said.getBoundingClientRect().right);
	})`) {
		t.Error("a remark does not stand beside its statement")
	}
}

// TestMapsChooseByMeaning wants what the words about findRunnable name in its drawing.
func TestMapsChooseByMeaning(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("func/runtime/findRunnable.html")
	drawn := eval[[]string](p, `Array.from(document.querySelectorAll(".map a text"), e => e.textContent)`)
	for _, want := range []string{"runqget", "netpoll", "stealWork", "stopm"} {
		if !slices.Contains(drawn, want) {
			t.Errorf("%s is not among %q", want, drawn)
		}
	}
}
