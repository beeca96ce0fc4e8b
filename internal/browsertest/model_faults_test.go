package browsertest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
)

// statusJS is what the player says went wrong, "" for nothing.
const statusJS = `(document.querySelector(".js-status").hidden ? "" : document.querySelector(".js-status").innerText)`

// TestModelHostileAddress opens addresses that name no moment: each gets a sentence that
// names what is wrong, over the moment that the page opens with. The tab fails the test for an exception.
func TestModelHostileAddress(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	for i, c := range []struct{ fragment, says string }{
		{"step=1.5", "A step is a whole number"},
		{"at=NaN", "“NaN”"},
		{"at=-1", "“-1”"},
		{"at=", "A step is"},
		{"at=1e3", "“1e3”"},
		{"at=1&step=2", "twice"},
		{"seed=-1&at=1", "The seed is a whole number"},
		{"seed=abc&at=1", "“abc”"},
		{"seed=18446744073709551616&at=1", "18446744073709551615"},
		{"seed=" + strings.Repeat("9", 500), "The seed"},
		{"procs=NaN&at=1", "procs takes 1 to 16"},
		{"procs=1.5", "procs takes 1 to 16"},
		{"load=nothing&at=1", "load takes spawn"},
		{"nonsense=1&at=1", "no parameter “nonsense”. It has procs"},
		{"__proto__=1&at=1", "no parameter “__proto__”"},
		{"constructor=1&at=1", "no parameter “constructor”"},
		{"%E0%A4%A=1", "no parameter"},
		{"=", "no parameter"},
		{"<b>=<img src=x>", "no parameter “<b>”"},
		{"seed=1&at=4000", "its end is shown"},
	} {
		p.visitPage("model/index.html")
		p.visitPage("model/sched.html#" + c.fragment)
		p.wait(`/ of /.test(` + countJS + `)`)
		p.wait(statusJS)
		if got := eval[string](p, statusJS); !strings.Contains(got, c.says) {
			t.Errorf("#%s: the player says %q, want %q", c.fragment, got, c.says)
		}
		if got := eval[string](p, countJS); i < 19 && got != "16 of 34" {
			t.Errorf("#%s: the player is at %s", c.fragment, got)
		}
	}
	// The player still plays, and the sentence goes with the next run.
	p.click(".js-reset")
	p.wait(statusJS + ` === ""`)
}

// TestModelBadData opens a model whose recorded runs do not arrive as they were written:
// the page says so, and plays when a second try brings them.
func TestModelBadData(t *testing.T) {
	t.Parallel()
	site, err := url.Parse(the.http().url)
	if err != nil {
		t.Fatal(err)
	}
	whole := func(name string) string {
		answer, err := http.Get(the.http().url + the.at("assets/model/"+name))
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatal(answer.Status, err)
		}
		return string(text)
	}
	good := whole("sched.js")
	at := strings.Index(good, `"runs":"`) + len(`"runs":"`)
	for _, c := range []struct{ name, text string }{
		{"missing", "404"},
		{"empty", ""},
		{"truncated", good[:len(good)/2]},
		{"of another model", whole("gc.js")},
		{"without anything", "sourcedive.model();"},
		{"no model", "sourcedive.model({});"},
		{"runs cut off", good[:at+400] + good[strings.Index(good[at:], `"`)+at:]},
		{"runs no base64", good[:at] + "é" + good[at:]},
	} {
		t.Run(c.name, func(t *testing.T) {
			proxy := httputil.NewSingleHostReverseProxy(site)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case !strings.HasSuffix(r.URL.Path, "/assets/model/sched.js") || strings.Contains(r.URL.RawQuery, "again="):
					proxy.ServeHTTP(w, r)
				case c.text == "404":
					http.NotFound(w, r)
				default:
					w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
					fmt.Fprint(w, c.text)
				}
			}))
			defer server.Close()
			p := open(t, base{"broken", server.URL + "/"})
			p.visitPage("model/sched.html")
			p.wait(`/cannot be played/.test(` + statusJS + `)`)
			if !eval[bool](p, `document.querySelector(".js-table").open && document.querySelector(".events").checkVisibility()`) {
				t.Error("the steps of the default run are not shown either")
			}
			faults := p.taken()
			if c.text != "404" && c.name != "truncated" && len(faults) > 0 {
				t.Errorf("more than a sentence: %q", faults)
			}
			p.click(".js-status button")
			p.wait(`/^16 of 34$/.test(` + countJS + `)`)
			p.wait(statusJS + ` === ""`)
		})
	}
}

// TestModelWithoutProgram asks for a run while the compiled models do not arrive whole.
func TestModelWithoutProgram(t *testing.T) {
	t.Parallel()
	site, err := url.Parse(the.http().url)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ file, text string }{
		{"program.js", ""},
		{"program.js", `sourcedive.program("AAAA");`},
		{"exec.js", ""},
	} {
		t.Run(c.file+" "+c.text, func(t *testing.T) {
			proxy := httputil.NewSingleHostReverseProxy(site)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasSuffix(r.URL.Path, "/assets/model/"+c.file) {
					proxy.ServeHTTP(w, r)
					return
				}
				w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
				fmt.Fprint(w, c.text)
			}))
			defer server.Close()
			p := open(t, base{"broken", server.URL + "/"})
			p.visitPage("model/sched.html#procs=3&seed=99&at=1")
			p.wait(`/^The (program|model) did not/.test(` + statusJS + `)`)
			p.wait(`document.querySelector(".js-status button")`)
		})
	}
}
