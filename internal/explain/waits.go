package explain

import (
	"math"
	"slices"
	"strings"
)

// lockFuncs are the functions whose first argument is what their caller waits for.
var lockFuncs = map[string]string{
	"sync.(*Mutex).Lock": "sync.Mutex", "sync.(*Mutex).lockSlow": "sync.Mutex",
	"internal/sync.(*Mutex).Lock": "sync.Mutex", "internal/sync.(*Mutex).lockSlow": "sync.Mutex",
	"sync.(*RWMutex).RLock": "sync.RWMutex to read", "sync.(*RWMutex).rLockSlow": "sync.RWMutex to read",
	"sync.(*RWMutex).Lock": "sync.RWMutex to write", "sync.(*WaitGroup).Wait": "sync.WaitGroup", "sync.(*Cond).Wait": "sync.Cond",
	"runtime.chanrecv": "channel to receive", "runtime.chanrecv1": "channel to receive", "runtime.chanrecv2": "channel to receive",
	"runtime.chansend": "channel to send", "runtime.chansend1": "channel to send",
}

// notWaiting are the states of goroutines that can go on.
var notWaiting = map[string]bool{"running": true, "runnable": true, "syscall": true, "idle": true, "": true}

// firstArg returns the first argument of a frame, if it is written whole and was not
// marked as perhaps stale.
func firstArg(args string) string {
	if end := hexNumber(args, 0); end > 0 && (end == len(args) || args[end] == ',') {
		return args[:end]
	}
	return ""
}

// waitingFor returns what a stack shows its goroutine to wait for: the outermost of
// the functions that wait, for RWMutex.Lock waits in the Mutex inside it.
func (st *stack) waitingFor() (what, addr string) {
	if notWaiting[st.state] {
		return "", ""
	}
	for i := range st.frames {
		f := &st.frames[i]
		if i > 8 || !waiterPackage(f.fn) {
			break
		}
		if label := lockFuncs[f.fn]; label != "" {
			if a := firstArg(f.args); a != "" && a != "0x0" {
				what, addr = label, a
			}
		}
	}
	return what, addr
}

func waiterPackage(fn string) bool {
	if !hasAny(fn, "sync", "runtime", "internal/sync") {
		return false
	}
	pkg, _ := splitFunc(fn)
	return pkg == "sync" || pkg == "runtime" || pkg == "internal/sync"
}

// near is how far below a lock the receiver of a frame may be to count as the value
// that the lock is a field of; of the waiting goroutine's own receiver, which is that
// value as a rule, more.
const (
	near    = 128
	nearOwn = 4096
)

// waits lists who waits for which lock or channel by address, and who likely holds a
// lock: the only other goroutine that does not wait for it and has a frame of a method
// whose receiver is the lock or begins close below it.
func waits(p *parsed) []Wait {
	out := []Wait{}
	holders := newReceivers(p)
	for _, st := range p.stacks {
		if !st.isGoroutine() {
			continue
		}
		what, addr := st.waitingFor()
		if addr == "" {
			continue
		}
		w := Wait{Goroutine: int64(st.id), For: what + " " + addr, Certain: true}
		if w.forLock() {
			if h := holders.of(addr, st); h != nil {
				w.Holder, w.Certain = int64(h.id), false
			}
		}
		out = append(out, w)
	}
	return out
}

// forLock reports whether what a goroutine waits for is something that another holds.
func (w *Wait) forLock() bool { return hasAny(w.For, "sync.Mutex", "sync.RWMutex") }

// receivers finds goroutines by the receivers on their stacks.
type receivers struct {
	at      map[string][]receiver // address → frames with that receiver
	buckets map[float64][]string  // the addresses, 256 bytes of memory together
	found   map[string]*stack     // what of gave, by its arguments
}

// A receiver is a frame of a method, with its goroutine.
type receiver struct {
	st *stack
	fn string
	// idle is set for the outermost method of a goroutine in a state in which loops
	// spend their lives: it says nothing about what the goroutine holds.
	idle bool
}

func newReceivers(p *parsed) *receivers {
	r := &receivers{at: map[string][]receiver{}, buckets: map[float64][]string{}, found: map[string]*stack{}}
	for _, st := range p.stacks {
		if !st.isGoroutine() {
			continue
		}
		last := len(st.frames) - 1
		for i := range st.frames {
			f := &st.frames[i]
			if !strings.Contains(f.fn, ".(*") || isStd(f.fn) {
				continue
			}
			a := firstArg(f.args)
			if a == "" || a == "0x0" || len(a) < 8 {
				continue
			}
			if len(r.at[a]) == 0 {
				b := bucketOf(a)
				r.buckets[b] = append(r.buckets[b], a)
			}
			r.at[a] = append(r.at[a], receiver{st, f.fn, i == last && st.idles()})
		}
	}
	return r
}

// bucketOf numbers the 256 bytes of memory that an address is in.
func bucketOf(addr string) float64 {
	value, _ := number(addr)
	return math.Floor(value / 256)
}

// below returns the address below a lock that is nearest to it, if one may be near.
func (r *receivers) below(lock string) string {
	b, best := bucketOf(lock), ""
	for _, k := range []float64{b, b - 1} {
		for _, a := range r.buckets[k] {
			if compareHex(a, lock) < 0 && (best == "" || compareHex(a, best) > 0) {
				best = a
			}
		}
		if best != "" {
			break
		}
	}
	return best
}

// idles reports whether a goroutine is in a state in which loops spend their lives.
func (st *stack) idles() bool {
	switch st.state {
	case "select", "IO wait", "chan receive", "sleep", "syscall":
		return true
	}
	return false
}

func compareHex(a, b string) int {
	a, b = strings.TrimLeft(a[2:], "0"), strings.TrimLeft(b[2:], "0")
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// of returns the one goroutine that likely holds the lock that st waits for: one with
// a method of the lock itself on its stack, or of the value that the lock is part of.
// That value is the receiver of st's own method, if it shows; else what begins closest
// below the lock.
func (r *receivers) of(lock string, st *stack) *stack {
	locker, base := st.locker()
	value, _ := number(lock)
	if own, _ := number(base); base == "" || own > value || value-own > nearOwn {
		base = ""
	}
	key := lock + " " + base + " " + locker
	h, ok := r.found[key]
	if !ok {
		h = one(r.candidates(lock, base), lock, locker)
		r.found[key] = h
	}
	return h
}

// candidates are the frames with a receiver that may be the value with the lock.
func (r *receivers) candidates(lock, base string) []receiver {
	if base != "" && base != lock {
		return append(slices.Clone(r.at[lock]), r.at[base]...)
	}
	if len(r.at[lock]) > 0 {
		return r.at[lock]
	}
	below := r.below(lock)
	value, _ := number(lock)
	if from, ok := number(below); !ok || value-from > near {
		return nil
	}
	return r.at[below]
}

// locker returns the program's function that waits for the lock, and its receiver.
func (st *stack) locker() (fn, receiver string) {
	for i := range st.frames {
		f := &st.frames[i]
		if !isStd(f.fn) {
			if strings.Contains(f.fn, ".(*") {
				receiver = firstArg(f.args)
			}
			return f.fn, receiver
		}
	}
	return "", ""
}

// one returns the only goroutine of list that does not wait for the lock.
func one(list []receiver, lock, locker string) *stack {
	var found *stack
	for _, h := range list {
		if h.st == found || h.idle && h.fn != locker {
			continue
		}
		if _, addr := h.st.waitingFor(); addr == lock {
			continue
		}
		if found != nil {
			return nil
		}
		found = h.st
	}
	return found
}
