package page

// Path is the path finder: how one function comes to another.
type Path struct {
	Frame
	Kinds []PathKind
}

// PathKind is a kind of edge that a way may go over.
type PathKind struct {
	Number int    // as the data of the graph has it
	Name   string // "switch"
	Means  string // "runs on the system stack"
}
