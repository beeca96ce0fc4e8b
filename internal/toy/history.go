package toy

import (
	"os"
	"path/filepath"
	"sync"

	"sourcedive/indexer/history"
)

// oldestFiles edit the tree to what it was in go1.1.0, which has no index: a function with
// another name, one that went with go1.2.0, one that was taken out of another, and a struct
// with fewer fields.
var oldestFiles = map[string][]string{
	"runtime/proc.go": {
		"findRunnable blocks", "findrunnable blocks", "func findRunnable()", "func findrunnable()", "gp := findRunnable()", "gp := findrunnable()",
		"\tif gp.locked {\n\t\tstoplockedm(gp)\n\t}\n", "", "func stoplockedm(gp *g) { stopm() }\n\n", "",
		"func unlockOSThread() {}\n", "func unlockOSThread() {}\n\nfunc entersleep(n int) {\n\tfor n > 0 {\n\t\tnotesleep()\n\t\tn--\n\t}\n}\n",
		"\tnewg.flag = true\n\tnewg.ok = newg.flag\n", "\tnewg.ok = false\n",
	},
	"runtime/mgc.go": {`, " @", lastid, "s "`, ""},
}

// The history of the toy is that of three minors.
var history3 = []struct {
	version string
	edits   map[string][]string
}{{"go1.1.0", oldestFiles}, {"go1.2.0", oldFiles}, {"go1.3.0", nil}}

// Past is the history of the toy, and the functions of the releases whose source counts as
// at hand: all but the oldest.
type Past struct {
	History *history.History
	sources map[string]map[string]history.Source
}

// Sources gives the functions of a release.
func (p *Past) Sources(version string) (map[string]history.Source, bool) {
	found, ok := p.sources[version]
	return found, ok
}

// ThePast is what the pages of the toy know of other releases. Tests share it.
var ThePast = sync.OnceValues(func() (*Past, error) {
	dir, err := os.MkdirTemp("", "sourcedive-toy-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	opt := history.Options{Packages: roots, Closed: []string{"runtime"}}
	p := &Past{sources: map[string]map[string]history.Source{}}
	var trees []history.Tree
	for _, v := range history3 {
		root := filepath.Join(dir, v.version)
		if err := writeTree(root, v.edits); err != nil {
			return nil, err
		}
		trees = append(trees, history.Tree{Version: v.version, FS: os.DirFS(filepath.Join(root, "src"))})
	}
	for _, t := range trees[1:] {
		if p.sources[t.Version], err = history.SourcesOf(t, opt, func(string) bool { return true }); err != nil {
			return nil, err
		}
	}
	data, _, err := history.Build(trees, opt)
	if err != nil {
		return nil, err
	}
	p.History = history.New(data)
	return p, nil
})
