package search

import (
	"cmp"
	"slices"
	"strings"
)

// Doc is something that can be found. All texts are plain.
type Doc struct {
	ID        string   // unique; the linker's name of a symbol
	Kind      string   // one of Kinds
	Title     string   // what its row shows: "(*mcache).nextFree", without a package
	Pkg       string   // import path, "" for what belongs to no package
	Base      string   // the name itself: "nextFree"; "" for what has none
	Names     []string // further names, such as the type of a method or the words of a title
	Aliases   []string // what a reader may call it
	Said      []string // messages that its code prints
	Lead      string   // its first sentence
	Text      string   // what is written about it, the lead included
	Code      string   // its source
	URL       string   // relative to the version's root
	File      string   // where it is, e.g. "runtime/proc.go"; "" for nowhere
	Line      int
	Uses      int  // how often the source names it
	Elsewhere bool // only in builds for other platforms
}

// Kinds are the kinds of documents in the order of their numbers, each with the
// group under which results list it.
var Kinds = []struct{ Name, Group string }{
	{"func", groupSymbols}, {"method", groupSymbols}, {"type", groupSymbols}, {"field", groupSymbols},
	{"abstract method", groupSymbols}, {"const", groupSymbols}, {"var", groupSymbols},
	{"message", groupMessages}, {"wait reason", groupMessages}, {"GODEBUG", groupMessages}, {"metric", groupMessages},
	{"lock rank", groupMessages}, {"environment", groupMessages},
	{"note", groupNotes}, {"tour", groupNotes}, {"term", groupNotes}, {"journey", groupNotes}, {"statement", groupNotes},
	{"model", groupModels}, {"lab", groupModels},
	{"file", groupSource}, {"package", groupSource},
}

// The groups in which results are shown.
const (
	groupSymbols  = "Symbols"
	groupMessages = "Messages"
	groupNotes    = "Notes"
	groupModels   = "Models"
	groupSource   = "Source"
)

// KindNames lists the kinds.
func KindNames() []string {
	names := make([]string, len(Kinds))
	for i, k := range Kinds {
		names[i] = k.Name
	}
	return names
}

// readKinds are those of what is written to be read.
func readKinds() (list []string) {
	for _, k := range Kinds {
		if k.Group == groupNotes || k.Group == groupModels {
			list = append(list, k.Name)
		}
	}
	return list
}

// Printed reports whether a kind is one of what programs print, or are told.
func Printed(kind string) bool { return kindGroup(kind) == groupMessages }

func kindNumber(name string) int {
	return slices.IndexFunc(Kinds, func(k struct{ Name, Group string }) bool { return k.Name == name })
}

// kindGroup is the group of a kind.
func kindGroup(kind string) string {
	if n := kindNumber(kind); n >= 0 {
		return Kinds[n].Group
	}
	return ""
}

// Order sorts documents as an index holds them: by file and line, so that what
// is close in the source is close here. Ties in a ranking go by this order.
func Order(docs []Doc) {
	slices.SortStableFunc(docs, func(a, b Doc) int {
		return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line, strings.Compare(a.ID, b.ID))
	})
}

// field is a part of a document.
type field int

const (
	fieldBase field = iota
	fieldFull
	fieldName
	fieldAlias
	fieldSaid
	fieldLead
	fieldText
	fieldCode
	fields int = iota
)

var fieldNames = [fields]string{"base", "full", "name", "alias", "said", "lead", "text", "code"}

// tags are the filters that a document passes.
func (d *Doc) tags() []string {
	tags := []string{"kind:" + tagValue(d.Kind)}
	if d.Pkg != "" {
		tags = append(tags, "pkg:"+tagValue(d.Pkg))
		if last := d.Pkg[strings.LastIndexByte(d.Pkg, '/')+1:]; last != d.Pkg {
			tags = append(tags, "last:"+tagValue(last))
		}
	}
	if d.File != "" {
		tags = append(tags, "file:"+tagValue(d.File))
		if last := d.File[strings.LastIndexByte(d.File, '/')+1:]; last != d.File {
			tags = append(tags, "file:"+tagValue(last))
		}
	}
	return tags
}

// tagValue is a value as filters compare it: ASCII in lower case, with spaces as
// underscores, and without anything that could not be typed or stored in a line.
func tagValue(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r == ' ':
			return '_'
		case r > ' ' && r < 0x7f && r != '"' && r != '\\':
			return r
		}
		return -1
	}, s)
}
