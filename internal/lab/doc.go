// Package lab describes the labs, which measure what a part of the Go runtime costs, and
// reports what may be said of a result. It has no effects: package measure runs the labs.
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
package lab
