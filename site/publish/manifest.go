package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	manifestName = ".sourcedive"
	manifestHead = "sourcedive manifest 1"
)

// manifest lists the files of a build, sorted, below a line that names the
// format. It does not list itself.
func manifest(files []string) []byte {
	lines := append([]string{manifestHead}, slices.Sorted(slices.Values(files))...)
	return []byte(strings.Join(lines, "\n") + "\n")
}

// readManifest returns the files that the build in dir wrote. The cause of its
// failure wraps fs.ErrNotExist when there is no manifest.
func readManifest(dir string) ([]string, error) {
	name := filepath.Join(dir, manifestName)
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("the manifest is not a regular file")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return parseManifest(string(data))
}

// parseManifest is strict: a manifest that was cut or edited must not decide
// which files are removed.
func parseManifest(text string) ([]string, error) {
	head, rest, _ := strings.Cut(text, "\n")
	if head != manifestHead {
		return nil, errors.New("the manifest is of another format")
	}
	if rest == "" {
		return nil, nil
	}
	if !strings.HasSuffix(rest, "\n") {
		return nil, errors.New("the manifest is cut off")
	}
	files := strings.Split(strings.TrimSuffix(rest, "\n"), "\n")
	for i, f := range files {
		if !fs.ValidPath(f) || f == "." || i > 0 && files[i-1] >= f {
			return nil, errors.New("the manifest is damaged")
		}
	}
	return files, nil
}
