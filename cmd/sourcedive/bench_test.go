package main

import (
	"context"
	"io"
	"path/filepath"
	"sync/atomic"
	"testing"
)

// BenchmarkBuild is the whole of `sourcedive build` for the local Go, from
// listing the packages to the finished directory, over the directory of a former
// build.
func BenchmarkBuild(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "site")
	args := []string{"build", "--out", dir}
	if code := run(context.Background(), args, nil, io.Discard, io.Discard); code != exitOK {
		b.Fatalf("exit code %d", code)
	}
	for b.Loop() {
		run(context.Background(), args, nil, io.Discard, io.Discard)
	}
}

// BenchmarkFresh is the same without the index that was kept.
func BenchmarkFresh(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "site")
	for b.Loop() {
		run(context.Background(), []string{"build", "--fresh", "--out", dir}, nil, io.Discard, io.Discard)
	}
}

// BenchmarkIndex is the part of that which finds things out.
func BenchmarkIndex(b *testing.B) {
	src := sourceFlags{fresh: true}
	for b.Loop() {
		if _, _, err := src.read(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRender is the part that makes all pages, without writing them.
func BenchmarkRender(b *testing.B) {
	var src sourceFlags
	var look lookFlags
	list, kb, err := src.read(context.Background(), io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	set, err := look.parse()
	if err != nil {
		b.Fatal(err)
	}
	var bytes atomic.Int64
	for b.Loop() {
		bytes.Store(0)
		s, _ := assemble(list, survey(list), kb, set, &src, "http://127.0.0.1:8080/")
		if err := s.Render(context.Background(), func(_ string, data []byte) error { bytes.Add(int64(len(data))); return nil }, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(bytes.Load())/1e6, "MB")
}
