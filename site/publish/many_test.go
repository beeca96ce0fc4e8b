package publish

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The same content makes the same tree, whatever the order and the number of
// goroutines.
func TestDeterminism(t *testing.T) {
	var want map[string]string
	for run := range 3 {
		dir := filepath.Join(t.TempDir(), fmt.Sprint("site", run))
		s, err := Begin(dir)
		mustDo(t, err)
		var group sync.WaitGroup
		for part := range slices.Chunk(rand.Perm(150), 50) {
			group.Go(func() {
				for _, i := range part {
					if err := s.Put(fmt.Sprintf("d%d/e%d/f%d.html", i%7, i%3, i), fmt.Append(nil, i)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		_, err = s.Commit(t.Context())
		mustDo(t, err)
		got := tree(t, dir)
		data, err := os.ReadFile(filepath.Join(dir, manifestName))
		mustDo(t, err)
		got[manifestName] = string(data)
		if want != nil && !maps.Equal(got, want) {
			t.Error("trees differ")
		}
		want = got
	}
}

// Many builds at once: each one wins whole or is refused.
func TestConcurrentBuilds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for range 20 {
				text := fmt.Sprint(i)
				_, err := tryBuild(dir, map[string]string{"a": text, "b/c": text})
				if err != nil && !strings.Contains(err.Error(), "another build") {
					t.Error(err)
				}
				time.Sleep(time.Millisecond)
			}
		})
	}
	group.Wait()
	if got := files(t, dir); len(got) != 2 || got["a"] != got["b/c"] {
		t.Errorf("tree is %v", got)
	}
	wantAlone(t, dir)
}

func BenchmarkSite(b *testing.B) {
	for _, kind := range []string{"changed", "unchanged"} {
		b.Run(kind, func(b *testing.B) {
			dir := filepath.Join(b.TempDir(), "site")
			page := []byte(strings.Repeat("0123456789abcdef", 512))
			b.SetBytes(int64(benchPages * len(page)))
			benchBuild(b, dir, page)
			for b.Loop() {
				if kind == "changed" {
					page[0]++
				}
				benchBuild(b, dir, page)
			}
		})
	}
}

const benchPages = 9000

func benchBuild(b *testing.B, dir string, page []byte) {
	s, err := Begin(dir)
	mustDo(b, err)
	var group sync.WaitGroup
	for half := range 2 {
		group.Go(func() {
			for i := half; i < benchPages; i += 2 {
				if err := s.Put(fmt.Sprintf("go1/func/p%d/f%d.html", i%60, i), page); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	_, err = s.Commit(b.Context())
	mustDo(b, err)
}
