package content_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/article"
	"sourcedive/content"
)

func words(t *testing.T) *article.Content {
	t.Helper()
	c, err := article.Read(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// texts counts the texts of a kind.
func texts(c *article.Content, kind article.Kind) (list []*article.Article) {
	for _, t := range c.Articles {
		if t.Kind == kind {
			list = append(list, t)
		}
	}
	return list
}

var claimFence = regexp.MustCompile("(?m)^(?:```|~~~)claim(?: ([a-z0-9-]+))?")

// claims counts all claims, in blocks and behind sentences, and lists the ids that their authors gave.
func claims(t *testing.T) (n int, ids []string) {
	t.Helper()
	err := fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") {
			return err
		}
		text, err := fs.ReadFile(content.FS, name)
		n += strings.Count(string(text), "{= ")
		for _, m := range claimFence.FindAllSubmatch(text, -1) {
			n++
			if len(m[1]) > 0 {
				ids = append(ids, string(m[1]))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n, ids
}

// TestEveryFactIsHeld wants a claim for each fact that the content must hold.
func TestEveryFactIsHeld(t *testing.T) {
	_, ids := claims(t)
	text, err := os.ReadFile("testdata/facts.txt")
	if err != nil {
		t.Fatal(err)
	}
	for id := range strings.Lines(string(text)) {
		if id = strings.TrimSpace(id); !strings.HasPrefix(id, "#") && !slices.Contains(ids, id) {
			t.Errorf("no claim %s", id)
		}
	}
}

// TestContentIsWhole keeps the content from losing what it has.
func TestContentIsWhole(t *testing.T) {
	c := words(t)
	n, _ := claims(t)
	myths, symbols := 0, map[string]bool{}
	for _, m := range texts(c, article.KindMyths) {
		myths += len(m.Doc.Sections) - 1
	}
	for _, note := range texts(c, article.KindNote) {
		for _, s := range note.Names {
			symbols[s.Text] = true
		}
	}
	for _, want := range []struct {
		what      string
		have, min int
	}{
		{"notes on symbols", len(symbols), 300}, {"claims", n, 2500}, {"terms", len(c.Terms), 110},
		{"myths", myths, 70}, {"tours", len(texts(c, article.KindTour)), 9}, {"journeys", len(texts(c, article.KindJourney)), 5},
		{"levels", len(texts(c, article.KindLevel)), 4}, {"in the wild", len(texts(c, article.KindCaseStudy)), 6},
		{"files", len(c.Files), 200}, {"API", len(c.API), 45},
	} {
		if want.have < want.min {
			t.Errorf("%s: %d, and there were %d", want.what, want.have, want.min)
		}
	}
	for _, area := range article.Areas {
		if !slices.ContainsFunc(texts(c, article.KindEssay), func(t *article.Article) bool { return t.Area == area }) {
			t.Errorf("area %s has no essay", area)
		}
	}
}

// TestAllIsBuiltIn wants each text of this directory in what is built in: one that is left
// out is read with --content alone, and misses from the site.
func TestAllIsBuiltIn(t *testing.T) {
	here, err := article.Read(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	built := map[string]bool{}
	for _, a := range words(t).Articles {
		built[a.File] = true
	}
	for _, a := range here.Articles {
		if !built[a.File] {
			t.Errorf("%s is not built in: embed.go does not name it", a.File)
		}
	}
}
