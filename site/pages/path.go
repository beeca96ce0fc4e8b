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
	Kinds    []PathKind
	From, To string // the ends of a way, for an example
	Command  string // that finds it
}

// example are two functions of which one calls the other.
func (v *Path) example(p *Inputs) {
	if ofRuntime(p) {
		v.From, v.To, v.Command = "Gosched", "schedule", "sourcedive graph path runtime.Gosched runtime.schedule"
		return
	}
	x := p.Index
	v.Command = "sourcedive graph path"
	for _, e := range x.Edges {
		from, to := &x.Symbols[e.From], &x.Symbols[e.To]
		if e.Kind == index.EdgeCall && from.Kind == index.KindFunc && to.Kind != index.KindClosure && e.From != e.To {
			v.From, v.To, v.Command = from.ID.Local(), to.ID.Local(), "sourcedive graph path "+string(from.ID)+" "+string(to.ID)
			return
		}
	}
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
	v.example(p)
	for _, kind := range index.EdgeKinds() {
		if graphq.PathKinds.Has(kind) {
			v.Kinds = append(v.Kinds, PathKind{Number: int(kind), Name: kind.String(), Means: kindMeans[kind]})
		}
	}
	return v
}
