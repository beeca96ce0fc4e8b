package golden

import (
	"os"
	"testing"
)

func TestCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	*update = true
	Check(t, "sub/a.txt", "one\ntwo\n")
	*update = false
	Check(t, "sub/a.txt", "one\ntwo\n")
	if data, err := os.ReadFile("testdata/sub/a.txt"); err != nil || string(data) != "one\ntwo\n" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}
