package pages

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/history"
	"sourcedive/internal/golden"
)

// richPast are the pages of the toy's newer release with the history of testdata/past.txtar,
// in which most becomes of what the toy has, and with areas of files.
func richPast(t *testing.T) *Inputs {
	t.Helper()
	var trees []history.Tree
	files := fstest.MapFS{}
	for _, f := range archive(t, "past.txtar") {
		version, name, _ := strings.Cut(f.Name, "/")
		if len(trees) == 0 || trees[len(trees)-1].Version != version {
			files = maps.Clone(files)
			trees = append(trees, history.Tree{Version: version, FS: files})
		}
		files[name] = &fstest.MapFile{Data: f.Data}
	}
	opt := history.Options{Packages: []string{"runtime", "sync"}}
	data, problems, err := history.Build(trees, opt)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	p := inputsWith(t, map[string]string{
		"kb.yaml":                   fileAreas,
		"notes/sched/stoplocked.md": "---\nsymbol: runtime.stoplockedm\ntitle: Handing over\nlevel: senior\n---\nIt does.\n",
		"releases/go1.2.md":         "---\ntitle: The one of patches\n---\nIt had a patch.\n",
	})
	p.Catalog.WithHistory(history.New(data), sourcesOf(opt, trees...))
	return p
}

func archive(t *testing.T, name string) []txtar.File {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return archive.Files
}

// sourcesOf gives the functions of some trees, which are those at hand.
func sourcesOf(opt history.Options, trees ...history.Tree) Sources {
	return func(version string) (map[string]history.Source, bool) {
		i := slices.IndexFunc(trees, func(t history.Tree) bool { return t.Version == version })
		if i < 0 {
			return nil, false
		}
		found, err := history.SourcesOf(trees[i], opt, func(string) bool { return true })
		return found, err == nil
	}
}

// fileAreas are what kb.yaml says of files.
const fileAreas = `
areas:
  - {area: sched, title: Scheduler, files: [runtime/proc.go]}
  - {area: stacks, title: Stacks, files: [runtime/stack.go, runtime/os_*.go]}
  - {area: compiler, title: Assembly, files: [runtime/asm_amd64.s, runtime/stubs.go]}
  - {area: locks, title: Hidden, files: [runtime/lock.go, sync/...]}
`

// inputsWith are what pages of the newer release are made of, without a history, when the
// toy's content has more at the end of some files.
func inputsWith(t *testing.T, more map[string]string) *Inputs {
	t.Helper()
	dir := os.DirFS("../../internal/toy/testdata/content")
	files := fstest.MapFS{}
	err := fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(dir, path)
		files[path] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range more {
		if files[path] == nil {
			files[path] = &fstest.MapFile{}
		}
		files[path].Data = append(files[path].Data, text...)
	}
	content, err := article.Read(files, "sched")
	if err != nil {
		t.Fatal(err)
	}
	toy := newer(t)
	resolved, _ := annotate.Resolve(t.Context(), annotate.NewSnapshot(toy.Index), content)
	return NewInputs(NewCatalog(toy.Index, "linux/amd64"), resolved, toy.Theme, toy.Models)
}

// What a history in which most becomes of functions and types shows: what each release
// did, what is remarkable, what is gone, and each life.
func TestRichPast(t *testing.T) {
	p := richPast(t)
	var paths []string
	for _, path := range pathsOf(p) {
		if dir, _, _ := strings.Cut(path, "/"); dir == "release" || dir == "gone" || dir == "history" {
			paths = append(paths, path)
			golden.View(t, "view/rich/"+strings.ReplaceAll(strings.TrimSuffix(path, ".html"), "/", "-"), viewOf(t, p, path))
		}
	}
	golden.Check(t, "view/rich/paths.golden", strings.Join(paths, "\n")+"\n")
	lives := map[string]*Life{}
	for h, sym := range p.past.now {
		if p.past.Symbols[h].Kind == history.Func || p.past.Symbols[h].Kind == history.Type {
			lives[string(p.Index.Symbols[sym].ID)] = lifeOf(p, "func/runtime/x.html", sym)
		}
	}
	golden.View(t, "view/rich/lives", lives)
}
