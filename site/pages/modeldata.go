package pages

import (
	"encoding/json"
	"strconv"

	"sourcedive/site/models"
	"sourcedive/site/urls"
)

// modelData is the script with a model's recorded runs. It calls the function that
// model.js waits with.
func modelData(p *Inputs, rec *models.RecordedModel) ([]byte, error) {
	type param struct {
		Name    string `json:"name"`
		Default int    `json:"default"`
	}
	data := struct {
		Name   string            `json:"name"`
		Clock  string            `json:"clock"`
		Params []param           `json:"params"`
		Runs   []byte            `json:"runs"`    // in base 64, see modelview.Recorded
		Links  map[string]string `json:"links"`   // by symbol, from the model's page
		Mirror map[string]string `json:"mirrors"` // id of the pair, by symbol
	}{Name: rec.Name, Clock: rec.Clock, Runs: rec.Packed, Links: map[string]string{}, Mirror: map[string]string{}}
	for _, q := range rec.Params {
		data.Params = append(data.Params, param{q.Name, q.Default})
	}
	for _, name := range rec.Funcs {
		if l := p.SymbolLink(urls.Model(rec.Name), name); l.Href != "" {
			data.Links[name] = l.Href
		}
	}
	for i, m := range rec.Mirrors {
		data.Mirror[m.Symbol] = "mirror-" + strconv.Itoa(i+1)
	}
	text, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	return []byte("sourcedive.model(" + string(text) + ");\n"), nil
}
