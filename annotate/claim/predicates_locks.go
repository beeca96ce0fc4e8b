package claim

import (
	"cmp"

	"sourcedive/indexer/index"
)

// Predicates about locks. A function and the literals written in it are one.

// lockOf finds a lock by a name that the index has for it.
func lockOf(s *evaluator, name string) (int32, error) {
	if lock, ok := s.x.Lock(name); ok {
		return lock, nil
	}
	if sym, _, err := s.sym(name); err == nil {
		if lock, ok := s.x.LockAt(sym); ok {
			return lock, nil
		}
		return -1, gapf("", "%s is no lock: nothing in %s takes, releases or asserts it", name, s.x.Config.Version)
	}
	return -1, gapf("`sourcedive show FUNCTION` names the locks of a function", "no lock %q in %s %s", name, s.x.Config.Version, s.x.Config.Platform())
}

func takes(s *evaluator, name, lock string) (bool, string, error) {
	return locking(s, name, lock, index.ActTakes)
}

func requires(s *evaluator, name, lock string) (bool, string, error) {
	return locking(s, name, lock, index.ActRequires)
}

// locking looks for one act of a function, and says what else it does with the lock.
func locking(s *evaluator, name, lockName string, act index.LockAct) (bool, string, error) {
	f, err := s.function(name)
	if err != nil {
		return false, "", err
	}
	lock, err := lockOf(s, lockName)
	if err != nil {
		return false, "", err
	}
	other := ""
	for _, l := range s.x.LockingOf(f) {
		if l.Lock != lock {
			continue
		}
		for _, u := range l.Uses {
			at := u.Act.String() + " at " + s.at(u.File, u.At)
			switch {
			case s.env.Edit != nil && s.env.Edit.drops(u.File, u.At):
			case u.Dead:
				other = cmp.Or(other, at+", which cannot run on "+s.x.Config.Platform())
			case u.OrStopped:
				other = cmp.Or(other, at+" that it is held or the world stopped")
			case u.Act == act:
				saw(s, u.File, u.At, u.At+1)
				return true, at, nil
			default:
				other = cmp.Or(other, at)
			}
		}
	}
	if err := s.broken(f); err != nil {
		return false, "", err
	}
	return false, cmp.Or(other, "it does nothing with the lock"), nil
}
