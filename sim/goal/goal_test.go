package goal_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/ledger"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// compile reads a scenario and simulates it to its end.
func compile(t *testing.T, text string, changes ...sim.Change) *sim.Run {
	t.Helper()
	sc, problems := scenarios.Parse("test.yaml", []byte(text))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	r, err := sim.New(sc.Config, changes)
	if err != nil {
		t.Fatal(err)
	}
	r.Finish()
	return r
}

const (
	tooLong = `
name: too-long
profile: linux
link: {delay: 20ms, mtu: 1400}
connections:
  - client: [connect, {write: 1900}, {read: 3000}, close]
    server: [accept, {read: 1900}, {write: 3000}, read_eof, close]
limits: {time: 30s}
`
	peerGone = `
name: peer-gone
profile: linux
faults: [{name: the peer is gone, drop: {nth: 5, count: 100000, of: any, to: server}}]
connections:
  - client: [connect, {write: 100}, {read: 100}, {sleep: 60s}, {write: 100}, {read: 100}, close]
    server: [accept, {read: 100}, {write: 100}, {read: 100}, {write: 100}, close]
limits: {time: 1h}
`
	poolNeverFree = `
name: pool-never-free
profile: linux
http:
  strategy: persistent-parallel
  connections: 1
  requests: [{path: /stream, size: 100, think: 1h}, {path: /tab, size: 100}]
limits: {time: 16s}
`
)

// TestEnds checks how known goals end.
func TestEnds(t *testing.T) {
	one := func(client, server string) string {
		return fmt.Sprintf("name: one\nprofile: linux\nconnections:\n  - client: %s\n    server: %s\nlimits: {time: 1h}\n",
			client, server)
	}
	for _, c := range []struct {
		name, text string
		changes    []sim.Change
		state      goal.State
		at         sim.Time
		op         sim.Op
		err        tcp.Errno
		rule       rule.ID
		left       int64
		failed     int64
		waiting    int64
	}{
		{name: "packets too large", text: tooLong, state: goal.Waiting, at: 30e9, op: sim.OpRead, rule: rule.Rto,
			left: 1900, waiting: 2},
		{name: "a larger MTU", text: tooLong, changes: []sim.Change{{Knob: "link.mtu", Value: "1500"}},
			state: goal.Reached, at: 84_307_200},
		{name: "the peer is gone", text: peerGone, state: goal.Failed, at: 1_029_124_422_400, op: sim.OpRead,
			err: tcp.ErrTimedOut, left: 100, failed: 1, waiting: 1},
		{name: "a server that works for an hour", text: poolNeverFree, state: goal.Waiting, at: 16e9, op: sim.OpRead,
			rule: rule.Server, waiting: 2},
		{name: "less than asked for", text: one("[connect, {read: 300}, close]", "[accept, {write: 100}, close]"),
			state: goal.Failed, at: -1, op: sim.OpRead, left: 200, failed: 1},
		{name: "an answer that is never written", text: one("[connect, {write: 10}, {read: 100}, close]",
			"[accept, {read: 10}, {sleep: 1s}, read_eof]"), state: goal.Waiting, at: -1, op: sim.OpRead,
			rule: rule.AppBlocked, left: 100, waiting: 1},
		{name: "a peer that does not close", text: one("[connect, {write: 10}, read_eof]",
			"[accept, {read: 10}, {write: 100}]"), state: goal.Reached, at: -1},
		{name: "an end of file that more depends on", text: one("[connect, read_eof, {write: 10}, close]",
			"[accept, {write: 100}, {read: 10}, close]"), state: goal.Waiting, at: -1, op: sim.OpReadEOF,
			rule: rule.AppBlocked, waiting: 2},
		{name: "refused", text: one("[connect, {write: 10}]", "[{sleep: 1s}, listen, accept, {read: 10}]"),
			state: goal.Failed, at: -1, op: sim.OpConnect, err: tcp.ErrRefused, failed: 1, waiting: 1},
	} {
		r := compile(t, c.text, c.changes...)
		e := goal.Of(r)
		if e.State != c.state || c.at >= 0 && e.At != c.at || e.Failed != c.failed || e.Waiting != c.waiting {
			t.Errorf("%s: %+v", c.name, e)
			continue
		}
		p := &e.Part
		if e.State != goal.Reached && (p.Op != c.op || p.Err != c.err || p.Rule != c.rule || p.Left != c.left) {
			t.Errorf("%s: %v by %v, %v, %d bytes left", c.name, p.Op, p.Rule, p.Err, p.Left)
		}
		adds(t, c.name, r, &e)
	}
}

// TestErrors counts the errors of runs: the hosts of a page read until the end of the stream, which is no error;
// a script that asked for more than comes has one.
func TestErrors(t *testing.T) {
	page := "name: page\nhttp:\n  strategy: parallel\n  requests: [{path: /, size: 2000}, {path: /a, size: 500}]\n"
	for _, c := range []struct {
		name, text string
		errors     int
	}{
		{"page", page, 0},
		{"short read", "name: short\nconnections:\n  - client: [connect, {read: 300}, close]\n" +
			"    server: [accept, {write: 100}, close]\n", 1},
		{"peer gone", peerGone, 2},
	} {
		r := compile(t, c.text)
		n := 0
		r.Each(0, r.Frames(), goal.ErrorKinds, func(e *sim.Event) bool {
			if goal.IsError(r, e) {
				n++
			}
			return true
		})
		if n != c.errors {
			t.Errorf("%s: %d errors, expected %d", c.name, n, c.errors)
		}
	}
}

// TestUndelivered checks that a script that writes and ends has not reached its goal before the data has
// arrived: it waits for the retransmission, and fails when the connection is given up.
func TestUndelivered(t *testing.T) {
	const text = `
name: undelivered
profile: linux
faults: [{name: all data, drop: {nth: 1, count: 100000, of: data, to: server}}]
connections:
  - client: [connect, {write: 100}]
    server: [accept]
limits: {time: %s}
`
	e := goal.Of(compile(t, fmt.Sprintf(text, "10s")))
	if p := &e.Part; e.State != goal.Waiting || !p.Undelivered || p.Left != 100 || p.Rule != rule.Rto {
		t.Errorf("while it is repeated: %+v", e)
	}
	e = goal.Of(compile(t, fmt.Sprintf(text, "1h")))
	if p := &e.Part; e.State != goal.Failed || !p.Undelivered || p.Err != tcp.ErrTimedOut || e.At != p.At {
		t.Errorf("given up: %+v", e)
	}
}

// adds checks that the ledger's time adds up to the end of the goal.
func adds(t *testing.T, name string, r *sim.Run, e *goal.End) {
	t.Helper()
	l := ledger.Of(r)
	if err := l.Check(); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if l.End() != *e || l.Total() != e.At {
		t.Errorf("%s: the ledger ends with %+v, the goal with %+v", name, l.End(), *e)
	}
	if e.State == goal.Waiting && e.At != r.Duration() {
		t.Errorf("%s: waits until %v, the run ends at %v", name, e.At, r.Duration())
	}
}

// TestRandomScripts holds over random scripts, losses and limits: a goal that is called reached has all
// its bytes, one that is not lacks some or has an error, and the time of the ledger adds up to its end.
func TestRandomScripts(t *testing.T) {
	var states [goal.Waiting + 1]int
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		r, err := sim.New(randomScripts(rnd, seed), nil)
		if err != nil {
			t.Fatal(seed, err)
		}
		e := goal.Of(r)
		name := fmt.Sprintf("seed %d", seed)
		adds(t, name, r, &e)
		states[e.State]++
		if missing := lacks(r); (missing == "") != (e.State == goal.Reached) {
			t.Errorf("%s: %v at %v, but: %q\n%+v", name, e.State, e.At, missing, r.Config().Conns)
		}
	}
	for _, s := range []goal.State{goal.Reached, goal.Failed, goal.Waiting} {
		if states[s] < 10 {
			t.Errorf("only %d random goals are %s", states[s], s)
		}
	}
}

// lacks says what the scripts of a run have not done: from the events and the scripts alone.
func lacks(r *sim.Run) string {
	type end struct {
		written, read, connected int64
		eof                      bool
		failed                   string
	}
	ends := make([]end, 2*len(r.Config().Conns))
	r.Each(0, r.Frames(), 1<<sim.EvCall|1<<sim.EvDone, func(e *sim.Event) bool {
		n := &ends[2*e.Conn+uint32(e.Side)]
		switch ok := e.Sub == 0; {
		case !goal.IsWork(e.Op):
		case !ok:
			n.failed = e.Op.String()
		case e.Op == sim.OpWrite:
			n.written += e.B
		case e.At2 == sim.Never:
		case e.Op == sim.OpConnect || e.Op == sim.OpAccept:
			n.connected++
		default:
			n.read += e.B
			n.eof = n.eof || e.Op == sim.OpReadEOF && e.B == 0
		}
		return true
	})
	for i := range ends {
		c := &r.Config().Conns[i/2]
		steps := [][]sim.Step{c.Client, c.Server}[i%2]
		var writes, reads, connects int64
		toEnd := false
		for _, s := range steps {
			switch s.Op {
			case sim.OpWrite:
				writes += s.Bytes
			case sim.OpRead:
				reads += s.Bytes
			case sim.OpReadEOF:
				toEnd = true
			case sim.OpConnect, sim.OpAccept:
				connects++
			}
		}
		n, peer := &ends[i], &ends[i^1]
		switch {
		case n.failed != "":
			return n.failed + " failed"
		case n.connected < connects:
			return "not connected"
		case n.written < writes:
			return "not all is written"
		case n.read < reads:
			return "not all is read"
		case toEnd && n.read < peer.written:
			return "not everything up to the end is read"
		}
	}
	return ""
}

// randomScripts makes one to three connections whose applications mostly fit each other.
func randomScripts(rnd *rand.Rand, seed uint64) *sim.Config {
	name := tcp.ProfileNames[rnd.IntN(len(tcp.ProfileNames))]
	p, _ := tcp.Profile(name)
	host := sim.HostConfig{Profile: name, Policy: p}
	c := &sim.Config{Name: "random", Seed: seed, Hosts: []sim.HostConfig{host, host}, Links: []sim.LinkConfig{{B: 1}},
		Limits: sim.Limits{Frames: 20_000, Time: sim.Time(1+rnd.IntN(60)) * 1e9}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = sim.PathConfig{Delay: sim.Time(1+rnd.IntN(100)) * 1e6, RateBps: 1e6 * int64(1+rnd.IntN(50))}
		if rnd.IntN(3) == 0 {
			c.Links[0].Dir[d].LossPPM = int64(rnd.IntN(300_000))
		}
		if rnd.IntN(6) == 0 {
			c.Links[0].Dir[d].MTU = 1400
		}
	}
	for i := range 1 + rnd.IntN(3) {
		s := sim.ConnScript{ServerHost: 1, ClientPort: uint16(20000 + i), ServerPort: uint16(8000 + i),
			Client: []sim.Step{{Op: sim.OpConnect}}, Server: []sim.Step{{Op: sim.OpAccept}}}
		for range rnd.IntN(4) {
			writer, reader := &s.Client, &s.Server
			if rnd.IntN(2) == 0 {
				writer, reader = reader, writer
			}
			n := int64(1 + rnd.IntN(30_000))
			*writer = append(*writer, sim.Step{Op: sim.OpWrite, Bytes: n})
			if rnd.IntN(8) == 0 {
				n++ // more than is written
			}
			*reader = append(*reader, sim.Step{Op: sim.OpRead, Bytes: n})
			if rnd.IntN(6) == 0 {
				*writer = append(*writer, sim.Step{Op: sim.OpSleep, Pause: sim.Time(rnd.IntN(2000)) * 1e6})
			}
		}
		for _, steps := range []*[]sim.Step{&s.Client, &s.Server} {
			if rnd.IntN(3) > 0 {
				*steps = append(*steps, sim.Step{Op: sim.OpReadEOF})
			}
			if rnd.IntN(4) > 0 {
				*steps = append(*steps, sim.Step{Op: sim.OpClose})
			}
		}
		c.Conns = append(c.Conns, s)
	}
	return c
}
