package annotate_test

import (
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
)

// What makes YAML grow is a problem of the text, with its place in the file.
func TestAliasesInContent(t *testing.T) {
	files := map[string]string{
		"kb.yaml":            sound["kb.yaml"],
		"notes/sched/n.md":   "---\nsymbol: runtime.enter\ntitle: &a t\nlevel: middle\n---\nx\n",
		"glossary.yaml":      "- {term: &t queue, def: x}\n",
		"files.yaml":         "a: x\nb: *a\n",
		"api.yaml":           "<<: {a: b}\n",
		"introspection.yaml": strings.Repeat("[", 1000),
	}
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	_, problems := merge(t, g, files)
	for _, want := range []string{"notes/sched/n.md:3:8: anchors", "glossary.yaml:1:10: anchors", "files.yaml:2:4: anchors", "api.yaml:1:1: anchors", "introspection.yaml:1:33: values are more than 32 deep"} {
		found := false
		for _, p := range problems {
			found = found || strings.HasPrefix(p.String(), want) && p.HintText() != ""
		}
		if !found {
			t.Errorf("no problem %s in\n%s", want, problems)
		}
	}
	for name, text := range map[string]string{"kb.yaml": "packages: &p [runtime]\n", "aliases.yaml": "symbols: &s {}\n"} {
		bad := map[string]string{"kb.yaml": sound["kb.yaml"]}
		bad[name] = text
		if _, err := article.Read(contentOf(bad)); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "anchors") || !strings.Contains(err.Error(), "hint:") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
