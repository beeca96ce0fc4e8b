package browsertest

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestMarkup wants every page well formed: each element closed where it must
// be, nothing inside what cannot hold it, no style or script in the page, one
// title, one heading, one main part.
func TestMarkup(t *testing.T) {
	t.Parallel()
	_, docs := mustCrawl(t)
	var faults []string
	for _, d := range docs {
		faults = append(faults, d.faults...)
	}
	report(t, faults)
}

// TestMarkupFaults feeds the reader what it must find.
func TestMarkupFaults(t *testing.T) {
	t.Parallel()
	const before, after = "<!doctype html>\n<html lang=en><head><title>T</title></head><body><main><h1>H</h1>", "</main></body></html>"
	for _, c := range []struct{ body, want string }{
		{"<p>one<p>two<ul><li>a<li>b</ul><p>end", ""},
		{"<table><thead><tr><th>a<tbody><tr><th>b<td>c<tr><td>d</tbody></table>", ""},
		{"<table><tbody><tr><td>a</thead></table>", "closes thead inside tbody"},
		{"<svg><path d=\"M0\"/><g/></svg><br><input>", ""},
		{"<b><i>x</b></i>", "closes b inside i"},
		{"<div><p>x</p>", "closes main inside div"},
		{"</div>", "closes div inside main"},
		{"<div/>", "div closes itself"},
		{"<a href=#x><b><a href=#y>z</a></b></a>", "a inside a"},
		{"<p><ul><li>x</ul></p>", "closes p inside main"},
		{"<b id=x></b><b id=x></b>", "id x twice"},
		{`<b style="color:red">x</b>`, "has style"},
		{`<b onclick="f()">x</b>`, "has onclick"},
		{"<script>f()</script>", "script without src"},
		{"<style>b{}</style>", "style element"},
		{"<a href='javascript:f()'>x</a>", "javascript:"},
		{"<h1>again</h1>", "2 elements h1"},
		{"<img src=x.png>", "img without alt"},
	} {
		d := read("page.html", []byte(before+c.body+after))
		got := strings.Join(d.faults, "; ")
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: found %q, want %q", c.body, got, c.want)
		}
	}
}

var (
	void = words("area base br col embed hr img input link meta source track wbr")
	// mayEnd need no end tag: their parent's end, or the start of a sibling, ends them.
	mayEnd = words("p li dt dd tr td th thead tbody")
	// endedBy are the open elements that the end of another ends.
	endedBy = map[string]map[string]bool{"tr": words("td th"), "thead": words("td th tr"), "tbody": words("td th tr")}
	// endsP are the elements whose start ends an open p.
	endsP = words("article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul")
	// endsOf are the open elements that the start of another ends.
	endsOf = map[string]map[string]bool{
		"li": words("li"), "dt": words("dt dd"), "dd": words("dt dd"),
		"td": words("td th"), "th": words("td th"), "tr": words("td th tr"), "tbody": words("td th tr thead tbody"),
	}
)

func words(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}

// reader walks over the tags of a page.
type reader struct {
	*document
	z     *html.Tokenizer
	open  []string
	count map[string]int
}

func (r *reader) top() string {
	if len(r.open) == 0 {
		return "nothing"
	}
	return r.open[len(r.open)-1]
}

func (r *reader) pop() { r.open = r.open[:len(r.open)-1] }

func (r *reader) next() bool {
	switch r.z.Next() {
	case html.ErrorToken:
		return false
	case html.StartTagToken:
		name, more := r.z.TagName()
		r.start(string(name), more, false)
	case html.SelfClosingTagToken:
		name, more := r.z.TagName()
		r.start(string(name), more, true)
	case html.EndTagToken:
		name, _ := r.z.TagName()
		r.end(string(name))
	case html.TextToken:
		if r.top() == "title" && len(r.open) == 3 {
			r.title += string(r.z.Text())
		}
	}
	return true
}

func (r *reader) start(name string, more, closed bool) {
	inSVG := slices.Contains(r.open, "svg")
	if !inSVG {
		r.implied(name)
		if closed && !void[name] {
			r.fault("%s closes itself", name)
		}
	}
	if name == "a" && slices.Contains(r.open, "a") {
		r.fault("a inside a")
	}
	if name == "style" {
		r.fault("style element")
	}
	if name != "title" || !inSVG {
		r.count[name]++
	}
	r.attributes(name, more)
	if !closed && !void[name] {
		r.open = append(r.open, name)
	}
}

// implied closes what the start of an element closes.
func (r *reader) implied(name string) {
	if r.top() == "p" && endsP[name] {
		r.pop()
	}
	for endsOf[name][r.top()] {
		r.pop()
	}
}

func (r *reader) end(name string) {
	for r.top() != name && mayEnd[r.top()] && (!mayEnd[name] || endedBy[name][r.top()]) {
		r.pop()
	}
	if r.top() != name {
		r.fault("closes %s inside %s", name, r.top())
		if i := slices.Index(r.open, name); i >= 0 {
			r.open = r.open[:i]
		}
		return
	}
	r.pop()
}

func (r *reader) attributes(name string, more bool) {
	seen := make(map[string]bool, 4)
	for more {
		var k, v []byte
		k, v, more = r.z.TagAttr()
		key := string(k)
		seen[key] = true
		r.attribute(name, key, string(v))
	}
	switch {
	case name == "html" && !seen["lang"]:
		r.fault("html without lang")
	case name == "script" && !seen["src"]:
		r.fault("script without src")
	case name == "img" && !seen["alt"]:
		r.fault("img without alt")
	}
}

func (r *reader) attribute(name, key, value string) {
	switch {
	case key == "id":
		if r.ids[value] {
			r.fault("id %s twice", value)
		}
		if value == "" || strings.ContainsAny(value, " \t\n") {
			r.fault("id %q", value)
		}
		r.ids[value] = true
	case key == "href" || key == "src" || key == "action":
		if strings.HasPrefix(strings.ToLower(strings.TrimSpace(value)), "javascript:") {
			r.fault("%s=%s", key, value)
		}
		r.refs[value] = name
	case key == "style" || strings.HasPrefix(key, "on"):
		r.fault("%s has %s", name, key)
	case key == "for" || key == "aria-labelledby" || key == "aria-describedby" || key == "aria-controls":
		r.labels = append(r.labels, strings.Fields(value)...)
	}
}
