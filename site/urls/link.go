package urls

// Link is a text with an address; Href is "" for the page itself.
type Link struct {
	Text string
	Href string
}
