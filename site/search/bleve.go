package search

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
)

// Index is a bleve index on the disk, with what ranking needs besides.
type Index struct {
	bleve bleve.Index
	read  index.IndexReader
	about about
	dict  dictionary
}

// about is kept beside the bleve index.
type about struct {
	Stats statistics
	Same  Vocabulary
	Words []string // of the dictionary; names start with an exclamation mark
	Prior []float64
	Order []int32 // by number inside bleve: the document
}

const (
	termsAnalyzer = "terms"
	tagField      = "tag"
	rowField      = "row"
	bleveDir      = "bleve"
	aboutFile     = "about.json"
)

// indexMapping takes fields as terms between blanks: they were analyzed before, by
// what also makes the export.
func indexMapping() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	err := m.AddCustomAnalyzer(termsAnalyzer, map[string]any{"type": custom.Name, "tokenizer": whitespace.Name})
	if err != nil {
		return nil, err
	}
	doc := bleve.NewDocumentStaticMapping()
	add := func(name string, indexed bool) {
		f := bleve.NewTextFieldMapping()
		f.Analyzer, f.Store, f.Index = termsAnalyzer, !indexed, indexed
		f.IncludeInAll, f.IncludeTermVectors, f.DocValues = false, false, false
		doc.AddFieldMappingsAt(name, f)
	}
	for _, name := range fieldNames {
		add(name, true)
	}
	add(tagField, true)
	add(rowField, false)
	m.DefaultMapping = doc
	return m, nil
}

// Build writes the index of documents, which are in order, into a new directory. It
// ends with ctx, but for the merging at its end, which takes a second or two.
func Build(ctx context.Context, dir string, docs []Doc, same Vocabulary) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	a := newAnalyzer(docs, same)
	if err := buildBleve(ctx, filepath.Join(dir, bleveDir), docs, a); err != nil {
		return fmt.Errorf("building the search index: %w", err)
	}
	g := gather(docs, a)
	info := about{Stats: measure(g.lengths), Same: a.same}
	dict := newDictionary(a.terms, g.found, a.same)
	for i, w := range dict.words {
		info.Words = append(info.Words, strings.Repeat("!", differ(dict.name[i]))+w)
	}
	for i := range docs {
		info.Prior = append(info.Prior, docs[i].prior())
	}
	var err error
	if info.Order, err = readOrder(filepath.Join(dir, bleveDir), len(docs)); err != nil {
		return fmt.Errorf("building the search index: %w", err)
	}
	data, err := json.Marshal(info)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, aboutFile), data, 0o666)
}

// buildBleve writes documents as a bleve index of one segment. After an error the
// builder is abandoned, not closed: Close would finish the index, and panics where no
// document was indexed.
func buildBleve(ctx context.Context, dir string, docs []Doc, a *analyzer) error {
	if len(docs) == 0 {
		return errors.New("there are no documents")
	}
	m, err := indexMapping()
	if err != nil {
		return err
	}
	builder, err := bleve.NewBuilder(dir, m, map[string]any{"batchSize": 4000, "buildPathPrefix": filepath.Dir(dir)})
	if err != nil {
		return err
	}
	for i := range docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		doc, err := bleveDoc(&docs[i], a)
		if err != nil {
			return err
		}
		if err := builder.Index(docID(i), doc); err != nil {
			return err
		}
	}
	return builder.Close()
}

// readOrder lists which document bleve gave each of its numbers: it analyzes several
// at once, so that they come in any order. A posting is then read without looking up
// whose it is.
func readOrder(dir string, docs int) ([]int32, error) {
	x, err := bleve.OpenUsing(dir, map[string]any{"read_only": true})
	if err != nil {
		return nil, err
	}
	defer x.Close()
	inner, err := x.Advanced()
	if err != nil {
		return nil, err
	}
	r, err := inner.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	all, err := r.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	defer all.Close()
	order := make([]int32, docs)
	for range docs {
		id, err := all.Next()
		if err != nil || id == nil {
			return nil, fmt.Errorf("documents are missing: %v", err)
		}
		name, err := r.ExternalID(id)
		if err != nil {
			return nil, err
		}
		doc, err := strconv.Atoi(name)
		if n := binary.BigEndian.Uint64(id); err == nil && n < uint64(docs) {
			order[n] = int32(doc)
		} else {
			return nil, fmt.Errorf("document %q has number %d of %d (%v)", name, n, docs, err)
		}
	}
	return order, nil
}

func docID(i int) string { return fmt.Sprintf("%08d", i) }

// bleveDoc is a document as bleve takes it.
func bleveDoc(d *Doc, a *analyzer) (map[string]any, error) {
	row, err := json.Marshal(hitOf(d, 0))
	if err != nil {
		return nil, err
	}
	doc := map[string]any{rowField: string(row), tagField: strings.Join(d.tags(), " ")}
	var text strings.Builder
	for f := range field(fields) {
		text.Reset()
		a.field(d, f, func(t int32) { text.WriteString(a.terms[t] + " ") })
		if text.Len() > 0 {
			doc[fieldNames[f]] = text.String()
		}
	}
	return doc, nil
}

// Open opens the index that Build wrote. It does not change it, so several
// processes can have it open.
func Open(dir string) (*Index, error) {
	x, err := open(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the search index: %w", err)
	}
	return x, nil
}

func open(dir string) (*Index, error) {
	data, err := os.ReadFile(filepath.Join(dir, aboutFile))
	if err != nil {
		return nil, err
	}
	x := &Index{}
	if err := json.Unmarshal(data, &x.about); err != nil {
		return nil, err
	}
	x.dict = x.about.dictionary()
	if x.bleve, err = bleve.OpenUsing(filepath.Join(dir, bleveDir), map[string]any{"read_only": true}); err != nil {
		return nil, err
	}
	inner, err := x.bleve.Advanced()
	if err == nil {
		x.read, err = inner.Reader()
	}
	if err != nil {
		x.bleve.Close()
		return nil, err
	}
	if n, err := x.read.DocCount(); err != nil || int(n) != x.about.Stats.Docs {
		x.Close()
		return nil, fmt.Errorf("holds %d documents, and should hold %d (%v)", n, x.about.Stats.Docs, err)
	}
	return x, nil
}

func (a *about) dictionary() dictionary {
	d := dictionary{same: a.Same}
	for _, w := range a.Words {
		plain, name := strings.CutPrefix(w, "!")
		d.words = append(d.words, plain)
		d.masks = append(d.masks, lettersOf(plain))
		d.name = append(d.name, name)
	}
	return d
}

// Close closes the index.
func (x *Index) Close() error {
	return errors.Join(x.read.Close(), x.bleve.Close())
}

// Search finds the best documents for a query.
func (x *Index) Search(text string, limit int) (Results, error) {
	out, err := Rank(Parse(text, x.about.Same), x, &x.dict, x.about.Stats.Docs, limit)
	return resultsOf(out, err, x.hit)
}

// hit reads the row of a document.
func (x *Index) hit(n int) (h Hit, err error) {
	doc, err := x.bleve.Document(docID(n))
	if err != nil || doc == nil {
		return h, fmt.Errorf("reading document %d of the search index: %w", n, err)
	}
	doc.VisitFields(func(f index.Field) {
		if f.Name() == rowField {
			err = json.Unmarshal(f.Value(), &h)
		}
	})
	return h, err
}

// occurrences calls do with every document of a term in a field of bleve.
func (x *Index) occurrences(term, field string, do func(doc int32, freq, length, df int)) error {
	r, err := x.read.TermFieldReader(context.Background(), []byte(term), field, true, true, false)
	if err != nil {
		return err
	}
	defer r.Close()
	df := int(r.Count())
	var at index.TermFieldDoc
	for {
		next, err := r.Next(at.Reset())
		if next == nil || err != nil {
			return err
		}
		n := 0
		if next.Norm > 0 {
			n = int(1/(next.Norm*next.Norm) + 0.5)
		}
		do(x.about.Order[binary.BigEndian.Uint64(next.ID)], int(next.Freq), n, df)
	}
}

// term sums up the fields as Corpus does.
func (x *Index) term(t string) ([]posting, error) {
	type sums struct{ all, best float64 }
	found := map[int32]sums{}
	for f := range field(fields) {
		err := x.occurrences(t, fieldNames[f], func(doc int32, freq, length, df int) {
			sc, s := x.about.Stats.score(f, freq, length, df), found[doc]
			found[doc] = sums{s.all + sc, max(s.best, sc)}
		})
		if err != nil {
			return nil, err
		}
	}
	list := make([]posting, 0, len(found))
	for doc, s := range found {
		if q := quantize(s.best+others*(s.all-s.best), x.about.Prior[doc]); q > 0 {
			list = append(list, posting{doc, int32(q)})
		}
	}
	slices.SortFunc(list, func(a, b posting) int { return int(a.doc - b.doc) })
	return list, nil
}

func (x *Index) tag(t string) (spans []span, err error) {
	var docs []int32
	err = x.occurrences(t, tagField, func(doc int32, _, _, _ int) { docs = append(docs, doc) })
	slices.Sort(docs)
	for _, doc := range docs {
		if n := len(spans); n > 0 && spans[n-1].to == doc {
			spans[n-1].to++
		} else {
			spans = append(spans, span{doc, doc + 1})
		}
	}
	return spans, err
}
