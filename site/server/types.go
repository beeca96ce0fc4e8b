package server

import (
	"path"
	"strings"
)

// types are the media types by extension. Package mime is not used because it reads the
// tables of the machine, by which two machines serve one site differently.
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

// contentType returns the media type of a file by its extension. Files without one, and
// source code, which browsers would save instead of show, are plain text.
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

// compressible reports whether a media type is worth compressing: text and WebAssembly.
// Other formats are compressed already, and multipart ranges must not be.
func compressible(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	switch kind {
	case "image/svg+xml", "application/wasm", "application/xml", "image/x-icon",
		"application/json", "application/jsonl", "application/manifest+json":
		return true
	}
	return strings.HasPrefix(kind, "text/") && kind != "text/event-stream"
}
