package pages

// Missing is the page for addresses that do not exist.
type Missing struct {
	Layout
	Words string // why it may be
}
