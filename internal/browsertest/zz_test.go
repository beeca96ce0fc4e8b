package browsertest
import ("testing";"time";"sourcedive/internal/browsertest/chromium")
func TestZZ(t *testing.T){
 p:=open(t,the.http())
 s:=time.Now(); lap:=func(n string){t.Log(n,time.Since(s)); s=time.Now()}
 p.scripts(false); p.visit(at("V/src/runtime/proc.go.html")); lap("visit nojs")
 p.checkText("func newproc("); lap("text")
 for _,w:=range widths { for _,c:=range []string{"light","dark"} { p.do(chromium.Look(w,800,c)); lap("look"); eval[looks](p,looksJS); lap(c) } }
 p.scripts(true); p.visit(at("V/src/runtime/proc.go.html")); lap("visit js")
 eval[string](p,coloursJS); lap("col")
 p.do(chromium.Look(1280,800,"dark")); eval[string](p,coloursJS); lap("dark")
 eval[any](p, `document.querySelector("header button").click()`); lap("click");eval[string](p,coloursJS); lap("col")
}
