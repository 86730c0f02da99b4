// Package agent holds the HTTP client of a page, its servers and the proxies between them as plain
// values, and decides what needs no world: which request comes next, which connection carries it,
// which port it gets, how much of an answer may be written. Package sim drives sockets by it and
// makes events; the policies themselves are package http's.
//
//	var a agent.State
//	a.Init(page, hosts, ports)
//	x := a.AddExchange(page, 0)      // an exchange for the first request
//	if a.Enqueue(d, x) {             // it is the only one that waits for destination d
//		v, ci := a.Place(d, x)   // v.Do == http.Open: no connection can carry it yet
//	}
//
// The files:
//
//	state.go     the state: requests, exchanges, connections, destinations
//	requests.go  which requests are wanted, and when the client has something to do
//	queues.go    exchanges that wait for a connection or a worker
//	pool.go      open connections, and which one takes an exchange
//	ports.go     ephemeral ports
//	exchange.go  an exchange on its connection: its texts and their places in the streams
//	conn.go      what an agent does at one end of a connection, and its deadlines
package agent
