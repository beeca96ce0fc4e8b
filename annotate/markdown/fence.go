package markdown

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"sourcedive/internal/diag"
)

// fences are the blocks of ours, with what may stand on their first line.
var fences = map[string]struct {
	kind  Kind
	usage string
}{
	"source":   {Source, `source runtime.schedule "pattern", with to "pattern" or head behind it, or neither`},
	"claim":    {Claim, "claim, with an id or versions such as go>=1.22 behind it"},
	"surprise": {Surprise, "surprise, and nothing behind it"},
	"then":     {Then, "then go>=1.24"},
	"wild":     {Wild, "wild, and nothing behind it"},
	"level":    {Level, "level professional"},
	"exercise": {Exercise, "exercise, with a model and its settings behind it: exercise sched procs=1"},
}

// languages are the fences that are code.
var languages = map[string]bool{"": true, "go": true, "sh": true, "text": true, "asm": true, "c": true, "json": true, "yaml": true, "diff": true}

func (p *reader) unknownFence(at Pos, name string) {
	known := slices.Concat(slices.Collect(maps.Keys(fences)), slices.Collect(maps.Keys(languages)))
	slices.Sort(known)
	p.fault(at, diag.Nearest(name, known, "fences are "+strings.TrimSpace(strings.Join(known, " "))), "no fenced block is called %q", name)
}

// fence takes a fenced block apart.
func (p *reader) fence(d *Doc, b *Block, n *ast.FencedCodeBlock, nested int) {
	p.closed(d, n, b.Pos)
	if n.Info == nil {
		return
	}
	at := d.base + n.Info.Segment.Start
	words, ok := p.words(string(n.Info.Segment.Value(d.src)), at)
	if !ok || len(words) == 0 {
		return
	}
	fence, ours := fences[words[0].Text]
	if !ours {
		if !languages[words[0].Text] {
			p.unknownFence(words[0].Pos, words[0].Text)
		}
		return
	}
	b.Kind = fence.kind
	if !b.read(words[1:]) {
		p.fault(words[0].Pos, "write "+fence.usage, "what stands behind %s is not understood", words[0].Text)
	}
	from, to := bounds(d, n)
	switch b.Kind {
	case Source:
		if strings.TrimSpace(string(p.src[from:to])) != "" {
			p.fault(p.pos(from), "leave the block empty: the pinned source fills it", "a source block with text in it")
		}
	case Claim:
		p.expr(b, from, to)
	default:
		p.body(b, words[0], from, to, nested)
	}
}

// expr takes the expression of a claim, and where it starts.
func (p *reader) expr(b *Block, from, to int) {
	text := string(p.src[from:to])
	b.Expr = strings.TrimSpace(text)
	b.ExprPos = p.pos(from + len(text) - len(strings.TrimLeft(text, " \t\n")))
	if b.Expr == "" {
		p.fault(b.Pos, `write an expression that is true, such as calls("runtime.newproc", "runtime.systemstack")`, "a claim that says nothing")
		b.ExprPos = b.Pos
	}
}

// body reads the text inside a block.
func (p *reader) body(b *Block, name quoted, from, to, nested int) {
	if nested == maxNested {
		p.fault(name.Pos, "put it beside the others", "fenced texts inside each other, more than %d deep", maxNested)
		return
	}
	if b.Kind != Exercise {
		b.Body = p.text(from, to, nested+1)
		if len(b.Body.Blocks) == 0 {
			p.fault(b.Pos, "write its text, or take it out", "an empty %s block", b.Kind)
		}
		return
	}
	end, next := to, to
	for i := p.pos(from).Line - 1; i < len(p.lines) && p.lines[i] < to; i++ {
		if strings.TrimSpace(p.line(p.src, i)) == "---" {
			end = max(p.lines[i], from)
			next = min(p.lines[i]+len(p.line(p.src, i)), to)
			break
		}
	}
	b.Body = p.text(from, end, nested+1)
	if next < to {
		b.Answer = p.text(next, to, nested+1)
	}
	switch {
	case len(b.Body.Blocks) == 0:
		p.fault(b.Pos, "write the question first", "an exercise without a question")
	case b.Model.Text == "" && (b.Answer == nil || len(b.Answer.Blocks) == 0):
		p.fault(b.Pos, "write the answer after a line ---, or name a model that gives it", "an exercise without an answer")
	}
}

// bounds are the offsets in the file of what stands between the fences.
func bounds(d *Doc, n *ast.FencedCodeBlock) (from, to int) {
	lines := n.Lines()
	if lines.Len() == 0 {
		end := d.base + n.Info.Segment.Stop
		return end, end
	}
	return d.base + lines.At(0).Start, d.base + min(lines.At(lines.Len()-1).Stop, len(d.src))
}

// closed tells of a fence without an end, which swallows the rest of the text.
func (p *reader) closed(d *Doc, n *ast.FencedCodeBlock, at Pos) {
	last := at.Line + n.Lines().Len() + 1
	if end := p.pos(d.base + len(d.src)).Line; last > end || last > len(p.lines) || p.lines[last-1] >= d.base+len(d.src) {
		p.fault(at, "end it with a line of as many backquotes as it starts with", "a fenced block without an end")
	}
}

// quoted is a word of a first line; in is true when it stood in quotes.
type quoted struct {
	Word
	in bool
}

// words splits a first line at blanks; a word in quotes is unquoted.
func (p *reader) words(line string, off int) (words []quoted, ok bool) {
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' {
			i++
			continue
		}
		w := quoted{Word: Word{Pos: p.pos(off + i)}}
		if line[i] != '"' {
			end := i + strings.IndexAny(line[i:]+" ", " \t")
			w.Text = line[i:end]
			words, i = append(words, w), end
			continue
		}
		lit, err := strconv.QuotedPrefix(line[i:])
		if err != nil {
			p.fault(w.Pos, `a pattern stands in quotes, with \" for a quote and \\ for a backslash in it`, "quotes that do not end, or a wrong escape in them")
			return nil, false
		}
		w.Text, _ = strconv.Unquote(lit)
		w.in = true
		words, i = append(words, w), i+len(lit)
	}
	return words, true
}

var (
	claimID    = regexp.MustCompile(`^[a-z0-9-]+$`)
	comparison = regexp.MustCompile(`^go[<>=!]`)
)

// read takes the words behind a block's name, and reports whether they fit it.
func (b *Block) read(words []quoted) bool {
	switch b.Kind {
	case Source:
		return b.readSource(words)
	case Claim, Then:
		for _, w := range words {
			switch {
			case w.in:
				return false
			case comparison.MatchString(w.Text):
				b.Versions = append(b.Versions, w.Word)
			case b.Kind == Claim && b.ID == "" && claimID.MatchString(w.Text):
				b.ID = w.Text
			default:
				return false
			}
		}
		return b.Kind == Claim || len(b.Versions) > 0
	case Level:
		if len(words) == 1 {
			b.For = words[0].Word
		}
		return len(words) == 1
	case Exercise:
		return b.readExercise(words)
	}
	return len(words) == 0
}

func (b *Block) readSource(words []quoted) bool {
	if len(words) == 0 || words[0].in {
		return false
	}
	b.Symbol, words = words[0].Word, words[1:]
	if len(words) > 0 && words[0].in {
		b.Pattern, words = words[0].Word, words[1:]
		if len(words) > 1 && words[0].Text == "to" && !words[0].in && words[1].in {
			b.To, words = words[1].Word, words[2:]
		}
	}
	if len(words) == 1 && words[0].Text == "head" && !words[0].in && b.To.Text == "" {
		b.Head, words = true, nil
	}
	return len(words) == 0
}

func (b *Block) readExercise(words []quoted) bool {
	for i, w := range words {
		name, value, isParam := strings.Cut(w.Text, "=")
		switch {
		case w.in, isParam && (name == "" || b.Model.Text == ""):
			return false
		case isParam:
			b.Params = append(b.Params, Param{name, value})
		case i == 0:
			b.Model = w.Word
		default:
			return false
		}
	}
	return true
}
