package markdown

import "strings"

// noHead is the head of a block that takes no words.
func noHead(_ *Block, words []quoted) bool { return len(words) == 0 }

// thenHead reads the versions that a block is about.
func thenHead(b *Block, words []quoted) bool {
	for _, w := range words {
		if w.in || !comparison.MatchString(w.Text) {
			return false
		}
		b.Versions = append(b.Versions, w.Word)
	}
	return len(b.Versions) > 0
}

// versionsTitle is the range of versions that a block is about, in words.
func versionsTitle(b *Block) string {
	var parts []string
	for _, word := range b.Versions {
		v := strings.NewReplacer("go>=", "since go", "go<=", "up to go", "go<", "before go", "go>", "after go", "go==", "in go", "go!=", "not in go").Replace(word.Text)
		parts = append(parts, v)
	}
	text := strings.Join(parts, ", ")
	if text == "" {
		return "Then and now"
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// levelHead reads the readers that a block is for.
func levelHead(b *Block, words []quoted) bool {
	if len(words) == 1 {
		b.For = words[0].Word
	}
	return len(words) == 1
}

func readersTitle(b *Block) string { return "For " + b.For.Text + " readers" }

// textBody reads the Markdown inside a block.
func (p *reader) textBody(_ *Doc, b *Block, f fenced) {
	if p.tooDeep(f) {
		return
	}
	b.Body = p.text(f.from, f.to, f.nested+1)
	if len(b.Body.Blocks) == 0 {
		p.fault(b.Pos, "write its text, or take it out", "an empty %s block", b.Kind)
	}
}

func (p *reader) tooDeep(f fenced) bool {
	if f.nested < maxNested {
		return false
	}
	p.fault(f.name.Pos, "put it beside the others", "fenced texts inside each other, more than %d deep", maxNested)
	return true
}
