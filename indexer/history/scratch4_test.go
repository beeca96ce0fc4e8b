package history

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func show(w *os.File, a, b *entity, max int) {
	x, y := strings.Split(a.text, "\n"), strings.Split(b.text, "\n")
	n := 0
	pr := func(s string) {
		if n < max {
			if len(s) > 110 {
				s = s[:110]
			}
			fmt.Fprintln(w, s)
		}
		n++
	}
	i, j := 0, 0
	for _, h := range append(hunks(a.lines(), b.lines()), Hunk{Skip: 1 << 20}) {
		k := min(h.Skip, len(x)-i)
		if k > 6 {
			for _, l := range x[i : i+2] {
				pr("  " + l)
			}
			pr(fmt.Sprintf("  … %d same lines", k-3))
			pr("  " + x[i+k-1])
		} else {
			for _, l := range x[i : i+k] {
				pr("  " + l)
			}
		}
		i, j = i+k, j+k
		for range h.Del {
			if i < len(x) {
				pr("- " + x[i])
				i++
			}
		}
		for range h.Add {
			if j < len(y) {
				pr("+ " + y[j])
				j++
			}
		}
	}
	if n > max {
		fmt.Fprintf(w, "  (… %d more)\n", n-max)
	}
}

type dumped struct {
	cls      string
	old, now *snapshot
	a, b     *entity
	s        float64
}

func TestScratchDump(t *testing.T) {
	r := NewReader()
	var prev *snapshot
	by := map[string][]dumped{}
	var gone []dumped
	for i, tr := range allTrees() {
		if i%2 == 0 {
			continue
		}
		s, _, err := read(tr, kbOptions(), r)
		if err != nil {
			t.Fatal(err)
		}
		r.sweep()
		if prev != nil {
			m := matches(prev, s)
			for _, f := range m.found {
				if f.from.kind != Func {
					continue
				}
				c := fmt.Sprintf("R%d", f.rule)
				if f.rule == R1 && f.from.tokens >= enough && strings.EqualFold(f.from.recv, f.to.recv) {
					c = "R1easy"
				}
				if f.rule == R3 && s.version == "go1.21.13" {
					c = "R3b"
				}
				by[c] = append(by[c], dumped{c, prev, s, f.from, f.to, f.similarity})
			}
			// rejected candidates
			cn := map[string]int{}
			came := m.unused(m.came, Func)
			for _, g := range m.unused(m.gone, Func) {
				var best *entity
				bs := 0.0
				for _, a := range came {
					if a.away != g.away {
						continue
					}
					x := similarity(g, a)
					c := ""
					switch {
					case g.body == a.body:
						c = "Nbody"
					case strings.EqualFold(g.base, a.base):
						c = "Nname"
					case x >= 0.3 && (g.tokens < enough || a.tokens < enough):
						c = "Nsmall"
					case x >= 0.4:
						c = "Nsim"
					case x >= 0.25 && m.related(g, a):
						c = "Nrel"
					}
					if c != "" {
						cn[c]++
						by[c] = append(by[c], dumped{c, prev, s, g, a, x})
					}
					if x > bs {
						bs, best = x, a
					}
				}
				if !g.generated && g.tokens >= enough {
					gone = append(gone, dumped{"gone", prev, s, g, best, bs})
				}
			}
		}
		prev = s
	}
	seen := map[string]bool{}
	files, _ := filepath.Glob("/tmp/dump1/*")
	for _, f := range files {
		b, _ := os.ReadFile(f)
		for l := range strings.Lines(string(b)) {
			if strings.HasPrefix(l, "####") {
				w := strings.Fields(l)
				seen[w[3]+" "+w[4]] = true
			}
		}
	}
	rnd := rand.New(rand.NewSource(7))
	want := map[string]int{"R1easy": 4, "R1": 12, "R2": 30, "R3": 30, "R3b": 6, "R4": 60, "R5": 50, "Nbody": 14, "Nname": 24, "Nsmall": 14, "Nsim": 40, "Nrel": 30, "gone": 40}
	by["gone"] = gone
	var cs []string
	for c := range by {
		cs = append(cs, c)
	}
	slices.Sort(cs)
	for _, c := range cs {
		l := by[c]
		fmt.Println(c, len(l))
		l = slices.DeleteFunc(l, func(d dumped) bool {
			return d.b == nil || seen[d.a.name+"@"+d.old.version+" "+d.b.name+"@"+d.now.version]
		})
		rnd.Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		w, _ := os.Create("/tmp/dump_" + c + ".txt")
		for n, d := range l[:min(len(l), want[c])] {
			bn := "-"
			if d.b != nil {
				bn = d.b.name
			}
			fmt.Fprintf(w, "#### %s%d %.2f %s@%s %s@%s %s -> ", c, n, d.s, d.a.name, d.old.version, bn, d.now.version, d.a.file)
			if d.b == nil {
				fmt.Fprintln(w)
				continue
			}
			fmt.Fprintln(w, d.b.file)
			show(w, d.a, d.b, 16)
		}
		w.Close()
	}
}
