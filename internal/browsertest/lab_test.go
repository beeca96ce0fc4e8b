package browsertest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"testing"

	"sourcedive/content"
	"sourcedive/internal/lab"
)

// drop gives a text to a lab's page as a file that is dropped on it, and returns what the
// page says of it. text is an expression in the page.
func (p *tab) drop(text string) string {
	p.Helper()
	eval[bool](p, `(text => {
		const data = new DataTransfer();
		data.items.add(new File([text], "result.json"));
		document.querySelector(".js-read").textContent = "";
		document.querySelector(".js-lab").dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
		return true;
	})(`+text+`)`)
	p.wait(`document.querySelector(".js-read").textContent`)
	return eval[string](p, `document.querySelector(".js-read").textContent`)
}

// quote writes a text as an expression.
func quote(t *testing.T, s string) string {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLabStatistics drops each recorded run on its own page, and wants the page's medians,
// intervals and noise bands to be those of package lab.
func TestLabStatistics(t *testing.T) {
	p := open(t, the.http())
	for _, l := range lab.All() {
		text, err := fs.ReadFile(content.Labs, "labs/reference/"+l.Name+".json")
		if err != nil {
			t.Fatal(err)
		}
		p.visitPage("lab/" + l.Name + ".html")
		p.wait(`document.readyState === "complete"`)
		p.drop(quote(t, string(text)))
		for _, r := range eval[[][]string](p, `Array.from(document.querySelectorAll(".lab-table tbody tr"), tr => {
			const v = tr.querySelector("[data-center]").dataset, d = tr.dataset;
			return [d.id + " at " + d.at, d.center, v.center, d.lo, v.lo, d.hi, v.hi, d.band, v.band, tr.lastChild.textContent, tr.className];
		})`) {
			for i := 1; i < 9; i += 2 {
				want, got := r[i], r[i+1]
				if want == "" {
					want = "NaN"
				}
				if !near(want, got) {
					t.Errorf("%s, %s: the page has %s, and package lab %s", l.Name, r[0], got, want)
				}
			}
			if r[10] != "" {
				t.Errorf("%s, %s differs from itself: %s", l.Name, r[0], r[9])
			}
		}
	}
}

func near(want, got string) bool {
	a, errA := strconv.ParseFloat(want, 64)
	b, errB := strconv.ParseFloat(got, 64)
	return errA == nil && errB == nil && (math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), 1))
}

// TestLabIntervals compares the intervals of medians for many numbers of values.
func TestLabIntervals(t *testing.T) {
	const most = 400
	p := open(t, the.http())
	p.visitPage("lab/alloc.html")
	p.wait(`document.readyState === "complete"`)
	// A row of the table for each number of values, for the page to fill.
	eval[bool](p, fmt.Sprintf(`(() => {
		const body = document.querySelector(".lab-table tbody"), row = body.querySelector("tr");
		body.textContent = "";
		window.series = [];
		for (let n = 1; n <= %d; n++) {
			const r = row.cloneNode(true);
			Object.assign(r.dataset, {id: "plain", at: n, kind: "timing"});
			body.append(r);
			series.push({id: "plain", x: n, unit: "ns", kind: "timing", values: Array.from({length: n}, (_, i) => i + 1)});
		}
		return true;
	})()`, most))
	p.drop(`JSON.stringify({schema: "sourcedive-lab/1", lab: "alloc", series: series})`)
	got := eval[[][]string](p, `Array.from(document.querySelectorAll(".lab-table tbody tr [data-center]"), v => [v.dataset.center, v.dataset.lo, v.dataset.hi])`)
	if len(got) != most {
		t.Fatalf("%d of %d", len(got), most)
	}
	s := lab.Series{Kind: lab.Timing}
	for i := range got {
		s.Values = append(s.Values, float64(i+1))
		sum := lab.Summarize(&s)
		for k, want := range []float64{sum.Center, sum.Lo, sum.Hi} {
			mirrored := float64(i+2) - []float64{sum.Center, sum.Hi, sum.Lo}[k] // as likely, and chosen by the last bit of a probability
			if !near(fmt.Sprint(want), got[i][k]) && !near(fmt.Sprint(mirrored), got[i][k]) {
				t.Errorf("%d values: the page has %v, and package lab %g, %g to %g", i+1, got[i], sum.Center, sum.Lo, sum.Hi)
				break
			}
		}
	}
}

// TestLabPage predicts, and gives the page files that are no results of it.
func TestLabPage(t *testing.T) {
	p := open(t, the.http())
	p.visitPage("lab/fairness.html")
	p.wait(`document.readyState === "complete"`)
	if eval[bool](p, `document.querySelector(".js-result").offsetHeight > 0`) {
		t.Error("the result is in sight before anything was predicted")
	}
	eval[bool](p, `(document.querySelector("[name=predict]").value = 120, document.querySelector(".js-predict .go").click(), true)`)
	p.checkText("You said 120 goroutines. The recorded run has 60: you said 2 times too many.")
	if !eval[bool](p, `document.querySelector(".js-result").offsetHeight > 0`) {
		t.Error("the result is not in sight after a prediction")
	}
	for text, want := range map[string]string{
		"{":  "The file is not whole JSON.",
		"[]": "The file holds no result.",
		"{}": "This is no result of a lab: sourcedive lab run writes one with --out.",
		`{"schema":"sourcedive-lab/1","lab":"<b>alloc</b>"}`:                                                            "This is a result of the lab <b>alloc</b>, and this page is of fairness.",
		`{"schema":"sourcedive-lab/1","lab":"fairness","series":[]}`:                                                    "The file has no whole series of values.",
		`{"schema":"sourcedive-lab/1","lab":"fairness","series":[{"id":"between","x":1,"kind":"count","values":[60]}]}`: "Yours: an unnamed version ?/?. Of 4 figures none differs from the recorded one by more than the noise.",
		`{"schema":"sourcedive-lab/1","lab":"fairness","series":[{"id":"between","x":1,"values":["60"]}]}`:              "The file has no whole series of values.",
	} {
		if got := p.drop(quote(t, text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestLabOverlay predicts, and drops a result beside the recorded run: each series that is
// drawn gets a ring where its own figure is, a series that is another is marked in the table,
// and a check that does not hold is named.
func TestLabOverlay(t *testing.T) {
	text, err := fs.ReadFile(content.Labs, "labs/reference/barrier.json")
	if err != nil {
		t.Fatal(err)
	}
	results, err := lab.Decode(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	mine := results[0]
	for i := range mine.Series {
		if s := &mine.Series[i]; s.ID == "number on" {
			for k := range s.Values {
				s.Values[k] *= 50
			}
		}
	}
	mine.Checks = []lab.CheckResult{{Says: "it rains", Holds: true}, {Says: "it pours"}, {Says: "it snows", Unchecked: "it was summer"}}
	var b bytes.Buffer
	if err := lab.Encode(&b, []lab.Result{mine}); err != nil {
		t.Fatal(err)
	}
	p := open(t, the.http())
	p.visitPage("lab/barrier.html")
	p.wait(`document.readyState === "complete"`)
	eval[bool](p, `(document.querySelector("[name=predict]").value = 30, document.querySelector(".js-predict .go").click(), true)`)
	got := p.drop(quote(t, b.String()))
	for _, want := range []string{
		"Yours: go1.26.8 linux/amd64.", "Of 9 figures 1 differs from the recorded one by more than the noise.", "Of its 3 checks 1 holds; it does not hold that it pours.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page says %q, want %q", got, want)
		}
	}
	type mark struct {
		ID      string
		X, Ring float64
	}
	marks := eval[[]mark](p, `Array.from(document.querySelectorAll(".lab-plot.wide-only .lab-mark"), m => ({ID: m.dataset.id, X: +m.querySelector(".lab-center").getAttribute("cx"), Ring: +m.querySelector("circle.lab-yours").getAttribute("cx")}))`)
	if len(marks) != 8 {
		t.Fatalf("%d marks", len(marks))
	}
	for _, m := range marks {
		if same := math.Abs(m.X-m.Ring) < 0.2; same == (m.ID == "number on") {
			t.Errorf("%s: the recorded run is at %g, and the ring at %g", m.ID, m.X, m.Ring)
		}
	}
	if off := eval[[]string](p, `Array.from(document.querySelectorAll(".lab-table .is-off"), r => r.dataset.id)`); len(off) != 1 || off[0] != "number on" {
		t.Errorf("marked in the table: %q", off)
	}
	guess := eval[[]float64](p, `Array.from(document.querySelectorAll(".lab-plot.wide-only rect.lab-guess"), r => +r.getAttribute("x") + 5)`)
	at := eval[float64](p, `+Array.from(document.querySelectorAll(".lab-plot.wide-only .lab-mark")).find(m => m.dataset.id === "pointer on").querySelector(".lab-center").getAttribute("cx")`)
	if len(guess) != 1 || guess[0] <= at {
		t.Errorf("a prediction that is too large is at %v, and the answer at %g", guess, at)
	}
}
