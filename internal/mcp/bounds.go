package mcp

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// What an answer may weigh as JSON, and the longest list and text in one that weighs more.
const (
	largestAnswer = 32 << 10
	longestList   = 64
	longestString = 4000
)

// bounded is an answer with its lists cut until it is small enough. It says how much was
// left out.
func bounded(answer any) (any, error) {
	data, err := json.Marshal(answer)
	if err != nil || len(data) <= largestAnswer {
		return answer, err
	}
	for list, text := longestList, longestString; list > 0; list, text = list/2, text/2 {
		var tree map[string]any
		if err := json.Unmarshal(data, &tree); err != nil {
			return nil, err
		}
		left := 0
		cut(tree, list, text, &left)
		tree["cut"] = fmt.Sprintf("%d entries and ends of texts are left out, since the answer is too large; ask for less", left)
		if small, err := json.Marshal(tree); err != nil || len(small) <= largestAnswer {
			return tree, err
		}
	}
	return nil, fmt.Errorf("the answer has %d bytes and cannot be cut to %d", len(data), largestAnswer)
}

// cut shortens lists and texts, and counts what it leaves out.
func cut(v any, list, text int, left *int) any {
	switch v := v.(type) {
	case map[string]any:
		for key, in := range v {
			v[key] = cut(in, list, text, left)
		}
	case []any:
		if len(v) > list {
			*left += len(v) - list
			v = v[:list]
		}
		for i, in := range v {
			v[i] = cut(in, list, text, left)
		}
		return v
	case string:
		if len(v) > text {
			*left++
			return v[:start(v, text)] + "…"
		}
	}
	return v
}

// start is where the character begins that a byte of a text belongs to.
func start(s string, at int) int {
	for at > 0 && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}
