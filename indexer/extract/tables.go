// Package extract finds tables in the source of the runtime: the fields of its trace
// lines, the settings of GODEBUG and where they are read, the reasons for which
// goroutines wait and who gives them, the changes of a goroutine's status, the
// messages that it prints. Nothing is typed in: another version has other tables.
//
// # Limits
//
// A table is found by the form of the source: print calls, the composite literal of
// the settings, tables indexed by constants, calls with constants for arguments. What
// has another form in a version is missing from its table.
package extract

import "sourcedive/indexer/index"

// A Table is a list of rows that is found in the source of a version.
type Table[Row any] struct {
	Name string   // as content names it
	From index.ID // the declaration where it is found; "" for one that is found all over the source
	Doc  string

	find  func(x *index.Index, from index.ID) []Row
	label func(Row) string // what content explains of a row; nil where it explains none
}

// Of finds the table in an index. It has no rows in a version that lacks the
// declaration, or has it in another form.
func (t Table[Row]) Of(x *index.Index) []Row { return t.find(x, t.From) }

// The tables. A new one needs an entry here and a file with its function; a line of a
// trace needs the entry alone.
var (
	Schedtrace  = Table[Printed]{"schedtrace", "runtime.schedtrace", "GODEBUG=schedtrace=1000", printed, Printed.label}
	Gctrace     = Table[Printed]{"gctrace", "runtime.gcMarkTermination", "GODEBUG=gctrace=1", printed, Printed.label}
	Settings    = Table[Setting]{"godebug", "runtime.dbgvars", "GODEBUG settings: the runtime's own in their order, then those of other packages", settings, Setting.label}
	Reasons     = Table[Reason]{"wait", "runtime.waitReasonStrings", "reasons to wait, in the order of their constants", reasons, Reason.label}
	Transitions = Table[Change]{"status", "runtime.casgstatus", "changes of a goroutine's status", transitions, nil}
	Messages    = Table[Message]{"messages", "", "texts that the source prints or is asked by", messages, nil}

	// Lines are the tables of trace lines. Their Doc is the setting that has them printed.
	Lines = []Table[Printed]{Schedtrace, Gctrace}

	// shown are the tables that the site shows, in the order of their page.
	shown = []table{Schedtrace, Gctrace, Settings, Reasons, Transitions}
)

func (p Printed) label() string { return p.Label }
func (s Setting) label() string { return s.Name }
func (r Reason) label() string  { return r.Text }

// table is a Table of any rows.
type table interface {
	// in finds the rows, and the labels by which content explains them.
	in(x *index.Index) (name string, rows any, labels []string)
}

func (t Table[Row]) in(x *index.Index) (name string, rows any, labels []string) {
	list := t.Of(x)
	if t.label != nil {
		labels = make([]string, len(list))
		for i, row := range list {
			labels[i] = t.label(row)
		}
	}
	return t.Name, list, labels
}

// Found is the tables of one version that a site shows.
type Found struct {
	// Explained are the names of the tables whose rows content may explain, and Keys what
	// it may explain: the name of a table and a label in it, such as "godebug gctrace".
	Explained, Keys []string

	rows map[string]any
}

// Find finds the tables in an index.
func Find(x *index.Index) Found {
	f := Found{rows: map[string]any{}}
	for _, t := range shown {
		name, rows, labels := t.in(x)
		f.rows[name] = rows
		if labels == nil {
			continue
		}
		f.Explained = append(f.Explained, name)
		for _, l := range labels {
			f.Keys = append(f.Keys, name+" "+l)
		}
	}
	return f
}

// Rows are those that were found for a table, none for one that is not shown.
func (t Table[Row]) Rows(f Found) []Row {
	rows, _ := f.rows[t.Name].([]Row)
	return rows
}
