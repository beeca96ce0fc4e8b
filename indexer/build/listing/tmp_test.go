package listing

import (
	"bytes"
	"context"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"sourcedive/indexer/pin"
)

func TestTmpLoad(t *testing.T) {
	spec, err := pin.Parse(os.Getenv("LSPEC"))
	if err != nil {
		t.Fatal(err)
	}
	dir := "/tmp/lst/cachedir"
	tree, err := pin.Resolve(context.Background(), spec, pin.Options{Offline: true, CacheDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	goarch := os.Getenv("LARCH")
	if goarch == "" {
		goarch = "amd64"
	}
	cfg := Config{Root: tree.Root, Version: tree.Version, Env: tree.Env, GOOS: "linux", GOARCH: goarch, Packages: strings.Fields(os.Getenv("LPKG")), CacheDir: dir + "/l", Log: t.Logf}
	t0 := time.Now()
	l, err := Load(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	cold := time.Since(t0)
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	t0 = time.Now()
	l2, err := Load(context.Background(), cfg)
	warm := time.Since(t0)
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	Encode(&a, l)
	Encode(&b, l2)
	pairs := map[[2]string]bool{}
	for _, r := range l.Records {
		pairs[[2]string{r.From, r.To}] = true
	}
	es, _ := os.ReadDir(dir + "/l")
	for _, e := range es {
		i, _ := e.Info()
		t.Log(e.Name(), i.Size())
	}
	t.Log(bytes.Equal(a.Bytes(), b.Bytes()), a.Len(), l.Toolchain, l.Flags)
	t.Log("cold", cold, "warm", warm, "records", len(l.Records), "pairs", len(pairs), "refs", len(l.Refs), "funcs", len(l.Funcs), "sysMB", ms.Sys>>20)
}
