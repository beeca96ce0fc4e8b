package main

import (
	"fmt"
	"io"
	"strings"

	"sourcedive/internal/answer"
)

// showLocks prints what a function does with locks, a line a lock and act.
func showLocks(w io.Writer, locks []answer.Lock) {
	if len(locks) == 0 {
		return
	}
	fmt.Fprintln(w, "\nlocks")
	for _, l := range locks {
		name := l.Name
		if l.Rank != "" {
			name += " (rank " + l.Rank + ")"
		}
		if l.Leaves != "" {
			name += ", " + l.Leaves
		}
		fmt.Fprintln(w, "    "+name)
		for i := 0; i < len(l.Uses); {
			words, file := actWords(l.Uses[i]), ""
			var at []string
			for ; i < len(l.Uses) && actWords(l.Uses[i]) == words; i++ {
				at = append(at, lockSite(l.Uses[i], file))
				file = l.Uses[i].File
			}
			printWrapped(w, strings.Join(at, ", "), "      "+words+" ", "          ", columns(w))
		}
	}
}

func actWords(u answer.LockUse) string {
	words := u.Act
	if u.Text != "" {
		return "the comment says"
	}
	if u.Read {
		words += " as a reader"
	}
	if u.OrStopped {
		words += " it or the world stopped"
	}
	return words
}

// lockSite is where, with the file where it is another than before, and how if there is
// more to say.
func lockSite(u answer.LockUse, file string) string {
	site := fmt.Sprint(u.Line)
	if u.File != file {
		site = fmt.Sprintf("at %s:%d", u.File, u.Line)
	}
	if u.Text != "" {
		site = fmt.Sprintf("%q %s", u.Text, site)
	}
	if u.Via != "" {
		site += " by " + strings.TrimPrefix(u.Via, "runtime.")
	}
	if u.Deferred {
		site += " (deferred)"
	}
	return site
}

// showHeld prints who takes and requires a lock.
func showHeld(w io.Writer, l *answer.Held) {
	if l == nil {
		return
	}
	rank := ""
	if l.Rank != "" {
		rank = " of rank " + l.Rank
	}
	fmt.Fprintf(w, "\nlock %s: a %s%s\n", l.Name, l.Kind, rank)
	if len(l.After) > 0 {
		printWrapped(w, strings.Join(l.After, ", "), "    may be taken while these ranks are held: ", "        ", columns(w))
	}
	for i := 0; i < len(l.Users); {
		what := l.Users[i].What
		var names []string
		for ; i < len(l.Users) && l.Users[i].What == what; i++ {
			names = append(names, strings.TrimPrefix(l.Users[i].Symbol, "runtime."))
		}
		printWrapped(w, strings.Join(names, ", "), fmt.Sprintf("    %s (%d): ", what, len(names)), "        ", columns(w))
	}
}
