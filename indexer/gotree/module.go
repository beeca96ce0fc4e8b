package gotree

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"sourcedive/internal/gocmd"
)

// A Module is what a tree holds that is not Go's own source.
type Module struct {
	Path     string
	Sum      string   // its checksum, as in a go.sum
	Packages []string // import paths, sorted
	Go       *Tree    // the Go that lists and compiles it, and whose packages it imports
	Cache    string   // the module cache, which holds the other modules that it imports
}

// ModulePrefix marks a spec of a module: a path alone looks like a directory.
const ModulePrefix = "module:"

// ModuleSpec is what Parse reads as a version of a module, "latest" if query is "".
func ModuleSpec(path, query string) string {
	return ModulePrefix + path + "@" + cmp.Or(query, "latest")
}

// parseModule reads PATH or PATH@VERSION.
func parseModule(s string) (Spec, error) {
	const form = "write it as github.com/google/uuid@v1.6.0"
	path, query, at := strings.Cut(s, "@")
	if at && query == "" {
		return Spec{}, refuse(form, "module %q names no version after the @", s)
	}
	if strings.HasPrefix(path, ".") || filepath.IsAbs(path) {
		return Spec{}, refuse(insteadOf(path), "module %q is a directory, and a module is read at a version that is published", s)
	}
	if err := module.CheckPath(path); err != nil {
		return Spec{}, refuse(form, "module %q: not the path of a module: %v", s, cause(err))
	}
	if strings.HasPrefix(query, "-") || strings.ContainsAny(query, " @") {
		return Spec{}, refuse(form, "module %q: %q is no version", s, query)
	}
	return Spec{Kind: Released, Path: path, Ref: cmp.Or(query, "latest")}, nil
}

// insteadOf is a hint for those who name a directory: the module in it, by the path and a
// version that others get it by.
func insteadOf(dir string) string {
	text, _ := readSmall(filepath.Join(dir, "go.mod")) // there need not be one
	path := modfile.ModulePath(text)
	if path == "" {
		return "name it by path and version, as github.com/google/uuid@v1.6.0"
	}
	return "--module " + path + "@VERSION, with a tag or a commit that was pushed; GOPRIVATE=" + path + " fetches it past the proxy"
}

// cause is what is wrong with a path, without the path.
func cause(err error) error {
	var invalid *module.InvalidPathError
	if errors.As(err, &invalid) {
		return invalid.Err
	}
	return err
}

// ModuleVersions lists the versions of a module, oldest first, as its proxy lists them; offline, there are none.
func ModuleVersions(ctx context.Context, path string, opt Options) ([]string, error) {
	r, err := newResolver(ctx, opt)
	if err != nil {
		return nil, err
	}
	if opt.Offline {
		return nil, &problem{msg: "the versions of " + path + " are not known without the network", hint: "name them, or leave out --offline", cause: errMissing}
	}
	goTree, err := reader(ctx, r)
	if err != nil {
		return nil, err
	}
	return (&reading{resolver: r, goTree: goTree, path: path}).versions(ctx)
}

func (m *reading) versions(ctx context.Context) ([]string, error) {
	out, err := runGo(ctx, m.log, m.fetching(), "list", "-m", "-versions", m.path)
	if err != nil {
		return nil, m.explain(ctx, "", err)
	}
	fields := strings.Fields(string(out))
	return fields[min(1, len(fields)):], nil
}

// reader is the Go that reads a module.
func reader(ctx context.Context, r *resolver) (*Tree, error) {
	if r.Go.Kind == Released {
		return nil, refuse("name a version of Go, such as go1.26", "a module cannot be read with a module")
	}
	goTree, err := r.resolve(ctx, r.Go)
	switch {
	case err != nil:
		return nil, err
	case before(goTree.Lister, "go1.21"):
		return nil, refuse("modules are read by go1.21 and later", "%s cannot read a module", goTree.Version)
	}
	return goTree, hasPort(goTree.Root, goTree.Version, r.GOOS, r.GOARCH)
}

// releasedTree is the tree of a version of a module: what the go command fetched and
// verified, copied, beside a main module of our own that requires it. As a requirement
// its go.mod chooses dependencies and nothing else: neither its toolchain line nor its
// replacements, settings, vendor directory or tools count.
func releasedTree(ctx context.Context, r *resolver, path, query string) (*Tree, error) {
	goTree, err := reader(ctx, r)
	if err != nil {
		return nil, err
	}
	m := &reading{resolver: r, goTree: goTree, path: path, version: query}
	m.checked = r.host.own["GOSUMDB"] != "off" && !module.MatchPrefixPatterns(r.host.own["GONOSUMDB"], path)
	if r.Offline && !isDir(m.root()) {
		m.checked = false
	}
	if !exact(query) || !isDir(m.root()) {
		if err := m.fetch(ctx, query); err != nil {
			return nil, err
		}
	}
	root := m.root()
	if kept(root) && !m.whole(root) {
		if r.Offline {
			return nil, &problem{msg: "the module cache lacks what " + path + " " + m.version + " imports", hint: "fetch it without --offline once", cause: errMissing}
		}
		if err := os.RemoveAll(root); err != nil {
			return nil, writing(err, r.CacheDir)
		}
	}
	if !isDir(root) {
		if err := writing(whole(root, func(tmp string) error { return m.fill(ctx, tmp) }), r.CacheDir); err != nil {
			return nil, err
		}
	}
	return m.tree()
}

// exact reports whether a query can only mean one version.
func exact(query string) bool {
	return semver.IsValid(query) && semver.Canonical(query)+semver.Build(query) == query
}

// reading is a version of a module on its way into the cache.
type reading struct {
	*resolver
	goTree        *Tree
	path, version string
	checked       bool // the checksum is compared with the database, as the user's settings say
	got           download
}

// download is what go mod download says.
type download struct {
	Version, Error  string
	Dir, GoMod, Sum string
}

// root is where the tree is kept. Which modules a module imports differs by platform, and
// which of their versions are chosen by the go command.
func (m *reading) root() string {
	key := sha256.Sum256(fmt.Appendf(nil, "2 %q %q %q %q %s %s %t", m.path, m.version, m.goTree.Lister, m.goTree.Root, m.GOOS, m.GOARCH, m.checked))
	return filepath.Join(m.CacheDir, "modules", fmt.Sprintf("%s-%s-%x", filepath.Base(m.path), m.version, key[:6]))
}

// fetch has the go command fetch, verify and unpack the module.
func (m *reading) fetch(ctx context.Context, query string) error {
	if m.Offline && !exact(query) {
		return &problem{msg: m.path + "@" + query + ": which version that is cannot be asked without the network", hint: "name the version", cause: errMissing}
	}
	out, err := runGo(ctx, m.log, m.fetching(), "mod", "download", "-json", m.path+"@"+query)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if jsonErr := json.Unmarshal(out, &m.got); jsonErr != nil {
		return m.explain(ctx, query, cmp.Or(err, jsonErr))
	}
	if m.got.Error != "" {
		return m.explain(ctx, query, errors.New(m.got.Error))
	}
	if m.version = m.got.Version; m.version != query {
		m.log("%s@%s: taking %s", m.path, query, m.version)
	}
	return nil
}

// fetching is the environment in which the go command of a Go fetches modules, or finds
// them in the module cache.
func (m *reading) fetching() []string {
	env := append(slices.Clip(m.goTree.Env), "GOFLAGS=-mod=mod "+gocmd.Flags)
	if m.Offline {
		return env
	}
	return gocmd.Fetch(env, m.host.own)
}

// The files beside the copy of a module.
const (
	sumFile  = "SUM"     // its checksum
	depsFile = "IMPORTS" // directories in the module cache of what it imports
	main     = "sourcedive.invalid/reading"
)

// fill makes the tree of a module that is fetched.
func (m *reading) fill(ctx context.Context, tmp string) error {
	if m.got.Dir == "" { // another process removed what was there
		if err := m.fetch(ctx, m.version); err != nil {
			return err
		}
	}
	dir := filepath.Join(tmp, "src", filepath.FromSlash(m.path))
	if err := copyModule(dir, m.got.Dir); err != nil {
		return err
	}
	// One that was published before there were modules has none.
	mod, err := readSmall(m.got.GoMod)
	if err != nil {
		return err
	}
	lang := strings.TrimPrefix(version.Lang(m.goTree.Lister), "go")
	for name, text := range map[string]string{
		filepath.Join(dir, "go.mod"): string(mod),
		filepath.Join(tmp, "go.mod"): fmt.Sprintf("module %s\n\ngo %s\n\nrequire %s %s\n\nreplace %[3]s => ./src/%[3]s\n", main, lang, m.path, m.version),
		filepath.Join(tmp, sumFile):  m.got.Sum + "\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			return err
		}
	}
	if err := copyLicense(tmp, m.got.Dir); err != nil {
		return err
	}
	if include := filepath.Join(m.goTree.Root, "pkg", "include"); isDir(include) {
		if err := os.Mkdir(filepath.Join(tmp, "pkg"), 0o777); err != nil {
			return err
		}
		if err := os.Symlink(include, filepath.Join(tmp, "pkg", "include")); err != nil {
			return err
		}
	}
	packages, err := packagesIn(tmp, m.path)
	if err != nil {
		return err
	}
	if len(packages) == 0 {
		return refuse("name another version, or the module that has the code", "%s %s has no packages", m.path, m.version)
	}
	return m.require(ctx, tmp, packages)
}

// require has the go command choose the modules that the packages import, fetch them, and
// write that into go.mod and go.sum: from then on nothing is chosen any more.
func (m *reading) require(ctx context.Context, tmp string, packages []string) error {
	env := append(m.fetching(), "CGO_ENABLED=0")
	if m.GOOS != "" && m.GOARCH != "" {
		env = append(env, "GOOS="+m.GOOS, "GOARCH="+m.GOARCH)
	}
	out, err := runGoIn(ctx, tmp, m.log, env, append([]string{"list", "-e", "-deps", "-json=Module,Error"}, packages...)...)
	if err != nil {
		return m.explainImports(ctx, err)
	}
	dirs := map[string]bool{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Module struct{ Path, Dir string }
			Error  struct{ Err string }
		}
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		// Of what is wrong with its source the index has a list.
		if slices.ContainsFunc(missingModule, func(sign string) bool { return strings.Contains(p.Error.Err, sign) }) {
			return m.explainImports(ctx, errors.New(p.Error.Err))
		}
		if p.Module.Dir != "" && p.Module.Path != m.path {
			dirs[p.Module.Dir] = true
		}
	}
	list := strings.Join(slices.Sorted(maps.Keys(dirs)), "\n")
	return os.WriteFile(filepath.Join(tmp, depsFile), []byte(list), 0o666)
}

// whole reports whether the module cache still has what the module of a tree imports.
func (m *reading) whole(root string) bool {
	list, err := readSmall(filepath.Join(root, depsFile))
	return err == nil && !slices.ContainsFunc(strings.Split(string(list), "\n"), func(dir string) bool { return dir != "" && !isDir(dir) })
}

// missingModule are the signs that a package is not there because its module could not be
// had.
var missingModule = []string{"cannot find module providing", "no required module provides", "missing go.sum entry", "GOPROXY", "GOVCS", "checksum", "SECURITY", "dial tcp", "reading http", "reading file"}

// tree is the tree that is in the cache.
func (m *reading) tree() (*Tree, error) {
	root := m.root()
	sum, err := readSmall(filepath.Join(root, sumFile))
	if err != nil {
		return nil, err
	}
	packages, err := packagesIn(root, m.path)
	if err != nil {
		return nil, err
	}
	t := &Tree{
		Version: m.version, Root: root, Lister: m.goTree.Lister, Toolchain: m.goTree.Toolchain, Immutable: true,
		Env:    append(slices.Clip(m.goTree.Env), "GOFLAGS=-mod=readonly "+gocmd.Flags),
		Module: &Module{Path: m.path, Sum: strings.TrimSpace(string(sum)), Packages: packages, Go: m.goTree, Cache: m.host.GOMODCACHE},
	}
	if !m.checked {
		t.Notes = append(t.Notes, "the checksum of "+m.path+" was not compared with the checksum database")
	}
	t.Notes = append(t.Notes, m.goTree.Notes...)
	return t, nil
}

// moduleCauses are those of causes, as they are for modules.
var moduleCauses = []struct {
	sign, hint string
	cause      error
}{
	{"checksum mismatch", "the download is not what was published: do not use it; check the proxy in `go env GOPROXY`", nil},
	{"SECURITY ERROR", "the download is not what was published: do not use it; check the proxy in `go env GOPROXY`", nil},
	{"no space left on device", "free some space where `go env GOMODCACHE` is", nil},
	{"requires go >=", "--go names the release of Go that reads it", nil},
	{"GOVCS disallows", "version control is never run: a proxy must serve the module, see `go env GOPROXY`", errNetwork},
	{"module lookup disabled by GOPROXY=off", "fetch it without --offline once", errMissing},
	{"disabled by GOPROXY=off", "fetch it without --offline once", errMissing},
	{"dial tcp", "check the connection, or `go env GOPROXY`", errNetwork},
	{"no such host", "check the connection, or `go env GOPROXY`", errNetwork},
	{"connection re", "check the connection, or `go env GOPROXY`", errNetwork},
	{"unreachable", "check the connection, or `go env GOPROXY`", errNetwork},
	{"timeout", "check the connection, or `go env GOPROXY`", errNetwork},
	{"TLS handshake", "check the connection, or `go env GOPROXY`", errNetwork},
	{"proxyconnect", "check the connection, or `go env GOPROXY`", errNetwork},
	{"verifying ", "the checksum database, `go env GOSUMDB`, must confirm what is fetched", nil},
}

// explain turns the go command's reason why there is no such version into an error with a
// hint.
func (m *reading) explain(ctx context.Context, query string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	name := m.path
	if query != "" {
		name += "@" + query
	}
	text := oneLine(strings.TrimPrefix(err.Error(), name+": "))
	for _, c := range moduleCauses {
		if strings.Contains(text, c.sign) {
			return &problem{msg: "fetch " + name + ": " + text, hint: c.hint, cause: c.cause}
		}
	}
	if query != "" && !m.Offline {
		if known, err := m.versions(ctx); err == nil && len(known) > 0 {
			return &problem{msg: "fetch " + name + ": there is no such version: " + text, hint: didYouMean(nearestModuleVersions(known, query), "`go list -m -versions "+m.path+"` lists them"), cause: errUnknown}
		}
	}
	return &problem{msg: "fetch " + name + ": there is no such module, or the proxy does not have it: " + text, hint: "check its path, and `go env GOPROXY`", cause: errUnknown}
}

// explainImports is explain for the modules that a module requires.
func (m *reading) explainImports(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	text := oneLine(err.Error())
	p := &problem{msg: "fetch what " + m.path + " " + m.version + " imports: " + text, hint: "check `go env GOPROXY`", cause: errUnknown}
	for _, c := range moduleCauses {
		if strings.Contains(text, c.sign) {
			p.hint, p.cause = c.hint, c.cause
			break
		}
	}
	return p
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// nearestModuleVersions returns up to four versions around the place of v in a sorted list.
func nearestModuleVersions(sorted []string, v string) []string {
	i := len(sorted)
	if semver.IsValid(v) {
		i, _ = slices.BinarySearchFunc(sorted, v, semver.Compare)
	}
	return sorted[max(0, i-2):min(len(sorted), i+2)]
}
