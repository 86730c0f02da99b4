package export_test

import (
	"io"
	"testing"

	"teacp/sim/simtest"
	"teacp/sim/tcp"
	"teacp/views/export"
)

// BenchmarkExport writes the first hundred thousand frames of a run.
func BenchmarkExport(b *testing.B) {
	const frames = 100_000
	p, _ := tcp.Profile("linux")
	for _, f := range export.Formats() {
		b.Run(f.Name, func(b *testing.B) {
			c := *simtest.Transfer(b, 1).Config()
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
