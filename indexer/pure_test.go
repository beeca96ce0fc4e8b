package indexer

import (
	"go/token"
	"go/types"
	"testing"

	"sourcedive/indexer/index"
)

func TestExcludedByName(t *testing.T) {
	for _, c := range []struct{ name, goos, goarch, want string }{
		{"proc.go", "linux", "amd64", ""},
		{"os_linux.go", "linux", "amd64", ""},
		{"os_windows.go", "linux", "amd64", "file name: _windows"},
		{"asm_arm64.s", "linux", "amd64", "file name: _arm64"},
		{"asm_amd64.s", "linux", "amd64", ""},
		{"sys_linux_amd64.s", "linux", "amd64", ""},
		{"sys_linux_arm64.s", "linux", "amd64", "file name: _linux_arm64"},
		{"sys_windows_amd64.s", "linux", "amd64", "file name: _windows_amd64"},
		{"defs_linux.go", "android", "arm64", ""},
		{"defs_android.go", "linux", "arm64", "file name: _android"},
		{"x_solaris.go", "illumos", "amd64", ""},
		{"x_darwin.go", "ios", "arm64", ""},
		{"x_ios.go", "darwin", "arm64", "file name: _ios"},
		{"os_nacl.go", "linux", "amd64", "file name: _nacl"},
		{"sys_nacl_amd64p32.s", "linux", "amd64", "file name: _nacl_amd64p32"},
		// What comes before the first underscore is no platform: go/build.
		{"windows.go", "linux", "amd64", ""},
		{"arm64.s", "linux", "amd64", ""},
		{"windows_amd64.go", "linux", "amd64", ""},
		{"windows_arm64.go", "linux", "amd64", "file name: _arm64"},
		// Order matters, and only the end does.
		{"x_arm64_linux.go", "linux", "amd64", ""},
		{"x_windows_more.go", "linux", "amd64", ""},
		{"x_unix.go", "windows", "amd64", ""},
		{"zgoos_windows.go", "linux", "amd64", "file name: _windows"},
		// Only what comes before the first dot counts.
		{"x.pb_windows.go", "linux", "amd64", ""},
		{"textflag.h", "linux", "amd64", ""},
		{"asm_ppc64x.h", "linux", "amd64", ""},
	} {
		if got := excludedByName(c.name, c.goos, c.goarch); got != c.want {
			t.Errorf("%s on %s/%s: %q, want %q", c.name, c.goos, c.goarch, got, c.want)
		}
	}
}

func TestBuildLine(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"none", "package p\n", ""},
		{"plain", "//go:build windows\n\npackage p\n", "//go:build windows"},
		{"behind a comment", "// Copyright\n\n//go:build ignore\n\npackage p\n", "//go:build ignore"},
		{"CRLF", "//go:build windows\r\n\r\npackage p\r\n", "//go:build windows"},
		{"old", "// +build windows\n\npackage p\n", "+build windows"},
		{"old, two lines", "// +build windows plan9\n// +build amd64\n\npackage p\n", "+build windows plan9, +build amd64"},
		{"both", "//go:build windows\n// +build windows\n\npackage p\n", "//go:build windows"},
		{"old first", "// +build windows\n//go:build windows\n\npackage p\n", "//go:build windows"},
		{"behind the package clause", "package p\n\n//go:build windows\n", ""},
		{"assembly", "//go:build amd64 || 386\n\n#include \"textflag.h\"\n", "//go:build amd64 || 386"},
		{"assembly, in the text", "#include \"textflag.h\"\n//go:build amd64\nTEXT ·f(SB),0,$0\n", ""},
		{"assembly, behind TEXT", "TEXT ·f(SB),0,$0\n//go:build amd64\n", ""},
		{"in a comment", "/*\n//go:build windows\n*/\n\npackage p\n", ""},
		{"in a string", "package p\n\nconst s = `\n//go:build windows\n`\n", ""},
		{"package and tab", "package\tp\n\n//go:build windows\n", ""},
		{"indented", "  //go:build windows\n\npackage p\n", "//go:build windows"},
		{"with a space", "// go:build windows\n\npackage p\n", ""},
		{"empty", "", ""},
	} {
		if got := buildLine(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestExclusion(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"x_windows.go", "//go:build amd64\n\npackage p\n", "file name: _windows"},
		{"x.go", "//go:build ignore\n\npackage p\n", "//go:build ignore"},
		{"_x.go", "package p\n", "its name starts with _"},
		{".x.go", "package p\n", "its name starts with ."},
		{"x.go", "package p\n\nimport \"C\"\n", "it needs cgo"},
		// A constraint that holds is not the reason.
		{"x.go", "//go:build linux\n\npackage p\n\nimport \"C\"\n", "it needs cgo"},
		{"_x.go", "//go:build linux\n\npackage p\n", "its name starts with _"},
	} {
		if got := exclusion(c.name, c.text, "linux", "amd64"); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestParseDirective(t *testing.T) {
	for _, c := range []struct {
		comment    string
		name, args string
		ok         bool
	}{
		{"//go:nosplit", "nosplit", "", true},
		{"//go:linkname time_now time.now", "linkname", "time_now time.now", true},
		{"//go:linkname  a   b.c ", "linkname", "a   b.c", true},
		{"//go:nosplit // must not grow", "nosplit", "", true},
		{"//go:nosplit\r", "nosplit", "", true},
		{"//go:linkname\ta\tb", "linkname", "a\tb", true},
		{"//go:build linux", "", "", false},
		{"//go:build\tlinux", "", "", false},
		{"//go:buildx", "buildx", "", true},
		{"// go:nosplit", "", "", false},
		{"//go: nosplit", "", "", false},
		{"//go:", "", "", false},
		{"/*go:nosplit*/", "", "", false},
		{"//nosplit", "", "", false},
		{"//line x.go:1", "", "", false},
	} {
		d, ok := parseDirective(c.comment)
		if ok != c.ok || d.Name != c.name || d.Args != c.args {
			t.Errorf("%q: %q %q %v, want %q %q %v", c.comment, d.Name, d.Args, ok, c.name, c.args, c.ok)
		}
	}
}

func TestAtomicAccess(t *testing.T) {
	const both = index.Read | index.Write
	for _, c := range []struct {
		path, name string
		want       index.Access
	}{
		{"internal/runtime/atomic", "Load", index.Read},
		{"internal/runtime/atomic", "Loaduintptr", index.Read},
		{"runtime/internal/atomic", "LoadAcq", index.Read},
		{"sync/atomic", "StoreInt32", index.Write},
		{"sync/atomic", "AddUint64", both},
		{"sync/atomic", "CompareAndSwapPointer", both},
		{"sync/atomic", "SwapInt64", both},
		{"internal/runtime/atomic", "Cas", both},
		{"internal/runtime/atomic", "Xadd", both},
		{"internal/runtime/atomic", "Or8", both},
		// go1.5 and before: functions of package runtime.
		{"runtime", "atomicload", index.Read},
		{"runtime", "atomicstorep", index.Write},
		{"runtime", "cas", both},
		{"runtime", "cas64", both},
		{"runtime", "casuintptr", both},
		{"runtime", "xadd", both},
		{"runtime", "xchguintptr", both},
		// Not atomic operations on their argument.
		{"runtime", "casgstatus", 0},
		{"runtime", "castogscanstatus", 0},
		{"runtime", "schedule", 0},
		{"runtime", "load", 0},
		{"sort", "Store", 0},
		{"x/notatomic", "Load", 0},
	} {
		f := types.NewFunc(token.NoPos, types.NewPackage(c.path, "p"), c.name, types.NewSignatureType(nil, nil, nil, nil, nil, false))
		if got := atomicAccess(f); got != c.want {
			t.Errorf("%s.%s: %b, want %b", c.path, c.name, got, c.want)
		}
	}
	if got := atomicAccess(types.Universe.Lookup("error").Type().Underlying().(*types.Interface).Method(0)); got != 0 {
		t.Errorf("error.Error: %b", got)
	}
}

func TestLanguageOfAFile(t *testing.T) {
	for name, want := range map[string]bool{"a.go": true, "a.s": true, "a.h": true, "a.c": false, "a.syso": false, "a.S": false, "go": false, "a.go.txt": false} {
		if _, ok := langOf(name); ok != want {
			t.Errorf("%s: %v", name, ok)
		}
	}
}

func TestDistinctRefs(t *testing.T) {
	r := func(off, end int32) rawRef { return rawRef{Ref: index.Ref{Off: off, End: end}} }
	got := distinct([]rawRef{r(10, 12), r(0, 4), r(2, 5), r(4, 6), r(7, 7), r(9, 8), r(0, 2)})
	want := []int32{0, 4, 10}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i, off := range want {
		if got[i].Off != off {
			t.Errorf("ref %d stands at %d, want %d", i, got[i].Off, off)
		}
	}
}
