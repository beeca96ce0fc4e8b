package tables

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/internal/golden"
)

// oldTree and newTree are two releases of a runtime in small: between them a message
// changes its words, a function moves down and one goes, a constant takes the place of
// a text, and a system leaves.
var (
	oldTree = fstest.MapFS{
		"runtime/proc.go": {Data: []byte(`package runtime

func checkdead() {
	if run > 0 {
		throw("checkdead: inconsistent counts")
	}
	for i := range allgs {
		print("runtime: checkdead: find g ", gp.goid, " in status ", s, "\n")
		throw("checkdead: runnable g")
	}
	throw("all goroutines are asleep - deadlock!")
}

func gone() { print("x=", 1, "\n") }

func park() { gopark(nil, nil, "chan receive", 1) }

const (
	_Gidle = iota
	_Grunnable
)

var gStatusStrings = [...]string{_Gidle: "idle", _Grunnable: "runnable"}
`)},
		"runtime/proc_test.go":          {Data: []byte("package runtime\n\nfunc f() { throw(\"of a test alone\") }\n")},
		"runtime/testdata/x.go":         {Data: []byte("package main\n\nfunc f() { throw(\"of test data\") }\n")},
		"runtime/broken.go":             {Data: []byte("package runtime\n\nfunc {")},
		"runtime/asm_amd64.s":           {Data: []byte("TEXT runtime·gogo(SB), NOSPLIT, $0\n\tRET\n\n// a comment\nTEXT ·goexit(SB),NOSPLIT,$0\n\tCALL runtime·goexit1(SB)\n")},
		"runtime/cgo/gcc_x.c":           {Data: []byte("void\nx_start(void)\n{\n\tfprintf(stderr, \"runtime/cgo: out of %s in thread\\n\", s);\n}\n")},
		"syscall/zerrors_linux_arm.go":  {Data: []byte("package syscall\n\nconst EAGAIN = Errno(0xb)\n\nvar errors = [...]string{11: \"try again\"}\n\nconst SIGURG = Signal(0x17)\n")},
		"syscall/zerrors_linux_mips.go": {Data: []byte("package syscall\n\nconst ENOSYS = Errno(0x59)\nconst EAGAIN = Errno(0xb)\n")},
		"syscall/zerrors_nacl.go":       {Data: []byte("package syscall\n\nconst EAGAIN = Errno(0x6)\n")},
		"net/http/server.go":            {Data: []byte("package http\n\nfunc (c *conn) serve() {\n\tf()\n}\n")},
	}
	newTree = fstest.MapFS{
		"runtime/proc.go": {Data: []byte(`package runtime

const deadlock = "all goroutines are asleep - deadlock!"

func checkdead() {
	if run > 0 {
		throw("checkdead: inconsistent counts")
	}
	for i := range allgs {
		print("runtime: checkdead: find g ", gp.goid, " in status ", s)
		if verbose {
			print(" of m ", mp.id)
		}
		println()
		throw("checkdead: runnable g")
	}
	fatal(deadlock)
}

func park() {
	systemstack(func() {
		note()
	})
	goparkunlock(lock, waitReasonChanReceive)
	semacquire1(addr, waitReasonSyncMutexLock)
}

const (
	_Gidle = iota
	_Grunnable
)

var gStatusStrings = [...]string{_Gidle: "idle", _Grunnable: "runnable"}

var waitReasonStrings = [...]string{
	waitReasonZero: "",
	waitReasonChanReceive: "chan receive",
	waitReasonSyncMutexLock: "sync.Mutex.Lock",
}

var dbgvars = []*dbgVar{{name: "gctrace", value: &debug.gctrace}}
`)},
		"runtime/error.go": {Data: []byte(`package runtime

var memoryError = error(errorString("invalid memory address"))

var boundsErrorFmts = [...]string{BoundsIndex: "index out of range [%x] with length %y"}

func panicmem() { panic(memoryError) }

func (e *TypeAssertionError) Error() string {
	if e.missing == "" {
		msg := "interface conversion: " + as + " is not " + cs
		return msg
	}
	return "interface conversion: missing method " + e.missing
}
`)},
		"runtime/asm_amd64.s":           {Data: []byte("TEXT ·goexit(SB),NOSPLIT,$0\n\tCALL runtime·goexit1(SB)\n")},
		"runtime/traceback.go":          {Data: []byte("package runtime\n\nfunc header() { print(\" gp=\", gp) }\n")},
		"syscall/zerrors_linux_arm.go":  {Data: []byte("package syscall\n\nconst EAGAIN = Errno(0xb)\n\nvar errors = [...]string{11: \"resource temporarily unavailable\"}\n")},
		"syscall/zerrors_linux_mips.go": {Data: []byte("package syscall\n\nconst ENOSYS = Errno(0x59)\nconst EAGAIN = Errno(0xb)\n")},
	}
)

func TestRecord(t *testing.T) {
	made, err := Record([]Tree{{"go1.27.1", newTree}, {"go1.5.4", oldTree}})
	if err != nil {
		t.Fatal(err)
	}
	files, err := made.Encode()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&b, "-- %s --\n%s", name, strings.ReplaceAll(string(files[name]), `],"`, "],\n\""))
	}
	golden.Check(t, "record.golden", b.String())

	again, err := Record([]Tree{{"go1.5.4", oldTree}, {"go1.27.1", newTree}})
	if err != nil {
		t.Fatal(err)
	}
	second, _ := again.Encode()
	for name := range files {
		if !bytes.Equal(files[name], second[name]) {
			t.Errorf("%s differs when the trees come in another order", name)
		}
	}
}

func TestRecordErrors(t *testing.T) {
	for want, trees := range map[string][]Tree{
		"is there already":   {{"go1.5.4", oldTree}, {"go1.5.1", oldTree}},
		"not a Go version":   {{"tip", oldTree}},
		"no package runtime": {{"go1.5.4", fstest.MapFS{"src/runtime/proc.go": {Data: []byte("package runtime\n")}}}},
	} {
		if _, err := Record(trees); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "hint:") {
			t.Errorf("%v: want %q and a hint", err, want)
		}
	}
}

// TestEmbedded checks the embedded tables against the trees that they were made from,
// as far as these are on this machine: each release on its own gives what the tables
// say of it. All releases take half a minute; SOURCEDIVE_ALL_TREES=1 asks for them.
func TestEmbedded(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	here := treesHere(all.Trees)
	if len(here) == 0 {
		t.Skip("none of the trees is here; sourcedive versions fetch brings them")
	}
	minors := slices.Sorted(maps.Keys(here))
	if os.Getenv("SOURCEDIVE_ALL_TREES") == "" && len(minors) > 3 {
		minors = []int{minors[0], minors[len(minors)/2], minors[len(minors)-1]}
	}
	for _, m := range minors {
		t.Run(all.Trees[m], func(t *testing.T) {
			t.Parallel()
			one, err := Record([]Tree{here[m]})
			if err != nil {
				t.Fatal(err)
			}
			compare(t, "message", messagesOf(one, 0), messagesOf(all, m))
			compare(t, "function", functionsOf(one, 0), functionsOf(all, m))
			compare(t, "word", wordsOf(one, 0), wordsOf(all, m))
		})
	}
}

// treesHere finds trees in the module cache and in GOROOT.
func treesHere(versions []string) map[int]Tree {
	out := map[int]Tree{}
	env, err := exec.Command("go", "env", "GOMODCACHE", "GOROOT").Output()
	dirs := strings.Split(strings.TrimSpace(string(env)), "\n")
	if err != nil || len(dirs) != 2 {
		return nil
	}
	for i, v := range versions {
		for _, root := range []string{
			filepath.Join(dirs[0], "golang.org", "toolchain@v0.0.1-"+v+"."+runtime.GOOS+"-"+runtime.GOARCH),
			dirs[1],
		} {
			version, err := os.ReadFile(filepath.Join(root, "VERSION"))
			if err == nil && strings.Fields(string(version))[0] == v {
				out[i] = Tree{v, os.DirFS(filepath.Join(root, "src"))}
				break
			}
		}
	}
	return out
}

func compare(t *testing.T, what string, want, got map[string]bool) {
	t.Helper()
	wrong := 0
	for k := range want {
		if !got[k] {
			wrong++
			if wrong < 5 {
				t.Errorf("%s of the tree that the tables lack: %s", what, k)
			}
		}
	}
	for k := range got {
		if !want[k] {
			wrong++
			if wrong < 5 {
				t.Errorf("%s of the tables that the tree has not: %s", what, k)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d differences\n    hint: sourcedive explain record makes the tables anew", wrong)
	}
	if len(want) < 10 {
		t.Errorf("only %d of kind %s: the trees cannot be whole", len(want), what)
	}
}

func messagesOf(t *Tables, minor int) map[string]bool {
	out := map[string]bool{}
	for _, m := range t.Messages {
		for _, p := range m.Places {
			if p.In.Has(minor) {
				out[fmt.Sprint(m.Text, m.Kind, m.Open, " ", p.File, p.Func, p.Offset, p.Cond)] = true
			}
		}
	}
	return out
}

func functionsOf(t *Tables, minor int) map[string]bool {
	out := map[string]bool{}
	for _, f := range t.Files {
		line := 0
		for _, fn := range f.Funcs {
			gap, ok := "-", false
			for _, run := range strings.Fields(fn.Start) {
				from, value, _ := strings.Cut(run, ":")
				if n, _ := strconv.Atoi(from); n <= minor {
					gap, ok = value, true
				}
			}
			if !ok || gap == "-" {
				continue
			}
			n, _ := strconv.Atoi(gap)
			line += n
			body := fn.Bodies[0]
			for _, b := range fn.Bodies {
				if b.From <= minor {
					body = b
				}
			}
			out[fmt.Sprint(f.Name, ":", line, " ", fn.Name, body.Lines, body.Calls)] = true
		}
	}
	return out
}

func wordsOf(t *Tables, minor int) map[string]bool {
	out := map[string]bool{}
	for kind, list := range map[string][]Word{"reason": t.Words.Reasons, "status": t.Words.Statuses, "p": t.Words.PStates, "rank": t.Words.Ranks, "setting": t.Words.Settings} {
		for _, w := range list {
			if w.In.Has(minor) {
				out[fmt.Sprint(kind, w.Text, w.Name, w.Value)] = true
			}
		}
	}
	for _, f := range t.Words.Forms {
		if f.In.Has(minor) {
			out["form "+f.ID] = true
		}
	}
	return out
}

// Every form of the tables is in some release and, but for those that all have, not in
// others: a needle that the source no longer has would go unnoticed else.
func TestFormsAreFound(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all.Words.Forms {
		if f.In == 0 {
			t.Errorf("no release has the form %q", f.ID)
		}
	}
	if len(all.Words.Forms) != len(probes) {
		t.Errorf("%d forms embedded, %d probes", len(all.Words.Forms), len(probes))
	}
}

// The page loads the tables and the engine in no more than 600 KB, compressed.
func TestSize(t *testing.T) {
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := all.Encode()
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for name, b := range files {
		have, err := data.ReadFile("data/" + name)
		if err != nil || !bytes.Equal(b, have) {
			t.Errorf("%s: what was read is not written as it was, %v", name, err)
		}
		total += zipped(t, b)
	}
	if total > 560<<10 {
		t.Errorf("%d bytes compressed: no room is left for the engine", total)
	}
}
