package runtime

// A mutex is held by one thread at a time.
type mutex struct{ key uintptr }

type lockRank int

const (
	lockRankUnknown lockRank = iota
	lockRankIdle
	lockRankPool
)

var lockNames = []string{
	lockRankUnknown: "",
	lockRankIdle:    "idle",
	lockRankPool:    "pool",
}

var lockPartialOrder = [][]lockRank{
	lockRankIdle: {},
	lockRankPool: {lockRankIdle},
}

func lockInit(l *mutex, rank lockRank) {}
func lock(l *mutex)                    { l.key++ }
func unlock(l *mutex)                  { l.key-- }
func assertLockHeld(l *mutex)          {}

// A pool holds what can be used again.
type pool struct {
	lock mutex // protects free
	free int
}

var idle struct {
	lock mutex
	n    int
}

func (p *pool) init() {
	lockInit(&p.lock, lockRankPool)
	lockInit(&idle.lock, lockRankIdle)
}

// get takes one out.
func (p *pool) get() bool {
	lock(&p.lock)
	if p.free == 0 {
		unlock(&p.lock)
		return false
	}
	p.take()
	unlock(&p.lock)
	return true
}

// take does so with the lock held.
func (p *pool) take() {
	assertLockHeld(&p.lock)
	p.free--
}

// The caller must hold p.lock, and the pool must not be empty.
func (p *pool) drop() { p.free = 0 }

// acquire returns holding the lock.
func (p *pool) acquire() { lock(&p.lock) }

func (p *pool) release() { unlock(&p.lock) }

func refill(p *pool) {
	lock(&idle.lock)
	defer unlock(&idle.lock)
	p.acquire()
	systemstack(func() {
		p.free += idle.n
		p.release()
	})
}
