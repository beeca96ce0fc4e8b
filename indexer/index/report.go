package index

// Report compares an index with the listing of the version's own compiler, over pairs
// of functions whose caller is in one package.
//
// A pair of the listing is written when a line of it names the callee in the source,
// by the index's refs; the rest is inserted. A direct edge is one of kind call,
// defer, go or asm.
type Report struct {
	Version   string
	Platform  string
	Package   string
	Toolchain string

	Written  Score // pairs that the source writes: how many the graph has as direct edges
	Inserted Score // pairs that the compiler inserts: how many the graph has
	Direct   Score // direct edges: how many the listing has, those with a cause left out

	Differences []Difference // sorted by cause, caller, callee
}

// Score is a share: Found of All.
type Score struct{ Found, All int }

// Percent is the share in percent, 100 of nothing.
func (s Score) Percent() float64 {
	if s.All == 0 {
		return 100
	}
	return 100 * float64(s.Found) / float64(s.All)
}

// Difference is a pair that only one side has.
type Difference struct {
	Cause    string
	From, To string
	File     string
	Line     int
}

// The causes of differences. Unexplained ones count against the graph.
const (
	CauseMissed     = "missed: the source writes it, the graph lacks it"
	CauseUnnamed    = "inserted, between functions that are no symbols"
	CauseDead       = "dead: behind a condition that is constant here"
	CauseNotEmitted = "the caller was not emitted"
	CauseNoCode     = "the callee leaves no call: an intrinsic or a pseudo function"
	CauseDefer      = "deferred: called when the function returns, through a record"
	CauseGo         = "go statement: called by the new goroutine"
	CauseClosure    = "a literal called where it is written or through its one variable"
	CauseLowered    = "lowered: a clear, copy or comparison of known size becomes instructions"
	CauseSpurious   = "unexplained: the graph has it, the listing does not"
)

// CauseCount is how many differences have one cause.
type CauseCount struct {
	Cause string
	Count int
}

// Causes counts the differences by cause, in alphabetical order of the causes.
func (r *Report) Causes() (list []CauseCount) {
	for _, d := range r.Differences {
		if n := len(list); n == 0 || list[n-1].Cause != d.Cause {
			list = append(list, CauseCount{Cause: d.Cause})
		}
		list[len(list)-1].Count++
	}
	return list
}
