package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"sourcedive/site/search"
)

// found is a site that finds what it is asked for.
type found struct{ fake }

func (f *found) Search(version, query string, limit int) ([]search.Row, error) {
	switch {
	case version == "go0":
		return nil, fmt.Errorf("%s: %w", version, fs.ErrNotExist)
	case query == "ERROR":
		return nil, errors.New("secret cause")
	case query == "PANIC":
		panic("secret panic")
	}
	return []search.Row{{ID: query, Kind: "func", Line: limit}}, nil
}

func TestSearchAPI(t *testing.T) {
	var log strings.Builder
	s := New(&found{}, Options{Log: func(format string, args ...any) { fmt.Fprintf(&log, format, args...) }})
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	for _, c := range []struct {
		query  string
		status int
		want   string
	}{
		{"q=gopark", 200, `[{"id":"gopark","kind":"func","title":"","url":"","file":"","line":20,"score":0}]`},
		{"q=a+b&limit=3&kind=lock+rank", 200, `"id":"kind:lock_rank a b","kind":"func","title":"","url":"","file":"","line":3`},
		{"q=x&limit=99999", 200, `"line":200`},
		{"", 200, `"id":""`},
		{"q=%3Cscript%3E%00%E2%80%AE", 200, `\u003cscript\u003e\u0000`},
		{"q=x&limit=0", 400, `"error"`},
		{"q=x&limit=cow", 400, `"error"`},
		{"q=x&version=go0", 404, `"error"`},
		{"q=ERROR", 500, `"error"`},
		{"q=PANIC", 500, `"error"`},
	} {
		resp, err := http.Get(server.URL + "/api/search?" + c.query)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if resp.StatusCode != c.status || !strings.Contains(string(body), c.want) || strings.Contains(string(body), "secret") || !json.Valid(body) {
			t.Errorf("%s: %d %s, want %d %s", c.query, resp.StatusCode, body, c.status, c.want)
		}
		if kind := resp.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/json") || resp.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s: headers %v", c.query, resp.Header)
		}
	}
	if !strings.Contains(log.String(), "secret cause") || !strings.Contains(log.String(), "secret panic") {
		t.Errorf("the log lacks the causes: %s", log.String())
	}
	resp, err := http.Get(server.URL + "/api/search?q=" + url.QueryEscape(strings.Repeat("a", 10<<20)))
	if err == nil {
		resp.Body.Close()
		if resp.StatusCode == 200 {
			t.Error("a query of 10 MB is read")
		}
	}
}

// A site that cannot be searched has no such address.
func TestNoSearchAPI(t *testing.T) {
	server := httptest.NewServer(New(&fake{}, Options{}).Handler())
	defer server.Close()
	resp, err := http.Get(server.URL + "/api/search?q=x")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 404 {
		t.Errorf("status %d", resp.StatusCode)
	}
}
