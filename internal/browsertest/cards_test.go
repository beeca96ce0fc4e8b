package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// card is what the tests know of the little window over a name.
const card = `document.querySelector("[role=tooltip]")`

// TestCards hovers over a name and focuses it, wherever the site is.
func TestCards(t *testing.T) {
	t.Parallel()
	const link = `.src a[href$="newproc1.html"]`
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("func/runtime/newproc.html")
			if p.asked("/cards/") {
				t.Error("cards are loaded before anybody asked for one")
			}
			p.hover(link)
			p.wait(card)
			p.checkCard(link)
			p.press(kb.Escape)
			p.wait("!" + card)
			p.hover("h1")
			p.tabTo(`document.activeElement.matches('` + link + `')`)
			p.wait(card)
			p.checkCard(link)
			p.press(kb.Escape)
			p.wait("!" + card)
			if !eval[bool](p, `document.activeElement.matches('`+link+`')`) {
				t.Error("Escape took the focus away with the card")
			}
		})
	}
}

func (p *tab) checkCard(link string) {
	p.Helper()
	text := eval[string](p, card+`.innerText`)
	for _, want := range []string{"newproc1(fn *funcval", "Create a new g", "runtime/proc.go:"} {
		if !strings.Contains(text, want) {
			p.Errorf("the card lacks %q: %s", want, text)
		}
	}
	if !eval[bool](p, `document.querySelector('`+link+`').getAttribute("aria-describedby") === `+card+`.id`) {
		p.Error("the name is not described by its card")
	}
	if !eval[bool](p, `(r => r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight)(`+card+`.getBoundingClientRect())`) {
		p.Error("the card sticks out of the window")
	}
}

// TestCardsOfKinds asks for cards of names that live in different places: a
// method, a field, a constant, a name without a page, one of another package.
func TestCardsOfKinds(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("func/runtime/newproc.html")
	for _, c := range []struct{ link, want string }{
		{`.src a[href$="puintptr.ptr.html"]`, "ptr() *p"},
		{`.src a.d[href*="/g.html#"]`, "*m"},
		{`.src a[href$="#waitReasonZero"]`, "waitReasonZero"},
		{`.src a[href$="GetCallerPC.html"]`, "internal/runtime/sys/intrinsics.go:"},
	} {
		p.hover("h1")
		p.wait("!" + card)
		p.hover(c.link)
		p.wait(card)
		if text := eval[string](p, card+`.innerText`); !strings.Contains(text, c.want) {
			t.Errorf("%s: the card lacks %q: %s", c.link, c.want, text)
		}
	}
}

// TestCardOfTerm asks for the definition of a term in running text, by mouse and by
// Tab.
func TestCardOfTerm(t *testing.T) {
	t.Parallel()
	const term = `.prose a.term`
	p := open(t, the.http())
	p.visitPage("area/sched.html")
	p.hover(term)
	p.wait(card)
	name := eval[string](p, `document.querySelector('`+term+`').innerText`)
	if text := eval[string](p, card+`.innerText`); !strings.Contains(text, "glossary") || len(text) < len(name)+20 {
		t.Errorf("the card of %q: %s", name, text)
	}
	p.press(kb.Escape)
	p.wait("!" + card)
	eval[any](p, `document.querySelector('`+term+`').focus()`)
	p.wait(card)
}

// TestCardCanBePointedAt moves the mouse from a name onto its card, which must
// stay (WCAG 1.4.13).
func TestCardCanBePointedAt(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("func/runtime/newproc.html")
	p.hover(`.src a[href$="newproc1.html"]`)
	p.wait(card)
	eval[any](p, `window.first = `+card)
	p.moveOnto(`[role=tooltip]`)
	p.wait(card + ` && ` + card + `.matches(":hover")`)
	if !eval[bool](p, `window.first.isConnected`) {
		t.Error("the card goes away under the mouse")
	}
}

// TestCardOfFocusStays leaves the mouse on the text while Tab scrolls the page
// under it: the card belongs to the focus, and stays.
func TestCardOfFocusStays(t *testing.T) {
	t.Parallel()
	const link = `.src a[href$="newproc1.html"]`
	p := open(t, the.http())
	p.do(chromedp.EmulateViewport(1280, 400))
	p.visitPage("func/runtime/newproc.html")
	p.hover("h1")
	p.tabTo(`document.activeElement.matches('` + link + `')`)
	p.wait(card)
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 900, 200))
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 20, 390))
	p.frames()
	if !eval[bool](p, `!!`+card) {
		t.Error("the mouse, far from it, takes the card of the name in focus away")
	}
}

// TestCardOfFocusStaysWhileThePageScrolls brings another name under a pointer that
// rests, as Tab does when it scrolls: the card belongs to the focus, and stays.
func TestCardOfFocusStaysWhileThePageScrolls(t *testing.T) {
	t.Parallel()
	const link, other = `.src a[href$="newproc1.html"]`, `.src a[href$="puintptr.ptr.html"]`
	p := open(t, the.http())
	p.do(chromedp.EmulateViewport(1280, 300))
	p.visitPage("func/runtime/newproc.html")
	at := p.middle(other)
	p.hover("h1")
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y))
	eval[any](p, `document.querySelector('`+link+`').focus({preventScroll: true})`)
	p.wait(card)
	if now := p.middle(other); now != at {
		t.Fatalf("the other name is at %v, not under the pointer at %v", now, at)
	}
	p.wait(`document.querySelector('` + other + `').matches(":hover")`)
	p.frames()
	if text := eval[string](p, card+`.innerText`); !strings.Contains(text, "newproc1(fn *funcval") {
		t.Errorf("the page scrolled another name under the pointer, which took the card: %s", text)
	}
}

// frames waits until what was done so far is drawn.
func (p *tab) frames() {
	p.Helper()
	_, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](
		`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatal(err)
	}
}
