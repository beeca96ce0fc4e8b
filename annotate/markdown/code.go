package markdown

import (
	"html/template"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/util"
)

// lexerNames are chroma's names of the languages that are coloured.
var lexerNames = map[string]string{"go": "go", "sh": "bash", "c": "c", "json": "json", "yaml": "yaml", "diff": "diff"}

// writeCode writes code with the elements that the site's source pages use: b for
// keywords, i for comments, q for strings, u for numbers.
func writeCode(w util.BufWriter, lang, code string) {
	var lexer chroma.Lexer
	if name := lexerNames[lang]; name != "" { // for none, chroma tries the names of files of all languages
		lexer = lexers.Get(name)
	}
	if lexer == nil {
		w.WriteString(template.HTMLEscapeString(code))
		return
	}
	tokens, err := chroma.Coalesce(lexer).Tokenise(&chroma.TokeniseOptions{State: "root"}, code)
	if err != nil {
		w.WriteString(template.HTMLEscapeString(code))
		return
	}
	for _, t := range tokens.Tokens() {
		text := template.HTMLEscapeString(t.Value)
		if tag := element(t.Type); tag != "" {
			text = "<" + tag + ">" + text + "</" + tag + ">"
		}
		w.WriteString(text)
	}
}

// element is the element for a class of words, "" for none.
func element(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Keyword), t == chroma.GenericDeleted:
		return "b"
	case t.InCategory(chroma.Comment), t == chroma.GenericHeading:
		return "i"
	case t.InSubCategory(chroma.LiteralString), t == chroma.GenericInserted:
		return "q"
	case t.InSubCategory(chroma.LiteralNumber):
		return "u"
	}
	return ""
}
