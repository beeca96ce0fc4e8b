package sched

// grid is where things stand in one layout.
type grid struct {
	w, cols, n int
	narrow     bool
	tight      bool // no room for ticks, head and tail
	words      bool // the rows have names
	ticks      bool // there is room for schedtick
	top, rowH  int  // of the first processor; from one row of them to the next
	left, gap  int
	pw, ph     int // a processor

	r, stepX             int // a circle, and from one to the next
	runX, runY, nextX    int
	handX                int // from who runs to who is in hand
	queueX, queueY, fits int
	lenX, lenY           int
	lenClass             string

	mX, mY, mHalf, mTextX int // the thread on a processor
	mText                 bool
	mClass                string

	aloneX, aloneY int // threads without a processor, on a phone

	r2, step2 int // small circles: the global queue, who waits
	glob      struct{ x, y, w, h int }
}

// at is the corner of a processor.
func (g *grid) at(i int) (x, y int) {
	return g.left + i%g.cols*(g.pw+g.gap), g.top + i/g.cols*g.rowH
}

// below is the line under the processors.
func (g *grid) below() int {
	_, y := g.at(g.n - 1)
	return y + g.ph + 62
}

// gridOf lays n processors out: large for one or two, smaller for more. On a phone, threads
// without a processor have a row if there are any.
func gridOf(n int, narrow, alone bool) grid {
	if narrow {
		g := narrowGrid(n)
		if g.handX = 2*g.r + 6; g.cols > 1 {
			g.handX = 2*g.r + 2
		}
		if alone {
			g.aloneX, g.aloneY = 44, 50
			g.top += 32
		}
		return g
	}
	g := grid{w: 832, n: n, cols: min(n, 2), left: 24, gap: 48, words: true, ticks: n < 5, mText: true, r2: 15, step2: 36}
	g.glob.x, g.glob.y, g.glob.w, g.glob.h = 24, 34, 784, 40
	g.top, g.ph, g.r, g.stepX = 168, 200, 19, 42
	g.runX, g.runY, g.queueX, g.queueY = 104, 76, 104, 144
	g.lenX, g.lenY = 16, 164
	g.mX, g.mHalf, g.mTextX = 140, 32, 42
	if n > 2 {
		g.tight, g.ph, g.top, g.r, g.stepX = true, 122, 138, 15, 36
		g.runY, g.queueY, g.lenY, g.mHalf, g.mTextX = 52, 92, 110, 22, 30
	}
	if n > 4 {
		g.cols, g.gap, g.words, g.mText = 4, 16, false, false
		g.runX, g.queueX, g.lenX, g.lenY, g.lenClass = 32, 32, 170, 96, " e"
	}
	g.pw = (784 - (g.cols-1)*g.gap) / g.cols
	g.mX = min(g.mX, g.pw/2)
	g.rowH = g.ph + g.mHalf*8/5 + 24
	g.nextX = min(g.pw-100, 268)
	if n > 4 {
		g.nextX = g.pw - 30
	}
	g.fits = (g.pw - g.queueX - 10) / g.stepX
	g.handX = 2*g.r + 6
	return g
}

func narrowGrid(n int) grid {
	g := grid{w: 328, n: n, cols: 1, narrow: true, left: 1, pw: 326, r: 15, stepX: 38, r2: 13, step2: 30, lenClass: " e"}
	g.glob.x, g.glob.y, g.glob.w, g.glob.h = 1, 2, 206, 30
	g.runX, g.nextX, g.queueX, g.fits = 70, 196, 32, 6
	g.mX, g.mHalf, g.mTextX, g.mClass, g.mText = 288, 22, -34, " e", true
	g.top, g.ph, g.rowH, g.runY, g.queueY = 76, 98, 168, 32, 74
	g.lenX, g.lenY = 316, 78
	if n > 2 {
		g.tight, g.mText, g.r, g.stepX = true, false, 13, 32
		g.top, g.ph, g.rowH, g.runY, g.queueY, g.lenY = 46, 76, 86, 22, 56, 60
		g.mX, g.mY, g.mHalf = 288, 34, 14
	}
	if n > 4 {
		g.cols, g.gap, g.pw, g.ph, g.rowH = 2, 6, 160, 68, 74
		g.runX, g.nextX, g.queueX, g.fits = 52, 108, 20, 3
		g.lenX, g.queueY, g.lenY, g.mX = 152, 50, 54, 140
	}
	return g
}
