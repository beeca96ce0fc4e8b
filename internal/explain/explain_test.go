package explain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// shape is an answer without line numbers, as JSON.
func shape(t testing.TB, a *Answer) string {
	t.Helper()
	c := *a
	c.Blocks = slices.Clone(a.Blocks)
	for i := range c.Blocks {
		c.Blocks[i].Lines = [2]int{}
	}
	c.Go.Evidence = slices.Clone(a.Go.Evidence)
	for i := range c.Go.Evidence {
		c.Go.Evidence[i].Lines = nil
	}
	c.Series = slices.Clone(a.Series)
	for i := range c.Series {
		c.Series[i].Lines = [2]int{}
	}
	c.Unknown = slices.Clone(a.Unknown)
	for i := range c.Unknown {
		c.Unknown[i].Lines = [2]int{}
	}
	out, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// firstDiff is the first line in which two texts differ.
func firstDiff(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d: %s\n      and: %s", i, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// wrappers are what logs make of a text.
var wrappers = map[string]func([]string) string{
	"compose": func(l []string) string { return prefixed(l, func(int) string { return "web_1    | " }) },
	"journald": func(l []string) string {
		return prefixed(l, func(i int) string { return fmt.Sprintf("Jan %2d 10:0%d:11 host app[4711]: ", 1+i%2*9, i%10) })
	},
	"cri": func(l []string) string {
		return prefixed(l, func(i int) string { return fmt.Sprintf("2024-05-02T10:11:1%d.%09dZ stderr F ", i%10, i*7919) })
	},
	"kubectl": func(l []string) string { return prefixed(l, func(int) string { return "[pod/app-7d9f8b-x2x/app] " }) },
	"logcat": func(l []string) string {
		return prefixed(l, func(i int) string { return fmt.Sprintf("04-11 07:53:12.%03d 29680     0 F GoLog   : ", i%1000) })
	},
	"quoted": func(l []string) string { return prefixed(l, func(int) string { return "> " }) },
	"indent": func(l []string) string { return prefixed(l, func(int) string { return "    " }) },
	"docker": func(l []string) string {
		return each(l, func(s string) string {
			return `{"log":` + quote(s+"\n") + `,"stream":"stderr","time":"2024-05-02T10:11:12Z"}`
		})
	},
	"one message": func(l []string) string {
		return `{"level":"error","message":` + quote(strings.Join(l, "\n")) + "}\n"
	},
	"escaped": func(l []string) string {
		return strings.ReplaceAll(strings.ReplaceAll(strings.Join(l, `\n`), "\t", `\t`), `"`, `\"`) + "\n"
	},
	"syslog": func(l []string) string { return strings.ReplaceAll(strings.Join(l, "#012"), "\t", "#011") + "\n" },
	"crlf":   func(l []string) string { return strings.Join(l, "\r\n") + "\r\n" },
	"colour": func(l []string) string { return each(l, func(s string) string { return "\x1b[31m" + s + "\x1b[0m" }) },
	"html": func(l []string) string {
		return each(l, func(s string) string {
			return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;").Replace(s)
		})
	},
	"no indent": func(l []string) string {
		return each(l, func(s string) string { return strings.Replace(s, "\t", ">", 1) })
	},
	"strace": func(l []string) string {
		return each(l, func(s string) string {
			half := len(s) / 2
			return fmt.Sprintf("write(2, %s, %d) = %d\nwrite(2, %s, %d) = %d", quote(s[:half]), half, half, quote(s[half:]+"\n"), len(s)-half, len(s)-half)
		})
	},
}

func prefixed(lines []string, prefix func(int) string) string {
	var b strings.Builder
	for i, l := range lines {
		b.WriteString(prefix(i) + l + "\n")
	}
	return b.String()
}

func each(lines []string, f func(string) string) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(f(l) + "\n")
	}
	return b.String()
}

func quote(s string) string {
	b, _ := json.Marshal(s)
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(b))
}

// Whatever a log puts around the lines, the answer is the same.
func TestWrappers(t *testing.T) {
	texts := inputs(t)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if strings.HasPrefix(name, "inputs/01") || strings.HasPrefix(name, "inputs/41") || strings.HasPrefix(name, "heldout/") || strings.HasPrefix(name, "other/") {
			continue // wrapped already, or like another
		}
		lines := strings.Split(strings.TrimRight(string(texts[name]), "\n"), "\n")
		want := shape(t, engine().Explain([]byte(strings.Join(lines, "\n")+"\n"), Options{}))
		for _, wrap := range slices.Sorted(maps.Keys(wrappers)) {
			if reason := passOver(name, wrap); reason != "" {
				continue
			}
			got := shape(t, engine().Explain([]byte(wrappers[wrap](lines)), Options{}))
			if got != want {
				t.Errorf("%s in %s: %s", name, wrap, firstDiff(want, got))
			}
		}
	}
}

// passOver says why a text cannot come in a wrapper, or "".
func passOver(name, wrap string) string {
	noAnchor := strings.HasPrefix(name, "inputs/17") || strings.HasPrefix(name, "inputs/4") && name != "inputs/43-windows-exception.txt" && !strings.HasPrefix(name, "inputs/41")
	switch {
	case noAnchor && slices.Contains([]string{"compose", "journald", "cri", "kubectl", "logcat", "quoted", "indent", "escaped"}, wrap):
		return "no line in it shows where the prefix ends"
	case wrap == "no indent" && !strings.Contains(name, "formats/"):
		return "not indented by tabs to begin with"
	case wrap == "strace" && strings.HasPrefix(name, "inputs/49"):
		return "strace's output"
	}
	return ""
}

// Each line that is not empty belongs to a block or is said to be unknown.
func lost(input []byte, a *Answer) []int {
	lines := strings.Split(string(input), "\n")
	seen := make([]bool, len(lines)+2)
	mark := func(l [2]int) {
		for i := max(0, l[0]); i <= l[1] && i < len(seen); i++ {
			seen[i] = true
		}
	}
	for _, b := range a.Blocks {
		mark(b.Lines)
	}
	for _, u := range a.Unknown {
		mark(u.Lines)
	}
	var out []int
	for i, l := range lines {
		if strings.TrimSpace(l) != "" && !seen[i+1] {
			out = append(out, i+1)
		}
	}
	return out
}

func TestNothingIsDropped(t *testing.T) {
	for name, text := range inputs(t) {
		if isProfile(text) {
			continue
		}
		a := engine().Explain(text, Options{})
		// The lines of a prefix alone hold nothing of the program's.
		got := slices.DeleteFunc(lost(text, a), func(n int) bool {
			return strings.HasSuffix(strings.TrimSpace(strings.Split(string(text), "\n")[n-1]), "GoWtf   :")
		})
		if len(got) > 0 {
			t.Errorf("%s: lines %v are in no block", name, got)
		}
	}
}

// A copy without names is explained in the same way, but for the names.
func TestRedactKeepsTheAnswer(t *testing.T) {
	for name, text := range inputs(t) {
		copied := engine().Redact(text)
		want, got := engine().Explain(text, Options{}), engine().Explain(copied, Options{})
		if w, g := shape(t, nameless(want)), shape(t, nameless(got)); w != g {
			t.Errorf("%s: %s", name, firstDiff(w, g))
		}
		for _, secret := range []string{"example.com", "Sign", "watchable", "/src/app", "/src/storage", "DaemonCli", "boom", "GoWtf"} {
			if bytes.Contains(copied, []byte(secret)) {
				t.Errorf("%s: the copy has %q", name, secret)
			}
		}
		if again := engine().Redact(copied); len(again) != len(copied) && bytes.Count(again, []byte("\n")) != bytes.Count(copied, []byte("\n")) {
			t.Errorf("%s: redacted twice, the copy has other lines", name)
		}
	}
}

// nameless is an answer without the parts in which the program's own names stand.
func nameless(a *Answer) *Answer {
	c := *a
	c.Groups = slices.Clone(a.Groups)
	for i := range c.Groups {
		c.Groups[i].Top, c.Groups[i].CreatedBy = line0(c.Groups[i].Top), line0(c.Groups[i].CreatedBy)
	}
	c.Blocks = slices.Clone(a.Blocks)
	for i := range c.Blocks {
		if !isStd(c.Blocks[i].Symbol) {
			c.Blocks[i].Symbol = ""
		}
		for _, word := range []string{"A recursion of ", "A profile; "} {
			c.Blocks[i].Text, _, _ = strings.Cut(c.Blocks[i].Text, word)
		}
		if c.Blocks[i].Kind == kindRace {
			c.Blocks[i].Text, _, _ = strings.Cut(c.Blocks[i].Text, " at ")
		}
	}
	c.Unknown = slices.Clone(a.Unknown)
	for i := range c.Unknown {
		c.Unknown[i].Text = ""
	}
	c.Go.Evidence = slices.Clone(a.Go.Evidence)
	for i, e := range c.Go.Evidence {
		if strings.HasPrefix(e.What, "the wording") { // it quotes captured names
			c.Go.Evidence[i].What = ""
		}
	}
	for _, cutAt := range []string{" at ", "value of the program's own", "called from", "The runtime said", "A profile; "} {
		c.Summary, _, _ = strings.Cut(c.Summary, cutAt)
	}
	return &c
}

// line0 keeps of "f file.go:12" the line.
func line0(s string) string { return s[strings.LastIndexByte(s, ':')+1:] }

// Hostile text comes out as text.
func TestOutputIsHarmless(t *testing.T) {
	text := "panic: \x1b]0;title\x07\u202egnp.exe\u2066\u200b<script>alert(1)</script>\x9b31m\xff\n\ngoroutine 1 [running]:\nmain.\u202ex()\n\t/a\u2028b.go:1 +0x1\n\u202eunknown\x00\n"
	a := engine().Explain([]byte(text), Options{})
	var plain, js bytes.Buffer
	if err := a.Text(&plain); err != nil {
		t.Fatal(err)
	}
	if err := a.JSON(&js); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{plain.String(), js.String()} {
		for i, c := range out {
			if c != '\n' && (unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp)) {
				t.Errorf("%U at %d of %q", c, i, out)
			}
		}
	}
	if strings.Contains(js.String(), "<script") {
		t.Error("JSON has a tag that a page could run")
	}
	var back Answer
	if err := json.Unmarshal(js.Bytes(), &back); err != nil || back.Summary != strings.ToValidUTF8(a.Summary, "\ufffd") {
		t.Errorf("JSON gives back %q, %v; want %q", back.Summary, err, a.Summary)
	}
}

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a\tb": `a\x09b`, "\x1b[31m": `\x1b[31m`, "\u202e": `\u202e`, "\xff": `\xff`, "é→": "é→", "\u009b": `\u009b`, "\ufffd": "\ufffd",
	} {
		if got := Safe(in); got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestUnknownLinesAreListed(t *testing.T) {
	text := "starting server\nfatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\nsome other log line\n\t/a/main.go:3 +0x1d\nbye now\n"
	a := engine().Explain([]byte(text), Options{})
	var got [][2]int
	for _, u := range a.Unknown {
		got = append(got, u.Lines)
	}
	if want := [][2]int{{1, 1}, {6, 6}, {8, 8}}; !slices.Equal(got, want) {
		t.Errorf("unknown %v, want %v", got, want)
	}
	if len(a.Groups) != 1 || a.Groups[0].Top != "main.main main.go:3" {
		t.Errorf("the frame around the log line: %+v", a.Groups)
	}
}

func TestEmptyAndForeign(t *testing.T) {
	for text, want := range map[string]string{
		"": "The text is empty.", "\n\n": "The text is empty.",
		"Dear all,\nthe meeting is at 10:30.\n":               "Nothing in this text is recognised as printed by the Go runtime.",
		"Traceback (most recent call last):\n  File \"x.py\"": "Nothing in this text is recognised as printed by the Go runtime.",
		"\x1f\x8bnot a profile at all":                        "Nothing in this text is recognised as printed by the Go runtime.",
	} {
		a := engine().Explain([]byte(text), Options{})
		if a.Summary != want || a.Go.Low != "" || a.Platform != "" || len(a.Blocks) > 0 {
			t.Errorf("%q: %q, %+v, %q, %d blocks", text, a.Summary, a.Go, a.Platform, len(a.Blocks))
		}
	}
}

// Lists are never null: a page reads them without asking.
func TestListsAreNotNull(t *testing.T) {
	for _, text := range []string{"", "x", "fatal error: out of memory\n", "\x1f\x8bx", "gc 1 @0.1s 2%: 1+2+3 ms clock, 1+2/3/4+5 ms cpu, 4->4->1 MB, 5 MB goal, 8 P\n"} {
		var b bytes.Buffer
		if err := engine().Explain([]byte(text), Options{}).JSON(&b); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "null") {
			t.Errorf("%q: %s", text, b.String())
		}
	}
}

func TestOptions(t *testing.T) {
	text := []byte("runtime: failed to create new OS thread (have 17 already; errno=11)\nsignal 16 received but handler not on signal stack\n")
	for platform, want := range map[string][2]string{
		"linux/amd64":  {"EAGAIN", "SIGSTKFLT"},
		"darwin/arm64": {"EDEADLK", "SIGURG"},
	} {
		a := engine().Explain(text, Options{Go: "go1.21.3", Platform: platform})
		if a.Go.Low != "go1.21" || a.Go.High != "go1.21" || a.Go.Stated != "go1.21.3" {
			t.Errorf("%+v", a.Go)
		}
		for i, w := range want {
			if !strings.Contains(a.Blocks[i].Text, w) {
				t.Errorf("%s: %s\n    want %s", platform, a.Blocks[i].Text, w)
			}
		}
	}
	for _, name := range []string{"EAGAIN on linux", "SIGURG on darwin", "SIGSTKFLT on linux"} {
		a := engine().Explain(text, Options{})
		if !strings.Contains(a.Blocks[0].Text+a.Blocks[1].Text, name) {
			t.Errorf("without a platform: no %q in %s\n%s", name, a.Blocks[0].Text, a.Blocks[1].Text)
		}
	}
}

// A number of a goroutine's status is one of g's, not one of the collector's phases, whose
// constants begin alike.
func TestStatusOfAGoroutine(t *testing.T) {
	for version, want := range map[string]string{"go1.5": "Status 1 is _Grunnable", "go1.26": "Status 1 is _Grunnable"} {
		a := engine().Explain([]byte("runtime: checkdead: find g 5 in status 1\nfatal error: checkdead: runnable g\n"), Options{Go: version})
		if !strings.Contains(a.Blocks[0].Text, want) {
			t.Errorf("%s: %s", version, a.Blocks[0].Text)
		}
	}
}
