package indexer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// Cached is Index with a memory: an index that this very program built before, of
// the same configuration and an unchanged tree, is read from dir. What cannot be
// read is built anew, and a directory that cannot be written only costs time.
// Building is told before it starts. A dir of "" is no memory.
func Cached(ctx context.Context, cfg Config, dir string, building func()) (*index.Index, error) {
	return CachedFew(ctx, cfg, dir, kept, building)
}

// CachedFew is Cached with a number of its own for the indexes that stay in dir.
func CachedFew(ctx context.Context, cfg Config, dir string, few int, building func()) (*index.Index, error) {
	key, err := cacheKey(cfg)
	if err != nil || dir == "" {
		building()
		return Build(ctx, cfg)
	}
	file := filepath.Join(dir, key+".index")
	if x, err := recall(file); err == nil {
		return x, nil
	}
	building()
	x, err := Build(ctx, cfg)
	if err == nil {
		remember(file, x, few)
	}
	return x, err
}

func recall(file string) (*index.Index, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return index.Decode(f)
}

// kept is how many indexes stay in the cache.
const kept = 12

// remember writes an index beside its place and renames it, so that a reader never
// sees half of one. Errors are dropped: the index itself is at hand.
func remember(file string, x *index.Index, few int) {
	dir := filepath.Dir(file)
	if os.MkdirAll(dir, 0o777) != nil {
		return
	}
	tmp, err := os.CreateTemp(dir, "*.tmp")
	if err != nil {
		return
	}
	defer os.Remove(tmp.Name())
	err = index.Encode(tmp, x)
	if cmp.Or(err, tmp.Close()) == nil && os.Rename(tmp.Name(), file) == nil {
		prune(dir, few)
	}
}

// prune removes all but the newest indexes.
func prune(dir string, few int) {
	files, _ := filepath.Glob(filepath.Join(dir, "*.index"))
	age := func(name string) int64 {
		info, err := os.Stat(name)
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(files, func(a, b string) int { return cmp.Compare(age(b), age(a)) })
	for _, old := range files[min(few, len(files)):] {
		os.Remove(old)
	}
}

// Key names what an index is made of: two calls that give the same one would index
// the same. It is for what is made of the index in turn.
func Key(cfg Config) (string, error) { return cacheKey(cfg) }

// cacheKey hashes all that an index depends on: the program, the configuration,
// and the names, sizes and times of the tree's source files.
func cacheKey(cfg Config) (string, error) {
	h := sha256.New()
	if err := hashProgram(h); err != nil {
		return "", err
	}
	fmt.Fprintf(h, "%d %q %q %s %s %q %q %q\n", index.Format, cfg.Root, cfg.Version, cfg.GOOS, cfg.GOARCH, cfg.Roots, cfg.Closed, cfg.Notes)
	fmt.Fprintf(h, "%q\n", cfg.Statements)
	for _, v := range cfg.Env {
		if strings.HasPrefix(v, "GO") || strings.HasPrefix(v, "CGO") || strings.HasPrefix(v, "PATH=") {
			fmt.Fprintf(h, "%q\n", v)
		}
	}
	if l := cfg.Listing; l != nil {
		fmt.Fprintf(h, "%s %s %d\n", l.Toolchain, l.Flags, len(l.Records))
	}
	if err := hashTree(h, filepath.Join(cfg.Root, "src")); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// hashProgram hashes the build ID that the linker writes near the start of every Go
// program, which changes when the program does; without one, the whole program.
func hashProgram(h hash.Hash) error {
	name, err := os.Executable()
	if err != nil {
		return err
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return err
	}
	if id := buildID(head[:n]); id != "" {
		_, err = io.WriteString(h, id)
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err = io.Copy(h, f)
	return err
}

var (
	elfNote  = []byte("\x04\x00\x00\x00Go\x00\x00")
	textMark = []byte("\xff Go build ID: \"")
)

// buildID finds the build ID in the start of a program: in a note of ELF, or as text.
func buildID(head []byte) string {
	if _, rest, ok := bytes.Cut(head, textMark); ok {
		if id, _, ok := bytes.Cut(rest, []byte{'"'}); ok {
			return string(id)
		}
	}
	// The note has the lengths of name and value, a type that is 4, and the two.
	if at := bytes.Index(head, elfNote); at >= 8 {
		size := int(binary.LittleEndian.Uint32(head[at-4:]))
		if value := head[at+len(elfNote):]; size > 20 && size <= len(value) {
			return string(value[:size])
		}
	}
	return ""
}

// TreeStamp tells a tree from its changed self, by the names, sizes and times of its
// source files.
func TreeStamp(root string) (string, error) {
	h := sha256.New()
	if err := hashTree(h, filepath.Join(root, "src")); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// hashTree hashes what tells a source file from its changed self. Commands and
// test data are no part of an index.
func hashTree(h hash.Hash, src string) error {
	root, err := filepath.EvalSymlinks(src)
	if err != nil {
		return err
	}
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "testdata" || path == filepath.Join(root, "cmd") {
				return filepath.SkipDir
			}
			return nil
		}
		if _, ok := langOf(path); !ok || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		return err
	})
}
