package tables

import (
	"fmt"
	"strings"
	"testing"
)

func TestTexts(t *testing.T) {
	windows := `package runtime

//go:nosplit
func sysUsedOS(n uintptr) {
	print("runtime: VirtualAlloc of ", n, " bytes failed with errno=", getlasterror(), "\n")
	throw("out of memory")
}

func seen(a, b bool) {
	print("seen: first")
	if a {
		print(" and second=", b)
	}
	print("\n")
	other("not printed at all")
}
`
	files := map[string]string{"runtime/mem_windows.go": windows, "runtime/broken.go": "package runtime\nfunc {", "runtime/asm.s": "TEXT ·f(SB), $0\n"}
	var got []string
	for _, x := range Texts(files) {
		if !strings.HasPrefix(windows[x.Off:], "print(") && !strings.HasPrefix(windows[x.Off:], "throw(") {
			t.Errorf("%+v is at %.20q", x, windows[x.Off:])
		}
		got = append(got, fmt.Sprintf("%s %s %s: %s", x.File, x.Func, x.Kind, x.Words("…")))
	}
	want := `runtime/mem_windows.go sysUsedOS print: runtime: VirtualAlloc of … bytes failed with errno=…
runtime/mem_windows.go sysUsedOS throw: out of memory
runtime/mem_windows.go seen print: seen: first and second=…`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
	if got := Texts(map[string]string{"net/http/server.go": strings.Replace(windows, "runtime", "http", 1)}); len(got) > 0 {
		t.Errorf("net/http has %v", got)
	}
}
