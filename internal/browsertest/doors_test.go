package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// backTo presses Shift and Tab until an expression holds.
func (p *tab) backTo(js string) {
	p.Helper()
	const most = 60
	for range most {
		p.press(kb.Tab, chromedp.ModifierShift)
		if eval[bool](p, js) {
			return
		}
	}
	p.Fatalf("%d times Tab backwards did not lead to %s on %s", most, js, p.path())
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

// onward is the link to the next stop, which stands before the footer of each stop.
const onward = `!!` + focused + `.closest("main > .place") && ` + focused + `.textContent.endsWith("→")`

// toTheEnd follows the path of a level from its page to its end, and returns how many stops it has.
func (p *tab) toTheEnd(level string) (stops int) {
	p.Helper()
	const most = 60
	p.tabTo(`!!` + focused + `.closest("article ol li a")`)
	p.follow()
	for stops = 1; stops < most; stops++ {
		p.backTo(onward)
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
		levels []string
	}{
		{"I write Go", []string{"junior"}}, {"I must explain or tune it", []string{"middle", "senior"}}, {"I change the runtime", []string{"professional"}},
	} {
		t.Run(door.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.visit("index.html")
			p.tabTo(focused + `.closest(".door h2")?.textContent === ` + fmt.Sprintf("%q", door.name))
			p.follow()
			for i, level := range door.levels {
				if i > 0 {
					p.tabTo(focused + `.matches("a[href$='` + level + `.html']")`)
					p.follow()
				}
				want := eval[int](p, `document.querySelectorAll("article > ol > li").length`)
				if stops := p.toTheEnd(level); stops != want {
					t.Errorf("the path of %s ended after %d stops, its page lists %d", level, stops, want)
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
		p.wait(`!!document.querySelector(".js-explain h1")`)
		p.tabTo(focused + `.matches(".js-explain a[href*='func/runtime/']")`)
		if to := p.follow(); !strings.Contains(to, "/func/runtime/") {
			t.Errorf("the answer ends at %s", to)
		}
	})
}
