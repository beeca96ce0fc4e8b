package annotate

import (
	"testing"
	"testing/fstest"

	"sourcedive/indexer/index"
)

// oldSource is a tree of which nothing is known but its text.
var oldSource = fstest.MapFS{
	"p/a.go": {Data: []byte(`package p

func (*[]int) grow() { nobody() }
func (t *table[K, V]) grow() { one() }
func grow() { two() }
func box[T any]() { three() }
func twice() { inA() }

type (
	small int
	pair  struct {
		in          struct{ lo, deep int }
		left, right int
	}
)

var pool struct{ lock, free int }

const most = 3
`)},
	"p/z.go":         {Data: []byte("package p\n\nfunc twice() { inZ() }\n")},
	"p/cgo.go":       {Data: []byte("//go:build cgo\n\npackage p\n\nfunc viaC() {}\n")},
	"p/b_windows.go": {Data: []byte("package p\n\nfunc wait() { windows() }\n")},
	"p/b_arm64.go":   {Data: []byte("package p\n\nfunc spin() { arm() }\n")},
	"p/c.s":          {Data: []byte("TEXT dark<>(SB), 0, $0-0\n\tRET\n\n// of light\nTEXT p·light<ABIInternal>(SB), 0, $0-0\n\tNOP\n\tRET\n")},
	"p/e.s":          {Data: []byte("TEXT ·bare(SB), 4, $0\n// of the next\nTEXT ·next(SB), 4, $0\n")},
	"p/d.s":          {Data: []byte("TEXT both<>(SB), 0, $0-0\n\tRET\nTEXT ·both(SB), 0, $0-0\n\tNOP\nTEXT ·pair(SB), 0, $0-0\n\tNOP\nTEXT pair<>(SB), 0, $0-0\n\tRET\n")},
}

// An old body is found by the name of its symbol alone: of a method with its receiver, of a
// field through what it is in, of assembly that is known in its file alone under that name, first
// in the file that has the symbol now.
func TestOldBodyByName(t *testing.T) {
	for _, c := range []struct{ id, now, want string }{
		{"p.(*table[...]).grow", "p/a.go", "func (t *table[K, V]) grow() { one() }"},
		{"p.(*other).grow", "p/a.go", ""},
		{"p.grow", "p/a.go", "func grow() { two() }"},
		{"p.box[...]", "p/a.go", "func box[T any]() { three() }"},
		{"p.twice", "p/a.go", "func twice() { inA() }"},
		{"p.twice", "p/z.go", "func twice() { inZ() }"},
		{"p.twice", "p/gone.go", "func twice() { inA() }"},
		{"p.small", "p/a.go", "small int"},
		{"p.pair.right", "p/a.go", "left, right int"},
		{"p.pair.in.deep", "p/a.go", "lo, deep int"},
		{"p.pair.deep", "p/a.go", ""},
		{"p.pool.free", "p/a.go", "lock, free int"},
		{"p.most", "p/a.go", "const most = 3"},
		{"p.most.most", "p/a.go", ""},
		{"p.viaC", "p/a.go", "func viaC() {}"},
		{"p.dark<>", "p/c.s", "TEXT dark<>(SB), 0, $0-0\n\tRET\n"},
		{"p.dark", "p/c.s", "TEXT dark<>(SB), 0, $0-0\n\tRET\n"},
		{"p.light", "p/c.s", "TEXT p·light<ABIInternal>(SB), 0, $0-0\n\tNOP\n\tRET\n"},
		{"p.both", "p/d.s", "TEXT ·both(SB), 0, $0-0\n\tNOP\n"},
		{"p.both<>", "p/d.s", "TEXT both<>(SB), 0, $0-0\n\tRET\n"},
		{"p.pair<>", "p/d.s", "TEXT pair<>(SB), 0, $0-0\n\tRET\n"},
		{"p.bare", "p/e.s", "TEXT ·bare(SB), 4, $0\n"},
		{"p.nothing", "p/a.go", ""},
		{"p.grow", "q/a.go", ""},
		{"p.\x00", "p/a.go", ""},
	} {
		o := &oldTree{src: oldSource, goos: "linux", goarch: "amd64"}
		if got := o.body(index.ID(c.id), c.now); got != c.want {
			t.Errorf("%q, now in %s: %q, want %q", c.id, c.now, got, c.want)
		}
	}
}
