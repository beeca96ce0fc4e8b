package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A server is asked whether it has the page.
func TestOpenAsksTheServer(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodHead || r.URL.Path != "/go1.0/func/runtime/schedule.html" {
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer srv.Close()
	f := openFlags{at: srv.URL}
	address, err := f.address(context.Background(), "go1.0/func/runtime/schedule.html#L7")
	if want := srv.URL + "/go1.0/func/runtime/schedule.html#L7"; err != nil || address != want {
		t.Errorf("%s, %v; want %s", address, err, want)
	}
	if _, err := f.address(context.Background(), "go1.1/func/runtime/schedule.html"); err == nil || !strings.Contains(err.Error(), "--go names one") {
		t.Errorf("a version that it does not serve: %v", err)
	}
}
