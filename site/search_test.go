package site

import (
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/site/search"
)

// searchedVersion is a version of a few packages.
func searchedVersion(t testing.TB) *Version {
	t.Helper()
	x, err := smallIndex()
	if err != nil {
		t.Fatal(err)
	}
	kb := smallKB
	kb.Aliases = article.Aliases{
		Symbols: map[string][]string{"sync.(*Mutex).Lock": {"take a mutual exclusion"}, "sort.Nothing": {"passed over"}},
		Words:   map[string][]string{"lock": {"exclusion"}, "cas": {"swap"}},
	}
	resolved, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(x), &article.Content{Config: kb})
	p, _ := versionOf(x, runtime.GOOS+"/"+runtime.GOARCH, resolved, realTheme(t), nil)
	return p
}

// What the browser finds is what the command finds, with the same scores and rows.
func TestBrowserEngineAgrees(t *testing.T) {
	docs, same := searchedVersion(t).SearchDocs()
	x := search.NewCorpus(docs, same)
	files := map[string]string{}
	for _, f := range x.Export() {
		files[f.Name] = string(f.Data)
	}
	e := newEngine(t, func(name string) (string, bool) { text, ok := files[name]; return text, ok })
	questions := append(hardQuestions(), "take a mutual exclusion", "sync.Mutex", "RWMutex rlock", "sort.Slice", "pdqsort", "unlock of unlocked mutex")
	for i := 0; i < len(docs); i += len(docs) / 60 {
		questions = append(questions, docs[i].Title, strings.ToLower(docs[i].Base), strings.Join(strings.Fields(docs[i].Lead)[:min(3, len(strings.Fields(docs[i].Lead)))], " "))
	}
	for _, q := range questions {
		found, err := x.Search(q, 10)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := e.find(q, 10), asEngine(found); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", q, got, want)
		}
	}
}

// asEngine writes results as engine.find does.
func asEngine(r search.Results) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d [%s]", r.Total, strings.Join(r.Near, " "))
	for _, h := range r.Hits {
		fmt.Fprintf(&b, "\n%s|%s|%s|%s|%d|%s|%s", h.Kind, h.Title, h.Pkg, h.File, h.Line, h.URL, strconv.FormatFloat(h.Score, 'f', -1, 64))
	}
	return b.String()
}

// A part that is missing, damaged or of another build is reported, and asked for again.
func TestBrowserEngineRetries(t *testing.T) {
	docs, same := searchedVersion(t).SearchDocs()
	files := map[string]string{}
	for _, f := range search.NewCorpus(docs, same).Export() {
		files[f.Name] = string(f.Data)
	}
	for name, spoil := range map[string]func(text string) string{
		"missing":       func(string) string { return "" },
		"cut":           func(s string) string { return s[:len(s)/2] },
		"damaged":       func(s string) string { return s[:len(s)-20] + "z" + s[len(s)-19:] },
		"another build": func(s string) string { return strings.Replace(s, `","`, `","x`, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			broken := true
			e := newEngine(t, func(name string) (string, bool) {
				text, ok := files[name]
				if ok && broken && name != "meta.js" {
					text = spoil(text)
				}
				return text, ok
			})
			if got := e.find("mutex", 10); !strings.HasPrefix(got, "failed: t") {
				t.Errorf("got %s, want a fault", got)
			}
			broken = false
			if got := e.find("mutex", 10); !strings.Contains(got, "Mutex") {
				t.Errorf("the second time: %s", got)
			}
		})
	}
}

// Every text that the source prints leads to the code that prints it.
func TestMessagesLeadToCode(t *testing.T) {
	docs, same := searchedVersion(t).SearchDocs()
	c := search.NewCorpus(docs, same)
	for query, want := range map[string]string{
		"sync: Unlock of unlocked RWMutex":  "(*RWMutex).Unlock",
		"negative WaitGroup counter":        "(*WaitGroup).Add",
		"sync: RUnlock of unlocked RWMutex": "(*RWMutex).rUnlockSlow",
	} {
		r, err := c.Search(query, 5)
		if err != nil || !slices.ContainsFunc(r.Hits, func(h search.Hit) bool { return h.Title == want }) {
			t.Errorf("%s leads to %v (%v), want %s", query, r.Hits, err, want)
		}
		if err != nil || !slices.ContainsFunc(r.Hits, func(h search.Hit) bool { return h.Kind == "message" && strings.Contains(h.URL, "#L") }) {
			t.Errorf("%s leads to no message: %v", query, r.Hits)
		}
	}
}

// Every hit leads to a page that exists.
func TestSearchLinks(t *testing.T) {
	p := searchedVersion(t)
	docs, _ := p.SearchDocs()
	ids := map[string]bool{}
	for _, d := range docs {
		page, _, _ := strings.Cut(d.URL, "#")
		if !p.Has(page) {
			t.Errorf("%s leads to %s", d.ID, d.URL)
		}
		if ids[d.ID] {
			t.Errorf("two documents are called %s", d.ID)
		}
		ids[d.ID] = true
		if d.Kind == "" || d.Title == "" {
			t.Errorf("%+v lacks a kind or a title", d)
		}
	}
	for _, kind := range []string{"func", "method", "type", "field", "const", "var", "message", "file", "package", "journey"} {
		if !slices.ContainsFunc(docs, func(d search.Doc) bool { return d.Kind == kind }) {
			t.Errorf("no document is a %s", kind)
		}
	}
}
