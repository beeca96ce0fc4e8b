package templates

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// assetParts lists the files of the site's assets folder and what each is made of. The
// style that every page needs is one file because a page then waits for one request; its
// parts come in the order in which later rules override earlier ones. What only some kinds
// of page need is a file of its own, which those link.
var assetParts = map[string][]string{
	"site.css": {"css/base.css", "css/page.css", "css/code.css", "css/symbol.css", "css/proof.css", "css/search.css"},

	"explain.css": {"css/explain.css"},
	"figure.css":  {"css/figure.css"},
	"front.css":   {"css/front.css"},
	"history.css": {"css/history.css"},
	"lab.css":     {"css/lab.css"},
	"model.css":   {"css/model.css"},
	"scene.css":   {"css/scene.css"},

	"theme.js": {"js/theme.js"},
	"app.js":   {"js/app.js", "js/proof.js"},
	"lab.js":   {"js/lab.js"},
	"path.js":  {"js/path.js"},
	"model.js": {"js/model/address.js", "js/model/stage.js", "js/model/player.js"},
	"paste.js": {"js/paste.js"},

	"editor.js": {"js/editor.js"},

	"explain.js": {
		"js/explain/text.js", "js/explain/peel.js", "js/explain/forms.js", "js/explain/stack.js", "js/explain/message.js", "js/explain/parse.js",
		"js/explain/lines.js", "js/explain/version.js", "js/explain/platform.js", "js/explain/values.js", "js/explain/goroutines.js", "js/explain/series.js",
		"js/explain/describe.js", "js/explain/answer.js", "js/explain/summary.js", "js/explain/redact.js", "js/explain/profile.js",
		"js/explain/links.js", "js/explain/figures.js", "js/explain/sections.js", "js/explain/page.js",
	},
	"search.js": {"js/search/engine.js", "js/search/ui.js"},

	"icon.svg": {"icon.svg"},
}

// cssNotes are what only those who change the style read: comments, indentation and empty
// lines, a tenth of what a page waits for. No string of ours holds any of them.
var cssNotes = regexp.MustCompile(`(?s:/\*.*?\*/\s*)|(?m:^\s+)`)

// readAssets returns the assets of a theme by name. Its error names a part that is missing.
func readAssets(fsys fs.FS) (map[string][]byte, error) {
	assets := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(assetParts)) {
		var parts [][]byte
		for _, part := range assetParts[name] {
			text, err := fs.ReadFile(fsys, part)
			if err != nil {
				return nil, err
			}
			if strings.HasSuffix(part, ".css") {
				text = cssNotes.ReplaceAll(text, nil)
			}
			parts = append(parts, text)
		}
		assets[name] = bytes.Join(parts, []byte("\n"))
	}
	return assets, nil
}

// stampOf hashes the names and texts of assets.
func stampOf(assets map[string][]byte) string {
	h := fnv.New64a()
	for _, name := range slices.Sorted(maps.Keys(assets)) {
		fmt.Fprintf(h, "%s %d\n%s", name, len(assets[name]), assets[name])
	}
	return fmt.Sprintf("%05x", h.Sum64()&0xfffff)
}

// Stamp is a hash of all assets, for their addresses: a browser that keeps an asset asks
// again when the stamp has changed.
func (t *Theme) Stamp() string { return t.stamp }

// Assets returns the names of the assets, sorted.
func (t *Theme) Assets() []string { return slices.Sorted(maps.Keys(t.assets)) }

// Asset returns the content of an asset, or an error that wraps fs.ErrNotExist.
func (t *Theme) Asset(name string) ([]byte, error) {
	data, ok := t.assets[name]
	if !ok {
		return nil, fmt.Errorf("asset %s: %w", name, fs.ErrNotExist)
	}
	return data, nil
}
