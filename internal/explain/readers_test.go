package explain

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// said explains a text with the notes of the tests, and compares with the script.
func said(t *testing.T, text string) *Answer {
	t.Helper()
	same(t, firstLine(text), []byte(text), Options{})
	return notedEngine().Explain([]byte(text), Options{})
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A headline names the program's own function that failed, not the deferred one that ran
// on top of it, and the one that waits where nothing has failed.
func TestHeadlineNamesThePlace(t *testing.T) {
	deferred := "\n\ngoroutine 1 [%s]:\nmain.main.func1()\n\t/src/a.go:15 +0x1d\npanic({0x1?, 0x2?})\n\t/usr/local/go/src/runtime/panic.go:792 +0x132\nruntime.sigpanic()\n\t/usr/local/go/src/runtime/signal_unix.go:917 +0x1\nmain.(*T).Get(0x0)\n\t/src/a.go:9\nmain.main()\n\t/src/a.go:17 +0x53\n"
	for text, want := range map[string]string{
		read(t, "inputs/formats/nilp-1.24.13.txt"):                                                                                                            "A goroutine panicked: invalid memory address or nil pointer dereference at main.(*T).Get nilp.go:9.",
		"panic: boom" + strings.Replace(deferred, "%s", "running", 1):                                                                                         "A goroutine panicked at main.(*T).Get a.go:9 with a value of the program's own: boom",
		"fatal error: concurrent map writes\n\ngoroutine 7 [running]:\nmain.w(0x1)\n\t/src/m.go:5 +0x1\n":                                                     "at main.w m.go:5.",
		"fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t/src/m.go:5 +0x1\n":                                `"all goroutines are asleep - deadlock!", in runtime.checkdead, a fault of the program.`,
		"panic: runtime error: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.f(...)\n\t/src/m.go:5\nmain.main()\n\t/src/m.go:9 +0x1\n": "A goroutine panicked: index 5 of 3 elements at main.f m.go:5.",
		"panic: runtime error: slice bounds out of range [:7] with capacity 4\n":                                                                              "A goroutine panicked: a slice up to 7 of capacity 4.",
		"panic: runtime error: slice bounds out of range [7:4]\n":                                                                                             "A goroutine panicked: a slice from 7 to 4.",
		"panic: runtime error: index out of range [-1]\n":                                                                                                     "A goroutine panicked: index -1, which is negative.",
	} {
		if a := said(t, text); !strings.Contains(a.Summary, want) {
			t.Errorf("%.60q: %s\n    want %s", text, a.Summary, want)
		}
	}
	waits := notedEngine().Explain([]byte(strings.Replace(deferred, "%s", "chan receive", 1)), Options{})
	if waits.Groups[0].Top != "main.main.func1 a.go:15" {
		t.Errorf("a deferred function that waits: %+v", waits.Groups[0])
	}
}

// A line of a log with the text of an error says nothing of a panic, and takes no other line
// in; behind "panic: ", or above the stack of a goroutine that ended, it does.
func TestTextOfAnError(t *testing.T) {
	const stack = "goroutine 1 [running]:\nmain.main()\n\t/src/m.go:5 +0x1\n"
	for text, want := range map[string]string{
		"context deadline exceeded\nnext line\n":  `"context deadline exceeded" is the text of an error, which package context makes; that a goroutine panicked with it is not said.`,
		"send on closed channel\n":                `"send on closed channel" is the text of an error, which package runtime makes`,
		"all goroutines are asleep - deadlock!\n": `behind "fatal error: ", which this line lacks`,
		"panic: context deadline exceeded\n":      "A goroutine panicked: context deadline exceeded.",
		"send on closed channel\n\n" + stack:      "A goroutine panicked: send on closed channel at main.main m.go:5.",
		"context deadline exceeded\ngoroutine 1 [running]:\nruntime/debug.Stack()\n\t/usr/local/go/src/runtime/debug/stack.go:26 +0x5e\nmain.main()\n\t/src/m.go:5 +0x1\n": "One goroutine [running] at main.main m.go:5.",
	} {
		if a := said(t, text); !strings.Contains(a.Summary, want) {
			t.Errorf("%q: %s\n    want %s", text, a.Summary, want)
		}
	}
	if a := said(t, "context deadline exceeded\nnext line\n"); len(a.Unknown) != 1 || strings.Contains(a.Blocks[0].Text, "recover") {
		t.Errorf("%+v, %+v", a.Unknown, a.Blocks)
	}
}

// Of two statements that print the same words the value decides, or both are named; of
// functions that do, none is the place.
func TestStatementsThatPrintTheSame(t *testing.T) {
	a := said(t, read(t, "inputs/formats/so-1.26.8.txt"))
	if b := a.Blocks[0]; b.Place != "runtime/stack.go:1202 in go1.26" || strings.Contains(b.Text, "!(") {
		t.Errorf("the first line of a stack overflow: %+v", b)
	}
	both := notedEngine().Explain([]byte("runtime: goroutine stack exceeds 500000000-byte limit\n"), Options{Go: "go1.26.8"})
	if b := both.Blocks[0]; b.Place != "runtime/stack.go:1202 or 1204 in go1.26" {
		t.Errorf("a limit that both can have: %+v", b)
	}
	b := said(t, "runtime: out of memory: cannot allocate 8388608-byte block (3938123776 in use)\nfatal error: out of memory\n").Blocks
	if b[1].Symbol != "" || b[1].Place != "" || !strings.Contains(b[1].Text, "these can have: runtime.") {
		t.Errorf("many functions end with it: %+v", b[1])
	}
	if !strings.Contains(b[0].Text, "3.7 GiB in use are all the address space that the heap has got so far") {
		t.Errorf("in use: %s", b[0].Text)
	}
}

// Records of logs may hide lines in several strings, in strings of strings, or in none that is
// JSON.
func TestEscapedText(t *testing.T) {
	const stack = `panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/m.go:5 +0x1\n`
	for _, text := range []string{
		`{"level":"error","stack":"` + stack + `"}`,
		`{"level":"error","msg":"it died","err":{"trace":"` + stack + `"}}`,
		`{"level":"error","msg":"panic: boom","stack":"goroutine 1 [running]:\nmain.main()\n\t/src/m.go:5 +0x1\n"}`,
		`{"log":"{\"level\":\"error\",\"stack\":\"` + strings.ReplaceAll(stack, `\`, `\\`) + `\"}\n","stream":"stderr"}`,
		`2026-11-28T10:00:00Z level=error stack="` + stack + `" caller=x.go:1`,
		`ts=1 stack=` + stack,
	} {
		a := said(t, text+"\n")
		if !strings.HasPrefix(a.Summary, "A goroutine panicked at main.main m.go:5 with a value of the program's own: boom") {
			t.Errorf("%s: %s", text, a.Summary)
		}
		if len(a.Groups) != 1 || a.Groups[0].Top != "main.main m.go:5" {
			t.Errorf("%s: %+v", text, a.Groups)
		}
	}
	a := said(t, `{"stack":"panic: boom\n\ngoroutine 1 [running]:\nmain.(*T).String()\n\t\u003cautogenerated\u003e:1 +0x1\n"}`)
	if a.Groups[0].Top != "main.(*T).String <autogenerated>:1" {
		t.Errorf("JSON's way to write <: %+v", a.Groups)
	}
}

// What to do next fits a program that has ended: nothing is asked of its process.
func TestNextOfTheDead(t *testing.T) {
	const lock = "goroutine %d [sync.Mutex.Lock, 4 minutes]:\nsync.runtime_SemacquireMutex(0x1, 0x0, 0x1)\n\t/usr/local/go/src/runtime/sema.go:95 +0x25\nsync.(*Mutex).Lock(0xc000012340)\n\t/usr/local/go/src/sync/mutex.go:46 +0x1\nmain.f()\n\t/src/m.go:5 +0x1\ncreated by main.main in goroutine 1\n\t/src/m.go:3 +0x1\n\n"
	one, two := strings.Replace(lock, "%d", "6", 1), strings.Replace(lock, "%d", "7", 1)
	for text, want := range map[string][]string{
		one:       {"kill -QUIT PID", "curl 'localhost:6060/debug/pprof/goroutine?debug=2'"},
		one + two: {"sourcedive explain FILE --with 0xc000012340", "take another dump some minutes later", "sourcedive explain FILE --min-wait 4"},
		"fatal error: all goroutines are asleep - deadlock!\n\n" + one + two: {"look", "sourcedive explain FILE --with 0xc000012340", "sourcedive explain FILE --min-wait 4"},
		"SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\n" + one + two:                {"sourcedive explain FILE --with 0xc000012340", "sourcedive explain FILE --min-wait 4"},
		"panic: boom\n\n" + one: {},
	} {
		var got []string
		for _, n := range said(t, text).Next {
			got = append(got, n.Run)
		}
		if !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%.60q: %q, want %q", text, got, want)
		}
	}
}

// What to read is chosen by the kind of the message; memory is not called corrupted for nil.
func TestToRead(t *testing.T) {
	for text, want := range map[string][]string{
		"fatal error: newosproc\n": {"threads"},
		"runtime: failed to create new OS thread (have 17 already; errno=11)\nfatal error: newosproc\n":                                       {"threads"},
		"fatal error: unexpected signal during runtime execution\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x1]\n":       {"wild"},
		"fatal error: unexpected signal during runtime execution\n[signal SIGSEGV: segmentation violation code=0x1 addr=0xbad00000 pc=0x1]\n": {"corruption"},
		"signal: killed\n": {"outofmemory"},
		"Dear all\n":       {},
	} {
		if got := said(t, text).Read; !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A report of a race says both accesses and who started the goroutines.
func TestRaceReport(t *testing.T) {
	a := said(t, firstRace(read(t, "other/race2.txt")))
	if want := "The race detector reports one data race: read at main.main m.go:77, previous write at main.main.func7 m.go:77."; a.Summary != want {
		t.Errorf("%s\n    want %s", a.Summary, want)
	}
	var texts []string
	for _, b := range a.Blocks {
		if b.Kind == kindRace {
			texts = append(texts, b.Text)
			if b.Text == "" {
				t.Errorf("lines %v say nothing", b.Lines)
			}
		}
	}
	all := strings.Join(texts, "\n")
	for _, want := range []string{
		"Read at main.main m.go:77, of the address 0x00c000018328, by main goroutine.", "Previous write at main.main.func7 m.go:77, of the address 0x00c000018328, by goroutine 9.",
		"Goroutine 9 (running) was started at main.main m.go:77.",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
}

func firstRace(s string) string {
	at := strings.Index(s, "==================\n2\n")
	if at < 0 {
		return s
	}
	return s[:at+len("==================\n")]
}

// The answer in a terminal names lines as lines, and nothing that says nothing; the runtime's
// goroutines are one row, and nobody's children.
func TestAnswerInWords(t *testing.T) {
	var b strings.Builder
	a := said(t, read(t, "inputs/formats/dumpsys-1.26.8.txt"))
	if err := a.Text(&b); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	for _, want := range []string{"\nlines 1–2: SIGQUIT: quit\n", " of the runtime's own: ", " more details of the text: go1.26"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	for _, bad := range []string{"more signs", "more blocks", "Platform: /", "finalizer wait\n", "counted from the end"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q is in\n%s", bad, out)
		}
	}
	for _, m := range a.Makers {
		for _, g := range a.Groups {
			for _, id := range g.Goroutines {
				if g.Kind == groupRuntime && slices.Contains(m.Made, id) {
					t.Errorf("goroutine %d made %d, which is the runtime's", m.Goroutine, id)
				}
			}
		}
	}
}

// Who hangs: what waits for a lock comes before a main that waits for a signal, a server that
// accepts and the runtime's own, though these wait longer.
func TestSuspectsComeFirst(t *testing.T) {
	text := "goroutine 1 [chan receive, 90 minutes]:\nmain.main()\n\t/src/m.go:9 +0x1\n\n" +
		"goroutine 5 [syscall, 90 minutes]:\nos/signal.signal_recv()\n\t/usr/local/go/src/runtime/sigqueue.go:152 +0x29\nos/signal.loop()\n\t/usr/local/go/src/os/signal/signal_unix.go:23 +0x13\ncreated by os/signal.Notify.func1.1 in goroutine 1\n\t/usr/local/go/src/os/signal/signal.go:152 +0x1f\n\n" +
		"goroutine 2 [force gc (idle), 90 minutes]:\nruntime.gopark()\n\t/usr/local/go/src/runtime/proc.go:424 +0xce\ncreated by runtime.init.7 in goroutine 1\n\t/usr/local/go/src/runtime/proc.go:325 +0x1a\n\n" +
		"goroutine 8 [sync.Mutex.Lock, 20 minutes]:\nmain.f()\n\t/src/m.go:5 +0x1\ncreated by main.main in goroutine 1\n\t/src/m.go:3 +0x1\n"
	a := said(t, text)
	var kinds []string
	for _, g := range a.Groups {
		kinds = append(kinds, g.Kind+" "+g.Reason)
	}
	if want := []string{" sync.Mutex.Lock", "usual chan receive", "usual syscall", "runtime force gc (idle)"}; !slices.Equal(kinds, want) {
		t.Errorf("%q, want %q", kinds, want)
	}
	if want := "3 goroutines with 3 different stacks; one waits [sync.Mutex.Lock] for 20 minutes or longer at main.f m.go:5."; a.Summary != want {
		t.Errorf("%s\n    want %s", a.Summary, want)
	}
}
