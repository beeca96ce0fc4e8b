package indexer

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"

	"sourcedive/indexer/asm"
	"sourcedive/indexer/index"
)

// A program is the tree while it is being indexed. Each of the types inside it holds
// what one step finds out, and has the methods that need no later step.
type program struct {
	declarations

	dead    map[int32][]index.Range // by file
	found   foundLocks
	rawRefs map[int32][]rawRef
	ssa     *ssa.Program
}

// tree is what load and check give: the packages, parsed and type-checked.
type tree struct {
	cfg      Config
	src      string // absolute path of the tree's src
	fset     *token.FileSet
	sizes    types.Sizes
	listed   []*unit // every package that was listed, dependencies first
	units    []*unit // the indexed ones, by path
	roots    []string
	problems []index.Diagnostic
}

// sources are the files of the indexed packages.
type sources struct {
	tree

	files      []index.File
	fileAt     map[string]int32      // by path below src
	goFile     map[*token.File]int32 // of the parsed ones
	asm        map[int32]*asm.File   // parsed assembly, by file
	lineTables []index.Lines         // by file, on first use
}

// declarations are the symbols, by what refers to them.
type declarations struct {
	sources

	symbols   []*symbol
	byID      map[index.ID]*symbol
	byObj     map[types.Object]*symbol
	byLit     map[*ast.FuncLit]*symbol
	byLink    map[string]*symbol // bodies by the linker names that linkname directives give them
	asmSymbol map[asmFunc]*symbol
}

// symbol is a symbol before it has its final position.
type symbol struct {
	index.Symbol
	parent  *symbol
	dropped bool // a second declaration of its ID, or inside one
	sym     index.Sym
}

// unit is one package on its way through the passes.
type unit struct {
	meta    *packages.Package
	indexed bool
	done    chan struct{} // closed when types is set
	types   *types.Package
	info    *types.Info
	syntax  []*ast.File
	errs    []types.Error
	unsound map[ast.Node]bool // functions and initial values that ssa cannot be built of
	pkg     int32             // position among the indexed ones
	lengths *lengths
	widths  *widths
	refused error // why it is not read
}

const listMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles |
	packages.NeedImports | packages.NeedDeps | packages.NeedTypesSizes

// load lists the packages and decides which are indexed.
func load(ctx context.Context, cfg Config) (*program, error) {
	src, err := filepath.EvalSymlinks(filepath.Join(cfg.Root, "src"))
	if err != nil {
		return nil, fmt.Errorf("listing packages: %w", err)
	}
	roots := slices.DeleteFunc(slices.Clone(cfg.Roots), func(path string) bool { return !hasGoFiles(filepath.Join(src, path)) })
	if len(roots) == 0 {
		return nil, fmt.Errorf("listing packages: the tree %s has none of %s", cfg.Root, strings.Join(cfg.Roots, ", "))
	}
	pkgs, err := packages.Load(&packages.Config{
		Context: ctx,
		Mode:    listMode,
		Dir:     cfg.dir(),
		Env:     append(slices.Clip(cfg.Env), "GOOS="+cfg.GOOS, "GOARCH="+cfg.GOARCH, "CGO_ENABLED=0"),
	}, roots...)
	if err != nil {
		return nil, unlisted(err)
	}
	p := &program{}
	p.tree = tree{cfg: cfg, src: src, fset: token.NewFileSet(), roots: roots}
	if err := p.adopt(pkgs); err != nil {
		return nil, err
	}
	return p, p.admit()
}

// unlisted says why the go command could not list a tree.
func unlisted(err error) error {
	_, said, ok := strings.Cut(err.Error(), "exit status 1: stderr: ")
	if !ok {
		return fmt.Errorf("listing packages: %w", err)
	}
	return fmt.Errorf("listing packages: the go command says: %s\n    hint: `go env` has its settings and directories", strings.TrimSpace(said))
}

// dir is where the go command lists the tree.
func (cfg *Config) dir() string {
	if cfg.Module != nil {
		return cfg.Module.Dir
	}
	return filepath.Join(cfg.Root, "src")
}

func hasGoFiles(dir string) bool {
	match, err := filepath.Glob(filepath.Join(dir, "*.go"))
	return err == nil && len(match) > 0
}

// adopt makes a unit of each listed package and marks those to index.
func (p *tree) adopt(pkgs []*packages.Package) error {
	units := map[*packages.Package]*unit{}
	packages.Visit(pkgs, nil, func(m *packages.Package) {
		u := &unit{meta: m, done: make(chan struct{})}
		units[m] = u
		p.listed = append(p.listed, u)
	})
	for _, m := range pkgs {
		if err := listError(m); err != nil {
			return err
		}
		units[m].indexed = true
		if slices.Contains(p.cfg.Closed, m.PkgPath) {
			packages.Visit([]*packages.Package{m}, nil, func(dep *packages.Package) { units[dep].indexed = true })
		}
	}
	for _, u := range p.listed {
		if u.meta.PkgPath == "unsafe" {
			u.indexed = false
		}
		if u.indexed {
			p.units = append(p.units, u)
		}
	}
	sort.Slice(p.units, func(i, j int) bool { return p.units[i].meta.PkgPath < p.units[j].meta.PkgPath })
	for i, u := range p.units {
		u.pkg = int32(i)
	}
	if pkgs[0].TypesSizes != nil {
		p.sizes = sizes{pkgs[0].TypesSizes}
	}
	return nil
}

// listError is the reason why a package has no files at all. One whose files are
// all excluded is listed with those; lesser errors show up as type errors later.
func listError(m *packages.Package) error {
	if len(m.GoFiles) > 0 || len(m.IgnoredFiles) > 0 || len(m.Errors) == 0 {
		return nil
	}
	errs := make([]error, len(m.Errors))
	for i, e := range m.Errors {
		errs[i] = e
	}
	return fmt.Errorf("listing package %s: %w", m.PkgPath, errors.Join(errs...))
}

// rel is the path of a listed file below src.
func (p *tree) rel(path string) string {
	if r, ok := strings.CutPrefix(path, p.src+string(os.PathSeparator)); ok {
		return filepath.ToSlash(r)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if r, err := filepath.Rel(p.src, path); err == nil {
		return filepath.ToSlash(r)
	}
	return filepath.ToSlash(path)
}
