package server

import (
	"net/url"
	"path"
	"strings"
	"unicode/utf8"
)

// target is what a request path asks for: a page, or a redirect to the clean path. Both are
// empty for a path that no page can have.
type target struct {
	page     string // path for Site.Page
	redirect string // relative, so that it holds under the prefix of a proxy
}

// resolve returns the target of a decoded request path. Browsers resolve .. themselves, so
// one in a request is an attack or a mistake.
func resolve(p string) target {
	if !strings.HasPrefix(p, "/") || !utf8.ValidString(p) || strings.ContainsAny(p, "\x00\\") {
		return target{}
	}
	for part := range strings.SplitSeq(p, "/") {
		if part == ".." {
			return target{}
		}
	}
	clean := path.Clean(p)
	if clean != "/" && (strings.HasSuffix(p, "/") || strings.HasSuffix(p, "/.")) {
		clean += "/"
	}
	if clean != p {
		return target{redirect: relative(p, clean)}
	}
	page := clean[1:]
	if strings.HasSuffix(clean, "/") {
		page += "index.html"
	}
	return target{page: page}
}

// relative returns the relative address of one absolute path from another, through the
// root. It never begins with a slash: //host would leave the site.
func relative(from, to string) string {
	up := strings.Repeat("../", strings.Count(from, "/")-1)
	if up == "" {
		up = "./"
	}
	return up + escape(strings.TrimPrefix(to, "/"))
}

func escape(p string) string { return (&url.URL{Path: "/" + p}).EscapedPath()[1:] }

// slashed returns the relative address of /a/b/ from /a/b.
func slashed(p string) string { return "./" + escape(path.Base(p)) + "/" }
