package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content"
	runnable "sourcedive/content/models"
	"sourcedive/internal/diag"
	"sourcedive/site"
	"sourcedive/site/models"
	"sourcedive/site/models/wasm"
	"sourcedive/site/pages"
	"sourcedive/templates"
)

// stock is what a site is made of beside words and look: the versions, as far as the
// source decides their pages, and the models.
type stock struct {
	source   *sourceFlags
	grounds  []*annotate.Snapshot
	catalogs []*pages.Catalog
	stage    *models.ModelSet
}

func newStock(ctx context.Context, source *sourceFlags, grounds []*annotate.Snapshot, log io.Writer) (*stock, error) {
	stage, err := newStage(ctx, log)
	if err != nil {
		return nil, err
	}
	s := &stock{source: source, grounds: grounds, stage: stage}
	for _, g := range grounds {
		s.catalogs = append(s.catalogs, pages.NewCatalog(g.Index, runtime.GOOS+"/"+runtime.GOARCH))
	}
	return s, nil
}

// site plans the site.
func (s *stock) site(ctx context.Context, words *article.Content, look *templates.Theme, url string) (*site.Site, diag.List) {
	var problems diag.List
	var plans []*site.Version
	for i, g := range s.grounds {
		book, p := annotate.Resolve(ctx, g, words)
		problems = append(problems, p...)
		plan, p := site.NewVersion(pages.NewInputs(s.catalogs[i], book, look, s.stage))
		problems = append(problems, p...)
		if store, key := s.source.searchKept(s.source.keys[g.Index]); key != "" {
			plan.KeepSearch(ctx, store, key)
		}
		plans = append(plans, plan)
	}
	return site.New(plans, look, url), problems.Sorted()
}

// newStage runs the runnable models as they are by default, and compiles them for the
// browser. Without that, a site has the recorded runs alone, and says so.
func newStage(ctx context.Context, log io.Writer) (*models.ModelSet, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		stage, err := models.Load(runnable.All(), content.Models, "")
		if err != nil {
			return nil, err
		}
		return stage, stage.SetProgram(nil, nil, "there is no place to keep them")
	}
	cache = filepath.Join(cache, "sourcedive", "models")
	stage, err := models.Load(runnable.All(), content.Models, cache)
	if err != nil {
		return nil, err
	}
	program, err := wasm.Build(ctx, content.Models, cache)
	if err != nil {
		fmt.Fprintln(log, err)
		first, _, _ := strings.Cut(err.Error(), "\n")
		return stage, stage.SetProgram(nil, nil, first)
	}
	return stage, stage.SetProgram(program.Wasm, program.Exec, "")
}
