package browsertest

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sourcedive/templates"
)

var (
	comments = regexp.MustCompile(`(?s)/\*.*?\*/`)
	selected = regexp.MustCompile(`([^{}]+)\{`)
	aClass   = regexp.MustCompile(`\.([a-zA-Z][\w-]*)`)
	linked   = regexp.MustCompile(`<link rel=stylesheet href="[^"]*assets/([\w.]+)\?`)
	inClass  = regexp.MustCompile(`class=(?:"([^"]*)|([^" >]+))`)
)

// styled lists the style sheets that have rules for a class.
func styled(t *testing.T) map[string][]string {
	t.Helper()
	theme, err := templates.Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	sheets := map[string][]string{}
	for _, name := range theme.Assets() {
		if path.Ext(name) != ".css" {
			continue
		}
		data, err := theme.Asset(name)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, rule := range selected.FindAllStringSubmatch(comments.ReplaceAllString(string(data), ""), -1) {
			for _, c := range aClass.FindAllStringSubmatch(rule[1], -1) {
				if !seen[c[1]] {
					seen[c[1]] = true
					sheets[c[1]] = append(sheets[c[1]], name)
				}
			}
		}
	}
	return sheets
}

// A page of each kind links a style sheet for each class that it uses and that any has rules
// for. Not compared are c and asm, which mean something else in source.
func TestPagesLinkTheirStyles(t *testing.T) {
	t.Parallel()
	sheets := styled(t)
	for _, k := range kinds {
		data, err := os.ReadFile(filepath.Join(the.dir, filepath.FromSlash(at(k.path))))
		if err != nil {
			t.Error(err)
			continue
		}
		has, seen := map[string]bool{}, map[string]bool{}
		for _, m := range linked.FindAllStringSubmatch(string(data), -1) {
			has[m[1]] = true
		}
		if !has["site.css"] {
			t.Errorf("%s does not link the style of all pages", k.path)
		}
		for _, m := range inClass.FindAllStringSubmatch(string(data), -1) {
			for c := range strings.FieldsSeq(m[1] + m[2]) {
				if unstyled(sheets[c], has) && !seen[c] && c != "c" && c != "asm" {
					seen[c] = true
					t.Errorf("%s uses the class %s and links none of %v", k.path, c, sheets[c])
				}
			}
		}
	}
}

func unstyled(sheets []string, has map[string]bool) bool {
	for _, s := range sheets {
		if has[s] {
			return false
		}
	}
	return len(sheets) > 0
}
