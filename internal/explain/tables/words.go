package tables

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// wordSet gathers the words of all releases.
type wordSet map[string]*Word

func (ws wordSet) add(minor int, w Word) {
	key := w.Text + "\x00" + w.Name + "\x00" + strconv.Itoa(w.Value)
	have := ws[key]
	if have == nil {
		have = &Word{Text: w.Text, Name: w.Name, Value: w.Value}
		ws[key] = have
	}
	have.In |= 1 << minor
	for _, f := range w.Funcs {
		if !slices.Contains(have.Funcs, f) {
			have.Funcs = append(have.Funcs, f)
		}
	}
}

func (ws wordSet) list() []Word {
	out := make([]Word, 0, len(ws))
	for _, w := range ws {
		w.Funcs = waiting(cmp.Or(w.Name, w.Text), w.Funcs)
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b Word) int {
		if c := strings.Compare(a.Text, b.Text); c != 0 {
			return c
		}
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return a.Value - b.Value
	})
	return out
}

// vocabulary is what one release's package runtime has besides messages.
type vocabulary struct {
	reasonText map[string]string   // constant → text
	reasonUse  map[string][]string // constant or text → functions
	literal    map[string]bool     // texts used as reasons without a constant
	states     map[string]string   // constant of a status → text in a header
	iotas      map[string]int
	rankText   map[string]string
	settings   map[string]bool
}

func newVocabulary() *vocabulary {
	return &vocabulary{
		reasonText: map[string]string{}, reasonUse: map[string][]string{}, literal: map[string]bool{},
		states: map[string]string{}, iotas: map[string]int{}, rankText: map[string]string{}, settings: map[string]bool{},
	}
}

// read adds what one file of the runtime or of internal/godebugs declares.
func (v *vocabulary) read(pkg string, f *ast.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			v.decl(d)
		case *ast.FuncDecl:
			if d.Body != nil && pkg == "runtime" {
				v.uses(pkg+"."+funcName(d), d.Body)
			}
		}
	}
}

func (v *vocabulary) decl(d *ast.GenDecl) {
	inIota := false
	for i, s := range d.Specs {
		vs, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if d.Tok == token.CONST {
			if len(vs.Values) > 0 {
				id, isID := vs.Values[0].(*ast.Ident)
				inIota = isID && id.Name == "iota"
			}
			if inIota && len(vs.Names) > 0 {
				v.iotas[vs.Names[0].Name] = i
			}
			continue
		}
		for j, name := range vs.Names {
			if j < len(vs.Values) {
				if lit, ok := vs.Values[j].(*ast.CompositeLit); ok {
					v.table(name.Name, lit)
				}
			}
		}
	}
}

// table reads one of the runtime's tables of texts.
func (v *vocabulary) table(name string, lit *ast.CompositeLit) {
	to := map[string]map[string]string{
		"waitReasonStrings": v.reasonText, "gStatusStrings": v.states, "lockNames": v.rankText,
	}[name]
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && to != nil {
			if text, ok := constText(kv.Value); ok && text != "" {
				to[calleeName(kv.Key)] = text
			}
		}
		if row, ok := e.(*ast.CompositeLit); ok && (name == "dbgvars" || name == "All") && len(row.Elts) > 0 {
			first := row.Elts[0]
			if kv, ok := first.(*ast.KeyValueExpr); ok {
				first = kv.Value
			}
			if text, ok := constText(first); ok {
				v.settings[text] = true
			}
		}
	}
}

// parkers take the reason to wait as a text, in releases before there were constants.
var parkers = map[string]bool{"gopark": true, "goparkunlock": true}

// uses finds which functions wait for which reason.
func (v *vocabulary) uses(fn string, body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if strings.HasPrefix(n.Name, "waitReason") {
				v.use(n.Name, fn)
			}
		case *ast.CallExpr:
			name := calleeName(n.Fun)
			for _, a := range n.Args {
				id, ok := a.(*ast.Ident)
				switch {
				case parkers[name]:
					v.literalUse(a, fn)
				case ok && strings.HasPrefix(id.Name, "waitReason") && !notCalls[name]:
					// The function that the reason is handed to is the one that parks.
					v.use(id.Name, "runtime."+name)
				}
			}
		case *ast.AssignStmt:
			for i, l := range n.Lhs {
				if sel, ok := l.(*ast.SelectorExpr); ok && sel.Sel.Name == "waitreason" && i < len(n.Rhs) {
					v.literalUse(n.Rhs[i], fn)
				}
			}
		}
		return true
	})
}

func (v *vocabulary) literalUse(e ast.Expr, fn string) {
	if text, ok := constText(e); ok && text != "" {
		v.literal[text] = true
		v.use(text, fn)
	}
}

func (v *vocabulary) use(what, fn string) {
	if !slices.Contains(v.reasonUse[what], fn) {
		v.reasonUse[what] = append(v.reasonUse[what], fn)
	}
}

// namesReason reports whether a function names reasons without waiting for them.
func namesReason(fn string) bool {
	switch fn {
	case "runtime.goStatusToTraceGoStatus", "runtime.casGToWaitingForSuspendG", "runtime.casGToWaiting", "runtime.findGoroutineLeaks":
		return true
	}
	return strings.HasPrefix(fn, "runtime.waitReason.") || strings.HasPrefix(fn, "runtime.(*g).")
}

// into adds one release's words to those of all.
// isStatus reports whether a constant is a status of g or p: _Gidle, and not _GCoff.
func isStatus(name, prefix string) bool {
	rest, ok := strings.CutPrefix(name, prefix)
	return ok && rest != "" && 'a' <= rest[0] && rest[0] <= 'z'
}

func (v *vocabulary) into(minor int, reasons, statuses, pstates, ranks, settings wordSet) {
	for name, text := range v.reasonText {
		reasons.add(minor, Word{Text: text, Name: name, Funcs: waiting(name, v.reasonUse[name])})
	}
	for text := range v.literal {
		reasons.add(minor, Word{Text: text, Funcs: waiting(text, v.reasonUse[text])})
	}
	for name, n := range v.iotas {
		switch {
		case isStatus(name, "_G") && n < 16:
			statuses.add(minor, Word{Text: v.states[name], Name: name, Value: n})
		case isStatus(name, "_P") && n < 16:
			pstates.add(minor, Word{Name: name, Value: n})
		case v.rankText[name] != "":
			ranks.add(minor, Word{Text: v.rankText[name], Name: name, Value: n})
		}
	}
	for s := range v.settings {
		settings.add(minor, Word{Text: s})
	}
}

// waiting drops functions that do not wait, and puts those first whose names share
// most with the reason's.
func waiting(reason string, funcs []string) []string {
	out := slices.DeleteFunc(slices.Clone(funcs), func(f string) bool {
		return namesReason(f) || parkers[strings.TrimPrefix(f, "runtime.")]
	})
	slices.SortStableFunc(out, func(a, b string) int {
		x, y := shared(reason, a), shared(reason, b)
		if x != y {
			return y - x
		}
		switch { // semacquire1 before semacquire, which calls it
		case a == b+"1":
			return -1
		case b == a+"1":
			return 1
		case len(a) != len(b):
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return out
}

// shared is the length of the longest part that two names have in common.
func shared(reason, fn string) int {
	reason = strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(reason, "waitReason"), " ", ""))
	fn = strings.ToLower(strings.TrimPrefix(fn, "runtime."))
	best := 0
	for i := range reason {
		for j := i + best + 1; j <= len(reason); j++ {
			if !strings.Contains(fn, reason[i:j]) {
				break
			}
			best = j - i
		}
	}
	return best
}
