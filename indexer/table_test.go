package indexer

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// The rules are numbered from 1 without gaps, and docs/architecture.md has the table
// of them.
func TestTableOfPasses(t *testing.T) {
	var want []string
	for i, p := range passes {
		if int(p.rule) != i+1 {
			t.Errorf("pass %d has the number %d", i+1, p.rule)
		}
		file, _ := runtime.FuncForPC(reflect.ValueOf(p.find).Pointer()).FileLine(reflect.ValueOf(p.find).Pointer())
		want = append(want, fmt.Sprintf("| E%d | %s: %s | `%s` |", p.rule, p.name, p.doc, filepath.Base(file)))
	}
	doc, err := os.ReadFile("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`(?m)^\| E\d.*$`).FindAllString(string(doc), -1)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("docs/architecture.md has the rules\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
