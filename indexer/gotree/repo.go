package gotree

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/internal/child"
	"sourcedive/internal/gocmd"
)

// repo is a clone as git is shown it: an empty repository of our own that borrows
// the clone's objects and has copies of its refs. Settings, hooks and attributes of
// the clone, any of which can name a program for git to run, are not in it, and
// neither is the address from which a partial clone fetches what it lacks.
type repo struct {
	dir     string // the clone, as the user named it
	git     string // the repository of our own
	own     string // where the clone has its index
	partial bool   // the clone lacks objects that it could fetch
}

// attributes make git give the bytes of each file as they were committed, whatever
// the tree's own attributes ask for.
const attributes = "* -text -eol -ident -filter -diff -merge -export-ignore -export-subst -working-tree-encoding\n"

// openRepo makes the repo of the clone whose top is dir; close removes it.
func openRepo(dir string) (*repo, error) {
	own, common, err := gitDirs(dir)
	if err != nil {
		return nil, err
	}
	if isDir(filepath.Join(common, "reftable")) {
		return nil, refuse("`git -C "+dir+" refs migrate --ref-format=files` changes that", "%s keeps its refs in a reftable, which is not read", dir)
	}
	tmp, err := os.MkdirTemp("", "sourcedive-git-")
	if err != nil {
		return nil, writing(err, os.TempDir())
	}
	r := &repo{dir: dir, git: tmp}
	if err := r.fill(own, common); err != nil {
		r.close()
		return nil, because(err, "", "read the refs of %s", dir)
	}
	packs, _ := os.ReadDir(filepath.Join(common, "objects", "pack"))
	r.partial = slices.ContainsFunc(packs, func(e fs.DirEntry) bool { return strings.HasSuffix(e.Name(), ".promisor") })
	r.own = own
	return r, nil
}

func (r *repo) close() { os.RemoveAll(r.git) }

// gitDirs finds where a clone keeps what is its own, and what it shares with the
// other work trees of its repository. A bare repository is its own.
func gitDirs(dir string) (own, common string, err error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", "", err
	}
	own = filepath.Join(abs, ".git")
	if text, err := readSmall(own); err == nil {
		target, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
		if !ok {
			return "", "", refuse("it should say where the repository is", "%s is no file of git", own)
		}
		own = against(abs, target)
	} else if !exists(own) && exists(filepath.Join(abs, "HEAD")) {
		own = abs
	}
	common = own
	if text, err := readSmall(filepath.Join(own, "commondir")); err == nil {
		common = against(own, strings.TrimSpace(string(text)))
	}
	if !isDir(filepath.Join(common, "objects")) {
		return "", "", noClone(abs, dir)
	}
	return own, common, nil
}

func against(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

func noClone(abs, dir string) error {
	for up := filepath.Dir(abs); ; up = filepath.Dir(up) {
		if exists(filepath.Join(up, ".git")) {
			return refuse("name the top of a clone of the Go repository", "%s is not a git repository, but a directory inside one", dir)
		}
		if up == filepath.Dir(up) {
			return refuse("name a clone of the Go repository, or the directory without @REF", "%s is not a git repository", dir)
		}
	}
}

// fill writes a repository of our own with the refs of another one.
func (r *repo) fill(own, common string) error {
	objects, err := filepath.EvalSymlinks(filepath.Join(common, "objects"))
	if err != nil {
		return err
	}
	for name, text := range map[string]string{
		"config":                  "[core]\n\trepositoryformatversion = 0\n\tbare = true\n",
		"info/attributes":         attributes,
		"objects/info/alternates": alternate(objects) + "\n",
		"refs/heads/.keep":        "",
		"HEAD":                    "ref: refs/heads/none\n",
	} {
		if err := put(r.git, name, []byte(text)); err != nil {
			return err
		}
	}
	for _, name := range []string{"packed-refs", "shallow"} {
		if err := r.copy(common, name, maxRefs); err != nil {
			return err
		}
	}
	for _, dir := range slices.Compact([]string{common, own}) { // a work tree's own HEAD wins
		for _, name := range []string{"HEAD", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD"} {
			if err := r.copy(dir, name, maxRefs); err != nil {
				return err
			}
		}
		if err := r.copyRefs(dir); err != nil {
			return err
		}
	}
	return nil
}

// alternate quotes a path as C does where git would take it for a comment or two.
func alternate(path string) string {
	if strings.ContainsAny(path, "\"\\\n") || strings.HasPrefix(path, "#") {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(path) + `"`
	}
	return path
}

// copyRefs copies the refs that have a file each.
func (r *repo) copyRefs(dir string) error {
	return filepath.WalkDir(filepath.Join(dir, "refs"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if os.IsNotExist(err) {
				return nil
			}
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		return r.copy(dir, name, maxRef)
	})
}

const (
	maxRef  = 4 << 10
	maxRefs = 64 << 20 // of packed-refs; that of the Go repository has 1 MB with all changes under review
)

// copy copies one file, if it is a regular one of that size or less.
func (r *repo) copy(dir, name string, most int64) error {
	file := filepath.Join(dir, name)
	if !regular(file) {
		return nil
	}
	text, err := readRegular(file, most)
	if err != nil {
		return nil // a ref that cannot be read is one that is not there
	}
	return put(r.git, name, text)
}

func put(dir, name string, text []byte) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o666)
}

// command is a git command on the repo, which changes nothing in the clone, asks
// nothing and fetches nothing.
func (r *repo) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := child.Command(ctx, "git", append([]string{"--no-pager"}, args...)...)
	cmd.Dir = r.git
	cmd.Env = append(gocmd.Git(os.Environ(), r.git), "PWD="+r.git)
	return cmd
}

func (r *repo) output(ctx context.Context, args ...string) (string, error) {
	out, err := output(ctx, r.command(ctx, args...), nil)
	return strings.TrimSpace(string(out)), err
}

// changed reports whether files below src differ from HEAD.
func (r *repo) changed(ctx context.Context, root string) bool {
	// A split index looks for its other half beside itself.
	entries, _ := os.ReadDir(r.own)
	for _, e := range entries {
		if e.Name() == "index" || strings.HasPrefix(e.Name(), "sharedindex.") {
			if err := r.copy(r.own, e.Name(), maxOther); err != nil {
				return false
			}
		}
	}
	// A submodule is a repository of its own, with settings of its own.
	cmd := r.command(ctx, "-c", "core.bare=false", "--work-tree="+root, "diff",
		"--quiet", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "HEAD", "--", "src")
	cmd.Dir = root
	cmd.Env = append(cmd.Env, "PWD="+root)
	var exit *exec.ExitError
	return errors.As(cmd.Run(), &exit) && exit.ExitCode() == 1
}

// missing is the hint for an archive that lacks objects.
func (r *repo) missing(hash string) string {
	if r.partial {
		return "the clone is a partial one, and nothing is fetched for it here: `git -C " + r.dir + " archive " + hash[:12] + " src > " + os.DevNull + "` fetches what it lacks"
	}
	return "`git -C " + r.dir + " fsck` checks the clone"
}
