// Command shoot takes pictures of pages, light and dark, in three widths:
//
//	go run ./internal/browsertest/shoot OUTDIR URL…
//
// With -width or -scheme it takes that one only, and with -o FILE the only
// picture gets that name. -do SCRIPT runs a script in the page first; -when
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

var heights = map[int64]int64{320: 720, 768: 1024, 1280: 1400}

func main() {
	width := flag.Int64("width", 0, "320, 768 or 1280; all by default")
	scheme := flag.String("scheme", "", "light or dark; both by default")
	out := flag.String("o", "", "file for the only picture; there is no OUTDIR then")
	full := flag.Bool("full", false, "the whole page, not only the first screen")
	var first before
	flag.StringVar(&first.do, "do", "", "script to run in the page before the picture is taken")
	flag.StringVar(&first.when, "when", "", "JavaScript that is true when the page is ready")
	flag.Parse()
	if err := run(flag.Args(), *width, *scheme, *out, *full, first); err != nil {
		fmt.Fprintln(os.Stderr, "shoot:", err)
		os.Exit(1)
	}
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
		for _, w := range []int64{320, 768, 1280} {
			for _, s := range []string{"light", "dark"} {
				if (width == 0 || width == w) && (scheme == "" || scheme == s) {
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
