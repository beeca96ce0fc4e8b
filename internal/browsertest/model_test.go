package browsertest

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// stepJS and countJS are what the player says of where it is.
const (
	stepJS  = `document.querySelector(".js-narration").innerText`
	countJS = `document.querySelector(".js-count").innerText`
)

// TestModel plays a model, steps back, seeks, changes a parameter and follows the
// link of a step, wherever the site is. The changed run is the model's own program.
func TestModel(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("model/sched.html")
			p.wait(playerReady)
			if p.asked("program.js") {
				t.Error("the program is loaded before anybody asked for a run")
			}
			p.click(".js-speed")
			p.click(".js-speed")
			p.click(".js-first")
			p.click(".js-play")
			p.wait(`parseInt(` + countJS + `) >= 3`)
			p.click(".js-play")
			at := eval[int](p, `parseInt(`+countJS+`)`)
			said := eval[string](p, stepJS)
			p.click(".js-back")
			p.wait(`parseInt(` + countJS + `) === ` + strconv.Itoa(at-1))
			p.click(".js-next")
			if again := eval[string](p, stepJS); again != said || said == "" {
				t.Errorf("step %d says %q, and %q after a step back and forth", at, said, again)
			}
			p.press(kb.End)
			p.wait(`!document.querySelector(".js-next").disabled && ` + countJS + `.split(" of ")[0] === ` + countJS + `.split(" of ")[1]`)
			p.press(kb.Home)
			p.wait(countJS + `.startsWith("0 of")`)

			eval[any](p, `document.querySelector(".js-params details").open = true`)
			eval[any](p, `document.querySelector(".js-params [name=seed]").value = "12345"`)
			p.click(`.js-params [type="submit"]`)
			p.wait(`location.hash.includes("seed=12345")`)
			if told := eval[string](p, `document.querySelector(".js-status").hidden ? "" : document.querySelector(".js-status").innerText`); told != "" {
				t.Errorf("the run with another seed: %s", told)
			}
			p.click(".js-next")
			p.wait(`location.hash.endsWith("at=1")`)
			to := eval[string](p, `document.querySelector(".js-narration .where a").href`)
			p.click(".js-narration .where a")
			p.wait(`location.href.split("#")[0] === "` + strings.Split(to, "#")[0] + `"`)
			p.wait(`document.querySelector("h1")`)
		})
	}
}

// TestModelAddress opens a moment by its address: of a recorded run, and of one that
// is out of range.
func TestModelAddress(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("model/sched.html#seed=1&at=5")
	p.wait(countJS + `.startsWith("5 of")`)
	p.visitPage("model/index.html")
	p.visitPage("model/sched.html#procs=99999&seed=1&at=5")
	p.wait(`!document.querySelector(".js-status").hidden && /procs/.test(document.querySelector(".js-status").innerText) && !/Running/.test(document.querySelector(".js-status").innerText)`)
}
