package index

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/gob"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"strings"
)

// Format is the version of the recorded form. It changes whenever a type of this
// package does, or the meaning of one of its fields.
const Format = 11

const magic = "sourcedive index "

// Encode records x, with a checksum at the end. The same index gives the same bytes.
func Encode(w io.Writer, x *Index) error {
	if err := encode(w, x); err != nil {
		return fmt.Errorf("recording the index: %w", err)
	}
	return nil
}

func encode(w io.Writer, x *Index) error {
	if _, err := fmt.Fprintf(w, "%s%d\n", magic, Format); err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	if err := gob.NewEncoder(io.MultiWriter(w, sum)).Encode(x); err != nil {
		return err
	}
	_, err := w.Write(sum.Sum(nil))
	return err
}

// summed sums up what is read.
type summed struct {
	*bufio.Reader
	sum hash.Hash32
}

func (r summed) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.sum.Write(p[:n])
	return n, err
}

func (r summed) ReadByte() (byte, error) {
	b, err := r.Reader.ReadByte()
	if err == nil {
		r.sum.Write([]byte{b})
	}
	return b, err
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
	x, err := decode(b)
	if err != nil {
		return nil, fmt.Errorf("reading an index: %w", err)
	}
	return New(x)
}

func decode(b *bufio.Reader) (*Index, error) {
	var x Index
	body := summed{b, crc32.NewIEEE()}
	if err := gob.NewDecoder(body).Decode(&x); err != nil {
		return nil, err
	}
	if sum, err := io.ReadAll(b); err != nil || !bytes.Equal(sum, body.sum.Sum(nil)) {
		return nil, cmp.Or(err, errors.New("damaged: the checksum is another"))
	}
	return &x, nil
}
