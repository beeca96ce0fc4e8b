// Package measure runs labs on the machine that it runs on: it compiles the measured
// program with the go command of each version, starts its processes, and reads the machine
// and the noise beside them. What a lab, a case, a series and a null are is said in package
// lab.
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
package measure
