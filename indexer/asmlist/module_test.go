package asmlist

import (
	"slices"
	"strings"
	"testing"
)

// Of a module its own packages are listed; code in them that comes from elsewhere, as
// instances of imported generic functions do, has no source.
func TestParseModule(t *testing.T) {
	const text = `# example.com/m
example.com/m.F STEXT size=16 args=0x0 locals=0x0 funcid=0x0 align=0x0
	0x0000 00000 (/cache/m/src/example.com/m/m.go:5)	TEXT	example.com/m.F(SB), ABIInternal, $0-0
	0x0001 00001 (/cache/m/src/example.com/m/m.go:6)	CALL	example.com/m.G(SB)
	0x0006 00006 (/go/src/slices/sort.go:7)	CALL	example.com/m.G(SB)
	rel 2+4 t=R_CALL example.com/m.G+0
	rel 7+4 t=R_CALL example.com/m.G+0
`
	p := newParser("/cache/m")
	p.elsewhere = true
	l, err := p.parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, r := range l.Records {
		files = append(files, r.File)
	}
	if want := []string{"", "example.com/m/m.go"}; !slices.Equal(files, want) {
		t.Errorf("files %q, want %q", files, want)
	}
	if _, err := newParser("/cache/m").parse(strings.NewReader(text)); err == nil {
		t.Error("a tree's own listing may have code from elsewhere")
	}
}

// Only the packages of the module are listed, and a program is never linked.
func TestModuleFlags(t *testing.T) {
	m := &Module{Path: "example.com/m"}
	for _, attempt := range attempts {
		flags := strings.Join(m.flags(attempt), " ")
		if !strings.Contains(flags, "-gcflags=example.com/m/...=-l -S") || strings.Contains(flags, "=all=") || !strings.Contains(flags, "-pgo=off") {
			t.Errorf("flags %s", flags)
		}
	}
	if got := m.packages([]string{"example.com/m/cmd"}); len(got) != 2 {
		t.Errorf("a build of %q links", got)
	}
	var none *Module
	if got := none.flags(attempts[0]); !slices.Equal(got, attempts[0]) {
		t.Errorf("without a module, the flags are %q", got)
	}
}
