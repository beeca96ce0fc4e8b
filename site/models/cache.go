package models

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"strings"

	"sourcedive/internal/cache"
)

// sourceKey returns the key of a result of the models' sources and of all else that
// decides it.
func sourceKey(name string, sources fs.FS, of ...any) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, of...)
	err := eachSource(sources, func(name string, text []byte) error {
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		return nil
	})
	return cache.Key(name, h.Sum(nil)), err
}

// eachSource visits the models' Go files in order, without their tests.
func eachSource(sources fs.FS, visit func(name string, text []byte) error) error {
	return fs.WalkDir(sources, "models", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return err
		}
		return visit(name, text)
	})
}

func compress(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}
