package markdown

// figureHead reads the name of a figure.
func figureHead(b *Block, words []quoted) bool {
	if len(words) == 1 && !words[0].in {
		b.Figure = words[0].Word
	}
	return b.Figure.Text != ""
}
