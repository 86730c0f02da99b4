package views

import (
	"strings"
	"testing"

	"teacp/scenarios/scenariotest"
	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/ladder"
	"teacp/views/paint"
)

// TestPanesAtAnySize: at every size down to nothing, a pane paints inside its rectangle, and the
// frames under its cells exist.
func TestPanesAtAnySize(t *testing.T) {
	for _, name := range []string{"fast-retransmit", "page", "reset"} {
		r := scenariotest.Run(t, name)
		s := Scene{Run: r, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en"}
		for f := int64(0); f < r.Frames(); f += 5 {
			s.Frame, s.Zoom, s.Axis = f, int(f)%4, paint.AxisKind(f)%paint.NumAxes
			s.Side, s.Letters, s.Conn = uint8(f)%3, f%2 == 0, uint32(f)%3
			w, h := int(f*7%90), int(f*3%30)
			c := paint.NewCanvas(100, 40)
			for id := PaneID(0); id < NumPanes; id++ {
				c.Clear()
				rect := paint.Rect{X: 5, Y: 4, W: w, H: h}
				s.Scroll[id] = int(f % 9)
				Paint(c, rect, id, &s, true)
				c.Fill(rect, ' ', paint.Style{})
				if out := c.String(); strings.TrimSpace(out) != "" {
					t.Fatalf("%s, frame %d: pane %s of %dx%d paints beside itself:\n%s", name, f, Panes[id].Name, w,
						h, out)
				}
				for x := 0; x < 100; x += 9 {
					if at := FrameAt(rect, id, &s, x, x*40/100); at >= r.Frames() {
						t.Fatalf("%s: pane %s: frame %d of %d", name, Panes[id].Name, at, r.Frames())
					}
				}
			}
		}
	}
}

// endless is a run of one connection that sends as fast as its link allows.
func endless(t testing.TB, frames int64) *sim.Run {
	t.Helper()
	p, _ := tcp.Profile("linux")
	c := &sim.Config{Name: "endless", Seed: 1, Hosts: []sim.HostConfig{{Profile: "linux", Policy: p},
		{Profile: "linux", Policy: p}}, Links: []sim.LinkConfig{{A: 0, B: 1}},
		Conns: []sim.ConnScript{{ServerHost: 1, ClientPort: 40001, ServerPort: 8001,
			Client: []sim.Step{{Op: sim.OpConnect}, {Op: sim.OpReadEOF}},
			Server: []sim.Step{{Op: sim.OpAccept}, {Op: sim.OpWrite, Bytes: 1 << 40}}}}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = sim.PathConfig{Delay: 5_000_000, RateBps: 100_000_000, QueuePackets: 100}
	}
	r, err := sim.New(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Extend(frames)
	return r
}

// TestGraphsOfLongRuns: a graph of a long run reads a part with each painting, finishes, and shows
// the same whatever was shown before.
func TestGraphsOfLongRuns(t *testing.T) {
	r := endless(t, 120_000)
	show := func(path ...int64) string {
		s := Scene{Run: r, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en", Zoom: 2}
		c := paint.NewCanvas(120, 40)
		for _, s.Frame = range path {
			for n := 0; ; n++ {
				pending := s.Pending(PaneCwnd)
				c.Clear()
				Paint(c, paint.Rect{X: 0, Y: 0, W: 120, H: 40}, PaneCwnd, &s, true)
				if !pending {
					break
				}
				if n > exactBlocks+1 {
					t.Fatal("reading does not come to an end")
				}
			}
		}
		return c.String()
	}
	if a, b := show(30_000), show(10, 59_000, 30_000); a != b {
		t.Errorf("the picture depends on the way:\n%s\n%s", a, b)
	}
	s := Scene{Run: r, Frame: 30_000, Theme: &paint.Themes[0], Filter: ladder.AllConns, Lang: "en"}
	c := paint.NewCanvas(120, 40)
	Paint(c, paint.Rect{X: 0, Y: 0, W: 120, H: 40}, PaneCwnd, &s, true)
	if !strings.Contains(c.String(), "sampled") {
		t.Error("a graph of samples does not say so")
	}
}
