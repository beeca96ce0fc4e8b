package figure

import (
	"html/template"

	"sourcedive/internal/lab"
)

// Plot is the drawing of a lab's result in the two layouts of a figure. It is safe in a
// page: every text in it is escaped where it is drawn, and all else is numbers.
func Plot(l lab.Lab, r *lab.Result) (wide, narrow template.HTML) {
	return template.HTML(lab.Draw(l, r, true)), template.HTML(lab.Draw(l, r, false))
}
