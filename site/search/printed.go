package search

import "regexp"

// What is typed may be a line that a program printed. These take off what is said of
// every such line, and leave what tells it from others. engine.js has the same patterns.
var (
	// printedPrefix is what stands before a message, with what a log may put before that.
	printedPrefix = regexp.MustCompile(`^(?:[^:]*[0-9].* |.*panic serving [^ ]+ |[ \t]*)(?:(?:fatal error|panic|runtime error): +)+|^[ \t]*(?:runtime: +)+`)
	// printedEnd is what stands behind the text of a panic.
	printedEnd = regexp.MustCompile(` \[recovered[^\]]*\]$`)
	// printedState is the header of a goroutine; its reason to wait is in brackets.
	printedState = regexp.MustCompile(`goroutine [0-9]+(?: [a-z]+=[^ ]*)* \[([^\],]+)`)
	// printedRow is a line of a profile's table; its function comes after the numbers.
	printedRow = regexp.MustCompile(`^[ \t]*[0-9.]+[a-zA-Z]* +[0-9.]+% +(?:[0-9.]+[a-zA-Z%]* +)*([a-zA-Z_][^ ]*\.[^ ]+)`)
	// printedNumber is a word that tells nothing beside others. Numbers of few digits stay:
	// 61 and 256 are what people look for.
	printedNumber = regexp.MustCompile(`^(?:0[xX][0-9a-fA-F]+|[0-9]{4,})$`)
)

// printed is what to look for of a line that a program printed; any other text it leaves
// as it is.
func printed(text string) string {
	if m := printedState.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if m := printedRow.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	rest := text[len(printedPrefix.FindString(text)):]
	if rest = rest[:len(rest)-len(printedEnd.FindString(rest))]; rest != "" {
		return rest
	}
	return text
}

// bareNumber reports whether a run that ends at a place of a text is a number that
// stands alone: not the 22 of go1.22.
func bareNumber(text, run string, end int) bool {
	at := end - len(run)
	return printedNumber.MatchString(run) && (at == 0 || text[at-1] != '.')
}
