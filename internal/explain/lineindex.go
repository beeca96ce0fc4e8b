package explain

import (
	"strings"

	"sourcedive/internal/explain/tables"
)

// A lineIndex answers which function a line of the standard library belongs to, in
// every release.
type lineIndex struct {
	minors int
	files  map[string]*tables.File
	read   map[string][]indexedFunc
	dirs   map[string][]string // directory → its files
}

// An indexedFunc is a function with its first lines, by release; 0 where it is not.
type indexedFunc struct {
	*tables.Func
	start []int
}

func newLineIndex(t *tables.Tables) *lineIndex {
	x := &lineIndex{minors: len(t.Minors), files: map[string]*tables.File{}, read: map[string][]indexedFunc{}, dirs: map[string][]string{}}
	for i := range t.Files {
		name := t.Files[i].Name
		x.files[name] = &t.Files[i]
		dir := name[:strings.LastIndexByte(name, '/')]
		x.dirs[dir] = append(x.dirs[dir], name)
	}
	return x
}

// funcs returns the functions of a file, nil for a file that is not in the tables.
func (x *lineIndex) funcs(file string) []indexedFunc {
	f := x.files[file]
	if f == nil {
		return nil
	}
	if list, ok := x.read[file]; ok {
		return list
	}
	prev := make([]int, x.minors)
	list := make([]indexedFunc, 0, len(f.Funcs))
	for i := range f.Funcs {
		fn := indexedFunc{Func: &f.Funcs[i], start: make([]int, x.minors)}
		for m, gap := range readRuns(f.Funcs[i].Start, x.minors) {
			if gap != absent {
				prev[m] += gap
				fn.start[m] = prev[m]
			}
		}
		list = append(list, fn)
	}
	x.read[file] = list
	return list
}

// absent marks the releases in which there is no value.
const absent = -1 << 30

// readRuns reads a Runs string of the tables.
func readRuns(s string, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = absent
	}
	for _, run := range strings.Fields(s) {
		from, v, _ := strings.Cut(run, ":")
		value := absent
		if neg, ok := strings.CutPrefix(v, "-"); ok && neg != "" {
			value = -atoi(neg)
		} else if !ok {
			value = atoi(v)
		}
		for i := max(0, atoi(from)); i < n; i++ {
			out[i] = value
		}
	}
	return out
}

// body returns the body that a function has in a release.
func (f indexedFunc) body(minor int) *tables.Body {
	var b *tables.Body
	for i := range f.Bodies {
		if f.Bodies[i].From <= minor {
			b = &f.Bodies[i]
		}
	}
	return b
}

// line returns the line of a statement some lines below the start of a function, 0 if
// the release does not have the function in that file.
func (x *lineIndex) line(file, fn string, offset, minor int) int {
	for _, f := range x.funcs(file) {
		if f.Name == fn && f.start[minor] > 0 {
			return f.start[minor] + offset
		}
	}
	return 0
}

// inRange returns the releases in which the line belongs to the function that a frame
// names.
func (x *lineIndex) inRange(file, frameFunc string, line int) tables.Mask {
	var in tables.Mask
	for _, f := range x.funcs(file) {
		if !sameFunc(f.Name, frameFunc) {
			continue
		}
		for m := range x.minors {
			if f.start[m] > 0 && line >= f.start[m] && line < f.start[m]+f.body(m).Lines {
				in |= 1 << m
			}
		}
	}
	return in
}

// calling returns the releases in which the line belongs to the function and calls
// something of the callee's name.
func (x *lineIndex) calling(file, frameFunc string, line int, callee string) tables.Mask {
	var in tables.Mask
	for _, f := range x.funcs(file) {
		if !sameFunc(f.Name, frameFunc) {
			continue
		}
		for m := range x.minors {
			if f.start[m] == 0 {
				continue
			}
			if b := f.body(m); line >= f.start[m] && line < f.start[m]+b.Lines && callsAt(b.Calls, line-f.start[m], callee) {
				in |= 1 << m
			}
		}
	}
	return in
}

// callsAt reports whether Body.Calls has the callee at an offset.
func callsAt(calls string, offset int, callee string) bool {
	at := 0
	for _, w := range strings.Fields(calls) {
		if isDigit(w[0]) {
			at += atoi(w)
			if at > offset {
				return false
			}
		} else if at == offset && sameName(w, callee) {
			return true
		}
	}
	return false
}

// sameName reports whether one name is the other, or the other after an underscore:
// sync.runtime_Semacquire is declared as sync_runtime_Semacquire, and its caller
// writes runtime_Semacquire.
func sameName(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	return len(b) > 2 && strings.HasSuffix(lower(a), lower(b))
}

// sameFunc compares a declared function with the one that a frame names.
func sameFunc(declared, frame string) bool {
	pkg, name := splitFunc(frame)
	if declared == name || frame == "panic" && declared == "gopanic" {
		return true
	}
	if strings.HasPrefix(name, "init") && strings.HasPrefix(declared, "init.") {
		return true
	}
	// A name given by go:linkname has another package's in it.
	if strings.Contains(declared, ").") || strings.Contains(name, ").") {
		return false
	}
	return pkg != "" && sameName(declared, name)
}

// stdFile returns the file of the standard library that a frame's path means, as the
// tables name it, or "".
func (x *lineIndex) stdFile(path string) string {
	path = strings.ReplaceAll(path, `\`, "/")
	if x.files[path] != nil {
		return path
	}
	for rest := path; ; {
		_, after, ok := strings.Cut(rest, "/src/")
		if !ok {
			break
		}
		if x.files[after] != nil {
			return after
		}
		rest = after
	}
	return ""
}

// inDir lists the files of a package.
func (x *lineIndex) inDir(pkg string) []string { return x.dirs[pkg] }

// exists returns the releases that have a function of the name in any file of its
// package; none, where no file in the tables has it.
func (x *lineIndex) exists(fn string) tables.Mask {
	pkg, name := splitFunc(fn)
	var in tables.Mask
	files := x.inDir(pkg)
	for _, file := range files {
		for _, f := range x.funcs(file) {
			if f.Name != name {
				continue
			}
			for m := range x.minors {
				if f.start[m] > 0 {
					in |= 1 << m
				}
			}
		}
	}
	return in
}
