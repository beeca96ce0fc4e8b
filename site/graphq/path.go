package graphq

import "sourcedive/indexer/index"

// PathKinds are the kinds that the path finder knows: all but function values whose
// caller is unknown. Of the compiler's edges it leaves out prologues and checks. That
// is what `sourcedive graph path` goes over when nothing else is asked for.
const PathKinds = index.AllKinds &^ (1 << index.EdgeRef) &^ index.Checks

// OnPath reports whether the path finder knows an edge.
func OnPath(e index.Edge) bool {
	return PathKinds.Has(e.Kind) && e.Construct != index.Check && e.Construct != index.Prologue
}
