package pages

import (
	"encoding/base64"
	"slices"
	"strconv"

	"sourcedive/internal/notices"
)

// A DataFile is a file that is no page: style, script, or data that scripts ask for.
type DataFile struct {
	Path   string
	Make   func() ([]byte, error)
	Shared bool // the same bytes in every version that one program makes with one content
}

// besideData are the scripts that look for the data of their version beside themselves.
var besideData = []string{"app.js", "editor.js", "path.js", "search.js"}

// DataFiles are the files of a version that are no pages, but for the search data.
func DataFiles(p *Inputs) (list []DataFile) {
	for _, name := range p.Theme.Assets() {
		list = append(list, DataFile{"assets/" + name, func() ([]byte, error) { return p.Theme.Asset(name) }, !slices.Contains(besideData, name)})
	}
	for i := range p.shards {
		list = append(list, DataFile{"assets/cards/" + strconv.Itoa(i) + ".js", func() ([]byte, error) { return cards(p, i), nil }, false})
	}
	list = append(list, DataFile{"assets/third-party.txt", func() ([]byte, error) { return []byte(notices.Text), nil }, true})
	list = append(list, DataFile{"assets/graph.js", func() ([]byte, error) { return pathData(p), nil }, false})
	if hasTerms(p) {
		list = append(list, DataFile{"assets/cards/terms.js", func() ([]byte, error) { return termCards(p), nil }, false})
	}
	if hasExplain(p) {
		list = append(list, explainFiles(p)...)
	}
	if hasModels(p) {
		list = append(list, modelFiles(p)...)
	}
	return list
}

func modelFiles(p *Inputs) (list []DataFile) {
	for i := range p.Models.Models {
		m := &p.Models.Models[i]
		list = append(list, DataFile{"assets/model/" + m.Name + ".js", func() ([]byte, error) { return modelData(p, m) }, false})
	}
	if p.Models.Wasm != nil {
		list = append(list, DataFile{"assets/model/exec.js", func() ([]byte, error) { return p.Models.Exec, nil }, true})
		list = append(list, DataFile{"assets/model/program.js", func() ([]byte, error) {
			return []byte(`sourcedive.program("` + base64.StdEncoding.EncodeToString(p.Models.Wasm) + "\");\n"), nil
		}, true})
	}
	return list
}
