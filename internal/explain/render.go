package explain

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Safe makes pasted text harmless in a terminal: control characters, marks that turn
// the direction of writing, invisible characters and bytes that are no text are
// written as escapes.
func Safe(s string) string {
	clean := true
	for i := 0; i < len(s) && clean; i++ {
		clean = s[i] >= ' ' && s[i] < 0x7f
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		case hidden(c):
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
		i += n
	}
	return b.String()
}

// hidden reports whether a character shows nothing, or changes how others show.
func hidden(c rune) bool {
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co, unicode.Cs)
}

// JSON writes an answer. Characters that are hidden are written as escapes.
func (a *Answer) JSON(w io.Writer) error {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	if err := enc.Encode(a); err != nil {
		return err
	}
	var out strings.Builder
	for _, c := range b.String() {
		switch {
		case c == '\n' || !hidden(c) && c != 0x7f:
			out.WriteRune(c)
		case c > 0xffff:
			c -= 0x10000
			fmt.Fprintf(&out, `\u%04x\u%04x`, 0xd800+c>>10, 0xdc00+c&0x3ff)
		default:
			fmt.Fprintf(&out, `\u%04x`, c)
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// How much of each list Text prints.
const (
	mostBlocks = 24
	mostGroups = 20
	mostWaits  = 20
)

// Text writes an answer for a terminal.
func (a *Answer) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", Safe(a.Summary))
	a.textGo(&b)
	a.textBlocks(&b)
	a.textGroups(&b)
	a.textMakers(&b)
	a.textWaits(&b)
	for _, s := range a.Series {
		fmt.Fprintf(&b, "\n%s, lines %d to %d\n", s.Kind, s.Lines[0], s.Lines[1])
		for _, f := range s.Findings {
			fmt.Fprintf(&b, "  %s\n", Safe(f))
		}
	}
	if len(a.Unknown) > 0 {
		fmt.Fprint(&b, "\nNot recognised\n")
		for i, u := range a.Unknown {
			if i == 8 {
				fmt.Fprintf(&b, "  and %d more places\n", len(a.Unknown)-i)
				break
			}
			fmt.Fprintf(&b, "  %s: %s\n", span(u.Lines), Safe(cutText(u.Text, 90)))
		}
	}
	if len(a.Next) > 0 {
		fmt.Fprint(&b, "\nNext\n")
		for _, n := range a.Next {
			fmt.Fprintf(&b, "  %s\n      %s\n", Safe(n.Run), Safe(n.Why))
		}
	}
	if len(a.Read) > 0 {
		fmt.Fprintf(&b, "\nTo read, among the symptoms of the site: %s\n", Safe(strings.Join(a.Read, ", ")))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func span(l [2]int) string {
	if l[0] == l[1] {
		return fmt.Sprintf("line %d", l[0])
	}
	return fmt.Sprintf("lines %d–%d", l[0], l[1])
}

func (a *Answer) textGo(b *strings.Builder) {
	switch {
	case a.Go.Low == "":
		fmt.Fprint(b, "\nGo: not known\n")
	case a.Go.Low == a.Go.High:
		fmt.Fprintf(b, "\nGo: %s\n", a.Go.Low)
	default:
		fmt.Fprintf(b, "\nGo: %s to %s\n", a.Go.Low, a.Go.High)
	}
	for _, e := range a.Go.Evidence {
		at := ""
		if len(e.Lines) > 0 {
			at = fmt.Sprintf(", line %d", e.Lines[0])
		}
		if e.Low == e.High {
			fmt.Fprintf(b, "  %s: %s%s\n", Safe(e.What), e.Low, at)
		} else {
			fmt.Fprintf(b, "  %s: %s to %s%s\n", Safe(e.What), e.Low, e.High, at)
		}
	}
	if arch, half := strings.CutPrefix(a.Platform, "/"); half {
		fmt.Fprintf(b, "Processor: %s; the text does not tell the system\n", Safe(arch))
	} else if a.Platform != "" {
		fmt.Fprintf(b, "Platform: %s\n", Safe(a.Platform))
	}
}

// textBlocks prints the blocks that say something, stacks only when there is little
// else.
func (a *Answer) textBlocks(b *strings.Builder) {
	shown, stacks, left := 0, 0, 0
	for _, bl := range a.Blocks {
		if bl.Text == "" {
			continue
		}
		if bl.Kind == kindStack {
			if stacks++; stacks > 3 {
				left++
				continue
			}
		}
		if shown++; shown > mostBlocks {
			left++
			continue
		}
		if bl.Lines[0] > 0 {
			fmt.Fprintf(b, "\n%s: %s\n", span(bl.Lines), Safe(bl.Line))
		} else {
			fmt.Fprintln(b)
		}
		fmt.Fprintf(b, "  %s\n", Safe(bl.Text))
		switch {
		case bl.Symbol != "" && bl.Place != "":
			fmt.Fprintf(b, "  %s, %s\n", Safe(bl.Symbol), Safe(bl.Place))
		case bl.Symbol != "":
			fmt.Fprintf(b, "  %s\n", Safe(bl.Symbol))
		}
	}
	if left > 0 {
		fmt.Fprintf(b, "\n%s of the text not shown here; --json lists them with what they say\n", count(left, "more part"))
	}
}

func (a *Answer) textGroups(b *strings.Builder) {
	if len(a.Groups) == 0 {
		return
	}
	own := slices.DeleteFunc(slices.Clone(a.Groups), func(g Group) bool { return g.Kind == groupRuntime })
	fmt.Fprint(b, "\nGoroutines\n")
	for i, g := range own {
		if i == mostGroups {
			fmt.Fprintf(b, "  and %d more groups\n", len(own)-i)
			break
		}
		fmt.Fprintf(b, "%7d  %s", g.Count, Safe(g.Reason))
		switch {
		case g.MinWait != g.MaxWait:
			fmt.Fprintf(b, ", %d to %d minutes", g.MinWait, g.MaxWait)
		case g.MaxWait > 0:
			fmt.Fprintf(b, ", %d minutes", g.MaxWait)
		}
		fmt.Fprintln(b)
		if g.Top != "" {
			fmt.Fprintf(b, "         at %s\n", Safe(g.Top))
		}
		if g.CreatedBy != "" {
			fmt.Fprintf(b, "         created by %s\n", Safe(g.CreatedBy))
		}
	}
	if theirs := a.Groups[len(own):]; len(theirs) > 0 {
		n, states := 0, []string{}
		for _, g := range theirs {
			n += g.Count
			if !slices.Contains(states, g.Reason) {
				states = append(states, g.Reason)
			}
		}
		fmt.Fprintf(b, "%7d  of the runtime's own: %s\n", n, Safe(strings.Join(states, ", ")))
	}
}

func (a *Answer) textWaits(b *strings.Builder) {
	if len(a.Waits) == 0 {
		return
	}
	fmt.Fprint(b, "\nWho waits for whom\n")
	list := slices.Clone(a.Waits)
	slices.SortStableFunc(list, func(x, y Wait) int { // those with a holder first
		return min(1, int(y.Holder)) - min(1, int(x.Holder))
	})
	for i, w := range list {
		if i == mostWaits {
			fmt.Fprintf(b, "  and %d more\n", len(list)-i)
			break
		}
		fmt.Fprintf(b, "  goroutine %d waits for %s", w.Goroutine, Safe(w.For))
		switch {
		case w.Holder != 0:
			fmt.Fprintf(b, ", likely held by goroutine %d", w.Holder)
		case w.forLock():
			fmt.Fprint(b, "; who holds it cannot be told")
		}
		fmt.Fprintln(b)
	}
}
