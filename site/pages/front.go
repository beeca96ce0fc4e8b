package pages

import "sourcedive/site/urls"

// Missing is the page for addresses that do not exist.
type Missing struct{ Layout }

// Front is the first page of the site, above the versions.
type Front struct {
	Layout
	Lead  string
	Sites []urls.Link
}
