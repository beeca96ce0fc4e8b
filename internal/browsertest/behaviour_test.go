package browsertest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"sourcedive/internal/browsertest/chromium"
)

// TestTheme goes through the themes, and wants a chosen one to be there before
// the body is, also after a reload and on other pages.
func TestTheme(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
				_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
					new MutationObserver((_, o) => { if (document.body) { o.disconnect(); window.early = document.documentElement.dataset.theme || ""; } })
						.observe(document, {childList: true, subtree: true});`})
				return err
			}))
			p.visitPage("func/runtime/schedule.html")
			if !eval[bool](p, `(() => { const s = document.querySelector("head script[src*='theme.js']"); return s && !s.defer && !s.async && s.type !== "module"; })()`) {
				t.Error("theme.js is no blocking script in the head")
			}
			for _, want := range []string{"light", "dark", ""} {
				p.click("header button")
				p.wait(fmt.Sprintf(`(document.documentElement.dataset.theme || "") === %q`, want))
				p.do(chromedp.Reload())
				p.wait(fmt.Sprintf(`window.early === %q`, want))
				p.visitPage("index.html")
				p.wait(fmt.Sprintf(`window.early === %q`, want))
				p.visitPage("func/runtime/schedule.html")
			}
		})
	}
}

// TestLinksInCode wants the setting beside the theme to underline links in code at rest, on
// all pages and from their beginning, until it is taken back.
func TestLinksInCode(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			lines := func(page, want string) {
				t.Helper()
				p.visitPage(page)
				p.wait(fmt.Sprintf(`document.querySelector("header .underline")?.ariaPressed === %q`, fmt.Sprint(want == "underline")))
				for _, code := range []string{".decl a", ".src a:not([id])"} {
					if got := eval[string](p, fmt.Sprintf(`(e => e ? getComputedStyle(e).textDecorationLine : %q)(document.querySelector(%q))`, want, code)); got != want {
						t.Errorf("%s: links of %s have %s, not %s", page, code, got, want)
					}
				}
			}
			lines("func/runtime/schedule.html", "none")
			p.click("header .underline")
			lines("func/runtime/schedule.html", "underline")
			lines("src/runtime/proc.go.html", "underline")
			if eval[bool](p, `getComputedStyle(document.querySelector("header nav a")).textDecorationLine !== "none"`) {
				t.Error("links that are not in code have lines too")
			}
			p.click("header .underline")
			lines("type/runtime/g.html", "none")
		})
	}
}

// click clicks in the middle of the first element of a selector, as a mouse does.
func (p *tab) click(selector string, options ...chromedp.MouseOption) {
	p.Helper()
	at := p.middle(selector)
	p.do(chromedp.MouseClickXY(at.X, at.Y, options...))
}

// hover moves the mouse over the first element of a selector.
func (p *tab) hover(selector string) {
	p.Helper()
	at := p.middle(selector)
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y))
}

type point struct{ X, Y float64 }

func (p *tab) middle(selector string) point {
	p.Helper()
	p.wait(fmt.Sprintf(`document.querySelector(%q)`, selector))
	return eval[point](p, fmt.Sprintf(`(() => {
		const e = document.querySelector(%q);
		e.scrollIntoView({block: "center", behavior: "instant"});
		const r = e.getClientRects()[0];
		return {X: r.left + r.width / 2, Y: r.top + r.height / 2};
	})()`, selector))
}

// markedJS lists the lines that are marked.
const markedJS = `Array.from(document.querySelectorAll(".src .on"), e => e.id).join(" ")`

// TestLines marks lines by address and by mouse, on a page whose numbers are
// links and on one whose numbers the style sheet counts.
func TestLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, page string }{
		{"long", "src/runtime/proc.go.html"},
		{"short", "src/runtime/textflag.h.html"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.visitPage(c.page + "#L10")
			p.wait(markedJS + ` === "L10"`)
			mark := eval[string](p, `getComputedStyle(document.querySelector("#L10"), "::after").backgroundColor`)
			plain := eval[string](p, `getComputedStyle(document.querySelector("#L20"), "::after").backgroundColor`)
			if mark == plain {
				t.Errorf("a marked line looks like others: %s", mark)
			}
			eval[any](p, `location.hash = "#L12-L15"`)
			p.wait(markedJS + ` === "L12 L13 L14 L15"`)
			p.click("#L17")
			p.wait(`location.hash === "#L17" && ` + markedJS + ` === "L17"`)
			p.click("#L14", chromedp.ButtonModifiers(chromedp.ModifierShift))
			p.wait(`location.hash === "#L14-L17" && ` + markedJS + ` === "L14 L15 L16 L17"`)
			p.do(chromedp.Reload())
			p.wait(markedJS + ` === "L14 L15 L16 L17"`)
			if !eval[bool](p, `(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector("#L14").getBoundingClientRect())`) {
				t.Error("the first marked line is out of sight after a reload")
			}
		})
	}
}

// TestLinesOfFunction follows an address with lines to a function's page.
func TestLinesOfFunction(t *testing.T) {
	t.Parallel()
	p := open(t, the.file())
	p.visitPage("func/runtime/schedule.html")
	id := eval[string](p, `document.querySelectorAll(".src [id^=L]")[3].id`)
	eval[any](p, fmt.Sprintf(`location.hash = %q`, id))
	p.wait(fmt.Sprintf(`%s === %q`, markedJS, id))
}

// TestCopy wants the text of the source as it is, without line numbers.
func TestCopy(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(filepath.Join(the.goroot, "src/runtime/proc.go"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(source), "\nfunc newproc(")
	body, _, _ := strings.Cut(rest, "\n}\n")
	for _, c := range []struct{ page, want string }{
		{"func/runtime/newproc.html", "func newproc(" + body + "\n}"},
		{"src/runtime/proc.go.html", string(source)},
	} {
		t.Run(c.page, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.visitPage(c.page)
			eval[any](p, `navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }`)
			eval[any](p, `document.querySelector(".code button").click()`)
			p.wait(`window.copied && document.querySelector(".code button").textContent === "Copied"`)
			got := eval[string](p, `window.copied`)
			if strings.TrimRight(got, "\n") != strings.TrimRight(c.want, "\n") {
				t.Errorf("copied %d bytes that are not the source of %d bytes: %.200q…", len(got), len(c.want), got)
			}
		})
	}
	p := open(t, the.http())
	p.visitPage("func/runtime/newproc.html")
	eval[any](p, `navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }`)
	p.click("main .facts button, main .decl button")
	p.wait(`/^runtime\/proc\.go:\d+$/.test(window.copied)`)
}

// TestPrint wants nothing on paper but what is to be read.
func TestPrint(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("func/runtime/schedule.html")
	p.do(chromium.Media("print", "light"))
	for _, gone := range []string{"body > header", "body > footer", ".skip", ".code button"} {
		if eval[bool](p, fmt.Sprintf(`(e => !!e && e.getClientRects().length > 0 && getComputedStyle(e).display !== "none")(document.querySelector(%q))`, gone)) {
			t.Errorf("%s is printed", gone)
		}
	}
	for _, there := range []string{"main h1", "main pre.src"} {
		if !eval[bool](p, fmt.Sprintf(`document.querySelector(%q).getClientRects().length > 0`, there)) {
			t.Errorf("%s is not printed", there)
		}
	}
	if !eval[bool](p, `getComputedStyle(document.querySelector("pre.src")).whiteSpace.includes("wrap")`) {
		t.Error("long lines of source are cut on paper")
	}
}

// TestPrintPlayer wants a moment of a run on paper: the stage as large as paper is wide, all
// that is told of it, and nothing to press.
func TestPrintPlayer(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.do(chromium.Look(700, 1000, "light")) // paper
	p.visitPage("model/channel.html")
	p.wait(playerReady)
	p.do(chromium.Media("print", "light"))
	if pressed := eval[[]string](p, `Array.from(document.querySelectorAll("button, input, select")).filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 60))`); len(pressed) > 0 {
		t.Errorf("printed: %q", pressed)
	}
	if !eval[bool](p, `document.querySelector(".stage .wide-only").checkVisibility() && !document.querySelector(".stage .narrow-only").checkVisibility()`) {
		t.Error("the stage of a phone is printed")
	}
	if !eval[bool](p, `(e => e.scrollHeight <= e.clientHeight + 1)(document.querySelector(".js-narration"))`) {
		t.Error("the narration is cut on paper")
	}
	p.visitPage("area/sched.html")
	p.do(chromium.Media("print", "light"))
	if wide := eval[float64](p, `document.querySelector(".fig .wide-only").getBoundingClientRect().width`); wide < 580 {
		t.Errorf("a figure is %.0f px wide on paper of 700", wide)
	}
}

// TestPrintDark wants ink on paper, also from a reader who likes it dark.
func TestPrintDark(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("func/runtime/schedule.html")
	p.do(chromium.Media("print", "light"))
	want := eval[string](p, coloursJS)
	p.do(chromium.Media("print", "dark"))
	if got := eval[string](p, coloursJS); got != want {
		t.Errorf("in a dark system it prints %s, not %s", got, want)
	}
	eval[any](p, `document.documentElement.dataset.theme = "dark"`)
	if got := eval[string](p, coloursJS); got != want {
		t.Errorf("in the dark theme it prints %s, not %s", got, want)
	}
}
