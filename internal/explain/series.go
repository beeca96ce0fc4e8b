package explain

import (
	"fmt"
	"slices"
	"strings"
)

// series reads the lines that repeat into tables, one a kind and output.
func series(p *parsed) []Series {
	out := []Series{}
	for _, read := range []struct {
		kind string
		row  func(string) ([]string, []float64)
		find func(*Series) []string
	}{{"sched", schedRow, schedFindings}, {"gc", gcRow, gcFindings}, {"pacer", pacerRow, pacerFindings}, {"scvg", scvgRow, nil}, {"scav", scavRow, nil}} {
		if s := collect(p, read.kind, read.row); s != nil {
			if read.find != nil && len(s.Rows) > 1 {
				s.Findings = read.find(s)
			}
			out = append(out, *s)
		}
	}
	if s := memStats(p); s != nil {
		out = append(out, *s)
	}
	return out
}

// collect makes one series of all lines that row reads. Rows have the columns of the
// first; a column that a line lacks is -1.
func collect(p *parsed, kind string, row func(string) ([]string, []float64)) *Series {
	var s *Series
	for _, it := range p.items {
		if it.kind != kindSched && it.kind != kindGC {
			continue
		}
		for i := it.from; i <= it.to; i++ {
			cols, vals := row(strings.TrimSpace(p.lines[i].text))
			if cols == nil {
				continue
			}
			if s == nil {
				s = &Series{Kind: kind, Lines: [2]int{p.lines[i].src, 0}, Columns: cols, Rows: [][]float64{}, Findings: []string{}}
			}
			s.Lines[1] = p.lines[i].src
			line := make([]float64, len(s.Columns))
			for c, name := range s.Columns {
				line[c] = -1
				if k := slices.Index(cols, name); k >= 0 {
					line[c] = vals[k]
				}
			}
			s.Rows = append(s.Rows, line)
		}
	}
	return s
}

// column returns the values of a column, in which -1 is none.
func (s *Series) column(name string) []float64 {
	c := slices.Index(s.Columns, name)
	if c < 0 {
		return nil
	}
	out := make([]float64, len(s.Rows))
	for i, r := range s.Rows {
		out[i] = r[c]
	}
	return out
}

func first(v []float64) float64 { return v[0] }
func last(v []float64) float64  { return v[len(v)-1] }

func sum(v []float64) float64 {
	t := 0.0
	for _, x := range v {
		t += x
	}
	return t
}

// schedRow reads "SCHED 204ms: gomaxprocs=2 idleprocs=0 … runqueue=0 [0 0]". The column
// local adds up the queues of the Ps, kernel counts the threads that neither are idle
// nor run Go: they are in system calls, or blocked there.
func schedRow(t string) ([]string, []float64) {
	ms, ok := between(t, "SCHED ", "ms:")
	if !ok {
		return nil, nil
	}
	at, ok := number(ms)
	if !ok {
		return nil, nil
	}
	cols, vals := []string{"ms"}, []float64{at}
	for _, name := range []string{"gomaxprocs", "idleprocs", "threads", "spinningthreads", "needspinning", "idlethreads", "runqueue"} {
		if v, ok := number(field(t, name)); ok {
			cols, vals = append(cols, name), append(vals, v)
		}
	}
	if queues, ok := between(t, " [", "]"); ok {
		cols, vals = append(cols, "local"), append(vals, total(queues))
	}
	if ticks, ok := between(t, "schedticks=[", "]"); ok {
		cols, vals = append(cols, "ticks"), append(vals, total(ticks))
	}
	get := func(name string) float64 {
		if k := slices.Index(cols, name); k >= 0 {
			return vals[k]
		}
		return 0
	}
	kernel := get("threads") - get("idlethreads") - (get("gomaxprocs") - get("idleprocs")) - 1 // sysmon
	return append(cols, "kernel"), append(vals, max(0, kernel))
}

func schedFindings(s *Series) []string {
	var out []string
	idle, global, local, threads := s.column("idleprocs"), s.column("runqueue"), s.column("local"), s.column("threads")
	procs := s.column("gomaxprocs")
	if idle == nil || global == nil || procs == nil || threads == nil {
		return []string{}
	}
	switch {
	case sum(idle) == 0:
		out = append(out, "All Ps are busy in every line.")
	case sum(idle)*2 > sum(procs):
		out = append(out, "More than half of the Ps are idle on average: the processors are not what is scarce.")
	}
	queued := make([]float64, len(global))
	for i := range global {
		queued[i] = global[i]
		if local != nil {
			queued[i] += max(0, local[i])
		}
	}
	switch low, high := decimals(slices.Min(queued), 0), decimals(slices.Max(queued), 0); {
	case last(queued) > 2*first(queued)+float64(procs[0]) && last(queued) >= slices.Max(queued):
		out = append(out, "The queues grow from "+decimals(first(queued), 0)+" to "+decimals(last(queued), 0)+" runnable goroutines: more work arrives than is done.")
	case high == "0":
		out = append(out, "No goroutine waits for a P in any line.")
	case low == high:
		out = append(out, "Goroutines that wait for a P, in every line: "+high+".")
	default:
		out = append(out, "Between "+low+" and "+high+" goroutines are runnable and wait for a P.")
	}
	for i := range idle {
		if idle[i] > 0 && queued[i] > 4*procs[i] {
			out = append(out, "Some Ps are idle while queues are full: threads are slow to wake, or the line was written in between.")
			break
		}
	}
	if k := s.column("kernel"); slices.Max(k) > 2*procs[0] {
		out = append(out, "Up to "+decimals(slices.Max(k), 0)+" threads are in the kernel, neither idle nor running Go.")
	}
	if last(threads) > first(threads)+float64(len(threads)) {
		out = append(out, "Threads grow from "+decimals(first(threads), 0)+" to "+decimals(last(threads), 0)+": each blocks in a system call or in C.")
	}
	return out
}

// gcRow reads "gc 10 @3.963s 1%: … ms clock, … ms cpu, 1235->1241->1093 MB, 1267 MB
// goal, 40 P". Times are milliseconds, sizes megabytes. pause adds the first and last
// clock times, in which the world is stopped; assist is the share of the first of the
// cpu times in the middle.
func gcRow(t string) ([]string, []float64) {
	rest, ok := strings.CutPrefix(t, "gc ")
	if !ok || rest == "" || !isDigit(rest[0]) {
		return nil, nil
	}
	n := atoi(rest[:digits(rest, 0)])
	at, _ := between(rest, "@", "s ")
	percent, _ := between(rest, "s ", "%")
	clock, ok1 := between(rest, "%: ", " ms clock")
	cpu, _ := between(rest, "clock, ", " ms cpu")
	heap, ok2 := between(rest, "cpu, ", " MB")
	goal, _ := between(rest, "MB, ", " MB goal")
	if !ok1 || !ok2 {
		return nil, nil
	}
	times := strings.Split(clock, "+")
	val := func(s string) float64 {
		if v, ok := number(strings.TrimSpace(s)); ok {
			return v
		}
		return -1
	}
	pause := 0.0
	for i, x := range times {
		if i%2 == 0 { // stopped and concurrent phases take turns
			pause += max(0, val(x))
		}
	}
	all, assist := 0.0, 0.0
	for i, x := range strings.FieldsFunc(cpu, func(r rune) bool { return r == '+' || r == '/' }) {
		v := max(0, val(x))
		all += v
		if i == 1 && strings.Contains(cpu, "/") {
			assist = v
		}
	}
	if all > 0 {
		assist = 100 * assist / all
	}
	sizes := strings.Split(heap, "->")
	for len(sizes) < 3 {
		sizes = append(sizes, "")
	}
	return []string{"n", "at", "percent", "pause", "assist", "start", "end", "live", "goal"},
		[]float64{float64(n), val(at), val(percent), pause, assist, val(sizes[0]), val(sizes[1]), val(sizes[2]), val(goal)}
}

func gcFindings(s *Series) []string {
	var out []string
	at, live, goal, pause, share, assist := s.column("at"), s.column("live"), s.column("goal"), s.column("pause"), s.column("percent"), s.column("assist")
	n := float64(len(at) - 1)
	if span := last(at) - first(at); span > 0 {
		out = append(out, fmt.Sprintf("%d cycles in %s s, one every %s s.", len(at), brief(span, 3), brief(span/n, 3)))
	}
	out = append(out, "The collector has used "+decimals(last(share), 0)+"% of the processors' time since the program began.")
	out = append(out, fmt.Sprintf("The world was stopped for %s ms a cycle on average, %s ms at most.", brief(sum(pause)/float64(len(pause)), 3), brief(slices.Max(pause), 3)))
	if a := sum(assist) / float64(len(assist)); a >= 10 {
		out = append(out, "Goroutines that allocate did "+decimals(a, 0)+"% of the work of marking: they are slowed down.")
	}
	half := len(live) / 2
	if half > 0 && sum(live[half:])/float64(len(live)-half) > 1.3*sum(live[:half])/float64(half) {
		text := "What survives a cycle grows from " + decimals(first(live), 0) + " to " + decimals(last(live), 0) + " MB."
		if first(goal) > 0 && last(goal) > 0 && last(goal) < 1.1*first(goal) && last(live) > 0.7*last(goal) {
			text += " The goal does not follow: a memory limit holds it down."
		}
		out = append(out, text)
	}
	return out
}

// pacerRow reads the lines of gcpacertrace=1 that begin and end a cycle:
//
//	pacer: assist ratio=+1.500000e+000 (scan 1 MB in 3->4 MB) workers=1+0.000000e+000
//	pacer: 27% CPU (25 exp.) for 1+2+3 B work (4 B exp.) in 5 B -> 6 B (∆goal 7, cons/mark 8)
//
// ratio is how many bytes a goroutine has to mark for each that it allocates, sizes are
// megabytes, cpu is the share of the processors that marking had.
func pacerRow(t string) ([]string, []float64) {
	cols := []string{"ratio", "scan", "start", "goal", "workers", "cpu", "expected"}
	vals := []float64{-1, -1, -1, -1, -1, -1, -1}
	read := func(i int, s string) bool {
		v, ok := scientific(s)
		if ok {
			vals[i] = v
		}
		return ok
	}
	if rest, ok := strings.CutPrefix(t, "pacer: assist ratio="); ok {
		ratio, rest, _ := strings.Cut(rest, " (scan ")
		scan, rest, _ := strings.Cut(rest, " MB in ")
		start, rest, _ := strings.Cut(rest, "->")
		goal, rest, _ := strings.Cut(rest, " MB)")
		workers, _ := between(rest, "workers=", "+")
		if !read(0, ratio) {
			return nil, nil
		}
		read(1, scan)
		read(2, start)
		read(3, goal)
		read(4, workers)
		return cols, vals
	}
	if rest, ok := strings.CutPrefix(t, "pacer: "); ok {
		cpu, rest, ok := strings.Cut(rest, "% CPU (")
		expected, _, _ := strings.Cut(rest, " exp.)")
		if ok && read(5, cpu) && read(6, expected) {
			return cols, vals
		}
	}
	return nil, nil
}

func pacerFindings(s *Series) []string {
	out := []string{}
	had := func(name string) []float64 {
		return slices.DeleteFunc(s.column(name), func(v float64) bool { return v < 0 })
	}
	if ratio := had("ratio"); len(ratio) > 0 {
		out = append(out, fmt.Sprintf("For each byte that a goroutine allocates while marking runs it has to mark between %s and %s bytes.", brief(slices.Min(ratio), 3), brief(slices.Max(ratio), 3)))
	}
	if cpu, expected := had("cpu"), had("expected"); len(cpu) > 0 {
		out = append(out, fmt.Sprintf("Marking had between %s%% and %s%% of the processors; %s%% are meant.", decimals(slices.Min(cpu), 0), decimals(slices.Max(cpu), 0), decimals(expected[0], 0)))
	}
	return out
}

func scvgRow(t string) ([]string, []float64) {
	if !strings.HasPrefix(t, "scvg") || !strings.Contains(t, "inuse: ") {
		return nil, nil
	}
	var cols []string
	var vals []float64
	for _, name := range []string{"inuse", "idle", "sys", "released", "consumed"} {
		s, _ := between(t+" ", name+": ", " ")
		if v, ok := number(strings.TrimSuffix(s, ",")); ok {
			cols, vals = append(cols, name), append(vals, v)
		}
	}
	return cols, vals
}

// scavRow reads "scav 24 KiB work (bg), 0 KiB work (eager), 17688 KiB now, 33% util"
// and the forms before it.
func scavRow(t string) ([]string, []float64) {
	rest, ok := strings.CutPrefix(t, "scav ")
	if !ok {
		return nil, nil
	}
	var cols []string
	var vals []float64
	for _, part := range strings.Split(rest, ", ") {
		f := strings.Fields(strings.ReplaceAll(part, "%", " %"))
		if len(f) < 2 {
			continue
		}
		v, ok := number(f[0])
		if !ok {
			continue
		}
		name := strings.Trim(f[len(f)-1], "()")
		if name == "%" {
			continue
		}
		cols, vals = append(cols, name), append(vals, v)
	}
	return cols, vals
}

// memStats reads the fields of runtime.MemStats, in whichever form.
func memStats(p *parsed) *Series {
	var s *Series
	put := func(name string, v float64, src int) {
		if s == nil {
			s = &Series{Kind: "memstats", Lines: [2]int{src, src}, Columns: []string{}, Rows: [][]float64{{}}, Findings: []string{}}
		}
		if !slices.Contains(s.Columns, name) {
			s.Columns, s.Rows[0] = append(s.Columns, name), append(s.Rows[0], v)
		}
		s.Lines[1] = src
	}
	for _, it := range p.items {
		if it.kind != kindMemStats {
			continue
		}
		for i := it.from; i <= it.to; i++ {
			if name, v, ok := memStatsValue(p.lines[i].text); ok {
				put(name, v, p.lines[i].src)
			} else if strings.Contains(p.lines[i].text, `"memstats":`) { // all fields in one line
				for _, pair := range strings.Split(p.lines[i].text, ",") {
					if j := strings.LastIndexByte(pair, '{'); j >= 0 {
						pair = pair[j+1:]
					}
					if name, v, ok := memStatsValue(pair); ok && name != "Size" {
						put(name, v, p.lines[i].src)
					}
				}
			}
		}
	}
	if s != nil {
		s.Findings = memStatsFindings(s)
	}
	return s
}

// memStatsValue reads one field: "# Sys = 12", "Sys: 12", `"Sys":12,`,
// "go_memstats_sys_bytes 12".
func memStatsValue(t string) (name string, value float64, ok bool) {
	t = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(t), "# "))
	if rest, found := strings.CutPrefix(t, "go_memstats_"); found {
		f := strings.Fields(rest)
		if len(f) < 2 {
			return "", 0, false
		}
		v, ok := decimal(f[1])
		return promNames[strings.TrimSuffix(strings.TrimSuffix(f[0], "_bytes"), "_total")], v, ok && promNames[strings.TrimSuffix(strings.TrimSuffix(f[0], "_bytes"), "_total")] != ""
	}
	i := strings.IndexAny(t, ":=")
	if i < 0 {
		return "", 0, false
	}
	name = strings.Trim(t[:i], `" `)
	text := strings.Trim(t[i+1:], " ,")
	text, _, _ = strings.Cut(text, " ")
	value, ok = number(text)
	return name, value, ok && memStatsField(name)
}

// decimal reads 7.742907311e+09 as well.
func decimal(s string) (float64, bool) {
	mantissa, exp, ok := strings.Cut(s, "e+")
	v, valid := number(mantissa)
	if ok {
		for range max(0, min(atoi(exp), 30)) {
			v *= 10
		}
	}
	return v, valid
}

// scientific reads what the runtime's print writes for a number: +1.500000e+000 as well.
func scientific(s string) (float64, bool) {
	mantissa, exp, ok := strings.Cut(s, "e")
	v, valid := number(mantissa)
	if !ok || exp == "" || !valid {
		return v, valid && !ok
	}
	n := atoi(exp[1:])
	if n < 0 || n > 300 {
		return 0, false
	}
	for range n {
		if exp[0] == '-' {
			v /= 10
		} else {
			v *= 10
		}
	}
	return v, true
}

// promNames are the fields behind the metrics of the Prometheus client.
var promNames = map[string]string{
	"alloc": "Alloc", "sys": "Sys", "heap_alloc": "HeapAlloc", "heap_sys": "HeapSys", "heap_idle": "HeapIdle", "heap_inuse": "HeapInuse",
	"heap_released": "HeapReleased", "heap_objects": "HeapObjects", "stack_inuse": "StackInuse", "stack_sys": "StackSys", "mspan_inuse": "MSpanInuse",
	"mspan_sys": "MSpanSys", "mcache_inuse": "MCacheInuse", "mcache_sys": "MCacheSys", "buck_hash_sys": "BuckHashSys", "gc_sys": "GCSys",
	"other_sys": "OtherSys", "next_gc": "NextGC",
}

func memStatsFindings(s *Series) []string {
	get := func(name string) float64 {
		if v := s.column(name); v != nil {
			return v[0]
		}
		return -1
	}
	out := []string{}
	if sys := get("Sys"); sys > 0 {
		most, name := 0.0, ""
		for _, n := range []string{"HeapSys", "StackSys", "MSpanSys", "MCacheSys", "BuckHashSys", "GCSys", "OtherSys"} {
			if v := get(n); v > most {
				most, name = v, n
			}
		}
		if name != "" {
			out = append(out, fmt.Sprintf("The largest part of Sys, %s, is %s with %s (%s%%).", size(sys), name, size(most), decimals(100*most/sys, 0)))
		}
		if name != "" && name != "HeapSys" {
			out = append(out, name+" is outside the heap: profiles of the heap do not show it.")
		}
	}
	if idle, released := get("HeapIdle"), get("HeapReleased"); idle >= 0 && released >= 0 && idle >= released {
		out = append(out, fmt.Sprintf("%s of the heap is free but not given back to the system (HeapIdle − HeapReleased).", size(idle-released)))
	}
	if inuse, alloc := get("HeapInuse"), get("HeapAlloc"); inuse > 0 && alloc >= 0 && inuse >= alloc {
		out = append(out, fmt.Sprintf("%s stands in spans in use but not in objects (HeapInuse − HeapAlloc): free slots between live objects.", size(inuse-alloc)))
	}
	return out
}

// total adds up the numbers between blanks.
func total(list string) (all float64) {
	for _, f := range strings.Fields(list) {
		v, _ := number(f)
		all += v
	}
	return all
}
