package server

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// checkHost refuses requests for a host that is not ours.
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

// hostsOf returns which hosts a server answers for that was told to listen on
// addr and listens on at. Beyond the machine, it has names it cannot know.
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

// loopback knows by RFC 6761 that localhost and the names below it never leave
// the machine.
func loopback(name string) bool {
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.Unmap().IsLoopback()
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// hostname drops the port, brackets and a final dot.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
