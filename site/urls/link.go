package urls

// Link is a text that leads somewhere; Href is "" for the page itself.
type Link struct {
	Text string
	Href string
}
