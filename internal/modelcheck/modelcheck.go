// Package modelcheck checks the runnable models against the real runtime.
//
// A [Check] compares one part of a model with the runtime of a [Toolchain]: it compiles
// and runs programs with that toolchain's go command, or tests and files that are laid
// over the source of package runtime (-overlay), and compares their results with the
// model's. The tree itself is never changed.
//
// checks.go is the table of all checks. The checks of a model are in the file of its
// name, the programs and overlays in overlay/, as .go.txt, and run.go runs the go command.
//
// # Limits
//
// A check is as good as the runs that it makes: [Result] has how many there were, and
// Band what counts as agreement where that is not equality. Where a version lacks what a
// check needs of the runtime's internals, the check is skipped, with the reason. Checks
// of time slices need a machine that is idle.
package modelcheck

import (
	"context"
	"fmt"
	"io"
	"slices"
)

// Toolchain is a go command that can compile a tree.
type Toolchain struct {
	Go      string   // the go command to run: a name or a path
	Root    string   // GOROOT of the tree
	Version string   // go1.26.8
	Env     []string // the whole environment
}

// Check compares one part of a model with the runtime.
type Check struct {
	Model string
	Name  string // lower case, unique in its model
	Says  string // what is compared with what
	Run   func(ctx context.Context, tc Toolchain) (Result, error)
}

// Result is the result of a check. A disagreement is no error of Run: that is for a check
// that could not be made.
type Result struct {
	Cases   int      `json:"cases"`
	Agreed  int      `json:"agreed"`
	Least   int      `json:"least,omitempty"` // how many must agree, when not all
	Seed    uint64   `json:"seed,omitempty"`
	Band    string   `json:"band,omitempty"`    // what counts as agreement, when it is not equality
	Detail  []string `json:"detail,omitempty"`  // figures, and the first disagreements
	Skipped string   `json:"skipped,omitempty"` // why there was nothing to compare
}

// expect counts a case, and reports whether it agreed. Format describes the disagreement.
func (r *Result) expect(ok bool, format string, args ...any) bool {
	if ok {
		r.agree()
	} else {
		r.disagree(format, args...)
	}
	return ok
}

// disagree counts a case that did not agree, and keeps the details of the first few.
func (r *Result) disagree(format string, args ...any) {
	const most = 5
	r.Cases++
	if r.Cases-r.Agreed <= most {
		r.Detail = append(r.Detail, fmt.Sprintf(format, args...))
	}
}

// enough reports whether there was agreement, or a reason to make no comparison.
func (r *Result) enough() bool {
	if r.Cases == 0 {
		return r.Skipped != ""
	}
	return r.Agreed == r.Cases || r.Least > 0 && r.Agreed >= r.Least
}

func (r *Result) agree() { r.Cases++; r.Agreed++ }

// count counts n cases that all went the same way.
func (r *Result) count(n int, ok bool, format string, args ...any) {
	r.Cases += n
	if ok {
		r.Agreed += n
	} else {
		r.Detail = append(r.Detail, fmt.Sprintf(format, args...))
	}
}

// Outcome is a check with its result.
type Outcome struct {
	Model string `json:"model"`
	Name  string `json:"check"`
	Says  string `json:"says"`
	OK    bool   `json:"ok"`
	Result
	Fault string `json:"fault,omitempty"` // why it could not be made
}

// Report is the result of a verification.
type Report struct {
	Go       string    `json:"go"`
	Platform string    `json:"platform"`
	Checks   []Outcome `json:"checks"`
}

// OK reports whether nothing disagreed and every check could be made.
func (r *Report) OK() bool {
	return !slices.ContainsFunc(r.Checks, func(o Outcome) bool { return !o.OK })
}

// Verify makes the checks of the models named, or of all models when none is, and calls
// progress before each. The error is for a toolchain that does not run.
func Verify(ctx context.Context, tc Toolchain, models []string, progress func(Check)) (*Report, error) {
	r := &Report{Go: tc.Version}
	platform, err := tc.platform(ctx)
	if err != nil {
		return nil, err
	}
	r.Platform = platform
	for _, c := range All() {
		if len(models) > 0 && !slices.Contains(models, c.Model) {
			continue
		}
		progress(c)
		res, err := c.run(ctx, tc)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		o := Outcome{Model: c.Model, Name: c.Name, Says: c.Says, Result: res}
		if err != nil {
			o.Fault = err.Error()
		}
		o.OK = err == nil && res.enough()
		r.Checks = append(r.Checks, o)
	}
	return r, nil
}

// run makes the check. A panic of the model is a fault of that check, and does not end
// the others.
func (c Check) run(ctx context.Context, tc Toolchain) (r Result, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the model panicked: %v", fault)
		}
	}()
	return c.Run(ctx, tc)
}

// WriteText writes the report as text.
func (r *Report) WriteText(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "the models held against %s %s\n", r.Go, r.Platform); err != nil {
		return err
	}
	last := ""
	for _, o := range r.Checks {
		if o.Model != last {
			fmt.Fprintf(w, "\n%s\n", o.Model)
			last = o.Model
		}
		fmt.Fprintf(w, "  %-8s %s: %s\n", o.verdict(), o.Name, o.Says)
		if o.Band != "" {
			fmt.Fprintf(w, "           agreement: %s\n", o.Band)
		}
		if o.Cases > 0 {
			fmt.Fprintf(w, "           %d of %d cases agree", o.Agreed, o.Cases)
			if o.Seed != 0 {
				fmt.Fprintf(w, ", seed %d", o.Seed)
			}
			fmt.Fprintln(w)
		}
		for _, line := range o.lines() {
			fmt.Fprintf(w, "           %s\n", line)
		}
	}
	return nil
}

func (o Outcome) verdict() string {
	switch {
	case o.Skipped != "":
		return "skipped"
	case o.OK:
		return "agrees"
	}
	return "DIFFERS"
}

func (o Outcome) lines() []string {
	lines := slices.Clone(o.Detail)
	for _, s := range []string{o.Skipped, o.Fault} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	return lines
}
