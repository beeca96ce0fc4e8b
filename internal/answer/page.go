package answer

import (
	"fmt"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/urls"
)

// Page is the page of a symbol, or of a line as FILE:LINE, below the root of a version. A
// file may be named by its end, and by where it is in any tree of Go.
func Page(x *index.Index, what string) (string, error) {
	file, line, ok := lineOf(what)
	if !ok {
		s, err := Find(x, what)
		if err != nil {
			return "", err
		}
		return urls.NewMap(x).Best(s), nil
	}
	i, err := findFile(x, file)
	if err != nil {
		return "", err
	}
	if most := len(x.Lines(i)); line < 1 || line > most {
		return "", fmt.Errorf("%s has %d lines in %s, there is no line %d", x.Files[i].Path, most, x.Config.Version, line)
	}
	return urls.NewMap(x).Line(i, line), nil
}

// lineOf takes FILE:LINE and FILE:LINE:COLUMN apart. A file alone is its first line.
func lineOf(what string) (file string, line int, ok bool) {
	parts := strings.Split(what, ":")
	if len(parts) > 1 && len(parts[0]) == 1 { // C:\go
		parts = append([]string{parts[0] + ":" + parts[1]}, parts[2:]...)
	}
	file = strings.ReplaceAll(parts[0], `\`, "/")
	if !strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, ".s") && !strings.HasSuffix(file, ".h") {
		return "", 0, false
	}
	if len(parts) == 1 {
		return file, 1, true
	}
	line, err := strconv.Atoi(parts[1])
	return file, line, err == nil && len(parts) <= 3
}

func findFile(x *index.Index, name string) (int32, error) {
	if at := strings.LastIndex(name, "/src/"); at >= 0 {
		name = name[at+len("/src/"):]
	}
	for _, path := range []string{name, "runtime/" + name} {
		if i, ok := x.File(path); ok {
			return i, nil
		}
	}
	var found []string
	for i := range x.Files {
		if strings.HasSuffix(x.Files[i].Path, "/"+name) {
			found = append(found, x.Files[i].Path)
		}
	}
	switch len(found) {
	case 0:
		return 0, fmt.Errorf("no file %q in %s %s\n    hint: name it from src on, as in runtime/proc.go:10", name, x.Config.Version, x.Config.Platform())
	case 1:
		i, _ := x.File(found[0])
		return i, nil
	}
	return 0, fmt.Errorf("%q is the end of %d files\n    hint: one of %s", name, len(found), strings.Join(found[:min(len(found), 4)], ", "))
}
