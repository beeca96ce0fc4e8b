package annotate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/scanner"
	"go/token"
	"go/version"
	"hash"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// Status says whether a note was read against the body that it is about.
type Status uint8

// The states of a note.
const (
	Unreviewed Status = iota // nobody has said that it was read against the source
	Current                  // it was, against these very tokens
	Changed                  // it was, and the body has changed since
)

var statusNames = [...]string{"unreviewed", "current", "changed"}

func (s Status) String() string { return statusNames[s] }

// ChangedSince are the words by which the problem of a changed note is known.
const ChangedSince = "the body has changed since"

// Review says how a note stands to the body of its symbols.
type Review struct {
	Status      Status
	Fingerprint string // the fingerprint in this version; "" when no symbol of the note exists
	Version     string // the version that it was reviewed at: of a changed note the nearest one
}

// review compares the fingerprint of a version with those that the author saw.
func review(reviewed []Reviewed, v, print string) Review {
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
		if version.Compare(was.Version, v) <= 0 {
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

// hashTokens writes the tokens of a text, without comments. Those of assembly are not
// all tokens of Go: the scanner hands out what it does not know, too.
func hashTokens(h hash.Hash, text string) {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(text))
	s.Init(file, []byte(text), func(token.Position, string) {}, 0)
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return
		case tok == token.SEMICOLON:
			lit = ""
		}
		h.Write([]byte(tok.String()))
		h.Write([]byte{0})
		h.Write([]byte(lit))
		h.Write([]byte{0})
	}
}

// Accept writes into a note's front matter that it was read against the body with a
// fingerprint, in a version. All else stays as it is, byte for byte.
func Accept(src []byte, v, print string) ([]byte, error) {
	lines := bytes.SplitAfter(src, []byte("\n"))
	if strings.TrimRight(string(lines[0]), " \t\r\n") != "---" {
		return nil, fmt.Errorf("there is no front matter")
	}
	at := -1
	for i, line := range lines[1:] {
		if bytes.HasPrefix(line, []byte("reviewed:")) {
			at = i + 1
		}
		if strings.TrimRight(string(line), " \t\r\n") != "---" {
			continue
		}
		if at < 0 {
			ending := "\n"
			if bytes.HasSuffix(lines[0], []byte("\r\n")) {
				ending = "\r\n"
			}
			added := reviewedLine([]Reviewed{{v, print}}) + ending
			return bytes.Join(slices.Insert(lines, i+1, []byte(added)), nil), nil
		}
		changed, err := addReview(string(lines[at]), Reviewed{v, print})
		if err != nil {
			return nil, err
		}
		lines[at] = []byte(changed)
		return bytes.Join(lines, nil), nil
	}
	return nil, fmt.Errorf("the front matter has no end")
}

func reviewedLine(list []Reviewed) string {
	entries := make([]string, len(list))
	for i, r := range list {
		entries[i] = r.Version + ": " + r.Fingerprint
	}
	return "reviewed: {" + strings.Join(entries, ", ") + "}"
}

// addReview adds an entry to the line, or replaces that of its version.
func addReview(line string, add Reviewed) (string, error) {
	text := strings.TrimRight(line, "\r\n")
	inner, ok := strings.CutPrefix(strings.TrimSpace(strings.TrimPrefix(text, "reviewed:")), "{")
	inner, closed := strings.CutSuffix(strings.TrimSpace(inner), "}")
	if !ok || !closed {
		return "", fmt.Errorf("reviewed: is not on one line, as {go1.26.8: 0123456789ab}")
	}
	list := []Reviewed{}
	for entry := range strings.SplitSeq(inner, ",") {
		v, print, ok := strings.Cut(entry, ":")
		if v, print = strings.TrimSpace(v), strings.TrimSpace(print); ok && v != add.Version {
			list = append(list, Reviewed{v, print})
		}
	}
	list = append(list, add)
	slices.SortStableFunc(list, func(a, b Reviewed) int { return version.Compare(a.Version, b.Version) })
	return reviewedLine(list) + line[len(text):], nil
}
