package markdown

import "strings"

// exerciseHead reads: [MODEL [NAME=VALUE]…].
func exerciseHead(b *Block, words []quoted) bool {
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

// exerciseBody reads the question, and behind a line of three dashes the answer.
func (p *reader) exerciseBody(_ *Doc, b *Block, f fenced) {
	if p.tooDeep(f) {
		return
	}
	end, next := f.to, f.to
	for i := p.pos(f.from).Line - 1; i < len(p.lines) && p.lines[i] < f.to; i++ {
		if strings.TrimSpace(p.line(p.src, i)) == "---" {
			end = max(p.lines[i], f.from)
			next = min(p.lines[i]+len(p.line(p.src, i)), f.to)
			break
		}
	}
	b.Body = p.text(f.from, end, f.nested+1)
	if next < f.to {
		b.Answer = p.text(next, f.to, f.nested+1)
	}
	switch {
	case len(b.Body.Blocks) == 0:
		p.fault(b.Pos, "write the question first", "an exercise without a question")
	case b.Model.Text == "" && (b.Answer == nil || len(b.Answer.Blocks) == 0):
		p.fault(b.Pos, "write the answer after a line ---, or name a model that gives it", "an exercise without an answer")
	}
}
