package article

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"golang.org/x/mod/semver"

	"sourcedive/annotate/markdown"
)

// Reviewed is the fingerprint of the body that an author read in one version.
type Reviewed struct{ Version, Fingerprint string }

// reviews are the values of reviewed, by version.
type reviews struct {
	list []Reviewed
	at   markdown.Pos
}

var printForm = regexp.MustCompile(`^[0-9a-f]{12}$`)

// UnmarshalYAML takes the map from version to fingerprint.
func (r *reviews) UnmarshalYAML(node ast.Node) error {
	at := node.GetToken().Position
	r.at = markdown.Pos{Line: at.Line, Col: at.Column}
	m, ok := node.(ast.MapNode)
	if !ok {
		return &yaml.SyntaxError{Message: "reviewed is a map from version to fingerprint", Token: node.GetToken()}
	}
	for it := m.MapRange(); it.Next(); {
		key, value := it.Key().GetToken(), it.Value().GetToken()
		if !strings.HasPrefix(key.Value, "go1") && !semver.IsValid(key.Value) || !printForm.MatchString(value.Value) {
			return &yaml.SyntaxError{Message: "no version and fingerprint: " + key.Value + ": " + value.Value, Token: key}
		}
		r.list = append(r.list, Reviewed{key.Value, value.Value})
	}
	slices.SortStableFunc(r.list, func(a, b Reviewed) int { return CompareVersions(a.Version, b.Version) })
	return nil
}

// Accept writes into a note's front matter that it was read against the body with a
// fingerprint, in a version. All else stays as it is, byte for byte.
func Accept(src []byte, v, print string) ([]byte, error) {
	lines := bytes.SplitAfter(src, []byte("\n"))
	if strings.TrimRight(string(lines[0]), " \t\r\n") != "---" {
		return nil, fmt.Errorf("there is no front matter")
	}
	at := -1
	for i, line := range lines[1:] {
		if bytes.HasPrefix(line, []byte("reviewed:")) {
			at = i + 1
		}
		if strings.TrimRight(string(line), " \t\r\n") != "---" {
			continue
		}
		if at < 0 {
			ending := "\n"
			if bytes.HasSuffix(lines[0], []byte("\r\n")) {
				ending = "\r\n"
			}
			added := reviewedLine([]Reviewed{{v, print}}) + ending
			return bytes.Join(slices.Insert(lines, i+1, []byte(added)), nil), nil
		}
		changed, err := addReview(string(lines[at]), Reviewed{v, print})
		if err != nil {
			return nil, err
		}
		lines[at] = []byte(changed)
		return bytes.Join(lines, nil), nil
	}
	return nil, fmt.Errorf("the front matter has no end")
}

func reviewedLine(list []Reviewed) string {
	entries := make([]string, len(list))
	for i, r := range list {
		entries[i] = r.Version + ": " + r.Fingerprint
	}
	return "reviewed: {" + strings.Join(entries, ", ") + "}"
}

// addReview adds an entry to the line, or replaces that of its version.
func addReview(line string, add Reviewed) (string, error) {
	text := strings.TrimRight(line, "\r\n")
	inner, ok := strings.CutPrefix(strings.TrimSpace(strings.TrimPrefix(text, "reviewed:")), "{")
	inner, closed := strings.CutSuffix(strings.TrimSpace(inner), "}")
	if !ok || !closed {
		return "", fmt.Errorf("reviewed: is not on one line, as {go1.26.8: 0123456789ab}")
	}
	list := []Reviewed{}
	for entry := range strings.SplitSeq(inner, ",") {
		v, print, ok := strings.Cut(entry, ":")
		if v, print = strings.TrimSpace(v), strings.TrimSpace(print); ok && v != add.Version {
			list = append(list, Reviewed{v, print})
		}
	}
	list = append(list, add)
	slices.SortStableFunc(list, func(a, b Reviewed) int { return CompareVersions(a.Version, b.Version) })
	return reviewedLine(list) + line[len(text):], nil
}
