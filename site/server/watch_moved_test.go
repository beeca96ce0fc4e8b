package server

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A directory that is not there any more, or another one, ends the watch with the reason,
// also when what was moved is a directory around it.
func TestWatchedDirectoryIsMoved(t *testing.T) {
	for name, move := range map[string]func(top string) error{
		"removed":        func(top string) error { return os.RemoveAll(filepath.Join(top, "a", "content")) },
		"renamed":        func(top string) error { return os.Rename(filepath.Join(top, "a", "content"), filepath.Join(top, "b")) },
		"parent renamed": func(top string) error { return os.Rename(filepath.Join(top, "a"), filepath.Join(top, "b")) },
		"made anew": func(top string) error {
			dir := filepath.Join(top, "a", "content")
			return errors.Join(os.Rename(dir, filepath.Join(top, "b")), os.Mkdir(dir, 0o777))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			top := t.TempDir()
			dir := filepath.Join(top, "a", "content")
			must(t, os.MkdirAll(dir, 0o777))
			ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
			defer cancel()
			ready, ended := make(chan struct{}), make(chan error, 1)
			go func() { ended <- watch(ctx, []string{dir}, func([]string) {}, func() { close(ready) }) }()
			<-ready
			must(t, move(top))
			if err := <-ended; err == nil || !strings.Contains(err.Error(), dir+" was moved, removed or made anew") || !strings.Contains(err.Error(), "hint:") {
				t.Errorf("%v", err)
			}
		})
	}
}

// One that stays is watched on.
func TestWatchedDirectoryStays(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(context.Background(), 2*glance+glance/2)
	defer cancel()
	if err := Watch(ctx, []string{dir}, func([]string) {}); err != nil {
		t.Error(err)
	}
}
