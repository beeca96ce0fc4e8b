package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sourcedive/internal/answer"
	"sourcedive/internal/workspace"
)

const openHelp = `open opens the page of a symbol, or of a line of a file, in the browser: of the
server that sourcedive serve started, or of a site that sourcedive build wrote.`

const openExample = `  sourcedive open runtime.schedule
  sourcedive open runtime/proc.go:4135 --at site
  sourcedive open /usr/local/go/src/runtime/chan.go:176 --print`

// openFlags are what open was asked.
type openFlags struct {
	source sourceFlags
	at     string
	print  bool
}

func newOpen() *cobra.Command {
	var f openFlags
	cmd := &cobra.Command{
		Use: "open SYMBOL|FILE:LINE", Short: "Open the page of a symbol or line in the browser", Long: openHelp, Example: openExample,
		Args: cobra.ExactArgs(1), ValidArgsFunction: completeSymbols(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, snapshot, err := f.source.snapshot(cmd)
			if err != nil {
				return err
			}
			page, err := answer.Page(snapshot.Index, args[0])
			if err != nil {
				return err
			}
			address, err := f.address(cmd.Context(), workspace.VersionDir(snapshot.Index)+"/"+page)
			if err != nil {
				return err
			}
			if f.print {
				fmt.Fprintln(cmd.OutOrStdout(), address)
				return nil
			}
			return browse(address)
		},
	}
	f.source.register(cmd, false)
	cmd.Flags().StringVar(&f.at, "at", "http://127.0.0.1:8080/", "address of a server, or directory of a site")
	cmd.Flags().BoolVar(&f.print, "print", false, "print the address and open nothing")
	return cmd
}

// address is that of a page of the site, which has to be there.
func (f *openFlags) address(ctx context.Context, page string) (string, error) {
	if strings.HasPrefix(f.at, "http://") || strings.HasPrefix(f.at, "https://") {
		address := strings.TrimSuffix(f.at, "/") + "/" + page
		return address, served(ctx, f.at, address)
	}
	dir, err := filepath.Abs(f.at)
	if err != nil {
		return "", err
	}
	name, fragment, _ := strings.Cut(page, "#")
	if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
		return "", fmt.Errorf("%s has no page %s\n    hint: sourcedive build --out %s, with the same --go", f.at, name, f.at)
	}
	u := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(dir), "/") + "/" + name, Fragment: fragment}
	return u.String(), nil
}

// served reports an error unless a server has a page.
func served(ctx context.Context, server, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, address, nil)
	if err != nil {
		return usageError{fmt.Errorf("--at %s: %w", server, err)}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("nothing answers at %s\n    hint: sourcedive serve starts a server; --at DIR opens a site that was written", server)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the server at %s has no page %s\n    hint: it may serve another version; --go names one", server, address)
	}
	return nil
}

// browsers are the programs that open an address, by system.
var browsers = map[string][]string{
	"darwin":  {"open"},
	"windows": {"rundll32", "url.dll,FileProtocolHandler"},
}

// browse opens an address in the reader's browser, which outlives this process.
func browse(address string) error {
	command := browsers[runtime.GOOS]
	if command == nil {
		command = []string{"xdg-open"}
	}
	if own := os.Getenv("BROWSER"); own != "" {
		command = []string{own}
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return fmt.Errorf("no browser: %s is not here\n    hint: set BROWSER to one, or open %s", command[0], address)
	}
	p, err := os.StartProcess(program, append(command, address), &os.ProcAttr{Files: []*os.File{nil, nil, os.Stderr}, Env: os.Environ()})
	if err != nil {
		return errors.Join(fmt.Errorf("no browser: open %s", address), err)
	}
	return p.Release()
}
