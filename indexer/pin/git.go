package pin

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/internal/child"
)

// git is a command on the clone in dir that changes nothing there, asks
// nothing and, offline, fetches nothing.
func git(ctx context.Context, offline bool, dir string, args ...string) *exec.Cmd {
	cmd := child.Command(ctx, "git", append([]string{"-C", dir}, args...)...)
	// GIT_DIR and its like, as set in a hook, would name another repository.
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GIT_") })
	cmd.Env = append(cmd.Env, "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	if offline {
		cmd.Env = append(cmd.Env, "GIT_NO_LAZY_FETCH=1")
	}
	return cmd
}

func (r *resolver) git(ctx context.Context, dir string, args ...string) (string, error) {
	out, err := output(ctx, git(ctx, r.Offline, dir, args...), nil)
	return strings.TrimSpace(string(out)), err
}

// checkout returns the commit checked out at root, if root is the top of a
// clone, and whether files were changed since.
func checkout(ctx context.Context, root string) (head string, changed bool) {
	out, err := output(ctx, git(ctx, true, root, "rev-parse", "--show-prefix", "HEAD"), nil)
	prefix, head, _ := strings.Cut(string(out), "\n")
	if err != nil || prefix != "" {
		return "", false
	}
	_, err = output(ctx, git(ctx, true, root, "diff", "--quiet", "HEAD", "--", "src"), nil)
	return strings.TrimSpace(head), err != nil
}

// commit is the tree of a ref in the clone dir, copied into the cache.
func (r *resolver) commit(ctx context.Context, dir, ref string) (*Tree, error) {
	hash, err := r.revision(ctx, dir, ref)
	if err != nil {
		return nil, err
	}
	root := filepath.Join(r.CacheDir, "trees", hash)
	if !isDir(root) {
		r.log("extracting %s@%s (%s)", dir, ref, hash[:12])
		if err := r.extract(ctx, dir, ref, hash, root); err != nil {
			return nil, err
		}
	}
	id, err := identify(root, hash)
	if err != nil {
		return nil, err
	}
	tree, err := r.foreign(ctx, root, id)
	if err != nil {
		return nil, err
	}
	tree.Notes = append(tree.Notes, r.releaseNote(ctx, dir, hash, id)...)
	return tree, nil
}

// revision is the commit that ref names.
func (r *resolver) revision(ctx context.Context, dir, ref string) (string, error) {
	if !isDir(dir) {
		return "", refuse("", "no such directory: %s", dir)
	}
	prefix, err := r.git(ctx, dir, "rev-parse", "--show-prefix")
	if err != nil {
		return "", noClone(ctx, dir, err)
	}
	if prefix != "" {
		return "", refuse("name the top of a clone of the Go repository", "%s is not a git repository, but a directory inside one", dir)
	}
	hash, err := r.git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		refs, _ := r.git(ctx, dir, "for-each-ref", "--format=%(refname:short)")
		return "", refuse(didYouMean(nearestNames(strings.Fields(refs), ref), "`git -C "+dir+" fetch` may bring it"),
			"no branch, tag or commit %q in %s", ref, dir)
	}
	return hash, nil
}

func noClone(ctx context.Context, dir string, err error) error {
	if ctx.Err() != nil || errors.Is(err, exec.ErrNotFound) {
		return err
	}
	if strings.Contains(err.Error(), "not a git repository") {
		return refuse("name a clone of the Go repository, or the directory without @REF", "%s is not a git repository", dir)
	}
	return because(err, "", "%s as a git repository", dir)
}

// releaseNote warns of a commit that has the VERSION of a release, but is not
// the one released: a release branch keeps VERSION until the next release.
func (r *resolver) releaseNote(ctx context.Context, dir, hash string, id identity) []string {
	if id.Minor != "" {
		return nil
	}
	tagged, err := r.git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", "refs/tags/"+id.Version+"^{commit}")
	if err == nil && tagged == hash {
		return nil
	}
	return []string{"commit " + hash[:12] + " says it is " + id.Version + ", but is not tagged so in the clone"}
}

// nearestNames returns up to three names that differ little from name.
func nearestNames(names []string, name string) []string {
	limit := max(2, len(name)/3)
	near := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return distance(n, name) > limit })
	slices.SortStableFunc(near, func(a, b string) int { return cmp.Compare(distance(a, name), distance(b, name)) })
	return near[:min(3, len(near))]
}

// distance is the Levenshtein distance.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
