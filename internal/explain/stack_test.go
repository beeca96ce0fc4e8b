package explain

import "testing"

func TestHeader(t *testing.T) {
	for in, want := range map[string]stack{
		"goroutine 1 [running]:":                                        {id: 1, state: "running"},
		"goroutine 7 [chan receive, 977 minutes, locked to thread]:":    {id: 7, state: "chan receive", minutes: 977, locked: true},
		"goroutine 0 gp=0x5a60560 m=0 mp=0x5a62540 [idle]:":             {id: 0, state: "idle", gp: "0x5a60560", m: "0"},
		"goroutine 9 gp=0xc0 m=nil [chan receive (nil chan)]:":          {id: 9, state: "chan receive (nil chan)", gp: "0xc0", m: "nil"},
		"goroutine 9 [select (durable), 2 minutes, synctest bubble 3]:": {id: 9, state: "select", durable: true, minutes: 2, bubble: "synctest bubble 3"},
		"goroutine 9 [chan send (leaked)]:":                             {id: 9, state: "chan send", leaked: true},
		"goroutine 9 [running labels:{\"a]\": \"b\"}]:":                 {id: 9, state: "running", labels: `"a]": "b"`},
		"goroutine 9 [running] {a: b}:":                                 {id: 9, state: "running", labels: "a: b"},
		"goroutine 12 [syscall (scan)]:":                                {id: 12, state: "syscall", scan: true},
	} {
		got, ok := header(in, false)
		got.title, got.creator = "", 0
		if !ok || !sameHeader(got, want) {
			t.Errorf("%s: %v %+v", in, ok, got)
		}
	}
	for _, in := range []string{
		"goroutine running on other thread; stack unavailable", "goroutine profile: total 5", "goroutine 7:", "goroutine 5", "goroutine x [running]:",
		"goroutine 5 waits [for] somebody", "goroutine 99999999999999999999 [running]:",
	} {
		if got, ok := header(in, false); ok {
			t.Errorf("%s is no header: %+v", in, got)
		}
	}
	if got, ok := header("goroutine 5", true); !ok || got.id != 5 {
		t.Error("the last line may be cut off")
	}
}

func sameHeader(a, b stack) bool {
	return a.id == b.id && a.state == b.state && a.minutes == b.minutes && a.locked == b.locked && a.scan == b.scan &&
		a.durable == b.durable && a.leaked == b.leaked && a.bubble == b.bubble && a.gp == b.gp && a.m == b.m && a.labels == b.labels
}

func TestFunction(t *testing.T) {
	for in, want := range map[string][2]string{
		"main.main()":                                 {"main.main", ""},
		"panic({0x464e00?, 0x4d8400?})":               {"panic", "{0x464e00?, 0x4d8400?}"},
		"main.(*T).Get(0x3, {0x1, ...}, ...)":         {"main.(*T).Get", "0x3, {0x1, ...}, ..."},
		"example.com/a%2eb/c.F[...](0x1)":             {"example.com/a%2eb/c.F[...]", "0x1"},
		"main.main.func1.2(...)":                      {"main.main.func1.2", "..."},
		"  main.x()":                                  {"main.x", ""},
		"sync/atomic.(*Pointer[go.shape.int]).Load()": {"sync/atomic.(*Pointer[go.shape.int]).Load", ""},
	} {
		fn, args, ok := function(in, false, false)
		if !ok || fn != want[0] || args != want[1] {
			t.Errorf("%s: %q %q %v", in, fn, args, ok)
		}
	}
	for _, in := range []string{"see foo.bar(x) for more", "fmt.Println(x)", "f(0x1)", "(main.f)()", "1.2(0x3)", "main.f(0x1", "main.f", "", "a = b.c()"} {
		if fn, args, ok := function(in, false, false); ok {
			t.Errorf("%q is no function of a stack: %q %q", in, fn, args)
		}
	}
}

func TestPosition(t *testing.T) {
	for in, want := range map[string]frame{
		"\t/usr/local/go/src/runtime/proc.go:402 +0xce": {file: "/usr/local/go/src/runtime/proc.go", line: 402},
		"\t/a/b.go:9": {file: "/a/b.go", line: 9, plain: true},
		"        C:/Program Files/Go/src/runtime/panic.go:1023 +0x65 fp=0xc0 sp=0xc0 pc=0x3": {file: "C:/Program Files/Go/src/runtime/panic.go", line: 1023, pc: true},
		">runtime/panic.go:1253 +0x58": {file: "runtime/panic.go", line: 1253},
		"\t_cgo_gotypes.go:2876 +0x5a": {file: "_cgo_gotypes.go", line: 2876},
	} {
		got, ok := position(in, true)
		if !ok || got != want {
			t.Errorf("%q: %+v %v", in, got, ok)
		}
	}
	for _, in := range []string{"see main.go:12 for more", "main.go:12", "12:30", "http://host:80/", "\tat line:7", "x.go:", "\t/a/b.go:x"} {
		if got, ok := position(in, false); ok {
			t.Errorf("%q is no position: %+v", in, got)
		}
	}
}

func TestSplitFunc(t *testing.T) {
	for in, want := range map[string][2]string{
		"runtime.gopark":               {"runtime", "gopark"},
		"sync.(*Mutex).lockSlow":       {"sync", "(*Mutex).lockSlow"},
		"main.main.func1.2":            {"main", "main"},
		"runtime.(*mheap).alloc.func1": {"runtime", "(*mheap).alloc"},
		"runtime.gcenable.gowrap1":     {"runtime", "gcenable"},
		"main.T.String":                {"main", "T.String"},
		"a.b/c.F[...]":                 {"a.b/c", "F"},
		"net/http.(*conn).serve":       {"net/http", "(*conn).serve"},
		"gopkg.in/yaml%2ev2.Unmarshal": {"gopkg.in/yaml.v2", "Unmarshal"},
		"example.com/x.(*T).M-fm":      {"example.com/x", "(*T).M"},
		"panic":                        {"", "panic"},
	} {
		if pkg, name := splitFunc(in); pkg != want[0] || name != want[1] {
			t.Errorf("%s: %q %q", in, pkg, name)
		}
	}
}

func TestMatcher(t *testing.T) {
	for in, want := range map[string]string{
		"fatal error: all goroutines are asleep - deadlock!":                                              "checkdead",
		"runtime: failed to create new OS thread (have 17 already; errno=11)":                             "newosproc",
		"panic: runtime error: index out of range [5] with length 1":                                      "boundsErrorFmts",
		"http: panic serving 1.2.3.4:5: runtime error: invalid memory address or nil pointer dereference": "panicmem",
		"panic: send on closed channel [recovered]":                                                       "chansend",
	} {
		msg, ok := engine().matcher.readMessage(in, true, false)
		found := false
		for _, m := range msg.matches {
			for _, p := range m.msg.Places {
				found = found || p.Func == want
			}
		}
		if !ok || !found {
			t.Errorf("%s: %v, no place in %s: %+v", in, ok, want, msg.matches)
		}
	}
	for _, in := range []string{"starting server on :8080", "the runtime: is fine", "fault", "error: exit status 1", "goroutine 7:", "deadlock"} {
		if msg, ok := engine().matcher.readMessage(in, true, false); ok {
			t.Errorf("%q is no message: %q", in, msg.matches[0].msg.Text)
		}
	}
	if msg, ok := engine().matcher.readMessage("fatal error: all goroutines are asl", true, true); !ok || !msg.cut {
		t.Errorf("a message cut off: %+v", msg)
	}
}
