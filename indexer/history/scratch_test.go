package history

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

func kbOptions() Options {
	return Around(strings.Fields("runtime runtime/debug runtime/metrics runtime/pprof runtime/trace sync sync/atomic internal/sync internal/synctest internal/poll internal/reflectlite internal/godebug internal/race internal/runtime/maps time os/signal reflect syscall iter maps unique weak hash/maphash"), []string{"runtime"})
}

func allTrees() (trees []Tree) {
	b, _ := os.ReadFile("/tmp/hv.txt")
	seen := map[int][]string{}
	for _, v := range strings.Fields(string(b)) {
		n, _ := minorOf(v)
		seen[n] = append(seen[n], v)
	}
	for n := 5; n <= 27; n++ {
		l := seen[n]
		for _, v := range []string{l[0], l[len(l)-1]} {
			dir := os.ExpandEnv("$HOME/go/pkg/mod/golang.org/toolchain@v0.0.1-" + v + ".linux-amd64/src")
			trees = append(trees, Tree{v, os.DirFS(dir)})
		}
	}
	return trees
}

func TestScratchRead(t *testing.T) {
	r := NewReader()
	ever := map[Kind]map[string]bool{}
	for _, tr := range allTrees() {
		b := time.Now()
		s, probs, err := read(tr, kbOptions(), r)
		if err != nil {
			t.Fatal(err)
		}
		n := map[Kind]int{}
		home := 0
		for k, e := range s.entities {
			n[e.kind]++
			if e.rank == 0 {
				home++
			}
			if ever[e.kind] == nil {
				ever[e.kind] = map[string]bool{}
			}
			ever[e.kind][k.name] = true
		}
		fmt.Println(tr.Version, len(s.entities), home, n, probs, time.Since(b).Milliseconds())
		r.sweep()
	}
	for k, m := range ever {
		fmt.Println(k, len(m))
	}
}
