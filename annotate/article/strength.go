package article

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sourcedive/annotate/markdown"
)

// StrengthFile records which sentences have evidence that an edit of the source breaks.
const StrengthFile = "strength.txt"

const strengthHead = `# Sentences whose evidence an edit of the source breaks: a hash of the sentence and its
# evidence, and one of what that cites. Written by sourcedive check --mutate.
`

// Strength is that record: the hash of what is cited by the hash of the sentence.
type Strength map[string]string

func (c *Content) readStrength(text, file string) {
	c.Strength = Strength{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if strings.HasPrefix(line, "#") {
			continue
		}
		sentence, cited, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			c.fault(file, markdown.Pos{Line: n, Col: 1}, "sourcedive check --mutate writes the file anew", "a line without two hashes")
			continue
		}
		c.Strength[sentence] = cited
	}
}

// String is the text of the file.
func (s Strength) String() string {
	var b strings.Builder
	b.WriteString(strengthHead)
	for _, sentence := range slices.Sorted(maps.Keys(s)) {
		fmt.Fprintf(&b, "%s %s\n", sentence, s[sentence])
	}
	return b.String()
}
