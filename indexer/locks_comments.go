package indexer

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"sourcedive/indexer/index"
	"strings"
)

// saysHeld and saysUnheld are how comments say which lock a caller must hold, and which
// it must not.
var (
	saysHeld = []*regexp.Regexp{
		regexp.MustCompile(`(?i)\b([a-z_][\w.]*\w) must(?: already)? be (?:held|locked)\b`),
		regexp.MustCompile(`(?i)\bmust hold ([a-z_][\w.]*\w)`),
		regexp.MustCompile(`(?i)\bmust be called (?:while holding|with) ([a-z_][\w.]*\w)`),
	}
	saysUnheld = []*regexp.Regexp{
		regexp.MustCompile(`(?i)\b([a-z_][\w.]*\w) must not be (?:held|locked)\b`),
		regexp.MustCompile(`(?i)\bmust not hold ([a-z_][\w.]*\w)`),
	}
)

// comment notes what the comment above a function says of locks that it names.
func (f *lockFinder) comment(fn *lockFunc) {
	if fn.decl == nil || fn.decl.Doc == nil {
		return
	}
	for _, s := range sentences(fn.decl.Doc) {
		if !strings.Contains(strings.ToLower(s.text), "must") {
			continue
		}
		at := f.place(s.at, s.at)
		if !at.OK() {
			continue
		}
		use := index.LockUse{File: at.File, At: at.Off, Via: index.NoSym, Text: s.text}
		for act, forms := range map[index.LockAct][]*regexp.Regexp{index.ActSaysHeld: saysHeld, index.ActSaysUnheld: saysUnheld} {
			use.Act = act
			for _, form := range forms {
				for _, m := range form.FindAllStringSubmatch(s.text, -1) {
					if l := f.named(fn, m[1]); l != nil && !said(f.locking(fn, l), use) {
						f.use(fn, l, use, nil)
					}
				}
			}
		}
	}
}

func said(of *foundLocking, use index.LockUse) bool {
	return slices.ContainsFunc(of.uses, func(u foundUse) bool { return u.At == use.At && u.File == use.File && u.Act == use.Act })
}

type sentence struct {
	text string
	at   token.Pos // of the line that it begins on
}

// sentences are those of a comment, each on one line, without directives.
func sentences(doc *ast.CommentGroup) (list []sentence) {
	var words []string
	var at token.Pos
	flush := func() {
		if len(words) > 0 {
			list = append(list, sentence{strings.Join(words, " "), at})
		}
		words = nil
	}
	for _, c := range doc.List {
		text, line := strings.CutPrefix(c.Text, "//")
		if !line || strings.HasPrefix(text, "go:") {
			flush()
			continue
		}
		fields := strings.Fields(text)
		if len(fields) == 0 {
			flush()
		}
		for _, w := range fields {
			if len(words) == 0 {
				at = c.Pos()
			}
			words = append(words, w)
			if strings.HasSuffix(w, ".") && !strings.HasSuffix(w, "..") {
				flush()
			}
		}
	}
	flush()
	return list
}

// named is the lock that a comment calls by a name: a parameter or the receiver and its
// fields, a variable of the package and its fields, or a type and its fields.
func (f *lockFinder) named(fn *lockFunc, name string) *foundLock {
	parts := strings.Split(strings.TrimSuffix(name, "."), ".")
	var r lockRef
	var t types.Type
	for _, p := range fn.params {
		if p != nil && p.Name() == parts[0] {
			r, t = lockRef{key: lockKey{root: p}}, p.Type()
		}
	}
	if t == nil && fn.u.types != nil {
		switch obj := fn.u.types.Scope().Lookup(parts[0]).(type) {
		case *types.Var:
			r, t = lockRef{key: lockKey{root: obj}, final: obj, form: obj.Name(), pointer: isPointer(obj.Type())}, obj.Type()
		case *types.TypeName:
			t = obj.Type()
		}
	}
	for _, part := range parts[1:] {
		if t == nil {
			return nil
		}
		obj, path, _ := types.LookupFieldOrMethod(t, true, fn.u.types, part)
		v, ok := obj.(*types.Var)
		if !ok {
			return nil
		}
		r.fields(t, path)
		t = v.Type()
	}
	if id, ok := f.id(r); ok && t != nil && f.locks[id] != nil { // used as one
		return f.lock(r, f.locks[id].Kind)
	}
	return nil
}
