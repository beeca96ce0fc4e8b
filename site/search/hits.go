package search

import (
	"fmt"
	"math"
	"slices"
)

// Hit is a document that was found, as results show it.
type Hit struct {
	ID, Kind, Title, Pkg, Lead, URL, File string
	Line                                  int
	Symbol                                bool // its ID is a name
	Score                                 float64
}

// Row is a hit as programs get it.
type Row struct {
	ID    string  `json:"id"`
	Kind  string  `json:"kind"`
	Title string  `json:"title"`
	URL   string  `json:"url"` // from the root of the site
	File  string  `json:"file"`
	Line  int     `json:"line"`
	Score float64 `json:"score"`
	Read  bool    `json:"read,omitempty"` // for a question in plain words: what to read about it, before all others and beyond the limit
}

// Rows are the results of a version for programs, part by part; dir is its folder on the site.
func (r Results) Rows(dir string) []Row {
	read, hits := r.Parts()
	rows := make([]Row, 0, len(read)+len(hits))
	for i, h := range slices.Concat(read, hits) {
		rows = append(rows, Row{h.ID, h.Kind, h.Title, dir + "/" + h.URL, h.File, h.Line, h.Score, i < len(read)})
	}
	return rows
}

// Parts are the results as readers get them: what to read about the words, and the other
// hits. What programs print has nothing before it.
func (r Results) Parts() (read, hits []Hit) {
	if len(r.Read) == 0 || len(r.Hits) > 0 && Printed(r.Hits[0].Kind) {
		return nil, r.Hits
	}
	return r.Read, slices.DeleteFunc(slices.Clone(r.Hits), func(h Hit) bool {
		return slices.ContainsFunc(r.Read, func(read Hit) bool { return read.URL == h.URL })
	})
}

// Results is what a search found.
type Results struct {
	Hits  []Hit
	Total int
	Near  []string // names to try, where nothing was found
	Read  []Hit    // for plain words, what to read about them; they are among the hits, too
}

func hitOf(d *Doc, score float64) Hit {
	return Hit{
		ID: d.ID, Kind: d.Kind, Title: d.Title, Pkg: d.Pkg, Lead: d.Lead, URL: d.URL, File: d.File, Line: d.Line, Symbol: kindGroup(d.Kind) == groupSymbols,
		Score: rounded(score),
	}
}

func rounded(score float64) float64 { return math.Round(score*1e6) / 1e6 }

// resultsOf are the results of a ranking; hit returns what is shown of a document.
func resultsOf(out Outcome, err error, hit func(doc int) (Hit, error)) (Results, error) {
	if err != nil {
		return Results{}, fmt.Errorf("searching: %w", err)
	}
	r := Results{Total: out.Total, Near: out.Near}
	for _, list := range []struct {
		found []Ranked
		to    *[]Hit
	}{{out.Hits, &r.Hits}, {out.Read, &r.Read}} {
		for _, h := range list.found {
			shown, err := hit(h.Doc)
			if err != nil {
				return r, err
			}
			shown.Score = rounded(h.Score)
			*list.to = append(*list.to, shown)
		}
	}
	return r, nil
}

// Search finds the best documents for a query.
func (x *Corpus) Search(text string, limit int) (Results, error) {
	out, err := Rank(Parse(text, x.same), x, &x.dict, len(x.docs), limit)
	return resultsOf(out, err, func(doc int) (Hit, error) { return hitOf(&x.docs[doc], 0), nil })
}
