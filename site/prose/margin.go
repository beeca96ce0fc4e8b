package prose

import (
	"html/template"
	"strings"

	"sourcedive/annotate/markdown"
)

// Beside writes blocks with what stands in the margin before the paragraph that it follows
// in the text: a float is as high as what comes after it. The two have an element around
// them, so that a narrow window can show them in their order.
func (w *Writer) Beside(blocks []*markdown.Block) template.HTML {
	var out strings.Builder
	for i := 0; i < len(blocks); {
		end := i + 1
		for end < len(blocks) && blocks[i].Kind == markdown.Prose && blocks[end].Kind == markdown.Claim {
			end++
		}
		asides := end
		for asides < len(blocks) && blocks[i].Kind == markdown.Prose && inMargin(blocks[asides].Kind) {
			asides++
		}
		if asides == end {
			out.WriteString(string(w.Blocks(blocks[i:end])))
		} else {
			out.WriteString(`<div class="with">` + string(w.Blocks(blocks[end:asides])+w.Blocks(blocks[i:end])) + "</div>\n")
		}
		i = asides
	}
	return template.HTML(out.String()) // all of it came from Blocks
}

func inMargin(k markdown.Kind) bool { return k == markdown.Surprise || k == markdown.Then }
