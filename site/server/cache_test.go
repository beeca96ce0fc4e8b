package server

import (
	"fmt"
	"strings"
	"testing"
)

func TestCompression(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	for _, c := range []struct{ path, accept, encoding string }{
		{"/long.html", "gzip", "gzip"},
		{"/long.html", "gzip, br, zstd", "gzip"},
		{"/long.html", "identity", ""},
		{"/long.html", "gzip;q=0", ""},
		{"/", "gzip", ""},
		{"/data.bin", "gzip", ""},
	} {
		a := get(t, "GET", url+c.path, "Accept-Encoding", c.accept)
		a.want(t, 200, "Content-Encoding", c.encoding, "Vary", "Accept-Encoding")
		if c.encoding == "gzip" && gunzip(t, a.body) != long {
			t.Errorf("%v: not the body", c)
		}
		if got := strings.HasSuffix(a.Header.Get("ETag"), `-gzip"`); got != (c.encoding == "gzip") {
			t.Errorf("%v: ETag is %s", c, a.Header.Get("ETag"))
		}
	}
}

// Each form of a page has an ETag of its own, and a 304 has that of its form.
func TestETag(t *testing.T) {
	s, url := start(t, newFake(), Options{})
	tags := map[string]string{}
	for _, enc := range []string{"gzip", "identity"} {
		tags[enc] = get(t, "GET", url+"/long.html", "Accept-Encoding", enc).Header.Get("ETag")
		a := get(t, "GET", url+"/long.html", "Accept-Encoding", enc, "If-None-Match", `"other", W/`+tags[enc])
		a.want(t, 304, "ETag", tags[enc], "Vary", "Accept-Encoding", "Cache-Control", "no-cache", "Content-Encoding", "")
		get(t, "HEAD", url+"/long.html", "Accept-Encoding", enc, "If-None-Match", tags[enc]).want(t, 304)
	}
	if tags["gzip"] == tags["identity"] || !strings.HasPrefix(tags["identity"], `"`) {
		t.Errorf("tags are %v", tags)
	}
	get(t, "GET", url+"/long.html", "Accept-Encoding", "gzip", "If-None-Match", tags["identity"]).want(t, 200)

	next := newFake()
	next.pages["long.html"] += "more"
	s.Swap(next)
	get(t, "GET", url+"/long.html", "Accept-Encoding", "identity", "If-None-Match", tags["identity"]).want(t, 200)
	get(t, "GET", url+"/style.css", "Accept-Encoding", "identity", "If-None-Match", tags["identity"]).want(t, 304)
}

func TestRanges(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	tag := get(t, "GET", url+"/long.html", "Accept-Encoding", "identity").Header.Get("ETag")
	for _, enc := range []string{"gzip", "identity"} {
		ask := func(fields ...string) answer {
			return get(t, "GET", url+"/long.html", append(fields, "Accept-Encoding", enc)...)
		}
		a := ask("Range", "bytes=4-12")
		a.want(t, 206, "Content-Range", fmt.Sprintf("bytes 4-12/%d", len(long)), "ETag", tag, "Content-Encoding", "")
		if a.body != long[4:13] {
			t.Errorf("range is %q", a.body)
		}
		ask("Range", "bytes=-3").want(t, 206)
		ask("Range", "bytes=999999-").want(t, 416, "Content-Encoding", "", "X-Content-Type-Options", "nosniff")
		ask("Range", "bytes=0-3", "If-Range", tag).want(t, 206)
		full := ask("Range", "bytes=0-3", "If-Range", `"stale-gzip"`)
		full.want(t, 200, "ETag", tag, "Content-Encoding", "")
		if full.body != long {
			t.Error("a stale If-Range does not answer the whole page")
		}
		parts := ask("Range", "bytes=0-1499,2000-3999")
		parts.want(t, 206, "Content-Encoding", "")
		if !strings.Contains(parts.body, long[2000:4000]) {
			t.Error("the second part is missing")
		}
	}
}

func TestImmutable(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	const forever = "public, max-age=31536000, immutable"
	for path, want := range map[string]string{
		"/style.css?v=0a1b2c3d": forever, "/style.css": "no-cache", "/style.css?v=": "no-cache",
		"/style.css?v=%0d%0aabcdef": "no-cache", "/none.css?v=0a1b2c3d": "no-cache",
		"/error.html?v=0a1b2c3d": "no-cache", "/long.html?v=0a1b2c3d": "no-cache",
	} {
		a := get(t, "GET", url+path)
		a.want(t, a.StatusCode, "Cache-Control", want)
	}
	tag := get(t, "GET", url+"/style.css?v=0a1b2c3d").Header.Get("ETag")
	get(t, "GET", url+"/style.css?v=0a1b2c3d", "If-None-Match", tag).want(t, 304, "Cache-Control", forever)
}
