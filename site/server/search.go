package server

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"

	"sourcedive/site/search"
)

// A Searcher is a Site that can be searched.
type Searcher interface {
	Site
	// Search returns the results for a query in a version, best first and at most limit of
	// them; version "" is the newest. The error wraps fs.ErrNotExist when there is no such
	// version.
	Search(version, query string, limit int) ([]search.Row, error)
}

const (
	searchPath  = "/api/search"
	defaultHits = 20
	mostHits    = 200
	jsonContent = "application/json; charset=utf-8"
)

// withSearch answers /api/search?q=TEXT[&limit=N][&kind=KIND][&version=VERSION] with
// a JSON list of hits, when the site can be searched.
func (s *Server) withSearch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site, ok := s.now.Load().site.(Searcher)
		if !ok || r.URL.Path != searchPath {
			next.ServeHTTP(w, r)
			return
		}
		s.search(w, r, site)
	})
}

func (s *Server) search(w http.ResponseWriter, r *http.Request, site Searcher) {
	defer func() {
		if v := recover(); v != nil {
			s.opt.Log("search: panic: %v\n%s", v, debug.Stack())
			fault(w, http.StatusInternalServerError, "this search failed; the log says why")
		}
	}()
	ask := r.URL.Query()
	limit := defaultHits
	if text := ask.Get("limit"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			fault(w, http.StatusBadRequest, "limit is no number from 1 on")
			return
		}
		limit = min(n, mostHits)
	}
	query := ask.Get("q")
	for _, kind := range ask["kind"] {
		query = "kind:" + strings.ReplaceAll(kind, " ", "_") + " " + query
	}
	rows, err := site.Search(ask.Get("version"), query, limit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fault(w, http.StatusNotFound, "there is no such version")
	case err != nil:
		s.opt.Log("search: %v", err)
		fault(w, http.StatusInternalServerError, "this search failed; the log says why")
	default:
		answerJSON(w, http.StatusOK, rows)
	}
}

func fault(w http.ResponseWriter, status int, what string) {
	answerJSON(w, status, map[string]string{"error": what})
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"error":"no JSON"}`)
	}
	w.Header().Set("Content-Type", jsonContent)
	w.WriteHeader(status)
	w.Write(append(data, '\n')) // an error here is the reader gone
}
