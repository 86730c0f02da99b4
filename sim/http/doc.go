// Package http is HTTP's use of connections: the messages, and the policies by which a
// client opens, keeps and shares connections, a server keeps and closes them, and a proxy
// passes messages on. It knows byte counts and message text, not segments or sockets.
//
// Policies are pure functions that return a verdict: what to do, by which rule, with the
// rule's numbers.
//
//	v := http.Place(&settings, http.Look{Open: 6})  // Wait by rule pool: 6 of 6 are busy
//	m := http.Ask(&config, &settings, 0)            // the request for object 0
//	text := m.Head(nil, &config)                    // "GET / HTTP/1.0\r\nHost: ..."
//
// The files:
//
//	check.go    bounds of what a page may ask for
//	client.go   where a request goes, whether it is repeated, whether a connection persists
//	http.go     strategies, methods, settings, verdicts
//	kinds.go    the kinds of HTTP events
//	message.go  requests and answers, their heads and lengths
//	proxy.go    what a proxy passes on and what it takes out
//	server.go   whether a server keeps a connection, and what it answers
//	tls.go      the flights that set TLS up
package http
