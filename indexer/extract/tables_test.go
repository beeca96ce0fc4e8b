package extract_test

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"sourcedive/indexer"
	"sourcedive/indexer/extract"
	"sourcedive/indexer/index"
)

var localIndex = sync.OnceValues(func() (*index.Index, error) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, err
	}
	root, version, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return indexer.Build(context.Background(), indexer.Config{
		Root: root, Version: version, Env: os.Environ(), GOOS: runtime.GOOS, GOARCH: runtime.GOARCH,
		Roots: []string{"runtime", "time", "internal/godebug"},
	})
})

func local(t *testing.T) *index.Index {
	t.Helper()
	x, err := localIndex()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestPrinted(t *testing.T) {
	x := local(t)
	rows := extract.Schedtrace.Of(x)
	at := func(label string) int {
		return slices.IndexFunc(rows, func(p extract.Printed) bool { return p.Label == label })
	}
	for _, c := range []struct{ label, value string }{{"gomaxprocs=", "gomaxprocs"}, {"threads=", "mcount()"}, {"curg=", "mp.curg.goid"}} {
		i := at(c.label)
		if i < 0 || rows[i].Value != c.value {
			t.Errorf("%s: row %d of %v", c.label, i, rows)
			continue
		}
		if pl := rows[i].Place; x.Files[pl.File].Text[pl.Off:pl.End] != c.value {
			t.Errorf("%s stands at %v", c.label, pl)
		}
	}
	if at("gomaxprocs=") > at("threads=") {
		t.Error("the order is lost")
	}
	nowhere := extract.Schedtrace
	nowhere.From = "runtime.nosuch"
	if rows := nowhere.Of(x); rows != nil {
		t.Errorf("a function that is not there prints %v", rows)
	}
}

func TestSettings(t *testing.T) {
	x := local(t)
	readers := map[string][]string{}
	for _, set := range extract.Settings.Of(x) {
		if _, twice := readers[set.Name]; twice {
			t.Errorf("%s is there twice", set.Name)
		}
		readers[set.Name] = []string{}
		for _, u := range set.Reads {
			if in := x.Enclosing(u.File, u.Off); in != index.NoSym {
				readers[set.Name] = append(readers[set.Name], string(x.Symbols[x.Outermost(in)].ID))
			}
		}
	}
	for _, c := range []struct{ name, reader string }{
		{"gctrace", "runtime.gcMarkTermination"}, {"schedtrace", "runtime.sysmon"}, {"gcstoptheworld", "runtime.gcStart"},
	} {
		if !slices.Contains(readers[c.name], c.reader) {
			t.Errorf("%s is read in %v, not in %s", c.name, readers[c.name], c.reader)
		}
	}
	if slices.Contains(readers["gctrace"], "runtime.schedinit") {
		t.Error("an assignment counts as reading")
	}
}

func TestReasons(t *testing.T) {
	x := local(t)
	for _, r := range extract.Reasons.Of(x) {
		if r.Text != "chan receive" {
			continue
		}
		var in []string
		for _, u := range r.Uses {
			in = append(in, string(x.Symbols[x.Outermost(x.Enclosing(u.File, u.Off))].ID))
		}
		if !slices.Equal(in, []string{"runtime.chanrecv"}) {
			t.Errorf("chan receive is given by %v", in)
		}
		return
	}
	t.Error("nobody waits to receive")
}

func TestChanges(t *testing.T) {
	x := local(t)
	found := map[string]bool{}
	for _, c := range extract.Transitions.Of(x) {
		found[c.From+" "+c.To+" "+string(x.Symbols[c.In].ID)] = true
	}
	for want, has := range map[string]bool{
		"_Grunnable _Grunning runtime.execute": true, "_Gwaiting _Grunnable runtime.ready": true,
		"_Gdead _Gwaiting runtime.ready": false, "_Grunning _Grunnable runtime.execute": false,
	} {
		if found[want] != has {
			t.Errorf("%s: %v", want, found[want])
		}
	}
}
