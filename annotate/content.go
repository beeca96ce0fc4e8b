package annotate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// Content is all that was written, not yet held against any version.
type Content struct {
	Config Config
	Texts  []*Article // by File
	Terms  []*Term    // as written, unresolved as all here
	Files  []FileLine
	API    []*APIEntry
	told   []saying

	problems diag.List
	texts    map[string]readBefore // by File
}

// readBefore is a text with the file that it was made of.
type readBefore struct {
	src      string
	text     *Article
	problems diag.List
}

// Areas are the parts that the content is divided into.
var Areas = []string{
	"startup", "sched", "syscalls", "preemption", "stacks", "malloc", "gc", "barrier", "pacer", "channels", "timers",
	"netpoll", "locks", "maps", "panic", "compiler", "introspection", "api", "history", "wild", "safety", "costs", "source",
}

// Levels are whom a text is for, in order.
var Levels = []string{"junior", "middle", "senior", "professional"}

// dirs are where texts stand, with their kinds.
var dirs = []struct {
	name string
	kind ArticleKind
}{
	{"journeys", KindJourney}, {"levels", KindLevel}, {"myths", KindMyths}, {"notes", KindNote}, {"tours", KindTour}, {"wild", KindCaseStudy},
}

// Read reads the content. An error is one that leaves nothing to go on with: a fault
// in kb.yaml, or a file that is there and cannot be read. What is wrong in texts is
// among the problems of each Resolve. Texts may name the models given, and no others.
func Read(fsys fs.FS, models ...string) (*Content, error) {
	return (&Content{Config: Config{Models: models}}).Again(fsys)
}

// Again reads the content anew, and takes from c the texts that have not changed.
func (before *Content) Again(fsys fs.FS) (*Content, error) {
	kb, err := ReadConfig(fsys)
	if err != nil {
		return nil, err
	}
	kb.Models = before.Config.Models
	c := &Content{Config: kb, texts: map[string]readBefore{}}
	var files []textFile
	for _, dir := range dirs {
		found, err := c.list(fsys, dir.name, dir.kind)
		if err != nil {
			return nil, fmt.Errorf("reading the content: %w", err)
		}
		files = append(files, found...)
	}
	if err := c.readTexts(fsys, files, before.texts); err != nil {
		return nil, fmt.Errorf("reading the content: %w", err)
	}
	for _, read := range []struct {
		file string
		do   func(text, file string)
	}{{"glossary.yaml", c.readTerms}, {"files.yaml", c.readFiles}, {"api.yaml", c.readAPI}, {toldFile, c.readTold}} {
		text, err := fs.ReadFile(fsys, read.file)
		switch {
		case err == nil:
			read.do(string(text), read.file)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("reading the content: %w", err)
		}
	}
	return c, nil
}

// textFile is a file that becomes a text.
type textFile struct {
	path string
	kind ArticleKind
}

var textName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*\.md$`)

// list finds the texts below a directory, which need not exist. What an editor
// leaves there, with a dot or a ~, is passed over.
func (c *Content) list(fsys fs.FS, dir string, kind ArticleKind) (found []textFile, err error) {
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
		case d.IsDir():
		case !textName.MatchString(base):
			c.fault(name, markdown.Pos{}, "name it with letters, digits, - and _, ending in .md", "a file that is no text")
		case strings.Count(name, "/") != depthOf(kind):
			c.fault(name, markdown.Pos{}, "its place is "+placeOf(kind), "a file in a wrong place")
		default:
			found = append(found, textFile{name, kind})
		}
		return nil
	})
	return found, err
}

func depthOf(kind ArticleKind) int { return strings.Count(placeOf(kind), "/") }

func placeOf(kind ArticleKind) string {
	for _, dir := range dirs {
		if dir.kind == kind && kind != KindNote {
			return dir.name + "/NAME.md"
		}
	}
	return "notes/AREA/NAME.md"
}

func (c *Content) fault(file string, at markdown.Pos, hint, format string, args ...any) {
	c.problems = append(c.problems, problem(file, at, hint, format, args...))
}

func problem(file string, at markdown.Pos, hint, format string, args ...any) diag.Diagnostic {
	return diag.Diagnostic{File: file, Line: at.Line, Col: at.Col, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

// readTexts reads the texts, on all processors.
func (c *Content) readTexts(fsys fs.FS, files []textFile, before map[string]readBefore) error {
	read := make([]readBefore, len(files))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range files {
		g.Go(func() error {
			src, err := fs.ReadFile(fsys, f.path)
			if err != nil {
				return err
			}
			if read[i] = before[f.path]; read[i].text == nil || read[i].src != string(src) {
				text, problems := readText(src, f, c.Config.Models)
				read[i] = readBefore{string(src), text, problems}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, r := range read {
		c.texts[files[i].path] = r
		c.Texts = append(c.Texts, r.text)
		c.problems = append(c.problems, r.problems...)
	}
	slices.SortFunc(c.Texts, func(a, b *Article) int { return strings.Compare(a.File, b.File) })
	return nil
}

// readText reads one file. What is wrong with its front matter leaves the fields
// empty that it is about.
func readText(src []byte, f textFile, models []string) (*Article, diag.List) {
	doc, problems := markdown.Parse(src, f.path)
	t := &Article{Kind: f.kind, File: f.path, Doc: doc}
	_, rest, _ := strings.Cut(strings.TrimSuffix(f.path, ".md"), "/")
	t.ID = rest
	switch f.kind {
	case KindNote:
		t.Area, _, _ = strings.Cut(t.ID, "/")
	case KindMyths:
		t.Area = t.ID
	}
	r := &front{text: t, models: models, problems: problems}
	r.read()
	r.blocks()
	return t, r.problems
}
