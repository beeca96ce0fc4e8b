package browsertest

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// explain hands a text to the page as a large paste is: past the form's box.
func (p *tab) explain(text string) {
	p.Helper()
	quoted, err := json.Marshal(text)
	if err != nil {
		p.Fatal(err)
	}
	eval[bool](p, `(() => { sourcedive.explainHere(`+string(quoted)+`); return true; })()`)
	p.wait(`!!document.querySelector(".js-explain:not([aria-busy]) h1")`)
}

// paste puts a text into the form of the page at a path and sends it off.
func (p *tab) paste(text string) {
	p.Helper()
	quoted, err := json.Marshal(text)
	if err != nil {
		p.Fatal(err)
	}
	eval[bool](p, `(() => { document.querySelector(".js-paste textarea").value = `+string(quoted)+`; document.querySelector(".js-paste").requestSubmit(); return true; })()`)
	p.wait(`!!document.querySelector(".js-explain:not([aria-busy]) h1")`)
}

func (p *tab) answer(selector string) string {
	return eval[string](p, `[...document.querySelectorAll(".js-explain `+selector+`")].map((e) => e.textContent).join("\n")`)
}

// TestExplain pastes a dump, over HTTP and from the disk: the answer stands beside the
// text, whose lines lead to functions of the site, and the address holds nothing of it.
func TestExplain(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "explain", "testdata", "inputs", "02-mutex-deadlock-semacquire.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("explain.html")
			p.paste(string(text))
			if got := p.answer("h1"); !strings.Contains(got, "which goroutine 64 likely holds") {
				t.Errorf("it says %q", got)
			}
			if got := eval[int](p, `document.querySelectorAll(".js-explain path.likely").length`); got != 2 {
				t.Errorf("%d dotted lines, want the likely holder and the unknown one", got)
			}
			if got := eval[string](p, `[...document.querySelectorAll(".dump a[href*='runtime_Semacquire']")].map((a) => a.textContent).join(" ")`); !strings.Contains(got, "sync.runtime_Semacquire") {
				t.Errorf("the first function leads nowhere: %q", got)
			}
			if got := eval[string](p, `document.querySelector(".dump a[href*='#L']")?.href || ""`); got != "" {
				t.Errorf("a line of go1.5 leads to %s", got)
			}
			eval[bool](p, `(() => { const s = document.querySelector(".js-explain figcaption select"); s.value = "go1.6"; s.dispatchEvent(new Event("change")); return true; })()`)
			p.wait(`document.querySelector(".js-explain .facts b")?.textContent === "go1.6"`)
			if got := eval[string](p, `location.hash + location.search`); got != "#go=go1.6" {
				t.Errorf("the address holds %q", got)
			}
		})
	}
}

// TestExplainHostile pastes what would do harm as HTML, and long lines: all of it is
// shown as text.
func TestExplainHostile(t *testing.T) {
	t.Parallel()
	p := open(t, the.file())
	p.visitPage("explain.html")
	p.explain("panic: <img src=x onerror=alert(1)>\u202e\x1b[31m\n\ngoroutine 1 [<script>alert(2)</script>]:\nmain.<b>()\n" + strings.Repeat("\u202eabc<i>", 100000) + "\n")
	if got := eval[int](p, `document.querySelectorAll(".js-explain :is(img, script, i, b b)").length`); got != 0 {
		t.Errorf("%d elements of the pasted text", got)
	}
	if got := p.answer(""); strings.Contains(eval[string](p, `document.querySelector(".js-explain").textContent`), "\u202e") {
		t.Errorf("a mark that turns the direction is shown: %.200s", got)
	}
}

// TestPasteElsewhere takes a text from the form of another page to the one that explains
// it, without the text in any address.
func TestPasteElsewhere(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("explain.html")
			eval[bool](p, `(() => { delete sourcedive.explainHere; return true; })()`)
			p.paste("fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t/a.go:3 +0x1\n")
			if got := p.answer("h1"); !strings.Contains(got, "all goroutines are asleep") {
				t.Errorf("it says %q", got)
			}
			if got := eval[string](p, `location.href + window.name + (sessionStorage.getItem("sourcedive.paste") || "")`); strings.Contains(got, "asleep") {
				t.Errorf("the text is left in %q", got)
			}
		})
	}
}

// TestExplainProfile drops a profile in pprof's own form, and a compressed log.
func TestExplainProfile(t *testing.T) {
	t.Parallel()
	profile, err := os.ReadFile(filepath.Join("..", "explain", "testdata", "other", "cpu.pprof"))
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	zw := gzip.NewWriter(&log)
	if _, err := zw.Write([]byte("fatal error: all goroutines are asleep - deadlock!\n")); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	p := open(t, the.file())
	p.visitPage("explain.html")
	for _, c := range []struct {
		file       []byte
		says, head string
	}{
		{profile, "A profile of cpu with 29 stacks; runtime.memmove weighs most.", "a profile in pprof's form"},
		{log.Bytes(), "all goroutines are asleep", "1 line, all recognised"},
	} {
		eval[bool](p, `(() => { sourcedive.explainHere(Uint8Array.from(atob("`+base64.StdEncoding.EncodeToString(c.file)+`"), (c) => c.charCodeAt(0))); return true; })()`)
		p.wait(`document.querySelector(".js-explain:not([aria-busy]) h1")?.textContent.includes("` + c.says + `")`)
		if got := p.answer(".facts"); !strings.Contains(got, c.head) {
			t.Errorf("it is %q, want %q", got, c.head)
		}
		if got := eval[string](p, `document.querySelector(".js-explain").textContent`); strings.Contains(got, "[object") {
			t.Errorf("an element is written as a text: %.300s", got)
		}
	}
}

// TestExplainNarrow shows a dump on a phone: no legend without its figure, each group with all
// its columns, the runtime's in one row, a way down to the paste, and something to read.
func TestExplainNarrow(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "explain", "testdata", "inputs", "formats", "dumpsys-1.26.8.txt"))
	if err != nil {
		t.Fatal(err)
	}
	held, err := os.ReadFile(filepath.Join("..", "explain", "testdata", "inputs", "02-mutex-deadlock-semacquire.txt"))
	if err != nil {
		t.Fatal(err)
	}
	p := open(t, the.file())
	p.do(chromedp.EmulateViewport(360, 780))
	p.visitPage("explain.html")
	p.explain(string(held))
	if got := eval[string](p, `[...document.querySelectorAll(".js-explain figcaption")].filter((c) => c.offsetParent !== null).map((c) => c.textContent).join("|")`); strings.Contains(got, "Dotted") {
		t.Errorf("a legend without its figure: %q", got)
	}
	p.explain(string(text))
	p.wait(`document.querySelector(".js-explain:not([aria-busy]) h1")?.textContent.includes("SIGQUIT")`)
	if got := eval[int](p, `[...document.querySelectorAll(".groups td")].filter((c) => c.getBoundingClientRect().right > 360).length`); got != 0 {
		t.Errorf("%d cells of groups are cut off", got)
	}
	if got := p.answer(".groups tbody tr:last-child"); !strings.Contains(got, "of the runtime's own: ") {
		t.Errorf("the last row is %q", got)
	}
	eval[bool](p, `(() => { document.querySelector(".below-only").click(); return true; })()`)
	p.wait(`document.querySelector(".pasted").getBoundingClientRect().top < innerHeight`)
	if got := p.answer(""); strings.Contains(got, "Nothing more is needed") || !strings.Contains(got, "To read") {
		t.Errorf("nothing to do and nothing to read: %.400s", got)
	}
}
