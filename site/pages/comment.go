package pages

import (
	"html/template"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
)

// Comment is the doc comment of a symbol on its page, as much of it as leaves the source in
// sight.
type Comment struct {
	Lead     string        // a first paragraph of one sentence
	Doc      template.HTML // after the lead
	DocTitle string        // says what is folded away
	DocMore  template.HTML
}

// Bounds of what is shown of a comment at once, in letters.
const (
	wholeComment = 800
	cutComment   = 500
)

// comment is the comment of a symbol. Beside a note it is folded away behind its first
// sentence.
func comment(p *Inputs, path string, s *index.Symbol, noted bool) (c Comment) {
	link := p.DocLink(path, s.Pkg)
	if noted && s.Doc != "" {
		whose := "Go’s"
		if p.Index.Config.Module != "" {
			whose = "Its"
		}
		return Comment{DocTitle: whose + " comment: " + highlight.Synopsis(s.Doc), DocMore: highlight.Doc(s.Doc, link)}
	}
	lead, rest := leadOf(s.Doc)
	shown, more := rest, ""
	if len(s.Doc) > wholeComment {
		shown, more = cutAt(rest, cutComment)
	}
	return Comment{Lead: lead, Doc: highlight.Doc(shown, link), DocTitle: "The rest of the comment", DocMore: highlight.Doc(more, link)}
}

// leadOf splits a doc comment into a first paragraph of one sentence and the rest. The
// comment stays whole where its first paragraph is longer.
func leadOf(doc string) (lead, rest string) {
	first, rest, _ := strings.Cut(doc, "\n\n")
	lead = highlight.Synopsis(first)
	if lead != strings.Join(strings.Fields(first), " ") || strings.HasPrefix(first, "\t") {
		return "", doc
	}
	return lead, rest
}

// cutAt cuts a text after the paragraph with which it has some letters.
func cutAt(text string, letters int) (shown, more string) {
	for at := 0; ; {
		i := strings.Index(text[at:], "\n\n")
		if i < 0 {
			return text, ""
		}
		if at += i; at >= letters {
			return text[:at], text[at+2:]
		}
		at += 2
	}
}
