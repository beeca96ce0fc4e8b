package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"

	"sourcedive/internal/diag"
)

// printJSON prints v for programs, indented.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// printProblems prints one diagnostic a line, each with its hint below.
func printProblems(w io.Writer, problems diag.List) {
	for _, p := range problems {
		fmt.Fprintln(w, p)
	}
}

// oneLine is a text with each run of white space as one blank.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func trimRight(s string) string { return strings.TrimRight(s, " ") }

// printable is a text without what a terminal would obey: control characters, and
// those that turn the direction of writing.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
}

// palette colours words on a terminal.
type palette bool

func colours(w io.Writer) palette {
	f, ok := w.(*os.File)
	return palette(ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd())))
}

func (p palette) name(s string) string { return p.in("1;34", s) }
func (p palette) dim(s string) string  { return p.in("2", s) }

func (p palette) in(code, s string) string {
	if !p {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
