package pacer

// capacityPerProc is the runtime's, in nanoseconds. A test checks it against the source.
const capacityPerProc = 1e9

// Limiter is a bucket that collector time fills and program time drains. While it is
// full, no one must help with marking. So the collector gets more than half of the
// processors for as long as the bucket takes to fill, and no longer.
type Limiter struct {
	Fill, Capacity uint64 // nanoseconds of processor time
	Overflow       uint64
	Limiting       bool

	procs        int64
	marking      bool
	assist, idle int64 // since the last update
	last         int64
}

// NewLimiter makes an empty one.
func NewLimiter(now int64, procs int) *Limiter {
	l := &Limiter{}
	l.Reset(now, procs)
	return l
}

// Reset is for another number of processors.
func (l *Limiter) Reset(now int64, procs int) {
	l.Update(now)
	l.procs = int64(procs)
	l.Capacity = uint64(procs) * capacityPerProc
	switch {
	case l.Fill > l.Capacity:
		l.Fill, l.Limiting = l.Capacity, true
	case l.Fill < l.Capacity:
		l.Limiting = false
	}
}

// AddAssist notes processor time that the program spent on helping.
func (l *Limiter) AddAssist(t int64) { l.assist += t }

// AddIdle notes processor time that nobody wanted.
func (l *Limiter) AddIdle(t int64) { l.idle += t }

// Update shares the time since the last update out between collector and program.
func (l *Limiter) Update(now int64) {
	if now < l.last {
		return
	}
	all := (now - l.last) * l.procs
	gc := l.assist
	if l.marking {
		gc += int64(float64(all) * backgroundUtilization)
	}
	all -= l.idle
	l.last, l.assist, l.idle = now, 0, 0
	l.accumulate(all-gc, gc)
}

// Start stops the world to begin marking, or to end it.
func (l *Limiter) Start(marking bool, now int64) {
	l.Update(now)
	l.marking = marking
}

// Finish starts the world: the pause was the collector's time on all processors.
func (l *Limiter) Finish(now int64) {
	if now >= l.last {
		l.accumulate(0, (now-l.last)*l.procs)
	}
	l.last = now
}

// accumulate fills the bucket with what the collector used more than the program, or
// drains it.
func (l *Limiter) accumulate(program, gc int64) {
	room, more := l.Capacity-l.Fill, gc-program
	full := room == 0
	switch {
	case more > 0 && uint64(more) >= room:
		l.Overflow += uint64(more) - room
		l.Fill = l.Capacity
		l.Limiting = l.Limiting || !full
	case more > 0:
		l.Fill += uint64(more)
	case more < 0:
		l.Fill -= min(l.Fill, uint64(-more))
		l.Limiting = l.Limiting && !full
	}
}
