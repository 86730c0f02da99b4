package sim_test

import (
	"testing"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// bulk is a long transfer from server to client over a fast link.
func bulk(profile string, bytes int64, conns int) *sim.Config {
	p, _ := tcp.Profile(profile)
	c := &sim.Config{Name: "bulk", Seed: 1,
		Hosts: []sim.HostConfig{{Name: "client", Profile: profile, Policy: p},
			{Name: "server", Profile: profile, Policy: p}},
		Links: []sim.LinkConfig{{A: 0, B: 1}}, Limits: sim.Limits{Frames: 100_000_000}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = sim.PathConfig{Delay: 5_000_000, RateBps: 100_000_000, QueuePackets: 100}
	}
	for i := 0; i < conns; i++ {
		c.Conns = append(c.Conns, sim.ConnScript{ServerHost: 1, ClientPort: uint16(20000 + i),
			ServerPort: uint16(8000 + i%50000),
			Client: []sim.Step{{Op: sim.OpConnect}, {Op: sim.OpWrite, Bytes: 100}, {Op: sim.OpReadEOF},
				{Op: sim.OpClose}},
			Server: []sim.Step{{Op: sim.OpAccept}, {Op: sim.OpRead, Bytes: 100}, {Op: sim.OpWrite, Bytes: bytes},
				{Op: sim.OpClose}}})
	}
	return c
}

func mustRun(tb testing.TB, c *sim.Config, changes ...sim.Change) *sim.Run {
	tb.Helper()
	r, err := sim.New(c, changes)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// TestSeekEqualsStepping seeks to frames in mixed orders, and compares their events with those of
// stepping.
func TestSeekEqualsStepping(t *testing.T) {
	c := bulk("linux", 400_000, 2)
	c.Links[0].Dir[1].LossPPM = 20_000
	a := mustRun(t, c)
	var times []sim.Time
	var infos []tcp.Info
	for i := int64(0); ; i++ {
		w := a.At(i)
		times, infos = append(times, w.Now()), append(infos, w.Info(0, 1))
		if a.Extend(1) && i+1 >= a.Frames() {
			break
		}
	}
	b := mustRun(t, c)
	b.Finish()
	if a.Hash() != b.Hash() || a.Frames() != b.Frames() {
		t.Fatalf("stepping and running differ: %x %d, %x %d", a.Hash(), a.Frames(), b.Hash(), b.Frames())
	}
	n := int64(len(times))
	for k := int64(0); k < 300; k++ {
		f := k * 7919 % n
		if w := b.At(f); w.Now() != times[f] || w.Info(0, 1) != infos[f] {
			t.Fatalf("frame %d: seeking and stepping differ", f)
		}
	}
	for f := n - 1; f >= max(n-500, 0); f-- {
		if b.At(f).Now() != times[f] {
			t.Fatalf("frame %d: stepping back differs", f)
		}
	}
}

// TestNoOpFork forks with a knob set to its current value, and checks that nothing else changes.
func TestNoOpFork(t *testing.T) {
	c := bulk("rfc", 200_000, 1)
	r := mustRun(t, c)
	r.Finish()
	for _, at := range []int64{0, 1, 17, 100, r.Frames() - 2} {
		f, err := r.Fork(sim.Change{Frame: at, Knob: "client.nagle", Value: "rfc896"})
		if err != nil {
			t.Fatal(err)
		}
		f.Finish()
		if f.Hash() != r.Hash() {
			t.Errorf("fork at %d: hash %x, want %x", at, f.Hash(), r.Hash())
		}
	}
	f, err := r.With(r.Changes())
	if err != nil {
		t.Fatal(err)
	}
	f.Finish()
	if f.Hash() != r.Hash() {
		t.Error("a run with the same changes is not the same run")
	}
}

// TestForkSharesThePast compares every event before the fork.
func TestForkSharesThePast(t *testing.T) {
	r := mustRun(t, bulk("rfc", 300_000, 1))
	r.Finish()
	const at = 150
	f, err := r.Fork(sim.Change{Frame: at, Knob: "link.loss", Value: "5%"})
	if err != nil {
		t.Fatal(err)
	}
	f.Finish()
	for i := int64(0); i < at; i++ {
		a, b := r.Events(i), f.Events(i)
		if len(a) != len(b) {
			t.Fatalf("frame %d: %d events, %d in the fork", i, len(a), len(b))
		}
		for k := range a {
			if a[k] != b[k] {
				t.Fatalf("frame %d, event %d differs", i, k)
			}
		}
	}
	if f.Hash() == r.Hash() {
		t.Error("5 % loss changes nothing")
	}
}

// TestConservation checks that every packet sent was received or lost or is in flight, that bytes
// are delivered once and in order, and that every event has a rule and a cause that exists.
func TestConservation(t *testing.T) {
	for _, profile := range []string{"rfc", "linux", "textbook"} {
		c := bulk(profile, 300_000, 2)
		c.Links[0].Dir[1].LossPPM, c.Links[0].Dir[0].LossPPM, c.Links[0].Dir[1].Jitter = 30_000, 10_000, 200_000
		r := mustRun(t, c)
		r.Finish()
		var sent, received, lost int
		read := map[uint32]int64{}
		r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
			switch e.Kind {
			case sim.EvSend:
				sent++
			case sim.EvRecv:
				received++
			case sim.EvLost:
				lost++
			case sim.EvReadable:
				if e.Side == 0 {
					read[e.Conn] += e.A
				}
			}
			if e.Kind == sim.EvSend || e.Kind == sim.EvHold || e.Kind == sim.EvAckHeld || e.Kind == sim.EvLost {
				if e.Rule == 0 {
					t.Errorf("%s: event %d of frame %d has no rule", profile, e.ID.Index(), e.ID.Frame())
				}
			}
			if e.Cause != 0 && r.Event(e.Cause) == nil {
				t.Errorf("%s: frame %d: the cause cannot be found", profile, e.ID.Frame())
			}
			return true
		})
		flying := 0
		r.At(r.Frames() - 1).Flying(func(*sim.Packet) bool { flying++; return true })
		if sent != received+lost+flying {
			t.Errorf("%s: %d sent, %d received, %d lost, %d flying", profile, sent, received, lost, flying)
		}
		for conn, n := range read {
			if n != 300_000 {
				t.Errorf("%s: connection %d delivers %d bytes, want 300000", profile, conn, n)
			}
		}
		if len(read) != 2 {
			t.Errorf("%s: %d connections deliver, want 2", profile, len(read))
		}
	}
}

// TestInvariants checks every frame of runs with loss and reordering.
func TestInvariants(t *testing.T) {
	for seed := uint64(1); seed <= 12; seed++ {
		for _, profile := range []string{"rfc", "linux", "textbook"} {
			c := bulk(profile, 80_000, 1)
			c.Seed = seed
			c.Links[0].Dir[1].LossPPM, c.Links[0].Dir[0].LossPPM = 60_000, 30_000
			c.Faults = []sim.Fault{{Dir: 1, Conn: -1, Match: sim.MatchData, N: int64(3 + seed), Count: 2,
				Act: sim.ActDelay, Extra: 12_000_000},
				{Dir: 1, Conn: -1, Match: sim.MatchData, N: 20, Count: 1, Act: sim.ActDup, Extra: 1_000_000}}
			r := mustRun(t, c)
			for !r.Extend(1) {
				if err := r.At(r.Frames() - 1).Check(); err != nil {
					t.Fatalf("seed %d, %s: %v", seed, profile, err)
				}
			}
			if r.Ended().String() != "end" {
				t.Errorf("seed %d, %s: ends by %s after %d frames", seed, profile, r.Ended(), r.Frames())
			}
		}
	}
}

// TestLimits checks that a limit ends the run, and that the run reports it.
func TestLimits(t *testing.T) {
	for name, l := range map[string]sim.Limits{"frames": {Frames: 50}, "time": {Time: 30_000_000},
		"connections": {Conns: 2}} {
		c := bulk("rfc", 100_000, 3)
		c.Limits = l
		r := mustRun(t, c)
		r.Finish()
		if r.Ended() != rule.Limit {
			t.Errorf("%s: the run ends by %s after %d frames", name, r.Ended(), r.Frames())
		}
	}
}

// BenchmarkSegment measures the simulation of one segment while all events are kept.
func BenchmarkSegment(b *testing.B) {
	c := bulk("linux", 1<<40, 1)
	r := mustRun(b, c)
	b.ReportAllocs()
	b.ResetTimer()
	for r.Stats().Segments < int64(b.N) {
		r.Extend(4096)
	}
	b.ReportMetric(float64(r.Stats().Frames)/float64(r.Stats().Segments), "frames/segment")
}
