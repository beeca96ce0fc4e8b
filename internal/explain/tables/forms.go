package tables

import (
	"path"
	"strings"
)

// A probe finds out which releases write something in a given form: those with one of
// the needles in a file of package runtime.
type probe struct {
	id, file string
	needles  []string
}

func (p probe) in(name, text string) bool {
	if ok, _ := path.Match("runtime/"+p.file, name); !ok {
		return false
	}
	for _, n := range p.needles {
		if strings.Contains(text, n) {
			return true
		}
	}
	return false
}

// probes are the forms that date a text. A needle is code that prints the form.
var probes = []probe{
	{"header with gp= m= mp=", "traceback.go", []string{`print(" gp=`}},
	{"created by F in goroutine N", "traceback.go", []string{`" in goroutine "`}},
	{"aggregate arguments in braces", "traceback.go", []string{`print("{")`}},
	{"? after a value that may be stale", "traceback.go", []string{`print("?")`}},
	{"N frames elided", "traceback.go", []string{`" frames elided...`}},
	{"additional frames elided", "traceback.go", []string{"additional frames elided"}},
	{"pc= in frames", "traceback.go", []string{`" pc=", hex(frame.pc)`, `" pc=", hex(u.frame.pc)`}},
	{"sigcode= after PC=", "signal*.go", []string{`" sigcode="`}},
	{"addr= after sigcode=", "signal_unix.go", []string{`print(" addr="`}},
	{"[signal with the signal's name", "*.go", []string{`print("[signal ", signame`}},
	{"[recovered, repanicked]", "panic.go", []string{"recovered, repanicked"}},
	{"needspinning=", "proc*.go", []string{`needspinning=`}},
	{"schedticks=", "proc.go", []string{`schedticks=[`}},
	{"timerslen=", "proc*.go", []string{`timerslen=`}},
	{"helpgc=", "proc*.go", []string{`helpgc=`}},
	{"m=nil", "proc*.go", []string{`print("nil")`}},
	{"MB stacks, MB globals", "mgc.go", []string{`" MB stacks`}},
	{"scvg lines", "m*.go", []string{`print("scvg"`}},
	{"scav lines", "mgcscavenge.go", []string{`print("scav "`}},
	{"scav (bg) (eager) now", "mgcscavenge.go", []string{`KiB now, `}},
	{"synctest group", "traceback.go", []string{`synctest group `}},
	{"synctest bubble", "traceback.go", []string{`synctest bubble `}},
	{"(durable)", "traceback.go", []string{`(durable)`}},
	{"(leaked)", "traceback.go", []string{`(leaked)`}},
	{"labels inside the brackets", "traceback.go", []string{`labels:{`}},
	{"waiting for cgo callback", "*.go", []string{"waiting for cgo callback"}},
	{"one goroutine after a fatal error", "runtime1.go", []string{"throwing > throwTypeUser"}},
	{"random heap base", "malloc.go", []string{"randomizeHeapBase"}},
}
