package gotree

import (
	"archive/tar"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// treeParts are the parts of the Go repository that are copied from a clone:
// the source, and what is read with it. test and doc are as large and not read.
var treeParts = shimParts

// extract copies a commit of a clone to root.
func (r *resolver) extract(ctx context.Context, repo *repo, ref, hash, root string) error {
	top, err := repo.output(ctx, "ls-tree", "--name-only", "--full-tree", hash)
	if err != nil {
		return err
	}
	parts := slices.DeleteFunc(strings.Fields(top), func(name string) bool { return !slices.Contains(treeParts, name) })
	if !slices.Contains(parts, "src") {
		return refuse("name a clone of the Go repository", "%s@%s is no Go tree: it has no src", repo.dir, ref)
	}
	return writing(whole(root, func(tmp string) error {
		name := repo.dir + "@" + ref
		if err := repo.archive(ctx, hash, parts, tmp); err != nil {
			return rename(err, tmp, name)
		}
		// Judged before it gets its name, so that a tree in the cache is a good one.
		if err := admit(tmp); err != nil {
			return rename(err, tmp, name)
		}
		_, err := identify(tmp, hash)
		return rename(err, tmp, name)
	}), r.CacheDir)
}

// rename lets an error name what the user named.
func rename(err error, old, name string) error {
	var p *problem
	if !errors.As(err, &p) {
		return err
	}
	return &problem{msg: strings.ReplaceAll(p.msg, old, name), hint: p.hint, cause: p.cause}
}

// archive unpacks what git archive writes below dst.
func (r *repo) archive(ctx context.Context, hash string, parts []string, dst string) error {
	running, stop := context.WithCancel(ctx)
	defer stop()
	cmd := r.command(running, append([]string{"archive", "--format=tar", hash, "--"}, parts...)...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	unpacked := untar(stdout, dst)
	if unpacked != nil {
		stop() // with the disk full, git need not go on
	}
	err = cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case stderr.Len() > 0 && err != nil:
		return refuse(r.missing(hash), "git archive %s: %s", hash, strings.TrimSpace(stderr.String()))
	case unpacked != nil:
		return unpacked
	}
	return err
}

// untar unpacks below dst; os.Root keeps a crafted archive inside it.
func untar(archive io.Reader, dst string) error {
	root, err := os.OpenRoot(dst)
	if err != nil {
		return err
	}
	defer root.Close()
	for reader := tar.NewReader(archive); ; {
		header, err := reader.Next()
		if err == io.EOF {
			_, err := io.Copy(io.Discard, archive) // the padding, or git dies of a broken pipe
			return err
		}
		if err != nil {
			return err
		}
		if err := unpack(root, header, reader); err != nil {
			return err
		}
	}
}

func unpack(root *os.Root, header *tar.Header, content io.Reader) error {
	name := filepath.FromSlash(strings.TrimSuffix(header.Name, "/"))
	switch header.Typeflag {
	case tar.TypeDir:
		return root.MkdirAll(name, 0o777)
	case tar.TypeSymlink:
		return root.Symlink(header.Linkname, name)
	case tar.TypeReg:
		// Before it is written: a file that is nothing but zeros is small in a clone.
		a := admission{root: root.Name()}
		if err := a.size(filepath.Join(root.Name(), name), header.Size); err != nil {
			return err
		}
		return unpackFile(root, name, content)
	}
	return nil // the commit's hash, as a global header
}

func unpackFile(root *os.Root, name string, content io.Reader) error {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, content); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
