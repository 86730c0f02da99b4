package sim_test

import (
	"slices"
	"testing"
	"time"

	"teacp/sim"
	"teacp/sim/simtest"
)

// BenchmarkSeek seeks to the slowest frames (the last before a checkpoint) of distant blocks, and
// reads their events. p99-ms is the 99th percentile of the time of a seek.
func BenchmarkSeek(b *testing.B) {
	for _, size := range []struct {
		name   string
		frames int64
	}{{"1e6", 1_000_000}, {"1e7", 10_000_000}} {
		b.Run(size.name, func(b *testing.B) {
			if size.frames > 1_000_000 && testing.Short() {
				b.Skip("not in short mode")
			}
			r := simtest.Transfer(b, size.frames)
			blocks := size.frames / 4096
			var took []time.Duration
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				f := int64(i)*7919%(blocks-1)*4096 + 4094
				start := time.Now()
				r.At(f)
				r.Events(f)
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// BenchmarkFork changes a knob in the middle of a run of a million frames, and simulates the next
// thousand frames.
func BenchmarkFork(b *testing.B) {
	r := simtest.Transfer(b, 1_000_000)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		f, err := r.Fork(sim.Change{Frame: 500_000 + int64(i%1000), Knob: "client.delayed_ack", Value: "off"})
		if err != nil {
			b.Fatal(err)
		}
		f.Extend(1000)
	}
}
