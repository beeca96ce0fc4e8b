package main

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
)

// completed are the words that the shell is offered.
func completed(t *testing.T, words ...string) []string {
	t.Helper()
	var out, faults bytes.Buffer
	if code := run(context.Background(), append([]string{"__complete"}, words...), nil, &out, &faults); code != exitOK {
		t.Fatalf("%v: %d, %s", words, code, faults.String())
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	return lines[:len(lines)-1] // the last is for the shell
}

func TestCompletion(t *testing.T) {
	for _, c := range []struct {
		words      []string
		want, none string
	}{
		{[]string{"show", "runtime.findRunn"}, "runtime.findRunnable", "runtime.findrunnable"},
		{[]string{"show", "findRunn"}, "findRunnable", "runtime.findRunnable"},
		{[]string{"show", "runtime.g.sch"}, "runtime.g.sched", "runtime.g"},
		{[]string{"show", "internal/runtime/m"}, "internal/runtime/maps.", "internal/runtime/atomic."},
		{[]string{"show", "schedule", "sch"}, "", "schedule"},
		{[]string{"graph", "path", "schedule", "exec"}, "execute", "exit"},
		{[]string{"graph", "callers", "newst"}, "newstack", "newproc"},
		{[]string{"history", "mallocg"}, "mallocgc", ""},
		{[]string{"changes", "go1.2"}, "go1.26", "go1.19"},
		{[]string{"show", "--go", "lo"}, "local", "go1.26"},
		{[]string{"check", "--accept", "sched/sched"}, "sched/schedule", "sched/runqput"},
		{[]string{"check", "--mutate", "sched/runqp"}, "sched/runqput", "sched/schedule"},
		{[]string{"comp"}, "completion", "show"},
	} {
		got := completed(t, c.words...)
		has := func(word string) bool {
			return slices.ContainsFunc(got, func(line string) bool { name, _, _ := strings.Cut(line, "\t"); return name == word })
		}
		if c.want != "" && !has(c.want) || c.none != "" && has(c.none) {
			t.Errorf("%v: %.300v, want %q and not %q", c.words, got, c.want, c.none)
		}
	}
}

// Each shell gets a script.
func TestCompletionScripts(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish"} {
		var out, faults bytes.Buffer
		if code := run(context.Background(), []string{"completion", shell}, nil, &out, &faults); code != exitOK || !strings.Contains(out.String(), "__complete") {
			t.Errorf("%s: %d, %d bytes, %s", shell, code, out.Len(), faults.String())
		}
	}
}
