package markdown

import (
	"html/template"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// sentenceNode is a sentence in the tree of its paragraph, around the nodes of its text.
type sentenceNode struct {
	ast.BaseInline
	sentence *Sentence
}

var kindSentence = ast.NewNodeKind("Sentence")

func (*sentenceNode) Kind() ast.NodeKind              { return kindSentence }
func (n *sentenceNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// wrap puts the children of a paragraph into nodes of its sentences. White space between
// sentences stays outside, and so does the anchor of a remark. What is no plain text, such
// as emphasis around two sentences, is not cut: it goes whole to the first of them.
func (r *running) wrap(parent ast.Node, list []*Sentence) {
	if len(list) == 0 {
		return
	}
	w := &wrapping{src: r.src, parent: parent}
	for _, s := range list {
		w.nodes = append(w.nodes, &sentenceNode{sentence: s})
	}
	parent.RemoveChildren(parent)
	for _, p := range r.parts {
		w.add(p)
	}
	w.finish(len(w.nodes))
}

// wrapping is a paragraph whose sentences are being wrapped.
type wrapping struct {
	src    []byte
	parent ast.Node
	nodes  []*sentenceNode
	done   int // of nodes, those that are in the tree
}

// finish puts sentences into the tree up to one.
func (w *wrapping) finish(to int) {
	for ; w.done < to; w.done++ {
		w.parent.AppendChild(w.parent, w.nodes[w.done])
	}
}

// add puts a child of the paragraph into its sentence.
func (w *wrapping) add(p part) {
	t, plain := p.node.(*ast.Text)
	if !plain || t.Segment.Padding != 0 {
		w.whole(p)
		return
	}
	for from := p.from; from < p.to; {
		k := w.at(from)
		to := p.to
		if k < len(w.nodes) && w.nodes[k].sentence.from > from {
			to, k = min(to, w.nodes[k].sentence.from), -1
		} else if k < len(w.nodes) {
			to = min(to, w.nodes[k].sentence.to)
		} else {
			k = -1
		}
		w.put(k, cutText(t, from-p.from, to-p.from), from)
		from = to
	}
	if p.from == p.to {
		w.whole(p)
	}
}

// at is the first sentence that ends behind a place.
func (w *wrapping) at(place int) (k int) {
	for k < len(w.nodes) && w.nodes[k].sentence.to <= place {
		k++
	}
	return k
}

func (w *wrapping) whole(p part) {
	k := w.at(p.from)
	if k == len(w.nodes) || p.from == p.to && w.nodes[k].sentence.from >= p.from {
		k = -1
	}
	w.put(k, p.node, p.from)
}

// put appends a node to a sentence, or with -1 between the sentences.
func (w *wrapping) put(k int, n ast.Node, from int) {
	if k < 0 {
		w.finish(w.at(from))
		w.parent.AppendChild(w.parent, n)
		return
	}
	w.finish(k)
	w.nodes[k].AppendChild(w.nodes[k], n)
}

// cutText is a piece of a text. The end of its line is one more character than its
// segment has.
func cutText(t *ast.Text, from, to int) *ast.Text {
	length := t.Segment.Len()
	if from == 0 && to >= length && (to > length || !t.SoftLineBreak() && !t.HardLineBreak()) {
		return t
	}
	start := t.Segment.Start
	n := ast.NewTextSegment(text.NewSegment(start+min(from, length), start+min(to, length)))
	if to > length {
		n.SetSoftLineBreak(t.SoftLineBreak())
		n.SetHardLineBreak(t.HardLineBreak())
	}
	return n
}

// sentence writes what a sentence is framed with.
func (h *nodes) sentence(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if h.Sentence == nil {
		return ast.WalkContinue, nil
	}
	if entering {
		frame, ok := h.Sentence(n.(*sentenceNode).sentence)
		h.frame = nil
		if ok {
			h.frame = &frame
			w.WriteString(`<span class="` + template.HTMLEscapeString(frame.Class) + `">`)
		}
	} else if h.frame != nil {
		w.WriteString(string(h.frame.Mark) + "</span>" + string(h.frame.After))
	}
	return ast.WalkContinue, nil
}
