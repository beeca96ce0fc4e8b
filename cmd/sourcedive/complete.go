package main

import (
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/annotate/article"
	"sourcedive/indexer/history"
	"sourcedive/internal/workspace"
)

// completion completes one word. Nothing is read for it that takes long: the names of
// symbols are those recorded of the releases.
type completion = func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective)

// completeSymbols completes up to most symbols: the linker's names, and those of package
// runtime without it.
func completeSymbols(most int) completion {
	return func(_ *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		h, err := history.Recorded()
		if err != nil || len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var names []string
		for sym := range h.Symbols {
			st, there := h.Last(history.Sym(sym))
			if !there {
				continue
			}
			short, inRuntime := strings.CutPrefix(st.Name, "runtime.")
			switch {
			case strings.HasPrefix(st.Name, word) && strings.Contains(word, "."):
				names = append(names, st.Name)
			case inRuntime && word != "" && strings.HasPrefix(short, word):
				names = append(names, short)
			}
		}
		if !strings.Contains(word, ".") {
			names = append(names, packagesOf(h, word)...)
		}
		slices.Sort(names)
		return slices.Compact(names), cobra.ShellCompDirectiveNoFileComp
	}
}

// packagesOf are the packages of symbols whose path begins with a word, with the dot that
// a name follows.
func packagesOf(h *history.History, word string) (paths []string) {
	for sym := range h.Symbols {
		if st, there := h.Last(history.Sym(sym)); there {
			slash := strings.LastIndexByte(st.Name, '/') + 1
			if pkg, _, ok := strings.Cut(st.Name[slash:], "."); ok && strings.HasPrefix(st.Name[:slash]+pkg, word) {
				paths = append(paths, st.Name[:slash]+pkg+".")
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// completeVersions completes the versions that are here, and directories.
func completeVersions(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
	names := []string{}
	if strings.HasPrefix("local", word) {
		names = append(names, "local")
	}
	w, err := workspace.Open(workspace.Options{Offline: true, Log: io.Discard})
	if err != nil {
		return names, cobra.ShellCompDirectiveDefault
	}
	versions, err := w.Versions(cmd.Context())
	if err != nil {
		return names, cobra.ShellCompDirectiveDefault
	}
	for _, v := range versions {
		if v.Here && strings.HasPrefix(v.Tag, word) {
			names = append(names, v.Tag)
		}
	}
	return names, cobra.ShellCompDirectiveDefault
}

// completeNothing completes no word, nor the name of a file.
func completeNothing(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

// completeReleases completes the releases that history knows.
func completeReleases(_ *cobra.Command, args []string, word string) (names []string, _ cobra.ShellCompDirective) {
	h, err := history.Recorded()
	if err != nil || len(args) > 1 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for i := range h.Minors {
		minor := "go1." + strings.Split(h.Version(history.Point{Minor: i, At: history.AtPatch}), ".")[1]
		if strings.HasPrefix(minor, word) {
			names = append(names, minor)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// completeNotes completes the notes of the content that --content names.
func (f *checkFlags) completeNotes(_ *cobra.Command, _ []string, word string) (names []string, _ cobra.ShellCompDirective) {
	w, err := f.source.open(io.Discard)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	content, err := w.Content()
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	for _, t := range content.Articles {
		if t.Kind == article.KindNote && strings.HasPrefix(t.ID, word) {
			names = append(names, t.ID)
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeFlag completes the value of a flag that a command has.
func completeFlag(cmd *cobra.Command, flag string, c completion) {
	if err := cmd.RegisterFlagCompletionFunc(flag, c); err != nil {
		panic(err) // there is no such flag, or it has two
	}
}
