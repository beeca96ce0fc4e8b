package gotree

import (
	"fmt"
	"go/version"
	"os"
	"slices"
	"strings"
	"testing"

	"sourcedive/internal/golden"
)

const zosarch = "package platform\n\nvar List = []OSArch{\n\t{\"linux\", \"amd64\"},\n\t{\"linux\", \"mips64le\"},\n\t{\"linux\", \"sparc64\"},\n}\n\nvar more = []OSArch{{\"plan9\", \"arm\"}}\n"

const build = "package main\n\nvar cgoEnabled = map[string]bool{\n\t\"linux/amd64\":   true,\n\t\"linux/riscv64\": true, // not yet\n\t\"nacl/386\": false,\n}\n\nvar x = \"plan9/arm\"\n"

func TestPortsOf(t *testing.T) {
	for _, c := range []struct{ files, more, want string }{
		{"amd64 mips64x ppc64x", "", "linux/amd64 linux/mips64 linux/mips64le linux/ppc64 linux/ppc64le"},
		{"amd64 mips64x arm", "src/internal/platform/zosarch.go\n" + zosarch, "linux/amd64 linux/mips64le"},
		{"amd64 386", "src/cmd/dist/build.go\n" + build + "func cmdlist() {}\n", "linux/amd64"},
		{"amd64 386", "src/cmd/dist/build.go\n" + build, "linux/386 linux/amd64"}, // of what knows cgo
		{"", "", ""},
	} {
		files := map[string]string{"src/runtime/rt0_plan9_arm.txt": "", "src/runtime/rt0_linux.s": ""}
		for arch := range strings.FieldsSeq(c.files) {
			files["src/runtime/rt0_linux_"+arch+".s"] = ""
		}
		if name, text, ok := strings.Cut(c.more, "\n"); ok {
			files[name] = text
		}
		if got := strings.Join(portsOf(fakeTree(t, files)), " "); got != c.want {
			t.Errorf("%s %.30q: %s, want %s", c.files, c.more, got, c.want)
		}
	}
}

func TestHasPort(t *testing.T) {
	root := fakeTree(t, map[string]string{"src/runtime/rt0_linux_amd64.s": "", "src/runtime/rt0_plan9_386.s": ""})
	for _, platform := range []string{"linux/amd64", "/s390x", "linux/"} {
		goos, goarch, _ := strings.Cut(platform, "/")
		if err := hasPort(root, "go1.12.17", goos, goarch); err != nil {
			t.Errorf("%s: %v", platform, err)
		}
	}
	for _, c := range []struct{ version, platform, want string }{
		{"go1.12.17", "linux/loong64", "go1.12.17 has no port to linux/loong64, which came with go1.19"},
		{"go1.8.7", "aix/ppc64", "go1.8.7 has no port to aix/ppc64, which came with go1.12"},
		{"go1.15.15", "darwin/386", "go1.15.15 has no port to darwin/386, which went after go1.14"},
		{"go1.14", "nacl/amd64p32", "go1.14 has no port to nacl/amd64p32, which went after go1.13"},
		{"go1.26.8", "linux/s390", "go1.26.8 has no port to linux/s390, and no release since go1.5 has one"},
		{"go1.99-devel", "linux/arm64", "go1.99-devel has no port to linux/arm64, which " + recorded.newest + " has"},
	} {
		goos, goarch, _ := strings.Cut(c.platform, "/")
		has := "linux/amd64, plan9/386"
		if goos == "linux" {
			has = "linux/amd64"
		} else if goarch == "386" {
			has = "plan9/386"
		}
		wantError(t, hasPort(root, c.version, goos, goarch), c.want+"\n", "hint: "+c.version+" has "+has)
	}
	wantError(t, hasPort(t.TempDir(), "go1.26.8", "linux", "amd64"), "go tool dist list")
}

// The record of ports is that of the releases on this machine, and with -update made of
// them, for which those of all minors must be here.
func TestRecordedPorts(t *testing.T) {
	r := realResolver(t)
	ports := map[string][]string{} // by minor
	tags := r.tagsHere()
	for _, tag := range tags {
		minor := version.Lang(tag)
		if tag != newestOf(tags, minor) || indexable(tag) != nil {
			continue
		}
		tree, err := r.tag(t.Context(), tag)
		if err != nil {
			t.Fatal(err)
		}
		if ports[minor] = portsOf(tree.Root); len(ports[minor]) < 25 || !slices.Contains(ports[minor], "linux/amd64") {
			t.Errorf("%s has ports to %v", tag, ports[minor])
		}
	}
	if golden.Updating() {
		writePorts(t, ports)
		return
	}
	for minor, list := range ports {
		for platform := range recorded.spans {
			if got := slices.Contains(list, platform); got != recorded.has(platform, minor) {
				t.Errorf("%s on %s: has a port %t, recorded %t", minor, platform, got, !got)
			}
		}
		for _, platform := range list {
			if recorded.spans[platform] == nil {
				t.Errorf("%s on %s: has a port that is not recorded", minor, platform)
			}
		}
	}
}

func (h portHistory) has(platform, minor string) bool {
	return slices.ContainsFunc(h.spans[platform], func(s span) bool {
		return version.Compare(s.first, minor) <= 0 && version.Compare(minor, s.last) <= 0
	})
}

func writePorts(t *testing.T, ports map[string][]string) {
	platforms := map[string]bool{}
	for _, list := range ports {
		for _, platform := range list {
			platforms[platform] = true
		}
	}
	var lines []string
	for platform := range platforms {
		first, last := "", ""
		for n := 5; n <= 5+len(ports); n++ {
			minor := fmt.Sprintf("go1.%d", n)
			switch {
			case n < 5+len(ports) && ports[minor] == nil:
				t.Skipf("ports.txt stays: no release of %s is here, `sourcedive versions fetch %s`", minor, minor)
			case slices.Contains(ports[minor], platform):
				last = minor
				if first == "" {
					first = minor
				}
			case first != "":
				lines = append(lines, platform+" "+first+" "+last+"\n")
				first = ""
			}
		}
	}
	slices.Sort(lines)
	if err := os.WriteFile("ports.txt", []byte(strings.Join(lines, "")), 0o666); err != nil {
		t.Fatal(err)
	}
}
