package history

// Runs are the minors of the data of which both trees are here, as runs of consecutive
// ones, for Build and Compare.
func Runs(d *Data, here func(version string) (Tree, bool)) (runs [][]Tree) {
	var run []Tree
	flush := func() {
		if len(run) > 0 {
			runs = append(runs, run)
		}
		run = nil
	}
	for _, m := range d.Minors {
		first, ok1 := here(m.First)
		newest, ok2 := here(m.Newest)
		if !ok1 || !ok2 {
			flush()
			continue
		}
		run = append(run, first)
		if m.First != m.Newest {
			run = append(run, newest)
		}
	}
	flush()
	return runs
}
