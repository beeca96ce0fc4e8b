package prose

import (
	"fmt"

	"sourcedive/annotate"
	"sourcedive/site/urls"
)

// Standing counts the sentences that a Writer has written: how many can be true or false
// of the source, and what became of what they rest on.
type Standing struct {
	Of, Holds, Fails   int
	Unconfirmed, Lacks int // of those written for another version: what they rest on is other here, or not here
}

func (c *Standing) add(r *annotate.Resolved, s *annotate.Sentence, state annotate.EvidenceState) {
	if !s.Supported() && !annotate.Checkable(s.Sentence) {
		return
	}
	c.Of++
	switch {
	case state == annotate.Holds:
		c.Holds++
	case r.Unconfirmed(s) && r.Lacks(s) != "":
		c.Lacks++
	case r.Unconfirmed(s):
		c.Unconfirmed++
	case state == annotate.Fails:
		c.Fails++
	}
}

// Add adds what a Writer has written.
func (c *Standing) Add(w *Writer) {
	c.Of += w.standing.Of
	c.Holds += w.standing.Holds
	c.Fails += w.standing.Fails
	c.Unconfirmed += w.standing.Unconfirmed
	c.Lacks += w.standing.Lacks
}

// Standing says of what was counted how much of it rests on the source.
func (p *Prose) Standing(path string, c Standing) []urls.Link { return c.links(p, path) }

// StandingOf says of a whole text how much of it rests on the source.
func (p *Prose) StandingOf(path string, t *annotate.Article) []urls.Link {
	var c Standing
	for _, s := range t.Sentences() {
		c.add(p.Resolved, s, s.State())
	}
	return c.links(p, path)
}

// Standing says of what was written so far how much of it rests on the source, and links to
// what that means; nothing where no sentence can be true or false.
func (w *Writer) Standing() []urls.Link { return w.standing.links(w.Prose, w.path) }

func (c Standing) links(p *Prose, path string) (list []urls.Link) {
	if c.Of == 0 {
		return nil
	}
	v := p.Index.Config.Version
	list = append(list, urls.Link{Text: fmt.Sprintf("%d of %d sentences rest on %s’s source", c.Holds, c.Of, v)})
	if c.Fails > 0 {
		list = append(list, urls.Link{Text: fmt.Sprintf("%d do not hold in it", c.Fails)})
	}
	if c.Unconfirmed > 0 {
		list = append(list, urls.Link{Text: fmt.Sprintf("%s written for %s and not confirmed: ?", isAre(c.Unconfirmed), p.Resolved.WrittenFor)})
	}
	if c.Lacks > 0 {
		list = append(list, urls.Link{Text: fmt.Sprintf("%s about what %s does not have: grey, with ≠", isAre(c.Lacks), v)})
	}
	return append(list, urls.Link{Text: "how", Href: urls.Relative(path, urls.Checked) + "#sentences"})
}

func isAre(n int) string {
	if n == 1 {
		return "1 is"
	}
	return fmt.Sprintf("%d are", n)
}
