package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// onwards brings the focus to the link from a stop of a path to the next, which stands before
// the footer: by Shift and Tab from the top of a page, by Tab alone from a place in it. Inside
// a tour that is the link to its next stop. The keys are pressed a dozen at a time, and those
// too many do nothing.
func (p *tab) onwards(path string, stop int) {
	p.Helper()
	const most, dozen = 2000, 12
	var modifiers []chromedp.Modifier
	if !eval[bool](p, `!!location.hash`) {
		modifiers = append(modifiers, chromedp.ModifierShift)
	}
	label := fmt.Sprintf("%s · %d of ", path, stop)
	found := fmt.Sprintf(`(a => !!a.closest("main > .place ul")?.previousElementSibling.textContent.startsWith(%q) && a.textContent.endsWith("→"))(document.activeElement)`, label)
	if p.inTour() {
		found = `document.activeElement.matches("main > .prev-next [rel=next]")`
	}
	eval[bool](p, `(() => { addEventListener("keydown", (e) => { if (e.key === "Tab" && `+found+`) e.preventDefault(); }, true); return true; })()`)
	for range most / dozen {
		p.press(strings.Repeat(kb.Tab, dozen), modifiers...)
		if eval[bool](p, found) {
			return
		}
	}
	p.Fatalf("%d times Tab did not lead from %s to the stop after %s", most, p.path(), label)
}

// inTour reports whether the page is a stop of a tour that leads to another one, and so does
// not lead on on a path itself.
func (p *tab) inTour() bool {
	p.Helper()
	const tour, path = `!!document.querySelector("main > .prev-next [rel=next]") && location.pathname.includes("/tour/")`, `[...document.querySelectorAll("main > .place a")].some((a) => a.textContent.endsWith("→"))`
	if eval[bool](p, tour) && eval[bool](p, path) {
		p.Fatalf("%s has two links that lead on", p.path())
	}
	return eval[bool](p, tour)
}

// follow presses Enter on the link that has the focus, and returns the page that it leads to.
func (p *tab) follow() string {
	p.Helper()
	to := eval[string](p, `(() => { window.left = true; return document.activeElement.href || ""; })()`)
	if to == "" {
		p.Fatalf("on %s, what has the focus is no link", p.path())
	}
	p.press(kb.Enter)
	page, _, _ := strings.Cut(to, "#")
	p.wait(fmt.Sprintf(`!window.left && document.readyState === "complete" && location.href.split("#")[0] === %q`, page))
	return to
}

const focused = `document.activeElement`

// toTheEnd follows the path of a level from its page to its end, and returns how many stops it has.
func (p *tab) toTheEnd(path, level string) (stops int) {
	p.Helper()
	const most = 60
	p.tabTo(`!!` + focused + `.closest("article ol li a")`)
	p.follow()
	for stops = 1; stops < most; stops++ {
		for p.onwards(path, stops); p.inTour(); p.onwards(path, stops) {
			p.follow()
		}
		if to := p.follow(); strings.Contains(to, "/levels/"+level+".html#") {
			return stops
		}
	}
	p.Fatalf("the path of %s has not ended after %d stops", level, most)
	return 0
}

// TestDoors goes through the doors of the front page with the keyboard alone: from the first
// stop of each path to its end, and from there to where it leads on.
func TestDoors(t *testing.T) {
	t.Parallel()
	for _, door := range []struct {
		name   string
		levels [][2]string // what their paths are called, and their names
	}{
		{"I write Go", [][2]string{{"I write Go", "junior"}}},
		{"I must explain or tune it", [][2]string{{"I run services", "middle"}, {"I tune at the limit", "senior"}}},
		{"I change the runtime", [][2]string{{"I change the runtime", "professional"}}},
	} {
		t.Run(door.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.visit("index.html")
			p.tabTo(focused + `.closest(".door h2")?.textContent === ` + fmt.Sprintf("%q", door.name))
			p.follow()
			for i, level := range door.levels {
				if i > 0 {
					p.tabTo(focused + `.matches("a[href$='` + level[1] + `.html']")`)
					p.follow()
				}
				want := eval[int](p, `document.querySelectorAll("article > ol > li").length`)
				if stops := p.toTheEnd(level[0], level[1]); stops != want {
					t.Errorf("the path of %s ended after %d stops, its page lists %d", level[1], stops, want)
				}
			}
		})
	}
	t.Run("Something is wrong now", func(t *testing.T) {
		t.Parallel()
		p := open(t, the.http())
		p.visit("index.html")
		p.tabTo(focused + `.matches(".door textarea")`)
		for line := range strings.SplitSeq("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()", "\n") {
			p.do(chromedp.KeyEvent(line + kb.Enter))
		}
		p.tabTo(focused + `.textContent === "Explain"`)
		p.press(kb.Enter)
		p.wait(`!!document.querySelector(".js-explain:not([aria-busy]) h1")`)
		p.tabTo(focused + `.matches(".js-explain a[href*='func/runtime/']")`)
		if to := p.follow(); !strings.Contains(to, "/func/runtime/") {
			t.Errorf("the answer ends at %s", to)
		}
	})
}
