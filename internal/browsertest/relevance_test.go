package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
	"sourcedive/site/search"
)

// question is a query with the names that it should find.
type question struct {
	text string
	want []string
}

// searched is the bleve index of the site under test, with what it cost.
type searched struct {
	*search.Index
	docs  int
	build time.Duration
	bytes int64
}

var searchIndex = sync.OnceValues(func() (s searched, err error) {
	docs, same, err := the.searchDocs()
	if err != nil {
		return s, err
	}
	dir := filepath.Join(filepath.Dir(the.dir), "search")
	began := time.Now()
	if err := search.Build(context.Background(), dir, docs, same); err != nil {
		return s, err
	}
	s.build, s.docs = time.Since(began), len(docs)
	filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil {
				s.bytes += info.Size()
			}
		}
		return err
	})
	s.Index, err = search.Open(dir)
	return s, err
})

func mustSearch(t testing.TB) searched {
	t.Helper()
	s, err := searchIndex()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// questionSets are the queries that relevance is measured with: some for tuning, and
// some made of the source by a fixed seed.
func questionSets(t testing.TB) []questionSet {
	return []questionSet{
		{"tuning", "written by hand, and looked at while weights were chosen", tuning(t), 0.91, 0.78},
		{"names", "parts of names that camel case separates", ofNames(300), 0.98, 0},
		{"sentences", "the three rarest words of a comment's first sentence", ofSentences(300), 0.95, 0},
		{"typos", "names with a letter missing, doubled or swapped", ofTypos(300), 0.90, 0},
		{"messages", "the first words of what throw and fatal print; both the message and its function are wanted", ofMessages(t, 300), 0.85, 0.90},
	}
}

type questionSet struct {
	name, made  string
	list        []question
	recall, mrr float64 // floors
}

func tuning(t testing.TB) (list []question) {
	t.Helper()
	data, err := os.ReadFile("testdata/queries.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows [][2]json.RawMessage
	if err := json.Unmarshal(data, &rows); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		var q question
		if err := json.Unmarshal(r[0], &q.text); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(r[1], &q.want); err != nil {
			t.Fatal(err)
		}
		list = append(list, q)
	}
	return list
}

// ofNames asks for names by their camel parts. Any symbol of the name will do.
func ofNames(n int) []question {
	var list []question
	for i := range the.index.Symbols {
		s := &the.index.Symbols[i]
		if words := camel(s.ID.Base()); s.Kind != index.KindClosure && len(words) >= 2 {
			list = append(list, question{strings.Join(words, " "), []string{s.ID.Base()}})
		}
	}
	return pick(list, n, 1)
}

func camel(name string) (words []string) {
	start := 0
	for i := 1; i <= len(name); i++ {
		if i == len(name) || name[i] == '_' || name[i] >= 'A' && name[i] <= 'Z' && name[i-1] >= 'a' && name[i-1] <= 'z' {
			if w := strings.Trim(name[start:i], "_"); w != "" {
				words = append(words, strings.ToLower(w))
			}
			start = i
		}
	}
	return words
}

// rare is in how many comments a word may be to be rare.
const rare = 60

// ofSentences asks for symbols by the three rarest words of their first sentence.
func ofSentences(n int) []question {
	df := map[string]int{}
	for i := range the.index.Symbols {
		for w := range wordSet(the.index.Symbols[i].Doc) {
			df[w]++
		}
	}
	var list []question
	for i := range the.index.Symbols {
		s := &the.index.Symbols[i]
		var words []string
		for w := range wordSet(highlight.Synopsis(s.Doc)) {
			if len(w) > 3 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" && w != strings.ToLower(s.ID.Base()) {
				words = append(words, w)
			}
		}
		slices.SortFunc(words, func(a, b string) int {
			if df[a] != df[b] {
				return df[a] - df[b]
			}
			return strings.Compare(a, b)
		})
		if s.Kind != index.KindClosure && len(words) >= 3 && df[words[2]] <= rare {
			list = append(list, question{strings.Join(words[:3], " "), []string{s.ID.Plain()}})
		}
	}
	return pick(list, n, 3)
}

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(text)) {
		set[strings.Trim(w, ".,;:()\"'`[]")] = true
	}
	return set
}

// ofTypos asks for functions and types of package runtime with a slip in the name.
func ofTypos(n int) []question {
	r := rand.New(rand.NewPCG(7, 8))
	var list []question
	for i := range the.index.Symbols {
		s := &the.index.Symbols[i]
		name := s.ID.Base()
		if s.ID.Path() != "runtime" || len(name) < 6 || s.Kind != index.KindFunc && s.Kind != index.KindType {
			continue
		}
		at := 1 + r.IntN(len(name)-2)
		slip := []string{name[:at] + name[at+1:], name[:at] + name[at:at+1] + name[at:], name[:at] + name[at+1:at+2] + name[at:at+1] + name[at+2:]}[r.IntN(3)]
		list = append(list, question{strings.ToLower(slip), []string{name}})
	}
	return pick(list, n, 5)
}

// ofMessages asks for functions by what they print before the program ends.
func ofMessages(t testing.TB, n int) []question {
	t.Helper()
	docs, _, err := the.searchDocs()
	if err != nil {
		t.Fatal(err)
	}
	var list []question
	for _, d := range docs {
		words := strings.Fields(d.Title)
		in, ok := strings.CutPrefix(d.Lead, "In ")
		if d.Kind == "message" && ok && len(words) >= 3 && !strings.Contains(in, ",") {
			list = append(list, question{strings.Join(words[:min(6, len(words))], " "), []string{d.Title, index.ID("p." + in).Plain()}})
		}
	}
	return pick(list, n, 9)
}

// pick takes some questions by chance, always the same.
func pick(list []question, n int, seed uint64) []question {
	rand.New(rand.NewPCG(seed, seed+1)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(n, len(list))]
}

// named reports whether a hit is what a question wants.
func named(h search.Hit, want string) bool {
	plain := index.ID("p." + h.Title).Plain()
	return h.Title == want || plain == want || strings.HasSuffix(plain, "."+want) || h.Symbol && index.ID("p."+h.Title).Base() == want
}

// grade gives the share of what is wanted among the first five, and one by the rank
// of the first of it.
func grade(hits []search.Hit, want []string) (recall, mrr float64) {
	found := 0
	for _, w := range want {
		if slices.ContainsFunc(hits[:min(5, len(hits))], func(h search.Hit) bool { return named(h, w) }) {
			found++
		}
	}
	for i, h := range hits {
		if slices.ContainsFunc(want, func(w string) bool { return named(h, w) }) {
			mrr = 1 / float64(i+1)
			break
		}
	}
	return float64(found) / float64(min(5, len(want))), mrr
}

// otherVersions are names with aliases that older or newer versions have.
var otherVersions = []string{"fastrand", "gentraceback", "scanobject", "walltime"}

// TestAliasesResolve wants aliases to be of symbols that exist.
func TestAliasesResolve(t *testing.T) {
	for name, phrases := range the.kb.Aliases.Symbols {
		one := article.Config{Aliases: article.Aliases{Symbols: map[string][]string{name: phrases}}}
		book, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(the.index), &article.Content{Config: one})
		if resolved := len(book.Aliases) == 1; resolved == slices.Contains(otherVersions, name) {
			t.Errorf("%s: resolved is %v; is it among otherVersions?", name, resolved)
		}
	}
}

// TestRelevance keeps the floors. SOURCEDIVE_RELEVANCE names a file to write the
// table to.
func TestRelevance(t *testing.T) {
	x := mustSearch(t)
	var table strings.Builder
	var times []time.Duration
	for _, set := range questionSets(t) {
		recall, mrr := 0.0, 0.0
		for _, q := range set.list {
			began := time.Now()
			found, err := x.Search(q.text, 10)
			if err != nil {
				t.Fatal(err)
			}
			times = append(times, time.Since(began))
			r, m := grade(found.Hits, q.want)
			if recall, mrr = recall+r, mrr+m; r == 0 {
				t.Logf("%s: %q finds nothing of %v", set.name, q.text, q.want)
			}
		}
		recall, mrr = recall/float64(len(set.list)), mrr/float64(len(set.list))
		fmt.Fprintf(&table, "| %s | %s | %d | %.3f | %.3f |\n", set.name, set.made, len(set.list), recall, mrr)
		if recall < set.recall || mrr < set.mrr {
			t.Errorf("%s: recall@5 %.3f and MRR %.3f, at least %.2f and %.2f are wanted", set.name, recall, mrr, set.recall, set.mrr)
		}
	}
	t.Logf("\n%s", table.String())
	if file := os.Getenv("SOURCEDIVE_RELEVANCE"); file != "" {
		slices.Sort(times)
		text := fmt.Sprintf(relevanceText, the.version, x.docs, table.String())
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Error(err)
		}
	}
}

const relevanceText = `# Search

One ranking, two engines: a bleve index on the disk for the command and the server, and
the same postings as scripts for the browser. This page is written by ` + "`make relevance`" + `;
` + "`site/search`" + ` says how it works.

Measured on %s, with %d documents. Recall@5 is the share of the expected names among the
first five results, MRR one by the rank of the first of them. The tests of
` + "`internal/browsertest`" + ` hold the floors: tuning 0.92 and 0.78, names 0.98, sentences 0.95,
typos 0.90, messages 0.85 and 0.90.

| set | made of | queries | recall@5 | MRR |
| --- | --- | --- | --- | --- |
%s
All sets but the first are drawn from the source by a fixed seed; a name counts as found
when any symbol of that name is.
`
