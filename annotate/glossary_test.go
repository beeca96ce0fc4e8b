package annotate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
)

// Terms are found as whole words, once each, the longest first; short ones as written.
func TestGlossary(t *testing.T) {
	yaml := "- {term: queue, also: [\"line\"], def: x}\n- {term: work queue, def: x}\n- {term: G, def: x}\n- {term: GC, also: [collector], def: x}\n- {term: net.Pipe, def: x}\n- {term: queue lock, def: x}\n- {term: STW, def: x}\n- {term: Span, def: x}\n"
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "glossary.yaml": yaml})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	g := book.Glossary()
	for _, c := range []struct{ text, want string }{
		{"A queue and a queue.", "queue=queue"},
		{"Queues stand in line.", "Queues=queue"},
		{"The work\nqueue of a queue", "work\nqueue=work queue queue=queue"},
		{"G, g, Gs; the gc, the GC.", "G=G GC=GC"},
		{"requeue queue2 queue_x queue() x.queue ünline liner", ""},
		{"The queue lock of a queue, queue  lockers", "queue lock=queue lock queue=queue"},
		{"stw, the STW; spans, SPAN", "STW=STW spans=Span"}, // three letters are short, four are not
		{"Collectors!", "Collectors=GC"},
		{"linesman queues_x spans(", ""}, // an s inside a word is no plural
		{"ﬁqueue queueé", ""},
		{"(queue)", "queue=queue"},
		{"net.Pipe", "net.Pipe=net.Pipe"},
		{"queue lock, queue lock", "queue lock=queue lock"}, // a word of a term that was found before is no term
		{"", ""}, {"\xff\xfequeue", "queue=queue"},
	} {
		var got []string
		for _, f := range g.First(c.text, map[*annotate.Term]bool{}) {
			got = append(got, fmt.Sprintf("%s=%s", c.text[f.Off:f.End], f.Term.Name))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	empty, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n"})
	if got := empty.Glossary().First("queue", map[*annotate.Term]bool{}); len(got) > 0 {
		t.Errorf("without terms: %v", got)
	}
}

// The claims of the glossary are numbered as its file has them, also where terms share a line.
func TestClaimsOfTheGlossaryAreNumberedInOrder(t *testing.T) {
	const yaml = `[{term: queue, def: x, claim: 'exists("runtime.shop")'}, {term: door, def: x, claim: 'exists("runtime.enter")'},
 {term: bell, def: x, claim: 'exists("runtime.leave")'}]
`
	r, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "glossary.yaml": yaml})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, c := range r.Claims {
		got = append(got, c.ID+" "+c.Expr)
	}
	want := []string{`glossary-1 exists("runtime.shop")`, `glossary-2 exists("runtime.enter")`, `glossary-3 exists("runtime.leave")`}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
