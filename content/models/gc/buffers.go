package gc

import "slices"

// Sizes that the runtime gives its buffers, and the ones used here so that they
// overflow in heaps of eight objects.
const (
	workbufBytes   = 2048 // a buffer of grey objects with its head, which is 24 bytes
	workbufObjects = (workbufBytes - 24) / 8
	wbBufEntries   = 512 // pointers in a P's barrier buffer

	shownObjects = 2
)

// workbuf is a buffer of grey objects, by number.
type workbuf []uint8

// gcWork is a worker's own two buffers, and the object it reads fields of.
type gcWork struct {
	wbuf1, wbuf2 workbuf
	has          bool // the buffers; it has none before the first object, and after dispose
	now          int  // -1 is none
}

// work are the buffers of all workers: full ones that nobody holds are shared.
type work struct {
	local []gcWork
	full  []workbuf
}

func newWork(n int) work {
	w := work{local: make([]gcWork, n)}
	for i := range w.local {
		w.local[i].now = -1
	}
	return w
}

// init gives a worker its buffers: an empty one, and one with work if there is one.
func (w *work) init(l *gcWork) {
	if !l.has {
		l.has, l.wbuf1, l.wbuf2 = true, nil, w.trygetfull()
	}
}

// trygetfull takes the shared buffer that came last, or nil.
func (w *work) trygetfull() (b workbuf) {
	if last := len(w.full) - 1; last >= 0 {
		b, w.full = w.full[last], w.full[:last]
	}
	return b
}

// putObj puts a grey object into the first buffer. The second one takes turns with it,
// so that a full one is shared only when both are.
func (w *work) putObj(p int, obj uint8) {
	l := &w.local[p]
	w.init(l)
	if len(l.wbuf1) == shownObjects {
		l.wbuf1, l.wbuf2 = l.wbuf2, l.wbuf1
		if len(l.wbuf1) == shownObjects {
			w.full = append(w.full, l.wbuf1)
			l.wbuf1 = nil
		}
	}
	l.wbuf1 = append(slices.Clip(l.wbuf1), obj)
}

// putObjBatch is how the flush of a barrier's buffer puts objects: a full buffer is shared
// at once, and the second one becomes the first.
func (w *work) putObjBatch(p int, objs []uint8) {
	if len(objs) == 0 {
		return
	}
	l := &w.local[p]
	w.init(l)
	for _, obj := range objs {
		for len(l.wbuf1) == shownObjects {
			w.full = append(w.full, l.wbuf1)
			l.wbuf1, l.wbuf2 = l.wbuf2, nil
		}
		l.wbuf1 = append(slices.Clip(l.wbuf1), obj)
	}
}

// tryGetObj takes the object that came last: from the first buffer, from the second,
// from one that is shared.
func (w *work) tryGetObj(p int) bool {
	l := &w.local[p]
	w.init(l)
	if len(l.wbuf1) == 0 {
		l.wbuf1, l.wbuf2 = l.wbuf2, l.wbuf1
	}
	if len(l.wbuf1) == 0 {
		l.wbuf1 = w.trygetfull()
	}
	last := len(l.wbuf1) - 1
	if last < 0 {
		return false
	}
	l.now, l.wbuf1 = int(l.wbuf1[last]), l.wbuf1[:last]
	return true
}

// take gets an object from wherever it is, for a worker that follows a script.
func (w *work) take(p int, obj uint8) {
	for i := range w.local {
		l := &w.local[i]
		if l.now == int(obj) {
			l.now = -1
		}
		l.wbuf1, l.wbuf2 = without(l.wbuf1, obj), without(l.wbuf2, obj)
	}
	for i := range w.full {
		w.full[i] = without(w.full[i], obj)
	}
	w.full = slices.DeleteFunc(w.full, func(b workbuf) bool { return len(b) == 0 })
	w.local[p].now = int(obj)
}

func without(b workbuf, obj uint8) workbuf {
	return slices.DeleteFunc(slices.Clone(b), func(o uint8) bool { return o == obj })
}

// dispose gives away what a worker keeps, so that others find it.
func (w *work) dispose(p int) {
	l := &w.local[p]
	for _, b := range []workbuf{l.wbuf1, l.wbuf2} {
		if len(b) > 0 {
			w.full = append(w.full, b)
		}
	}
	l.wbuf1, l.wbuf2, l.has = nil, nil, false
}
