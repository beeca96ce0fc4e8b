package site

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/search"
	"sourcedive/site/source"
)

// named reports whether a hit is what a query's expectation names.
func named(h search.Hit, want string) bool {
	plain := indexer.ID("p." + h.Title).Plain()
	return h.Title == want || plain == want || strings.HasSuffix(plain, "."+want)
}

// grade gives the share of the expected that is among the first five, and one by the
// rank of the first of them.
func grade(hits []search.Hit, want []string) (recall, mrr float64) {
	found := 0
	for _, w := range want {
		if slices.ContainsFunc(hits[:min(5, len(hits))], func(h search.Hit) bool { return named(h, w) }) {
			found++
		}
	}
	for i, h := range hits {
		if slices.ContainsFunc(want, func(w string) bool { return named(h, w) }) {
			mrr = 1 / float64(i+1)
			break
		}
	}
	return float64(found) / float64(min(5, len(want))), mrr
}

// rare is in how many comments a word may be to be rare.
const rare = 60

var quiet bool
type question struct{ text, want string }

// ofNames asks for names by their camel parts.
func ofNames(x *indexer.Index, n int) []question {
	r := rand.New(rand.NewPCG(1, 2))
	var list []question
	for i := range x.Symbols {
		s := &x.Symbols[i]
		words := camel(s.ID.Base())
		if s.Kind != indexer.KindClosure && len(words) >= 2 {
			list = append(list, question{strings.Join(words, " "), string(s.ID)})
		}
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(n, len(list))]
}

func camel(name string) (words []string) {
	start := 0
	for i := 1; i <= len(name); i++ {
		if i == len(name) || name[i] == '_' || name[i] >= 'A' && name[i] <= 'Z' && name[i-1] >= 'a' && name[i-1] <= 'z' {
			if w := strings.Trim(name[start:i], "_"); w != "" {
				words = append(words, strings.ToLower(w))
			}
			start = i
		}
	}
	return words
}

// ofSentences asks for symbols by the three rarest words of their first sentence.
func ofSentences(x *indexer.Index, n int) []question {
	df := map[string]int{}
	for i := range x.Symbols {
		seen := map[string]bool{}
		for _, w := range strings.Fields(strings.ToLower(x.Symbols[i].Doc)) {
			w = strings.Trim(w, ".,;:()\"'`[]")
			if !seen[w] {
				seen[w] = true
				df[w]++
			}
		}
	}
	var list []question
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if s.Kind == indexer.KindClosure || s.Doc == "" {
			continue
		}
		set := map[string]bool{}
		for _, w := range strings.Fields(strings.ToLower(source.Synopsis(s.Doc))) {
			w = strings.Trim(w, ".,;:()\"'`[]")
			if len(w) > 3 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == "" && w != strings.ToLower(s.ID.Base()) {
				set[w] = true
			}
		}
		words := make([]string, 0, len(set))
		for w := range set {
			words = append(words, w)
		}
		sort.Slice(words, func(i, j int) bool {
			return df[words[i]] < df[words[j]] || df[words[i]] == df[words[j]] && words[i] < words[j]
		})
		if len(words) >= 3 && df[words[2]] <= rare {
			list = append(list, question{strings.Join(words[:3], " "), string(s.ID)})
		}
	}
	r := rand.New(rand.NewPCG(3, 4))
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(n, len(list))]
}

func auto(x *indexer.Index, c *search.Corpus) {
	for name, set := range map[string][]question{"names": ofNames(x, 300), "sentences": ofSentences(x, 300)} {
		exact, base := 0, 0
		for _, q := range set {
			r, _ := c.Search(q.text, 5)
			okE, okB := false, false
			for _, h := range r.Hits {
				okE = okE || h.ID == q.want
				okB = okB || h.ID == q.want || indexer.ID("p."+h.Title).Base() == indexer.ID(q.want).Base()
			}
			if okE { exact++ }
			if okB { base++ } else if !quiet {
				fmt.Println("  miss", name, q)
			}
		}
		fmt.Print("   ", name, " exact ", float64(exact)/float64(len(set)), " same name ", float64(base)/float64(len(set)))
	}
	fmt.Println()
}
