package search

import "testing"

// A line of output is looked for by what tells it from others, and what was not printed
// stays as it is.
func TestPrinted(t *testing.T) {
	for text, want := range map[string]string{
		"fatal error: all goroutines are asleep - deadlock!":               "all goroutines are asleep - deadlock!",
		"panic: runtime error: index out of range":                         "index out of range",
		"2024/05/02 10:11:12 panic: send on closed channel":                "send on closed channel",
		"runtime: out of memory":                                           "out of memory",
		"goroutine 18 [chan receive, 3 minutes]:":                          "chan receive",
		"goroutine 1 gp=0xc000002380 m=0 mp=0x584f60 [running]:":           "running",
		"     70ms 36.84% 36.84%       70ms 36.84%  runtime.futex":         "runtime.futex",
		"http: panic serving 1.2.3.4:5: runtime error: index out of range": "index out of range",
		"panic: all of it [recovered, repanicked]":                         "all of it",
		"it has [recovered] since":                                         "it has [recovered] since",
		"50% of the heap":                                                  "50% of the heap",
		"why does panic: print twice":                                      "why does panic: print twice",
		"goroutine states":                                                 "goroutine states",
		"panic: ":                                                          "panic: ",
		"runtime.schedule":                                                 "runtime.schedule",
		"web_1 | fatal error: concurrent map writes":                       "concurrent map writes",
	} {
		if got := printed(text); got != want {
			t.Errorf("printed(%q) = %q, want %q", text, got, want)
		}
	}
}

// Numbers are left out beside words, and looked for alone.
func TestNumbersBesideWords(t *testing.T) {
	for text, want := range map[string]int{"deadlock 0xc000012345 17342": 1, "2048": 1, "0x1006": 1, "go1 1900": 1, "schedtick 61 runq": 3} {
		if q := Parse(text, nil); len(q.Words) != want {
			t.Errorf("%q: %+v, want %d words", text, q.Words, want)
		}
	}
}
