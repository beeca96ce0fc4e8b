package pages

import "strings"

// jsString quotes a string for a script. The literal is safe inside HTML too.
func jsString(s string) string {
	const hex = "0123456789abcdef"
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == '<' || r == '>' || r == '&' || r == 0x7f:
			b.WriteString(`\u00` + string(hex[r>>4&15]) + string(hex[r&15]))
		case r == 0x2028 || r == 0x2029:
			b.WriteString(`\u202` + string(hex[r&15]))
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
