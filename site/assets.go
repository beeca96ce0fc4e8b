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
	cards := p.cards()
	for i := range cards {
		p.addFile("assets/cards/"+itoa(i)+".js", func() ([]byte, error) { return cards[i].script(i), nil })
	}
	p.addFile("assets/names.js", func() ([]byte, error) { return p.names(), nil })
}

// cardShards is how many files hold the cards; app.js knows the number too.
const cardShards = 128

// shard is a file of cards: what a hover over a name shows.
type shard struct {
	p    *Plan
	syms []indexer.Sym
}

// cards spreads symbols over shards by the hash of "package.name".
func (p *Plan) cards() []shard {
	shards := make([]shard, cardShards)
	for i := range p.x.Symbols {
		s := &p.x.Symbols[i]
		if s.Kind == indexer.KindClosure {
			continue
		}
		k := cardHash(p.cardKey(indexer.Sym(i))) % cardShards
		shards[k].p = p
		shards[k].syms = append(shards[k].syms, indexer.Sym(i))
	}
	return shards
}

func (p *Plan) cardKey(s indexer.Sym) string {
	return p.x.Packages[p.x.Symbols[s].Pkg].Path + " " + p.urls.plain[s]
}

func cardHash(key string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(key))
	return h.Sum32()
}

// script is a call of the function that app.js waits with: key, kind, signature,
// first sentence, place.
func (s shard) script(n int) []byte {
	var b strings.Builder
	b.WriteString("sourcedive.cards(" + itoa(n) + ",{")
	for i, sym := range s.syms {
		x := &s.p.x.Symbols[sym]
		at := x.Name
		if !at.OK() {
			at = x.Body()
		}
		if i > 0 {
			b.WriteString(",\n")
		}
		file := s.p.x.Files[at.File].Path
		place := file + ":" + itoa(s.p.marked[at.File]().Line(at.Off))
		b.WriteString(jsString(s.p.cardKey(sym)) + ":[" + jsString(x.Kind.String()) + "," + jsString(cardSignature(x)) + "," +
			jsString(describeShort(x)) + "," + jsString(place) + "]")
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

// names is what the search page looks through, one line a symbol: its ID, its
// kind, and its file where it has no page of its own. app.js makes the address of
// that; where the rule does not hold, the address itself stands behind an equals
// sign.
func (p *Plan) names() []byte {
	var b strings.Builder
	b.WriteString("sourcedive.names(`")
	for i := range p.x.Symbols {
		s := &p.x.Symbols[i]
		if s.Kind == indexer.KindClosure {
			continue
		}
		b.WriteString(string(s.ID) + "\t" + s.Kind.String() + "\t" + p.nameAddress(indexer.Sym(i)) + "\n")
	}
	b.WriteString("`);\n")
	return []byte(b.String())
}

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
