package simtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/internal/golden"
)

// saying is what events say of one rule: the function that they name, the rule, and the
// sentences, without numbers and names.
type saying struct{ fn, why string }

// marks of the lines of testdata/says.txt below a function: its rule, what events say, and
// where the source says so.
const (
	ruleMark  = "  "
	whatMark  = "    - "
	proofMark = "    = "
	unproved  = "?"
)

// checkSays compares all that a model's runs say with testdata/says.txt, where each rule has
// the text of the source that shows it: of the function that the event names, or of another,
// whose name comes before the text.
func checkSays(t *testing.T, m *sim.Model, said sayings) {
	t.Helper()
	proofs := readProofs(t)
	keys := make([]saying, 0, len(said))
	for k := range said {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b saying) int { return strings.Compare(a.fn+"\n"+a.why, b.fn+"\n"+b.why) })
	var text strings.Builder
	last := "-"
	parsed := map[string]*Package{}
	for _, k := range keys {
		if k.fn != last {
			fmt.Fprintf(&text, "%s\n", k.fn)
			last = k.fn
		}
		heard := said[k]
		k.why = heard.rule(k.why)
		fmt.Fprintf(&text, "%s%s\n", ruleMark, k.why)
		var list []string
		for what := range heard.what {
			list = append(list, what)
		}
		slices.Sort(list)
		for _, what := range list {
			fmt.Fprintf(&text, "%s%s\n", whatMark, what)
		}
		if len(proofs[k]) == 0 && k.fn != "" { // else it is the program's own doing
			proofs[k] = []string{unproved}
		}
		named := false
		for _, proof := range proofs[k] {
			fmt.Fprintf(&text, "%s%s\n", proofMark, proof)
			checkProof(t, m, parsed, k, proof)
			named = named || proof == unproved || isOf(k.fn, proof)
		}
		if !named && k.fn != "" {
			t.Errorf("%s: what shows %q is neither in %s nor calls it\n    hint: let the event name the function that does it", m.Name, k.why, k.fn)
		}
	}
	golden.Check(t, "says.txt", text.String())
}

// readProofs reads the texts of the source out of testdata/says.txt.
func readProofs(t *testing.T) map[saying][]string {
	t.Helper()
	proofs := map[saying][]string{}
	data, err := os.ReadFile(filepath.Join("testdata", "says.txt"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var k saying
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if proof, ok := strings.CutPrefix(line, proofMark); ok {
			proofs[k] = append(proofs[k], proof)
		} else if strings.HasPrefix(line, whatMark) {
			continue
		} else if why, ok := strings.CutPrefix(line, ruleMark); ok {
			k.why = why
		} else {
			k.fn = line
		}
	}
	return proofs
}

var elsewhere = regexp.MustCompile(`^([a-z][a-z0-9/]*\.[A-Za-z0-9_.()*]+): (.*)$`)

// checkProof looks for a text in the function that is to have it.
func checkProof(t *testing.T, m *sim.Model, parsed map[string]*Package, k saying, proof string) {
	t.Helper()
	if proof == unproved {
		t.Errorf("%s: nothing in the source shows what an event of %s says: %q\n    hint: put the text of a line that does in place of the ? in testdata/says.txt", m.Name, k.fn, k.why)
		return
	}
	sym, text := k.fn, proof
	if parts := elsewhere.FindStringSubmatch(proof); parts != nil {
		sym, text = parts[1], parts[2]
	}
	path, name := split(sym)
	key := path
	if strings.HasPrefix(path, "cmd/") { // the compiler is large: only the files that may have it
		key = sym
	}
	if parsed[key] == nil && key == path {
		parsed[key] = Std(t, path)
	} else if parsed[key] == nil {
		parsed[key] = parse(t, stdDir(path), "func "+name+"(")
	}
	if !parsed[key].says(t, name, text) {
		t.Errorf("%s: %s does not say %q, which is to show: %s", m.Name, sym, text, k.why)
	}
}

// isOf reports whether a text of the source is in a function, or says the function's name.
func isOf(fn, proof string) bool {
	parts := elsewhere.FindStringSubmatch(proof)
	if parts == nil || parts[1] == fn {
		return true
	}
	bare := fn[strings.LastIndex(fn, ".")+1:]
	return regexp.MustCompile(`\b` + bare + `\b`).MatchString(parts[2])
}

// says reports whether the text is in a function, or in the value of a constant. A function
// without a body is in the assembly for amd64.
func (p *Package) says(t *testing.T, name, text string) bool {
	t.Helper()
	if fn := p.Func(name); fn != nil && fn.Body == nil {
		return strings.Contains(p.assembly(t, name), text)
	} else if fn != nil {
		return strings.Contains(p.Text(fn), text)
	}
	if e := p.Const(name); e != nil {
		return strings.Contains(p.Text(e), text)
	}
	return false
}

var (
	amount      = regexp.MustCompile(`\d+(?:\.\d+)? (?:MiB|KiB|MB|B)\b`)
	objectNames = regexp.MustCompile(`\b[A-H]\b`)
	inSentence  = regexp.MustCompile(`([a-z:;,] )[A-H]\b|(\. )[A-H]( was white)`)
	address     = regexp.MustCompile(`0x[0-9a-f]+`)
	figure      = regexp.MustCompile(`[-+]?(?:\d+(?:[.,]\d+)*(?:e[-+]?\d+)?|Inf)`)
	plurals     = regexp.MustCompile(`# (byte|page|slot|stack|growth|pointer|goroutine|segment)s?\b`)
	cases       = regexp.MustCompile(`(?:(?:send on|receive from) c#(?:, )?)+`)
	fields      = regexp.MustCompile(`\b(?:G#\.[xyz]|X\.[lr]|glob#?)\b`)
	alike       = regexp.MustCompile(`\b(X|P# with M#)(?:, (?:X|P# with M#))+`)
)

// plain takes numbers and names out of a sentence.
func plain(text string) string {
	text = amount.ReplaceAllString(text, "# bytes")
	text = address.ReplaceAllString(text, "#")
	text = figure.ReplaceAllString(text, "#")
	text = plurals.ReplaceAllString(text, "# ${1}s")
	text = cases.ReplaceAllString(text, "cases")
	text = fields.ReplaceAllString(text, "VAR")
	return alike.ReplaceAllString(text, "$1")
}

// sayings are what the events of all runs say: by function and rule the sentences. A rule
// keeps the numbers in it when they are always the same.
type sayings map[saying]*heard

type heard struct {
	why  map[string]bool // as it was said
	what map[string]bool
}

// listen notes what the events of a run say.
func (said sayings) listen(trace *sim.Trace) {
	for _, e := range trace.Events {
		if e.What == "An invariant does not hold any more." || strings.HasPrefix(e.Broken, "the model panicked") {
			continue
		}
		why := inSentence.ReplaceAllString(e.Why, "${1}${2}X${3}")
		k := saying{e.Func, plain(why)}
		if said[k] == nil {
			said[k] = &heard{map[string]bool{}, map[string]bool{}}
		}
		said[k].why[why] = true
		said[k].what[plain(objectNames.ReplaceAllString(amount.ReplaceAllString(e.What, "# bytes"), "X"))] = true
	}
}

// rule is the text of a rule.
func (h *heard) rule(plain string) string {
	if len(h.why) > 1 {
		return plain
	}
	for why := range h.why {
		return why
	}
	return plain
}

var (
	verb        = regexp.MustCompile(`%[-+#]?[\d.]*[a-z]`)
	description = regexp.MustCompile(`sim\.(Exercise|Demo|Part|Param|Model|Mirror)\b`)
)

// checkSentences tests that each sentence in the model's functions was heard in a run: what
// no run says, nothing holds. What describes the model, or draws it, says no events.
func checkSentences(t *testing.T, heard map[string]bool) {
	t.Helper()
	own := Parse(t, ".")
	for _, f := range own.Files {
		if slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"sourcedive/content/models/scene"` }) {
			continue
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Type.Results != nil && description.MatchString(own.Text(fn.Type.Results)) {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				if text, err := strconv.Unquote(lit.Value); err == nil && isSentence(text) && !said(heard, text) {
					t.Errorf("%s: no run says %q\n    hint: add one to the test that does", own.Fset.Position(lit.Pos()), text)
				}
				return true
			})
		}
	}
}

func isSentence(text string) bool {
	return strings.HasSuffix(text, ".") && strings.Contains(text, " ")
}

// said reports whether a format is part of something that was heard.
func said(heard map[string]bool, format string) bool {
	var form strings.Builder
	at := 0
	for _, v := range verb.FindAllStringIndex(format, -1) {
		form.WriteString(regexp.QuoteMeta(strings.ReplaceAll(format[at:v[0]], "%%", "%")) + ".*")
		at = v[1]
	}
	pattern := regexp.MustCompile(form.String() + regexp.QuoteMeta(strings.ReplaceAll(format[at:], "%%", "%")))
	for text := range heard {
		if pattern.MatchString(text) {
			return true
		}
	}
	return false
}
