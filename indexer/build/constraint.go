package build

import (
	"go/build/constraint"
	"path"
	"slices"
	"strings"
)

// exclusion says why the build of a platform leaves a file out, in the words of
// the file itself: its name, or its build line.
func exclusion(name, text, goos, goarch string) string {
	if why := excludedByName(name, goos, goarch); why != "" {
		return why
	}
	if line := buildLine(text); line != "" {
		return line
	}
	switch {
	case strings.HasPrefix(name, "_") || strings.HasPrefix(name, "."):
		return "its name starts with " + name[:1]
	case strings.Contains(text, "import \"C\""):
		return "it needs cgo"
	}
	return "the go command leaves it out"
}

// excludedByName applies the rule of *_GOOS, *_GOARCH and *_GOOS_GOARCH.
func excludedByName(name, goos, goarch string) string {
	parts := strings.Split(strings.TrimSuffix(name, path.Ext(name)), "_")
	n := len(parts)
	if n >= 3 && slices.Contains(knownOS, parts[n-2]) && slices.Contains(knownArch, parts[n-1]) {
		if matchesOS(parts[n-2], goos) && parts[n-1] == goarch {
			return ""
		}
		return "file name: _" + parts[n-2] + "_" + parts[n-1]
	}
	if n < 2 {
		return ""
	}
	last := parts[n-1]
	if slices.Contains(knownOS, last) && !matchesOS(last, goos) || slices.Contains(knownArch, last) && last != goarch {
		return "file name: _" + last
	}
	return ""
}

// matchesOS knows the systems that count as another one too.
func matchesOS(tag, goos string) bool {
	return tag == goos || tag == "linux" && goos == "android" ||
		tag == "solaris" && goos == "illumos" || tag == "darwin" && goos == "ios"
}

// buildLine is the //go:build line of a file, or its +build lines as one.
func buildLine(text string) string {
	var plus []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch {
		case constraint.IsGoBuild(line):
			return line
		case constraint.IsPlusBuild(line):
			plus = append(plus, strings.TrimSpace(strings.TrimPrefix(line, "//")))
		case line != "" && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "/*"):
			if strings.HasPrefix(line, "package ") || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "TEXT") {
				return strings.Join(plus, ", ")
			}
		}
	}
	return strings.Join(plus, ", ")
}

// The systems and architectures that file names can speak of, old ones included.
var (
	knownOS = strings.Fields("aix android darwin dragonfly freebsd hurd illumos ios js linux " +
		"nacl netbsd openbsd plan9 solaris wasip1 windows zos")
	knownArch = strings.Fields("386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le " +
		"mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm")
)
