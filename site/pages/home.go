package pages

import (
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"sourcedive/annotate"
	"sourcedive/internal/english"
	"sourcedive/site/models"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Home is the first page of a version, and of the newest that of the site.
type Home struct {
	Layout
	Lead     string
	Standing string // how much of it was checked, "" for nothing
	Checked  urls.Link
	Begin    []urls.Link // what to do first
	Scene    *FrontScene // nil without models
	Doors    []Door
	Map      *AreaMap // nil where the content has none
	Journeys []JourneyCard
	Models   []ModelStill
	Packages []PackageRow // where the site is not about the runtime
	More     string       // packages that are not among them, "" for none
	Lists    []LinkRow

	Notes    []string // what a reader should know of how this version was read
	Problems string   // a sentence, "" for none
	Faults   urls.Link
}

// FrontScene is a moment of a recorded run of a model.
type FrontScene struct {
	Still   models.Still
	Href    string
	Caption string
	Where   string
}

// Door is a way into the site for one kind of reader.
type Door struct {
	Link  urls.Link
	Says  string
	Paste *Paste      // where a text can be pasted
	Stops []urls.Link // the first of its path
	Paths []LinkRow   // the whole paths
}

func homePage(p *Inputs, f Layout) templates.View {
	f.Description = p.Resolved.Config.Lead
	v := Home{
		Layout: f, Lead: p.Resolved.Config.Lead, Notes: p.Index.Config.Notes, Standing: homeStanding(p), Checked: urls.Link{Text: "What was checked", Href: f.Up + urls.Checked}, Begin: begin(p, f.Up),
		Scene: frontScene(p, f.Up), Doors: doors(p, f), Map: areaMap(p, f.Up), Models: modelStills(p, f.Up),
	}
	for _, j := range p.Resolved.Journeys {
		v.Journeys = append(v.Journeys, journeyCard(p, f.Up, j))
	}
	if !ofRuntime(p) {
		v.Packages = packageRows(p, urls.Home)
		if n := len(v.Packages) - homePackages; n > 0 {
			v.Packages, v.More = v.Packages[:homePackages], english.Count(n, "package", "packages")+" more"
		}
		for i := range v.Packages {
			v.Packages[i].Href = f.Up + v.Packages[i].Href
		}
	}
	if rows, _ := areaRows(p, f.Up); v.Map == nil {
		for _, row := range rows {
			for _, a := range row.Areas {
				v.Lists = append(v.Lists, LinkRow{Link: urls.Link{Text: a.Name, Href: a.Href}, Note: english.Count(a.Notes, "note", "notes")})
			}
		}
	}
	for _, row := range lookUpRows(p) {
		row.Href = f.Up + row.Href
		v.Lists = append(v.Lists, row)
	}
	if n := len(p.Index.Problems); n > 0 {
		v.Problems = english.Count(n, "fault was found in this tree", "faults were found in this tree")
		v.Faults = urls.Link{Text: "they are listed here", Href: f.Up + urls.About + "#problems"}
	}
	return v
}

// homePackages is how many packages the home lists.
const homePackages = 24

// ofRuntime reports whether a version has package runtime: much that the site can tell is
// about it alone.
func ofRuntime(p *Inputs) bool {
	_, ok := p.Index.Pkg("runtime")
	return ok
}

// FrontPage is the home of a version as the first page of the site, whose layout has the
// version's folder for a prefix.
func FrontPage(p *Inputs, f Layout) templates.View {
	if f.Title = p.Resolved.Config.Title; frontScene(p, f.Up) != nil {
		f.Title += ", drawn"
	}
	return homePage(p, f)
}

// homeStanding says how much of what the site says is compared with the source.
func homeStanding(p *Inputs) (says string) {
	if c := p.covered(); c.Evidence > 0 {
		says = "Of " + english.Count(c.Checkable, "sentence", "sentences") + " that can be checked, " + english.Thousands(c.Evidence) +
			" show what they rest on, and each build checks them against the source of " + p.Index.Config.Version + ". "
		if p.Resolved.WrittenFor != "" {
			hold, unconfirmed := annotate.Verdicts(p.Resolved)
			says += "They are written for " + p.Resolved.WrittenFor + ": " + english.Thousands(hold) + " are confirmed here, " + english.Thousands(unconfirmed) + " are not and are marked. "
		}
	}
	if checks := modelChecks(p); checks > 0 {
		says += english.Count(checks, "check holds", "checks hold") + " the models against the real runtime."
	}
	return says
}

func modelChecks(p *Inputs) (n int) {
	for _, m := range modelStills(p, "") {
		n += m.Exact
	}
	return n
}

// begin is what to do first: play the model of the scene, read the essay that it belongs to.
func begin(p *Inputs, up string) (list []urls.Link) {
	if hasModels(p) {
		list = append(list, urls.Link{Text: "Play " + lowerFirst(p.Models.Models[0].Title), Href: up + urls.Model(p.Models.Models[0].Name)})
	}
	first := "sched"
	if there := annotate.Areas(p.Resolved); !ofRuntime(p) && len(there) > 0 {
		first = there[0]
	}
	if t := p.Resolved.Essay(first); t != nil {
		list = append(list, urls.Link{Text: "Read how it works", Href: up + p.ArticlePage(t)})
	}
	return list
}

// frontScene is the moment that the page of the first model opens with.
func frontScene(p *Inputs, up string) *FrontScene {
	if !hasModels(p) {
		return nil
	}
	rec := &p.Models.Models[0]
	o := &rec.Opening
	s := &FrontScene{Still: o.Narrow, Href: up + urls.Model(rec.Name), Caption: rec.Moments[o.Run].Title, Where: "Step " + strconv.Itoa(o.Step) + " of " + strconv.Itoa(o.Steps) + " of a recorded run that you can play, turn and break."}
	s.Still.Class = "scene"
	return s
}

// doorSpecs are the ways in: for readers of levels, and between the first two for one who
// has a text at hand.
var doorSpecs = []struct {
	title, says string
	levels      []string
}{
	{"I write Go", "What happens when you write go, make, <- and new. No source need be known.", []string{"junior"}},
	{"Something is wrong now", "Paste a crash, a dump of goroutines, a trace line, a profile.", nil},
	{"I must explain or tune it", "The scheduler, the allocator and the collector, and what each means for a service.", []string{"middle", "senior"}},
	{"I change the runtime", "The rules of the house, code without a stack of its own, and the invariants on which the rest stands.", []string{"professional"}},
}

func doors(p *Inputs, f Layout) (list []Door) {
	if !ofRuntime(p) {
		for _, t := range p.Resolved.Levels {
			d := Door{Says: t.About}
			d.addPath(p, f.Up, t, 3)
			d.Link.Text = t.Title
			list = append(list, d)
		}
		return list
	}
	for _, spec := range doorSpecs {
		d := Door{Link: urls.Link{Text: spec.title}, Says: spec.says}
		if spec.levels == nil {
			if to := p.Symptoms(); to != "" {
				d.Link.Href = f.Up + to
			}
			if hasExplain(p) {
				paste := PasteForm(f)
				d.Paste = &paste
			}
		}
		for i, t := range levelsOf(p, spec.levels) {
			d.addPath(p, f.Up, t, 3-i-len(spec.levels)+1)
		}
		if d.Link.Href != "" {
			list = append(list, d)
		}
	}
	return list
}

func levelsOf(p *Inputs, names []string) (list []*annotate.Article) {
	for _, name := range names {
		for _, t := range p.Resolved.Levels {
			if t.ID == name {
				list = append(list, t)
			}
		}
	}
	return list
}

// addPath adds the path of a level, with so many of its stops.
func (d *Door) addPath(p *Inputs, up string, t *annotate.Article, shown int) {
	to := urls.Link{Text: reader(t), Href: up + p.ArticlePage(t)}
	if d.Link.Href == "" {
		d.Link.Href = to.Href
	}
	stops := p.paths().stops[t]
	for _, s := range stops {
		if s.Href = up + s.Href; shown > 0 && !slices.Contains(d.Stops, s) {
			d.Stops, shown = append(d.Stops, s), shown-1
		}
	}
	if to.Text == d.Link.Text {
		to.Text = "The whole path"
	}
	d.Paths = append(d.Paths, LinkRow{Link: to, Note: english.Count(len(stops), "stop", "stops")})
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
