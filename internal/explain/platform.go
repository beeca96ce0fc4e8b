package explain

import "strings"

var (
	knownOS   = []string{"aix", "android", "darwin", "dragonfly", "freebsd", "illumos", "ios", "js", "linux", "netbsd", "openbsd", "plan9", "solaris", "wasip1", "windows"}
	knownArch = []string{"386", "amd64", "arm", "arm64", "loong64", "mips", "mipsle", "mips64", "mips64le", "ppc64", "ppc64le", "riscv64", "s390x", "wasm"}
)

// findPlatform settles the platform. Where names of files and registers do not tell
// the system, weaker signs are taken, each with its evidence.
func (r *reading) findPlatform() {
	r.platform = platformOf(r.parsed, r.index)
	goos, arch, _ := strings.Cut(r.platform, "/")
	if goos != "" {
		return
	}
	sign, at := "", 0
	for _, st := range r.stacks {
		for i := range st.frames {
			f := &st.frames[i]
			path := strings.ReplaceAll(f.file, `\`, "/")
			if len(path) > 3 && path[1:3] == ":/" && isLetter(path[0]) && r.index.stdFile(path) != "" {
				goos, sign, at = "windows", "the standard library's paths begin with a drive: it was built on Windows", f.at
			}
			for _, s := range []string{f.args, "0x" + strings.TrimPrefix(st.gp, "0x")} {
				if j := strings.Index(s, "0x14000"); j >= 0 && hexNumber(s, j)-j == len("0x14000123456") && (arch == "" || arch == "arm64") {
					goos, arch, sign, at = "darwin", "arm64", "addresses begin with 0x14000, as on darwin/arm64", f.at
				}
			}
		}
	}
	for i := range r.lines {
		if goos == "" && strings.Contains(r.lines[i].text, "b01dfacedebac1e") {
			goos, sign, at = "darwin", "0xb01dfacedebac1e is an address that macOS plants", i
		}
	}
	if sign == "" {
		return
	}
	r.platform = strings.TrimSuffix(goos+"/"+arch, "/")
	r.goRange.Evidence = append(r.goRange.Evidence, Evidence{What: sign, Low: r.goRange.Low, High: r.goRange.High, Lines: []int{r.src(at)}})
}

// platformOf says on what the program ran, as far as the text shows: by the names of
// the standard library's files, by registers, and by what only Windows prints. The
// path of a toolchain names the machine that built the program, and is no sign.
func platformOf(p *parsed, x *lineIndex) string {
	goos, arch := "", ""
	for _, st := range p.stacks {
		for i := range st.frames {
			if std := x.stdFile(st.frames[i].file); std != "" {
				o, a := fileSystem(std)
				if goos == "" {
					goos = o
				}
				if arch == "" {
					arch = a
				}
			}
		}
	}
	for _, it := range p.items {
		if it.kind != kindSignal && it.kind != kindTool {
			continue
		}
		for i := it.from; i <= it.to; i++ {
			t := strings.TrimSpace(p.lines[i].text)
			if strings.HasPrefix(t, "Exception 0x") && goos == "" {
				goos = "windows"
			}
			if arch == "" {
				arch = registerArch[registerName(t)]
			}
			if rest, ok := strings.CutPrefix(t, "go version go"); ok {
				if f := strings.Fields(rest); len(f) > 1 {
					if o, a, ok := strings.Cut(f[len(f)-1], "/"); ok && has(knownOS, o) && has(knownArch, a) {
						return o + "/" + a
					}
				}
			}
		}
	}
	switch {
	case goos != "" && arch != "":
		return goos + "/" + arch
	case arch != "":
		return "/" + arch
	}
	return goos
}

// registerArch are the first registers that a crash prints, by processor.
var registerArch = map[string]string{"rax": "amd64", "eax": "386", "trap": "arm"}

func has(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

// fileSystem returns the system and the processor in a file's name. Files of the
// systems that share one implementation ("unix", "bsd") name none.
func fileSystem(file string) (goos, arch string) {
	name := file[strings.LastIndexByte(file, '/')+1:]
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".go"), ".s")
	parts := strings.Split(name, "_")
	for _, p := range parts[1:] {
		if has(knownOS, p) {
			goos = p
		}
		if has(knownArch, p) {
			arch = p
		}
	}
	return goos, arch
}

// systemFits reports whether a list of systems of the tables has the platform; "" fits
// any, and an unknown processor those of its system.
func systemFits(systems, platform string) bool {
	goos, arch, _ := strings.Cut(platform, "/")
	switch goos {
	case "":
		return true
	case "android":
		goos = "linux"
	case "ios":
		goos = "darwin"
	case "illumos":
		goos = "solaris"
	}
	for _, s := range strings.Fields(systems) {
		o, a, _ := strings.Cut(s, "/")
		if o == goos && (a == "" || arch == "" || a == arch) {
			return true
		}
	}
	return false
}
