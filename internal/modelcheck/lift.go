package modelcheck

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/internal/child"
)

// lift copies declarations out of files of the tree's package runtime, word for word,
// into a file of package main: functions by name, with all methods of the types that are
// named. It fails for one that is not there.
func lift(root string, files, names []string) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("package main\n\nimport \"unsafe\"\n\nvar _ unsafe.Pointer\n")
	found := map[string]bool{}
	for _, name := range files {
		path := filepath.Join(root, "src", "runtime", name)
		text, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			return nil, fmt.Errorf("package runtime has no %s: %w", name, errNotThere)
		}
		if err != nil {
			return nil, err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			if name := liftable(d, names); name != "" {
				found[name] = true
				out.WriteString("\n")
				out.Write(text[fset.Position(d.Pos()).Offset:fset.Position(d.End()).Offset])
				out.WriteString("\n")
			}
		}
	}
	for _, name := range names {
		if !found[name] {
			return nil, fmt.Errorf("package runtime has no %s: %w", name, errNotThere)
		}
	}
	return out.Bytes(), nil
}

// liftable gives the name by which a declaration is asked for, or "".
func liftable(d ast.Decl, names []string) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		name := funcName(d)
		if slices.Contains(names, name) {
			return name
		}
		if d.Recv != nil {
			recv := d.Recv.List[0].Type
			if star, ok := recv.(*ast.StarExpr); ok {
				recv = star.X
			}
			if id, ok := recv.(*ast.Ident); ok && slices.Contains(names, id.Name) {
				return id.Name
			}
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if slices.Contains(names, s.Name.Name) {
					return s.Name.Name
				}
			case *ast.ValueSpec:
				if len(s.Names) == 1 && slices.Contains(names, s.Names[0].Name) {
					return s.Names[0].Name
				}
			}
		}
	}
	return ""
}

// firstComplaint is the first line of a failed build that says what is wrong.
func firstComplaint(err error) string {
	for line := range strings.Lines(err.Error()) {
		if _, what, ok := strings.Cut(line, ".go:"); ok {
			_, what, _ = strings.Cut(what, ": ")
			return strings.TrimSpace(what)
		}
	}
	return err.Error()
}

// errNotThere is of a declaration that this version has not got.
var errNotThere = errors.New("not in this version")

// askLifted compiles a program of overlay/ together with declarations that are lifted out
// of the runtime, gives it the question as JSON, and reads its answer. skip is why a version
// cannot be asked.
func (tc Toolchain) askLifted(ctx context.Context, name string, files, names []string, question, answer any) (skip string, err error) {
	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	lifted, err := lift(tc.Root, files, names)
	if errors.Is(err, errNotThere) {
		return err.Error(), nil
	}
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "lifted.go"), lifted, 0o600); err != nil {
		return "", err
	}
	if err := unpack(name, filepath.Join(dir, "main.go")); err != nil {
		return "", err
	}
	program := filepath.Join(dir, "program")
	_, err = output(tc.command(ctx, dir, nil, "build", "-gcflags=-e", "-o", program, "main.go", "lifted.go"))
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return tc.Version + " has other functions: " + firstComplaint(err), nil
	}
	if err != nil {
		return "", err
	}
	in, err := json.Marshal(question)
	if err != nil {
		return "", err
	}
	run := child.Command(ctx, program, "answer")
	run.Dir, run.Env, run.Stdin = dir, append(slices.Clone(tc.Env), "GODEBUG=", "GOGC=off", "GOMAXPROCS="), bytes.NewReader(in)
	out, err := output(run)
	if err != nil {
		return "", err
	}
	return "", json.Unmarshal(out, answer)
}
