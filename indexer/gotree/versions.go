package gotree

import (
	"context"
	"go/version"
	"path/filepath"
	"slices"
	"strings"
)

// Version is one version that can be had.
type Version struct {
	Tag   string
	Here  bool   // without the network
	Local bool   // the go on PATH
	Note  string // what the tag alone does not show
}

// Versions lists the versions that can be indexed on this host, newest first;
// offline, those that are here. The published list is not complete: Resolve can
// fetch some tags that it leaves out.
func Versions(ctx context.Context, opt Options) ([]Version, error) {
	r, err := newResolver(ctx, opt)
	if err != nil {
		return nil, err
	}
	tags, err := r.known(ctx)
	if err != nil {
		return nil, err
	}
	var list []Version
	for _, tag := range slices.Backward(tags) {
		list = append(list, Version{
			Tag:   tag,
			Here:  tag == r.host.tag || r.host.here(tag),
			Local: tag == r.host.tag,
			Note:  firstReleaseNote(tag),
		})
	}
	return list, nil
}

// firstReleaseNote explains how to name a tag that Parse takes for a minor.
func firstReleaseNote(tag string) string {
	if tag == version.Lang(tag) {
		return "first release of " + tag + ": name it " + tag + ".0"
	}
	return ""
}

// known returns the tags that can be indexed, oldest first: those here and,
// unless offline, those published.
func (r *resolver) known(ctx context.Context) ([]string, error) {
	tags := r.tagsHere()
	if !r.Offline {
		published, err := r.published(ctx)
		if err != nil {
			return nil, err
		}
		tags = append(tags, published...)
	}
	tags = slices.DeleteFunc(tags, func(tag string) bool { return !isTag(tag) || indexable(tag) != nil })
	slices.SortFunc(tags, func(a, b string) int {
		// Two spellings of one version, as vendors make them, keep an order.
		if c := version.Compare(a, b); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	return slices.Compact(tags), nil
}

// tagsHere returns the tags that need no network, in no order.
func (r *resolver) tagsHere() []string {
	tags := []string{r.host.tag}
	dirs, _ := filepath.Glob(r.host.moduleDir("*")) // an odd path in GOMODCACHE means none are found
	for _, dir := range dirs {
		_, v, _ := strings.Cut(filepath.Base(dir), "@")
		if tag := r.tagOf(v); tag != "" && r.host.here(tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

func (r *resolver) published(ctx context.Context) ([]string, error) {
	out, err := runGo(ctx, r.log, r.host.download("local"), "list", "-m", "-versions", toolchainModule)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &problem{msg: "list the published versions: " + err.Error(), hint: offlineHint, cause: errNetwork}
	}
	var tags []string
	for _, v := range strings.Fields(string(out)) {
		if tag := r.tagOf(v); tag != "" {
			tags = append(tags, tag)
		}
	}
	return tags, nil
}

// tagOf is the tag of a toolchain module's version, or "" if it is for another host.
func (r *resolver) tagOf(v string) string {
	v, ok := strings.CutSuffix(v, "."+r.host.platform())
	if !ok {
		return ""
	}
	tag, ok := strings.CutPrefix(v, "v0.0.1-")
	if !ok {
		return ""
	}
	return tag
}

// newestOf returns the newest of tags within a minor, or "". A candidate sorts
// before the first release.
func newestOf(tags []string, minor string) string {
	newest := ""
	for _, tag := range tags {
		if version.Lang(tag) == minor && (newest == "" || version.Compare(tag, newest) > 0) {
			newest = tag
		}
	}
	return newest
}

// nearestTags returns up to four tags around the place of tag in a sorted list.
func nearestTags(sorted []string, tag string) []string {
	i, _ := slices.BinarySearchFunc(sorted, tag, version.Compare)
	return sorted[max(0, i-2):min(len(sorted), i+2)]
}
