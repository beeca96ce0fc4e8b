package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/internal/diag"
)

// mutate tries the evidence of some notes, or of all the content, with edits of the source
// it cites, prints what it found out, and records which sentences are strong.
func (f *checkFlags) mutate(ctx context.Context, resolved *annotate.Resolved, notes []string, stdout io.Writer) error {
	chosen, err := chosenFiles(resolved, notes)
	if err != nil {
		return err
	}
	files, err := resolved.Try(ctx, chosen, len(notes) > 0)
	if err != nil {
		return err
	}
	if f.json {
		if err := writeTrialsJSON(stdout, resolved, files); err != nil {
			return err
		}
	} else {
		printTrials(stdout, resolved, files, len(notes) > 0)
	}
	if f.source.Content == "" {
		return nil // the built-in content cannot be written
	}
	record := resolved.Strengthened(files, len(notes) == 0)
	return replace(filepath.Join(f.source.Content, article.StrengthFile), []byte(record.String()))
}

// chosenFiles chooses the files of some notes, each named as --accept names it or by its
// file; all for none.
func chosenFiles(resolved *annotate.Resolved, notes []string) (func(string) bool, error) {
	if len(notes) == 0 {
		return func(string) bool { return true }, nil
	}
	covered, _ := resolved.Coverage()
	var names, files []string
	for _, c := range covered {
		names = append(names, c.File, strings.TrimSuffix(strings.TrimPrefix(c.File, "notes/"), ".md"))
	}
	for _, note := range notes {
		i := slices.Index(names, note)
		if i < 0 {
			return nil, usageError{fmt.Errorf("--mutate %s: no text is called that\n    hint: %s", note, diag.Nearest(note, names, "a note's name is its file below notes, without .md: sched/runqput"))}
		}
		files = append(files, covered[i/2].File)
	}
	return func(file string) bool { return slices.Contains(files, file) }, nil
}

// weakWords say why a piece does not make its sentence strong.
var weakWords = map[annotate.Trial]string{
	annotate.Whole: "no edit breaks", annotate.Bare: "shows no more than that it is there",
}

// printTrials prints what of the content the edits did not reach.
func printTrials(w io.Writer, resolved *annotate.Resolved, files []annotate.TriedFile, unnoticed bool) {
	sentences, strong := 0, 0
	for _, f := range files {
		sentences += len(f.Sentences)
		for _, s := range f.Sentences {
			if s.Strong {
				strong++
				continue
			}
			for _, p := range s.Pieces {
				if words := weakWords[p.Trial]; words != "" {
					fmt.Fprintf(w, "%s:%d:%d: %s: %s\n", f.File, s.Pos.Line, s.Pos.Col, words, oneLine(p.Text))
				}
			}
		}
		if !unnoticed {
			continue
		}
		for _, u := range f.Unnoticed {
			sym := &resolved.Index.Symbols[u.Sym]
			fmt.Fprintf(w, "%s: not noticed: %s:%d, in %s: %s\n", f.File, resolved.Index.Files[sym.Body().File].Path, u.Edit.Line, sym.ID, u.Edit.What)
		}
		fmt.Fprintf(w, "%s: %d of %d edits are noticed\n", f.File, f.Edits-len(f.Unnoticed), f.Edits)
	}
	fmt.Fprintf(w, "%d of %d sentences with evidence are strong\n", strong, sentences)
}

// trialsJSON is what edits of the source did to evidence, for programs.
type trialsJSON struct {
	Sentences []trialJSON `json:"sentences"`
	Unnoticed []editJSON  `json:"unnoticed"`
}

// trialJSON is a sentence under trial, for programs.
type trialJSON struct {
	File   string   `json:"file"`
	Line   int      `json:"line"`
	Text   string   `json:"text"`
	Strong bool     `json:"strong"`
	Weak   []string `json:"weak,omitempty"` // pieces that do not make it strong
}

// editJSON is an edit that no sentence of a file notices.
type editJSON struct {
	File   string `json:"file"`
	Symbol string `json:"symbol"`
	Source string `json:"source"`
	Line   int    `json:"line"`
	Edit   string `json:"edit"`
}

func writeTrialsJSON(w io.Writer, resolved *annotate.Resolved, files []annotate.TriedFile) error {
	out := trialsJSON{[]trialJSON{}, []editJSON{}}
	for _, f := range files {
		for _, s := range f.Sentences {
			row := trialJSON{File: f.File, Line: s.Pos.Line, Text: s.Text, Strong: s.Strong}
			for _, p := range s.Pieces {
				if weakWords[p.Trial] != "" && !s.Strong {
					row.Weak = append(row.Weak, p.Text)
				}
			}
			out.Sentences = append(out.Sentences, row)
		}
		for _, u := range f.Unnoticed {
			sym := &resolved.Index.Symbols[u.Sym]
			out.Unnoticed = append(out.Unnoticed, editJSON{f.File, string(sym.ID), resolved.Index.Files[sym.Body().File].Path, u.Edit.Line, u.Edit.What})
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}
