package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabTo presses Tab until an expression holds.
func (p *tab) tabTo(js string) {
	p.Helper()
	const most = 300
	for range most {
		p.press(kb.Tab)
		if eval[bool](p, js) {
			return
		}
	}
	p.Fatalf("%d times Tab did not lead to %s", most, js)
}

// moveOnto moves the mouse to the middle of an element without scrolling, by a
// way that has a stop between.
func (p *tab) moveOnto(selector string) {
	p.Helper()
	at := eval[point](p, fmt.Sprintf(`(r => ({X: r.left + Math.min(20, r.width / 2), Y: r.top + r.height / 2}))(document.querySelector(%q).getBoundingClientRect())`, selector))
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y))
}

// TestSkip jumps over the header with the first link of the page.
func TestSkip(t *testing.T) {
	t.Parallel()
	for _, width := range widths {
		p := open(t, the.http())
		p.do(chromedp.EmulateViewport(width, 700))
		p.visitPage("func/runtime/schedule.html")
		p.press(kb.Tab)
		if !eval[bool](p, `document.activeElement.matches(".skip") && (r => r.left >= 0 && r.top >= 0 && r.width > 0)(document.activeElement.getBoundingClientRect())`) {
			t.Fatalf("%d px: the first Tab does not show the skip link", width)
		}
		p.press(kb.Enter)
		p.wait(`location.hash.length > 1 && location.hash === document.querySelector(".skip").hash`)
		p.press(kb.Tab)
		if !eval[bool](p, `!!document.activeElement.closest("main")`) {
			t.Errorf("%d px: after skipping, Tab leads to %s", width, eval[string](p, `document.activeElement.outerHTML.slice(0, 80)`))
		}
	}
}

// TestFollowByKeyboard goes from newproc to newproc1 without a mouse.
func TestFollowByKeyboard(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("func/runtime/newproc.html")
			p.tabTo(`/\/newproc1\.html$/.test(document.activeElement.href)`)
			p.press(kb.Enter)
			p.wait(`/\/newproc1\.html$/.test(location.pathname) && document.readyState === "complete"`)
			if h := eval[string](p, `document.querySelector("h1").innerText`); !strings.Contains(h, "newproc1") {
				t.Errorf("the heading is %q", h)
			}
		})
	}
}

// focusJS looks at the element in focus: can it be seen, and seen to be it?
const focusJS = `(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return {Name: ""};
	const name = e.tagName.toLowerCase() + " " + (e.getAttribute("href") || e.className || e.type || "");
	const rects = Array.from(e.getClientRects()), s = getComputedStyle(e);
	let faults = "";
	if (!rects.some(r => r.width > 0 && r.height > 0)) faults += " has no size;";
	const ring = (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1.5) || s.boxShadow !== "none";
	const inside = e.querySelector("rect");
	if (!ring && !(inside && getComputedStyle(inside).stroke !== getComputedStyle(document.querySelector(".map rect:not(:focus-visible)")).stroke)) faults += " shows no focus;";
	const r = e.getBoundingClientRect();
	if (r.bottom <= 0 || r.top >= innerHeight) faults += " is out of sight;";
	const head = document.querySelector("body > header"), h = head.getBoundingClientRect();
	if (/sticky|fixed/.test(getComputedStyle(head).position) && !head.contains(e) && !e.matches(".skip") && h.bottom > 0 && r.top < h.bottom - 1)
		faults += " is under the header;";
	return {Name: name, Faults: faults, Top: r.top};
})()`

type focus struct {
	Name, Faults string
	Top          float64
}

// TestFocus walks over pages by Tab and back by Shift+Tab. What has the focus
// must be in sight, not behind the header, and look it.
func TestFocus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		page  string
		width int64
	}{
		{"func/runtime/newproc.html", 1280},
		{"func/runtime/newproc.html", 320},
		{"index.html", 1280},
		{"journey/newproc.html", 768},
	} {
		t.Run(fmt.Sprint(c.page, c.width), func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.do(chromedp.EmulateViewport(c.width, 500))
			p.visitPage(c.page)
			steps := p.walk(nil)
			if steps < 12 {
				t.Errorf("only %d stops", steps)
			}
			p.walk([]chromedp.Modifier{chromedp.ModifierShift})
		})
	}
}

// walk presses Tab until the focus leaves the page, and counts the stops.
func (p *tab) walk(modifiers []chromedp.Modifier) int {
	p.Helper()
	const most, told = 80, 3
	faults := 0
	for n := range most {
		p.press(kb.Tab, modifiers...)
		f := eval[focus](p, focusJS)
		if f.Name == "" {
			return n
		}
		if f.Faults != "" && faults < told {
			faults++
			p.Errorf("Tab%v %d: %s%s (top at %.0f px)", modifiers, n+1, f.Name, f.Faults, f.Top)
		}
	}
	return most
}
