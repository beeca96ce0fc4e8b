package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sourcedive/internal/browsertest/chromium"
)

const inEditor = `document.querySelector(".js-in-editor")`

// Links to an editor are off until the reader writes an address on the about page, by
// keyboard alone; then they are on pages of functions and files and name the place, with
// no request for them. They can be switched off again.
func TestOpenInEditor(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("func/runtime/schedule.html")
	if p.asked("editor.js") || eval[bool](p, "!!"+inEditor) {
		t.Error("a link to an editor that nobody asked for")
	}

	p.visitPage("about.html")
	p.wait(`!document.querySelector(".js-editor").hidden`)
	p.tabTo(`document.activeElement.name === "address"`)
	eval[bool](p, `(e => (e.value = "javascript:alert('{file}')", true))(document.activeElement)`)
	p.press(kb.Enter)
	p.wait(`document.querySelector(".js-editor output").textContent === "This scheme opens no editor."`)
	eval[bool](p, `(e => (e.value = "idea://open?file={root}/src/{file}&line={line}", true))(document.activeElement)`)
	p.tabTo(`document.activeElement.name === "root"`)
	eval[bool](p, `(e => (e.value = "/opt/my go#1/", true))(document.activeElement)`)
	p.tabTo(`document.activeElement.type === "submit" && !!document.activeElement.closest(".js-editor")`)
	p.press(kb.Enter)
	p.wait(`document.querySelector(".js-editor output").textContent.startsWith("Switched on: idea:")`)

	p.visitPage("func/runtime/schedule.html")
	p.wait(inEditor)
	href := eval[string](p, inEditor+`.href`)
	line := eval[string](p, `document.querySelector(".js-place").textContent.split(":")[1]`)
	if want := "idea://open?file=/opt/my%20go%231/src/runtime/proc.go&line=" + line; href != want {
		t.Errorf("%s, want %s", href, want)
	}
	p.tabTo(`document.activeElement.matches(".js-in-editor")`)

	p.visitPage("src/runtime/proc.go.html#L120")
	p.wait(inEditor)
	if href := eval[string](p, inEditor+`.href`); !strings.HasSuffix(href, "/src/runtime/proc.go&line=120") {
		t.Errorf("of a line: %s", href)
	}
	eval[bool](p, `(location.hash = "#L7", true)`)
	p.wait(inEditor + `.href.endsWith("&line=7") && document.querySelectorAll(".js-in-editor").length === 1`)

	p.visitPage("about.html")
	p.wait(`document.querySelector(".js-editor").elements.root.value === "/opt/my go#1/"`)
	p.tabTo(`document.activeElement.type === "reset"`)
	p.press(kb.Enter)
	p.wait(`document.querySelector(".js-editor output").textContent === "Switched off."`)
	p.visitPage("func/runtime/schedule.html")
	if eval[bool](p, "!!"+inEditor) {
		t.Error("the link is still there")
	}
}

// The form is as good as any other part, empty and filled in.
func TestAxeEditor(t *testing.T) {
	t.Parallel()
	script, err := axe()
	if err != nil {
		missing(t, err)
	}
	p := open(t, the.http())
	p.visitPage("about.html")
	p.wait(`!document.querySelector(".js-editor").hidden`)
	p.do(chromedp.Evaluate[chromedp.Void](script))
	for _, say := range []string{"", "javascript:alert('{file}')", "vscode://file/{root}/src/{file}:{line}"} {
		if say != "" {
			p.tabTo(`document.activeElement.name === "address"`)
			eval[bool](p, `(e => (e.value = "`+say+`", true))(document.activeElement)`)
			p.press(kb.Enter)
			p.wait(`document.querySelector(".js-editor output").textContent !== ""`)
		}
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 320} {
				p.do(chromium.Look(width, 800, scheme))
				p.axe(fmt.Sprintf("%q, %s, %d px", say, scheme, width), axeAll)
			}
		}
	}
}

// What somebody else put into the storage switches nothing on.
func TestEditorAddressIsChecked(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("about.html")
	for _, kept := range []string{`{"address":"javascript:{file}","root":""}`, `{"address":"vscode:{file}"}`, `{"address":1,"root":""}`, `null`, `x`} {
		eval[bool](p, `(localStorage.setItem("sourcedive.editor", `+"`"+kept+"`"+`), true)`)
		p.visitPage("func/runtime/schedule.html")
		p.wait(`performance.getEntriesByType("resource").some(e => e.name.includes("editor.js"))`)
		if eval[bool](p, "!!"+inEditor) {
			t.Errorf("%s makes a link", kept)
		}
	}
}
