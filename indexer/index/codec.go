package index

import (
	"bufio"
	"compress/gzip"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Format is the version of the recorded form. It changes whenever a type of this
// package does, or the meaning of one of its fields.
const Format = 9

const magic = "sourcedive index "

// Encode records x. The same index gives the same bytes.
func Encode(w io.Writer, x *Index) error {
	if _, err := fmt.Fprintf(w, "%s%d\n", magic, Format); err != nil {
		return fmt.Errorf("recording the index: %w", err)
	}
	z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err := gob.NewEncoder(z).Encode(x); err != nil {
		return fmt.Errorf("recording the index: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("recording the index: %w", err)
	}
	return nil
}

// ErrFormat is the error of Decode for a recording that another version made.
var ErrFormat = errors.New("recorded in another format")

// Decode reads what Encode wrote, and validates it.
func Decode(r io.Reader) (*Index, error) {
	b := bufio.NewReader(r)
	head, err := b.ReadString('\n')
	if err != nil || !strings.HasPrefix(head, magic) {
		return nil, fmt.Errorf("reading an index: no recorded index starts with %.40q", head)
	}
	if head != fmt.Sprintf("%s%d\n", magic, Format) {
		return nil, fmt.Errorf("reading an index: %w: want %d, have %s", ErrFormat, Format, strings.TrimSpace(head[len(magic):]))
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, fmt.Errorf("reading an index: %w", err)
	}
	var x Index
	if err := gob.NewDecoder(z).Decode(&x); err != nil {
		return nil, fmt.Errorf("reading an index: %w", err)
	}
	// The checksum is at the end.
	if _, err := io.Copy(io.Discard, z); err != nil {
		return nil, fmt.Errorf("reading an index: %w", err)
	}
	return New(&x)
}
