package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/internal/golden"
)

// corpus is samples and a document of each kind, with what their rows, tags and
// addresses have to bear: packages of two parts, generic names, long first sentences,
// tabs, characters that no script may hold.
func corpus() ([]Doc, Vocabulary) {
	docs, same := samples()
	long := "A sentence that goes on and on, with commas, and words, until nobody knows, how it began, or why."
	add := func(kind, pkg, base, name, url, file string, line int, lead string) {
		docs = append(docs, Doc{ID: strings.TrimPrefix(pkg+"."+name, "."), Kind: kind, Title: name, Pkg: pkg, Base: base, Names: []string{strings.TrimSuffix(name, base)},
			Lead: lead, Text: lead, URL: url, File: file, Line: line})
	}
	add("func", "internal/sync", "Do", "Do", "func/internal/sync/Do.html", "internal/sync/map.go", 3, long)
	add("method", "internal/sync", "Load", "(*Map[...]).Load", "func/internal/sync/Map.Load.html", "internal/sync/map.go", 9, "Load reads\tthe map.")
	add("type", "internal/sync", "Map", "Map", "type/internal/sync/Map.html", "internal/sync/map.go", 9, "A Map is a map of keys.")
	add("field", "internal/sync", "root", "Map.root", "type/internal/sync/Map.html#f.root", "internal/sync/map.go", 12, "")
	add("abstract method", "sync", "Lock", "Locker.Lock", "type/sync/Locker.html#f.Lock", "sync/mutex.go", 5, "Lock locks.")
	add("const", "sync", "mutexLocked", "mutexLocked", "src/sync/mutex.go.html#mutexLocked", "sync/mutex.go", 2, "")
	add("var", "sync", "pool_raceHash", "pool_raceHash", "src/sync/mutex.go.html#pool_raceHash", "sync/mutex.go", 130, "The café has <tags> & \"quotes\".")
	add("wait reason", "", "", "chan receive", "src/runtime/f1.go.html#L20", "runtime/f1.go", 20, "In chanrecv")
	add("GODEBUG", "", "", "gctrace=1", "introspection.html#gctrace", "runtime/f1.go", 2, "Prints a line for each collection.")
	add("metric", "", "", "/gc/heap/live:bytes", "introspection.html#m", "", 0, "Heap memory that was marked.")
	add("lock rank", "", "", "lockRankSched", "src/runtime/f2.go.html#L9", "runtime/f2.go", 9, "")
	add("environment", "", "", "GOGC", "introspection.html#GOGC", "", 0, "Sets the collector's goal.")
	add("note", "", "", "How a goroutine parks", "note/sched/park.html", "", 0, "Parking hands the processor on.")
	add("tour", "", "", "A first look", "tour/first.html", "", 0, "")
	add("term", "", "", "write barrier", "glossary.html#write-barrier", "", 0, "Code that runs before a pointer is written.")
	add("statement", "", "", "go f(x)", "statement/go.html", "", 0, "newproc")
	add("model", "", "", "The scheduler", "model/sched.html", "", 0, "Runs in the page.")
	add("file", "sync", "", "sync/mutex.go", "src/sync/mutex.go.html", "sync/mutex.go", 0, "Mutual exclusion.")
	add("file", "sync", "", "sync/only_plan9.go", "src/sync/only_plan9.go.html", "sync/only_plan9.go", 0, "A file for Plan 9.")
	docs[len(docs)-1].Elsewhere = true
	add("package", "sync", "", "sync", "pkg/sync.html", "", 0, "Package sync has locks.")
	for _, w := range []string{"needm", "dropm", "sysmon", "gopanic", "mcall", "goready", "pidleput", "casgstatus"} {
		add("func", "runtime", w, w, "func/runtime/"+w+".html", "runtime/z.go", 10+len(docs), "")
	}
	docs[3].Uses, docs[5].Uses = 100, 3
	Order(docs)
	return docs, same
}

// questions are what readers ask of the corpus, each for a rule of its own.
var questions = []string{
	"runqsteal", "runq", "runqste", "runqsteel", "run queue", "steal half", "park", "gopark", "goparkunlock", "unlock the lock",
	"mcache.nextFree", "(*mcache).nextFree", "nextFree", "next free object", "runtime.p.runq", "p.runq", "sync.Map", "Map.Load", "map load", "internal/sync.Do",
	"sync Lock", "locks", "mutex locked", "pool_raceHash", "poolracehash", "race hash", "chan receive", "gctrace", "gctrace=1", "heap live bytes", "GOGC",
	"write barrier", "wake", "allocator", "scheduler", "go statement", "goroutine", "61", "2048", "g", "m", "need m", "drop m", "go panic", "goready", "ready", "p idle",
	"kind:func park", "kind:field", "kind:type,const", "kind:methods load", "kind:env", "pkg:sync", "pkg:sync lock", "pkg:internal/sync", "file:mutex.go", "file:sync/mutex.go kind:var",
	"kind:message deadlock", "all goroutines are asleep", "kqueue", "mallocgx", "mallcogc", "wiating", "zzzzzz", "stealextra9", "the of and", "a b c d e f",
}

// What each question finds, in which order, and how good each answer is. The engines
// agree on it: another test compares them.
func TestAnswers(t *testing.T) {
	docs, same := corpus()
	x := NewCorpus(docs, same)
	var b strings.Builder
	for _, q := range questions {
		r, err := x.Search(q, 4)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s: %d\n", q, r.Total)
		for _, h := range r.Hits {
			fmt.Fprintf(&b, "    %-28s %-10s %9.4f %v\n", h.Title, h.Kind, h.Score, h.Symbol)
		}
		for _, h := range r.Read {
			fmt.Fprintf(&b, "    to read: %s, %s, %.4f\n", h.Title, h.Kind, h.Score)
		}
		if len(r.Near) > 0 {
			fmt.Fprintf(&b, "    near: %s\n", strings.Join(r.Near, ", "))
		}
	}
	golden.Check(t, "answers.txt", b.String())
}

// The scripts of the export, those that hold something.
func TestExportIsWhatBrowsersRead(t *testing.T) {
	docs, same := corpus()
	var b strings.Builder
	files := NewCorpus(docs, same).Export()
	for i, f := range files {
		if want := ExportNames()[i]; f.Name != want {
			t.Errorf("file %d is %s, not %s", i, f.Name, want)
		}
		if len(f.Data) > 60 {
			fmt.Fprintf(&b, "%s\n    %s\n", f.Name, strings.ReplaceAll(strings.TrimSpace(strings.ReplaceAll(string(f.Data), `\n`, "\n")), "\n", "\n    "))
		}
	}
	if got := len(ExportNames()); got != len(files) {
		t.Errorf("%d names of %d files", got, len(files))
	}
	golden.Check(t, "export.txt", b.String())
}

func TestQueriesTakenApart(t *testing.T) {
	var b strings.Builder
	for _, q := range []string{
		"", "park", "park ", "the", "the who", "how the park", "gcBgMarkWorker", "mcache.nextFree", "(*mcache).nextFree", "(*mcache.nextFree", "runtime/internal/sys.Foo",
		"sync.Map.Load", "a.b.c", "x86 go1.22", "_Gwaiting__", "kind:func", "kind:Func,types", `kind:"abstract method" x`, "kind:interface", "kind:struct kind:vars", "pkg:types file:vars", "pkg:", "pkg:a/b", "pkg:,",
		"file:A.go:10", "other:thing", "kind:models kind:godebug kind:packages kind:metrics kind:notes kind:files kind:messages kind:consts kind:constants kind:variables kind:function kind:fields",
		"don't stop", "tlbs HTTPServers", "wake waking", "a b c d e f g h i j k l m n", strings.Repeat("x", 80), "go go go", "café au lait", "1 22 333",
	} {
		fmt.Fprintf(&b, "%q\n", q)
		p := Parse(q, Vocabulary{"wak": "ready"})
		for _, w := range p.Words {
			fmt.Fprintf(&b, "    %s  term %s  parts %v  qualifier %v\n", w.Text, w.Term, w.Parts, w.Qualifier)
		}
		for _, f := range p.Filters {
			fmt.Fprintf(&b, "    %s: %v  tags %v\n", f.Key, f.Values, f.tags())
		}
		fmt.Fprintf(&b, "    open %v  joined %q  path %q  inner %q  dotted %v  plain %v\n", p.Open, p.Joined, p.Path, p.Inner, p.Dotted, p.Plain)
	}
	golden.Check(t, "queries.txt", b.String())
}

func TestWordsTakenApart(t *testing.T) {
	docs, _ := corpus()
	s := newSegmenter(docs)
	var b strings.Builder
	b.WriteString("split by hand and by frequency\n")
	for _, w := range append(slices.Sorted(maps.Keys(splitByHand)), "runqsteal", "runqstealextra", "parkunlock", "stopm", "waitinggoroutine", "mapofkeys", "gcstate", "qqq", "getget", "unlockgetm") {
		fmt.Fprintf(&b, "    %s: %s\n", w, strings.Join(s.split(w), " "))
	}
	b.WriteString("parts\n")
	for _, w := range []string{"a", "aB", "AB", "ABc", "aBC", "abc_def", "_a_", "a1b", "A1B2", "int64s", "TLBs", "TLBsX", "TLBs_x", "URLsOf", "isOK", "x9Y", "é", "aéB", "fooBARs", "PCs", "9z", "z0", "/:"} {
		fmt.Fprintf(&b, "    %s: %s\n", w, strings.Join(parts(w), " "))
	}
	b.WriteString("stems\n")
	for _, w := range []string{
		"as", "gas", "pass", "passes", "boxes", "axes", "xes", "caches", "ches", "flushes", "hes", "buzzes", "entries", "ties", "dies", "flies", "status", "bus", "this", "basis",
		"being", "going", "owing", "running", "ring", "king", "sing", "bring", "string", "waking", "adding", "falling", "telling", "buzzing", "dropped", "need", "needed", "red", "freed", "agreed", "used", "ed", "ied", "tried",
		"wake", "free", "be", "the", "one", "tree", "queue", "ee", "idle", "sizes", "sses", "s", "ss", "fast64s", "gs", "ms", "runs", "gases",
	} {
		fmt.Fprintf(&b, "    %s: %s\n", w, stem(w))
	}
	golden.Check(t, "words.txt", b.String())
}

func TestKindsAndTags(t *testing.T) {
	var b strings.Builder
	for _, k := range KindNames() {
		fmt.Fprintf(&b, "%s: %s\n", k, kindGroup(k))
	}
	fmt.Fprintf(&b, "none: %q\n", kindGroup("none"))
	for _, d := range []Doc{
		{Kind: "func"}, {Kind: "abstract method", Pkg: "sync", File: "x.go"}, {Kind: "GODEBUG", Pkg: "internal/Sync", File: "internal/sync/A B\"\\é.go"}, {Kind: "AZ az!~\x7f", Pkg: "a/b/c"},
	} {
		fmt.Fprintf(&b, "%q %q %q: %s\n", d.Kind, d.Pkg, d.File, strings.Join(d.tags(), " "))
	}
	golden.Check(t, "kinds.txt", b.String())
}

// What goes on from a word is longer than it; the shortest come first.
func TestLongerWords(t *testing.T) {
	d := dictionaryOf(map[string]bool{"par": true, "park": true, "parks": true, "parked": true, "parker": true, "parking": true, "part": true}, nil)
	for most, want := range map[int][]string{0: {}, 1: {"parks"}, 3: {"parks", "parked", "parker"}, 9: {"parks", "parked", "parker", "parking"}} {
		if got := d.prefixed("park", most); !slices.Equal(got, want) {
			t.Errorf("%d: %v, want %v", most, got, want)
		}
	}
}

// termPostings are the postings of terms, without tags.
type termPostings map[string][]posting

func (p termPostings) term(t string) ([]posting, error) { return p[t], nil }
func (p termPostings) tag(string) ([]span, error)       { return nil, nil }

// A word that the dictionary lacks and that few documents have may be misspelt in them:
// those that have the right one are found too. One that more have is taken as it is.
func TestDoubtfulWords(t *testing.T) {
	dict := dictionaryOf(map[string]bool{"schedule": true, "wake": true}, nil)
	for _, c := range []struct {
		word, right string
		has         int
		want        int
	}{
		{"scheduel", "schedule", 1, 2}, {"scheduel", "schedule", 2, 3}, {"scheduel", "schedule", 3, 3},
		{"waek", "wake", 1, 1}, // too short to be doubted
	} {
		p := termPostings{c.right: {{doc: 9, impact: 5}}}
		for doc := range c.has {
			p[c.word] = append(p[c.word], posting{int32(doc), 5})
		}
		out, err := Rank(Parse(c.word, nil), p, &dict, 10, 10)
		if err != nil || out.Total != c.want {
			t.Errorf("%s in %d documents: %+v, %v, want %d", c.word, c.has, out, err, c.want)
		}
	}
}

// Words of less than four letters and numbers are taken as they are; long words may be two
// changes away.
func TestTolerance(t *testing.T) {
	for w, want := range map[string]int{
		"abc": 0, "abcd": 1, "abcdefg": 1, "abcdefgh": 2, "abcdefghijklmnop": 2, "12345": 0, "1234567890": 0, "x86": 0, "x12345": 1,
	} {
		if got := tolerance(w); got != want {
			t.Errorf("%q may be %d changes away, want %d", w, got, want)
		}
	}
}

func TestDistances(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "acb", 1}, {"abcd", "badc", 2},
		{"ab", "ba", 1}, {"kitten", "sitting", 3}, {"abcdef", "bcdefa", 2}, {"xab", "xba", 1}, {"abx", "bax", 1},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance of %q and %q is %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// Rows are what programs get; scores have at most six digits behind the point.
func TestRows(t *testing.T) {
	d := Doc{ID: "p.f", Kind: "func", Title: "f", Pkg: "p", Lead: "F.", URL: "func/p/f.html", File: "p/f.go", Line: 7}
	r := Results{Hits: []Hit{hitOf(&d, 1.23456789)}}
	if got, want := fmt.Sprintf("%+v", r.Rows("go1.1")), "[{ID:p.f Kind:func Title:f URL:go1.1/func/p/f.html File:p/f.go Line:7 Score:1.234568 Read:false}]"; got != want {
		t.Errorf("rows %s, want %s", got, want)
	}
	// What is to be read comes first, once, unless something that programs print was found.
	page, other := Hit{ID: "note a", Kind: "note", URL: "a.html"}, Hit{ID: "p.g", Kind: "func", URL: "g.html"}
	for want, r := range map[string]Results{
		"note a to read, p.g":            {Hits: []Hit{other, page}, Read: []Hit{page}},
		"note a to read, p.g, note b":    {Hits: []Hit{other, {ID: "note b", Kind: "note", URL: "b.html"}}, Read: []Hit{page}},
		"message m, p.g, note a":         {Hits: []Hit{{ID: "message m", Kind: "message", URL: "m.html"}, other, page}, Read: []Hit{page}},
		"note a to read, note b to read": {Hits: []Hit{page}, Read: []Hit{page, {ID: "note b", Kind: "note", URL: "b.html"}}},
	} {
		var got []string
		for _, row := range r.Rows("x") {
			if row.Read {
				row.ID += " to read"
			}
			got = append(got, row.ID)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("rows %q, want %s", got, want)
		}
	}
	if got := (Results{}).Rows("x"); got == nil || len(got) != 0 {
		t.Errorf("no results are %v, want an empty list", got)
	}
}

// The numbers of the export are of base 64 by digits of five bits, least first.
func TestNumbers(t *testing.T) {
	var b strings.Builder
	for _, n := range []int{0, 1, 31, 32, 33, 1023, 1024, 123456} {
		putNumber(&b, n)
		b.WriteByte(' ')
	}
	golden.Check(t, "numbers.txt", b.String()+"\n")
}
