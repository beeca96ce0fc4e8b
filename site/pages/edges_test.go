package pages

import (
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/urls"
)

// What many call is listed up to a bound, and shown open up to a smaller one.
func TestToyManyCallers(t *testing.T) {
	p := newer(t)
	v := viewOf(t, p, "func/internal/many/Popular.html").(Func)
	if len(v.Callers.Kinds) != 1 {
		t.Fatalf("%d kinds", len(v.Callers.Kinds))
	}
	k := v.Callers.Kinds[0]
	if len(k.Rows) != shownRows || len(k.Rest) != listedRows-shownRows || k.More != k.Count-listedRows || k.Count != v.Callers.Count || k.Count < listedRows+3 {
		t.Errorf("%d rows, %d folded, %d more of %d in %d", len(k.Rows), len(k.Rest), k.More, k.Count, v.Callers.Count)
	}
	if k.Rows[0].Text != "zcall000" || k.Rest[0].Text != "zcall040" {
		t.Errorf("the first is %s, the first folded one %s", k.Rows[0].Text, k.Rest[0].Text)
	}
	if want := english.Count(k.Count, "caller", "callers"); !slices.Contains(v.Facts, urls.Link{Text: want, Href: "#callers"}) {
		t.Errorf("the facts %v lack %q", v.Facts, want)
	}
	if m := v.Map; m == nil || len(m.Nodes) != 1+shownNeighbours || !strings.Contains(m.Cut, "more callers, listed below") {
		t.Errorf("the map is %+v", m)
	}
}

// A list of just as many rows as stand open has nothing folded away.
func TestToyListsThatFit(t *testing.T) {
	v := viewOf(t, newer(t), "func/internal/many/zcallKnown.html").(Func)
	k := v.Callers.Kinds[0]
	if k.Count != shownRows || len(k.Rows) != shownRows || k.Rest != nil || k.More != 0 {
		t.Errorf("%d callers: %d rows, %d folded (nil: %v)", k.Count, len(k.Rows), len(k.Rest), k.Rest == nil)
	}
}

// A function that many other files declare shows ten of them.
func TestToyManyOtherFiles(t *testing.T) {
	p := *newer(t)
	c := *p.Catalog
	p.Catalog = &c
	sym := symbolOf(t, &p, "runtime.newosproc")
	at := c.others[cardKey(p.Source, sym)][0]
	for _, n := range []struct{ have, shown, more int }{{0, 0, 0}, {shownOthers, shownOthers, 0}, {shownOthers + 1, shownOthers, 1}, {shownOthers + 4, shownOthers, 4}} {
		p.others = map[string][]index.Range{cardKey(p.Source, sym): slices.Repeat([]index.Range{at}, n.have)}
		if rows, more := otherFiles(&p, "func/runtime/newosproc.html", sym); len(rows) != n.shown || more != n.more {
			t.Errorf("of %d: %d rows and %d more", n.have, len(rows), more)
		}
	}
}
