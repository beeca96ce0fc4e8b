package history

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
)

// key is a name within its kind; constants and variables share one space, since a name
// can change from the one to the other.
type key struct {
	kind Kind
	name string
	away bool // a function without a body for linux/amd64
}

func (p *piece) key() key {
	k := p.kind
	if k == Var {
		k = Const
	}
	return key{kind: k, name: p.name}
}

// entity is what a tree declares under one name on all platforms. The piece that
// stands for it is that of linux/amd64 where there is one.
type entity struct {
	*piece
	rank   uint8
	away   bool
	hash   uint64
	body   uint64
	text   string
	doc    uint64
	tokens int
	others uint64 // the bodies for other platforms together
	calls  []call
	fields map[string]uint64 // of a struct type: the type of each field

	grams []uint64 // shingles, made when asked for
	rows  []uint64 // hashes of the lines, made when asked for
}

// snapshot is one tree, by name.
type snapshot struct {
	version  string
	entities map[key]*entity
	found    map[key][]ranked
	methods  map[string]map[string]*entity // by package and name: the only method, or nil
}

type ranked struct {
	*piece
	rank uint8
}

// read reads a tree.
func read(t Tree, opt Options, r *reader) (*snapshot, []string, error) {
	minor, err := t.releaseTags()
	if err != nil {
		return nil, nil, err
	}
	s := &snapshot{version: canonical(t.Version), found: map[key][]ranked{}, entities: map[key]*entity{}}
	w := &walker{
		fs: t.FS, opt: opt, reader: r, snap: s, done: map[string]bool{},
		rank: &ranker{tags: tagsOf(t.FS, minor), byName: map[string][]platform{}},
	}
	if err := w.walk(); err != nil {
		return nil, nil, err
	}
	if len(s.found) == 0 {
		return nil, nil, &fs.PathError{Op: "read", Path: t.Version, Err: fs.ErrNotExist}
	}
	s.finish()
	return s, w.problems, nil
}

// add takes the functions of all platforms, and of other declarations those that people
// wrote for linux/amd64: the tables of system calls and errors are made by machine.
func (s *snapshot) add(f *file, rank uint8) {
	for _, p := range f.pieces {
		if p.kind != Func && (rank != rankHome || p.generated) {
			continue
		}
		s.found[p.key()] = append(s.found[p.key()], ranked{p, rank})
	}
}

// finish makes one entity of the pieces of each name. A file-local assembly function
// gets the name f<> where another function is named f.
func (s *snapshot) finish() {
	for k, list := range s.found {
		var local, public []ranked
		for _, p := range list {
			if p.static {
				local = append(local, p)
			} else {
				public = append(public, p)
			}
		}
		switch {
		case len(local) > 0 && len(public) > 0:
			s.merge(key{kind: k.kind, name: k.name + "<>"}, local)
			s.merge(k, public)
		default:
			s.merge(k, list)
		}
	}
	s.found = nil
	s.methods = map[string]map[string]*entity{}
	for _, e := range s.entities {
		if t := s.entities[key{kind: Type, name: e.recv}]; e.kind == Field && t != nil {
			if t.fields == nil {
				t.fields = map[string]uint64{}
			}
			t.fields[e.base] = e.hash
		}
		if e.kind != Func || e.recv == "" {
			continue
		}
		pkg := packageOf(e.piece.name)
		if s.methods[pkg] == nil {
			s.methods[pkg] = map[string]*entity{}
		}
		if _, twice := s.methods[pkg][e.base]; twice {
			s.methods[pkg][e.base] = nil
		} else {
			s.methods[pkg][e.base] = e
		}
	}
}

// merge chooses the pieces that stand for a name: those of the best rank that have a
// body, of other ranks than linux/amd64 the first file's, and the Go declaration of an
// assembly function.
func (s *snapshot) merge(k key, list []ranked) {
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	stand := standing(list)
	first := list[stand]
	main := []ranked{}
	if d := slices.IndexFunc(list, func(p ranked) bool { return p.bodyless }); first.asm && d >= 0 {
		main = append(main, list[d])
	}
	var others []uint64
	for i, p := range list {
		switch {
		case i == stand:
			main = append(main, p)
		case p.bodyless:
		case p.rank == rankHome && first.rank == rankHome:
			main = append(main, p)
		default:
			others = append(others, p.hash)
		}
	}
	e := &entity{piece: first.piece, rank: first.rank}
	e.join(main)
	if len(others) > 0 {
		slices.Sort(others)
		h := newHasher
		for _, o := range others {
			h.word(string(rune(o&0xffff)) + string(rune(o>>16&0xffff)) + string(rune(o>>32&0xffff)))
		}
		e.others = uint64(h)
	}
	if k.name != e.name {
		renamed := *e.piece
		renamed.name = k.name
		e.piece = &renamed
	}
	e.away = e.rank != rankHome
	s.entities[e.key()] = e
}

// standing is the position of the piece that stands for a name. A declaration without a
// body, as of a function that is linked in or known to the compiler, comes before the
// bodies for other platforms; but where those are assembly, it is the declaration of them.
func standing(list []ranked) int {
	body := slices.IndexFunc(list, func(p ranked) bool { return !p.bodyless })
	switch {
	case body < 0:
		return 0
	case list[0].rank < list[body].rank && !slices.ContainsFunc(list, func(p ranked) bool { return p.asm }):
		return 0
	}
	return body
}

// join makes one body of the pieces that stand for a name.
func (e *entity) join(main []ranked) {
	e.hash, e.body, e.text, e.doc, e.tokens, e.calls = main[0].piece.hash, main[0].piece.body, main[0].piece.text, main[0].piece.doc, main[0].piece.tokens, main[0].piece.calls
	for _, p := range main[1:] {
		e.hash = mix(e.hash, p.hash)
		e.body = mix(e.body, p.body)
		e.doc = mix(e.doc, p.doc)
		e.text += "\n" + p.text
		e.tokens += p.piece.tokens
		e.calls = sortCalls(slices.Concat(e.calls, p.piece.calls))
	}
}

func mix(a, b uint64) uint64 { return (a*1099511628211 ^ b) * 1099511628211 }

func (e *entity) key() key {
	k := e.piece.key()
	k.away = e.away
	return k
}

// code is the hash by which two states are told apart: a function's own name is no part
// of its code.
func (e *entity) code() uint64 {
	if e.kind == Func {
		return e.body
	}
	return e.hash
}

func (e *entity) shingles() []uint64 {
	if e.grams == nil {
		e.grams = shingles(e.text, e.base, e.recv)
	}
	return e.grams
}

func (e *entity) lines() []uint64 {
	if e.rows == nil && e.text != "" {
		e.rows = lines(e.text)
	}
	return e.rows
}

// packageOf is the package of a name: all before the first dot after the last slash.
func packageOf(name string) string {
	slash := strings.LastIndexByte(name, '/') + 1
	if paren := strings.IndexByte(name, '('); paren >= 0 && paren < slash {
		slash = strings.LastIndexByte(name[:paren], '/') + 1
	}
	if dot := strings.IndexByte(name[slash:], '.'); dot >= 0 {
		return name[:slash+dot]
	}
	return ""
}

// sorted lists the keys of a map of entities by kind and name.
func sorted[V any](m map[key]V) []key {
	keys := make([]key, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareKeys)
	return keys
}

func compareKeys(a, b key) int {
	away := 0
	if a.away != b.away {
		away = 1
		if b.away {
			away = -1
		}
	}
	return cmp.Or(cmp.Compare(a.kind, b.kind), strings.Compare(a.name, b.name), away)
}
