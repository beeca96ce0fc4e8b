// Package cache keeps on the disk what is dear to compute, under keys made of all
// that decides it.
//
// A value is a run of bytes ([Dir.Put], [Dir.Get]) or a directory of files
// ([Dir.PutDir], [Dir.GetDir]). It is stored with its checksum, written whole or not
// at all, and compared with the checksum whenever it is read: a value that was cut
// short or changed is removed and counts as missing. Processes may share a Dir.
//
// A key starts with a name, such as go1.26.8-linux-amd64. Of each name the [Keep]
// values that were used last stay, so that any number of versions can be kept while
// the values that a changed program makes anew do not pile up. The rest, what has not
// been used for two months, and what killed processes left, is removed by [Dir.Trim],
// which each Put ends with.
//
// Every error of a Put says where and why. A caller for whom the cache only saves
// time drops it.
//
// The cache of the go command, as package github.com/rogpeppe/go-internal/cache, was
// not taken: it trims by age alone, after five days, in which a program under
// development leaves some gigabytes of indexes, and it has no directories.
package cache

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sourcedive/internal/atomicfile"
)

// Dir is a directory of values. It is made on first use; one of "" keeps nothing.
type Dir string

// ErrDamaged is the error of Get and GetDir for a value that is not what was put.
var ErrDamaged = errors.New("the cached value is damaged")

// The endings of the two kinds of values.
const (
	fileEnd = ".value"
	dirEnd  = ".values"
)

// sumsFile lists the checksums of the other files of a directory.
const sumsFile = "checksums"

// Key makes a key of a name and the hash of all that decides the value.
func Key(name string, hash []byte) string {
	name = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '+' {
			return r
		}
		return '_'
	}, name)
	return strings.TrimLeft(name, ".") + "-" + hex.EncodeToString(hash[:min(12, len(hash))])
}

// Name is the name in a key.
func Name(key string) string { return key[:max(strings.LastIndexByte(key, '-'), 0)] }

// Get reads a value. The error is [ErrDamaged], or wraps fs.ErrNotExist where there
// is none.
func (d Dir) Get(key string) ([]byte, error) {
	if d == "" {
		return nil, fs.ErrNotExist
	}
	name := d.path(key, fileEnd)
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	n := len(data) - sha256.Size
	if n < 0 || sha256.Sum256(data[:n]) != [sha256.Size]byte(data[n:]) {
		os.Remove(name)
		return nil, ErrDamaged
	}
	Touch(name)
	return data[:n:n], nil
}

// Put stores what write writes.
func (d Dir) Put(key string, write func(io.Writer) error) error {
	if d == "" {
		return nil
	}
	if err := os.MkdirAll(string(d), 0o777); err != nil {
		return d.failed(key, err)
	}
	err := atomicfile.Write(d.path(key, fileEnd), func(f *os.File) error {
		w, sum := bufio.NewWriter(f), sha256.New()
		if err := write(io.MultiWriter(w, sum)); err != nil {
			return err
		}
		w.Write(sum.Sum(nil))
		return w.Flush()
	})
	d.Trim()
	return d.failed(key, err)
}

// GetDir finds the directory of a value, which is to be read only. The error is
// [ErrDamaged], or wraps fs.ErrNotExist where there is none.
func (d Dir) GetDir(key string) (string, error) {
	if d == "" {
		return "", fs.ErrNotExist
	}
	dir := d.path(key, dirEnd)
	if _, err := os.Stat(dir); err != nil {
		return "", err
	}
	want, err := os.ReadFile(filepath.Join(dir, sumsFile))
	if err == nil {
		var got []byte
		got, err = checksums(dir)
		if err == nil && !bytes.Equal(got, want) {
			err = ErrDamaged
		}
	}
	if err != nil {
		os.RemoveAll(dir)
		return "", ErrDamaged
	}
	Touch(dir)
	return dir, nil
}

// PutDir stores the files that fill puts into an empty directory, and returns where
// they are.
func (d Dir) PutDir(key string, fill func(tmp string) error) (string, error) {
	if d == "" {
		return "", d.failed(key, fs.ErrNotExist)
	}
	if err := os.MkdirAll(string(d), 0o777); err != nil {
		return "", d.failed(key, err)
	}
	tmp, err := os.MkdirTemp(string(d), atomicfile.Pattern)
	if err != nil {
		return "", d.failed(key, err)
	}
	defer os.RemoveAll(tmp)
	if err := fill(tmp); err != nil {
		return "", d.failed(key, err)
	}
	sums, err := checksums(tmp)
	if err == nil {
		err = os.WriteFile(filepath.Join(tmp, sumsFile), sums, 0o666)
	}
	if err != nil {
		return "", d.failed(key, err)
	}
	defer d.Trim()
	dir := d.path(key, dirEnd)
	if err := os.Rename(tmp, dir); err != nil {
		// Another process was as quick, and what it made is the same.
		if dir, second := d.GetDir(key); second == nil {
			return dir, nil
		}
		if err := os.Rename(tmp, dir); err != nil {
			return "", d.failed(key, err)
		}
	}
	return dir, nil
}

func (d Dir) path(key, end string) string { return filepath.Join(string(d), key+end) }

func (d Dir) failed(key string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("storing %s: %w\n    hint: check that %s can be written and has space", key, err, d)
}

// checksums lists the files below a directory with their hashes, in order.
func checksums(dir string) ([]byte, error) {
	var b bytes.Buffer
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, name)
		if err != nil || e.IsDir() || rel == sumsFile {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		h := sha256.New()
		if _, err := io.Copy(h, f); err != nil {
			return err
		}
		_, err = fmt.Fprintf(&b, "%x  %s\n", h.Sum(nil), filepath.ToSlash(rel))
		return err
	})
	return b.Bytes(), err
}

// Touch marks a value as used. To the hour is enough to know which was used last.
func Touch(name string) {
	now := time.Now()
	if info, err := os.Stat(name); err == nil && now.Sub(info.ModTime()) > time.Hour {
		os.Chtimes(name, now, now)
	}
}
