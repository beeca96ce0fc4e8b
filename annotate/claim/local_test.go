package claim_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/indexer"
)

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// Claims about the runtime that have held for years, and their opposites, on the Go
// that is here.
func TestLocalRuntime(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads the runtime")
	}
	root := goEnv(t, "GOROOT")
	x, err := indexer.Build(context.Background(), indexer.Config{
		Root: root, Version: goEnv(t, "GOVERSION"), Env: os.Environ(), GOOS: runtime.GOOS, GOARCH: runtime.GOARCH,
		Roots: []string{"runtime"}, Closed: []string{"runtime"},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &claim.Env{Source: claim.NewSource(x), Tree: os.DirFS(filepath.Join(root, "src"))}
	for _, src := range []string{
		`arraylen("runtime.p.runq") == 256 && fieldtype("runtime.p.runq") == "[256]guintptr"`,
		`arraylen("runtime.pageBits") == 8`,
		`value("runtime._Grunning") == 2 && kind("runtime._Grunning") == "const"`,
		`count("runtime.runqput", "if runqputslow(pp, gp, h, t) {") == 1 && has("runtime.runqputslow", "var batch [$_]*g")`,
		`has("runtime.findRunnable", "if pp.schedtick%61 == 0 && $_ {") && !has("runtime.findRunnable", "pp.schedtick%62")`,
		`order("runtime.newproc", "newg := newproc1($*_)", "runqput($_, newg, true)", "wakep()")`,
		`calls("runtime.newproc", "runtime.newproc1") && !calls("runtime.newproc1", "runtime.schedule")`,
		`calls("runtime.gopark", "runtime.park_m", "switch") && !calls("runtime.gopark", "runtime.park_m", "call")`,
		`path("runtime.Gosched", "runtime.schedule") && !path("runtime.add", "runtime.schedule")`,
		`signature("runtime.newproc") == "func newproc(fn *funcval)" && where("runtime.newproc") == "runtime/proc.go"`,
		`fields("runtime.g") > 40 && offset("runtime.g.stack") == 0`,
		`has("runtime.p", "$_ muintptr") && !has("runtime.g", "$_ *p")`,
		`doc("runtime.runqput", "local runnable queue") && directive("runtime.gosched_m", "nosplit") == false`,
		`file("runtime/proc.go") && file("cmd/compile/main.go") && !file("runtime/proc.c")`,
		`grep("runtime/asm_amd64.s", "TEXT runtime·mcall") && files("runtime/*.s") > 100 && lines("runtime/proc.go") > 6000`,
		`takes("runtime.wakep", "sched.lock") && takes("runtime.chansend", "runtime.hchan.lock") && !takes("runtime.runqput", "sched.lock")`,
		`requires("runtime.globrunqget", "sched.lock") && !requires("runtime.wakep", "sched.lock")`,
		`built("runtime/proc.go") && files("runtime/*.go", "built") < files("runtime/*.go")`,
	} {
		if v := eval(t, src, w); v.State != claim.True {
			t.Errorf("%s is %s: %s %v", src, v.State, v.Cause, v.Because)
		}
	}
	for _, src := range []string{
		`exists("runtime.oldstack")`, `arraylen("runtime.p.runq") == 128`, `calls("runtime.schedule", "runtime.newproc1")`,
		`has("runtime.runqput", "lock($_)")`, `order("runtime.newproc", "wakep()", "newg := newproc1($*_)")`,
	} {
		if v := eval(t, src, w); v.State != claim.False {
			t.Errorf("%s is %s: %s", src, v.State, v.Cause)
		}
	}
}
