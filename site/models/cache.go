package models

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// entry is a file of the cache. A cache that cannot be read or written is an empty one.
type entry struct {
	dir  string // "" for no cache
	name string
}

func (e entry) get() ([]byte, bool) {
	if e.dir == "" {
		return nil, false
	}
	data, err := os.ReadFile(filepath.Join(e.dir, e.name))
	return data, err == nil
}

func (e entry) put(data []byte) {
	if e.dir == "" || os.MkdirAll(e.dir, 0o777) != nil {
		return
	}
	tmp, err := os.CreateTemp(e.dir, "new")
	if err != nil {
		return
	}
	_, err = tmp.Write(data)
	if tmp.Close() != nil || err != nil || os.Rename(tmp.Name(), filepath.Join(e.dir, e.name)) != nil {
		os.Remove(tmp.Name())
	}
}

// sourceKey returns a hash of the models' sources and of all else that decides a result.
func sourceKey(sources fs.FS, of ...any) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, of...)
	err := eachSource(sources, func(name string, text []byte) error {
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		return nil
	})
	return hex.EncodeToString(h.Sum(nil)[:12]), err
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
