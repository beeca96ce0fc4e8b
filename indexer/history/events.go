package history

import "strings"

// Event is one step of a symbol's life in words. Versions are those of the data.
type Event struct {
	Version    string `json:"version"`
	Kind       string `json:"kind"`                 // appeared, changed, doc, moved, renamed, extracted, removed, back, backported
	Of         string `json:"of,omitempty"`         // of backported: what the patch did, in the same words
	From       string `json:"from,omitempty"`       // of renamed and moved: the name or file before; of extracted: the function that had the code
	To         string `json:"to,omitempty"`         // of renamed: the name; of moved: the file
	Rule       int    `json:"rule,omitempty"`       // of renamed, see Rule
	Similarity int    `json:"similarity,omitempty"` // of renamed and extracted, in percent
	Added      int    `json:"added,omitempty"`
	Removed    int    `json:"removed,omitempty"`
	File       string `json:"file,omitempty"`
	Line       int    `json:"line,omitempty"`
	Elsewhere  bool   `json:"elsewhere,omitempty"` // only the body for another platform changed
	Again      bool   `json:"again,omitempty"`     // of backported: an earlier minor had got it by a patch already
	Exact      bool   `json:"exact"`               // false where an earlier patch that was not at hand may have it already
}

// Life is what the history knows of one symbol.
type Life struct {
	Symbol  string  `json:"symbol"`
	Kind    string  `json:"kind"`
	Since   string  `json:"since"`
	Exact   bool    `json:"exact"`           // false where Since may be an earlier patch
	Until   string  `json:"until,omitempty"` // the last version that has it, if it is gone
	Away    bool    `json:"away,omitempty"`  // it has no body for linux/amd64
	Changed int     `json:"changed"`         // minors in which its code changed
	Of      int     `json:"of"`              // minors in which it could
	Names   []Named `json:"names"`           // oldest first
	Events  []Event `json:"events"`          // oldest first
}

// Life tells the life of a symbol.
func (d *Data) Life(sym Sym) Life {
	st, there := d.Last(sym)
	since := d.Since(sym)
	l := Life{
		Symbol: st.Name, Kind: d.Symbols[sym].Kind.String(), Since: d.Version(since), Exact: d.Exact(since),
		Away: d.Symbols[sym].Away, Names: d.Names(sym), Events: d.Events(sym),
	}
	l.Changed, l.Of = d.Changes(sym)
	if !there {
		l.Until = l.Names[len(l.Names)-1].Until
	}
	return l
}

// Events tells the steps of a symbol.
func (d *Data) Events(sym Sym) []Event {
	list := []Event{}
	var last Step
	for i, s := range d.Symbols[sym].Steps {
		e := d.event(s, last)
		if i == 0 && s.Minor == 0 && s.At == AtFirst {
			e.Exact = false // it may be older than all versions of the data
		}
		list = append(list, e)
		if !s.What.Is(Again) {
			last = s
		}
	}
	return list
}

func (d *Data) event(s, last Step) Event {
	p := Point{s.Minor, s.At}
	e := Event{Version: d.Version(p), Exact: d.Exact(p), File: s.File, Line: s.Line, Kind: s.What.word()}
	switch {
	case s.What.Is(Again):
		e.Kind, e.Of, e.Again = "backported", last.What.word(), true
		return e
	case s.What.Is(Renamed):
		e.From, e.To, e.Rule = last.Name, s.Name, int(s.Rule)
		if sameButPackage(last.Name, s.Name) {
			e.Kind = "moved"
		}
	case s.What.Is(Extracted):
		st, _ := d.State(s.From, Point{s.Minor - 1, AtPatch})
		e.From = st.Name
	case s.What.Is(Moved):
		e.From, e.To = last.File, s.File
	}
	e.Similarity = int(s.Similarity)
	e.Elsewhere = s.What == Elsewhere
	if s.What.Any(Code | Text) {
		e.Added, e.Removed = size(s.Hunks)
	}
	if s.At == AtPatch && s.What.Any(Appeared|Back|Removed|Code) {
		e.Of, e.Kind = e.Kind, "backported"
	}
	return e
}

// word is the kind of an event that says most about a step.
func (w What) word() string {
	switch {
	case w.Is(Extracted):
		return "extracted"
	case w.Is(Appeared):
		return "appeared"
	case w.Is(Back):
		return "back"
	case w.Is(Removed):
		return "removed"
	case w.Is(Renamed):
		return "renamed"
	case w.Is(Code):
		return "changed"
	case w.Is(Moved):
		return "moved"
	case w.Any(Text | Doc):
		return "doc"
	}
	return "changed" // for another platform
}

// sameButPackage holds for two names that differ in nothing but the package.
func sameButPackage(a, b string) bool {
	return strings.TrimPrefix(a, packageOf(a)) == strings.TrimPrefix(b, packageOf(b))
}
