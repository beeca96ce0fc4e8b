package claim

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
)

// Predicates about files. The index has the text of every Go and assembly file and
// header of the packages that are read, whatever platform they are for; the tree has
// the rest, where there is one.

const scopeBuilt = "built"

// soundPath accepts a path or glob below src.
func soundPath(name string) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("%q is no path below src", name)
	}
	if _, err := path.Match(name, ""); err != nil {
		return fmt.Errorf("%q is no pattern of paths", name)
	}
	return nil
}

// indexed reports whether the index would have a file of that name if there were one.
func (s *evaluator) indexed(name string) bool {
	_, ok := s.x.Pkg(path.Dir(name))
	ext := path.Ext(name)
	return ok && (ext == ".go" || ext == ".s" || ext == ".h") && !strings.HasSuffix(name, "_test.go")
}

func noTree(name string) *gap {
	return gapf("`sourcedive claim` asks with the tree at hand", "whether %s is there is not known: it is no source file of a package that is read, and the tree is not at hand", name)
}

// fileExists finds files and directories, in the index or the tree.
func fileExists(s *evaluator, name string) (bool, string, error) {
	if err := soundPath(name); err != nil {
		return false, "", gapf("", "%v", err)
	}
	if _, ok := s.x.File(name); ok {
		return true, "", nil
	}
	if slices.ContainsFunc(s.x.Files, func(f index.File) bool { return strings.HasPrefix(f.Path, name+"/") }) {
		return true, "a directory", nil
	}
	if tree := s.tree(); tree != nil {
		_, err := fs.Stat(tree, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return false, "", gapf("", "%v", err)
		}
		return err == nil, "", nil
	}
	if !s.indexed(name) {
		return false, "", noTree(name)
	}
	return false, "", nil
}

func built(s *evaluator, name string) (bool, string, error) {
	i, ok := s.x.File(name)
	if !ok {
		return false, "", gapf("file asks whether a file is there", "no file %s among those of the packages that are read in %s", name, s.x.Config.Version)
	}
	excluded := s.x.Files[i].Excluded
	if excluded != "" {
		return false, "excluded by " + excluded, nil
	}
	return true, "", nil
}

// grepFiles takes a glob too; then one file that matches is enough.
func grepFiles(s *evaluator, name, expression string) (bool, string, error) {
	re, err := s.e.regexp(expression)
	if err != nil {
		return false, "", gapf("", "%v", err)
	}
	files, err := s.match(name, "")
	if err != nil {
		return false, "", err
	}
	if len(files) == 0 {
		return false, "", gapf("file asks whether a file is there", "no file %s in %s", name, s.x.Config.Version)
	}
	for _, f := range files {
		text, err := s.read(f)
		if err != nil {
			return false, "", err
		}
		if at := re.FindStringIndex(text); at != nil {
			return true, fmt.Sprintf("at %s:%d", f, 1+strings.Count(text[:at[0]], "\n")), nil
		}
	}
	return false, "no match in " + english.Counted(len(files), "file"), nil
}

func countFiles(s *evaluator, glob string, scope []string) (int, string, error) {
	list, err := s.match(glob, strings.Join(scope, " "))
	return len(list), "", err
}

func countLines(s *evaluator, glob string, scope []string) (int, string, error) {
	list, err := s.match(glob, strings.Join(scope, " "))
	if err != nil {
		return 0, "", err
	}
	if len(list) == 0 && !strings.ContainsAny(glob, "*?[") {
		return 0, "", gapf("file asks whether a file is there", "no file %s in %s", glob, s.x.Config.Version)
	}
	n := 0
	for _, f := range list {
		text, err := s.read(f)
		if err != nil {
			return 0, "", err
		}
		n += strings.Count(text, "\n")
		if text != "" && !strings.HasSuffix(text, "\n") {
			n++
		}
	}
	return n, "in " + english.Counted(len(list), "file"), nil
}

// match lists the files of a glob, sorted, tests left out. The tree is read where the
// index would not have the file.
func (s *evaluator) match(glob, scope string) ([]string, error) {
	if err := soundPath(glob); err != nil {
		return nil, gapf("", "%v", err)
	}
	if scope != "" && scope != scopeBuilt {
		return nil, gapf(`"built" leaves out what is not in this platform's build`, "%q is no part of the files", scope)
	}
	var list []string
	for i := range s.x.Files {
		f := &s.x.Files[i]
		if ok, _ := path.Match(glob, f.Path); ok && (scope == "" || f.Excluded == "") {
			list = append(list, f.Path)
		}
	}
	if s.indexed(glob) || scope == scopeBuilt || len(list) > 0 && !strings.ContainsAny(glob, "*?[") {
		return list, nil
	}
	tree := s.tree()
	if tree == nil {
		return nil, noTree(glob)
	}
	found, err := fs.Glob(tree, glob)
	if err != nil {
		return nil, gapf("", "%v", err)
	}
	return slices.DeleteFunc(found, func(name string) bool {
		info, err := fs.Stat(tree, name)
		return strings.HasSuffix(name, "_test.go") || err != nil || info.IsDir()
	}), nil
}

// read is the text of a file.
func (s *evaluator) read(name string) (string, error) {
	text := ""
	if i, ok := s.x.File(name); ok {
		text = s.x.Files[i].Text
	} else {
		data, err := fs.ReadFile(s.tree(), name)
		if err != nil {
			return "", gapf("", "%v", err)
		}
		text = string(data)
	}
	if s.env.Edit != nil && s.env.Edit.Code {
		text = commentsOf(text)
	}
	return text, nil
}
