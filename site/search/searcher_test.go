package search

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

// one is a document that is called name.
func one(name string) func() ([]Doc, Vocabulary) {
	return func() ([]Doc, Vocabulary) {
		return []Doc{{ID: "p." + name, Kind: "func", Title: name, Pkg: "p", Base: name, URL: "func/p/" + name + ".html", File: "p/p.go", Line: 1}}, nil
	}
}

func total(t *testing.T, s *Searcher, query string) int {
	t.Helper()
	r, err := s.Search(query, 5)
	if err != nil {
		t.Fatal(err)
	}
	return r.Total
}

// While the index of new documents is made, the one of the old documents answers.
func TestOldAnswersWhileNewIsMade(t *testing.T) {
	s := NewSearcher(t.Context(), "")
	s.Update("1", one("first"))
	if total(t, s, "first") != 1 {
		t.Error("the first documents are not found")
	}
	asked, release := make(chan bool), make(chan bool)
	s.Update("2", func() ([]Doc, Vocabulary) { asked <- true; <-release; return one("second")() })
	if total(t, s, "first") != 1 {
		t.Error("the old index does not answer")
	}
	<-asked
	if total(t, s, "first") != 1 || total(t, s, "second") != 0 {
		t.Error("the old index does not answer while the new one is made")
	}
	close(release)
	s.Wait(time.Minute)
	if total(t, s, "first") != 0 || total(t, s, "second") != 1 {
		t.Error("the new index does not answer")
	}
}

// Nothing is made before somebody searches or asks for the files.
func TestSearcherIsLazy(t *testing.T) {
	s := NewSearcher(t.Context(), Store(t.TempDir()))
	made := 0
	src := s.Update("k", counted(&made))
	s.Update("k2", one("x"))
	if s.Wait(time.Minute); made != 0 {
		t.Errorf("made %d times", made)
	}
	if src.Files(); made != 1 {
		t.Errorf("made %d times", made)
	}
}

// closable notes that it is closed, and is not searched after.
type closable struct {
	mu     sync.Mutex
	closed bool
	late   bool
	enter  chan bool
	leave  chan bool
}

func (c *closable) Search(string, int) (Results, error) {
	if c.enter != nil {
		c.enter <- true
		<-c.leave
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.late = c.late || c.closed
	return Results{}, nil
}

func (c *closable) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	return nil
}

// An engine is closed when another one takes its place, after its last search.
func TestReplacedEnginesAreClosed(t *testing.T) {
	s := NewSearcher(t.Context(), "")
	src := s.Update("k", one("x"))
	s.made = src // nothing is made by itself
	busy, idle := &closable{enter: make(chan bool), leave: make(chan bool)}, &closable{}
	s.use(src, func() (Engine, error) { return busy, nil })
	done := make(chan error, 1)
	go func() { _, err := s.Search("x", 1); done <- err }()
	<-busy.enter
	s.use(src, func() (Engine, error) { return idle, nil })
	if busy.closed {
		t.Error("closed during a search")
	}
	close(busy.leave)
	if err := <-done; err != nil || !busy.closed || busy.late {
		t.Errorf("%v; closed: %v", err, busy.closed)
	}
	s.use(src, func() (Engine, error) { return &closable{}, nil })
	if !idle.closed {
		t.Error("an idle engine stays open")
	}
	// What is made too late is closed at once.
	newer := s.Update("k2", one("y"))
	s.made = newer
	s.use(newer, func() (Engine, error) { return &closable{}, nil })
	late := &closable{}
	if s.use(src, func() (Engine, error) { return late, nil }); !late.closed || s.now.of != newer {
		t.Error("the index of old documents takes the place of the new one")
	}
}

// A store gives the bleve index in the end; without one the export goes on to answer.
func TestSearcherComesToBleve(t *testing.T) {
	for _, store := range []Store{Store(t.TempDir()), ""} {
		s := NewSearcher(t.Context(), store)
		s.Update("k", one("first"))
		for range 3 {
			if total(t, s, "first") != 1 {
				t.Error("not found")
			}
			s.Wait(time.Minute)
		}
		if _, bleve := s.now.engine.(*Index); bleve != (store != "") {
			t.Errorf("store %q: %T", store, s.now.engine)
		}
		closeEngine(s.now.engine)
	}
}

// A fault of making is an error of searches, until there is something better.
func TestSearcherFails(t *testing.T) {
	s := NewSearcher(t.Context(), "")
	s.Update("1", one("first"))
	total(t, s, "first")
	s.Update("2", func() ([]Doc, Vocabulary) { panic("at the documents") })
	total(t, s, "first")
	s.Wait(time.Minute)
	if _, err := s.Search("first", 1); err == nil || !strings.Contains(err.Error(), "at the documents") {
		t.Errorf("%v", err)
	}
	s.Update("3", one("third"))
	if total(t, s, "third") != 1 {
		t.Error("not found")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s = NewSearcher(ctx, Store(t.TempDir()))
	s.Update("k", one("first"))
	if total(t, s, "first") != 1 {
		t.Error("the export does not answer where the index is not built")
	}
	s.use(s.latest, func() (Engine, error) { return nil, errors.New("disk full") })
	if total(t, s, "first") != 1 {
		t.Error("the export does not answer where the index cannot be kept")
	}
	s.Wait(time.Minute)
}
