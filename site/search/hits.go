package search

import "math"

// Hit is a row of results.
type Hit struct {
	ID    string  `json:"id"`
	Kind  string  `json:"kind"`
	Title string  `json:"title"`
	Pkg   string  `json:"pkg"`
	Lead  string  `json:"lead"`
	URL   string  `json:"url"`
	File  string  `json:"file"`
	Line  int     `json:"line"`
	Score float64 `json:"score"`
}

// Results is what a search found.
type Results struct {
	Hits  []Hit
	Total int
	Near  []string // names to try, where nothing was found
}

func hitOf(d *Doc, score float64) Hit {
	return Hit{
		ID: d.ID, Kind: d.Kind, Title: d.Title, Pkg: d.Pkg, Lead: d.Lead, URL: d.URL, File: d.File, Line: d.Line,
		Score: rounded(score),
	}
}

func rounded(score float64) float64 { return math.Round(score*1e6) / 1e6 }

// Search finds the best documents for a query.
func (x *Corpus) Search(text string, limit int) (Results, error) {
	out, err := Rank(Parse(text, x.same), x, &x.dict, len(x.docs), limit)
	r := Results{Total: out.Total, Near: out.Near}
	for _, h := range out.Hits {
		r.Hits = append(r.Hits, hitOf(&x.docs[h.Doc], h.Score))
	}
	return r, err
}
