// Package http is HTTP's use of connections: messages, the client's connection
// policy, servers and proxies. It knows byte counts and message text, not segments.
package http

// Config is one page load: see the fields added by the client, servers and proxies.
type Config struct{}
