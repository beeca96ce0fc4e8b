package english

import "testing"

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 1234567: "1,234,567"} {
		if got := Thousands(n); got != want {
			t.Errorf("%d reads %s", n, got)
		}
	}
	if Count(1, "caller", "callers") != "1 caller" || Count(0, "caller", "callers") != "0 callers" || Count(2000, "caller", "callers") != "2,000 callers" || Counted(1, "note") != "1 note" || Counted(1200, "note") != "1,200 notes" {
		t.Error("count miscounts")
	}
}
