package pages

import (
	"strings"

	"sourcedive/annotate"
	"sourcedive/site/urls"
)

// Place is where a page stands on the path of a level of readers.
type Place struct {
	Path urls.Link // the level
	Stop string    // what the stop is called, where the page is several; else ""
	N    int       // counted from 1
	Of   int
	Prev urls.Link
	Next urls.Link
}

// readers are the levels in the words of their readers.
var readers = map[string]string{
	"junior": "I write Go", "middle": "I run services", "senior": "I tune at the limit", "professional": "I change the runtime",
}

// reader is a level in the words of its readers, else its title.
func reader(t *annotate.Article) string {
	if words := readers[t.ID]; words != "" {
		return words
	}
	return t.Title
}

// stop is one entry of a level's path: a page with its title.
type stop struct {
	level *annotate.Article
	n     int
}

// A path is the pages of a level in order, from the root of the version.
type paths struct {
	stops map[*annotate.Article][]urls.Link
	on    map[string][]stop // by page: the stops that are there
}

// findPaths reads the numbered list of each level.
func findPaths(p *Inputs) *paths {
	all := &paths{map[*annotate.Article][]urls.Link{}, map[string][]stop{}}
	for _, t := range p.Resolved.Levels {
		for _, b := range t.Doc.Blocks {
			for _, it := range b.Items {
				if it.Link == nil {
					continue
				}
				ref, ok := p.Resolved.Resolve(*it.Link)
				if !ok {
					continue
				}
				if to, text := p.RefPage(ref); to != "" && !strings.Contains(to, "://") {
					all.add(t, urls.Link{Text: text, Href: to})
				}
			}
		}
	}
	return all
}

func (a *paths) add(t *annotate.Article, l urls.Link) {
	page, _, _ := strings.Cut(l.Href, "#")
	a.on[pathKey(page)] = append(a.on[pathKey(page)], stop{t, len(a.stops[t])})
	a.stops[t] = append(a.stops[t], l)
}

// pathKey is the page, or for a stop of a tour the tour.
func pathKey(page string) string {
	if strings.HasPrefix(page, "tour/") {
		return page[:strings.LastIndexByte(page, '/')]
	}
	return page
}

// PlacesOf are where a page stands on paths, in the order of the levels.
func (p *Inputs) PlacesOf(path string) (list []Place) {
	on := p.paths().on[pathKey(path)]
	for _, at := range on {
		place := p.placeAt(at, path)
		if len(on) == 1 {
			place.Stop = ""
		}
		list = append(list, place)
	}
	return list
}

func (p *Inputs) placeAt(at stop, path string) Place {
	stops := p.paths().stops[at.level]
	link := func(i int) urls.Link {
		if i < 0 || i >= len(stops) {
			return urls.Link{}
		}
		return urls.Link{Text: stops[i].Text, Href: urls.Relative(path, stops[i].Href)}
	}
	place := Place{
		Path: urls.Link{Text: reader(at.level), Href: urls.Relative(path, p.ArticlePage(at.level))}, Stop: stops[at.n].Text,
		N: at.n + 1, Of: len(stops), Prev: link(at.n - 1), Next: link(at.n + 1),
	}
	if at.n+1 == len(stops) {
		place.Next = p.endOf(at.level, path)
	}
	return place
}

// endOf is what comes after the last stop of a path: the last part of its level's page.
func (p *Inputs) endOf(t *annotate.Article, path string) urls.Link {
	end := urls.Link{Text: "End of the path", Href: urls.Relative(path, p.ArticlePage(t))}
	if list := sections(t); len(list) > 0 {
		last := list[len(list)-1]
		end.Text, end.Href = end.Text+": "+lowerFirst(last.Text), end.Href+last.Href
	}
	return end
}
