package explain

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"sourcedive/internal/explain/tables"
)

// answer puts together what is known about a text.
func (r *reading) answer() *Answer {
	a := &Answer{Go: r.goRange, Platform: r.platform, Blocks: make([]Block, 0, len(r.items)), Unknown: []Unknown{}, Next: []Next{}, Read: []string{}}
	if a.Go.Evidence == nil {
		a.Go.Evidence = []Evidence{}
	}
	for i := range r.items {
		it := &r.items[i]
		lines := r.span(it)
		if it.kind == kindUnknown {
			a.Unknown = append(a.Unknown, Unknown{Lines: lines, Text: cutText(r.lines[it.from].text, 120)})
			continue
		}
		b := Block{Kind: it.kind, Lines: lines, Line: cutText(strings.TrimSpace(r.lines[it.from].text), 90)}
		r.describe(&b, it)
		a.Blocks = append(a.Blocks, b)
	}
	a.Groups = groups(r.parsed, Filter{})
	a.Makers = makers(r.parsed, r.options.Only)
	a.Waits = waits(r.parsed)
	a.Series = series(r.parsed)
	a.Summary = summarizer{r}.summary(a)
	a.Next = summarizer{r}.next(a)
	a.Read = summarizer{r}.read(a)
	if r.options.Only != (Filter{}) {
		a.Groups = groups(r.parsed, r.options.Only)
	}
	return a
}

// span is the first and the last pasted line of an item. A log may have mixed the
// order up.
func (r *reading) span(it *item) [2]int {
	out := [2]int{r.src(it.from), r.src(it.from)}
	for i := it.from; i <= it.to; i++ {
		out[0], out[1] = min(out[0], r.src(i)), max(out[1], r.src(i)+r.lines[i].more)
	}
	return out
}

// describe fills in what a block is about and what it says.
func (r *reading) describe(b *Block, it *item) {
	switch {
	case it.message != nil:
		r.describeMessage(b, it)
	case it.stack != nil:
		b.Symbol, b.Place = describer{r}.stackSymbol(it.stack)
		b.Text = describer{r}.stackText(it.stack)
	default:
		b.Symbol, b.Text = describer{r}.describeLines(it)
	}
	if b.Place == "" && b.Symbol != "" {
		b.Place = r.place(b.Symbol)
	}
}

// A cause is the statement that printed a message, as far as it can be told.
type cause struct {
	match
	place  tables.Place
	symbol string
	others []string       // functions that may have printed it as well
	twins  []tables.Place // other statements of the function that print the same words
}

// A causeKey is what a cause depends on: the message, and the stack below it.
type causeKey struct {
	kind, body string
	below      *stack
}

// cause chooses among the statements that print a message's text: those that the
// releases in question have, whose function is in the stack below, whose file is
// of the platform.
func (r *reading) cause(it *item) (cause, bool) {
	key := causeKey{it.message.kind, it.message.body, r.stackAfter(it.to)}
	c, ok := r.causes[key]
	if !ok {
		c = r.findCause(it)
		r.causes[key] = c
	}
	return c, c.match.template != nil
}

func (r *reading) findCause(it *item) cause {
	best, found := -1, cause{}
	around := r.framesAfter(it)
	for _, m := range it.message.matches {
		if m.cannotBe() {
			continue
		}
		for _, p := range m.msg.Places {
			score := r.scorePlace(p, around)
			symbol := p.File[:strings.LastIndexByte(p.File, '/')] + "." + p.Func
			switch {
			case score > best:
				best = score
				found = cause{match: m, place: p, symbol: symbol}
			case score == best && symbol == found.symbol && p.File == found.place.File:
				if p.Offset != found.place.Offset && p.In&found.place.In&r.in != 0 {
					found.twins = append(found.twins, p)
				}
			case score == best && symbol != found.symbol && !slices.Contains(found.others, symbol):
				if bits.OnesCount32(uint32(p.In)) > bits.OnesCount32(uint32(found.place.In)) { // that more releases have
					symbol, found.symbol = found.symbol, symbol
					found.match, found.place, found.twins = m, p, nil
				}
				found.others = append(found.others, symbol)
			}
		}
	}
	return found
}

// likelyPlatform is the platform, with linux and amd64 for what the text does not tell:
// it only chooses between places that are all possible.
func (r *reading) likelyPlatform() string {
	o, a, _ := strings.Cut(r.platform, "/")
	return cmp.Or(o, "linux") + "/" + cmp.Or(a, "amd64")
}

func (r *reading) scorePlace(p tables.Place, around []string) int {
	score := 0
	if p.In&r.in != 0 {
		score += 400
	}
	if p.In.Has(r.minor) {
		score += 40
	}
	for i, fn := range around {
		if sameFunc(p.Func, fn) {
			score += 200 - i
			break
		}
	}
	goos, arch := fileSystem(p.File)
	platform := r.likelyPlatform()
	if goos != "" && !systemFits(goos, platform) {
		score -= 39
	}
	if _, a, _ := strings.Cut(platform, "/"); arch != "" && a != "" && a != arch {
		score -= 20
	}
	if r.index.line(p.File, p.Func, 0, max(0, p.In.Last())) > 0 {
		score += 10
	}
	return max(score, 0)
}

// framesAfter are the functions of the first stack after a message.
func (r *reading) framesAfter(it *item) []string {
	var out []string
	if st := r.stackAfter(it.to); st != nil {
		for _, f := range st.frames[:min(len(st.frames), 12)] {
			out = append(out, f.fn)
		}
	}
	return out
}

func (r *reading) describeMessage(b *Block, it *item) {
	msg := it.message
	c, ok := r.cause(it)
	if !ok {
		switch msg.kind {
		case "panic":
			b.Symbol, b.Text = "runtime.gopanic", "The program's own panic: no release has this text."
		default:
			b.Symbol, b.Text = "runtime.throw", "No release here has this text in its runtime; the program or a package of its own may have printed it."
		}
		return
	}
	if len(c.others) == 0 {
		b.Symbol, b.Place = c.symbol, describer{r}.statements(c)
	}
	var parts []string
	if note, ok := r.note(c); ok && !r.said[note.Text] {
		r.said[note.Text] = true
		parts = append(parts, note.Text)
	}
	if len(c.others) > 0 {
		all := append([]string{c.symbol}, c.others...)
		parts = append(parts, "The text does not tell which function printed it; these can have: "+strings.Join(all[:min(5, len(all))], ", ")+more(len(all)-5)+".")
	} else if len(c.twins) > 0 {
		parts = append(parts, "More than one statement of the function prints these words.")
	} else if c.place.Cond != "" {
		parts = append(parts, "It is printed where "+c.place.Cond+".")
	}
	for _, v := range r.captured(c.match) {
		parts = append(parts, sentence(v))
	}
	parts = append(parts, sentence(bounds(msg.body)), sentence(outOfRange(msg.body)))
	if msg.cut {
		parts = append(parts, "The line is cut off: the whole text is \""+c.msg.Text+"\".")
	}
	parts = append(parts, r.wording(msg))
	switch msg.kind {
	case "print":
	case "text":
		if msg.ends() {
			parts = append(parts, "Behind \"fatal error: \" it would be the end of a program; here nothing says so.")
		} else {
			parts = append(parts, "It is the text of an error. Behind \"panic: \" it would be a panic; here nothing says so.")
		}
	default:
		parts = append(parts, blameText[r.blame(msg)])
	}
	b.Text = strings.TrimSpace(strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " "))
}

// statements is where the statement is that printed a message, "runtime/stack.go:1202 in
// go1.26"; all of them where several of the function print the same.
func (r describer) statements(c cause) string {
	minor := r.placeMinor(c.place)
	var lines []int
	for _, p := range append([]tables.Place{c.place}, c.twins...) {
		if line := r.index.line(p.File, p.Func, p.Offset, minor); line > 0 {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return c.place.File
	}
	slices.Sort(lines)
	return c.place.File + ":" + strings.ReplaceAll(strings.Trim(fmt.Sprint(lines), "[]"), " ", " or ") + " in go" + r.t.Minors[minor]
}

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", n)
}

// placeMinor is the release in which a place is shown: the one at hand, if it has it.
func (r *reading) placeMinor(p tables.Place) int {
	if p.In.Has(r.minor) {
		return r.minor
	}
	if both := p.In & r.in; both != 0 {
		return both.Last()
	}
	return max(0, p.In.Last())
}

// note finds what is written about a message, or about the function that prints it.
func (r *reading) note(c cause) (Note, bool) {
	if n, ok := r.notes[c.msg.Text]; ok {
		return n, true
	}
	n, ok := r.notes[c.symbol]
	return n, ok
}

// wording says in which releases the text is the same.
func (r *reading) wording(msg *message) string {
	var in tables.Mask
	for _, m := range msg.matches {
		in |= m.msg.In()
	}
	if in == 0 {
		return ""
	}
	minors := r.t.Minors
	switch {
	case in.First() == 0 && in.Last() == len(minors)-1:
		return ""
	case in.First() == in.Last():
		return "Only go" + minors[in.First()] + " has this wording."
	}
	return fmt.Sprintf("The wording is that of go%s to go%s.", minors[in.First()], minors[in.Last()])
}

// blame says whom a message accuses: "runtime", "program", "system", "goroutine", or "". A text
// that any release prints with fatal accuses the program in all of them.
func (r *reading) blame(msg *message) string {
	kinds := map[string]bool{}
	for _, m := range msg.matches {
		kinds[m.msg.Kind] = true
	}
	if c, ok := r.cause(&item{message: msg, from: msg.from, to: msg.to}); ok {
		if n, ok := r.note(c); ok && n.Blame != "" {
			return n.Blame
		}
	}
	switch {
	case kinds["fatal"]:
		return "program"
	case kinds["throw"]:
		return "runtime"
	case kinds["panic"] || kinds["error"] || msg.kind == "panic":
		return "goroutine"
	}
	return ""
}

var blameText = map[string]string{
	"program":   "It accuses the program, not the runtime, and recover cannot stop it.",
	"runtime":   "It is thrown, which ends the program: what the runtime found must not be, by a fault of its own or because memory was overwritten.",
	"system":    "It is thrown, which ends the program: the system refused what the runtime cannot do without.",
	"goroutine": "It is a panic of the goroutine that ran; a deferred recover can stop it.",
	"":          "",
}

// place finds where a symbol is declared in the release at hand.
func (r *reading) place(symbol string) string {
	place, ok := r.places[symbol]
	if !ok {
		place = r.findPlace(symbol)
		r.places[symbol] = place
	}
	return place
}

func (r *reading) findPlace(symbol string) string {
	pkg, name := splitFunc(symbol)
	best, found := -1, ""
	for _, file := range r.index.inDir(pkg) {
		line := r.index.line(file, name, 0, r.minor)
		if line == 0 {
			continue
		}
		goos, arch := fileSystem(file)
		platform := r.likelyPlatform()
		score := 4
		switch {
		case goos != "" && systemFits(goos, platform):
			score += 2
		case goos != "":
			score -= 2
		}
		switch {
		case arch != "" && strings.HasSuffix(platform, "/"+arch):
			score++
		case arch != "":
			score--
		}
		if score > best {
			best, found = score, fmt.Sprintf("%s:%d in go%s", file, line, r.t.Minors[r.minor])
		}
	}
	return found
}
