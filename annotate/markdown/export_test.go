package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	xast "github.com/yuin/goldmark/extension/ast"
)

// Running is the text of a block that sentences are made of: paragraphs, items and cells
// that have letters or digits, as plainText gives it.
func (b *Block) Running() string {
	var out strings.Builder
	ast.Walk(b.node, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch {
		case !entering:
		case n.Kind() == xast.KindTableHeader:
			return ast.WalkSkipChildren, nil
		case n.Kind() == ast.KindParagraph, n.Kind() == ast.KindTextBlock, n.Kind() == xast.KindTableCell:
			if text := plainText(n, b.doc.src); says(text) {
				out.WriteString(text + " ")
			}
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}
