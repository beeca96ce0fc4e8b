package annotate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"

	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
)

// Status is whether a note was read against the body that it is about.
type Status uint8

// The states of a note.
const (
	Unreviewed Status = iota // never accepted
	Current                  // it was, against these very tokens
	Changed                  // it was, and the body has changed since
)

var statusNames = [...]string{"unreviewed", "current", "changed"}

func (s Status) String() string { return statusNames[s] }

// ChangedSince are the words by which the problem of a changed note is known.
const ChangedSince = "the body has changed since"

// Review compares a note with the body of its symbols.
type Review struct {
	Status      Status
	Fingerprint string // the fingerprint in this version; "" when no symbol of the note exists
	Version     string // the version that it was reviewed at: of a changed note the nearest one
}

// review compares the fingerprint of a version with those that the author saw.
func review(reviewed []article.Reviewed, v, print string) Review {
	r := Review{Fingerprint: print}
	if print == "" || len(reviewed) == 0 {
		return r
	}
	for _, was := range reviewed {
		if was.Fingerprint == print && (r.Status != Current || was.Version == v) {
			r.Status, r.Version = Current, was.Version
		}
	}
	if r.Status == Current {
		return r
	}
	r.Status, r.Version = Changed, reviewed[0].Version
	for _, was := range reviewed {
		if article.CompareVersions(was.Version, v) <= 0 {
			r.Version = was.Version
		}
	}
	return r
}

// fingerprint hashes the tokens of some symbols' declarations, with their names.
func (g *Snapshot) fingerprint(syms []index.Sym) string {
	if len(syms) == 0 {
		return ""
	}
	h := sha256.New()
	for _, s := range syms {
		sym := &g.Index.Symbols[s]
		fmt.Fprintf(h, "%s\n", sym.ID)
		if sym.Kind == index.KindConst {
			fmt.Fprintf(h, "%s\n", sym.Value) // that of an iota is not in its tokens
		}
		for _, at := range []index.Range{sym.Decl, sym.Asm} {
			if at.OK() {
				hashTokens(h, g.Index.Files[at.File].Text[at.Off:at.End])
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// cited hashes what some evidence cites, like fingerprint; it keeps the hash of each symbol.
func (g *Snapshot) cited(syms []index.Sym) string {
	h := sha256.New()
	for _, s := range syms {
		print, ok := g.prints.Load(s)
		if !ok {
			print = g.fingerprint([]index.Sym{s})
			g.prints.Store(s, print)
		}
		h.Write([]byte(print.(string)))
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// hashTokens writes the tokens of a text.
func hashTokens(h hash.Hash, text string) {
	for tok, lit := range index.Tokens(text) {
		h.Write([]byte(tok.String()))
		h.Write([]byte{0})
		h.Write([]byte(lit))
		h.Write([]byte{0})
	}
}
