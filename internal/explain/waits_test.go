package explain

import (
	"fmt"
	"strings"
	"testing"
)

// dump writes goroutines as a release before go1.17 does, each "state|frame|frame…".
func dump(goroutines ...string) []byte {
	var b strings.Builder
	for i, g := range goroutines {
		parts := strings.Split(g, "|")
		fmt.Fprintf(&b, "goroutine %d [%s]:\n", i+1, parts[0])
		for _, f := range parts[1:] {
			fmt.Fprintf(&b, "%s\n\t/src/a.go:%d +0x1\n", f, 10+i)
		}
		b.WriteString("created by main.main\n\t/src/a.go:1 +0x1\n\n")
	}
	return []byte(b.String())
}

const (
	waiting1 = "semacquire|sync.runtime_SemacquireMutex(0xc0001000a4)|sync.(*Mutex).Lock(0xc0001000a0)"
	write1   = "semacquire|sync.runtime_SemacquireMutex(0xc0001000b4)|sync.(*Mutex).Lock(0xc0001000b0)|sync.(*RWMutex).Lock(0xc0001000b0)"
)

func TestWaits(t *testing.T) {
	for _, test := range []struct {
		name string
		dump []byte
		want string
	}{
		{"the receiver is the lock", dump(waiting1+"|main.(*S).Get(0xc0001000a0, 0x1)", "chan send|main.(*S).Put(0xc0001000a0)|main.loop()"), "1→2?"},
		{"the receiver holds the lock", dump(waiting1+"|main.(*S).Get(0xc000100000)", "chan send|main.(*S).Put(0xc000100000)|main.loop()"), "1→2?"},
		{"close below, the waiter's own receiver is unknown", dump(waiting1+"|main.get()", "chan send|main.(*S).Put(0xc000100080)|main.loop()"), "1→2?"},
		{"too far below", dump(waiting1+"|main.get()", "chan send|main.(*S).Put(0xc000100000)|main.loop()"), "1→0"},
		{"above", dump(waiting1+"|main.get()", "chan send|main.(*S).Put(0xc0001000a8)|main.loop()"), "1→0"},
		{"two candidates", dump(waiting1+"|main.get()", "chan send|main.(*S).A(0xc0001000a0)|main.loop()", "chan send|main.(*S).B(0xc0001000a0)|main.loop()"), "1→0"},
		{"the other waits for the same", dump(waiting1+"|main.(*S).Get(0xc0001000a0)", waiting1+"|main.(*S).Get(0xc0001000a0)"), "1→0 2→0"},
		{"a loop that idles", dump(waiting1+"|main.get()", "select|main.(*S).run(0xc0001000a0)"), "1→0"},
		{"a loop that idles inside a call", dump(waiting1+"|main.get()", "select|main.(*S).flush(0xc0001000a0)|main.(*S).run(0xc0001000a0)"), "1→2?"},
		{"asleep in the function that locks", dump(waiting1+"|main.(*S).Get(0xc000100000)", "sleep|main.(*S).Get(0xc000100000)"), "1→2?"},
		{"a function, no method", dump(waiting1+"|main.get()", "chan send|main.put(0xc0001000a0)"), "1→0"},
		{"a stale argument", dump(waiting1+"|main.get()", "chan send|main.(*S).Put(0xc0001000a0?)|main.loop()"), "1→0"},
		{"a stale lock", dump("semacquire|sync.(*Mutex).Lock(0xc0001000a0?)|main.get()"), ""},
		{"running", dump("running|sync.(*Mutex).Lock(0xc0001000a0)|main.get()"), ""},
		{"each other", dump(waiting1+"|main.(*S).Get(0xc0001000a0)|main.(*T).Do(0xc0001000b0)|main.f()", write1+"|main.(*T).Set(0xc0001000b0)|main.(*S).Do(0xc0001000a0)|main.f()"), "1→2? 2→1?"},
		{"a channel has no holder", dump("chan send|runtime.chansend1(0xc0001000a0, 0x1)|main.f()", "chan receive|main.(*S).Put(0xc0001000a0)|main.loop()"), "1→0"},
		{"a wait group has no holder", dump("semacquire|sync.(*WaitGroup).Wait(0xc0001000a0)|main.f()", "chan receive|main.(*S).Put(0xc0001000a0)|main.loop()"), "1→0"},
	} {
		var got []string
		for _, w := range engine().Explain(test.dump, Options{}).Waits {
			s := fmt.Sprintf("%d→%d", w.Goroutine, w.Holder)
			if !w.Certain {
				s += "?"
			}
			got = append(got, s)
		}
		if g := strings.Join(got, " "); g != test.want {
			t.Errorf("%s: %s, want %s", test.name, g, test.want)
		}
	}
	a := engine().Explain(dump(write1+"|main.f()"), Options{})
	if len(a.Waits) != 1 || a.Waits[0].For != "sync.RWMutex to write 0xc0001000b0" {
		t.Errorf("RWMutex.Lock waits in its Mutex: %+v", a.Waits)
	}
}
