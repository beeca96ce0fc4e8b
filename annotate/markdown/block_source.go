package markdown

import "strings"

// sourceHead reads: SYMBOL ["PATTERN" [to "PATTERN"]] [head]. An excerpt ends at a
// pattern or at the head of a statement, not at both.
func sourceHead(b *Block, words []quoted) bool {
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

// fills says where the inside of an empty block comes from.
var fills = map[Kind]string{Source: "the pinned source fills it", Figure: "its data is in the directory figures"}

func (p *reader) emptyBody(_ *Doc, b *Block, f fenced) {
	if strings.TrimSpace(string(p.src[f.from:f.to])) != "" {
		p.fault(p.pos(f.from), "leave the block empty: "+fills[b.Kind], "a %s block with text in it", b.Kind)
	}
}
