package workspace

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"io"

	"sourcedive/indexer"
	"sourcedive/internal/diag"
	"sourcedive/site"
)

// A Series is a site of several versions that is made one version after the other, each
// forgotten before the next is read: Peers first finds out which pages each has, which the
// others link to, and then Part makes the files of each.
type Series struct{ w *Workspace }

// NewSeries returns a Series of what a workspace reads.
func NewSeries(w *Workspace) *Series { return &Series{w} }

// Peers says which pages each of some versions has, newest first as they are given. What is
// kept of that, of the same source and content, is not made again. A version that is there
// twice is an [*OptionError].
func (s *Series) Peers(ctx context.Context, versions ...string) ([]*site.Peer, error) {
	w := s.w
	if _, err := w.Content(); err != nil {
		return nil, err
	}
	var all []*site.Peer
	seen := map[string]bool{}
	for _, version := range versions {
		t, cfg, err := w.source(ctx, version)
		if err != nil {
			return nil, err
		}
		if seen[t.Version] {
			return nil, &OptionError{"go", fmt.Errorf("%s: %s was asked for twice", version, t.Version)}
		}
		seen[t.Version] = true
		p, err := peerOf(ctx, w, version, cfg)
		s.Forget(version)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

// peerOf is the peer of one version.
func peerOf(ctx context.Context, w *Workspace, version string, cfg indexer.Config) (*site.Peer, error) {
	key, err := indexer.Key(cfg)
	if err != nil {
		return nil, err
	}
	// The pages of a version follow from what its search data follow from.
	_, key = searchData(ctx, w, key)
	store := w.opt.freshDir("peers")
	p := &site.Peer{}
	if data, err := store.Get(key); err == nil && gob.NewDecoder(bytes.NewReader(data)).Decode(p) == nil {
		return p, nil
	}
	v, _, err := versionOf(ctx, w, version)
	if err != nil {
		return nil, err
	}
	p = v.Peer()
	// What cannot be kept is made again.
	_ = store.Put(key, func(to io.Writer) error { return gob.NewEncoder(to).Encode(p) })
	return p, ctx.Err()
}

// versionOf reads a version and makes its part of a site.
func versionOf(ctx context.Context, w *Workspace, version string) (*site.Version, diag.List, error) {
	theme, err := w.Theme()
	if err != nil {
		return nil, nil, err
	}
	s, err := w.Snapshot(ctx, version)
	if err != nil {
		return nil, nil, err
	}
	v, problems, err := searchable(ctx, w, s, w.read, theme)
	if err == nil {
		err = ctx.Err() // verdicts of claims that were cut short say nothing
	}
	return v, problems, err
}

// Part makes the part of a site that is one version's; all are the versions of the site.
// The diagnostics are what is wrong in the content, as for [Workspace.Site].
func (s *Series) Part(ctx context.Context, base, version string, all []*site.Peer) (*site.Site, diag.List, error) {
	theme, err := s.w.Theme()
	if err != nil {
		return nil, nil, err
	}
	v, problems, err := versionOf(ctx, s.w, version)
	if err != nil {
		return nil, nil, err
	}
	return site.NewPart(v, all, theme, base), problems, nil
}

// Forget lets go of all that is held in memory of a version.
func (s *Series) Forget(version string) { forget(s.w, version) }

func forget(w *Workspace, version string) {
	if s, ok := w.snapshots[version]; ok {
		delete(w.keys, s.Index)
		delete(w.catalogs, s.Index)
		delete(w.searchers, s.Index)
	}
	delete(w.snapshots, version)
	delete(w.sourced, version)
}
