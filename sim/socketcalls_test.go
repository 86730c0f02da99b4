package sim_test

import (
	"fmt"
	"slices"
	"testing"

	"teacp/sim"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// callsOf lists the calls of one side in their order, each with its result.
func callsOf(r *sim.Run, side uint8) (list []string) {
	r.Each(0, r.Frames(), 1<<sim.EvCall|1<<sim.EvDone, func(e *sim.Event) bool {
		if e.Side != side || e.At2 == sim.Never || e.Op == sim.OpSleep {
			return true
		}
		res := fmt.Sprint(e.B)
		if e.Op == sim.OpGet {
			res = words.OptionValue(e)
		}
		if e.Sub != 0 {
			res = tcp.Errno(e.Sub).String()
		}
		list = append(list, words.CallName(e, "en")+" = "+res)
		return true
	})
	return list
}

// TestSocketCalls holds the results of calls that set up, read and shut sockets to those of Linux.
func TestSocketCalls(t *testing.T) {
	for _, c := range []struct {
		name, client, server string
		want                 [2][]string
	}{
		{"set up", "socket, bind, bind, connect, bind, listen, accept",
			"socket, bind, bind, accept, listen, accept, bind, listen",
			[2][]string{
				{"socket() = 0", "bind(port 40001) = 0", "bind(port 40001) = EINVAL", "connect(port 80) = 0",
					"bind(port 40001) = EINVAL", "listen() = EINVAL", "accept() = EINVAL"},
				{"socket() = 0", "bind(port 80) = 0", "bind(port 80) = EINVAL", "accept() = EINVAL", "listen() = 0",
					"accept() = 0", "bind(port 80) = EINVAL", "listen() = EINVAL"},
			}},
		{"no listen", "connect", "bind, {sleep: 1s}, accept",
			[2][]string{{"connect(port 80) = ECONNREFUSED"}, {"bind(port 80) = 0", "accept() = EINVAL"}}},
		{"options", "{sleep: 1s}, {get: maxseg}, {set: {maxseg: 1000}}, {get: maxseg}, connect",
			"bind, {set: {rcvbuf: 30000}}, {get: rcvbuf}, {get: nodelay}, listen, accept, {get: rcvbuf}, {get: linger}, " +
				"{get: maxseg}, {get: quickack}",
			[2][]string{
				{"getsockopt(TCP_MAXSEG) = 536", "setsockopt(TCP_MAXSEG, 1000) = 0", "getsockopt(TCP_MAXSEG) = 1000",
					"connect(port 80) = 0"},
				{"bind(port 80) = 0", "setsockopt(SO_RCVBUF, 30000) = 0", "getsockopt(SO_RCVBUF) = 60000",
					"getsockopt(TCP_NODELAY) = 0", "listen() = 0", "accept() = 0", "getsockopt(SO_RCVBUF) = 60000",
					"getsockopt(SO_LINGER) = -1", "getsockopt(TCP_MAXSEG) = 988", "getsockopt(TCP_QUICKACK) = 1"},
			}},
		{"pending error", "connect, {sleep: 1s}, {get: error}, {get: error}, {shutdown: both}", "accept, abort",
			[2][]string{
				{"connect(port 80) = 0", "getsockopt(SO_ERROR) = ECONNRESET", "getsockopt(SO_ERROR) = 0",
					"shutdown(SHUT_RDWR) = ENOTCONN"},
				{"accept() = 0", "abort() = 0"},
			}},
		{"shut reading", "connect, {shutdown: read}, read_eof, {write: 10}, {sleep: 1s}, {read: 20}, read_eof",
			"accept, {shutdown: read}, {read: 10}, {write: 20}, {sleep: 9s}",
			[2][]string{
				{"connect(port 80) = 0", "shutdown(SHUT_RD) = 0", "read() = 0", "write(10) = 10", "read(20) = 20",
					"read() = 0"},
				{"accept() = 0", "shutdown(SHUT_RD) = 0", "read(10) = 0", "write(20) = 20"},
			}},
		{"shut both", "connect, {shutdown: both}, {write: 10}, {read: 5}",
			"accept, read_eof, shutdown, {write: 1}, {sleep: 1s}, {shutdown: write}",
			[2][]string{
				{"connect(port 80) = 0", "shutdown(SHUT_RDWR) = 0", "write(10) = EPIPE", "read(5) = 0"},
				{"accept() = 0", "read() = 0", "shutdown(SHUT_WR) = 0", "write(1) = EPIPE",
					"shutdown(SHUT_WR) = ENOTCONN"},
			}},
	} {
		r := simtest.Of(t, parse(t, "profile: linux\nlink: {delay: 15ms}\nconnections:\n  - {server_port: 80, client: ["+
			c.client+"], server: ["+c.server+"]}\n"))
		if err := simtest.Checked(r); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		for side, want := range c.want {
			if got := callsOf(r, uint8(side)); !slices.Equal(got, want) {
				t.Errorf("%s, side %d:\nexpected %q\nfound    %q", c.name, side, want, got)
			}
		}
	}
}

// TestShutdownSideSends compares what each side of shutdown sends: SHUT_RD sends nothing.
func TestShutdownSideSends(t *testing.T) {
	for side, want := range map[string]int{"read": 0, "write": 1, "both": 1} {
		r := simtest.Of(t, parse(t, "connections:\n  - {client: [connect, {shutdown: "+side+
			"}], server: [accept, {read: 1}]}\n"))
		fins := 0
		r.Each(0, r.Frames(), 1<<sim.EvSend, func(e *sim.Event) bool {
			if e.Seg.Flags&tcp.FIN != 0 {
				fins++
			}
			return true
		})
		if fins != want {
			t.Errorf("shutdown: %s sends %d FINs, expected %d", side, fins, want)
		}
	}
}

// TestPageShowsSocketCalls compares the calls of a page's ends with those of a real client and server, and
// holds that showing them changes no segment.
func TestPageShowsSocketCalls(t *testing.T) {
	const src = "page: {html: 3000, objects: [1000, {size: 500, server: b}], servers: [{name: b}], " +
		"proxies: [{name: p}], strategy: parallel, socket_calls: %s}\n"
	set, plain := simtest.Of(t, parse(t, fmt.Sprintf(src, "on"))), simtest.Of(t, parse(t, fmt.Sprintf(src, "off")))
	if a, b := set.Stats(), plain.Stats(); a.Segments != b.Segments || set.Duration() != plain.Duration() {
		t.Errorf("showing calls changes the run: %v and %v", a, b)
	}
	listening := map[uint8][]string{}
	first := map[uint64][]string{} // of each end of a connection
	set.Each(0, set.Frames(), 1<<sim.EvCall|1<<sim.EvDone, func(e *sim.Event) bool {
		if e.Conn == sim.NoConn {
			listening[e.Host] = append(listening[e.Host], e.Op.String())
		} else if end := uint64(e.Conn)<<1 | uint64(e.Side); len(first[end]) < 3 {
			first[end] = append(first[end], e.Op.String())
		}
		return true
	})
	if len(listening) != 3 {
		t.Errorf("%d hosts listen, expected two servers and a proxy", len(listening))
	}
	for host, got := range listening {
		if !slices.Equal(got, []string{"socket", "bind", "listen"}) {
			t.Errorf("host %d sets up its listening socket by %q", host, got)
		}
	}
	for end, got := range first {
		want := []string{"socket", "set", "connect"}
		if end&1 == 1 {
			want = []string{"accept", "set", "read"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("end %d begins with %q, expected %q", end, got, want)
		}
	}
}
