package article_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate/article"
	"sourcedive/internal/golden"
)

// toldOf is what Read says of a content: its error, or its problems by place.
func toldOf(files map[string]string) string {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := article.Read(fsys, "sched", "chan")
	if err != nil {
		return err.Error() + "\n"
	}
	var b strings.Builder
	for _, p := range c.Problems.Sorted() {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

// Each fault that one file can have, beside a kb.yaml without any: its place, its words and
// its hint. What is right has nothing behind it.
func TestFaultsOfOneFile(t *testing.T) {
	note := func(lines string) string { return "---\n" + lines + "---\nText.\n" }
	rest := "title: x\nlevel: junior\n"
	var b strings.Builder
	for _, f := range []struct{ file, text string }{
		// Lists: what they are to be, unknown keys far from all, doubled keys, wrong types.
		{"glossary.yaml", "words\n"}, {"glossary.yaml", "- {term: a, def: b, xyzzy: c}\n"}, {"glossary.yaml", "- {term: a, term: b, def: c}\n"}, {"glossary.yaml", "- {term: [a], def: b}\n"},
		{"glossary.yaml", "- {term: a, def: b, also: c}\n"}, {"glossary.yaml", "- {term: a, def: b, claims: c}\n"}, {"glossary.yaml", "- term: a\n  def:\n"}, {"glossary.yaml", "- {term: a, also: [b], area: shed}\n"},
		{"glossary.yaml", "- {term: a, def: b, area: xxxxxxxx}\n"}, {"glossary.yaml", "- {term: a, def: b\n"}, {"glossary.yaml", "- {area: shed, def: b}\n"},
		{"files.yaml", "runtime/a.go: x\nruntime/a.go: y\n"}, {"files.yaml", "runtime/a.go: [x]\n"}, {"files.yaml", "runtime/a.go: {x: y}\n"}, {"files.yaml", "runtime/a.go:\n"}, {"files.yaml", "words\n"}, {"files.yaml", "a: \"b\n"},
		{"api.yaml", "words\n"}, {"api.yaml", "A: words\n"}, {"api.yaml", "- words\n"}, {"api.yaml", "A: {symbol: [a], text: x}\n"}, {"api.yaml", "A: {text: x}\n\"\": {text: x}\n"}, {"api.yaml", "- {text: x}\n- {symbol: a}\n- {}\n"}, {"api.yaml", "- {symbol: a, text: x, xyzzy: y}\n"}, {"api.yaml", "A:\n  symbol: a\n  xyzzy: b\n"},
		{"api.yaml", "A:\n  symbol: a\n  text: \"\"\n"}, {"api.yaml", "A: {symbol: a, text: x, inside: b}\n"},
		{"introspection.yaml", "- a\n"}, {"introspection.yaml", "a: {b: c}\n"}, {"introspection.yaml", "a: b\na: c\n"},
		{"strength.txt", "# head\n\naaaa 1111\naaaa\n  \n"},
		// Texts in lists.
		{"glossary.yaml", "- term: a\n  def: A [[nope:b]] is. {nope}\n"}, {"glossary.yaml", "- term: a\n  def: |\n    A [[nope:b]]\n    is. {nope}\n"}, {"glossary.yaml", "- term: a\n  def: |2\n     A [[nope:b]]\n\n    B {nope}\n"}, {"glossary.yaml", "- term: a\n  def: '@{\"x\" in runtime.f} It is.'\n"},
		{"glossary.yaml", "- term: a\n  def: \"It is.\\n\\n```claim\\nx\\n```\"\n"}, {"files.yaml", "a.go: It is. {\n"}, {"api.yaml", "A: {symbol: a, text: 'It is. {nope}'}\n"}, {"introspection.yaml", "wait sleep: It is. {nope}\n"},
		// Figures.
		{"figures/a.yaml", "form: xxxxxxxx\ntitle: x\n"}, {"figures/a.yaml", "form: scene\ntitle: x\nparts: [{is: xxxxxxxx}, {is: g, state: xxxxxxxx}, {}]\n"}, {"figures/a.yaml", "form: scene\ntitle: x\nparts: [{is: arrow, from: xxxxxxxx, to: yyyyyyyy}]\n"},
		{"figures/a.yaml", "form: states\ntitle: x\nparts: [{is: state, at: [1, 2, 3], small: [1, 2]}, {is: state, at: [1, 2], small: [1, 2, 3]}, {is: state, at: [1, 2], small: [1]}, {is: point, at: [1]}, {is: state, at: [1, 2], small: [3, 4]}, {is: point, at: [1, 2]}]\n"},
		{"figures/a.yaml", "form: scene\ntitle: x\nparts:\n  - {is: ring, at: [0, 1], in: [{is: g}, {is: m}]}\n  - {is: ring, at: [0, 2], in: [{is: g}, {is: m}]}\n  - {is: ring, at: [-1, 1], in: [{is: g}, {is: m}]}\n  - {is: ring, at: [2, 0], in: [{is: g}, {is: m}]}\n  - {is: ring, at: [0], in: [{is: g}]}\n  - {is: ring, at: [0, 0, 0], in: [{is: g}]}\n  - {is: ring, in: [{is: g}]}\n"},
		{"figures/a.yaml", "form: scene\ntitle: '[[nope:x]]'\nsays: '[[nope:y]]'\nparts: [{is: text, text: '[[nope:z]]'}]\n"}, {"figures/a2.yaml", "form: scene\ntitle: x\n"}, {"figures/a_b.yaml", "form: scene\ntitle: x\n"}, {"figures/a.yml", ""}, {"figures/a.yaml.orig", ""},
		{"figures/a.yaml", "form: scene\ntitle: x\nparts: [{is: row, in: [{is: col, in: [{is: gg, bytes: x}]}]}]\n"}, {"figures/a.yaml", "form: scene\ntitle: x\nparts: [{is: row, in: [{is: arrow, from: a, to: b}, {is: g, id: a}]}, {is: m, id: b}]\n"},
		// Front matter: words that are none, lists that are none, far from all.
		{"notes/sched/a.md", ""}, {"notes/sched/a.md", note(" ! 0\n")}, {"notes/sched/a.md", note(": x\n")}, {"notes/sched/a.md", note("symbol: *a\n")}, {"notes/sched/a.md", note("symbol: a\ntitle: x\nlevel: xxxxxxxx\n")}, {"notes/sched/a.md", note("symbol: a\nmodels: [xxxxxxxx]\n" + rest)}, {"notes/sched/a.md", note("symbol:\n" + rest)}, {"notes/sched/a.md", note("symbols: a\n" + rest)},
		{"notes/sched/a.md", note("symbol: {a: b}\n" + rest)}, {"notes/sched/a.md", note("symbol: a\n" + rest + "title: y\n")}, {"notes/sched/a.md", note("symbol: a\nlevel: junior\ntitle: [\n")}, {"notes/sched/a.md", note("symbol: a\ntitle: x\nlevel:\n")},
		{"notes/sched/a.md", note("symbol: 1\n" + rest)}, {"notes/sched/a.md", note("symbols: []\n" + rest)}, {"notes/sched/a.md", note("- a\n")}, {"notes/sched/a.md", note("words\n")}, {"notes/sched/a.md", note("")}, {"notes/sched/a.md", "---\nsymbol: a\n"},
		{"notes/sched/a.md", note("symbol: a\nreviewed: [x]\n" + rest)}, {"notes/sched/a.md", note("symbol: a\nreviewed: x\n" + rest)}, {"notes/sched/a.md", note("symbol: a\nreviewed: {go2.1: 0123456789ab}\n" + rest)}, {"notes/sched/a.md", note("symbol: a\nreviewed: {go1.26.8: 0123456789abc}\n" + rest)},
		{"notes/sched/a.md", note("symbol: a\nreviewed: {go1.26.8: 0123456789AB}\n" + rest)}, {"notes/sched/a.md", note("symbol: a\nreviewed:\n  go1.26.8: 0123456789ab\n  1.20: 0123456789ab\n" + rest)}, {"notes/sched/a.md", note("symbol: a\nreviewed: {v1.2.3: 0123456789ab, go1.5: 0123456789ab}\n" + rest)},
		{"notes/sched/a.md", note("symbol: a\ngo: \">=1.20 <1\"\n" + rest)}, {"notes/sched/a.md", note("symbol: a\ngo: 1.20\n" + rest)}, {"notes/sched/a.md", note("area: sched\nsymbols: [a, b]\n" + rest)}, {"notes/sched/sched.md", note("area: gc\n" + rest)},
		{"notes/sched/sched.md", note("symbols: [a, b]\n" + rest)}, {"notes/sched/sched.md", note(rest)}, {"notes/xxxxxxxx/a.md", note("symbol: a\n" + rest)}, {"notes/sched/a.md", note("symbol: a\nreviewed: {go1.5: 0}\nmodels: [xxxxxxxx]\nlevel: juniors\ngo: x\n")},
		{"notes/sched/a.md", note("symbol: a\n"+rest) + "\n```exercise xxxxxxxx\nx\n```\n\n```level xxxxxxxx\nx\n```\n\n```claim go>=1.20 go>1.x go<y\ntrue\n```\n"}, {"notes/sched/a.md", note("symbol: a\n"+rest) + "\n```exercise sched\nx\n```\n\n```level junior\nx\n```\n"}, {"notes/sched/a.md", "\n" + note("symbol: a\n"+rest)},
		// Articles of other kinds.
		{"levels/xxxxxxxx.md", note("title: x\n")}, {"levels/juniors.md", note("title: x\n")}, {"levels/junior.md", note("title: x\nlevel: junior\nabout: x\n")}, {"levels/junior.md", note("title: x\naliases: [a]\n")}, {"levels/junior.md", note("title: x\npredict: a\n")},
		{"myths/sched.md", note("title: x\nlevel: middle\nsymbol: a\n")}, {"myths/gcc.md", note("title: x\n")}, {"tours/a.md", note("title: x\nmodels: [sched]\naliases: [b]\nsymbols: [a]\n")}, {"tours/a.md", note("area: sched\ntitle: x\n")}, {"tours/a.md", note("title: x\narea: sched\nreviewed: {go1.26.8: 0123456789ab}\n")},
		{"journeys/a.md", note("title: x\nmodels: [sched]\n")}, {"journeys/a.md", note("level: juniors\n")}, {"casestudies/a.md", note("title: x\nsymbols: [a]\nmodels: [chan]\naliases: [b]\n")}, {"casestudies/a.md", note("title: x\nsymbol: a\n")}, {"casestudies/a.md", note("title: x\npredict: a\ngo: \">=1.20\"\n")},
		{"releases/go1.26.md", note("title: x\ngo: \"==1.26\"\n")}, {"releases/go1.26.md", note("title: x\ngo: \"==1.26\"\narea: gc\n")}, {"releases/v0.24.md", note("title: x\ngo: \"==v0.24\"\n")}, {"releases/go1.26.8.md", note("title: x\n")}, {"releases/v0.24.1.md", note("title: x\n")}, {"releases/x.go1.26.md", note("title: x\n")}, {"releases/go1.26.md", note("title: x\nsymbols: [a]\n")}, {"releases/deep/go1.26.md", note("title: x\n")},
		{"labs/a.md", note("title: x\nabout: a\npredict: b\nsymbols: [a]\nmodels: [sched]\naliases: [c]\n")}, {"labs/a.md", note("title: x\nabout: a\npredict: b\nsymbol: a\n")}, {"labs/a.md", note("title: x\n")}, {"labs/a/b.md", "x"},
		// Places.
		{"journeys/deep/a.md", note("title: x\n")}, {"levels/deep/a.md", note("title: x\n")}, {"myths/deep/a.md", note("title: x\n")}, {"tours/deep/a.md", note("title: x\n")}, {"casestudies/deep/a.md", note("title: x\n")}, {"notes/a.md", ""}, {"notes/sched/a/b.md", ""},
		{"notes/sched/a b.md", ""}, {"notes/sched/_a.md", ""}, {"notes/sched/-a.md", ""}, {"notes/sched/A_b-9.md", note("symbol: a\n" + rest)}, {"notes/sched/a.markdown", ""}, {"tours/go1.26.md", ""}, {"notes/sched/v0.24.md", ""}, {"casestudies/picture.png", ""},
	} {
		files := map[string]string{"kb.yaml": "packages: [runtime]\n", f.file: f.text}
		fmt.Fprintf(&b, "==== %s\n%s\n---- told\n%s", f.file, strings.TrimRight(f.text, "\n"), toldOf(files))
	}
	golden.Check(t, "faults.golden", b.String())
}

// What is wrong with kb.yaml and aliases.yaml ends the reading: all faults of a file, with
// the lines around one of YAML.
func TestFaultsThatEndReading(t *testing.T) {
	kb := "packages: [sort]\n"
	var b strings.Builder
	fmt.Fprintf(&b, "==== nothing\n---- told\n%s", toldOf(nil))
	for _, f := range []struct{ file, text string }{
		{"kb.yaml", ""}, {"kb.yaml", "title: x\n"}, {"kb.yaml", "title: x\npackages: [sort\njourneys: {\n"}, {"kb.yaml", "title: x\n\tpackages: [sort]\n"}, {"kb.yaml", "packages: [sort]\npakages: [errors]\n"},
		{"kb.yaml", "packages: sort\n"}, {"kb.yaml", "packages: [sort]\npackages: [errors]\n"}, {"kb.yaml", "packages: [sort]\nfloors: {totl: 1}\n"}, {"kb.yaml", "packages: &a [sort]\nclosed: *a\n"},
		{"kb.yaml", "module: x/y\nclosed: [x/y]\npackages: [x/y, x/y/z, x/yz, x]\n"}, {"kb.yaml", "packages: [sync]\nclosed: [sync, runtime]\n"}, {"kb.yaml", "module: x/y\nhistory: [v1.6.0, v1.6, v1, 1.6.0, v1.6.0-rc.1, v2.0.0+incompatible, v2.0.0+]\n"}, {"kb.yaml", "packages: [runtime]\nhistory: [v1.0.0, v1]\n"},
		{"kb.yaml", "packages: [sync]\nfloors: {total: 1.01}\n"}, {"kb.yaml", "packages: [sync]\nfloors: {total: -0.01}\n"}, {"kb.yaml", "packages: [sync]\nfloors: {total: .nan}\n"}, {"kb.yaml", "packages: [sync]\nfloors: {total: 0}\n"}, {"kb.yaml", "packages: [sync]\nfloors: {total: 1}\n"},
		{"kb.yaml", "packages: [runtime]\nareas: [{area: shed, title: x, files: [a]}, {area: gc, files: [a]}, {area: gc, title: x}, {area: gc, title: x, files: ['[', '[...']}]\n"}, {"kb.yaml", "packages: [sync]\nareas: [{area: Core, title: x, files: [a]}, {area: core-2, title: x, files: [a]}, {area: 2core, title: x, files: [a]}, {area: a b, title: x, files: [a]}, {title: x, files: [a]}]\n"},
		{"kb.yaml", "packages: [runtime]\nmap: [{title: one, areas: [gc, shed, gc]}, {title: two, areas: [gc]}]\n"}, {"kb.yaml", "packages: [sync]\nmap: [{title: one, areas: [core, Core, core]}]\n"},
		{"kb.yaml", "packages: [sync]\njourneys: [{name: a, root: [x]}, {name: a, root: [x]}, {name: a/b, root: [x]}, {name: c}, {root: [x]}, {name: ../../evil, root: [x]}, {name: A_b-9, root: [x]}, {name: a b, root: [x]}]\n"}, {"kb.yaml", "packages: [sort]\njourneys:\n  - name: a\n    rot: [x]\n"},
		{"aliases.yaml", "symbols: [x]\n"}, {"aliases.yaml", "simbols: {}\n"}, {"aliases.yaml", "words: {a: [b, d], c: [d, b]}\n"}, {"aliases.yaml", "words: {z: [b], c: [b], a: [b]}\n"}, {"aliases.yaml", "words: {a: [a]}\n"}, {"aliases.yaml", "words: {a: [b, b]}\n"}, {"aliases.yaml", "words: {a: [b], b: [c]}\n"},
		{"aliases.yaml", "symbols: {z: [], y: [], x: [], w: [a], v: [], u: []}\nwords: {a: [a]}\n"}, {"aliases.yaml", "symbols:\n  x: [a\n  y: [b]\n"}, {"aliases.yaml", "words: {a: b}\n"}, {"aliases.yaml", ""},
	} {
		files := map[string]string{"kb.yaml": kb}
		maps.Copy(files, map[string]string{f.file: f.text})
		told := toldOf(files)
		if strings.Contains(told, "\x1b") {
			t.Errorf("the message is coloured: %q", told)
		}
		fmt.Fprintf(&b, "==== %s\n%s\n---- told\n%s", f.file, strings.TrimRight(f.text, "\n"), told)
	}
	golden.Check(t, "ends.golden", b.String())
}
