package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParts(t *testing.T) {
	for word, want := range map[string]string{
		"gcBgMarkWorker": "gc bg mark worker", "HTTPServer": "http server", "x86": "x86", "int64": "int64",
		"mapassign_fast64": "mapassign fast64", "_Gwaiting": "gwaiting", "TLBs": "tlbs", "gcMsWait": "gc ms wait",
		"isGNUHash": "is gnu hash", "EpollWait": "epoll wait", "__": "", "A": "a", "aB": "a b",
	} {
		if got := strings.Join(parts(word), " "); got != want {
			t.Errorf("parts of %s: %q, want %q", word, got, want)
		}
	}
}

func TestStem(t *testing.T) {
	for _, same := range []string{
		"wake wakes waking waked", "run runs running", "drop drops dropped dropping", "string strings", "goroutine goroutines",
		"sweep sweeps sweeping", "entry entries", "flush flushes flushed", "index indexes indexed", "steal steals stealing",
		"defer deferred deferring", "schedule schedules scheduled scheduling",
	} {
		words := strings.Fields(same)
		for _, w := range words {
			if stem(w) != stem(words[0]) {
				t.Errorf("%s is %s, and %s is %s", w, stem(w), words[0], stem(words[0]))
			}
		}
	}
	for _, apart := range [][2]string{{"status", "statu"}, {"pass", "pas"}, {"this", "thi"}, {"string", "str"}, {"thing", "th"}, {"fast64s", "fast64"}} {
		if stem(apart[0]) == apart[1] {
			t.Errorf("the stem of %s is %s", apart[0], apart[1])
		}
	}
}

// samples are documents that make words of each other.
func samples() ([]Doc, Vocabulary) {
	var docs []Doc
	add := func(kind, base, qual, doc, code string) {
		title := strings.TrimSuffix(qual, ".") + "." + base
		docs = append(docs, Doc{
			ID: "runtime." + qual + base, Kind: kind, Title: strings.TrimPrefix(title, "."), Pkg: "runtime", Base: base, Names: []string{qual},
			Lead: doc, Text: doc, Code: code, URL: "func/runtime/" + qual + base + ".html", File: fmt.Sprintf("runtime/f%d.go", len(docs)%3), Line: len(docs)*7 + 1,
		})
	}
	add("func", "runqsteal", "", "Steal half of the elements of a run queue.", "for i := 0; i < 61; i++ { runqgrab(pp) }")
	add("func", "runqget", "", "Get a goroutine from the local run queue.", "")
	add("func", "gopark", "", "Puts the current goroutine into a waiting state.", "mcall(park_m)")
	add("func", "goparkunlock", "", "Puts the current goroutine into a waiting state and unlocks the lock.", "gopark(unlock)")
	add("func", "park_m", "", "Park continuation.", "schedule()")
	add("type", "p", "", "A processor.", "runq [256]guintptr")
	add("field", "runq", "p.", "", "[256]guintptr")
	add("method", "nextFree", "mcache.", "nextFree returns the next free object from the cached span.", "s := c.alloc[spc]")
	add("func", "mallocgc", "", "Allocate an object of size bytes.", "c.nextFree(spc)")
	add("const", "stackMin", "", "The minimum size of a stack.", "2048")
	for _, w := range []string{"runq", "steal", "park", "unlock", "grab", "malloc", "get", "waiting"} {
		for i := range 4 {
			add("func", fmt.Sprintf("%sExtra%d", w, i), "", "It is said to "+w+" a thing.", w)
		}
	}
	docs = append(docs, Doc{ID: "message 1", Kind: "message", Title: "all goroutines are asleep - deadlock!", Names: []string{"all goroutines are asleep - deadlock!"},
		Said: []string{"all goroutines are asleep - deadlock!"}, Lead: "In checkdead", Pkg: "runtime", URL: "src/runtime/f1.go.html#L9", File: "runtime/f1.go", Line: 9})
	docs = append(docs, Doc{ID: "runtime.kqueue", Kind: "func", Title: "kqueue", Pkg: "runtime", Base: "kqueue", Names: []string{""}, Lead: "Not built here.",
		URL: "src/runtime/f2.go.html#L5", File: "runtime/f2.go", Line: 5, Elsewhere: true})
	docs = append(docs, Doc{ID: "journey x", Kind: "journey", Title: "A goroutine is made", Names: []string{"A goroutine is made"}, Lead: "What a go statement becomes.",
		Text: "What a go statement becomes.", URL: "journey/newproc.html"})
	Order(docs)
	return docs, Vocabulary{"allocate": "alloc", "allocator": "alloc", "scheduler": "schedule"}
}

func titles(r Results) (list []string) {
	for _, h := range r.Hits {
		list = append(list, h.Title)
	}
	return list
}

// First results of questions of each sort.
func TestFinds(t *testing.T) {
	docs, same := samples()
	x := NewCorpus(docs, same)
	for query, want := range map[string]string{
		"runqsteal": "runqsteal", "steal half of the queue": "runqsteal", "runqste": "runqsteal", "runqsteel": "runqsteal", "mcache.nextFree": "mcache.nextFree",
		"(*mcache).nextFree": "mcache.nextFree", "next free": "mcache.nextFree", "runtime.p.runq": "p.runq", "61": "runqsteal", "2048": "stackMin",
		"all goroutines are asleep": "all goroutines are asleep - deadlock!", "kind:const stack": "stackMin", "kind:constant stack": "stackMin",
		"malocgc": "mallocgc", "allocator": "mallocgc", "kqueue": "kqueue", "RUNQSTEAL": "runqsteal", "go statement": "A goroutine is made",
		"pkg:runtime file:f1.go deadlock": "all goroutines are asleep - deadlock!",
	} {
		r, err := x.Search(query, 5)
		if err != nil || len(r.Hits) == 0 || r.Hits[0].Title != want {
			t.Errorf("%s: %v %v, want %s first", query, titles(r), err, want)
		}
	}
	for _, query := range []string{"", " ", "...", "kind:", "\x00\x01", "\u202e"} {
		if r, err := x.Search(query, 5); err != nil || r.Total != 0 {
			t.Errorf("%q: %v %v, want nothing", query, titles(r), err)
		}
	}
	if r, _ := x.Search("runqstealx kind:type", 5); len(r.Hits) > 0 || len(r.Near) == 0 {
		t.Errorf("nothing should pass the filter, and names be near: %+v", r)
	}
}

// Names of words run together are found by these words.
func TestSegments(t *testing.T) {
	docs, _ := samples()
	s := newSegmenter(docs)
	for name, want := range map[string]string{"runqsteal": "runq steal", "runqgrab": "runq grab", "waiting": "", "steal": "", "xyzzy": ""} {
		if got := strings.Join(s.split(name), " "); got != want {
			t.Errorf("%s is split into %q, want %q", name, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	q := Parse(`kind:Function kind:type pkg:"runtime" the (*mcache).nextFree wake`, Vocabulary{"wake": "ready"})
	want := Query{
		Words: []Word{
			{Text: "mcache", Term: "mcach", Qualifier: false},
			{Text: "nextfree", Term: "nextfre", Parts: []string{"next", "free"}},
			{Text: "wake", Term: "wak"},
		},
		Filters: []Filter{{"kind", []string{"func", "type"}}, {"pkg", []string{"runtime"}}},
		Open:    true, Joined: "themcachenextfreewake", Dotted: true,
	}
	if diff := cmp.Diff(want, q); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if q := Parse("the who", nil); len(q.Words) != 2 {
		t.Errorf("stop words alone are words: %+v", q)
	}
	if q := Parse(strings.Repeat("word ", 1000), nil); len(q.Words) != 1 {
		t.Errorf("%d words of one that is repeated", len(q.Words))
	}
}

// A query of any size takes the time of a short one.
func TestHostileQueries(t *testing.T) {
	docs, same := samples()
	x := NewCorpus(docs, same)
	for name, query := range map[string]string{
		"10 MB":     strings.Repeat("a", 10<<20),
		"words":     strings.Repeat("steal runq ", 1<<20),
		"blanks":    strings.Repeat(" ", 10<<20) + "runq",
		"controls":  strings.Repeat("\x00\x1b[31m", 1<<20),
		"bidi":      strings.Repeat("\u202e\u2066", 1<<20),
		"bad UTF-8": strings.Repeat("\xff\xfe", 1<<20),
		"dots":      strings.Repeat("a.", 1<<20),
		"filters":   strings.Repeat("kind:x ", 1<<20),
	} {
		began := time.Now()
		if _, err := x.Search(query, 10); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := time.Since(began); d > time.Second {
			t.Errorf("%s: %v", name, d)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "kind:func x", "a.b.c", "(*m).n", "kind:kind:", `pkg:"`, "_ _", "\xff", "a_B_c", "file:é"} {
		f.Add(s)
	}
	docs, same := samples()
	x := NewCorpus(docs, same)
	f.Fuzz(func(t *testing.T, text string) {
		q := Parse(text, same)
		if len(q.Words) > maxWords || len(q.Joined) > longestJoined || len(q.Inner) > longestJoined {
			t.Errorf("%q goes beyond the limits: %+v", text, q)
		}
		for _, w := range q.Words {
			if w.Text == "" || w.Term == "" || len(w.Text) > maxTerm || strings.Trim(w.Text, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
				t.Errorf("%q has the word %+v", text, w)
			}
		}
		for _, filter := range q.Filters {
			for _, tag := range filter.tags() {
				if strings.ContainsAny(tag, " \n\x00") {
					t.Errorf("%q asks for the tag %q", text, tag)
				}
			}
		}
		r, err := x.Search(text, 5)
		if err != nil || len(r.Hits) > 5 || r.Total < len(r.Hits) {
			t.Errorf("%q: %+v %v", text, r, err)
		}
		if !slices.IsSortedFunc(r.Hits, func(a, b Hit) int { return -1 * compareScores(a, b) }) {
			t.Errorf("%q: not sorted: %+v", text, r.Hits)
		}
	})
}

func compareScores(a, b Hit) int {
	switch {
	case a.Score < b.Score:
		return -1
	case a.Score > b.Score:
		return 1
	}
	return 0
}

// The same documents give the same bytes, of the fixed files.
func TestExportIsDeterministic(t *testing.T) {
	docs, same := samples()
	a, b := NewCorpus(docs, same).Export(), NewCorpus(slices.Clone(docs), same).Export()
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("two exports differ:\n%s", diff)
	}
	if !(&Kept{Files: a}).complete() {
		t.Error("its files are not those of ExportNames")
	}
	for _, f := range a {
		if strings.ContainsAny(string(f.Data), "<>&\u2028") {
			t.Errorf("%s holds what HTML would read", f.Name)
		}
	}
	if files := NewCorpus(nil, nil).Export(); !(&Kept{Files: files}).complete() {
		t.Error("an index of nothing has no export")
	}
}

// randomQueries mixes words and parts of words of documents.
func randomQueries(docs []Doc, n int) (list []string) {
	r := rand.New(rand.NewPCG(5, 6))
	var words []string
	for i := range docs {
		words = append(words, docs[i].Title)
		words = append(words, strings.Fields(docs[i].Text)...)
	}
	for range n {
		var q []string
		for range 1 + r.IntN(3) {
			w := words[r.IntN(len(words))]
			switch r.IntN(4) {
			case 0:
				w = w[:1+r.IntN(len(w))]
			case 1:
				if i := r.IntN(len(w)); w[i] < 0x80 {
					w = w[:i] + "x" + w[i+1:]
				}
			}
			q = append(q, w)
		}
		list = append(list, strings.Join(q, " "))
	}
	return list
}

// engines are the three engines of documents, by name.
func engines(t *testing.T, docs []Doc, same Vocabulary) map[string]Engine {
	t.Helper()
	dir := t.TempDir()
	if err := Build(t.Context(), dir, docs, same); err != nil {
		t.Fatal(err)
	}
	disk, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { disk.Close() })
	memory := NewCorpus(docs, same)
	return map[string]Engine{"memory": memory, "bleve": disk, "kept": memory.Keep()}
}

// The bleve index, the corpus and what is kept of it find the same, with the same scores.
func TestEnginesAgree(t *testing.T) {
	docs, same := corpus()
	all := engines(t, docs, same)
	for _, q := range append(slices.Concat(randomQueries(docs, 300), questions), "kind:func runq", "pkg:runtime", "file:f1.go goroutine", "runtime.p.runq", "kind:nothing", "zzzzqqq", "") {
		want, err := all["memory"].Search(q, 10)
		if err != nil {
			t.Fatal(err)
		}
		for name, x := range all {
			if got, err := x.Search(q, 10); err != nil || cmp.Diff(want, got) != "" {
				t.Errorf("%q, %s: %v, -memory +%s:\n%s", q, name, err, name, cmp.Diff(want, got))
			}
		}
	}
}

// A piece that is itself a name is taken apart further; one that is an ordinary word is not.
func TestPiecesOfNames(t *testing.T) {
	for _, c := range []struct {
		isName bool
		want   string
	}{{true, "gopark unlock go park"}, {false, "gopark unlock"}} {
		s := &segmenter{
			cost:  map[string]float64{"gopark": 5, "unlock": 4},
			names: map[string]bool{"gopark": c.isName}, known: map[string][]string{"gopark": {"go", "park"}},
		}
		if got := strings.Join(s.split("goparkunlock"), " "); got != c.want {
			t.Errorf("gopark is a name: %t: the pieces are %q, want %q", c.isName, got, c.want)
		}
	}
}

// A g, an m or a p is split off where it ends a name and four letters or more stand before it.
func TestLastLetters(t *testing.T) {
	s := &segmenter{cost: map[string]float64{"run": 3, "stop": 3}, known: map[string][]string{}}
	for name, want := range map[string]string{"stopm": "stop m", "stopg": "stop g", "stopp": "stop p", "stopx": "", "runm": "", "mstop": "", "stopmrun": ""} {
		if got := strings.Join(s.split(name), " "); got != want {
			t.Errorf("%s is split into %q, want %q", name, got, want)
		}
	}
}
