package golden

import (
	"fmt"
	"html/template"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// View compares a page's view struct, as [Print] prints it, with testdata/NAME.golden.
func View(t *testing.T, name string, v any) {
	t.Helper()
	Check(t, name+".golden", Print(v))
}

// Print prints a value as indented data, the same text every time. Zero values of
// fields are left out, keys of maps are sorted, and an embedded struct is printed as
// part of the one around it. A struct of a few plain fields is one line. HTML is printed as its text: [text](address .class) for
// a link, {tag#id.class} before the text of another element that has attributes, and
// at most its first lines.
func Print(v any) string {
	var p printer
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer || rv.Kind() == reflect.Interface {
		rv = rv.Elem()
	}
	p.WriteString(rv.Type().String())
	p.value(rv, "")
	return p.String()
}

type printer struct{ strings.Builder }

const step = "  "

// value prints the value after a name, and ends the line.
func (p *printer) value(v reflect.Value, indent string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			p.WriteString(" nil\n")
			return
		}
		p.value(v.Elem(), indent)
	case reflect.Struct:
		if isLeaf(v) {
			p.WriteString(" " + leaf(v) + "\n")
			return
		}
		if line := oneLine(v); line != "" && indent != "" {
			p.WriteString(" " + line + "\n")
			return
		}
		p.WriteByte('\n')
		p.fields(v, indent+step)
	case reflect.Slice, reflect.Array:
		p.list(v, indent)
	case reflect.Map:
		p.WriteByte('\n')
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		for _, k := range keys {
			p.WriteString(indent + step + fmt.Sprint(k) + ":")
			p.value(v.MapIndex(k), indent+step)
		}
	case reflect.String:
		p.text(v, indent)
	default:
		fmt.Fprintf(p, " %v\n", v)
	}
}

func (p *printer) text(v reflect.Value, indent string) {
	text := v.String()
	if v.Type() == reflect.TypeFor[template.HTML]() {
		text = Text(text)
	}
	if !strings.Contains(text, "\n") {
		p.WriteString(" " + text + "\n")
		return
	}
	p.WriteByte('\n')
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	shown := lines[:min(len(lines), shownLines)]
	for _, line := range shown {
		p.WriteString(strings.TrimRight(indent+step+"| "+line, " ") + "\n")
	}
	if rest := lines[len(shown):]; len(rest) > 0 {
		links := 0
		for _, line := range rest {
			links += strings.Count(line, "](")
		}
		fmt.Fprintf(p, "%s… %d more lines with %d links\n", indent+step, len(rest), links)
	}
}

// shownLines is how much is printed of a text of many lines.
const shownLines = 24

func (p *printer) list(v reflect.Value, indent string) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		fmt.Fprintf(p, " %d bytes\n", v.Len())
		return
	}
	p.WriteByte('\n')
	for i := range v.Len() {
		p.WriteString(indent + step + "-")
		p.value(v.Index(i), indent+step)
	}
}

func (p *printer) fields(v reflect.Value, indent string) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch value := v.Field(i); {
		case !f.IsExported() && !f.Anonymous || isZero(value):
		case f.Anonymous && value.Kind() == reflect.Struct && !isLeaf(value):
			p.fields(value, indent)
		default:
			p.WriteString(indent + f.Name + ":")
			p.value(value, indent)
		}
	}
}

// oneLine prints a struct of plain fields as "A: 1  B: two", or is "" for one that is
// larger.
func oneLine(v reflect.Value) string {
	var words []string
	for i := range v.NumField() {
		f, value := v.Type().Field(i), v.Field(i)
		if !f.IsExported() && !f.Anonymous || isZero(value) {
			continue
		}
		text := ""
		switch kind := value.Kind(); {
		case kind == reflect.Struct && isLeaf(value):
			text = leaf(value)
		case kind == reflect.String && value.Type() == reflect.TypeFor[template.HTML]():
			text = Text(value.String())
		case kind == reflect.String || kind == reflect.Bool || value.CanInt() || value.CanUint():
			text = fmt.Sprint(value)
		default:
			return ""
		}
		words = append(words, f.Name+": "+text)
	}
	if line := strings.Join(words, "  "); len(line) <= longestLine && !strings.Contains(line, "\n") {
		return line
	}
	return ""
}

// longestLine is how long the line of a struct may get.
const longestLine = 140

// isZero reports whether a field is empty: a list without elements is none.
func isZero(v reflect.Value) bool {
	return v.IsZero() || (v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.Len() == 0
}

// isLeaf reports whether a struct fits on a line, such as a text with its address.
func isLeaf(v reflect.Value) bool {
	if v.NumField() > 2 {
		return false
	}
	for i := range v.NumField() {
		if k := v.Field(i).Kind(); k != reflect.String || strings.Contains(v.Field(i).String(), "\n") ||
			v.Field(i).Type() == reflect.TypeFor[template.HTML]() {
			return false
		}
	}
	return v.NumField() > 0
}

func leaf(v reflect.Value) string {
	var words []string
	for i := range v.NumField() {
		switch s := v.Field(i).String(); {
		case v.Type().Field(i).Name == "Href" && s != "":
			words = append(words, "("+s+")")
		case s != "":
			words = append(words, s)
		}
	}
	return strings.Join(words, " ")
}

// blocks start a line of their own.
var blocks = strings.Fields("p ul ol li h1 h2 h3 h4 h5 h6 pre div section details summary dl dt dd figure figcaption table tr blockquote hr")

// Text prints a piece of HTML as Print does.
func Text(src string) string {
	var b strings.Builder
	var links []string // what follows the text of the links that are open
	z := html.NewTokenizer(strings.NewReader(src))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			b.WriteString(z.Token().Data)
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if slices.Contains(blocks, t.Data) && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
				b.WriteByte('\n')
			}
			if t.Data == "a" {
				b.WriteString("[")
				links = append(links, "]("+attributes(t)+")")
			} else if len(t.Attr) > 0 {
				b.WriteString("{" + t.Data + attributes(t) + "}")
			} else if slices.Contains(blocks, t.Data) {
				b.WriteString("<" + t.Data + ">")
			}
		case html.EndTagToken:
			if t := z.Token(); t.Data == "a" && len(links) > 0 {
				b.WriteString(links[len(links)-1])
				links = links[:len(links)-1]
			}
		}
	}
}

func attributes(t html.Token) string {
	var href, id, class, rest string
	for _, a := range t.Attr {
		switch a.Key {
		case "href":
			href = a.Val
		case "id":
			id = "#" + a.Val
		case "class":
			class = "." + strings.ReplaceAll(a.Val, " ", ".")
		default:
			rest += " " + a.Key + "=" + a.Val
		}
	}
	if href != "" && id+class != "" {
		href += " "
	}
	return href + id + class + rest
}
