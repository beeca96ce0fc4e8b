// Package sync has locks.
package sync

// runtime_Semacquire waits. Package runtime has its body.
func runtime_Semacquire(s *uint32)

// A Mutex is a lock.
type Mutex struct {
	state int32
	sema  uint32
}

// Lock takes the lock.
func (m *Mutex) Lock() {
	if m.state == 0 {
		m.state = 1
		return
	}
	runtime_Semacquire(&m.sema)
}

// Unlock gives it back.
func (m *Mutex) Unlock() {
	if m.state == 0 {
		fatal("sync: unlock of unlocked mutex")
	}
	m.state = 0
}

func fatal(string)
