package browsertest

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"sourcedive/internal/browsertest/chromium"
)

var axe = sync.OnceValues(func() (string, error) {
	path := os.Getenv("SOURCEDIVE_AXE")
	if path == "" {
		return "", errors.New("no axe-core: run `make tools`, or set SOURCEDIVE_AXE to its axe.min.js")
	}
	data, err := os.ReadFile(path)
	return string(data), err
})

// violation is what axe-core finds wrong.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct {
		Target []any
		HTML   string
	}
}

type axeResult struct {
	Violations []violation
	Ran        []string // rules that had something to look at
}

const (
	axeAll      = `{runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]}`
	axeContrast = `{runOnly: {type: "rule", values: ["color-contrast"]}, resultTypes: ["violations"]}`
)

// pruneJS shortens long pages, on which axe-core takes minutes: what repeats
// itself a hundred times is as good or bad as the first of it.
const pruneJS = `(() => {
	const shorten = (selector, most) => {
		for (const e of document.querySelectorAll(selector)) while (e.childNodes.length > most) e.lastChild.remove();
	};
	for (const e of document.querySelectorAll("main > section:nth-of-type(n+9)")) e.remove();
	shorten("main :is(ul, ol, dl, dd, tbody)", 12);
	shorten("main pre", 150);
})()`

// runJS runs axe-core. Names in source are links throughout, told by their
// colours and not by underlines, which would be on every word; so the rule about
// links within text holds for prose only.
const runJS = `axe.run(document, %s).then(r => {
	const inCode = n => document.querySelector(n.target[0])?.closest("pre, .decl");
	for (const v of r.violations) if (v.id === "link-in-text-block") v.nodes = v.nodes.filter(n => !inCode(n));
	return {
		Violations: r.violations.map(v => ({ID: v.id, Impact: v.impact, Help: v.help,
			Nodes: v.nodes.slice(0, 3).map(n => ({Target: n.target, HTML: n.html.slice(0, 160)}))})),
		Ran: r.violations.concat(r.passes, r.incomplete).map(v => v.id),
	};
})`

// TestAxe has axe-core look at each kind of page: everything in light, wide and
// narrow, and in dark what colours can make wrong.
func TestAxe(t *testing.T) {
	script, err := axe()
	if err != nil {
		missing(t, err)
	}
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.visit(at(k.path))
			p.do(chromedp.Evaluate[chromedp.Void](pruneJS), chromedp.Evaluate[chromedp.Void](script))
			for _, look := range []struct {
				width         int64
				scheme, rules string
			}{{1280, "light", axeAll}, {1280, "dark", axeContrast}, {320, "light", axeAll}, {320, "dark", axeContrast}} {
				p.do(chromium.Look(look.width, 800, look.scheme))
				p.axe(fmt.Sprintf("%d px, %s", look.width, look.scheme), look.rules)
			}
		})
	}
}

// axe fails the test for what is serious or critical.
func (p *tab) axe(where, rules string) {
	p.Helper()
	result, err := chromedp.Run(p.ctx, chromedp.Evaluate[axeResult](fmt.Sprintf(runJS, rules), chromedp.EvalAwaitPromise))
	if err != nil {
		p.Fatal(err)
	}
	ran := strings.Join(result.Ran, " ")
	if !strings.Contains(ran, "color-contrast") || rules == axeAll && !strings.Contains(ran, "target-size") {
		p.Errorf("%s: axe-core did not run the rules that matter, only %s", where, ran)
	}
	for _, v := range result.Violations {
		if v.Impact == "serious" || v.Impact == "critical" {
			for _, n := range v.Nodes {
				p.Errorf("%s: %s (%s): %s: %v %s", where, v.ID, v.Impact, v.Help, n.Target, n.HTML)
			}
		}
	}
}

// TestStructure has axe-core look at headings, landmarks and regions that scroll, where
// pages have more of them than others. What it finds of these is wrong at any impact.
func TestStructure(t *testing.T) {
	script, err := axe()
	if err != nil {
		missing(t, err)
	}
	const rules = `{runOnly: {type: "rule", values: ["heading-order", "landmark-unique", "scrollable-region-focusable"]}, resultTypes: ["violations"]}`
	for _, page := range []string{"model/index.html", "model/gc.html", "model/sched.html", "model/malloc.html", "statements.html", "search.html"} {
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			p := open(t, the.http())
			p.do(chromium.Look(320, 800, "light"))
			p.visitPage(page)
			p.wait(`!document.querySelector(".js-player") || ` + playerReady)
			p.do(chromedp.Evaluate[chromedp.Void](script))
			result, err := chromedp.Run(p.ctx, chromedp.Evaluate[axeResult](fmt.Sprintf(runJS, rules), chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			if ran := strings.Join(result.Ran, " "); !strings.Contains(ran, "heading-order") || !strings.Contains(ran, "landmark-unique") {
				t.Errorf("axe-core ran only %s", ran)
			}
			for _, v := range result.Violations {
				for _, n := range v.Nodes {
					t.Errorf("%s: %s: %v %s", v.ID, v.Help, n.Target, n.HTML)
				}
			}
		})
	}
}
