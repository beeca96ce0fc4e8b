package browsertest

import (
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sourcedive/content/models"
	"sourcedive/content/models/sim"
)

// said fails the test unless the player is at a step of a run and narrates it.
func (p *tab) said(what string, run *sim.Trace, step int) {
	p.Helper()
	want := strconv.Itoa(step) + " of " + strconv.Itoa(len(run.Events))
	p.wait(countJS + ` === ` + strconv.Quote(want) + ` || !document.querySelector(".js-status").hidden && !/^Running/.test(document.querySelector(".js-status").innerText)`)
	if got := eval[string](p, countJS); got != want {
		p.Errorf("%s: the player is at %s, want %s", what, got, want)
		return
	}
	event := "The start."
	if step > 0 {
		event = run.Events[step-1].What
	}
	if got := eval[string](p, stepJS); !strings.Contains(got, event) {
		p.Errorf("%s: step %d says %q, want %q", what, step, got, event)
	}
}

// to follows a link to a moment within the page of its model. The default run is shown
// first, so that a link without effect does not pass for the one before.
func (p *tab) to(href string) {
	p.Helper()
	eval[any](p, `location.hash = "#step-1"`)
	p.wait(countJS + `.startsWith("1 of")`)
	eval[any](p, `location.hash = `+strconv.Quote(href))
}

// TestModelLinks follows every demo and every exercise of every model: each leads to the
// run that it is about, an exercise to its step, a demo to three steps before its event.
func TestModelLinks(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	for _, m := range models.All() {
		p.visitPage("model/" + m.Name + ".html")
		p.wait(playerReady)
		hrefs := eval[[]string](p, `[...document.querySelectorAll(".js-chapters a, .exercises a")].map(a => a.getAttribute("href"))`)
		if len(hrefs) != len(m.Demos)+len(m.Exercises) {
			t.Fatalf("%s: %d links for %d demos and %d exercises", m.Name, len(hrefs), len(m.Demos), len(m.Exercises))
		}
		for i, d := range m.Demos {
			run := ran(t, &m, d.Given, d.Seed)
			p.to(hrefs[i])
			at := max(0, d.Step-3)
			p.said(m.Name+": "+d.Title, run, at)
			for range d.Step - at {
				eval[any](p, `document.querySelector(".js-next").click()`)
			}
			p.said(m.Name+": the event of "+d.Title, run, d.Step)
		}
		for i, e := range m.Exercises {
			p.to(hrefs[len(m.Demos)+i])
			p.said(m.Name+": "+e.Question, ran(t, &m, e.Given, e.Seed), e.Step)
		}
	}
}

func ran(t *testing.T, m *sim.Model, given sim.Given, seed uint64) *sim.Trace {
	t.Helper()
	run, err := sim.Run(m, given, seed, sim.Limit{})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// TestContentLinksToModels follows the links of all pages to moments of runs: the player
// shows the run with the parameters of the link, at its step.
func TestContentLinksToModels(t *testing.T) {
	t.Parallel()
	_, docs := mustCrawl(t)
	links := map[string][]string{} // fragments, by model
	for _, d := range docs {
		for href := range d.refs {
			u, err := url.Parse(href)
			if err != nil || u.Host != "" || !strings.Contains(u.Fragment, "=") {
				continue
			}
			name := strings.TrimSuffix(path.Base(u.Path), ".html")
			if _, ok := models.Find(name); ok && !slices.Contains(links[name], u.Fragment) {
				links[name] = append(links[name], u.Fragment)
			}
		}
	}
	if len(links) == 0 {
		t.Fatal("no page links to a moment of a run")
	}
	p := open(t, the.http())
	for _, m := range models.All() {
		slices.Sort(links[m.Name])
		for i, fragment := range links[m.Name] {
			if i == 0 {
				p.visitPage("model/" + m.Name + ".html")
				p.wait(playerReady)
			}
			given, seed, step := readMoment(t, &m, fragment)
			p.to("#" + fragment)
			p.said(m.Name+"#"+fragment, ran(t, &m, given, seed), step)
		}
	}
}

func readMoment(t *testing.T, m *sim.Model, fragment string) (given sim.Given, seed uint64, step int) {
	t.Helper()
	asked, err := url.ParseQuery(fragment)
	if err != nil {
		t.Fatal(err)
	}
	given = sim.Given{}
	for name, value := range asked {
		n, err := strconv.Atoi(value[0])
		if err != nil || len(value) > 1 {
			t.Fatalf("%s: %s is %q", fragment, name, value)
		}
		switch {
		case name == "seed":
			seed = uint64(n)
		case name == "at":
			step = n
		default:
			given[name] = n
		}
	}
	return given, seed, step
}

// TestOldModelAddress opens addresses that call the position step: they hold where the
// model has no such parameter, and the pacer's is a parameter.
func TestOldModelAddress(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("model/sched.html#seed=1&step=5")
	p.wait(countJS + `.startsWith("5 of")`)
	p.wait(`document.querySelector(".js-status").hidden`)
	p.visitPage("model/index.html")
	p.visitPage("model/pacer.html#step=200&seed=1&at=70")
	m, _ := models.Find("pacer")
	p.said("a pacer's address", ran(t, &m, sim.Given{"step": 200}, 1), 70)
}
