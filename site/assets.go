package site

import (
	"hash/fnv"
	"runtime/debug"
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/page"
)

// planAssets plans style, scripts and the data that scripts ask for.
func (p *Plan) planAssets() {
	for _, name := range p.look.Assets() {
		p.addFile("assets/"+name, func() ([]byte, error) { return p.look.Asset(name) })
	}
	for i := range p.shards {
		p.addFile("assets/cards/"+itoa(i)+".js", func() ([]byte, error) { return p.cards(i), nil })
	}
	p.planSearch()
	p.addFile("assets/graph.js", func() ([]byte, error) { return p.graph(), nil })
}

// cardShards is how many files hold the cards; app.js knows the number too.
const cardShards = 128

// spreadCards spreads symbols over shards by the hash of "package name".
func (s *Survey) spreadCards() [][]indexer.Sym {
	shards := make([][]indexer.Sym, cardShards)
	for i := range s.x.Symbols {
		if s.x.Symbols[i].Kind != indexer.KindClosure {
			k := cardHash(s.cardKey(indexer.Sym(i))) % cardShards
			shards[k] = append(shards[k], indexer.Sym(i))
		}
	}
	return shards
}

func (s *Survey) cardKey(sym indexer.Sym) string {
	return s.x.Packages[s.x.Symbols[sym].Pkg].Path + " " + s.urls.plain[sym]
}

func cardHash(key string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(key))
	return h.Sum32()
}

// cards is a file of cards, what a hover over a name shows. It calls the function
// that app.js waits with: key, kind, signature, first sentence, place.
func (p *Plan) cards(n int) []byte {
	var b strings.Builder
	b.WriteString("sourcedive.cards(" + itoa(n) + ",{")
	for i, sym := range p.shards[n] {
		s := &p.x.Symbols[sym]
		at := s.Name
		if !at.OK() {
			at = s.Body()
		}
		if i > 0 {
			b.WriteString(",\n")
		}
		place := p.x.Files[at.File].Path + ":" + itoa(p.marked[at.File]().Line(at.Off))
		b.WriteString(jsString(p.cardKey(sym)) + ":[" + jsString(s.Kind.String()) + "," + jsString(cardSignature(s)) + "," +
			jsString(describeShort(s)) + "," + jsString(place) + "]")
	}
	b.WriteString("});\n")
	return []byte(b.String())
}

func cardSignature(s *indexer.Symbol) string {
	sig := s.Sig
	if s.Kind == indexer.KindField {
		sig = s.ID.Plain() + " " + s.Type
		if s.Offset >= 0 {
			sig += " // offset " + itoa(int(s.Offset))
		}
	}
	if r := []rune(sig); len(r) > 240 {
		sig = string(r[:238]) + "…"
	}
	return sig
}

// nameAddress says where a symbol is read, for scripts: "" where the rule for its
// kind holds, its file for a constant or variable, else an equals sign and the
// address.
func (p *Plan) nameAddress(sym indexer.Sym) string {
	s, best := &p.x.Symbols[sym], p.urls.best(sym)
	pkg, plain := p.x.Packages[s.Pkg].Path, p.urls.plain[sym]
	switch s.Kind {
	case indexer.KindFunc, indexer.KindMethod:
		if best == "func/"+pkg+"/"+plain+".html" {
			return ""
		}
	case indexer.KindType:
		if best == "type/"+pkg+"/"+plain+".html" {
			return ""
		}
	case indexer.KindConst, indexer.KindVar:
		file := p.x.Files[s.Name.File].Path
		if best == "src/"+file+".html#"+plain {
			return file
		}
	}
	return "=" + best
}

// jsString writes a string for a script, safe also if it ends up inside HTML.
func jsString(s string) string {
	const hex = "0123456789abcdef"
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == '<' || r == '>' || r == '&' || r == 0x7f:
			b.WriteString(`\u00` + string(hex[r>>4&15]) + string(hex[r&15]))
		case r == 0x2028 || r == 0x2029:
			b.WriteString(`\u202` + string(hex[r&15]))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// tools lists the modules that this program is made with, as it knows itself.
func tools() []page.Link {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	list := []page.Link{{Text: "built with " + info.GoVersion}}
	for _, m := range info.Deps {
		list = append(list, page.Link{Text: m.Path + " " + m.Version})
	}
	return list
}
