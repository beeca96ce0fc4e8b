package markdown

import (
	"bytes"
	"html/template"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	xast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// HTML writes texts as HTML. A nil function is one that knows nothing: links
// are then plain text, and the blocks of ours take a plain form. The functions may be
// called from several goroutines, once for each text that is written.
type HTML struct {
	// Link gives the address and the text of a link; a Target.Text, when there is one,
	// is shown in place of the text. Without ok, the link is shown as plain text.
	Link func(Target) (href, text string, ok bool)

	// Block writes a block of a fenced kind. The
	// texts inside it are for the function to write. Without ok, the plain form is
	// written: the text in a div with the kind as its class, nothing of source and claim.
	Block func(*Block) (out template.HTML, ok bool)

	// Mark gives the link that replaces the anchor of a remark. Without ok, nothing
	// does.
	Mark func(*Remark) (href, text string, ok bool)

	// Words finds words in running text that get a link of class term, once for each
	// piece of text outside code, links and headings. They are in order and apart.
	Words func(text string) []Linked

	// Sentence gives what is written around and behind a sentence: the class of the
	// element around it, a mark at its end inside that, and what follows. It is asked
	// once for each sentence, in order. Without ok, nothing is written.
	Sentence func(*Sentence) (f SentenceFrame, ok bool)

	Prefix string // is put before the ids of headings
	Deeper int    // is added to the levels of headings
}

// SentenceFrame is what is written around and behind a sentence.
type SentenceFrame struct {
	Class string // of the element around it: words of letters and blanks
	Mark  template.HTML
	After template.HTML
}

// Linked is a piece of running text, in bytes, with its address.
type Linked struct {
	Off, End int
	Href     string
}

// Doc writes a whole text.
func (h *HTML) Doc(d *Doc) template.HTML { return h.Blocks(d.Blocks) }

// Blocks writes some blocks of a text.
func (h *HTML) Blocks(blocks []*Block) template.HTML {
	var out written
	r := h.renderer()
	for _, b := range blocks {
		h.node(&out, r, b.doc, b, b.node)
	}
	return finished(out.Bytes())
}

// Remark writes the text of a remark, without its anchor and without a paragraph
// around it.
func (h *HTML) Remark(m *Remark) template.HTML {
	return h.children(m.Block.doc, m.node, m.node.FirstChild().NextSibling())
}

// Item writes the text of a list's item, without the li around it.
func (h *HTML) Item(it Item) template.HTML { return h.children(it.doc, it.node, it.node.FirstChild()) }

// Line writes a text of one paragraph without the paragraph around it.
func (h *HTML) Line(d *Doc) template.HTML {
	if len(d.Blocks) == 1 && d.Blocks[0].node.Kind() == ast.KindParagraph {
		n := d.Blocks[0].node
		return h.children(d, n, n.FirstChild())
	}
	return h.Doc(d)
}

func (h *HTML) children(d *Doc, parent, from ast.Node) template.HTML {
	var out written
	r := h.renderer()
	for n := from; n != nil; n = n.NextSibling() {
		h.node(&out, r, d, nil, n)
	}
	return template.HTML(strings.TrimSpace(string(finished(out.Bytes())))) // still what finished gave
}

// written is what renderers write to: a buffer that needs none before it.
type written struct{ bytes.Buffer }

func (*written) Buffered() int { return 0 }
func (*written) Flush() error  { return nil }

// node writes one node. Writing to a buffer cannot fail, nor can the renderer.
func (h *HTML) node(out *written, r renderer.Renderer, d *Doc, b *Block, n ast.Node) {
	if b != nil && b.Kind.Fenced() {
		out.WriteString(string(h.block(b)))
		return
	}
	before := out.Len()
	if err := r.Render(out, d.src, n); err != nil {
		out.Truncate(before)
		template.HTMLEscape(out, []byte(plainText(n, d.src)))
	}
}

// block writes a block of ours.
func (h *HTML) block(b *Block) template.HTML {
	if h.Block != nil {
		if out, ok := h.Block(b); ok {
			return out
		}
	}
	if b.Body == nil {
		return ""
	}
	inner := h.Doc(b.Body)
	if b.Answer != nil {
		inner += h.Doc(b.Answer)
	}
	// The class is one of the names of kinds, inner was written by Doc.
	return template.HTML(`<div class="` + b.Kind.String() + `">` + "\n" + string(inner) + "</div>\n")
}

// finished ends the writing. All text came through goldmark's escaping or
// template.HTMLEscape, elements and attributes are goldmark's or this package's, with
// raw HTML never parsed: so it is safe. What an entity like &#1; smuggled in is taken
// out.
func finished(out []byte) template.HTML {
	for i, c := range out {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			out[i] = ' '
		}
	}
	return template.HTML(out)
}

func (h *HTML) renderer() renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(html.NewRenderer(), 1000),
		util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), 500),
		util.Prioritized(&nodes{HTML: h}, 100),
	))
}

// nodes writes what differs from plain Markdown.
type nodes struct {
	*HTML
	frame *SentenceFrame // of the sentence that is being written; nil for none
}

// RegisterFuncs registers the nodes that are written here.
func (h *nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindTarget, h.target)
	reg.Register(ast.KindText, h.words)
	reg.Register(kindRemark, h.mark)
	reg.Register(kindEvidence, h.evidence)
	reg.Register(kindSentence, h.sentence)
	reg.Register(ast.KindHeading, h.heading)
	reg.Register(ast.KindLink, h.link)
	reg.Register(ast.KindAutoLink, h.autoLink)
	reg.Register(ast.KindImage, h.image)
	reg.Register(ast.KindFencedCodeBlock, h.fenced)
	reg.Register(ast.KindCodeBlock, h.fenced)
	reg.Register(xast.KindTable, h.table)
	reg.Register(xast.KindTableCell, h.cell)
}

// anchor writes a link. The text is plain; what is in backquotes, or all of the
// name of a symbol, is code.
func anchor(w util.BufWriter, class, href, text string, code bool) {
	if href != "" {
		w.WriteString(`<a`)
		if class != "" {
			w.WriteString(` class="` + class + `"`)
		}
		w.WriteString(` href="` + template.HTMLEscapeString(href) + `">`)
	}
	pieces := strings.Split(text, "`")
	for i, piece := range pieces {
		inCode := code || i%2 == 1 && i < len(pieces)-1
		if inCode {
			w.WriteString("<code>")
		}
		w.WriteString(template.HTMLEscapeString(piece))
		if inCode {
			w.WriteString("</code>")
		}
	}
	if href != "" {
		w.WriteString("</a>")
	}
}

// linked reports whether a node is in a link: there is no link in a link.
func linked(n ast.Node) bool {
	for up := n.Parent(); up != nil; up = up.Parent() {
		if up.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func (h *nodes) target(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	t := n.(*targetNode).target
	href, text, code := "", t.plain(), t.Text == "" && (t.Kind == ToSymbol || t.Kind == ToFile)
	if h.Link != nil {
		if to, name, ok := h.Link(t); ok {
			href = to
			if name != "" {
				text = name
			}
		}
	}
	if t.Text != "" {
		text = t.Text
	}
	if linked(n) {
		href = ""
	}
	class := ""
	if t.Kind == ToTerm {
		class = ToTerm
	}
	anchor(w, class, href, text, code)
	return ast.WalkContinue, nil
}

// words writes running text. What is between the words that are found goes the way
// that plain Markdown goes.
func (h *nodes) words(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Text)
	text := n.Segment.Value(src)
	if h.Words != nil && !n.IsRaw() && free(n) {
		done := 0
		for _, found := range h.Words(string(text)) {
			html.DefaultWriter.Write(w, text[done:found.Off])
			anchor(w, ToTerm, found.Href, string(text[found.Off:found.End]), false)
			done = found.End
		}
		text = text[done:]
	}
	if n.IsRaw() {
		html.DefaultWriter.RawWrite(w, text)
	} else {
		html.DefaultWriter.Write(w, text)
	}
	if n.HardLineBreak() {
		w.WriteString("<br>\n")
	} else if n.SoftLineBreak() {
		w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

// free reports whether a text is outside links and headings.
func free(n ast.Node) bool {
	for up := n.Parent(); up != nil; up = up.Parent() {
		if k := up.Kind(); k == ast.KindLink || k == ast.KindHeading || k == ast.KindImage {
			return false
		}
	}
	return true
}

func (h *nodes) mark(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if m := n.(*remarkNode); entering && h.Mark != nil && m.remark != nil {
		if href, text, ok := h.Mark(m.remark); ok {
			anchor(w, "at", href, text, true)
		}
	}
	return ast.WalkContinue, nil
}

// evidence writes nothing: it is not of the text.
func (h *nodes) evidence(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, nil
}

func (h *nodes) heading(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	tag := "h" + strconv.Itoa(min(max(n.Level, 2)+h.Deeper, 6))
	if !entering {
		w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	w.WriteString("<" + tag)
	if id, ok := n.AttributeString("id"); ok {
		w.WriteString(` id="` + template.HTMLEscapeString(h.Prefix+id.(string)) + `"`)
	}
	w.WriteString(">")
	return ast.WalkContinue, nil
}

func (h *nodes) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	href := ordinary(string(node.(*ast.Link).Destination))
	if href == "" || linked(node) {
		return ast.WalkContinue, nil
	}
	if entering {
		w.WriteString(`<a rel="external" href="` + template.HTMLEscapeString(href) + `">`)
	} else {
		w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func (h *nodes) autoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	label := template.HTMLEscapeString(string(n.Label(src)))
	if href := ordinary(string(n.URL(src))); href != "" && !linked(n) {
		label = `<a rel="external" href="` + template.HTMLEscapeString(href) + `">` + label + "</a>"
	}
	w.WriteString(label)
	return ast.WalkContinue, nil
}

// ordinary is the address of an ordinary link as it is written in an attribute, ""
// for one that is no web address.
func ordinary(url string) string {
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return ""
	}
	return string(util.URLEscape([]byte(url), true))
}

// image writes the description of an image: the children of the node, as text.
func (h *nodes) image(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, nil
}

// fenced writes code of another kind than ours.
func (h *nodes) fenced(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	var code bytes.Buffer
	for i := range node.Lines().Len() {
		seg := node.Lines().At(i)
		code.Write(seg.Value(src))
	}
	lang := ""
	if n, ok := node.(*ast.FencedCodeBlock); ok {
		lang = string(n.Language(src))
	}
	if !languages[lang] || lang == "" {
		lang = "text"
	}
	w.WriteString(`<div class="code"><pre class="src ` + lang + `">`)
	writeCode(w, lang, code.String())
	w.WriteString("</pre></div>\n")
	return ast.WalkSkipChildren, nil
}

// table puts a table into a box that can be scrolled.
func (h *nodes) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<div class=\"table\"><table>\n")
	} else {
		w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

func (h *nodes) cell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*xast.TableCell)
	tag := "td"
	if n.Parent().Kind() == xast.KindTableHeader {
		tag = "th"
	}
	if !entering {
		w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	w.WriteString("<" + tag)
	switch n.Alignment {
	case xast.AlignRight:
		w.WriteString(` class="number"`)
	case xast.AlignCenter:
		w.WriteString(` class="centre"`)
	}
	w.WriteString(">")
	return ast.WalkContinue, nil
}

// Text is the plain text of a document, for search: no code of ours, no marks.
func (d *Doc) Text() string {
	var parts []string
	d.All(func(b *Block, _ []*Block) {
		if text := b.Text(); text != "" {
			parts = append(parts, text)
		}
	})
	return strings.Join(parts, "\n")
}

// Text is the plain text of a remark, without its anchor.
func (m *Remark) Text() string {
	var parts []string
	for n := m.node.FirstChild().NextSibling(); n != nil; n = n.NextSibling() {
		parts = append(parts, plainText(n, m.Block.doc.src))
	}
	return strings.TrimSpace(strings.Join(parts, ""))
}

// Text is the plain text of a prose or heading block, "" for others.
func (b *Block) Text() string {
	if b.Kind.Fenced() {
		return ""
	}
	return plainText(b.node, b.doc.src)
}
