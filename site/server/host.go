package server

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// checkHost refuses requests for a host that is not ok.
func checkHost(ok func(host string) bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !ok(r.Host) {
			http.Error(w, "this server answers for loopback names only\nhint: open it as http://localhost with its port",
				http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostsOf returns a function that reports for which hosts a server answers that was asked to
// listen on addr and listens on at. One that other machines can reach has names that it
// cannot know, and answers for all.
func hostsOf(addr string, at net.Addr) func(host string) bool {
	tcp, ok := at.(*net.TCPAddr)
	if !ok || !tcp.IP.IsLoopback() {
		return func(string) bool { return true }
	}
	own := hostname(addr)
	return func(host string) bool {
		name := hostname(host)
		return name != "" && (name == own || loopback(name))
	}
}

// loopback reports whether a name is of this machine. By RFC 6761, localhost and the names
// below it are.
func loopback(name string) bool {
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.Unmap().IsLoopback()
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// hostname returns a host without port, brackets and final dot, in lower case.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
