package modelcheck

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sourcedive/content/models/stack"
)

// unlessMissing skips a check whose overlay a version cannot compile. A model that
// panics over what the runtime did is a fault of the check, not the end of all.
func unlessMissing(run func(context.Context, Toolchain) (Result, error)) func(context.Context, Toolchain) (Result, error) {
	return func(ctx context.Context, tc Toolchain) (r Result, err error) {
		defer func() {
			if fault := recover(); fault != nil {
				err = fmt.Errorf("the model panicked: %v", fault)
			}
		}()
		r, err = run(ctx, tc)
		if missing(err) {
			return Result{Skipped: tc.Version + " has not got what the program looks at"}, nil
		}
		return r, err
	}
}

// stackRun runs a part of the program of stack's checks and gives its lines of four.
func stackRun(ctx context.Context, tc Toolchain, part string) ([][4]int, error) {
	out, err := tc.runProgram(ctx, "stack_main", map[string]string{"runtime/zz_probe.go": "stack_runtime"}, []string{"GOGC=off"}, part)
	if strings.HasPrefix(part, "limit") && err != nil && strings.Contains(err.Error(), "stack overflow") {
		err = nil // as it should
	}
	if err != nil {
		return nil, err
	}
	return fours(out)
}

func fours(out []byte) (lines [][4]int, err error) {
	for line := range bytes.Lines(out) {
		var row [4]int
		fields := bytes.Fields(line)
		if len(fields) != len(row) {
			return nil, fmt.Errorf("%q: not four numbers", line)
		}
		for i, f := range fields {
			if row[i], err = strconv.Atoi(string(f)); err != nil {
				return nil, fmt.Errorf("%q: not four numbers", line)
			}
		}
		lines = append(lines, row)
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("the program printed nothing")
	}
	return lines, nil
}

// runtimeLimit is maxstacksize as the programs have it when they do not set it.
const runtimeLimit = 1_000_000_000

// enter compares a function's entry. How much of its stack the goroutine uses at its
// first function is the program's, the rest is the machine's that is drawn.
func enter(r *Result, g *stack.Watched, frame, size, used int) {
	mine, use, _ := g.Call(frame, used)
	r.compare(fmt.Sprintf("call %d deep, frame %d: size and use", g.Depth(), frame), []int{size, used}, []int{mine, use})
}

func leave(r *Result, g *stack.Watched, size, used int) {
	mine, use := g.Return()
	r.compare("return: size and use", []int{size, used}, []int{mine, use})
}

func stackFrames(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := stackRun(ctx, tc, "walk")
	if err != nil {
		return Result{}, err
	}
	r := Result{Seed: 20261121}
	replayStacks(&r, lines)
	return r, nil
}

func stackEdge(ctx context.Context, tc Toolchain) (r Result, err error) {
	lines, err := stackRun(ctx, tc, "edge")
	if err != nil {
		return Result{}, err
	}
	replayStacks(&r, lines)
	return r, nil
}

// parked is the number of the function in which a goroutine is parked.
const parked = 20

// replayStacks does to the model what was done to real goroutines.
func replayStacks(r *Result, lines [][4]int) {
	frames := map[int]int{}
	var g *stack.Watched
	grown, shrunk, kept := 0, 0, 0
	for _, n := range lines {
		switch n[0] {
		case -5:
			frames[n[1]] = n[2]
		case -4:
			g = stack.Watch(stack.First(n[1], n[2] != 0), runtimeLimit)
		case -1:
			was := g.Size()
			enter(r, g, frames[n[1]], n[2], n[3])
			grown += count(g.Size() > was)
		case -2:
			leave(r, g, n[2], n[3])
		case -3:
			before, used, after := g.Collect(frames[parked])
			r.compare(fmt.Sprintf("collection with %d bytes used: use, size before and after", n[2]), []int{n[2], n[1], n[3]}, []int{used, before, after})
			shrunk += count(after < before)
			kept += count(after == before)
		}
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d growths; %d collections halved the stack and %d did not", grown, shrunk, kept))
}

// stackStart compares each goroutine that is alone with its start; of those that are
// started together it compares the sizes, not who ran first.
func stackStart(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := stackRun(ctx, tc, "first")
	if err != nil {
		return Result{}, err
	}
	r := Result{Seed: 20261121}
	var begun, seen []int
	expect, fresh := 1, 0
	for _, n := range lines {
		switch n[0] {
		case -11:
			expect = n[1]
		case -4:
			begun = append(begun, stack.First(n[1], n[2] != 0))
			fresh += count(n[2] == 0)
		case -1:
			seen = append(seen, n[2])
			if len(seen) < expect {
				continue
			}
			slices.Sort(begun)
			slices.Sort(seen)
			r.compare("first stacks", seen, begun)
			begun, seen, expect = nil, nil, 1
		}
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d goroutines were new, and began with the minimum whatever the starting size", fresh))
	return r, nil
}

func stackAverage(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := stackRun(ctx, tc, "starting")
	if err != nil {
		return Result{}, err
	}
	r := Result{Seed: 20261121}
	mine := stack.Numbers()
	for _, n := range lines {
		switch n[0] {
		case -9:
			r.compare(fmt.Sprintf("%d bytes in %d stacks", n[1], n[2]), []int{n[3]}, []int{stack.Starting(n[1], n[2], runtimeLimit)})
		case -10:
			r.compare(fmt.Sprintf("constant %d", n[1]), []int{n[2]}, mine[n[1]:n[1]+1])
		}
	}
	return r, nil
}

func stackPointers(ctx context.Context, tc Toolchain) (Result, error) {
	lines, err := stackRun(ctx, tc, "pointers")
	if err != nil {
		return Result{}, err
	}
	var r Result
	type place struct{ address, top int }
	made := map[int]place{}
	tops := map[int]bool{}
	for _, n := range lines {
		switch p := made[n[1]]; n[0] {
		case -6:
			made[n[1]] = place{n[2], n[3]}
			tops[n[3]] = true
		case -7:
			from, to := stack.Bounds{Lo: p.top - stackSpan, Hi: p.top}, stack.Bounds{Lo: n[3] - stackSpan, Hi: n[3]}
			r.compare(fmt.Sprintf("pointer %d", n[1]), []int{n[2]}, []int{stack.Adjust(p.address, from, to)})
		case -8:
			r.compare(fmt.Sprintf("integer %d", n[1]), []int{n[2]}, []int{p.address})
		}
	}
	r.Detail = append(r.Detail, fmt.Sprintf("the stack moved %d times", len(tops)-1))
	return r, nil
}

// stackSpan is more than the stack of stackPointers ever has.
const stackSpan = 1 << 20

func stackLimit(ctx context.Context, tc Toolchain) (Result, error) {
	var r Result
	for _, limit := range []struct {
		part  string
		bytes int
	}{{"limit64", 64 << 10}, {"limit100", 100000}} {
		lines, err := stackRun(ctx, tc, limit.part)
		if err != nil {
			return Result{}, err
		}
		g := stack.Watch(stack.First(0, false), limit.bytes)
		frame := 0
		for _, n := range lines {
			switch n[0] {
			case -5:
				if n[1] == 0 {
					frame = n[2]
				}
			case -1:
				enter(&r, g, frame, n[2], n[3])
			}
		}
		calls, size := g.Depth(), g.Size()
		_, _, goesOn := g.Call(frame, 0)
		r.compare(fmt.Sprintf("the call after %d is the last with a limit of %d", calls, limit.bytes), []int{0}, []int{count(goesOn)})
		r.Detail = append(r.Detail, fmt.Sprintf("a limit of %d bytes: %d calls, in a stack of %d at last", limit.bytes, calls, size))
	}
	return r, nil
}
