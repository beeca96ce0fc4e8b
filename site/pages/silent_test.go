package pages

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
)

// A page that is made without content shows all that it would show with it.
func TestSilentPagesLoseNothing(t *testing.T) {
	for i := range 2 {
		p := toyRelease(t, i)
		deaf := *p
		deaf.silent = &deaf // makes all pages of all content
		routes, kinds := routesOf(p)
		all, _ := routesOf(&deaf)
		silent := map[string]int{}
		for n, r := range routes {
			if r.Silent == nil || !r.Silent() {
				continue
			}
			silent[kinds[n].Name]++
			up := strings.Repeat("../", strings.Count(r.Path, "/"))
			f := Layout{Kind: kinds[n].Class, Title: r.Title, Up: up, Assets: up + "assets/", Common: up + "assets/"}
			if got, want := r.View(f), all[n].View(f); !reflect.DeepEqual(got, want) {
				t.Errorf("%s says less without the content:\n%+v\n%+v", r.Path, got, want)
			}
		}
		for _, kind := range []string{"func", "type", "file", "symbols", "history", "gone"} {
			if silent[kind] == 0 && len(kindRoutes(p, kind)) > 0 {
				t.Errorf("the content has something to say on all pages of kind %s", kind)
			}
		}
	}
}

func kindRoutes(p *Inputs, name string) []Route {
	for i := range Kinds {
		if Kinds[i].Name == name {
			return Kinds[i].Routes(p)
		}
	}
	return nil
}

// A remark stands on the page of all source that has the first line of its statement.
func TestRemarked(t *testing.T) {
	p := newer(t)
	n := 0
	for i := range p.Index.Files {
		file := int32(i)
		m := p.Highlight(file)
		for _, r := range p.Resolved.Remarks(file) {
			n++
			off := r.Stmt.Off
			if !remarked(p, index.Range{File: file, Off: off, End: off}) {
				t.Errorf("%+v is not remarked", r.Stmt)
			}
			before := off
			for before > 0 && m.Line(before) == m.Line(off) {
				before--
			}
			if remarked(p, index.Range{File: file, Off: before, End: before}) != slices.ContainsFunc(p.Resolved.Remarks(file), func(o *annotate.Remark) bool { return m.Line(o.Stmt.Off) == m.Line(before) }) {
				t.Errorf("the line before %+v", r.Stmt)
			}
		}
		for _, s := range declared(p, file) {
			d := p.Index.Symbols[s].Decl
			for _, r := range p.Resolved.Remarks(file) {
				if inside(r.Stmt, d) && (!remarked(p, d) || p.silentOn(s)) {
					t.Errorf("nothing is said on %s", p.Index.Symbols[s].ID)
				}
			}
		}
	}
	if n == 0 {
		t.Error("no remarks")
	}
}
