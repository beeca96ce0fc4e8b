package article

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"sourcedive/internal/diag"
)

// Aliases is the content's aliases.yaml: what readers call things, beside what the source
// calls them.
type Aliases struct {
	// Symbols gives what a reader may call a symbol. Names without a package are of
	// package runtime; those that a version lacks are passed over.
	Symbols map[string][]string `yaml:"symbols"`
	// Words gives for a word of names the words of readers that mean the same.
	Words map[string][]string `yaml:"words"`
}

const aliasesFile = "aliases.yaml"

// readAliases reads aliases.yaml. Content without one has no aliases.
func readAliases(content fs.FS) (a Aliases, err error) {
	text, err := fs.ReadFile(content, aliasesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	if err != nil {
		return a, fmt.Errorf("reading the content: %w", err)
	}
	if err := Unmarshal(string(text), &a); err != nil {
		return a, excerpt(aliasesFile, string(text), err)
	}
	return a, a.complete()
}

// complete reports words with two meanings.
func (a *Aliases) complete() error {
	var errs []error
	owner := map[string]string{}
	for _, to := range sortedKeys(a.Words) {
		for _, from := range a.Words[to] {
			msg := fmt.Sprintf("word %q stands for %q and for %q", from, owner[from], to)
			switch other, taken := owner[from]; {
			case from == to:
				msg = fmt.Sprintf("word %q stands for itself", from)
			case !taken:
				msg = ""
			case other == to:
				msg = fmt.Sprintf("word %q stands for %q twice", from, to)
			}
			if msg != "" {
				errs = append(errs, errors.New(diag.Diagnostic{File: aliasesFile, Msg: msg, Hint: "keep one of them"}.String()))
			}
			owner[from] = to
		}
	}
	for _, name := range sortedKeys(a.Symbols) {
		if len(a.Symbols[name]) == 0 {
			errs = append(errs, errors.New(diag.Diagnostic{File: aliasesFile, Msg: name + " has no aliases", Hint: "give a list of phrases"}.String()))
		}
	}
	return errors.Join(errs...)
}

func sortedKeys(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Same gives for each word of readers the word of names that it means.
func (a *Aliases) Same() map[string]string {
	same := map[string]string{}
	for to, list := range a.Words {
		for _, from := range list {
			same[from] = to
		}
	}
	return same
}
