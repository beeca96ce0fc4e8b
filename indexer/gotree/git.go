package gotree

import (
	"cmp"
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// checkout returns the commit checked out at root, if root is the top of a
// clone, and whether files were changed since.
func checkout(ctx context.Context, root string) (head string, changed bool) {
	repo, err := openRepo(root)
	if err != nil {
		return "", false
	}
	defer repo.close()
	head, err = repo.output(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	if err != nil {
		return "", false
	}
	return head, repo.changed(ctx, root)
}

// commit is the tree of a ref in the clone dir, copied into the cache.
func (r *resolver) commit(ctx context.Context, dir, ref string) (*Tree, error) {
	if !isDir(dir) {
		return nil, refuse("", "no such directory: %s", dir)
	}
	repo, err := openRepo(dir)
	if err != nil {
		return nil, err
	}
	defer repo.close()
	hash, err := repo.revision(ctx, ref)
	if err != nil {
		return nil, err
	}
	root := filepath.Join(r.CacheDir, "trees", hash)
	if !kept(root) {
		r.log("extracting %s@%s (%s)", dir, ref, hash[:12])
		if err := r.extract(ctx, repo, ref, hash, root); err != nil {
			return nil, err
		}
	}
	if err := admit(root); err != nil {
		return nil, err
	}
	id, err := identify(root, hash)
	if err != nil {
		return nil, err
	}
	tree, err := r.foreign(ctx, root, id)
	if err != nil {
		return nil, err
	}
	tree.Notes = append(tree.Notes, repo.releaseNote(ctx, hash, id)...)
	return tree, nil
}

// revision is the commit that ref names.
func (r *repo) revision(ctx context.Context, ref string) (string, error) {
	hash, err := r.output(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if ctx.Err() != nil || errors.Is(err, exec.ErrNotFound) {
		return "", err
	}
	if err != nil {
		refs, _ := r.output(ctx, "for-each-ref", "--format=%(refname:short)")
		return "", refuse(didYouMean(nearestNames(strings.Fields(refs), ref), "`git -C "+r.dir+" fetch` may bring it"),
			"no branch, tag or commit %q in %s", ref, r.dir)
	}
	return hash, nil
}

// releaseNote warns of a commit that has the VERSION of a release, but is not
// the one released: a release branch keeps VERSION until the next release.
func (r *repo) releaseNote(ctx context.Context, hash string, id identity) []string {
	if id.Minor != "" {
		return nil
	}
	tagged, err := r.output(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", "refs/tags/"+id.Version+"^{commit}")
	if err == nil && tagged == hash {
		return nil
	}
	return []string{"commit " + hash[:12] + " says it is " + id.Version + ", but is not tagged so in the clone"}
}

// nearestNames returns up to three names that differ little from name.
func nearestNames(names []string, name string) []string {
	limit := max(2, len(name)/3)
	near := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return index.Distance(n, name, limit) > limit })
	slices.SortStableFunc(near, func(a, b string) int {
		return cmp.Compare(index.Distance(a, name, limit), index.Distance(b, name, limit))
	})
	return near[:min(3, len(near))]
}
