package server

import (
	"bytes"
	"compress/gzip"
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"sync"
)

// mostKept bounds the memory of the pages that a build keeps, as they are kept: compressed.
const mostKept = 64 << 20

// body is the content of a page as it is kept: compressed, unless that does not help.
type body struct {
	kind   string
	tag    string // names the plain bytes
	size   int    // of the plain bytes
	packed []byte // nil where plain is kept
	plain  []byte
}

// pack makes a body of a page. One that is smaller than minSize is kept as it is.
func pack(kind string, data []byte) *body {
	sum := sha256.Sum256(data)
	b := &body{kind: kind, tag: hex.EncodeToString(sum[:12]), size: len(data), plain: data}
	if len(data) < minSize || !compressible(kind) {
		return b
	}
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(data) // memory takes everything
	_ = w.Close()
	b.packed, b.plain = bytes.Clone(out.Bytes()), nil
	return b
}

// reader reads the plain bytes.
func (b *body) reader() io.ReadSeeker {
	if b.packed == nil {
		return bytes.NewReader(b.plain)
	}
	return &unpacking{body: b}
}

// unpacking reads the plain bytes of a packed body, some kilobytes at a time, so that a
// thousand readers of a large page do not need as many copies of it.
type unpacking struct {
	*body
	to int64        // where to read
	at int64        // where in is
	in *gzip.Reader // nil before the first Read
}

func (u *unpacking) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += u.to
	case io.SeekEnd:
		offset += int64(u.size)
	}
	u.to = max(offset, 0)
	return u.to, nil
}

func (u *unpacking) Read(p []byte) (int, error) {
	if u.to >= int64(u.size) {
		return 0, io.EOF
	}
	if u.in == nil || u.at > u.to {
		u.at = 0
		in, err := gzip.NewReader(bytes.NewReader(u.packed))
		if err != nil {
			return 0, err
		}
		u.in = in
	}
	if skip := u.to - u.at; skip > 0 {
		n, err := io.CopyN(io.Discard, u.in, skip)
		if u.at += n; err != nil {
			return 0, err
		}
	}
	n, err := u.in.Read(p)
	u.at += int64(n)
	u.to = u.at
	return n, err
}

// keeper makes the pages of a build, each once for all who wait for it, only some at a
// time, and keeps those that were asked for last.
type keeper struct {
	turns chan struct{} // one for each page that is being made
	most  int           // bytes

	mu    sync.Mutex
	pages map[string]*list.Element // of *page, by name
	order *list.List               // those asked for last first
	size  int                      // of the bodies
}

// page is one page that is kept or being made.
type page struct {
	name string
	made chan struct{} // closed when it is
	body *body
	err  error
	kept bool // its body counts; under the keeper's mu
}

func newKeeper(turns chan struct{}, most int) *keeper {
	return &keeper{turns: turns, most: most, pages: map[string]*list.Element{}, order: list.New()}
}

// get returns a page, which it has made if it is not kept. What cannot be made is not
// kept either.
func (k *keeper) get(name string, build func() (*body, error)) (*body, error) {
	k.mu.Lock()
	if e, ok := k.pages[name]; ok {
		k.order.MoveToFront(e)
		k.mu.Unlock()
		p := e.Value.(*page)
		<-p.made
		return p.body, p.err
	}
	p := &page{name: name, made: make(chan struct{})}
	e := k.order.PushFront(p)
	k.pages[name] = e
	k.mu.Unlock()

	k.fill(e, build)
	if p.err != nil {
		return nil, p.err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	p.kept = true
	k.size += weight(p.body)
	for e := k.order.Back(); k.size > k.most && e != nil; {
		before := e.Prev()
		if old := e.Value.(*page); old.kept {
			k.size -= weight(old.body)
			k.drop(e)
		}
		e = before
	}
	return p.body, nil
}

// fill makes a page when its turn comes. A build that fails or panics leaves no turn taken,
// nobody waiting and nothing behind.
func (k *keeper) fill(e *list.Element, build func() (*body, error)) {
	p := e.Value.(*page)
	p.err = errors.New("making the page panicked")
	k.turns <- struct{}{}
	defer func() {
		<-k.turns
		if p.err != nil {
			k.mu.Lock()
			k.drop(e)
			k.mu.Unlock()
		}
		close(p.made)
	}()
	p.body, p.err = build()
}

func weight(b *body) int { return len(b.packed) + len(b.plain) }

func (k *keeper) drop(e *list.Element) {
	delete(k.pages, e.Value.(*page).name)
	k.order.Remove(e)
}
