package pages

import "encoding/json"

// jsString quotes a string for a script. The literal is safe inside HTML too.
func jsString(s string) string {
	text, err := json.Marshal(s)
	if err != nil { // of a string: it cannot be
		return `""`
	}
	return string(text)
}
