package pages

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sourcedive/indexer/history"
	"sourcedive/internal/english"
	"sourcedive/internal/explain/tables"
	"sourcedive/site/urls"
)

// shownNames is how many entries of a list a page shows at once, and mostNames how many at
// all: the command prints every one.
const (
	shownNames = 24
	mostNames  = 400
)

// releaseLists are the lists of what came, went and got another name.
func releaseLists(p *Inputs, path string, c *change) (lists []NameList) {
	add := func(id, title, note string, code bool, rows []NameRow) {
		if len(rows) == 0 {
			return
		}
		l := NameList{ID: id, Title: title, Note: note, Count: english.Thousands(len(rows)), Code: code, Rows: rows}
		if len(rows) > shownNames+6 {
			l.Rows, l.Rest = rows[:shownNames], rows[shownNames:]
			if n := len(l.Rest) - mostNames; n > 0 {
				l.Rest = l.Rest[:mostNames]
				l.More = fmt.Sprintf("and %s that are not listed; sourcedive changes %s %s%s --all prints all", english.Thousands(n), history.Lang(c.From), history.Lang(c.To), moduleFlag(p.past))
			}
		}
		lists = append(lists, l)
	}
	add("new", "New functions", newFiles(c), true, changeNames(p, path, c, homes(c.Appeared), "func"))
	add("gone", "Gone functions", "", true, changeNames(p, path, c, homes(c.Removed), "func"))
	add("renamed", "Another name", "Joined by their code, see the command history for the rule", true, renamedNames(p, path, c))
	add("split", "Taken out of another function", "At least half of the new body came from there", true, splitNames(p, path, c))
	add("types", "Types", "", true, slices.Concat(signed(p, path, c, c.Appeared, "type", "new"), signed(p, path, c, c.Removed, "type", "gone")))
	add("fields", "Fields", "", true, fieldNames(p, c))
	add("constants", "Constants", "", true, slices.Concat(signed(p, path, c, c.Appeared, "const", "new"), signed(p, path, c, c.Changed, "const", "another value as written"), signed(p, path, c, c.Removed, "const", "gone")))
	for _, w := range releaseWords(p.past.release(c.minor)) {
		add(w.id, w.title, w.note, w.id == "settings", w.rows)
	}
	add("calls", "Calls gained and lost", "Between functions that both releases have", true, callNames(p, path, c))
	return lists
}

// newFiles says where most of the new functions are.
func newFiles(c *change) string {
	count := map[string]int{}
	for _, x := range homes(c.Appeared) {
		count[x.File]++
	}
	var files []string
	for f, n := range count {
		if n > 4 {
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b)) })
	var parts []string
	for _, f := range files[:min(6, len(files))] {
		parts = append(parts, strconv.Itoa(count[f])+" in "+strings.TrimPrefix(f, "runtime/"))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Most of them: " + strings.Join(parts, ", ")
}

// changeNames are symbols of a release or of the one before, the longest first.
func changeNames(p *Inputs, path string, c *change, list []history.Change, kind string) (rows []NameRow) {
	list = slices.DeleteFunc(slices.Clone(list), func(x history.Change) bool { return x.Kind != kind })
	slices.SortStableFunc(list, func(a, b history.Change) int { return cmp.Compare(b.Added+b.Removed, a.Added+a.Removed) })
	for _, x := range list {
		minor := c.minor
		if x.Added == 0 && x.Removed > 0 {
			minor--
		}
		row := NameRow{Link: p.nameLink(path, x.Symbol, minor)}
		if n := x.Added + x.Removed; n > 0 {
			row.Note = strconv.Itoa(n)
		}
		rows = append(rows, row)
	}
	return rows
}

// signed are symbols of a kind, with what became of each.
func signed(p *Inputs, path string, c *change, list []history.Change, kind, what string) (rows []NameRow) {
	for _, x := range list {
		if x.Kind != kind {
			continue
		}
		row := NameRow{Link: urls.Link{Text: p.past.short(x.Symbol)}, Note: what}
		if what != "gone" {
			row.Link = p.nameLink(path, x.Symbol, c.minor)
		}
		rows = append(rows, row)
	}
	return rows
}

func renamedNames(p *Inputs, path string, c *change) (rows []NameRow) {
	for _, x := range c.Renamed {
		if x.Kind == "func" && !x.Away || x.Kind == "type" {
			rows = append(rows, NameRow{Was: p.past.short(x.From), Link: p.nameLink(path, x.To, c.minor)})
		}
	}
	return rows
}

func splitNames(p *Inputs, path string, c *change) (rows []NameRow) {
	for _, x := range c.Extracted {
		rows = append(rows, NameRow{Was: p.past.short(x.From), Link: p.nameLink(path, x.To, c.minor), Note: strconv.Itoa(x.Similarity) + " %"})
	}
	return rows
}

// fieldNames are the fields that came, changed and went, by type.
func fieldNames(p *Inputs, c *change) (rows []NameRow) {
	byType := map[string][]string{}
	for _, part := range []struct {
		sign string
		list []history.Change
	}{{"+", c.Appeared}, {"−", c.Removed}, {"±", c.Changed}} {
		for _, x := range part.list {
			if x.Kind == "field" {
				dot := strings.LastIndexByte(x.Symbol, '.')
				of := p.past.short(x.Symbol[:dot])
				byType[of] = append(byType[of], part.sign+x.Symbol[dot+1:])
			}
		}
	}
	for of, names := range byType {
		rows = append(rows, NameRow{Link: urls.Link{Text: of}, Note: strings.Join(names, " ")})
	}
	slices.SortFunc(rows, func(a, b NameRow) int {
		return cmp.Or(strings.Count(b.Note, " ")-strings.Count(a.Note, " "), strings.Compare(a.Link.Text, b.Link.Text))
	})
	return rows
}

// callNames are the calls that each function gained and lost, most first.
func callNames(p *Inputs, path string, c *change) (rows []NameRow) {
	byFunc := map[string][]string{}
	for _, x := range c.Calls {
		sign := "−"
		if x.Gained {
			sign = "+"
		}
		byFunc[x.From] = append(byFunc[x.From], sign+p.past.beside(x.To, x.From))
	}
	var names []string
	for from := range byFunc {
		names = append(names, from)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(byFunc[b]), len(byFunc[a])), strings.Compare(a, b))
	})
	for _, from := range names {
		rows = append(rows, NameRow{Link: p.nameLink(path, from, c.minor), Note: strings.Join(byFunc[from], " ")})
	}
	return rows
}

// wordList is a list of texts that came and went.
type wordList struct {
	id, title, note string
	rows            []NameRow
}

// releaseWords are the settings, reasons to wait and messages that came and went with a
// release, as recorded for package explain.
func releaseWords(release string) (lists []wordList) {
	t, err := tables.Load()
	if err != nil {
		return nil
	}
	i := slices.Index(t.Minors, strings.TrimPrefix(release, "go"))
	if i < 1 {
		return nil
	}
	lists = []wordList{{id: "settings", title: "GODEBUG settings"}, {id: "reasons", title: "Reasons to wait"}, {id: "messages", title: "Messages", note: "What the runtime prints when it throws, panics or dies"}}
	add := func(to int, text string, in tables.Mask) {
		switch was, is := in.Has(i-1), in.Has(i); {
		case is && !was:
			lists[to].rows = append(lists[to].rows, NameRow{Link: urls.Link{Text: text}, Note: "new"})
		case was && !is:
			lists[to].rows = append(lists[to].rows, NameRow{Link: urls.Link{Text: text}, Note: "gone"})
		}
	}
	for list, words := range [][]tables.Word{t.Words.Settings, t.Words.Reasons} {
		for text, in := range masks(words) {
			add(list, text, in)
		}
	}
	byText := map[string]tables.Mask{}
	for k := range t.Messages {
		if m := &t.Messages[k]; m.Kind != "print" && m.Kind != "c" {
			byText[m.Text] |= m.In()
		}
	}
	for text, in := range byText {
		add(2, clip(text, 120), in)
	}
	for _, l := range lists {
		slices.SortFunc(l.rows, func(a, b NameRow) int {
			return cmp.Or(-strings.Compare(a.Note, b.Note), strings.Compare(a.Link.Text, b.Link.Text))
		})
	}
	return lists
}

// masks joins the releases of words that are written alike.
func masks(words []tables.Word) map[string]tables.Mask {
	found := map[string]tables.Mask{}
	for _, w := range words {
		found[w.Text] |= w.In
	}
	return found
}
