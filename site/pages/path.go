package pages

import (
	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Path is the path finder: how one function comes to another.
type Path struct {
	Layout
	Kinds []PathKind
}

// PathKind is a kind of edge that a way may go over.
type PathKind struct {
	Number int    // as the data of the graph has it
	Name   string // "switch"
	Means  string // "runs on the system stack"
}

func pathPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Path finder"}}
	f.Description = "The shortest ways on which one function leads to another"
	v := Path{Layout: f}
	for _, kind := range index.EdgeKinds() {
		if graphq.PathKinds.Has(kind) {
			v.Kinds = append(v.Kinds, PathKind{Number: int(kind), Name: kind.String(), Means: kindMeans[kind]})
		}
	}
	return v
}
