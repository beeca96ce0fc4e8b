package history

import (
	"bytes"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// goos and goarch are the platform whose bodies stand for a function that has several.
const goos, goarch = "linux", "amd64"

// The rank of a file says how near its platforms are to linux/amd64.
const (
	rankHome   uint8 = iota // part of a linux/amd64 build
	rankArch                // of a build of another system for amd64
	rankSystem              // of another linux build
	rankOther
)

type platform struct{ goos, goarch string }

// near are the platforms that are tried for each rank but the last.
var near = [...][]platform{
	rankHome:   {{goos, goarch}},
	rankArch:   {{"darwin", goarch}, {"windows", goarch}, {"freebsd", goarch}},
	rankSystem: {{goos, "arm64"}, {goos, "386"}, {goos, "arm"}, {goos, "ppc64le"}, {goos, "s390x"}},
}

// tags are the build tags that hold in one tree on every platform.
type tags map[string]bool

// tagsOf are the release tags of a minor and the experiments that a tree switches on.
// There is no cgo.
func tagsOf(fsys fs.FS, minor int) tags {
	t := tags{"gc": true}
	for n := 1; n <= minor; n++ {
		t["go1."+strconv.Itoa(n)] = true
	}
	for _, tag := range experiments(fsys) {
		t[tag] = true
	}
	return t
}

// experiments are the build tags of the experiments that are on by default, as the
// table of internal/buildcfg has them. What it sets by a condition counts as on:
// such conditions are of the architecture, and hold on amd64.
func experiments(fsys fs.FS) (tags []string) {
	text, err := fs.ReadFile(fsys, "internal/buildcfg/exp.go")
	if err != nil {
		return nil // before go1.17 no experiment chose files of the runtime
	}
	file, err := parser.ParseFile(token.NewFileSet(), "exp.go", text, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if sel, ok := lit.Type.(*ast.SelectorExpr); !ok || sel.Sel.Name != "Flags" {
			return true
		}
		for _, e := range lit.Elts {
			kv, ok := e.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			name, named := kv.Key.(*ast.Ident)
			if value, ok := kv.Value.(*ast.Ident); named && !(ok && value.Name == "false") {
				tags = append(tags, "goexperiment."+strings.ToLower(name.Name))
			}
		}
		return true
	})
	return tags
}

// constraintOf is what a file's own lines ask of a build, nil for nothing.
func constraintOf(text []byte) (all constraint.Expr) {
	comment := false
	for line := range bytes.Lines(text) {
		l := string(bytes.TrimSpace(line))
		switch {
		case comment:
			comment = !strings.Contains(l, "*/")
		case strings.HasPrefix(l, "/*"):
			comment = !strings.Contains(l, "*/")
		case constraint.IsGoBuild(l):
			if x, err := constraint.Parse(l); err == nil {
				return x
			}
		case constraint.IsPlusBuild(l):
			if x, err := constraint.Parse(l); err == nil && all == nil {
				all = x
			} else if err == nil {
				all = &constraint.AndExpr{X: all, Y: x}
			}
		case l != "" && !strings.HasPrefix(l, "//"):
			return all
		}
	}
	return all
}

// Experiment is what GOEXPERIMENT has to name for a file to be built, as its own lines ask:
// noswissmap. It is "" for a file that asks for none.
func Experiment(text []byte) (setting string) {
	var walk func(x constraint.Expr, no string)
	walk = func(x constraint.Expr, no string) {
		switch x := x.(type) {
		case *constraint.NotExpr:
			walk(x.X, map[string]string{"": "no", "no": ""}[no])
		case *constraint.AndExpr:
			walk(x.X, no)
			walk(x.Y, no)
		case *constraint.OrExpr:
			walk(x.X, no)
			walk(x.Y, no)
		case *constraint.TagExpr:
			if name, ok := strings.CutPrefix(x.Tag, "goexperiment."); ok && setting == "" {
				setting = no + name
			}
		}
	}
	walk(constraintOf(text), "")
	return setting
}

// ranker ranks the files of one tree.
type ranker struct {
	tags   tags
	byName map[string][]platform // the platforms of near that a file's name allows
}

func (r *ranker) rank(name string, f *file) uint8 {
	if f.cgo {
		return rankOther
	}
	allowed, known := r.byName[name]
	if !known {
		allowed = allowedByName(name)
		r.byName[name] = allowed
	}
	for rank, platforms := range near {
		for _, p := range platforms {
			for _, q := range allowed {
				if p == q && r.holds(f.constraint, p) {
					return uint8(rank)
				}
			}
		}
	}
	return rankOther
}

func (r *ranker) holds(x constraint.Expr, p platform) bool {
	return x == nil || x.Eval(func(tag string) bool {
		return tag == p.goos || tag == p.goarch || tag == "unix" && p.goos != "windows" || r.tags[tag]
	})
}

// allowedByName asks go/build, which knows the names of all systems and architectures.
func allowedByName(name string) (list []platform) {
	for _, platforms := range near {
		for _, p := range platforms {
			ctx := build.Default
			ctx.GOOS, ctx.GOARCH = p.goos, p.goarch
			ctx.OpenFile = func(string) (io.ReadCloser, error) {
				return io.NopCloser(strings.NewReader("package p\n")), nil
			}
			if ok, err := ctx.MatchFile("", name); ok && err == nil {
				list = append(list, p)
			}
		}
	}
	return list
}
