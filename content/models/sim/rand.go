package sim

// Rand is a small generator of pseudo-random numbers (splitmix64): the same seed
// gives the same numbers in every version of Go, on every machine and in a browser.
type Rand struct{ state uint64 }

// NewRand returns a generator with the given seed.
func NewRand(seed uint64) *Rand { return &Rand{seed} }

// Uint64 returns the next number.
func (r *Rand) Uint64() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Uint32 returns the high half of the next number.
func (r *Rand) Uint32() uint32 { return uint32(r.Uint64() >> 32) }

// N returns a number in the half-open interval [0,n). It panics if n <= 0.
func (r *Rand) N(n int) int {
	if n <= 0 {
		panic("Rand.N of nothing")
	}
	return int(uint64(r.Uint32()) * uint64(n) >> 32)
}

// Shuffle puts n elements into a random order.
func (r *Rand) Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, r.N(i+1))
	}
}
