package pages

import (
	"hash/fnv"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
)

// cardShards is how many files hold the cards; app.js knows the number too.
const cardShards = 128

// spreadCards spreads symbols over shards by the hash of "package name".
func spreadCards(s *highlight.Source) [][]index.Sym {
	shards := make([][]index.Sym, cardShards)
	for i := range s.Index.Symbols {
		if s.Index.Symbols[i].Kind != index.KindClosure {
			k := cardHash(cardKey(s, index.Sym(i))) % cardShards
			shards[k] = append(shards[k], index.Sym(i))
		}
	}
	return shards
}

func cardKey(s *highlight.Source, sym index.Sym) string {
	return s.Index.Packages[s.Index.Symbols[sym].Pkg].Path + " " + s.URLs.Plain[sym]
}

func cardHash(key string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(key))
	return h.Sum32()
}

// cards is a file of cards, what a hover over a name shows. It calls the function
// that app.js waits with: key, kind, signature, first sentence, place.
func cards(p *Inputs, n int) []byte {
	var b strings.Builder
	b.WriteString("sourcedive.cards(" + strconv.Itoa(n) + ",{")
	for i, sym := range p.shards[n] {
		s := &p.Index.Symbols[sym]
		at := s.Name
		if !at.OK() {
			at = s.Body()
		}
		if i > 0 {
			b.WriteString(",\n")
		}
		place := p.Index.Files[at.File].Path + ":" + strconv.Itoa(p.Highlight(at.File).Line(at.Off))
		b.WriteString(jsString(cardKey(p.Source, sym)) + ":[" + jsString(s.Kind.String()) + "," + jsString(cardSignature(s)) + "," +
			jsString(describeShort(s)) + "," + jsString(place) + "]")
	}
	b.WriteString("});\n")
	return []byte(b.String())
}

func cardSignature(s *index.Symbol) string {
	sig := s.Sig
	if s.Kind == index.KindField {
		sig = s.ID.Plain() + " " + s.Type
		if s.Offset >= 0 {
			sig += " // offset " + strconv.Itoa(int(s.Offset))
		}
	}
	if r := []rune(sig); len(r) > 240 {
		sig = string(r[:238]) + "…"
	}
	return sig
}

// nameAddress is where a symbol is read, for scripts: "" where the rule for its
// kind holds, its file for a constant or variable, else an equals sign and the
// address.
func nameAddress(p *Inputs, sym index.Sym) string {
	s, best := &p.Index.Symbols[sym], p.URLs.Best(sym)
	pkg, plain := p.Index.Packages[s.Pkg].Path, p.URLs.Plain[sym]
	switch s.Kind {
	case index.KindFunc, index.KindMethod:
		if best == "func/"+pkg+"/"+plain+".html" {
			return ""
		}
	case index.KindType:
		if best == "type/"+pkg+"/"+plain+".html" {
			return ""
		}
	case index.KindConst, index.KindVar:
		file := p.Index.Files[s.Name.File].Path
		if best == "src/"+file+".html#"+plain {
			return file
		}
	}
	return "=" + best
}
