package article

import (
	"maps"
	"testing"
	"testing/fstest"
)

// Words of readers lead to the words that names are made of, not the other way.
func TestAliasesSame(t *testing.T) {
	a, err := readAliases(fstest.MapFS{aliasesFile: {Data: []byte("words:\n  park: [block, sleep]\n  ready: [wake]\n")}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"block": "park", "sleep": "park", "wake": "ready"}
	if got := a.Same(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
