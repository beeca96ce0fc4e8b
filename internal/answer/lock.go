package answer

import (
	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

// Lock is what a function does with a lock.
type Lock struct {
	Name   string    `json:"name"`             // as the source calls it: "sched.lock", "hchan.lock"
	ID     string    `json:"id,omitempty"`     // of the field or variable; none for the world, and for any lock of a rank
	Kind   string    `json:"kind"`             // mutex, readers-writer lock, semaphore, world or rank
	Rank   string    `json:"rank,omitempty"`   // in the runtime's lock ranking
	Uses   []LockUse `json:"uses"`             // takes before releases before what is asserted or said
	Leaves string    `json:"leaves,omitempty"` // how the function leaves the lock: "released at every return"; none where the source does not show it
}

// LockUse is one thing that a function does with a lock.
type LockUse struct {
	Act string `json:"act"` // takes, tries to take, may take, releases, requires, asserts, comment: held or comment: not held
	Place
	Via       string `json:"via,omitempty"`       // the function it calls that does it
	Read      bool   `json:"read,omitempty"`      // as a reader
	Deferred  bool   `json:"deferred,omitempty"`  // when it returns
	OrStopped bool   `json:"orStopped,omitempty"` // the lock, or the world stopped
	Text      string `json:"text,omitempty"`      // the sentence of a comment
}

// Held is what is known of a lock.
type Held struct {
	Name  string     `json:"name"`
	Kind  string     `json:"kind"`
	Rank  string     `json:"rank,omitempty"`
	After []string   `json:"after,omitempty"` // ranks whose locks may be held while it is taken
	Users []LockUser `json:"users,omitempty"`
}

// LockUser is a function that does something with a lock.
type LockUser struct {
	What   string `json:"what"` // taken by, tried by, required by, released for others by, required by the comments of
	Symbol string `json:"symbol"`
	Place
}

// locksOf lists what a function does with locks.
func locksOf(x *index.Index, f index.Sym) (list []Lock) {
	for _, fact := range graphq.Locks(x, f) {
		l := &x.Locks[fact.Lock]
		out := Lock{Name: fact.Name, Kind: l.Kind.String(), Rank: fact.Rank, Leaves: fact.Left}
		if l.Sym != index.NoSym {
			out.ID = string(x.Symbols[l.Sym].ID)
		}
		for _, p := range fact.Parts {
			for _, u := range p.Uses {
				use := LockUse{
					Act: u.Act.String(), Place: PlaceOf(x, index.Range{File: u.File, Off: u.At, End: u.At}),
					Read: u.Read, Deferred: u.Deferred, OrStopped: u.OrStopped, Text: u.Text,
				}
				if u.Via != index.NoSym {
					use.Via = string(x.Symbols[u.Via].ID)
				}
				out.Uses = append(out.Uses, use)
			}
		}
		list = append(list, out)
	}
	return list
}

func heldOf(x *index.Index, lock int32) *Held {
	l := &x.Locks[lock]
	out := &Held{Name: l.Name, Kind: l.Kind.String(), Rank: graphq.RankOf(x, lock)}
	out.After = graphq.RanksBefore(x, lock)
	for _, group := range graphq.UsersOf(x, lock) {
		for _, f := range group.Funcs {
			out.Users = append(out.Users, LockUser{group.What, string(x.Symbols[f.Sym].ID), PlaceOf(x, f.At)})
		}
	}
	return out
}
