package urls

import "testing"

// Ids of terms are made of their letters and digits.
func TestToyTermIDs(t *testing.T) {
	for name, want := range map[string]string{"latch": "term-latch", "G & M": "term-g-m", "az 09": "term-az-09", "a{b:c`d/e": "term-a-b-c-d-e", " x ": "term-x"} {
		if got := TermID(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
