package highlight

import (
	"go/doc/comment"
	"html/template"
	"regexp"
	"strings"
)

// Doc writes a doc comment as HTML. link gives the address of a symbol or package
// named in brackets, such as runtime.Gosched, or "".
func Doc(text string, link func(name string) string) template.HTML {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	p := comment.Parser{
		LookupSym:     func(recv, name string) bool { return link(qualify("", recv, name)) != "" },
		LookupPackage: func(name string) (string, bool) { return name, link(name) != "" },
	}
	pr := comment.Printer{
		HeadingLevel: 3,
		HeadingID:    func(*comment.Heading) string { return "" },
		DocLinkURL: func(l *comment.DocLink) string {
			return link(qualify(l.ImportPath, l.Recv, l.Name))
		},
	}
	// The comment printer escapes all text of the comment.
	return template.HTML(pr.HTML(p.Parse(text)))
}

func qualify(path, recv, name string) string {
	if recv != "" {
		name = recv + "." + name
	}
	if path != "" {
		name = path + "." + name
	}
	return name
}

// Synopsis is the first sentence of a doc comment as plain text.
func Synopsis(text string) string {
	text = docLink.ReplaceAllString(strings.Join(strings.Fields(firstParagraph(text)), " "), "$1")
	for i := 0; i+1 < len(text); i++ {
		if text[i] == '.' && text[i+1] == ' ' && i > 2 && !abbreviation(text[:i+1]) {
			return text[:i+1]
		}
	}
	return text
}

// docLink is a name in brackets, as doc comments link it.
var docLink = regexp.MustCompile(`\[(\*?[A-Za-z_][\w./*]*)\]`)

func firstParagraph(text string) string {
	text = strings.TrimSpace(text)
	if i := strings.Index(text, "\n\n"); i >= 0 {
		text = text[:i]
	}
	return text
}

func abbreviation(s string) bool {
	return strings.HasSuffix(s, "i.e.") || strings.HasSuffix(s, "e.g.") || strings.HasSuffix(s, "etc.") || strings.HasSuffix(s, "vs.")
}
