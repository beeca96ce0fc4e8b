package listing
import ("testing";"os";"time")
func TestTmp(t *testing.T){
 f,err:=os.Open(os.Getenv("LST")); if err!=nil{t.Skip()}
 t0:=time.Now()
 l,err:=Parse(f,os.Getenv("LROOT")); if err!=nil{t.Fatal(err)}
 pairs:=map[[2]string]bool{}
 for _,r:=range l.Records{pairs[[2]string{r.From,r.To}]=true}
 nd:=0
 for i,r:=range l.Refs { if r.File==""{nd++}; if i%97==0 {t.Log(r)}}
 t.Log(time.Since(t0), len(l.Records),len(pairs),len(l.Refs),nd,len(l.Funcs))
}
