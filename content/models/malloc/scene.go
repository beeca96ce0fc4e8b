package malloc

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// stage draws the frames of a run in one layout: bars, each of which is a part of the one
// above it, to scale; below them who holds which span.
type stage struct {
	t      *sim.Trace
	narrow bool
	x, w   int // of the bars
	h, dy  int
	top    int
	procs  int
	f      *scene.Frame
	drawn  map[string]bool
	zoom   [2]int // the part of the last bar that the next one is, from and to
}

func draw(t *sim.Trace) *scene.Drawing {
	return scene.Draw(len(t.Views)-1, newStage(t, false).frame, newStage(t, true).frame, score(t))
}

func newStage(t *sim.Trace, narrow bool) *stage {
	s := &stage{t: t, narrow: narrow, x: 24, w: 604, h: 32, dy: 60, top: 36, procs: len(t.Views[0].Block("caches").Lanes)}
	if narrow {
		s.x, s.w, s.h, s.dy, s.top = 1, 326, 20, 46, 18
	}
	return s
}

func (s *stage) frame(step int) *scene.Frame {
	s.f, s.drawn = &scene.Frame{}, map[string]bool{}
	v := s.t.Views[step]
	if !s.narrow {
		s.f.Text("s", s.x, 20, "Every bar is the marked part of the one above it, to scale")
	}
	s.arena(v.Block("numbers"))
	shown := s.heap(v.Block("heap"), v.Block("numbers"))
	s.block(v.Block("heap"), shown)
	s.slots(v.Block("slots"))
	s.object(v.Block("slots"), step)
	y := s.y(4) + s.h + 18
	if s.narrow {
		y = s.y(4) + s.h + 8
	}
	for _, l := range v.Block("caches").Lanes {
		s.cache(l, y)
		y += s.row()
	}
	s.central(v.Block("central"), y)
	y += s.row()
	s.waste(v.Block("waste"), y)
	return s.f
}

func (s *stage) y(bar int) int { return s.top + bar*s.dy }

func (s *stage) row() int {
	if s.narrow {
		return 26
	}
	return 36
}

// label names a bar: how large it is, and what it shows.
func (s *stage) label(bar int, size, says, more string) {
	y := s.y(bar)
	if s.narrow {
		s.f.Text("k", s.x, y-6, size)
		s.f.Text("s x", s.x+72, y-6, says)
		return
	}
	s.f.Text("k", s.x+s.w+18, y+12, size)
	s.f.Text("s x", s.x+s.w+18, y+27, says)
	s.f.Text("s x", s.x+s.w+18, y+41, more)
}

// magnify draws that this bar is a part of the one above.
func (s *stage) magnify(bar int) {
	if s.zoom[1] <= s.zoom[0] {
		return
	}
	y0, y1 := s.y(bar-1)+s.h, s.y(bar)
	s.f.Path("", "amber faint", fmt.Sprintf("M%d %dH%dL%d %dH%dz", s.zoom[0], y0, s.zoom[1], s.x+s.w, y1, s.x))
}

func (s *stage) bar(bar int, class string) {
	s.f.At(class, s.x, s.y(bar), scene.Rect(s.w, s.h))
}

func megabytes(b sim.Block, name string) int {
	n, _, _ := strings.Cut(b.Fact(name), " ")
	mb, _ := strconv.Atoi(n)
	return mb
}

func (s *stage) arena(numbers sim.Block) {
	heap, all := megabytes(numbers, "heap"), megabytes(numbers, "addresses reserved")
	s.bar(0, "pap")
	s.zoom = [2]int{s.x, s.x}
	if all > 0 {
		w := s.w * heap / all
		s.f.At("band", s.x, s.y(0), scene.Rect(w, s.h))
		s.zoom[1] = s.x + w
		s.label(0, fmt.Sprintf("%d MiB", all), "of addresses", fmt.Sprintf("the heap: the first %d MiB", heap))
	} else {
		s.label(0, "nothing", "no addresses reserved yet", "")
	}
	s.bar(0, "rule")
}

// heap draws all pages of the heap. It returns the row that the bar below shows: that of
// the span that was touched last.
func (s *stage) heap(b, numbers sim.Block) (shown int) {
	mb := megabytes(numbers, "heap")
	pages := mb << 20 / pageSize
	s.magnify(1)
	s.bar(1, "pap")
	s.zoom = [2]int{s.x, s.x}
	if pages == 0 {
		s.label(1, "no heap", "", "")
		return 0
	}
	at := func(page int) int { return s.x + s.w*page/pages }
	shown = len(b.Lanes) - 1
	for row, l := range b.Lanes {
		page := row * 64
		if !s.narrow {
			s.f.Name(l.ID, "s x", at(page)+2, s.y(1)+s.h+11, fmt.Sprint(page))
		}
		for _, c := range l.Items {
			n := c.Size / pageSize
			class := pageClass(c)
			if c.State == sim.Now {
				shown = row
			}
			if class != "" {
				s.span(c, class, at(page), s.y(1), max(at(page+n)-at(page), 1), "")
			}
			page += n
		}
		if row > 0 {
			s.f.At("hair", at(row*64), s.y(1), fmt.Sprintf("M0 0v%d", s.h))
		}
	}
	s.bar(1, "rule")
	for _, l := range b.Lanes {
		if s.narrow {
			s.f.Last().Holds += " " + l.ID
		}
	}
	s.zoom = [2]int{at(shown * 64), at(shown*64 + 64)}
	s.label(1, fmt.Sprintf("%d MiB", mb), fmt.Sprintf("%d pages of 8 KiB", pages), b.Note)
	return shown
}

func pageClass(c sim.Cell) string {
	switch {
	case c.State == sim.Now:
		return "now"
	case c.State == sim.Old:
		return "swept"
	case c.ID != "":
		return "full"
	case c.State == sim.Idle:
		return "used"
	}
	return ""
}

// span draws a span, by its key where it is drawn first.
func (s *stage) span(c sim.Cell, class string, x, y, w int, text string) {
	key := c.ID
	if s.drawn[key] {
		key = ""
	}
	s.drawn[c.ID] = true
	s.f.Box(key, class, x, y, w, s.h, text)
}

func (s *stage) block(b sim.Block, shown int) {
	s.magnify(2)
	s.bar(2, "pap")
	s.zoom = [2]int{s.x, s.x}
	if shown >= len(b.Lanes) || shown < 0 {
		return
	}
	page := 0
	at := func(page int) int { return s.x + s.w*page/64 }
	free := 0
	for _, c := range b.Lanes[shown].Items {
		n := c.Size / pageSize
		x, w := at(page), at(page+n)-at(page)
		class := pageClass(c)
		text := c.Text
		if w < 8*len(text) {
			text = ""
			if id := strings.TrimPrefix(c.ID, "s"); c.ID != "" && w > 9*len(id)+11 {
				text = "#" + id
			}
		}
		if class != "" {
			s.f.Box("", class, x, s.y(2), w, s.h, text)
		} else if text != "" {
			s.f.Text("s x c", x+w/2, s.y(2)+s.h/2+4, text)
		}
		if c.ID == "" {
			free += n
		}
		if c.State == sim.Now {
			s.zoom = [2]int{x, x + w}
		}
		page += n
	}
	for p := 1; p < 64; p++ {
		s.f.At("hair", at(p), s.y(2)+s.h-5, "M0 0v5")
	}
	s.bar(2, "rule")
	s.label(2, "512 KiB", "64 pages: "+b.Lanes[shown].Title, fmt.Sprintf("%d of them in no span", free))
}

// slots draws the slots of the span that was touched last.
func (s *stage) slots(b sim.Block) {
	s.magnify(3)
	s.bar(3, "pap")
	s.zoom = [2]int{s.x, s.x}
	n := len(b.Cells)
	if n == 0 {
		return
	}
	for i, c := range b.Cells {
		x := s.x + s.w*i/n
		class := map[string]string{sim.Now: "now", sim.Used: "full", sim.White: "swept", sim.Free: ""}[c.State]
		s.f.Box("", strings.TrimSpace("slot "+class), x, s.y(3), s.x+s.w*(i+1)/n-x, s.h, "")
		if c.State == sim.Now {
			s.zoom = [2]int{x, s.x + s.w*(i+1)/n}
		}
	}
	span, each, _ := strings.Cut(strings.TrimPrefix(b.Title, "Slots of "), ", ")
	s.label(3, span, each, b.Note)
}

var (
	asked  = regexp.MustCompile(`is asked for (\d+) bytes?`)
	placed = regexp.MustCompile(`takes slot \d+ of span (\d+)|object has span (\d+) to itself`)
	shared = regexp.MustCompile(`^(\d+) bytes? fits? into the tiny block at offset (\d+)`)
	sized  = regexp.MustCompile(`^Slots of span (\d+), (\d+) bytes`)
)

// object draws the slot that was taken last, and how much of it the program has asked for.
func (s *stage) object(slots sim.Block, step int) {
	title := sized.FindStringSubmatch(slots.Title)
	if title == nil || s.zoom[1] == s.zoom[0] {
		s.bar(4, "gone")
		return
	}
	slot, _ := strconv.Atoi(title[2])
	from, size, fits, tiny := 0, 0, false, false
	for i := step - 1; i >= 0 && size == 0; i-- {
		what := s.t.Events[i].What
		if m := shared.FindStringSubmatch(what); m != nil && !fits {
			from, _ = strconv.Atoi(m[2])
			size, _ = strconv.Atoi(m[1])
			tiny = true
		} else if m := placed.FindStringSubmatch(what); m != nil && !fits {
			if m[1]+m[2] != title[1] {
				break
			}
			fits = true
		} else if m := asked.FindStringSubmatch(what); m != nil && fits {
			size, _ = strconv.Atoi(m[1])
			if strings.Contains(what, "with its header") {
				from = 8
			}
			tiny = strings.Contains(what, "tiny")
		}
	}
	if size == 0 || from+size > slot {
		s.bar(4, "gone")
		return
	}
	s.magnify(4)
	s.bar(4, "pap")
	x, w := s.x+s.w*from/slot, max(s.w*size/slot, 2)
	if rest := s.w - (x + w - s.x); rest > 8 {
		s.f.At("hair", 0, 0, scene.Hatch(x+w, s.y(4), rest, s.h))
	}
	text := fmt.Sprintf("the object: %d bytes", size)
	if scene.Width(text, "k") > w-8 {
		text = ""
	}
	s.f.Box("", "plain now", x, s.y(4), w, s.h, text)
	if text == "" && x+w+scene.Width("the object", "s")+8 < s.x+s.w {
		s.f.Text("s halo", x+w+8, s.y(4)+s.h/2+4, "the object")
	}
	s.bar(4, "rule")
	more := ""
	switch rest := slot - size; {
	case tiny:
		more = "a tiny block is for several"
	case from > 0:
		more = fmt.Sprintf("8 are the header, %d lost", rest-8)
	case rest > 0:
		more = fmt.Sprintf("%d bytes lost to rounding", rest)
	}
	s.label(4, fmt.Sprintf("%d B", slot), fmt.Sprintf("the slot; %d asked for", size), more)
}

// cache draws the spans that a P holds, each as full as it is.
func (s *stage) cache(l sim.Lane, y int) {
	h := s.row() - 6
	s.f.Processor(l.ID, "", s.x, y, s.right(), h, l.Title)
	s.f.Last().TX, s.f.Last().TY = 10, h/2+5
	s.f.Last().Class = "P small"
	s.spans(l.Items, s.x+42, y+4, h-8)
	if !s.narrow {
		s.f.Text("s x e", s.x+s.right()-10, y+h/2+4, l.Note)
	}
}

func (s *stage) right() int {
	if s.narrow {
		return 326
	}
	return 784
}

// spans draws a row of spans as boxes that are as full as they are.
func (s *stage) spans(cells []sim.Cell, x, y, h int) {
	w := 92
	if s.narrow {
		w = 64
	}
	room := (s.x + s.right() - 30 - x) / (w + 6)
	if !s.narrow {
		room = 5
	}
	for i, c := range cells {
		if i == room {
			s.f.Text("s x", x, y+h/2+4, fmt.Sprintf("+%d", len(cells)-i))
			for _, rest := range cells[i:] {
				s.f.Last().Holds += " " + rest.ID
			}
			return
		}
		name, filled, _ := strings.Cut(c.Text, " ")
		have, of := 0, 1
		fmt.Sscanf(filled, "%d/%d", &have, &of)
		class := "plain"
		if c.State == sim.Now {
			class = "now"
		}
		s.f.At("B", x, y, scene.Rect(w, h))
		s.f.At("band", x, y, scene.Rect(w*have/max(of, 1), h))
		key := c.ID
		if s.drawn[key] {
			key = ""
		}
		s.drawn[c.ID] = true
		if s.narrow {
			filled = ""
		}
		s.f.Box(key, "x outline "+class, x, y, w, h, strings.TrimSpace(name+" "+filled))
		x += w + 6
	}
}

// central draws the spans that no P has, by class.
func (s *stage) central(b sim.Block, y int) {
	s.f.Text("k", s.x, y+16, "central")
	var all []sim.Cell
	seen := map[string]bool{}
	for _, l := range b.Lanes {
		for _, c := range l.Items {
			if !seen[c.ID] {
				all = append(all, c)
			}
			seen[c.ID] = true
		}
	}
	if len(all) == 0 {
		s.f.Text("s x", s.x+62, y+16, "no spans")
	}
	s.spans(all, s.x+62, y+2, s.row()-12)
	for _, l := range b.Lanes {
		s.f.Last().Holds += " " + l.ID
	}
}

// waste is where the bytes of the spans are, as parts of one bar.
func (s *stage) waste(b sim.Block, y int) {
	class := []string{"full", "grey", "swept", "", "left"}
	x, h := s.x, 14
	var most int64 = 1
	for _, bar := range b.Bars {
		most = max(most, bar.Max)
	}
	for i, bar := range b.Bars {
		w := int(int64(s.right()) * bar.Value / most)
		if w > 0 {
			s.f.Tri("", strings.TrimSpace("slot "+class[i]), x, y+6, w, h, "")
		}
		x += w
	}
	if s.narrow {
		s.f.Text("s x", s.x, y+34, "asked for · rounding · garbage · free · left over")
		s.f.Needs(y + 42)
		return
	}
	at := s.x
	for i, bar := range b.Bars {
		text := [...]string{"asked for and reached", "rounding and headers", "garbage", "free slots", "left over"}[i] + " " + strconv.FormatInt(bar.Value, 10)
		s.f.Tri("", strings.TrimSpace("slot "+class[i]), at, y+27, 10, 10, "")
		s.f.Text("s x", at+15, y+36, text)
		at += scene.Width(text, "x") + 26
	}
	s.f.Needs(y + 46)
}

// score is how many bytes are in spans, and how many of them the program reaches.
func score(t *sim.Trace) *scene.Score {
	const left, right, h = 44, 828, 56
	steps := len(t.Views) - 1
	at := scene.Steps(steps, left, right)
	f := &scene.Frame{}
	var most int64 = 1
	for _, v := range t.Views {
		all, _ := inSpans(v)
		most = max(most, all)
	}
	line := func(of func(sim.View) int64) string {
		d := fmt.Sprintf("M%d %d", left, h)
		for i, v := range t.Views {
			d += fmt.Sprintf("V%dH%d", h-int((h-4)*of(v)/most), at[min(i+1, steps)])
		}
		return d
	}
	all := line(func(v sim.View) int64 { n, _ := inSpans(v); return n })
	f.Path("", "band", all+fmt.Sprintf("V%dz", h))
	f.Path("", "line", all)
	f.Path("", "bar run", line(func(v sim.View) int64 { _, n := inSpans(v); return n })+fmt.Sprintf("V%dz", h))
	f.Text("s x e", left-6, 10, fmt.Sprintf("%d K", most>>10))
	f.Text("s x e", left-6, h, "0")
	f.Text("s x", left+4, 10, "bytes in spans, and those the program asked for and reaches")
	for i, e := range t.Events {
		if e.Func == "runtime.gcSweep" {
			f.At("rule", at[i+1], 0, fmt.Sprintf("M0 0v%d", h))
			f.Text("s x c", at[i+1], h+12, "collection")
		}
	}
	return &scene.Score{W: scene.WideWidth, H: h + 14, Items: f.Items, At: at}
}

// inSpans is how many bytes are in spans, and how many of them were asked for.
func inSpans(v sim.View) (all, asked int64) {
	for i, bar := range v.Block("waste").Bars {
		all += bar.Value
		if i == 0 {
			asked = bar.Value
		}
	}
	return all, asked
}

var tries = []sim.Try{
	{Param: "objects", Name: "Objects", Says: "How many the program allocates.", Most: 200},
	{Param: "pointers", Name: "With pointers", Says: "Of a hundred. They get spans of their own, so that the collector can pass the others over."},
	{Param: "gc", Name: "A collection after", Says: "So many allocations; 0 is for none.", Most: 100},
}

// lines are where the runtime does what the events tell.
var lines = []sim.Line{
	{Func: "runtime.(*mcache).allocLarge", Text: "mheap_.alloc(npages, spc)"},
	{Func: "runtime.(*mcache).nextFree", Text: "v = gclinkptr(uintptr(freeIndex)*s.elemsize + s.base())"},
	{Func: "runtime.(*mcache).prepareForSweep", Text: "c.releaseAll()"},
	{Func: "runtime.(*mcache).refill", Text: "mheap_.central[spc].mcentral.cacheSpan()"},
	{Func: "runtime.(*mcentral).cacheSpan", Text: "s = c.partialSwept(sg).pop()"},
	{Func: "runtime.(*mcentral).grow", Text: "mheap_.alloc(npages, c.spanclass)"},
	{Func: "runtime.(*mheap).freeSpan", Text: "h.freeSpanLocked(s, spanAllocHeap)"},
	{Func: "runtime.(*mheap).grow", Text: "ask := alignUp(npage, pallocChunkPages) * pageSize"},
	{Func: "runtime.(*mheap).initSpan", Text: "s.nelems = "},
	{Func: "runtime.(*mheap).reclaim", Text: "for npage > 0 {"},
	{Func: "runtime.(*mheap).sysAlloc", Text: "n = alignUp(n, heapArenaBytes)"},
	{Func: "runtime.(*pageAlloc).alloc", Text: "addr, searchAddr = p.find(npages)"},
	{Func: "runtime.(*pageAlloc).allocToCache", Text: "cache:"},
	{Func: "runtime.(*pageCache).alloc", Text: "sys.TrailingZeros64(c.cache)"},
	{Func: "runtime.(*sweepLocked).sweep", Text: "s.allocBits = s.gcmarkBits"},
	{Func: "runtime.gcSweep", Text: "mheap_.sweepgen += 2"},
	{Func: "runtime.mallocgc", Text: "if size <= maxSmallSize-gc.MallocHeaderSize {"},
	{Func: "runtime.mallocgcTiny", Text: "if off+size <= maxTinySize && c.tiny != 0 {"},
	{Func: "runtime.nextFreeFast", Text: "theBit := sys.TrailingZeros64(s.allocCache)"},
	{Func: "runtime.sweepone", Text: "s.sweep(false)"},
}
