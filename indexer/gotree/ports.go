package gotree

import (
	_ "embed"
	"fmt"
	"go/version"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// hasPort refuses a platform that a tree has no port to, and says which versions have one.
func hasPort(root, v, goos, goarch string) error {
	if goos == "" || goarch == "" {
		return nil
	}
	ports, platform := portsOf(root), goos+"/"+goarch
	if slices.Contains(ports, platform) {
		return nil
	}
	choose := "choose another platform: `go tool dist list` prints those of the Go on PATH"
	if like := alike(ports, goos, goarch); len(like) > 0 {
		choose = v + " has " + strings.Join(like, ", ")
	}
	return refuse(choose, "%s has no port to %s%s", v, platform, recorded.life(platform, v))
}

// alike are the ports to the same system, else those to the same architecture, else all.
func alike(ports []string, goos, goarch string) []string {
	for _, like := range []func(string) bool{
		func(port string) bool { return strings.HasPrefix(port, goos+"/") },
		func(port string) bool { return strings.HasSuffix(port, "/"+goarch) },
	} {
		if list := slices.DeleteFunc(slices.Clone(ports), func(port string) bool { return !like(port) }); len(list) > 0 {
			return list
		}
	}
	return ports
}

// portsOf lists the platforms that a tree's runtime can start on: its own list of them, if
// it has one, as far as the runtime has the entry point of each. Ports that are planned or
// unfinished are in the list alone.
func portsOf(root string) (ports []string) {
	for platform := range entries(root) {
		ports = append(ports, platform)
	}
	if list := listed(root); list != nil {
		ports = slices.DeleteFunc(ports, func(platform string) bool { return !slices.Contains(list, platform) })
	}
	slices.Sort(ports)
	return ports
}

// families are the architectures that share an entry point.
var families = map[string][]string{"mipsx": {"mips", "mipsle"}, "mips64x": {"mips64", "mips64le"}, "ppc64x": {"ppc64", "ppc64le"}}

// entries are the platforms for which a tree's runtime has an entry point: each is a file
// of its own in every version since go1.5.
func entries(root string) map[string]bool {
	found := map[string]bool{}
	files, _ := filepath.Glob(filepath.Join(root, "src", "runtime", "rt0_*_*.s")) // an odd path means none are found
	for _, file := range files {
		goos, arch, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "rt0_"), ".s"), "_")
		archs, ok := families[arch]
		if !ok {
			archs = []string{arch}
		}
		for _, arch := range archs {
			found[goos+"/"+arch] = true
		}
	}
	return found
}

// lists are where trees have a list of their ports: since go1.21, and since go1.7. The one
// that go1.5 and go1.6 have in the same place is of the ports that know cgo.
var lists = []struct {
	file    string
	needs   string // in a file that has the whole list
	from    string
	element *regexp.Regexp
}{
	{"src/internal/platform/zosarch.go", "", "\nvar List = ", regexp.MustCompile(`\{"(\w+)", "(\w+)"\}`)},
	{"src/cmd/dist/build.go", "func cmdlist()", "\nvar cgoEnabled = ", regexp.MustCompile(`"(\w+)/(\w+)"`)},
}

// listed is a tree's own list of its ports, nil if it has none.
func listed(root string) (list []string) {
	for _, l := range lists {
		text, err := readSmall(filepath.Join(root, filepath.FromSlash(l.file)))
		_, body, ok := strings.Cut(string(text), l.from)
		if err != nil || !ok || !strings.Contains(string(text), l.needs) {
			continue
		}
		body, _, _ = strings.Cut(body, "\n}")
		for _, m := range l.element.FindAllStringSubmatch(body, -1) {
			list = append(list, m[1]+"/"+m[2])
		}
		return list
	}
	return nil
}

// portsText has a line for each time that a platform had a port: the platform, and the
// first and the last minor release with it. A test makes it of the releases.
//
//go:embed ports.txt
var portsText string

var recorded = readPorts(portsText)

// portHistory is when platforms had ports, by platform, oldest first.
type portHistory struct {
	spans  map[string][]span
	newest string // minor that was read
}

type span struct{ first, last string }

func readPorts(text string) portHistory {
	h := portHistory{spans: map[string][]span{}}
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) == 3 {
			h.spans[f[0]] = append(h.spans[f[0]], span{f[1], f[2]})
			if h.newest == "" || version.Compare(f[2], h.newest) > 0 {
				h.newest = f[2]
			}
		}
	}
	return h
}

// life says which versions have a port that v has not.
func (h portHistory) life(platform, v string) string {
	spans := h.spans[platform]
	if len(spans) == 0 {
		return ", and no release since go1.5 has one"
	}
	for _, s := range spans {
		if version.Compare(v, s.first) < 0 {
			return ", which came with " + s.first
		}
	}
	last := spans[len(spans)-1].last
	if last == h.newest {
		return fmt.Sprintf(", which %s has", last)
	}
	return ", which went after " + last
}
