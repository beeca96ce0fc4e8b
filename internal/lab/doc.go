// Package lab measures what a part of the Go runtime costs, on the machine that it runs
// on, and reports what may be said of the result.
//
// # Vocabulary
//
//   - A Lab is a question with the cases that answer it. A case is one way to start the
//     lab's measured program: an argument, an environment, an amount.
//   - The measured program uses the standard library only. It is compiled by the go
//     command of the version that is measured, in a module of its own, since a program
//     that were part of this one would measure the runtime of this one.
//   - A Series is the raw samples of one quantity at one x, over all processes. Its null
//     is the same thing measured once more; what the two differ by is noise.
//   - The null band is the ratio that two measurements of the same thing may have, by the
//     intervals of their medians. No difference within it is reported as one.
//   - A Check is a statement that is exact: it holds or it does not.
//   - A Result is what one version gave. A file holds one, or an array of them.
//
// # Method
//
// Every case of every version runs in several fresh processes, in an order that is
// random and the same again for the same seed: in a fixed order two identical cases
// differ by a quarter. Within a process the order is random too. Batches of a timing are
// 20 to 100 microseconds, shorter than the kernel's time slice, so that a batch is
// either undisturbed or an outlier, which a median passes over. Medians have intervals
// at 95 %, differences the Mann-Whitney U test, both from benchmath; fewer than six
// samples have no such interval, and nothing is concluded from them.
//
// # Limits
//
// cgo is off, so threads are those of Go. Resident memory, pinned threads and the noise
// readings need Linux; elsewhere a Result says that they were not read. A case that needs more
// than a quarter of the memory that is available or allowed, or more threads than
// allowed, is refused before anything runs. The counters of page tables, kernel stacks
// and slab are the whole machine's: their null, where nothing is started, belongs beside
// them.
package lab
