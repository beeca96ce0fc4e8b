package claim

import (
	"fmt"
	"go/ast"
	"slices"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
)

// Predicates about one symbol.

func exists(s *evaluator, name string) (bool, string, error) {
	_, ok := s.x.Named(name)
	return ok, "", nil
}

func kind(s *evaluator, name string) (string, string, error) {
	_, symbol, err := s.sym(name)
	if err != nil {
		return "", "", err
	}
	return symbol.Kind.String(), "", nil
}

// value is a constant as the language of claims has it. A whole number that is too large
// for it comes as its digits, so that it can still be compared exactly.
func value(s *evaluator, name string) (any, string, error) {
	_, symbol, err := s.sym(name)
	if err != nil {
		return nil, "", err
	}
	if symbol.Kind != index.KindConst {
		return nil, "", gapf("", "%s is a %s, and only constants have a value that is known", name, symbol.Kind)
	}
	text := symbol.Value
	if err := altered(s, name); err != nil {
		return nil, "", err
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return int(n), "", nil
	}
	if strings.Trim(text, "-0123456789") == "" {
		return text, "", nil
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		return f, "", nil
	}
	if b, err := strconv.ParseBool(text); err == nil {
		return b, "", nil
	}
	if str, err := strconv.Unquote(text); err == nil {
		return str, "", nil
	}
	return nil, "", gapf("", "the value of %s is not known: %s", name, text)
}

// typed finds a symbol that has a type of its own.
func (s *evaluator) typed(name string) (*index.Symbol, error) {
	_, symbol, err := s.sym(name)
	if err != nil {
		return nil, err
	}
	if err := altered(s, name); err != nil {
		return nil, err
	}
	if symbol.Type == "" {
		return nil, gapf("fieldtype is for fields, variables and constants", "%s is a %s and has no type beside itself", name, symbol.Kind)
	}
	return symbol, nil
}

func fieldtype(s *evaluator, name string) (string, string, error) {
	symbol, err := s.typed(name)
	if err != nil {
		return "", "", err
	}
	return symbol.Type, "", nil
}

// arraylen is read off the type, which has the number written out; a named type is
// looked up first.
func arraylen(s *evaluator, name string) (int, string, error) {
	sym, symbol, err := s.sym(name)
	if err != nil {
		return 0, "", err
	}
	if err := altered(s, name); err != nil {
		return 0, "", err
	}
	if n, ok := arrayPrefix(symbol.Type); ok {
		return n, "", nil
	}
	if symbol.Kind != index.KindType {
		if sym, symbol = s.typeNamed(symbol.Type, symbol.Pkg); symbol == nil {
			return 0, "", gapf("", "%s is no array", name)
		}
	}
	n, err := s.declaredLen(sym)
	return n, "", err
}

// arrayPrefix is 256 for [256]guintptr.
func arrayPrefix(typ string) (int, bool) {
	digits, _, ok := strings.Cut(strings.TrimPrefix(typ, "["), "]")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && strings.HasPrefix(typ, "[")
}

// typeNamed finds the type of a name as go/types writes it, seen from a package.
func (s *evaluator) typeNamed(typ string, pkg int32) (index.Sym, *index.Symbol) {
	path := s.x.Packages[pkg].Path
	if qualifier, local, ok := strings.Cut(typ, "."); ok {
		typ = local
		for _, p := range s.x.Packages {
			if p.Name == qualifier && slices.Contains(s.x.Packages[pkg].Imports, p.Path) {
				path = p.Path
			}
		}
	}
	sym, ok := s.x.Sym(index.ID(path + "." + typ))
	if !ok || s.x.Symbols[sym].Kind != index.KindType {
		return index.NoSym, nil
	}
	return sym, &s.x.Symbols[sym]
}

// fields counts what is written, with fields named _ and embedded ones.
func fields(s *evaluator, name string) (int, string, error) {
	sym, symbol, err := s.sym(name)
	if err != nil {
		return 0, "", err
	}
	if err := altered(s, name); err != nil {
		return 0, "", err
	}
	st, _ := s.typeExpr(sym).(*ast.StructType)
	if st == nil {
		return 0, "", gapf("", "%s is no struct that is written out where it is declared", symbol.ID)
	}
	n := 0
	for _, f := range st.Fields.List {
		n += max(1, len(f.Names))
	}
	return n, "", nil
}

func sizeOf(s *evaluator, name string) (int, string, error) {
	_, symbol, err := s.sym(name)
	if err == nil {
		err = altered(s, name)
	}
	if err == nil && symbol.Size < 0 {
		err = gapf("types, fields and variables have one", "the size of %s is not known", name)
	}
	if err != nil {
		return 0, "", err
	}
	return int(symbol.Size), "", nil
}

func offsetOf(s *evaluator, name string) (int, string, error) {
	_, symbol, err := s.sym(name)
	if err == nil {
		err = altered(s, name)
	}
	if err == nil && symbol.Offset < 0 {
		err = gapf("fields have one", "the offset of %s is not known", name)
	}
	if err != nil {
		return 0, "", err
	}
	return int(symbol.Offset), "", nil
}

func signature(s *evaluator, name string) (string, string, error) {
	_, symbol, err := s.sym(name)
	if err == nil && symbol.Sig == "" {
		err = gapf("", "%s has no signature", name)
	}
	if err != nil {
		return "", "", err
	}
	return symbol.Sig, "", nil
}

// where is the file of the body.
func where(s *evaluator, name string) (string, string, error) {
	_, symbol, err := s.sym(name)
	if err == nil && !symbol.Body().OK() {
		err = gapf("", "%s is declared nowhere in the indexed source", name)
	}
	if err != nil {
		return "", "", err
	}
	return s.x.Files[symbol.Body().File].Path, "", nil
}

// directive takes the flags of an assembly function for directives too: NOSPLIT is
// what nosplit is in Go.
func directive(s *evaluator, name, word string) (bool, string, error) {
	_, symbol, err := s.sym(name)
	if err != nil {
		return false, "", err
	}
	word = strings.TrimPrefix(strings.TrimPrefix(word, "//"), "go:")
	var all []string
	for _, d := range symbol.Directives {
		all = append(all, d.Name)
	}
	for _, flag := range symbol.AsmFlags {
		all = append(all, strings.ToLower(flag))
	}
	return slices.Contains(all, word), "it has " + listOr(all, "none"), nil
}

func doc(s *evaluator, name, words string) (bool, string, error) {
	_, symbol, err := s.sym(name)
	if err != nil {
		return false, "", err
	}
	if symbol.Doc == "" {
		return false, "it has no comment", nil
	}
	return strings.Contains(fold(symbol.Doc), fold(words)), "", nil
}

// text looks into comments too, as they are written and as one text across lines.
func text(s *evaluator, name, words string) (bool, string, error) {
	sym, symbol, err := s.sym(name)
	if err != nil {
		return false, "", err
	}
	at := symbol.Body()
	if !at.OK() {
		return false, "", gapf("", "%s is declared nowhere in the indexed source", name)
	}
	if lines := s.env.Source.FindLines(sym, words); len(lines) > 0 {
		saw(s, lines[0].File, lines[0].Off, lines[0].End)
	}
	text := textOf(s, sym)
	var prose strings.Builder
	for line := range strings.Lines(text) {
		prose.WriteString(strings.TrimLeft(strings.TrimSpace(line), "/ \t") + " ")
	}
	words = fold(words)
	return strings.Contains(fold(text), words) || strings.Contains(fold(prose.String()), words), "", nil
}

// runsOn is what Index.Stacks derives.
func runsOn(s *evaluator, name, which string) (bool, string, error) {
	sym, err := s.function(name)
	if err != nil {
		return false, "", err
	}
	i := slices.Index(stackNames, which)
	if i < 0 {
		return false, "", gapf("the stacks are "+strings.Join(stackNames, ", "), "there is no stack %q", which)
	}
	if err := s.listed(); err != nil {
		return false, "", err
	}
	on := s.x.Stacks(sym)
	if on == 0 {
		return false, "", gapf("", "on which stacks %s runs is not known", name)
	}
	return on&(1<<i) != 0, fmt.Sprintf("it runs on %s", on), nil
}

// runProgram is called only where there is a Runner: Eval skips the claim otherwise. A program
// runs once a claim.
func runProgram(s *evaluator, name string) (string, string, error) {
	if out, ok := s.printed[name]; ok {
		return out, "", nil
	}
	out, err := s.env.Runner.Run(s.ctx, name)
	if err != nil {
		return "", "", gapf("", "the program %s: %v", name, err)
	}
	if s.printed == nil {
		s.printed = map[string]string{}
	}
	s.printed[name] = strings.TrimSpace(out)
	return s.printed[name], "", nil
}

func listOr(list []string, none string) string {
	if len(list) == 0 {
		return none
	}
	return strings.Join(list, ", ")
}
