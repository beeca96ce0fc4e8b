package models

import (
	"slices"
	"testing"
	"testing/fstest"
)

// Later versions come last, by their numbers and not by the letters of them.
func TestReadVerifiedInOrder(t *testing.T) {
	files := fstest.MapFS{}
	for _, v := range []string{"go1.9", "go1.26.8", "go1.26.10", "go1.10.2"} {
		files["models/verified/"+v+".json"] = &fstest.MapFile{Data: []byte(`{"go": "` + v + `", "checks": [{"model": "sched", "check": "order", "ok": true}]}`)}
	}
	by, err := ReadVerified(files)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range by["sched"] {
		got = append(got, v.Go)
	}
	if want := []string{"go1.9", "go1.10.2", "go1.26.8", "go1.26.10"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
