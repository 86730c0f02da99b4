package sim

import (
	"testing"

	"teacp/sim/tcp"
)

// BenchmarkCopy measures a checkpoint of a busy world with 1,000 connections: 64 frames, then a
// frozen copy. Its cost is proportional to the changes since the last copy.
func BenchmarkCopy(b *testing.B) {
	p, _ := tcp.Profile("linux")
	c := &Config{Hosts: []HostConfig{{Name: "client", Policy: p}, {Name: "server", Policy: p}},
		Links: []LinkConfig{{A: 0, B: 1}}, Limits: Limits{Frames: 1 << 30}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = PathConfig{Delay: 5_000_000, RateBps: 1_000_000_000, QueuePackets: 1000}
	}
	for i := 0; i < 1000; i++ {
		c.Conns = append(c.Conns, ConnScript{ServerHost: 1, ClientPort: uint16(20000 + i), ServerPort: 8001,
			Client: []Step{{Op: OpConnect}, {Op: OpReadEOF}}, Server: []Step{{Op: OpAccept},
				{Op: OpWrite, Bytes: 1 << 40}}})
	}
	r, err := New(c, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Extend(100_000)
	w := r.tip
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		for range 64 {
			w.step()
		}
		_ = w.freeze()
	}
}
