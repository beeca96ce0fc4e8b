package site

import (
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// engine runs the browser's search without a browser.
type engine struct {
	t  testing.TB
	vm *goja.Runtime
}

// newEngine loads templates/js/search/engine.js; file reads a part of the export.
func newEngine(t testing.TB, file func(name string) (text string, ok bool)) *engine {
	t.Helper()
	e := &engine{t, goja.New()}
	e.vm.Set("readPart", func(name string) string {
		text, _ := file(strings.TrimPrefix(name, "search/"))
		return text
	})
	script, err := os.ReadFile("../templates/js/search/engine.js")
	if err != nil {
		t.Fatal(err)
	}
	e.run(`var window = this;
		var sourcedive = { forget: function () {}, load: function (name, done) { try { (0, eval)(readPart(name)); } catch (e) {} done(true); } };`)
	e.run(string(script))
	e.run(`function ask(text, limit) {
		var said = "nothing";
		sourcedive.find(text, limit, function (out, failed) {
			if (!out) return void (said = "failed: " + failed.join(" "));
			said = out.total + " [" + out.near.join(" ") + "]";
			out.hits.forEach(function (h, i) {
				var r = out.rows[i];
				said += "\n" + [r.kind, r.title, r.pkg, r.file, r.line, r.url, String(Math.round(h.score * 1e6) / 1e6)].join("|");
			});
		});
		return said;
	}`)
	return e
}

func (e *engine) run(script string) goja.Value {
	e.t.Helper()
	v, err := e.vm.RunString(script)
	if err != nil {
		e.t.Fatal(err)
	}
	return v
}

// find gives the results as lines: the total and the nearest names, then each row.
func (e *engine) find(text string, limit int) string {
	e.t.Helper()
	e.vm.Set("asked", text)
	e.vm.Set("limit", limit)
	return e.run("ask(asked, limit)").String()
}

// hardQuestions are queries of all sorts: mistyped, partial, split, qualified, spoken,
// numeric, filtered, hostile.
func hardQuestions() []string {
	return strings.Split(`who wakes a parked goroutine
fatal error: all goroutines are asleep - deadlock!
2024/05/02 10:11:12 panic: runtime error: index out of range [5] with length 3
goroutine 18 gp=0xc000002380 m=nil [select, 3 minutes]:
     70ms 36.84% 36.84%       70ms 36.84%  runtime.futex
runtime: 0xc000012345 bad pointer 17
all goroutines are asleep
61
2048
(*mcache).nextFree
runtime.p.runq
p.runq
write barrier flush
runqste
runqste 
malocgc
gorutine
schedular
netpol
kind:const stack
kind:function kind:method stack
file:proc.go wake
file:runtime/proc.go
pkg:sync lock
pkg:internal/sync
kind:nothing x
kind:
pkg:"runtime" g
sync.Mutex
internal/sync.Mutex
sync.(*Mutex).Lock
unsafe.Pointer.x.y
...
.
a.b
the
who is it
the goroutine
g
m
p
gc
_Gwaiting
Gwaiting
GCASSIST
gcAssist
NextFreeFast
parkgoroutine
heapgaol
asyncronous preemtion
zzzzqqqq
zzzzqqqq xxxyyy
<script>alert(1)</script>
%
"
\
bidi
ä·ö µs
/sched/latencies:seconds
index out of range
panics
x86
fast64
mapassign_fast64
map assign fast 64
lock rank
lockrank
TLBs
stopTheWorld
stop the world
concurrent map writes
runtime: out of memory
waitReasonSleep
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
one two three four five six seven eight nine ten eleven twelve thirteen fourteen
alloca
allocs
sche
ru
runqs
semaphoreacquire
constructor __proto__ hasOwnProperty toString
kind:__proto__
kind:constructor x
`+evil, "\n")
}
