package history

import (
	"strconv"
	"strings"
)

// CodeHash is the hash of a function's code, as in State: of an assembly function the
// texts are its declaration in Go, if it has one, and its body. Base is the last part of
// its name, and recv the name of its receiver's type.
func CodeHash(base, recv string, texts ...string) uint32 {
	var hash uint64
	for i, text := range texts {
		p := piece{base: base, recv: recv, text: text}
		p.finish()
		if i == 0 {
			hash = p.body
		} else {
			hash = mix(hash, p.body)
		}
	}
	return short(hash)
}

// AsmText is the part of an assembly function's block that is compared: what follows it,
// data and comments on what comes next, is none of it.
func AsmText(block string) string { return asmBody(block) }

// SourcesOf reads a tree, and gives the functions that keep holds for, by name. Of the two
// of one name it is the one with a body for linux/amd64.
func SourcesOf(t Tree, opt Options, keep func(name string) bool) (map[string]Source, error) {
	s, _, err := read(t, opt, newReader())
	if err != nil {
		return nil, err
	}
	found := map[string]Source{}
	for k, e := range s.entities {
		if k.kind != Func || !keep(k.name) {
			continue
		}
		if _, taken := found[k.name]; !taken || !k.away {
			// The text is a part of its file, which is not worth keeping for it.
			found[k.name] = Source{t.Version, k.name, strings.Clone(e.text), e.file, e.line, short(e.code())}
		}
	}
	return found, nil
}

// Hunks are the places at which two texts differ, line by line, blanks aside: what sizes
// and ages count.
func Hunks(old, now string) []Hunk { return hunks(lines(old), lines(now)) }

// Changing are all names of the functions that some release changed.
func (h *History) Changing() map[string]bool {
	names := map[string]bool{}
	for name, list := range h.byName {
		for _, sym := range list {
			if changed, _ := h.Changes(sym); changed > 0 && h.Symbols[sym].Kind == Func {
				names[name] = true
			}
		}
	}
	return names
}

// Digest is different for data that are.
func Digest(d *Data) string {
	h := newHasher
	for _, m := range d.Minors {
		h.word(m.First)
		h.word(m.Newest)
	}
	for _, s := range d.Symbols {
		h.word(s.Steps[0].Name)
		h.word(itoa(len(s.Steps)))
	}
	return strconv.FormatUint(uint64(h), 16)
}
