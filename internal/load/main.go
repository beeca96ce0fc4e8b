// Command load measures how a server answers small pages while many connections ask for a
// large one:
//
//	sourcedive serve &
//	go run ./internal/load -pid $! http://127.0.0.1:8080/go1.26.8/
//
// It prints requests per second and percentiles of the small pages, without the others and
// with them, and the most memory that the server had.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	"sourcedive/internal/child"
)

var (
	heavy = flag.String("heavy", "src/runtime/proc.go.html", "the large page")
	conns = flag.Int("conns", 1000, "connections that ask for the large page")
	light = flag.Int("light", 64, "connections that ask for the small pages in turn")
	span  = flag.Duration("for", 10*time.Second, "how long to measure")
	pid   = flag.Int("pid", 0, "the server's process, for its memory")
)

// smallPages are an index, a function and a search.
var smallPages = []string{"index.html", "func/runtime/schedule.html", "/api/search?q=findRunnable&limit=10"}

func main() {
	flag.Parse()
	if flag.NArg() != 1 || !strings.HasSuffix(flag.Arg(0), "/") {
		fmt.Fprintln(os.Stderr, "load: want the address of a version, ending in a slash")
		os.Exit(2)
	}
	if *light == 0 {
		fmt.Println("large page:", measure(flag.Arg(0), *conns, []string{*heavy}))
		return
	}
	fmt.Println("small pages alone:", measure(flag.Arg(0), *light, smallPages))
	others := crowd(flag.Arg(0))
	fmt.Printf("with %d connections on the large page: %s\n", *conns, measure(flag.Arg(0), *light, smallPages))
	fmt.Println("most memory of the server:", peak(*pid))
	if err := others.Wait(); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// crowd starts this program once more, for the large page alone, so that its readers do
// not slow down those that are measured.
func crowd(base string) *exec.Cmd {
	cmd := child.Command(context.Background(), os.Args[0], "-light", "0", "-conns", fmt.Sprint(*conns), "-heavy", *heavy, "-for", (*span + time.Second).String(), base)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
	time.Sleep(time.Second) // until they are all connected
	return cmd
}

// measure asks for pages over n connections.
func measure(base string, n int, pages []string) string {
	ctx, cancel := context.WithTimeout(context.Background(), *span)
	defer cancel()
	var all sync.WaitGroup
	var times tally
	for range n {
		all.Go(func() { times.ask(ctx, base, pages) })
	}
	all.Wait()
	return times.words()
}

// tally is how long answers took.
type tally struct {
	mu     sync.Mutex
	took   []time.Duration
	failed int
}

// ask asks for pages in turn, on one connection, until ctx is done.
func (t *tally) ask(ctx context.Context, base string, pages []string) {
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxConnsPerHost: 1}}
	defer client.CloseIdleConnections()
	for i := 0; ctx.Err() == nil; i++ {
		began := time.Now()
		err := fetch(ctx, client, address(base, pages[i%len(pages)]))
		if ctx.Err() != nil {
			return
		}
		t.mu.Lock()
		t.took = append(t.took, time.Since(began))
		if err != nil {
			t.failed++
		}
		t.mu.Unlock()
	}
}

// address is that of a page below base, or from the root of the server.
func address(base, page string) string {
	if strings.HasPrefix(page, "/") {
		at := strings.Index(base, "://") + len("://")
		return base[:at+strings.IndexByte(base[at:], '/')] + page
	}
	return base + page
}

func fetch(ctx context.Context, client *http.Client, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s", resp.Status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func (t *tally) words() string {
	if len(t.took) == 0 {
		return "none answered"
	}
	slices.Sort(t.took)
	at := func(share float64) time.Duration {
		return t.took[int(share*float64(len(t.took)-1))].Round(time.Millisecond / 10)
	}
	return fmt.Sprintf("%.0f a second, p50 %v, p99 %v, %d failed", float64(len(t.took))/span.Seconds(), at(.5), at(.99), t.failed)
}

// peak is the most memory that a process ever had, as Linux tells it.
func peak(pid int) string {
	if pid == 0 {
		return "ask with -pid"
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return err.Error()
	}
	for line := range strings.Lines(string(status)) {
		if size, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(size)
		}
	}
	return "not known here"
}
