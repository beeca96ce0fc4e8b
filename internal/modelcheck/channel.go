package modelcheck

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"sourcedive/content/models/channel"
	"sourcedive/content/models/sim"
)

// channelOutcome is what channel_run reports of a program.
type channelOutcome struct {
	Keys, Draws []int
	Log         []channel.Entry
	Tries       int // 0: it never went undisturbed
}

func channelSequences(ctx context.Context, tc Toolchain) (r Result, err error) {
	const n, seed = 10_000, 4
	r.Seed = seed
	rand := sim.NewRand(seed)
	programs := make([]channel.Program, n)
	for i := range programs {
		programs[i] = channel.Random(rand)
	}
	outcomes, err := runChannels(ctx, tc, programs)
	if err != nil {
		return r, err
	}
	var entries, draws, again int
	for i, o := range outcomes {
		want := channel.Run(programs[i], o.Keys, o.Draws)
		entries += len(o.Log)
		draws += len(o.Draws)
		again += o.Tries - 1
		if o.Tries == 0 {
			return r, fmt.Errorf("program %d: the machine stalls too often", i)
		}
		if at := firstDifference(o.Log, want); at >= 0 {
			r.disagree("program %d, entry %d of %d: really %s, in the model %s", i, at, len(o.Log), entryAt(o.Log, at), entryAt(want, at))
		} else {
			r.agree()
		}
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d operations ended, selects drew %d random numbers; %d runs longer than a time slice were made again", entries, draws, again))
	return r, nil
}

func runChannels(ctx context.Context, tc Toolchain, programs []channel.Program) (list []channelOutcome, err error) {
	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "programs.json")
	data, err := json.Marshal(programs)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(in, data, 0o600); err != nil {
		return nil, err
	}
	out, err := tc.runProgram(ctx, "channel_run", map[string]string{"runtime/zz_sourcedive.go": "channel_rand"}, nil, in)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(out, &list); err != nil {
		return nil, err
	}
	if len(list) != len(programs) {
		return nil, fmt.Errorf("channel_run answered %d of %d", len(list), len(programs))
	}
	return list, nil
}

// firstDifference is the first place where two logs differ, or -1.
func firstDifference(a, b []channel.Entry) int {
	if slices.Equal(a, b) {
		return -1
	}
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func entryAt(log []channel.Entry, i int) string {
	if i >= len(log) {
		return "nothing"
	}
	return fmt.Sprintf("%+v", log[i])
}
