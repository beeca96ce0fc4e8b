package article

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"strings"
	"unicode"

	"golang.org/x/sync/errgroup"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// Content is a content directory as it is written.
type Content struct {
	Config        Config
	Articles      []*Article // in the order of their directories in dirs, and in each by File
	Terms         []*Term
	Files         []FileLine
	API           []*APIEntry
	Introspection []Label
	Figures       []*Figure // by name
	Strength      Strength
	Problems      diag.List // of syntax

	parsed map[string]parsed // by File
}

// parsed is an article with the text that it was made of.
type parsed struct {
	src      string
	article  *Article
	problems diag.List
}

// Read reads a content directory, whose articles may name the given models. It fails for
// a fault in kb.yaml, and for a file that is there and cannot be read. All other faults
// are among the problems.
func Read(fsys fs.FS, models ...string) (*Content, error) {
	return (&Content{Config: Config{Models: models}}).Again(fsys)
}

// Again reads the content anew, and takes the articles that have not changed from before.
func (before *Content) Again(fsys fs.FS) (*Content, error) {
	kb, err := ReadConfig(fsys)
	if err != nil {
		return nil, err
	}
	if kb.Aliases, err = readAliases(fsys); err != nil {
		return nil, err
	}
	kb.Models = before.Config.Models
	c := &Content{Config: kb, parsed: map[string]parsed{}}
	if kb.OfRuntime() != before.Config.OfRuntime() {
		before = &Content{} // its areas are others
	}
	var files []file
	for _, dir := range dirs {
		found, err := c.list(fsys, dir.name, dir.file, dir.kind)
		if err != nil {
			return nil, fmt.Errorf("reading the content: %w", err)
		}
		files = append(files, found...)
	}
	if err := c.readArticles(fsys, files, before.parsed); err != nil {
		return nil, fmt.Errorf("reading the content: %w", err)
	}
	for _, read := range []struct {
		file string
		do   func(text, file string)
	}{{GlossaryFile, c.readTerms}, {FilesFile, c.readFiles}, {APIFile, c.readAPI}, {IntrospectionFile, c.readLabels}, {StrengthFile, c.readStrength}} {
		text, err := fs.ReadFile(fsys, read.file)
		switch {
		case err == nil:
			read.do(string(text), read.file)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("reading the content: %w", err)
		}
	}
	return c, c.readFigures(fsys)
}

// ReadNotes reads of the articles the notes whose front matter names one of some symbols,
// given by their IDs. All that is on one of these is among them, and little else: a name in
// the front matter may be short of a path, and is taken for each ID that it may stand for.
func ReadNotes(fsys fs.FS, kb Config, ids ...string) (*Content, error) {
	c := &Content{Config: kb, parsed: map[string]parsed{}}
	files, err := c.list(fsys, "notes", "notes/AREA/NAME.md", KindNote)
	if err != nil {
		return nil, fmt.Errorf("reading the content: %w", err)
	}
	var on []file
	for _, f := range files {
		src, err := fs.ReadFile(fsys, f.path)
		if err != nil {
			return nil, fmt.Errorf("reading the content: %w", err)
		}
		if names(frontOf(string(src)), ids) {
			on = append(on, f)
		}
	}
	if err := c.readArticles(fsys, on, nil); err != nil {
		return nil, fmt.Errorf("reading the content: %w", err)
	}
	return c, nil
}

// frontOf is the front matter of an article, or the whole of a text where that has no end.
func frontOf(src string) string {
	front, _, _ := strings.Cut(strings.TrimPrefix(src, "---"), "\n---")
	return front
}

// names reports whether a word of a front matter may stand for one of some IDs.
func names(front string, ids []string) bool {
	for word := range strings.FieldsFuncSeq(front, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`,"'`, r) }) {
		word = strings.TrimPrefix(word, "[")
		for _, word := range []string{word, strings.TrimSuffix(word, "]")} {
			_, local, _ := strings.Cut(word, ".")
			for _, id := range ids {
				if word == id || strings.HasSuffix(id, "."+word) || local != "" && strings.HasSuffix(id, "."+local) {
					return true
				}
			}
		}
	}
	return false
}

// file is a file that becomes an article.
type file struct {
	path string
	kind Kind
}

// releaseName is the name of a paragraph on a release: go1.26.md, of a module v0.24.md.
var releaseName = regexp.MustCompile(`^(go1\.[0-9]+|v[0-9]+\.[0-9]+)\.md$`)

var articleName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*\.md$`)

// list finds the articles below a directory, which need not exist. What an editor
// leaves there, with a dot or a ~, is passed over.
func (c *Content) list(fsys fs.FS, dir, form string, kind Kind) (found []file, err error) {
	if _, err := fs.Stat(fsys, dir); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	err = fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "#"):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir() && kind == KindLab && name != dir:
			return fs.SkipDir // a measured program, or recorded runs
		case d.IsDir():
		case !articleName.MatchString(base) && !(kind == KindRelease && releaseName.MatchString(base)):
			c.fault(name, markdown.Pos{}, "name it with letters, digits, - and _, ending in .md", "a file that is no text")
		case strings.Count(name, "/") != strings.Count(form, "/"):
			c.fault(name, markdown.Pos{}, "its place is "+form, "a file in a wrong place")
		default:
			found = append(found, file{name, kind})
		}
		return nil
	})
	return found, err
}

func (c *Content) fault(file string, at markdown.Pos, hint, format string, args ...any) {
	c.Problems = append(c.Problems, markdown.Fault(file, at, hint, format, args...))
}

// readArticles reads the articles, on all processors.
func (c *Content) readArticles(fsys fs.FS, files []file, before map[string]parsed) error {
	list := make([]parsed, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range files {
		g.Go(func() error {
			src, err := fs.ReadFile(fsys, f.path)
			if err != nil {
				return err
			}
			if list[i] = before[f.path]; list[i].article == nil || list[i].src != string(src) {
				a, problems := read(src, f, &c.Config)
				list[i] = parsed{string(src), a, problems}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, p := range list {
		c.parsed[files[i].path] = p
		c.Articles = append(c.Articles, p.article)
		c.Problems = append(c.Problems, p.problems...)
	}
	return nil
}
