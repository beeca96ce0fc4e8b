package sched

import (
	"fmt"

	"sourcedive/content/models/sim"
)

// simulation is one run: the scheduler, and the program that it schedules.
type simulation struct {
	*schedt
	program
	over bool // an invariant is broken, or nothing can happen any more
}

// newSim starts a run: main runs on P0, and all other processors are idle.
func newSim(procs, phase int, seed uint64, quiet bool, script func(*sim.Rand) []op) *simulation {
	s := &simulation{
		schedt:  newSched(procs, recorder{rec: sim.Recorder{Quiet: quiet}, rand: sim.NewRand(seed)}),
		program: program{chans: map[int]*channel{}},
	}
	s.recorder.view = s.view
	s.pidle = append(s.pidle, s.allp[1:]...) // as procresize leaves them: the highest on top
	m0 := &m{sched: s.schedt}
	s.allm = []*m{m0}
	m0.acquirep(s.allp[0])
	m0.p.schedtick = uint32(phase)
	main := s.newg(script(s.rand))
	main.status, main.m, m0.curg = running, m0, main
	s.rec.Start(s.view())
	return s
}

// Step implements sim.Sim.
func (s *simulation) Step() (sim.Event, bool) { return s.rec.Next(s.act) }

// State implements sim.Sim.
func (s *simulation) State() sim.View { return s.rec.Shown() }

// act lets the thread whose turn comes first act. It reports false when the run is over.
func (s *simulation) act() bool {
	if s.over || s.ended {
		return false
	}
	var first *m
	at := int64(never)
	for _, mp := range s.allm {
		if mp.at < at {
			first, at = mp, mp.at
		}
	}
	if first == nil {
		s.over = true
		s.rec.Break("sched", "no thread will ever act again, and goroutines are left", s.view())
		return false
	}
	if s.sysmon.at < at {
		s.now = s.sysmon.at
		s.sysmon.run()
	} else {
		s.now = at
		s.wake(first)
	}
	if s.rec.Quiet {
		return true
	}
	if fault := s.broken(); fault != "" {
		s.over = true
		s.rec.Break("sched", fault, s.view())
	}
	return true
}

// wake does what a thread has been waiting to do.
func (s *simulation) wake(mp *m) {
	mp.at = never
	switch mp.state {
	case mRunning:
		s.proceed(mp.curg)
	case mSyscall:
		mp.curg.exitsyscall()
	case mWaking:
		pp := mp.nextp
		mp.nextp = nil
		mp.acquirep(pp)
		if mp.lockedg != nil {
			mp.execute(mp.lockedg, false)
			return
		}
		mp.schedule()
	case mPausing:
		mp.schedule()
	case mPolling:
		mp.polled()
	case mStopped:
		mp.curg.startTheWorldWithSema()
	}
}

// recorder is what a run has besides its state: time, chance, and the events so far.
type recorder struct {
	rec  sim.Recorder
	rand *sim.Rand
	now  int64           // nanoseconds
	view func() sim.View // the state that goes with an event

	// A check of single decisions hears whom they wake, and draws their random numbers.
	heard func(format string, args ...any)
	draw  func() uint32
}

func (r *recorder) hear(format string, args ...any) {
	if r.heard != nil {
		r.heard(format, args...)
	}
}

// random is a number for the order in which a thief visits others.
func (r *recorder) random() uint32 {
	if r.draw != nil {
		return r.draw()
	}
	return r.rand.Uint32()
}

// emit records an event with the state right after it.
func (r *recorder) emit(actor, fn, why, what string, args ...any) {
	if r.rec.Quiet {
		return
	}
	r.rec.Add(sim.Event{Time: r.now / 1000, Actor: actor, Func: fn, What: fmt.Sprintf(what, args...), Why: why}, r.view())
}

// jitter varies how long something takes.
func (r *recorder) jitter(d int64) int64 { return d + int64(r.rand.N(int(d/4)+1)) }
