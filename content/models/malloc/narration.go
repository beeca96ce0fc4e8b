package malloc

import "fmt"

func bytesOf(n int) string { return many(n, "byte") }
func pagesOf(n int) string { return many(n, "page") }
func slotsOf(n int) string { return many(n, "slot") }

func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// nameOf is a span class in words: "class 5 without pointers".
func nameOf(s SpanClass) string {
	if s.Noscan() {
		return fmt.Sprintf("class %d without pointers", s.Class())
	}
	return fmt.Sprintf("class %d", s.Class())
}

// emitPlace reports which way an allocation takes.
func (h *Heap) emitPlace(p, size int, pointers bool, place Place) {
	if h.onEvent == nil {
		return
	}
	kind := "without pointers"
	if pointers {
		kind = "with pointers"
	}
	asks := fmt.Sprintf("P%d is asked for %s %s", p, bytesOf(size), kind)
	switch {
	case place.Zero:
		h.emit(p, "runtime.mallocgc", "Objects of size 0 need no memory; all have the address of zerobase.", "%s: nothing to do.", asks)
	case place.Tiny:
		h.emit(p, "runtime.mallocgc", "Below 16 bytes without pointers the tiny allocator shares slots of 16 bytes.", "%s: it goes to the tiny allocator.", asks)
	case place.Span.Class() == 0:
		h.emit(p, "runtime.mallocgc", "More than 32,760 bytes is large: no size class, but whole pages.", "%s: it needs %s.", asks, pagesOf(place.Pages))
	case place.Header > 0:
		h.emit(p, "runtime.mallocgc", "More than 512 bytes with pointers carries a header of 8 bytes that names its type.",
			"%s: with its header it goes to class %d, slots of %d bytes.", asks, place.Span.Class(), place.Slot)
	default:
		h.emit(p, "runtime.mallocgc", "The smallest size class that holds it; objects with and without pointers never share a span.",
			"%s: it goes to class %d, slots of %d bytes.", asks, place.Span.Class(), place.Slot)
	}
}
