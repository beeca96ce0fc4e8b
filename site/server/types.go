package server

import (
	"path"
	"strings"
)

// types is a table of our own: package mime reads that of the machine, and
// then the same site is served differently on two of them.
var types = map[string]string{
	".html":        "text/html; charset=utf-8",
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".mjs":         "text/javascript; charset=utf-8",
	".json":        "application/json; charset=utf-8",
	".jsonl":       "application/jsonl; charset=utf-8",
	".map":         "application/json; charset=utf-8",
	".webmanifest": "application/manifest+json; charset=utf-8",
	".xml":         "application/xml; charset=utf-8",
	".svg":         "image/svg+xml; charset=utf-8",
	".wasm":        "application/wasm",
	".png":         "image/png",
	".jpg":         "image/jpeg",
	".jpeg":        "image/jpeg",
	".gif":         "image/gif",
	".webp":        "image/webp",
	".avif":        "image/avif",
	".ico":         "image/x-icon",
	".woff2":       "font/woff2",
	".pdf":         "application/pdf",
}

const (
	html  = "text/html; charset=utf-8"
	plain = "text/plain; charset=utf-8"
)

// contentType goes by the extension. Text is what has none, and what readers of
// source expect to see and not to save.
func contentType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	switch ext {
	case "", ".txt", ".md", ".go", ".s", ".h", ".c", ".dot", ".csv", ".yaml":
		return plain
	}
	if t, ok := types[ext]; ok {
		return t
	}
	return "application/octet-stream"
}

// compressible holds for text and for WebAssembly; the rest is compressed as it
// is, and the parts of several ranges must stay as they are.
func compressible(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	switch kind {
	case "image/svg+xml", "application/wasm", "application/xml", "image/x-icon",
		"application/json", "application/jsonl", "application/manifest+json":
		return true
	}
	return strings.HasPrefix(kind, "text/") && kind != "text/event-stream"
}
