package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/internal/browsertest/chromium"
)

// kinds are pages of every kind, with words that each must show, also without
// JavaScript.
var kinds = []struct{ name, path, says string }{
	{"front", "index.html", "Something is wrong now"},
	{"home", "V/index.html", "Goroutines: how one is made"},
	{"explain", "V/explain.html", "what the runtime said"},
	{"lab", "V/lab/alloc.html", "Predict"},
	{"exercises", "V/model/exercises.html", "Answer"},
	{"look up", "V/lookup.html", "Glossary"},
	{"journey", "V/journey/schedule.html", "findRunnable"},
	{"journey-newproc", "V/journey/newproc.html", "newproc1"},
	{"func", "V/func/runtime/schedule.html", "One round of scheduler"},
	{"func-newm", "V/func/runtime/newm.html", "newm1"},
	{"func-twin", "V/func/syscall/Wait4~W.html", "func Wait4("},
	{"func-asm", "V/func/runtime/morestack.html", "newstack"},
	{"func-throw", "V/func/runtime/throw.html", "fatal"},
	{"func-generic", "V/func/internal/runtime/atomic/Pointer.CompareAndSwap.html", "CompareAndSwap"},
	{"type", "V/type/runtime/g.html", "goid"},
	{"history", "V/history/runtime/schedule.html", "Release by release"},
	{"releases", "V/release/index.html", "How old the lines are"},
	{"release", "V/release/go1.22.html", "By area"},
	{"src", "V/src/runtime/proc.go.html", "func newproc("},
	{"src-asm", "V/src/runtime/asm_amd64.s.html", "rt0_go"},
	{"src-excluded", "V/src/runtime/os_windows.go.html", "func osinit()"},
	{"src-header", "V/src/runtime/textflag.h.html", "NOSPLIT"},
	{"files", "V/file/index.html", "proc.go"},
	{"package", "V/pkg/runtime.html", "proc.go"},
	{"packages", "V/pkg/index.html", "internal/abi"},
	{"symbols", "V/symbol/g.html", "goexit"},
	{"about", "V/about.html", "Redistribution and use"},
	{"path", "V/path.html", "How one function leads to another"},
	{"statements", "V/statements.html", "newproc"},
	{"checked", "V/checked.html", "pairs of functions"},
	{"area", "V/area/sched.html", "thread"},
	{"func-noted", "V/func/runtime/runqput.html", "putting a goroutine in line"},
	{"tour", "V/tour/gotorun/1.html", "The statement"},
	{"tours", "V/tour/index.html", "Guided walks"},
	{"myths", "V/myths.html", "What is often said"},
	{"glossary", "V/glossary.html", "spinning"},
	{"told", "V/introspection.html", "gomaxprocs="},
	{"api", "V/api.html", "NumGoroutine"},
	{"level", "V/levels/junior.html", "Threads: what a goroutine is not"},
	{"wild", "V/wild/leak.html", "goroutine"},
	{"models", "V/model/index.html", "scheduler"},
	{"model", "V/model/sched.html", "The functions of the model"},
	{"search", "V/search.html", "Search"},
	{"missing", "404.html", "no such page"},
}

// at puts the version into a path.
func at(path string) string { return strings.Replace(path, "V/", the.version+"/", 1) }

var widths = []int64{1280, 768, 320}

// TestPages looks at each kind of page without JavaScript, then with it.
func TestPages(t *testing.T) {
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.scripts(false)
			p.visit(at(k.path))
			p.checkText(k.says)
			p.checkLooks("without JavaScript")
			p.scripts(true)
			p.visit(at(k.path))
			p.checkLooks("with JavaScript")
			p.checkThemeButton()
			if k.name != "search" && p.asked("search.js") || p.asked("assets/search/") || p.asked("/cards/") {
				t.Error("data of search or cards is loaded before anybody asked for it")
			}
		})
	}
}

// TestElsewhere opens the same pages below a prefix and from the disk.
func TestElsewhere(t *testing.T) {
	for _, b := range []base{the.prefix(), the.file()} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			for _, k := range kinds {
				if k.name == "src" {
					continue // long, and not unlike src-header here
				}
				p.visit(at(k.path))
				p.checkText(k.says)
				if !eval[bool](p, `getComputedStyle(document.body).marginTop === "0px" && document.documentElement.classList.contains("js") && !document.querySelector("header button").hidden`) {
					t.Errorf("%s: style or scripts did not load", k.path)
				}
			}
		})
	}
}

// TestMissingAddress asks for pages that are not there, at several depths.
func TestMissingAddress(t *testing.T) {
	for _, b := range []base{the.http(), the.prefix()} {
		for _, path := range []string{"nothing.html", "V/nothing.html", "V/func/runtime/nothing.html", "V/a/b/c/d.html"} {
			t.Run(b.name+"/"+path, func(t *testing.T) {
				t.Parallel()
				p := open(t, b)
				p.visit(at(path))
				p.checkText("no such page")
				if !eval[bool](p, `getComputedStyle(document.body).marginTop === "0px"`) {
					t.Error("the style did not load")
				}
				for _, f := range p.taken() {
					if !strings.Contains(f, "status of 404") || !strings.Contains(f, at(path)) {
						t.Error(f)
					}
				}
			})
		}
	}
}

// checkText wants words in the text of the page that can be seen.
func (p *tab) checkText(says string) {
	p.Helper()
	if !strings.Contains(eval[string](p, `document.querySelector("main").innerText`), says) {
		p.Errorf("%s: the text lacks %q", p.path(), says)
	}
}

// looksJS reports what sticks out sideways, and whether the heading can be seen.
const looksJS = `(() => {
	const root = document.documentElement, h1 = document.querySelector("main h1"), box = h1 && h1.getBoundingClientRect();
	const out = [];
	if (root.scrollWidth > root.clientWidth) {
		const held = e => { for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return true; };
		for (const e of document.body.querySelectorAll("*"))
			if (out.length < 3 && e.getBoundingClientRect().right > root.clientWidth + 0.5 && !held(e))
				out.push(e.tagName.toLowerCase() + (e.className && typeof e.className === "string" ? "." + e.className : "") + " to " + Math.round(e.getBoundingClientRect().right));
	}
	return {
		Over: root.scrollWidth - root.clientWidth, Out: out,
		Heading: !!box && box.width > 0 && box.height > 0 && box.left >= 0 && box.left < innerWidth && getComputedStyle(h1).visibility === "visible",
	};
})()`

type looks struct {
	Over    int
	Out     []string
	Heading bool
}

// checkLooks looks at the page in each width, light and dark.
func (p *tab) checkLooks(how string) {
	p.Helper()
	for _, width := range widths {
		for _, scheme := range []string{"light", "dark"} {
			p.do(chromium.Look(width, 800, scheme))
			v := eval[looks](p, looksJS)
			where := fmt.Sprintf("%s, %d px, %s", how, width, scheme)
			if v.Over > 0 {
				p.Errorf("%s: scrolls sideways by %d px, because of %s", where, v.Over, strings.Join(v.Out, ", "))
			}
			if !v.Heading {
				p.Errorf("%s: the heading is not to be seen", where)
			}
		}
	}
	p.do(chromium.Look(1280, 800, "light"))
}

const coloursJS = `(() => { const s = getComputedStyle(document.body); return s.backgroundColor + " " + s.color; })()`

// checkThemeButton compares what the button gives with what the system gives.
func (p *tab) checkThemeButton() {
	p.Helper()
	colours := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		p.do(chromium.Look(1280, 800, scheme))
		colours[scheme] = eval[string](p, coloursJS)
	}
	if colours["light"] == colours["dark"] {
		p.Errorf("light and dark look the same: %s", colours["light"])
	}
	for _, system := range []string{"light", "dark"} {
		p.do(chromium.Look(1280, 800, system))
		for _, want := range []string{"light", "dark", system} {
			eval[any](p, `document.querySelector("header button").click()`)
			if got := eval[string](p, coloursJS); got != colours[want] {
				p.Errorf("system %s, theme button to %s: colours are %s, not %s", system, want, got, colours[want])
			}
		}
	}
}
