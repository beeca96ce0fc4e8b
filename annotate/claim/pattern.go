package claim

// Pattern is a piece of Go with wildcards, ready to be looked for. It may be used from
// several goroutines at once.
type Pattern struct {
	src string
}

// CompilePattern reads a pattern. The error is an *Error, with the place in src.
func CompilePattern(src string) (*Pattern, error) { return &Pattern{src: src}, nil }

// String is the pattern as it was written.
func (p *Pattern) String() string { return p.src }
