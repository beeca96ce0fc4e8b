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

	find func(x *index.Index, from index.ID) []Row
}

// Of finds the table in an index. It has no rows in a version that lacks the
// declaration, or has it in another form.
func (t Table[Row]) Of(x *index.Index) []Row { return t.find(x, t.From) }

// The tables. A new one needs an entry here and a file with its function.
var (
	Schedtrace  = Table[Printed]{"schedtrace", "runtime.schedtrace", "fields of a line of GODEBUG=schedtrace", printed}
	Gctrace     = Table[Printed]{"gctrace", "runtime.gcMarkTermination", "fields of a line of GODEBUG=gctrace", printed}
	Settings    = Table[Setting]{"godebug", "runtime.dbgvars", "GODEBUG settings: the runtime's own in their order, then those of other packages", settings}
	Reasons     = Table[Reason]{"wait", "runtime.waitReasonStrings", "reasons to wait, in the order of their constants", reasons}
	Transitions = Table[Change]{"status", "runtime.casgstatus", "changes of a goroutine's status", transitions}
	Messages    = Table[Message]{"messages", "", "texts that the source prints or is asked by", messages}
)
