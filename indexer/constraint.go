package indexer

import (
	"go/build/constraint"
	"slices"
	"strings"

	"sourcedive/indexer/asm"
)

// exclusion is why the build of a platform leaves a file out, in the words of
// the file itself: its name, or its build line.
func exclusion(name, text, goos, goarch string) string {
	if why := excludedByName(name, goos, goarch); why != "" {
		return why
	}
	line := buildLine(text)
	cgo := strings.Contains(text, "import \"C\"")
	switch {
	case strings.HasPrefix(name, "_") || strings.HasPrefix(name, "."):
		return "its name starts with " + name[:1]
	case cgo && (line == "" || holds(line, goos, goarch)):
		return "it needs cgo"
	case line != "":
		return line
	}
	return "the go command leaves it out"
}

// holds reports whether a build line lets a platform in. Tags that the line alone
// does not decide, such as experiments, count as off.
func holds(line, goos, goarch string) bool {
	if !constraint.IsGoBuild(line) {
		return false
	}
	expr, err := constraint.Parse(line)
	return err == nil && expr.Eval(func(tag string) bool {
		return matchesOS(tag, goos) || tag == goarch || tag == "gc" || tag == "cgo" || strings.HasPrefix(tag, "go1.") ||
			tag == "unix" && !slices.Contains([]string{"windows", "plan9", "js", "wasip1", "nacl"}, goos)
	})
}

// excludedByName applies the rule of *_GOOS, *_GOARCH and *_GOOS_GOARCH.
func excludedByName(name, goos, goarch string) string {
	name, _, _ = strings.Cut(name, ".")
	parts := strings.Split(name, "_")
	n := len(parts)
	if n >= 3 && slices.Contains(knownOS, parts[n-2]) && asm.KnownArch(parts[n-1]) {
		if matchesOS(parts[n-2], goos) && parts[n-1] == goarch {
			return ""
		}
		return "file name: _" + parts[n-2] + "_" + parts[n-1]
	}
	if n < 2 {
		return ""
	}
	last := parts[n-1]
	if slices.Contains(knownOS, last) && !matchesOS(last, goos) || asm.KnownArch(last) && last != goarch {
		return "file name: _" + last
	}
	return ""
}

// matchesOS knows the systems that count as another one too.
func matchesOS(tag, goos string) bool {
	return tag == goos || tag == "linux" && goos == "android" ||
		tag == "solaris" && goos == "illumos" || tag == "darwin" && goos == "ios"
}

// buildLine is the //go:build line of a file, or its +build lines as one. Only line
// comments above the code count.
func buildLine(text string) string {
	var plus []string
	inBlock := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case inBlock:
			inBlock = !strings.Contains(line, "*/")
		case constraint.IsGoBuild(line):
			return line
		case constraint.IsPlusBuild(line):
			plus = append(plus, strings.TrimSpace(strings.TrimPrefix(line, "//")))
		case strings.HasPrefix(line, "/*"):
			inBlock = !strings.Contains(line[2:], "*/")
		case line != "" && !strings.HasPrefix(line, "//"):
			return strings.Join(plus, ", ")
		}
	}
	return strings.Join(plus, ", ")
}

// knownOS are the systems that file names can mean, old ones included.
var knownOS = strings.Fields("aix android darwin dragonfly freebsd hurd illumos ios js linux " +
	"nacl netbsd openbsd plan9 solaris wasip1 windows zos")

// KnownPlatform reports whether a system and an architecture are names that Go
// knows. Whether a version supports the pair only its go command knows.
func KnownPlatform(goos, goarch string) bool {
	return slices.Contains(knownOS, goos) && asm.KnownArch(goarch)
}
