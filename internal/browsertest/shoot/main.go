// Command shoot takes pictures of pages, light and dark, in three widths:
//
//	go run ./internal/browsertest/shoot OUTDIR URL…
//
// With -kinds the addresses are those of versions of a site, and a page of each kind is
// taken of each. With -width or
// -scheme it takes that one only, and with -o FILE the only picture gets that name. -do SCRIPT runs a script in the page first; -when
// EXPRESSION waits for what it brings about.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"

	"sourcedive/internal/browsertest/chromium"
)

var (
	widths  = []int64{360, 1280, 1920}
	heights = map[int64]int64{320: 720, 360: 780, 768: 1024, 1280: 1400, 1920: 1200}
)

// kinds are a page of each kind, from the root of a version.
var kinds = []string{
	"index", "area/sched", "journey/newproc", "journey/gcStart", "model/index", "model/sched", "tour/index", "tour/gotorun/2",
	"levels/junior", "wild/leak", "myths", "glossary", "lookup", "introspection", "api", "statements", "path", "search", "checked", "about",
	"func/runtime/schedule", "func/runtime/findRunnable", "func/runtime/GC", "func/runtime/morestack", "type/runtime/g", "type/runtime/mheap",
	"history/runtime/schedule", "release/index", "release/go1.26", "lab/index", "lab/alloc", "explain", "model/channel", "model/gc", "model/malloc", "model/pacer", "model/stack", "model/exercises",
	"src/runtime/chan.go", "src/runtime/asm_amd64.s", "src/runtime/os_windows.go", "file/index", "pkg/index", "pkg/runtime", "symbol/g", "../404",
}

func main() {
	width := flag.Int64("width", 0, "320, 360, 768, 1280 or 1920; by default 360, 1280 and 1920")
	scheme := flag.String("scheme", "", "light or dark; both by default")
	out := flag.String("o", "", "file for the only picture; there is no OUTDIR then")
	every := flag.Bool("kinds", false, "take a page of each kind of the versions at the addresses")
	full := flag.Bool("full", false, "the whole page, not only the first screen")
	var first before
	flag.StringVar(&first.do, "do", "", "script to run in the page before the picture is taken")
	flag.StringVar(&first.when, "when", "", "JavaScript that is true when the page is ready")
	flag.Parse()
	args := flag.Args()
	if *every {
		args = ofKinds(args)
	}
	if err := run(args, *width, *scheme, *out, *full, first); err != nil {
		fmt.Fprintln(os.Stderr, "shoot:", err)
		os.Exit(1)
	}
}

// ofKinds lists the pages of each kind for the versions behind the directory.
func ofKinds(args []string) (all []string) {
	for i, arg := range args {
		if i == 0 {
			all = append(all, arg)
			continue
		}
		for _, kind := range kinds {
			all = append(all, strings.TrimRight(arg, "/")+"/"+kind+".html")
		}
	}
	return all
}

// before is what happens in a page before its picture is taken.
type before struct{ do, when string }

// shot is one picture to take.
type shot struct {
	url, scheme, file string
	width             int64
}

func run(args []string, width int64, scheme, out string, full bool, first before) error {
	shots, err := plan(args, width, scheme, out)
	if err != nil {
		return err
	}
	ctx, stop, err := chromium.Start(context.Background())
	if err != nil {
		return err
	}
	defer stop()
	for _, s := range shots {
		if err := take(ctx, s, full, first); err != nil {
			return fmt.Errorf("%s: %w", s.url, err)
		}
		fmt.Println(s.file)
	}
	return nil
}

// plan lists the pictures that the arguments ask for.
func plan(args []string, width int64, scheme, out string) (shots []shot, err error) {
	dir := filepath.Dir(out)
	if out == "" && len(args) > 0 {
		dir, args = args[0], args[1:]
	}
	if len(args) == 0 {
		return nil, fmt.Errorf("no pages given\n    hint: shoot OUTDIR URL…, or shoot -o FILE -width 1280 -scheme light URL")
	}
	for _, url := range args {
		of := widths
		if width != 0 {
			of = []int64{width}
		}
		for _, w := range of {
			for _, s := range []string{"light", "dark"} {
				if scheme == "" || scheme == s {
					file := filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", nameOf(url), w, s))
					shots = append(shots, shot{url: url, scheme: s, width: w, file: file})
				}
			}
		}
	}
	if out != "" {
		if len(shots) != 1 {
			return nil, fmt.Errorf("-o is for one picture, and these are %d", len(shots))
		}
		shots[0].file = out
	}
	return shots, os.MkdirAll(dir, 0o755)
}

// nameOf makes a file name of the last two parts of an address.
func nameOf(url string) string {
	url = strings.TrimSuffix(strings.TrimRight(url, "/"), ".html")
	parts := strings.Split(url, "/")
	parts = parts[max(0, len(parts)-2):]
	return strings.NewReplacer(":", "-", "#", "-", "?", "-").Replace(strings.Join(parts, "-"))
}

func take(ctx context.Context, s shot, full bool, first before) error {
	if err := chromedp.Do(ctx, chromium.Look(s.width, heights[s.width], s.scheme), chromedp.Navigate(s.url)); err != nil {
		return err
	}
	if err := first.in(ctx); err != nil {
		return err
	}
	picture := chromedp.CaptureScreenshot()
	if full {
		picture = chromedp.FullScreenshot(100)
	}
	data, err := chromedp.Run(ctx, picture)
	if err != nil {
		return err
	}
	return os.WriteFile(s.file, data, 0o644)
}

// in runs the script and waits.
func (b before) in(ctx context.Context) error {
	if b.do != "" {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](b.do)); err != nil {
			return err
		}
	}
	for tries := 0; b.when != ""; tries++ {
		ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+b.when+")"))
		if err != nil || ok {
			return err
		}
		if tries == 200 {
			return fmt.Errorf("never came true: %s", b.when)
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil
}
