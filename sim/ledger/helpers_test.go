package ledger_test

import (
	"testing"

	"teacp/scenarios"
	"teacp/sim"
	"teacp/sim/tcp"
)

// bulk is a long transfer from server to client over a fast link.
func bulk(profile string, bytes int64, conns int) *sim.Config {
	p, _ := tcp.Profile(profile)
	c := &sim.Config{Name: "bulk", Seed: 1,
		Hosts: []sim.HostConfig{
			{Name: "client", Profile: profile, Policy: p},
			{Name: "server", Profile: profile, Policy: p},
		},
		Links: []sim.LinkConfig{{A: 0, B: 1}}, Limits: sim.Limits{Frames: 100_000_000}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = sim.PathConfig{Delay: 5_000_000, RateBps: 100_000_000, QueuePackets: 100}
	}
	for i := 0; i < conns; i++ {
		c.Conns = append(c.Conns, sim.ConnScript{
			ServerHost: 1, ClientPort: uint16(20000 + i), ServerPort: uint16(8000 + i%50000),
			Client: []sim.Step{{Op: sim.OpConnect}, {Op: sim.OpWrite, Bytes: 100}, {Op: sim.OpReadEOF},
				{Op: sim.OpClose}},
			Server: []sim.Step{{Op: sim.OpAccept}, {Op: sim.OpRead, Bytes: 100}, {Op: sim.OpWrite, Bytes: bytes},
				{Op: sim.OpClose}}})
	}
	return c
}

// unstarted returns a run of a configuration before its first frame.
func unstarted(tb testing.TB, c *sim.Config, changes ...sim.Change) *sim.Run {
	tb.Helper()
	r, err := sim.New(c, changes)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// library returns a run of a library scenario before its first frame.
func library(tb testing.TB, name string, changes ...sim.Change) *sim.Run {
	tb.Helper()
	sc, err := scenarios.Load(name)
	if err != nil {
		tb.Fatal(err)
	}
	return unstarted(tb, sc.Config, changes...)
}
