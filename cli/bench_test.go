package cli

import (
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"teacp/sim"
	"teacp/sim/simtest"
	"teacp/sim/tcp"
	"teacp/views"
	"teacp/views/export"
)

// transfer is a run without end: one connection that sends as fast as its line allows.
func transfer(b *testing.B, frames int64) *sim.Run {
	b.Helper()
	p, _ := tcp.Profile("linux")
	c := &sim.Config{Name: "transfer", Seed: 1,
		Hosts:  []sim.HostConfig{{Name: "client", Profile: "linux", Policy: p}, {Name: "server", Profile: "linux", Policy: p}},
		Links:  []sim.LinkConfig{{A: 0, B: 1}},
		Limits: sim.Limits{Frames: 100_000_000},
		Conns: []sim.ConnScript{{ServerHost: 1, ClientPort: 40001, ServerPort: 8001,
			Client: []sim.Step{{Op: sim.OpConnect}, {Op: sim.OpReadEOF}},
			Server: []sim.Step{{Op: sim.OpAccept}, {Op: sim.OpWrite, Bytes: 1 << 40}}}}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = sim.PathConfig{Delay: 5_000_000, RateBps: 100_000_000, QueuePackets: 100}
	}
	r, err := sim.New(c, nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Extend(frames)
	return r
}

// BenchmarkSeek goes to the worst frames, the last before a checkpoint, of blocks far from
// each other, and reads their events. p99-ms is the time that 99 in 100 seeks stay below.
func BenchmarkSeek(b *testing.B) {
	for _, size := range []struct {
		name   string
		frames int64
	}{{"1e6", 1_000_000}, {"1e7", 10_000_000}} {
		b.Run(size.name, func(b *testing.B) {
			if size.frames > 1_000_000 && testing.Short() {
				b.Skip("not in short mode")
			}
			r := transfer(b, size.frames)
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

// BenchmarkFork turns a knob in the middle of a run of a million frames and simulates the
// next thousand.
func BenchmarkFork(b *testing.B) {
	r := transfer(b, 1_000_000)
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

// BenchmarkPane paints each pane alone over 200x60 cells.
func BenchmarkPane(b *testing.B) {
	r := transfer(b, 100_000)
	c := views.NewCanvas(200, 60)
	for id := range views.Panes {
		b.Run(views.PaneID(id).Title("en"), func(b *testing.B) {
			s := views.Scene{Run: r, Frame: 50_000, Filter: views.AllConns, Lang: "en", Theme: &views.Themes[0]}
			b.ReportAllocs()
			for i := 0; i < b.N; i++ {
				c.Clear()
				views.Paint(c, views.Rect{W: 200, H: 60}, views.PaneID(id), &s, true)
				_ = c.Render()
			}
		})
	}
}

// BenchmarkExport writes the first hundred thousand frames of a run.
func BenchmarkExport(b *testing.B) {
	const frames = 100_000
	p, _ := tcp.Profile("linux")
	for _, f := range export.Formats() {
		b.Run(f.Name, func(b *testing.B) {
			c := *transfer(b, 1).Config()
			c.Hosts[0].Policy, c.Limits.Frames = p, frames
			r := simtest.Of(b, &c)
			b.ReportAllocs()
			b.ResetTimer()
			var n counter
			for i := 0; i < b.N; i++ {
				n = 0
				if err := f.Write(&n, &export.Input{Run: r, Lang: "en"}); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(n))
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/frames, "ns/frame")
		})
	}
}

type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

var _ io.Writer = (*counter)(nil)

// BenchmarkStart starts the program, lets it list its scenarios, and waits for its end.
func BenchmarkStart(b *testing.B) {
	file := filepath.Join(b.TempDir(), "teacp.exe")
	if out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if err := exec.Command(file, "list").Run(); err != nil {
			b.Fatal(err)
		}
	}
}
