package annotate_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
)

// changesOf are the changes of a note on symbols that was read in go1.22.0, of which there is
// one file. Its index is altered before it is used.
func changesOf(t *testing.T, symbols, file, old, now string, alter func(*index.Index)) []annotate.Change {
	t.Helper()
	return changesBetween(t, symbols, map[string]string{file: old}, map[string]string{file: now}, alter)
}

func changesBetween(t *testing.T, symbols string, old, now map[string]string, alter func(*index.Index)) []annotate.Change {
	t.Helper()
	x := indexOf(t, "go1.26.8", now)
	alter(x)
	g := annotate.NewSnapshot(x)
	tree := fstest.MapFS{}
	for name, text := range old {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	g.Old = func(string) (fs.FS, error) { return tree, nil }
	book, _ := merge(t, g, map[string]string{
		"kb.yaml": "packages: [runtime]\n", "notes/sched/n.md": note("symbols: ["+symbols+"]\nreviewed: {go1.22.0: 000000000000}", "Text.\n"),
	})
	list, err := g.Changes(book.Notes[0])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Of a symbol without a body there is nothing to compare; the others of its note are.
func TestChangesPassOverWhatHasNoBody(t *testing.T) {
	const file = "package runtime\n\nfunc a() { x() }\n\nfunc b() { x() }\n\nfunc c() { x() }\n"
	list := changesOf(t, "runtime.a, runtime.b, runtime.c", "runtime/f.go", file, file, func(x *index.Index) {
		b, _ := x.Sym("runtime.b")
		x.Symbols[b].Decl = index.NoRange
	})
	var got []string
	for _, c := range list {
		got = append(got, fmt.Sprintf("%s from %s: %s", c.New, c.From, c.Old))
	}
	if want := "func a() { x() } from go1.22.0: func a() { x() }; func c() { x() } from go1.22.0: func c() { x() }"; strings.Join(got, "; ") != want {
		t.Errorf("changes\n%s\nwant\n%s", strings.Join(got, "; "), want)
	}
}

// A function of assembly was where it is: its declaration in Go is no body of it.
func TestOldBodyOfAssembly(t *testing.T) {
	const old = "TEXT ·light(SB), 0, $0-0\n\tMOVQ $7, AX\n\tRET\n"
	list := changesBetween(t, "runtime.light", map[string]string{"runtime/a.go": "package runtime\n\nfunc light()\n", "runtime/shop.s": old}, shop, func(*index.Index) {})
	if len(list) != 1 || list[0].Old != old {
		t.Errorf("%+v, want %q", list, old)
	}
}

// The old body is that of the platform that is read now.
func TestOldBodyOfThePlatform(t *testing.T) {
	const old, now = "package runtime\n\nfunc a() { was() }\n", "package runtime\n\nfunc a() { is() }\n"
	for _, c := range []struct{ file, goos, goarch, want string }{
		{"runtime/f_windows.go", "windows", "amd64", "func a() { was() }"}, {"runtime/f_windows.go", "linux", "amd64", ""},
		{"runtime/f_arm64.go", "linux", "arm64", "func a() { was() }"}, {"runtime/f_arm64.go", "linux", "amd64", ""},
	} {
		list := changesOf(t, "runtime.a", c.file, old, now, func(x *index.Index) { x.Config.GOOS, x.Config.GOARCH = c.goos, c.goarch })
		if len(list) != 1 || list[0].Old != c.want {
			t.Errorf("%s of %s/%s: %+v, want %q", c.file, c.goos, c.goarch, list, c.want)
		}
	}
}

// A comparison has all lines, those far from a change as well, and numbers both sides.
func TestChangesHaveAllLines(t *testing.T) {
	body := func(n int, other string) string {
		return "package runtime\n\nfunc a() {\n" + strings.Repeat("\tx()\n", n) + other + strings.Repeat("\ty()\n", n) + "}\n"
	}
	list := changesOf(t, "runtime.a", "runtime/f.go", body(20, "\told()\n\told()\n"), body(20, "\tnow()\n"), func(*index.Index) {})
	var before, after, got []string
	for _, l := range list[0].Diff {
		if l.Op != '+' {
			before = append(before, fmt.Sprint(l.Old))
		}
		if l.Op != '-' {
			after = append(after, fmt.Sprint(l.New))
		}
		if l.Op != ' ' {
			got = append(got, fmt.Sprintf("%c%d %d%s", l.Op, l.Old, l.New, l.Text))
		}
	}
	counted := func(n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprint(i+1))
		}
		return list
	}
	if strings.Join(before, " ") != strings.Join(counted(44), " ") || strings.Join(after, " ") != strings.Join(counted(43), " ") {
		t.Errorf("lines before %v, after %v", before, after)
	}
	if want := "-22 0\told(), -23 0\told(), +0 22\tnow()"; strings.Join(got, ", ") != want {
		t.Errorf("%q, want %q", strings.Join(got, ", "), want)
	}
}
