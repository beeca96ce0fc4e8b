package measure

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sourcedive/internal/child"
	"sourcedive/internal/lab"
)

// Runner runs labs. Root and Limits describe this machine; tests have others.
type Runner struct {
	Programs   fs.FS // a directory a lab, and harness
	Toolchains []Toolchain
	Quick      bool
	Seed       uint64
	Prediction *float64

	Root   fs.FS // of the system's files: proc and sys
	Limits Limits

	// Progress is called before each step.
	Progress func(done, total int, what string)

	timeout time.Duration // of one process
}

// New returns a runner for this machine.
func New(programs fs.FS, toolchains ...Toolchain) *Runner {
	root := os.DirFS("/")
	return &Runner{
		Programs: programs, Toolchains: toolchains, Seed: 1,
		Root: root, Limits: ReadLimits(root), Progress: func(int, int, string) {}, timeout: processTimeout,
	}
}

// processTimeout ends a process that hangs; on an idle machine none takes two seconds.
const processTimeout = 60 * time.Second

// run is one lab being run.
type run struct {
	*Runner
	lab     lab.Lab
	src     source
	dir     string
	meter   *meter
	targets []*target
}

// target is one version in a run.
type target struct {
	tc        Toolchain
	program   string
	result    lab.Result
	scheduled scheduled
	nivcsw    *int64
}

// step is one process to start.
type step struct {
	target *target
	c      lab.Case
	seed   uint64
}

// Run measures a lab with every toolchain, and gives a result for each. When ctx ends or a
// process fails, the results hold what was measured until then and say so, beside the
// error; when nothing was measured there are none.
func (r *Runner) Run(ctx context.Context, l lab.Lab) ([]lab.Result, error) {
	if err := r.refuse(l); err != nil {
		return nil, err
	}
	src, err := readSource(r.Programs, l.Name)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "sourcedive-lab-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	now := &run{Runner: r, lab: l, src: src, dir: dir, meter: newMeter(r.Root)}
	if err := now.prepare(ctx); err != nil {
		return nil, err
	}
	err = now.all(ctx)
	return now.results(err), err
}

// refuse reports why the lab cannot run here.
func (r *Runner) refuse(l lab.Lab) error {
	quickHelps := !r.Quick && r.Limits.refuse(l, true, false) == nil
	return r.Limits.refuse(l, r.Quick, quickHelps)
}

func (l Limits) refuse(of lab.Lab, quick, quickHelps bool) error {
	for _, c := range of.Cases {
		a := c.Amount(quick)
		if a.Processes == 0 {
			continue
		}
		if err := l.Refuse(a.Need, quickHelps); err != nil {
			return fmt.Errorf("lab %s, case %s: %w", of.Name, c.Name, err)
		}
	}
	return nil
}

// prepare compiles the program for every version that it runs on.
func (r *run) prepare(ctx context.Context) error {
	machine := readMachine(r.Root)
	for i, tc := range r.Toolchains {
		minor := lab.MinorOf(tc.Version)
		t := &target{tc: tc, result: r.empty(tc, machine)}
		r.targets = append(r.targets, t)
		if minor < r.lab.Lowest {
			t.result.Skipped = fmt.Sprintf("lab %s runs on go1.%d and later", r.lab.Name, r.lab.Lowest)
			continue
		}
		r.Progress(i, len(r.Toolchains), "compiling with "+tc.Version)
		dir := filepath.Join(r.dir, strconv.Itoa(i))
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
		var err error
		if t.program, err = build(ctx, tc, r.src, dir); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) empty(tc Toolchain, machine lab.Machine) lab.Result {
	res := lab.Result{
		Schema: lab.Schema, Lab: r.lab.Name, Program: r.src.hash(), Machine: machine, Prediction: r.Prediction,
		Go:       lab.Version{Version: tc.Version, Experiments: value(tc.Env, "GOEXPERIMENT")},
		Settings: lab.Settings{Quick: r.Quick, Seed: r.Seed, Cases: []lab.CaseSetting{}},
		Series:   []lab.Series{}, Checks: []lab.CheckResult{},
	}
	for _, c := range r.lab.Cases {
		a := c.Amount(r.Quick)
		if a.Processes == 0 {
			continue
		}
		res.Settings.Cases = append(res.Settings.Cases, lab.CaseSetting{Name: c.Name, Env: append([]string{}, c.Env...), Processes: a.Processes, Rounds: a.Rounds, Size: a.Size})
	}
	return res
}

// steps lists all processes of all versions in a random order that the seed decides.
func (r *run) steps() (list []step) {
	for _, t := range r.targets {
		if t.program == "" {
			continue
		}
		for _, c := range r.lab.Cases {
			for range c.Amount(r.Quick).Processes {
				list = append(list, step{target: t, c: c})
			}
		}
	}
	random := rand.New(rand.NewPCG(r.Seed, 0))
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for i := range list {
		list[i].seed = random.Uint64() >> 2 // the program reads an int64
	}
	return list
}

func (r *run) all(ctx context.Context) error {
	list := r.steps()
	for i, s := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.Progress(i, len(list), s.target.tc.Version+" "+s.c.Name)
		if err := r.one(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// one runs one process and adds what it measured.
func (r *run) one(ctx context.Context, s step) error {
	limited, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	a := s.c.Amount(r.Quick)
	cmd := child.Command(limited, s.target.program, "-case", s.c.Argument(), "-rounds", strconv.Itoa(a.Rounds), "-size", strconv.Itoa(a.Size), "-seed", strconv.FormatUint(s.seed, 10))
	cmd.Dir = filepath.Dir(s.target.program)
	cmd.Env = measuredEnv(s.target.tc.Env, append(s.c.MemoryLimit(a), s.c.Env...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	child.EndGroup(cmd)
	where := fmt.Sprintf("lab %s, case %s, %s", r.lab.Name, s.c.Name, s.target.tc.Version)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		return fmt.Errorf("%s: took more than %s and was ended\n    hint: try it when the machine has less to do, or with --quick", where, r.timeout)
	case err != nil:
		text := bytes.TrimSpace(stderr.Bytes())
		return fmt.Errorf("%s: %w\n%s", where, err, text[:min(len(text), 2000)])
	}
	out, err := parseOutput(stdout.Bytes())
	if err != nil {
		return fmt.Errorf("%s: its output: %w", where, err)
	}
	if n, ok := involuntary(cmd.ProcessState); ok {
		if s.target.nivcsw == nil {
			s.target.nivcsw = new(int64)
		}
		*s.target.nivcsw += n
	}
	if err := s.target.take(out, s.c.Null); err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	return nil
}

// take adds the output of a process. A tree in development names its version at more
// length than its runtime does; a release must be the one that was asked for.
func (t *target) take(out output, null bool) error {
	if release := !strings.Contains(t.tc.Version, "-"); release && firstWord(out.version) != t.tc.Version {
		return fmt.Errorf("its runtime is that of %s", out.version)
	}
	t.result.Go.OS, t.result.Go.Arch = out.os, out.arch
	t.scheduled.Read = t.scheduled.Read || out.scheduled.Read
	t.scheduled.RunMs += out.scheduled.RunMs
	t.scheduled.DelayMs += out.scheduled.DelayMs
	for _, s := range out.series {
		s.Null = s.Null || null
		t.result.Add(s)
	}
	return nil
}

// firstWord leaves out the experiments that runtime.Version adds after a space.
func firstWord(version string) string {
	word, _, _ := strings.Cut(version, " ")
	return word
}

// results completes what was measured, in the order of the versions. The error that
// ended the run makes it a partial one.
func (r *run) results(err error) (list []lab.Result) {
	measured := false
	for _, t := range r.targets {
		res := &t.result
		measured = measured || len(res.Series) > 0
		if err != nil {
			res.Partial, _, _ = strings.Cut(cause(err), "\n")
		}
		res.Sort()
		if res.Skipped == "" {
			res.Noise = r.meter.of(t.scheduled, t.nivcsw, r.lab.NullBand(res))
			res.Checks = r.lab.Check(res)
		}
		list = append(list, *res)
	}
	if err != nil && !measured {
		return nil
	}
	return list
}

func cause(err error) string {
	if errors.Is(err, context.Canceled) {
		return "interrupted"
	}
	return err.Error()
}
