package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"sourcedive/internal/answer"
)

// showNotes prints notes as paragraphs; below each sentence with evidence is what it
// rests on.
func showNotes(w io.Writer, notes []answer.Note) {
	width := columns(w)
	for _, n := range notes {
		fmt.Fprintf(w, "\nnote %s: %s  (%s)\n", n.ID, printable(n.Title), reviewWords(n))
		var text []string
		flush := func() {
			if len(text) > 0 {
				printWrapped(w, strings.Join(text, " "), "    ", "    ", width)
			}
			text = nil
		}
		for _, s := range n.Sentences {
			if s.Begins {
				flush()
				fmt.Fprintln(w)
			}
			if text = append(text, printable(s.Text)); len(s.Evidence) > 0 {
				flush()
				showEvidence(w, s.Evidence, width)
			}
		}
		flush()
	}
}

func reviewWords(n answer.Note) string {
	switch n.Review {
	case "current":
		return "read against " + n.Against
	case "changed":
		return "written for " + n.Against + ", and the body has changed since"
	}
	return n.Review
}

// showEvidence prints what a sentence rests on: verdict, what it is, and where.
func showEvidence(w io.Writer, list []answer.Evidence, width int) {
	for _, e := range list {
		text := oneLine(printable(e.Text))
		if e.Place != nil {
			text += fmt.Sprintf("  %s:%d", e.Place.File, e.Place.Line)
		}
		if e.Cause != "" {
			text += "  (" + oneLine(printable(e.Cause)) + ")"
		}
		printWrapped(w, text, fmt.Sprintf("      %-8s", e.Verdict), "              ", width)
	}
}

// printWrapped prints a text in lines of a width, where its words allow it.
func printWrapped(w io.Writer, text, first, indent string, width int) {
	line := first
	for _, word := range strings.Fields(text) {
		if len([]rune(line))+1+len([]rune(word)) > width && strings.TrimSpace(line) != "" && line != first {
			fmt.Fprintln(w, line)
			line = indent + word
			continue
		}
		if line != "" && !strings.HasSuffix(line, " ") {
			line += " "
		}
		line += word
	}
	fmt.Fprintln(w, line)
}

// columns is how wide to write: a terminal's width, within what reads well.
func columns(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n >= 40 {
			return min(n, 100)
		}
	}
	return 80
}
