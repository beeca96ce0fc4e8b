package search

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"
)

// Kept is what a [Store] keeps of a corpus: the scripts for the browser, and what
// results show of each document, which the scripts abridge. It can be searched as it
// is, by several goroutines at once: a search decodes the parts it needs.
type Kept struct {
	Files []File
	Hits  []Hit // by document

	open  sync.Once
	err   error // of open
	terms []string
	dict  dictionary
	mu    sync.Mutex
	texts map[string]string // of the parts decoded so far, by name
}

// Keep returns the form of x that a store keeps.
func (x *Corpus) Keep() *Kept {
	k := &Kept{Files: x.Export(), Hits: make([]Hit, len(x.docs))}
	for i := range x.docs {
		k.Hits[i] = hitOf(&x.docs[i], 0)
	}
	return k
}

// complete reports whether k has all files of an export.
func (k *Kept) complete() bool {
	return slices.EqualFunc(k.Files, ExportNames(), func(f File, name string) bool { return f.Name == name })
}

// Search finds the best documents for a query.
func (k *Kept) Search(text string, limit int) (Results, error) {
	k.open.Do(func() { k.err = k.readMeta() })
	if k.err != nil {
		return Results{}, k.err
	}
	out, err := Rank(Parse(text, k.dict.same), k, &k.dict, len(k.Hits), limit)
	return resultsOf(out, err, func(doc int) (Hit, error) { return k.Hits[doc], nil })
}

func (k *Kept) readMeta() error {
	text, err := k.part("meta")
	if err != nil {
		return err
	}
	var m meta
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return fmt.Errorf("search data: meta: %w", err)
	}
	if m.Docs != len(k.Hits) || len(m.Terms) != termParts {
		return fmt.Errorf("search data: %d documents and %d parts, want %d and %d", m.Docs, len(m.Terms), len(k.Hits), termParts)
	}
	k.terms = m.Terms
	same := Vocabulary{}
	for _, pair := range m.Same {
		same[pair[0]] = pair[1]
	}
	k.dict = decodeDictionary(m.Dict, same)
	return nil
}

// part returns the text in a script.
func (k *Kept) part(name string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if text, ok := k.texts[name]; ok {
		return text, nil
	}
	i := slices.IndexFunc(k.Files, func(f File) bool { return f.Name == name+".js" })
	if i < 0 {
		return "", fmt.Errorf("search data: no part %s", name)
	}
	text, err := scriptText(string(k.Files[i].Data))
	if err != nil {
		return "", fmt.Errorf("search data: part %s: %w", name, err)
	}
	if k.texts == nil {
		k.texts = map[string]string{}
	}
	k.texts[name] = text
	return text, nil
}

// scriptText returns the last argument of the call that a script of the export is.
func scriptText(script string) (text string, err error) {
	args := strings.SplitN(strings.TrimSuffix(script, ");\n"), ",", 4)
	if len(args) != 4 {
		return "", fmt.Errorf("not a call with four arguments")
	}
	err = json.Unmarshal([]byte(args[3]), &text)
	return text, err
}

func (k *Kept) term(t string) ([]posting, error) {
	part := sort.Search(len(k.terms), func(i int) bool { return k.terms[i] > t }) - 1
	if part < 0 {
		return nil, nil
	}
	text, err := k.part(fmt.Sprintf("t%d", part))
	if err != nil {
		return nil, err
	}
	last := ""
	for line := range strings.Lines(text) {
		word, numbers, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		var ok bool
		if last, ok = takeWord(last, word); !ok {
			return nil, fmt.Errorf("search data: part t%d: damaged", part)
		}
		if last == t {
			return decodePostings(numbers), nil
		}
	}
	return nil, nil
}

func decodePostings(numbers string) (list []posting) {
	doc := -1
	for numbers != "" {
		var gap, impact int
		gap, numbers = takeNumber(numbers)
		impact, numbers = takeNumber(numbers)
		doc += gap + 1
		list = append(list, posting{int32(doc), int32(impact)})
	}
	return list
}

func (k *Kept) tag(t string) (spans []span, err error) {
	text, err := k.part("g" + tagPart(t))
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(text) {
		tag, numbers, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if tag != t {
			continue
		}
		for at := 0; numbers != ""; {
			var gap, length int
			gap, numbers = takeNumber(numbers)
			length, numbers = takeNumber(numbers)
			spans = append(spans, span{int32(at + gap), int32(at + gap + length)})
			at += gap + length
		}
	}
	return spans, nil
}

// decodeDictionary is the inverse of [dictionary.encode].
func decodeDictionary(text string, same Vocabulary) dictionary {
	d := dictionary{same: same}
	last := ""
	for text != "" {
		end := strings.IndexAny(text, "!.")
		if end < 0 {
			break
		}
		last, _ = takeWord(last, text[:end])
		d.words = append(d.words, last)
		d.masks = append(d.masks, lettersOf(last))
		d.name = append(d.name, text[end] == '!')
		text = text[end+1:]
	}
	return d
}

// takeWord is the inverse of [putWord].
func takeWord(last, text string) (word string, ok bool) {
	if text == "" {
		return "", false
	}
	n := strings.IndexByte(digits, text[0])
	if n < 0 || n > len(last) {
		return "", false
	}
	return last[:n] + text[1:], true
}

// takeNumber is the inverse of [putNumber]; it returns what follows the number, too.
func takeNumber(text string) (n int, rest string) {
	for i := 0; i < len(text); i++ {
		digit := strings.IndexByte(digits, text[i])
		n |= digit & 31 << (5 * i)
		if digit < 32 {
			return n, text[i+1:]
		}
	}
	return n, ""
}
