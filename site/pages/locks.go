package pages

import (
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/graphq"
	"sourcedive/site/urls"
)

// Locks is what a function does with locks: in short, and lock by lock.
type Locks struct {
	Short []LockShort
	Rows  []LockRow
}

// LockShort is a fact of the line of facts.
type LockShort struct {
	Words string // "takes"
	Names string // "sched.lock, deadlock"
	Weak  bool   // only the comment says so
}

// LockRow is what a function does with one lock.
type LockRow struct {
	urls.Link
	Rank  string // "rank sched"
	Parts []LockPart
	Left  string // "released at every return"
}

// LockPart is where it does one thing with it, by one function.
type LockPart struct {
	Words string // "takes"
	Sites []urls.Link
	By    string // the function that it calls
	Quote string // of a comment
}

// shownLocks is how many locks a fact names.
const shownLocks = 3

func locksOf(p *Inputs, path string, sym index.Sym) (v Locks) {
	facts := graphq.Locks(p.Index, sym)
	for _, s := range graphq.LocksInShort(facts) {
		short := LockShort{Words: s.Words, Names: strings.Join(s.Names, ", "), Weak: s.Weak}
		if n := len(s.Names); n > shownLocks {
			short.Names = strings.Join(s.Names[:shownLocks-1], ", ") + " and " + english.Count(n-shownLocks+1, "more", "more")
		}
		v.Short = append(v.Short, short)
	}
	for _, f := range facts {
		row := LockRow{Link: urls.Link{Text: f.Name}, Left: f.Left}
		if l := &p.Index.Locks[f.Lock]; l.Sym != index.NoSym {
			row.Href = p.Href(path, l.Sym)
		}
		if f.Rank != "" {
			row.Rank = "rank " + f.Rank
		}
		for _, part := range f.Parts {
			row.Parts = append(row.Parts, lockParts(p, path, part)...)
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

// lockParts splits the places by the function that acts, and gives each comment its own.
func lockParts(p *Inputs, path string, of graphq.LockPart) (parts []LockPart) {
	last := index.NoSym
	for i, u := range of.Uses {
		at := index.Range{File: u.File, Off: u.At}
		site := urls.Link{Text: ":" + strconv.Itoa(p.Highlight(u.File).Line(u.At)), Href: p.SiteHref(path, at)}
		if i == 0 || u.Via != last || u.Text != "" {
			part := LockPart{Words: of.Words, Quote: u.Text}
			if u.Via != index.NoSym {
				part.By = p.URLs.Local[u.Via]
			}
			parts = append(parts, part)
		}
		last = u.Via
		part := &parts[len(parts)-1]
		part.Sites = append(part.Sites, site)
	}
	return parts
}

// lockUsers lists who takes a lock and who requires it, as what is done with a field.
func lockUsers(p *Inputs, path string, f index.Sym) (list []Users, rank string) {
	lock, ok := p.Index.LockAt(f)
	if !ok {
		return nil, ""
	}
	for _, group := range graphq.UsersOf(p.Index, lock) {
		users := Users{What: group.What, Count: len(group.Funcs)}
		for _, u := range group.Funcs {
			row := edgeRow(p, path, p.Index.Symbols[f].Pkg, graphq.Peer{Sym: u.Sym})
			row.Href = p.SiteHref(path, u.At)
			users.Rows = append(users.Rows, row)
		}
		list = append(list, users)
	}
	return list, graphq.RankOf(p.Index, lock)
}
