package publish

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The test binary runs itself as the process that is killed. The child builds
// one version after another and says on its output what it is about to do.
const (
	killDir = "WRITE_TEST_KILL_DIR"
	killWay = "WRITE_TEST_KILL_WAY" // exchange, renames, or the rename before which to die
	pages   = 120
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		buildForever(dir, os.Getenv(killWay))
	}
	os.Exit(m.Run())
}

func buildForever(dir, way string) {
	for v := 1; ; v++ {
		s, err := Begin(dir)
		exitOn(err)
		if way != "exchange" {
			s.swap = func(p place) error { return p.swapByRenames(renameUntil(way)) }
		}
		fmt.Println("put")
		for p, data := range version(v) {
			exitOn(s.Put(p, []byte(data)))
		}
		fmt.Println("commit")
		_, err = s.Commit(context.Background())
		exitOn(err)
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(3)
	}
}

// renameUntil dies by SIGKILL before the rename whose number way ends in.
func renameUntil(way string) func(from, to string) error {
	n := 0
	return func(from, to string) error {
		if n++; way == fmt.Sprint("die", n) {
			self, _ := os.FindProcess(os.Getpid())
			_ = self.Kill()
			select {}
		}
		return os.Rename(from, to)
	}
}

// version is a site in which every file names the version. Even and odd
// versions have a file of their own, so that files come and go.
func version(v int) map[string]string {
	site := map[string]string{fmt.Sprintf("parity%d.html", v%2): fmt.Sprint(v)}
	for i := range pages {
		site[fmt.Sprintf("d%d/f%d.html", i%5, i)] = fmt.Sprint(v)
	}
	return site
}

// wantWhole checks that dir is one version, whole, with its foreign file, and
// returns the version.
func wantWhole(t *testing.T, dir string) string {
	t.Helper()
	got := files(t, dir)
	if got["CNAME"] != "example.org" {
		t.Fatalf("the foreign file is lost: %q", got["CNAME"])
	}
	delete(got, "CNAME")
	var v int
	fmt.Sscan(got["d0/f0.html"], &v)
	if !maps.Equal(got, version(v)) {
		t.Fatalf("the site is a mixture or not whole: version %d, %d files", v, len(got))
	}
	listed, err := readManifest(dir)
	mustDo(t, err)
	if len(listed) != len(got) {
		t.Fatalf("the manifest lists %d of %d files", len(listed), len(got))
	}
	return got["d0/f0.html"]
}

func startSite(t *testing.T) string {
	dir := filepath.Join(t.TempDir(), "site")
	build(t, dir, version(0))
	mustDo(t, os.WriteFile(filepath.Join(dir, "CNAME"), []byte("example.org"), 0o644))
	return dir
}

// child starts the builder and returns a function that waits for a word of it.
func child(t *testing.T, dir, way string) (*exec.Cmd, func(word string)) {
	self, err := os.Executable()
	mustDo(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), killDir+"="+dir, killWay+"="+way)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	mustDo(t, err, cmd.Start())
	lines := bufio.NewScanner(out)
	return cmd, func(word string) {
		for lines.Scan() && lines.Text() != word {
			if line := lines.Text(); line != "put" && line != "commit" {
				t.Fatal("the child failed: ", line)
			}
		}
		if word == "" {
			_, _ = io.Copy(io.Discard, out)
		}
	}
}

func killAt(t *testing.T, dir, way, word string, after time.Duration) {
	cmd, wait := child(t, dir, way)
	wait(word)
	time.Sleep(after)
	_ = cmd.Process.Kill()
	wait("")
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the child was not killed: %v", err)
	}
}

// TestKill kills at random moments of Put and of Commit. Without repair the
// site must be whole at once where the exchange is one step.
func TestKill(t *testing.T) {
	dir := startSite(t)
	moments := map[string]int{}
	for i := range 48 {
		word := []string{"put", "commit"}[i%2]
		killAt(t, dir, "exchange", word, time.Duration(rand.IntN(12000))*time.Microsecond)
		if canExchange(t) {
			wantWhole(t, dir)
		}
		moments[moment(t, dir)]++
		repairByBegin(t, dir)
		wantWhole(t, dir)
	}
	t.Log("the kills came: ", moments)
	build(t, dir, version(7))
	wantAlone(t, dir)
}

// moment tells from what is left at which moment the kill came.
func moment(t *testing.T, dir string) string {
	stage := placeOf(t, dir).stage
	if _, err := os.Lstat(stage); err != nil {
		return "between builds"
	}
	if _, err := os.Lstat(filepath.Join(stage, manifestName)); err != nil {
		return "in Put, or while the old site was removed"
	}
	left, _ := os.ReadFile(filepath.Join(stage, "d0/f0.html"))
	now, _ := os.ReadFile(filepath.Join(dir, "d0/f0.html"))
	var l, n int
	fmt.Sscan(string(left), &l)
	fmt.Sscan(string(now), &n)
	if l == 1 || l > n {
		return "in Commit before the exchange"
	}
	return "in Commit after the exchange"
}

// TestKillBetweenRenames dies before each of the three renames in turn.
func TestKillBetweenRenames(t *testing.T) {
	for way, want := range map[string]string{"die1": "0", "die2": "0", "die3": "1"} {
		t.Run(way, func(t *testing.T) {
			dir := startSite(t)
			cmd, wait := child(t, dir, way)
			wait("")
			_ = cmd.Wait()
			if _, err := os.Lstat(dir); (err != nil) != (way == "die2") {
				t.Errorf("before the repair the site is there: %v", err == nil)
			}
			repairByBegin(t, dir)
			if got := wantWhole(t, dir); got != want {
				t.Errorf("version %s; want %s", got, want)
			}
			wantAlone(t, dir)
		})
	}
}

// TestKillRenames kills at random moments where there is no exchange.
func TestKillRenames(t *testing.T) {
	dir := startSite(t)
	for range 16 {
		killAt(t, dir, "renames", "commit", time.Duration(rand.IntN(5000))*time.Microsecond)
		repairByBegin(t, dir)
		wantWhole(t, dir)
	}
}

// An unrelated directory made where the killed build left no site is not lost,
// and neither is the old site.
func TestRepairRefuses(t *testing.T) {
	dir := startSite(t)
	p := placeOf(t, dir)
	mustDo(t, os.Rename(dir, p.former), os.Mkdir(dir, 0o755), os.WriteFile(filepath.Join(dir, "x"), nil, 0o644))
	_, err := Begin(dir)
	wantError(t, err, "no site of ours", p.former)
	mustDo(t, os.Remove(filepath.Join(dir, "x")))
	repairByBegin(t, dir)
	wantWhole(t, dir)
}

func repairByBegin(t *testing.T, dir string) {
	t.Helper()
	s, err := Begin(dir)
	mustDo(t, err, s.Abort())
}

func placeOf(t *testing.T, dir string) place {
	p, err := locate(dir)
	mustDo(t, err)
	return p
}

func canExchange(t *testing.T) bool {
	a, b := t.TempDir(), t.TempDir()
	return exchange(a, b) == nil
}
