package indexer

import (
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"sourcedive/indexer/index"
)

// builtinFunc finds the declarations in the compiler's own list of the runtime
// functions that it calls.
var builtinFunc = regexp.MustCompile(`(?m)^func (\w+)\(`)

// findBuiltins marks the functions of that list, and those whose names show that the
// compiler calls them. A tree without its compiler's source has only these.
func (p *declarations) findBuiltins() {
	for _, s := range p.symbols {
		s.Builtin = s.Kind.Callable() && constructOf(string(s.ID)) != 0
	}
	for _, form := range []string{"_builtin", "builtin"} {
		files, _ := filepath.Glob(filepath.Join(p.src, "cmd", "compile", "internal", "*", form, "runtime.go"))
		for _, file := range files {
			text, _ := readFileText(file)
			for _, m := range builtinFunc.FindAllSubmatch(text, -1) {
				name := "runtime." + string(m[1])
				if s := p.byID[index.ID(name)]; s != nil {
					s.Builtin = true
				}
				if s := p.byLink[name]; s != nil {
					s.Builtin = true
				}
			}
		}
	}
}

// findMentions notes which functions of the closed packages are named in files that
// are not part of the index's build: files of other platforms, and tests.
func (p *declarations) findMentions() {
	for _, u := range p.units {
		if !p.isClosedRoot(u) {
			continue
		}
		elsewhere, tests := map[string]bool{}, map[string]bool{}
		for i := range p.files {
			if p.files[i].Pkg == u.pkg && p.files[i].Excluded != "" {
				addWords(elsewhere, p.files[i].Text)
			}
		}
		names, _ := filepath.Glob(filepath.Join(p.src, filepath.FromSlash(u.meta.PkgPath), "*_test.go"))
		for _, name := range names {
			if text, err := readFileText(name); err == nil {
				addWords(tests, string(text))
			}
		}
		p.mention(u, elsewhere, tests)
	}
}

func (p *tree) isClosedRoot(u *unit) bool {
	for _, path := range p.cfg.Closed {
		if path == u.meta.PkgPath {
			return true
		}
	}
	return false
}

func (p *declarations) mention(u *unit, elsewhere, tests map[string]bool) {
	for _, s := range p.symbols {
		if s.Pkg != u.pkg || !s.Kind.Callable() {
			continue
		}
		if base := s.ID.Base(); elsewhere[base] {
			s.Mentioned |= index.MentionedElsewhere
		} else if tests[base] {
			s.Mentioned |= index.MentionedInTests
		}
	}
}

// addWords adds the identifiers of a text.
func addWords(words map[string]bool, text string) {
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words[w] = true
	}
}
