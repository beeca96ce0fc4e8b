package search

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// A Searcher answers searches of documents that change, as those of a site do while
// its content is written. The first search after a change starts the making of an
// engine for the new documents; until it is made, the engine of the old ones answers.
// What is quick to make comes first, the export, and then the bleve index in its
// place. Only the very first search waits, for the export.
//
// A Searcher may be used by several goroutines at once.
type Searcher struct {
	ctx    context.Context
	store  Store
	making sync.WaitGroup

	mu     sync.Mutex
	latest *Source
	made   *Source       // whose engine was asked for last
	ready  chan struct{} // closed when made has an engine, or failed to get one
	now    *inUse        // answers; nil before the first engine
	err    error         // why there is none
}

// inUse is an engine with the searches that it answers, so that it is closed after the
// last of them.
type inUse struct {
	engine   Engine
	of       *Source
	searches int
	replaced bool
}

// NewSearcher returns a Searcher that keeps its indexes in store. The end of ctx ends
// the making of an index.
func NewSearcher(ctx context.Context, store Store) *Searcher {
	return &Searcher{ctx: ctx, store: store}
}

// A Source is documents, and the search data made of them.
type Source struct {
	store Store
	key   string
	docs  func() ([]Doc, Vocabulary)
	kept  func() *Kept
}

// Update makes docs the documents that searches are about, and returns them as a
// Source. The key names all that they depend on. Nothing is made before it is needed.
func (s *Searcher) Update(key string, docs func() ([]Doc, Vocabulary)) *Source {
	src := &Source{store: s.store, key: key, docs: docs}
	src.kept = sync.OnceValue(func() *Kept { return src.store.Kept(key, docs) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latest = src
	return src
}

// Files returns the scripts for the browser.
func (src *Source) Files() []File { return src.kept().Files }

// Search finds the best documents for a query.
func (s *Searcher) Search(text string, limit int) (Results, error) {
	e, err := s.acquire()
	if err != nil {
		return Results{}, err
	}
	defer s.release(e)
	return e.engine.Search(text, limit)
}

// acquire returns the engine that answers now, and has a new one made if that is one
// of former documents.
func (s *Searcher) acquire() (*inUse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.made != s.latest {
		s.made, s.ready = s.latest, make(chan struct{})
		s.making.Add(1)
		go s.make(s.latest, s.ready)
	}
	if s.now == nil {
		ready := s.ready
		s.mu.Unlock()
		<-ready
		s.mu.Lock()
	}
	if s.now == nil {
		return nil, s.err
	}
	s.now.searches++
	return s.now, nil
}

func (s *Searcher) release(e *inUse) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.searches--; e.replaced && e.searches == 0 {
		closeEngine(e.engine)
	}
}

// make makes the engines of a source, and closes ready after the first. The export
// goes on to answer where no index can be built or kept.
func (s *Searcher) make(src *Source, ready chan struct{}) {
	defer s.making.Done()
	quick := func() (Engine, error) { return src.kept(), nil }
	disk := func() (Engine, error) {
		x, err := s.store.Index(s.ctx, src.key, src.docs)
		if err != nil {
			return nil, err
		}
		return x, nil
	}
	s.use(src, quick)
	close(ready)
	if s.store.keeps(src.key) {
		s.use(src, disk)
	}
}

// use has the engine that of makes answer, unless newer documents have one already. If
// it fails and src has no other one, searches fail too.
func (s *Searcher) use(src *Source, of func() (Engine, error)) {
	e, err := protected(of)
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.now
	switch {
	case old != nil && old.of != src && old.of == s.latest:
		closeEngine(e)
		return
	case err == nil:
		s.now = &inUse{engine: e, of: src}
	case old != nil && old.of == src:
		return
	default:
		s.now, s.err = nil, err
	}
	if old == nil {
		return
	}
	if old.replaced = true; old.searches == 0 {
		closeEngine(old.engine)
	}
}

// protected makes an error of a panic, which would otherwise end a server.
func protected(of func() (Engine, error)) (e Engine, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("making the search index: %v", v)
		}
	}()
	return of()
}

func closeEngine(e Engine) {
	if c, ok := e.(io.Closer); ok {
		_ = c.Close() // it was read only
	}
}

// Wait waits until nothing is being made any more, but not longer than most.
func (s *Searcher) Wait(most time.Duration) {
	done := make(chan struct{})
	go func() { s.making.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(most):
	}
}
