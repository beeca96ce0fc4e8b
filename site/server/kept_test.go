package server

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"
)

func text(n int) []byte { return []byte(strings.Repeat("a line of a page\n", n/17+1)[:n]) }

// A body reads as what was packed, at every offset, however it is kept.
func TestBodies(t *testing.T) {
	for _, n := range []int{0, 1, minSize - 1, minSize, 300_000} {
		for _, kind := range []string{html, "image/png"} {
			b := pack(kind, text(n))
			if packed := b.packed != nil; packed != (n >= minSize && kind == html) {
				t.Errorf("%d bytes of %s: packed %t", n, kind, packed)
			}
			if err := iotest.TestReader(b.reader(), text(n)); err != nil && n < 2000 {
				t.Errorf("%d bytes of %s: %v", n, kind, err)
			}
			if n > 0 {
				at := n / 3
				r := b.reader()
				_, _ = r.Seek(int64(2*at), io.SeekStart)
				_, _ = io.CopyN(io.Discard, r, 1)
				_, _ = r.Seek(int64(at), io.SeekStart)
				got, err := io.ReadAll(r)
				if err != nil || !bytes.Equal(got, text(n)[at:]) {
					t.Errorf("%d bytes of %s from %d: %d bytes, %v", n, kind, at, len(got), err)
				}
			}
		}
	}
}

// A page is made once for all who wait for it, and never more of them at a time than
// there are turns.
func TestPagesAreMadeOnceAndSomeAtATime(t *testing.T) {
	const turns = 2
	k := newKeeper(make(chan struct{}, turns), 1<<20)
	var now, most, made atomic.Int32
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			b, err := k.get(fmt.Sprint(i%10), func() (*body, error) {
				made.Add(1)
				most.Store(max(most.Load(), now.Add(1)))
				time.Sleep(2 * time.Millisecond)
				now.Add(-1)
				return pack(html, text(100+i%10)), nil
			})
			if err != nil || b.size != 100+i%10 {
				t.Errorf("page %d: %v, %v", i%10, b, err)
			}
		})
	}
	all.Wait()
	if made.Load() != 10 || most.Load() > turns {
		t.Errorf("%d pages made, %d at a time", made.Load(), most.Load())
	}
}

// What is kept stays within its bound, the pages asked for last; what failed is tried
// again.
func TestKeptPagesAreBounded(t *testing.T) {
	k := newKeeper(make(chan struct{}, 1), 10_000)
	made := map[string]int{}
	get := func(name string, n int) {
		t.Helper()
		_, err := k.get(name, func() (*body, error) {
			made[name]++
			data := make([]byte, n)
			r := rand.New(rand.NewPCG(1, uint64(n)))
			for i := range data {
				data[i] = byte(r.Uint32())
			}
			return pack("image/png", data), nil
		})
		if err != nil || k.size > k.most {
			t.Errorf("%s: %v, %d bytes are kept", name, err, k.size)
		}
	}
	get("a", 4000)
	get("b", 4000)
	get("a", 4000)
	get("c", 4000) // b has to go
	get("a", 4000)
	get("b", 4000)
	if got := fmt.Sprint(made); got != "map[a:1 b:2 c:1]" {
		t.Errorf("made %s", got)
	}
	get("huge", 20_000)
	if k.size != 0 || len(k.pages) != 0 || k.order.Len() != 0 {
		t.Errorf("%d bytes, %d pages, %d in order after one that is larger than the bound", k.size, len(k.pages), k.order.Len())
	}
	fails := 0
	for range 2 {
		if _, err := k.get("x", func() (*body, error) { fails++; return nil, errors.New("no") }); err == nil {
			t.Error("a page that cannot be made has no error")
		}
	}
	if fails != 2 || len(k.pages) != 0 {
		t.Errorf("made %d times, %d kept", fails, len(k.pages))
	}
}

// A page whose making panics takes no turn with it, and those who wait for it are told.
func TestPagesThatPanic(t *testing.T) {
	k := newKeeper(make(chan struct{}, 1), 1<<20)
	began, told := make(chan struct{}), make(chan error)
	go func() {
		<-began
		_, err := k.get("x", func() (*body, error) { return pack(html, text(1)), nil })
		told <- err
	}()
	func() {
		defer func() { _ = recover() }()
		_, _ = k.get("x", func() (*body, error) {
			close(began)
			time.Sleep(10 * time.Millisecond)
			panic("no page")
		})
	}()
	<-told // with an error, or with the page if it came after all was over
	if b, err := k.get("x", func() (*body, error) { return pack(html, text(1)), nil }); err != nil || b.size != 1 {
		t.Errorf("after a panic: %v, %v", b, err)
	}
}

// A turn ends with its page, or after a second where the reader is slow; it ends once.
func TestTurnsOfLargePages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Server{large: make(chan struct{}, largeAtOnce)}
		began := time.Now()
		var ends []func()
		for range largeAtOnce {
			ends = append(ends, s.takeTurn())
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("the first waited for %v", took)
		}
		end := s.takeTurn()
		if took := time.Since(began); took != longestTurn {
			t.Errorf("a slow reader kept its turn for %v", took)
		}
		synctest.Wait()
		for _, end := range append(ends, end) {
			end()
		}
		time.Sleep(2 * longestTurn)
		if len(s.large) != 0 {
			t.Errorf("%d turns are taken", len(s.large))
		}
	})
}

type large struct{ made atomic.Int32 }

func (l *large) Page(string) ([]byte, error) { l.made.Add(1); return text(2 * largeBody), nil }
func (l *large) NotFound(string) []byte      { return nil }

// Readers of a large page that do not read leave those of others alone after a while.
func TestSlowReadersOfLargePages(t *testing.T) {
	site := &large{}
	srv := httptest.NewServer(New(site, Options{}).Handler())
	defer srv.Close()
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, ReadBufferSize: 1 << 10}}
	var open []io.Closer
	for range largeAtOnce {
		r, err := client.Get(srv.URL + "/a.png")
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, r.Body)
	}
	req, _ := http.NewRequest("GET", srv.URL+"/a.html", nil)
	req.Header.Set("Accept-Encoding", "gzip")
	r, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	in, err := gzip.NewReader(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(in)
	if err != nil || len(data) != 2*largeBody {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	if site.made.Load() != 2 {
		t.Errorf("made %d times", site.made.Load())
	}
	for _, c := range open {
		c.Close()
	}
}
