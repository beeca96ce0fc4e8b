package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/annotate"
	"sourcedive/indexer/gotree"
	"sourcedive/indexer/index"
	"sourcedive/internal/workspace"
)

// sourceFlags say what is read; every command that reads a tree has them.
type sourceFlags struct {
	workspace.Options
	versions []string
	modules  []string // PATH@VERSION
}

func (s *sourceFlags) register(cmd *cobra.Command, several bool) {
	what := "version to read: local, go1.22.0, go1.22, DIR or DIR@REF"
	if several {
		what += "; may be given several times, or as a range of minors, go1.18..go1.27"
	}
	cmd.Flags().StringArrayVar(&s.versions, "go", nil, what)
	completeFlag(cmd, "go", completeVersions)
	what = "version of a module to read in place of Go's own source, as PATH@VERSION; --go then says with which Go"
	if several {
		what += "; may be given several times"
	}
	cmd.Flags().StringArrayVar(&s.modules, "module", nil, what)
	completeFlag(cmd, "module", completeNothing)
	cmd.Flags().StringVar(&s.Platform, "platform", "", "GOOS/GOARCH to read the source for (default this machine's)")
	cmd.Flags().StringVar(&s.Content, "content", "", "directory with the content, in place of the built-in one")
	cmd.Flags().BoolVar(&s.Offline, "offline", false, "never touch the network")
	cmd.Flags().BoolVar(&s.Guess, "guess", false, "where the version's own compiler fails, guess which calls it would insert")
	cmd.Flags().BoolVar(&s.Fresh, "fresh", false, "read the source anew, even when it was read before and has not changed")
}

// registerTemplates adds the flag of commands that make pages.
func (s *sourceFlags) registerTemplates(cmd *cobra.Command) {
	cmd.Flags().StringVar(&s.Templates, "templates", "", "directory with templates, in place of the built-in ones")
}

// open opens the workspace that the flags describe, which logs to log.
func (s *sourceFlags) open(log io.Writer) (*workspace.Workspace, error) {
	opt := s.Options
	opt.Log, opt.Versions = log, s.all()
	if len(s.modules) > 0 {
		if len(s.versions) > 1 {
			return nil, usageError{fmt.Errorf("--go: one version of Go reads a module")}
		}
		opt.Module, _, _ = strings.Cut(s.modules[0], "@")
		opt.Go = strings.Join(s.versions, "")
	}
	return workspace.Open(opt)
}

// all are the versions to read, those of ranges newest first.
func (s *sourceFlags) all() (list []string) {
	for _, m := range s.modules {
		list = append(list, gotree.ModulePrefix+m)
	}
	if len(list) > 0 {
		return list
	}
	for _, v := range s.versions {
		if minors, ok := gotree.Minors(v); ok {
			list = append(list, minors...)
		} else {
			list = append(list, v)
		}
	}
	if len(list) == 0 {
		return []string{"local"}
	}
	return list
}

// one is the version to read, for a command that reads a single one. hint, if not "",
// says what reads several.
func (s *sourceFlags) one(hint string) (string, error) {
	list := s.all()
	if len(list) == 1 {
		return list[0], nil
	}
	flag := "--go"
	if len(s.modules) > 0 {
		flag = "--module"
	}
	err := fmt.Errorf("%s: one version at a time here", flag)
	if hint != "" {
		err = fmt.Errorf("%w\n    hint: %s", err, hint)
	}
	return "", usageError{err}
}

// index reads the single version that a question is about.
func (s *sourceFlags) index(cmd *cobra.Command) (*index.Index, error) {
	_, snapshot, err := s.snapshot(cmd)
	if err != nil {
		return nil, err
	}
	return snapshot.Index, nil
}

// snapshot reads the single version that a question is about.
func (s *sourceFlags) snapshot(cmd *cobra.Command) (*workspace.Workspace, *annotate.Snapshot, error) {
	version, err := s.one("")
	if err != nil {
		return nil, nil, err
	}
	w, err := s.open(cmd.ErrOrStderr())
	if err != nil {
		return nil, nil, err
	}
	snapshot, err := w.Snapshot(cmd.Context(), version)
	return w, snapshot, err
}
