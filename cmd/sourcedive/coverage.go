package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"sourcedive/annotate"
	"sourcedive/internal/diag"
	"sourcedive/internal/english"
)

// coverageJSON is the coverage for programs.
type coverageJSON struct {
	Files []annotate.FileCoverage `json:"files"`
	Total annotate.Coverage       `json:"total"`
}

// reportCoverage prints how many sentences rest on something, by file. Problems are an
// error, and go to stderr, so that the list can be read by a program.
func (f *checkFlags) reportCoverage(resolved *annotate.Resolved, names []string, problems diag.List, stdout, stderr io.Writer) error {
	if f.marked {
		return f.reportUnproven(resolved, func(u annotate.Unproven) bool { return u.Mark != "" }, stdout)
	}
	if len(names) > 0 {
		return f.reportOf(resolved, names, stdout)
	}
	files, total := resolved.Coverage()
	out := coverageJSON{Files: files, Total: total}
	if out.Files == nil {
		out.Files = []annotate.FileCoverage{}
	}
	write := printCoverage
	if f.json {
		write = writeCoverageJSON
	}
	if err := write(stdout, out); err != nil {
		return err
	}
	printProblems(stderr, problems)
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("%s", english.Counted(len(problems), "problem"))
}

// reportOf lists the sentences of some files, named below the content, that rest on nothing
// and have no mark.
func (f *checkFlags) reportOf(resolved *annotate.Resolved, names []string, stdout io.Writer) error {
	files, _ := resolved.Coverage()
	var all []string
	for _, file := range files {
		all = append(all, file.File)
	}
	for i, name := range names {
		names[i] = strings.TrimPrefix(filepath.ToSlash(filepath.Clean(name)), path.Clean(filepath.ToSlash(f.contentDir()))+"/")
		if !slices.Contains(all, names[i]) {
			return usageError{fmt.Errorf("%s: no file of the content with sentences is called that\n    hint: %s", name,
				diag.Nearest(names[i], all, "sourcedive check --coverage lists the files"))}
		}
	}
	return f.reportUnproven(resolved, func(u annotate.Unproven) bool { return u.Mark == "" && slices.Contains(names, u.File) }, stdout)
}

// unprovenJSON is a checkable sentence that rests on nothing, for programs.
type unprovenJSON struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Mark string `json:"mark"`
	Text string `json:"text"`
}

// reportUnproven lists those checkable sentences without evidence that are asked for.
func (f *checkFlags) reportUnproven(resolved *annotate.Resolved, asked func(annotate.Unproven) bool, stdout io.Writer) error {
	rows := []unprovenJSON{}
	for _, u := range resolved.Unproven() {
		if asked(u) {
			rows = append(rows, unprovenJSON{u.File, u.Sentence.Pos.Line, u.Mark, u.Sentence.Text})
		}
	}
	if f.json {
		return printJSON(stdout, rows)
	}
	for _, row := range rows {
		mark := ""
		if row.Mark != "" {
			mark = " " + row.Mark + ":"
		}
		fmt.Fprintf(stdout, "%s:%d:%s %s\n", row.File, row.Line, mark, row.Text)
	}
	return nil
}

func writeCoverageJSON(w io.Writer, c coverageJSON) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(c)
}

func printCoverage(w io.Writer, c coverageJSON) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(c annotate.Coverage, name string) {
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t%.0f%%\t  %s\n", c.Sentences, c.Checkable, c.Evidence, c.Strong, 100*c.Share(), name)
	}
	fmt.Fprintf(t, "sentences\tcheckable\tevidence\tstrong\tshare\t  file\n")
	for _, file := range c.Files {
		row(file.Coverage, file.File)
	}
	row(c.Total, "total")
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "checkable, and marked instead: %d {why}, %d {-}\n", c.Total.Why, c.Total.Nothing)
	return err
}
