package tables

import (
	"fmt"
	"go/ast"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// lineDirs are the packages whose functions are located: those that stand in dumps.
var lineDirs = []string{
	"runtime", "runtime/cgo", "runtime/debug", "runtime/metrics", "runtime/pprof", "runtime/race", "runtime/trace",
	"runtime/internal/*", "internal/runtime/*", "internal/bytealg",
	"sync", "sync/*", "internal/sync", "internal/singleflight", "internal/poll", "internal/synctest",
	"time", "os", "os/exec", "os/signal", "syscall", "testing", "testing/synctest", "reflect", "io", "bufio", "context",
	"net", "net/http", "net/http/httputil", "net/http/httptest", "net/http/pprof", "net/rpc", "net/textproto", "database/sql",
	"log", "fmt", "sort",
}

// callsRecorded reports whether the calls of a file's functions are recorded as well.
func callsRecorded(file string) bool {
	switch dir := path.Dir(file); dir {
	case "sync", "internal/poll", "internal/sync", "internal/synctest", "time", "os/signal", "os/exec", "testing", "syscall":
		return true
	default:
		return strings.HasPrefix(file, "runtime/") || strings.HasPrefix(file, "internal/runtime/") || strings.HasPrefix(file, "sync/")
	}
}

// otherPlatform matches files that only rare systems have, outside the runtime; their
// wrappers would make a quarter of the table.
var otherPlatform = regexp.MustCompile(`^(?:syscall|net|os|internal/poll|internal/bytealg|(?:internal/)?runtime/(?:internal/)?[a-z]+)/.*_(?:plan9|solaris|illumos|aix|dragonfly|freebsd|netbsd|openbsd|nacl|js|wasip1|wasm|mips\w*|ppc64\w*|s390x|riscv64|loong64)(?:_\w+)?\.(?:go|s)$`)

// rareSystem matches files that only systems and processors have that are too rare
// to spend bytes on, in package runtime.
var rareSystem = regexp.MustCompile(`^runtime/.*_(?:nacl|aix|solaris|dragonfly|plan9|netbsd|mips\w*|s390x|loong64|ppc64\w*|riscv64)(?:_\w+)?\.s$|^syscall/zsyscall_(?:linux_(?:386|arm|mips\w*)|.*(?:386|_arm))\.go$|^runtime/(?:_mk|mk)`)

func locatable(file string) bool {
	return !strings.HasSuffix(file, "_test.go") && !otherPlatform.MatchString(file) && !rareSystem.MatchString(file)
}

// located is a function of one file of one release.
type located struct {
	start, lines int
	calls        string
}

var textLine = regexp.MustCompile(`^TEXT\s+([^\s(<,]+)`)

// asmFuncs locates the functions of an assembly file: from one TEXT line to the next.
func asmFuncs(src string) map[string]located {
	funcs := map[string]located{}
	last, lastLine, n := "", 0, 0
	for line := range strings.Lines(src) {
		n++
		m := textLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if last != "" {
			funcs[last] = located{start: lastLine, lines: n - lastLine}
		}
		name := strings.ReplaceAll(strings.ReplaceAll(m[1], "·", "."), "∕", "/")
		last, lastLine = name[strings.LastIndex(name, ".")+1:], n
	}
	if last != "" {
		funcs[last] = located{start: lastLine, lines: n + 1 - lastLine}
	}
	return funcs
}

// goFuncs locates the functions of a parsed file.
func goFuncs(fset *token.FileSet, f *ast.File, calls bool) map[string]located {
	funcs := map[string]located{}
	inits := 0
	for _, d := range f.Decls {
		fd, ok := d.(*ast.FuncDecl)
		if !ok || fd.Body == nil {
			continue
		}
		name := funcName(fd)
		if name == "init" { // the linker counts them over the package; a file's are told apart by line
			inits++
			name = fmt.Sprintf("init.%d", inits-1)
		}
		start := fset.Position(fd.Pos()).Line
		l := located{start: start, lines: fset.Position(fd.End()).Line - start + 1}
		if calls {
			l.calls = callLines(fset, fd, start)
		}
		funcs[name] = l
	}
	return funcs
}

// funcName is the name as a stack trace has it, without the package.
func funcName(fd *ast.FuncDecl) string {
	if fd.Recv == nil || len(fd.Recv.List) == 0 {
		return fd.Name.Name
	}
	star := false
	t := fd.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			star, t = true, x.X
			continue
		case *ast.ParenExpr:
			t = x.X
			continue
		case *ast.IndexExpr:
			t = x.X
			continue
		case *ast.IndexListExpr:
			t = x.X
			continue
		case *ast.Ident:
			if star {
				return "(*" + x.Name + ")." + fd.Name.Name
			}
			return x.Name + "." + fd.Name.Name
		}
		return fd.Name.Name
	}
}

// callLines writes Body.Calls. A call that spans lines is listed at its first line
// and at the line of its opening parenthesis: compilers have used either.
func callLines(fset *token.FileSet, fd *ast.FuncDecl, start int) string {
	at := map[int][]string{}
	add := func(pos token.Pos, name string) {
		line := fset.Position(pos).Line - start
		if !slices.Contains(at[line], name) {
			at[line] = append(at[line], name)
		}
	}
	ast.Inspect(fd.Body, func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := calleeName(c.Fun)
		if name == "" || notCalls[name] {
			return true
		}
		add(c.Pos(), name)
		add(c.Lparen, name)
		if sel, ok := c.Fun.(*ast.SelectorExpr); ok {
			add(sel.Sel.Pos(), name)
		}
		return true
	})
	lines := make([]int, 0, len(at))
	for l := range at {
		lines = append(lines, l)
	}
	slices.Sort(lines)
	var b strings.Builder
	last := 0
	for _, l := range lines {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strconv.Itoa(l - last))
		for _, name := range at[l] {
			b.WriteString(" " + name)
		}
		last = l
	}
	return b.String()
}

// notCalls are conversions and builtins that leave no frame.
var notCalls = map[string]bool{
	"uintptr": true, "Pointer": true, "int": true, "int32": true, "int64": true, "uint": true, "uint32": true,
	"uint64": true, "uint8": true, "int8": true, "uint16": true, "int16": true, "byte": true, "string": true, "float64": true, "len": true, "cap": true,
	"bool": true, "Sizeof": true, "Offsetof": true, "hex": true, "float32": true, "min": true, "max": true,
}

// calleeName is the last part of the called expression, "" for a function literal.
func calleeName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	case *ast.ParenExpr:
		return calleeName(x.X)
	case *ast.IndexExpr:
		return calleeName(x.X)
	case *ast.IndexListExpr:
		return calleeName(x.X)
	case *ast.FuncLit:
		return "func"
	}
	return ""
}

// lineFiles lists the files of a tree whose functions are located.
func lineFiles(tree fs.FS) ([]string, error) {
	var files []string
	for _, pattern := range lineDirs {
		for _, suffix := range []string{"/*.go", "/*.s"} {
			found, err := fs.Glob(tree, pattern+suffix)
			if err != nil {
				return nil, err
			}
			files = append(files, found...)
		}
	}
	slices.Sort(files)
	files = slices.DeleteFunc(files, func(f string) bool {
		return !locatable(f)
	})
	return slices.Compact(files), nil
}

// lineTable joins the functions of all releases: byFile[file][minor][name].
func lineTable(byFile map[string][]map[string]located) []File {
	var out []File
	for name, minors := range byFile {
		f := File{Name: name}
		order := funcOrder(minors)
		prev := make([]int, len(minors))
		for _, fn := range order {
			f.Funcs = append(f.Funcs, joinFunc(fn, minors, prev))
		}
		if len(f.Funcs) > 0 {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// funcOrder lists a file's functions in the order of the newest release that has
// each, so that neighbours in the list are neighbours in the file.
func funcOrder(minors []map[string]located) []string {
	var order []string
	seen := map[string]bool{}
	for m := len(minors) - 1; m >= 0; m-- {
		names := make([]string, 0, len(minors[m]))
		for n := range minors[m] {
			names = append(names, n)
		}
		slices.SortFunc(names, func(a, b string) int { return minors[m][a].start - minors[m][b].start })
		for i, n := range names {
			if seen[n] {
				continue
			}
			seen[n] = true
			at := len(order)
			if i > 0 {
				at = slices.Index(order, names[i-1]) + 1
			} else if len(order) > 0 {
				at = 0
			}
			order = slices.Insert(order, at, n)
		}
	}
	return order
}

// joinFunc writes one function over all releases and moves prev, the first lines of
// the function before, to its own.
func joinFunc(name string, minors []map[string]located, prev []int) Func {
	fn := Func{Name: name}
	var gaps []string
	var body Body
	for m, funcs := range minors {
		l, ok := funcs[name]
		if !ok {
			gaps = append(gaps, "-")
			continue
		}
		gaps = append(gaps, strconv.Itoa(l.start-prev[m]))
		prev[m] = l.start
		if len(fn.Bodies) == 0 || body.Lines != l.lines || body.Calls != l.calls {
			body = Body{From: m, Lines: l.lines, Calls: l.calls}
			fn.Bodies = append(fn.Bodies, body)
		}
	}
	fn.Start = runs(gaps)
	return fn
}

// runs writes a Runs string.
func runs(values []string) string {
	var b strings.Builder
	last := "-"
	for m, v := range values {
		if v == last {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d:%s", m, v)
		last = v
	}
	return b.String()
}
