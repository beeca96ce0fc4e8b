package explain

import (
	"bytes"
	"fmt"
	"io"
	"testing"
)

// largeDump is a dump of n goroutines in a few hundred different stacks, about 200 bytes
// each: some wait for locks, in each of a few thousand values.
func largeDump(n int) []byte {
	const goroot = "/usr/local/go/src/"
	var b bytes.Buffer
	b.WriteString("SIGQUIT: quit\nPC=0x45a053 m=0 sigcode=0\n\n")
	for i := range n {
		wait := ""
		if m := i % 7; m > 1 {
			wait = fmt.Sprintf(", %d minutes", m)
		}
		value := 0xc000100000 + i/20*64
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, "goroutine %d [chan receive%s]:\nmain.(*Worker).run(0x%x)\n\t/src/app/worker.go:%d +0x2c\n", i+1, wait, value, 10+i/4%150)
		case 1:
			fmt.Fprintf(&b, "goroutine %d [sync.Mutex.Lock%s]:\nsync.(*Mutex).Lock(...)\n\t%ssync/mutex.go:90\nmain.(*Cache).get%d(0x%x)\n\t/src/app/cache.go:%d +0x2c\n", i+1, wait, goroot, i/4%10, value, 10+i/4%50)
		case 2:
			fmt.Fprintf(&b, "goroutine %d [IO wait%s]:\nnet.(*conn).Read(0x%x, {0x%x?, 0x1000?, 0x1000?})\n\t%snet/net.go:179 +0x45\n", i+1, wait, value, value+0x4000, goroot)
		case 3:
			fmt.Fprintf(&b, "goroutine %d [select%s]:\nmain.(*Hub).loop(0x%x, {0x%x, 0x4})\n\t/src/app/hub.go:%d +0x1d3\n", i+1, wait, value, value+16, 20+i/4%30)
		}
		fmt.Fprintf(&b, "created by main.start in goroutine 1\n\t/src/app/start.go:%d +0x97\n\n", 30+i%4)
	}
	return b.Bytes()
}

// BenchmarkExplain explains 100,000 goroutines and writes the answer.
func BenchmarkExplain(b *testing.B) {
	text := largeDump(100_000)
	e := engine()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if err := e.Explain(text, Options{}).Text(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
