package templates

import (
	"html/template"
	"strings"
)

// funcs are what templates call.
var funcs = template.FuncMap{"link": link}

// link writes what <a href="{{.Href}}">{{.Text}}</a> does. Pages are links for the most
// part, and html/template makes four calls by reflection for each. Here it writes only
// those whose address or text needs to be escaped.
func link(href, text string) (template.HTML, error) {
	var b strings.Builder
	if strings.ContainsFunc(href, unsafeInHref) || strings.ContainsAny(text, "\"&'+<>\x00") {
		err := plainLink.Execute(&b, struct{ Href, Text string }{href, text})
		return template.HTML(b.String()), err // safe: html/template wrote it
	}
	b.Grow(len(`<a href=""></a>`) + len(href) + len(text))
	b.WriteString(`<a href="`)
	b.WriteString(href)
	b.WriteString(`">`)
	b.WriteString(text)
	b.WriteString(`</a>`)
	return template.HTML(b.String()), nil // safe: nothing in it ends an attribute or begins an element, and no scheme is in the address
}

var plainLink = template.Must(template.New("link").Parse(`<a href="{{.Href}}">{{.Text}}</a>`))

// unsafeInHref reports whether html/template might change a letter of an address.
func unsafeInHref(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-._~/#?=", r))
}
