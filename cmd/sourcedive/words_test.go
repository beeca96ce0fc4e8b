package main

import (
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/internal/workspace"
	"sourcedive/site"
	"sourcedive/site/urls"
)

// TestWordsReachThePages compares the words of the content with those of the pages: none
// of a text is lost on its page.
func TestWordsReachThePages(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads a version's source")
	}
	w, err := workspace.Open(workspace.Options{Content: "../../content", Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	s, err := w.Snapshot(t.Context(), written)
	if err != nil {
		t.Skipf("%s cannot be read here: %v", written, err)
	}
	c, err := w.Content()
	if err != nil {
		t.Fatal(err)
	}
	resolved, _ := annotate.Resolve(t.Context(), s, c)
	pages, _, err := w.Site(t.Context(), "", s)
	if err != nil {
		t.Fatal(err)
	}
	p := pageWords{t, pages, urls.NewMap(s.Index), map[string][]string{}}
	lists := [][]*annotate.Article{resolved.Notes, resolved.Tours, resolved.Levels, resolved.Myths, resolved.CaseStudies}
	for _, j := range resolved.Journeys {
		if j.Story != nil {
			lists = append(lists, []*annotate.Article{j.Story})
		}
	}
	n := 0
	for _, list := range lists {
		for _, a := range list {
			n += p.compare(a.File, said(a), p.of(a))
		}
	}
	for _, term := range resolved.Terms {
		n += p.compare(term.File, sentences(nil, term.Def), []string{urls.Glossary})
	}
	for _, line := range resolved.Files {
		n += p.compare(article.FilesFile, sentences(nil, line.Text), []string{urls.Files})
	}
	for _, e := range resolved.API {
		n += p.compare(article.APIFile, sentences(nil, e.Text), []string{urls.API})
	}
	if n < 50_000 {
		t.Errorf("%d words were compared, fewer than the content has", n)
	}
}

// said are the sentences of an article for this version, as words: the one about itself,
// headings, all others. What it links may have another name on the page, and is left out.
func said(a *annotate.Article) (list [][]string) {
	if a.Kind != article.KindNote && a.Kind != article.KindEssay && a.Kind != article.KindMyths {
		list = append(list, wordsOf(a.About))
	}
	return append(list, sentences(a, a.Doc)...)
}

func sentences(a *annotate.Article, d *markdown.Doc) (list [][]string) {
	d.All(func(b *markdown.Block, around []*markdown.Block) {
		for _, out := range append(around[:len(around):len(around)], b) {
			if a != nil && !a.Holds(out) {
				return
			}
		}
		list = append(list, wordsOf(b.Title))
		for _, s := range b.Sentences() {
			list = append(list, wordsOf(s.Running))
		}
	})
	return list
}

// wordsOf splits a text into words, in small letters; what has other signs than letters in
// it may be the name of something.
func wordsOf(text string) (list []string) {
	for word := range strings.FieldsSeq(text) {
		word = strings.ToLower(strings.Trim(word, ".,;:!?()[]“”\"'’…–—*_/"))
		if word != "" && strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) < 0 {
			list = append(list, word)
		}
	}
	return list
}

// pageWords are the words of the pages of a site.
type pageWords struct {
	t     *testing.T
	site  *site.Site
	urls  *urls.Map
	words map[string][]string // by page
}

// of are the pages of an article, in the order of its text.
func (p pageWords) of(a *annotate.Article) (list []string) {
	switch a.Kind {
	case article.KindEssay:
		return []string{urls.Area(a.Area)}
	case article.KindNote:
		for _, s := range a.Symbols {
			if page := p.urls.Page[s]; page != "" {
				return []string{page}
			}
		}
		return []string{urls.Area(a.Area)}
	case article.KindJourney:
		return []string{urls.Journey(a.ID)}
	case article.KindTour:
		for i := range a.Stops {
			list = append(list, urls.TourStep(a.ID, i))
		}
		return list
	case article.KindLevel:
		return []string{urls.Level(a.ID)}
	case article.KindMyths:
		return []string{urls.Myths}
	}
	return []string{urls.CaseStudy(a.ID)}
}

// compare wants some sentences on some pages, and gives the number of their words.
func (p pageWords) compare(file string, list [][]string, pages []string) (n int) {
	p.t.Helper()
	var shown []string
	for _, page := range pages {
		shown = append(shown, p.on(page)...)
	}
	for _, words := range list {
		n += len(words)
		if !inOrder(words, shown) {
			p.t.Errorf("%s: not on %s: %s", file, strings.Join(pages[:1], ", "), strings.Join(words, " "))
		}
	}
	return n
}

// inOrder reports whether the words of a sentence are shown in their order, with no more
// between them than the names that it links.
func inOrder(words, shown []string) bool {
	const between = 40
	for start := range shown {
		at := start
		left := words
		for len(left) > 0 {
			end := min(len(shown), at+between)
			if at == start {
				end = start + 1
			}
			k := slices.Index(shown[at:end], left[0])
			if k < 0 {
				break
			}
			at, left = at+k+1, left[1:]
		}
		if len(left) == 0 {
			return true
		}
	}
	return len(words) == 0
}

var (
	proofs = regexp.MustCompile(`(?s)<(?:a|span) class="mk .*?</(?:a|span)>`)
	tags   = regexp.MustCompile(`(?s)<(?:/?(?:p|li|td|div|h\d|dd|dt|tr|ul|ol|pre|br|span class="?(?:at|src|says|proof|rk|said))[^>]*)>`)
	inline = regexp.MustCompile(`(?s)<[^>]*>`)
)

func (p pageWords) on(page string) []string {
	if words, ok := p.words[page]; ok {
		return words
	}
	data, err := p.site.Page(written + "/" + page)
	if err != nil {
		p.t.Fatalf("%s: %v", page, err)
	}
	_, text, _ := strings.Cut(string(data), `<main id=the-text `)
	text = inline.ReplaceAllString(tags.ReplaceAllString(proofs.ReplaceAllString(text, " "), " "), "")
	p.words[page] = wordsOf(html.UnescapeString(text))
	return p.words[page]
}

// A word that a page lacks, or has elsewhere, is noticed.
func TestLostWords(t *testing.T) {
	for _, c := range []struct {
		words, shown string
		want         bool
	}{
		{"a b c", "x a y b c", true}, {"a b c", "a c", false}, {"a b", "b a", false}, {"a a", "a", false}, {"", "", true},
		{"a b", "a b", true}, {"a b", "a a b", true}, {"a b", "a " + strings.Repeat("x ", 50) + "b", false},
	} {
		if got := inOrder(strings.Fields(c.words), strings.Fields(c.shown)); got != c.want {
			t.Errorf("%q in %.40q: %t", c.words, c.shown, got)
		}
	}
}
