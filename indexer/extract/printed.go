package extract

import (
	"go/ast"
	"strings"

	"sourcedive/indexer/index"
)

// Printed is one field of a line that a function prints.
type Printed struct {
	Label string // the text printed before the value: "gomaxprocs="
	Value string // the expression, as the source has it
	Place index.Range
}

// printed lists what the print calls of a function print, in order: each value with
// the text before it.
func printed(x *index.Index, fn index.ID) (rows []Printed) {
	label := ""
	visit(x, fn, func(n ast.Node, at index.Range) {
		call, ok := n.(*ast.CallExpr)
		if !ok || !named(call.Fun, "print", "println") {
			return
		}
		for _, arg := range call.Args {
			if text, ok := literal(arg); ok {
				label = text
				continue
			}
			off := at.Off + int32(arg.Pos()-call.Pos())
			pl := index.Range{File: at.File, Off: off, End: off + int32(arg.End()-arg.Pos())}
			rows = append(rows, Printed{short(label), x.Files[pl.File].Text[pl.Off:pl.End], pl})
			label = ""
		}
	})
	return rows
}

// short is the label next to a value: "gomaxprocs=" of "ms: gomaxprocs=".
func short(label string) string {
	label = strings.TrimSpace(label)
	if strings.HasSuffix(label, "=") {
		return label[strings.LastIndexByte(label, ' ')+1:]
	}
	return label
}
