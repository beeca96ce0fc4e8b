package explain

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// A text that is cut off at either end says less, and nothing false: the release that
// printed it stays among those given, and no line is lost.
func TestCutTexts(t *testing.T) {
	texts := inputs(t)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if !strings.Contains(name, "/formats/") {
			continue
		}
		text := texts[name]
		minor := minorNumber("go" + name[strings.LastIndexByte(name, '-')+1:])
		for i := 1; i < 12; i++ {
			at := len(text) * i / 12
			for end, part := range map[string][]byte{"the end": text[:at], "the beginning": text[at:]} {
				a := engine().Explain(part, Options{})
				if a.Go.Low != "" && !a.Go.contains(minor) {
					t.Errorf("%s without %s, cut at %d: %s to %s %+v", name, end, at, a.Go.Low, a.Go.High, a.Go.Evidence)
				}
				if l := lost(part, a); len(l) > 0 {
					t.Errorf("%s without %s, cut at %d: lines %v are in no block", name, end, at, l)
				}
				// Only the line that is cut can be strange.
				if len(a.Unknown) > 1 {
					t.Errorf("%s without %s, cut at %d: unknown %+v", name, end, at, a.Unknown)
				}
			}
		}
	}
}

// Two crashes whose lines take turns, with and without a name before each.
func TestInterleaved(t *testing.T) {
	crash := func(n int, msg, fn string) []string {
		return []string{
			"fatal error: " + msg, "", fmt.Sprintf("goroutine %d [running]:", n), "main." + fn + "(0x1)",
			fmt.Sprintf("\t/src/%s.go:%d +0x1d", fn, n), "main.main()", fmt.Sprintf("\t/src/%s.go:%d +0x2d", fn, n+1),
		}
	}
	a, b := crash(5, "all goroutines are asleep - deadlock!", "one"), crash(7, "concurrent map writes", "two")
	var named, bare bytes.Buffer
	for i := range a {
		fmt.Fprintf(&named, "web_1  | %s\nweb_22 | %s\n", a[i], b[i])
		if a[i] != "" {
			fmt.Fprintf(&bare, "%s\n%s\n", a[i], b[i])
		}
	}
	for what, text := range map[string][]byte{"named": named.Bytes(), "bare": bare.Bytes()} {
		got := engine().Explain(text, Options{})
		var said []string
		for _, bl := range got.Blocks {
			if bl.Kind == kindMessage {
				said = append(said, bl.Symbol)
			}
		}
		if len(said) != 2 || said[0] != "runtime.checkdead" || len(got.Unknown) > 0 || len(lost(bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("web_1  | \n"), []byte("\n")), []byte("web_22 | \n"), []byte("\n")), got)) > 0 {
			t.Errorf("%s: %v, unknown %v, lost %v", what, said, got.Unknown, lost(text, got))
		}
		var tops []string
		for _, g := range got.Groups {
			tops = append(tops, g.Top)
		}
		if want := []string{"main.one one.go:5", "main.two two.go:7"}; what == "named" && !slices.Equal(tops, want) {
			t.Errorf("%s: %v, want %v", what, tops, want)
		}
	}
}

// Texts of a size that nobody would read: the answer comes, and is right.
func TestLargeTexts(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("SIGQUIT: quit\nPC=0x45a053 m=0 sigcode=0\n\n")
	const n = 20000
	for i := range n {
		fmt.Fprintf(&b, "goroutine %d [chan receive, %d minutes]:\nmain.(*W).run%d(0xc0000%05x)\n\t/src/w.go:%d +0x2c\ncreated by main.start in goroutine 1\n\t/src/w.go:9 +0x97\n\n", i+1, i%7, i%100, i, 10+i%100)
	}
	a := engine().Explain(b.Bytes(), Options{})
	if len(a.Groups) != 100 || a.Groups[0].Count != n/100 || a.Groups[0].MaxWait != 6 || len(a.Unknown) > 0 {
		t.Errorf("%d groups, first %+v", len(a.Groups), a.Groups[0].Count)
	}
	long := "panic: " + strings.Repeat("x", 10<<20) + "\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:3 +0x1\n" + strings.Repeat("goroutine ", 1<<20)
	a = engine().Explain([]byte(long), Options{})
	var out bytes.Buffer
	if err := a.Text(&out); err != nil || out.Len() > 4096 || len(a.Groups) != 1 {
		t.Errorf("%d bytes of output, %d groups, %v", out.Len(), len(a.Groups), err)
	}
}
