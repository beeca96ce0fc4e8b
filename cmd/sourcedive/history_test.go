package main

import (
	"io"
	"slices"
	"testing"

	"sourcedive/indexer/history"
)

// The history is of the packages that the site is about.
func TestHistoryIsOfTheSitesPackages(t *testing.T) {
	w, err := (&sourceFlags{}).open(io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	kb, err := w.Config()
	if err != nil {
		t.Fatal(err)
	}
	h, err := history.Recorded()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h.Packages, kb.Packages) || !slices.Equal(h.Closed, kb.Closed) {
		t.Errorf("the history is of %v and what %v imports, kb.yaml names %v and %v\n    hint: sourcedive history record", h.Packages, h.Closed, kb.Packages, kb.Closed)
	}
}
