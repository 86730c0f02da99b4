package export

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"teacp/sim"
	"teacp/sim/tcp"
)

// long is a transfer of many segments over a line that loses some.
func long(t *testing.T, frames int64) *Input {
	t.Helper()
	p, _ := tcp.Profile("linux")
	c := &sim.Config{Name: "long", Seed: 3, Limits: sim.Limits{Frames: frames},
		Hosts: []sim.HostConfig{{Name: "client", Profile: "linux", Policy: p},
			{Name: "server", Profile: "linux", Policy: p}},
		Links: []sim.LinkConfig{{A: 0, B: 1}},
		Conns: []sim.ConnScript{{ServerHost: 1, ClientPort: 40001, ServerPort: 8001,
			Client: []sim.Step{{Op: sim.OpConnect}, {Op: sim.OpReadEOF}},
			Server: []sim.Step{{Op: sim.OpAccept}, {Op: sim.OpWrite, Bytes: 1 << 40}}}}}
	for d := range c.Links[0].Dir {
		c.Links[0].Dir[d] = sim.PathConfig{Delay: 5_000_000, RateBps: 100_000_000, QueuePackets: 100}
	}
	c.Links[0].Dir[1].LossPPM = 500
	r, err := sim.New(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Input{Run: r, Scenario: "long", Title: "long", Lang: "en"}
}

var barOf = regexp.MustCompile(`<line class="(\w+)" style="stroke-dasharray:none;stroke-width:2" x1="(\d+)" y1="(\d+)" x2="\d+" y2="(\d+)"/>`)

// TestThinGraphs: the drawing of a long run has a bounded size, and still shows every segment
// that was lost or sent again, and how far the window went in each column.
func TestThinGraphs(t *testing.T) {
	in := long(t, 60_000)
	svg := written(t, "sequence-svg", in)
	wellFormed(t, svg)
	if len(svg) > 300_000 {
		t.Errorf("sequence-svg has %d bytes", len(svg))
	}
	bars := map[string][][2]int{}
	for _, m := range barOf.FindAllStringSubmatch(svg, -1) {
		y1, _ := strconv.Atoi(m[3])
		y2, _ := strconv.Atoi(m[4])
		bars[m[1]+" "+m[2]] = append(bars[m[1]+" "+m[2]], [2]int{y1, y2})
	}
	w := &writer{Input: in, to: in.Run.Frames(), zero: firstSYN(in.Run)}
	best := w.busiest()
	g := plot{writer: w, t0: w.zero, t1: best.last, top: best.mostNxt}
	counts := [3]int{}
	w.each(1<<sim.EvSend, func(e *sim.Event) bool {
		if e.Side == best.side && e.Seg.Len > 0 {
			k := segmentClass(e)
			counts[k]++
			y := plotH - plotBottom - int(e.Seg.Seq*thinRows/g.top)
			shown := false
			for _, b := range bars[fmt.Sprint(segmentClasses[k], " ", plotX+g.column(e.At))] {
				shown = shown || b[1] <= y && y <= b[0]
			}
			if !shown {
				t.Errorf("frame %d: %s %d is not shown", e.ID.Frame(), segmentClasses[k], e.Seg.Seq)
			}
		}
		return true
	})
	if counts[1] < 5 || counts[2] < 5 || counts[0] < 10_000 {
		t.Errorf("expected a long run with losses, found %v", counts)
	}
	thinWindow(t, in, best)
}

// thinWindow holds the line of the congestion window against its greatest and least values.
func thinWindow(t *testing.T, in *Input, best *tally) {
	t.Helper()
	svg := written(t, "cwnd-svg", in)
	wellFormed(t, svg)
	if len(svg) > 150_000 {
		t.Errorf("cwnd-svg has %d bytes", len(svg))
	}
	_, line, _ := strings.Cut(svg, `<path class="a0" d="`)
	line, _, _ = strings.Cut(line, `"`)
	w := &writer{Input: in, to: in.Run.Frames(), zero: firstSYN(in.Run)}
	g := plot{writer: w, t0: w.zero, t1: best.last,
		top: (max(4, best.mostCwnd, (best.mostFlight+1447)/1448) + 3) / 4 * 4}
	columns := map[int]string{}
	for _, p := range strings.FieldsFunc(line, func(r rune) bool { return r == 'M' || r == 'H' }) {
		x, rest, _ := strings.Cut(strings.ReplaceAll(p, " ", "V"), "V")
		n, _ := strconv.Atoi(x)
		columns[n] = "V" + rest + "V"
	}
	ends := map[int][2]int64{}
	w.each(1<<sim.EvWindow, func(e *sim.Event) bool {
		if e.Conn == best.conn && e.Side == best.side {
			x := plotX + g.column(e.At)
			v, ok := ends[x]
			if !ok {
				v = [2]int64{e.A, e.A}
			}
			ends[x] = [2]int64{min(v[0], e.A), max(v[1], e.A)}
		}
		return true
	})
	for x, v := range ends {
		for _, n := range v {
			if !strings.Contains(columns[x], "V"+g.y(n)+"V") {
				t.Errorf("column %d: a window of %d is not shown in %q", x, n, columns[x])
			}
		}
	}
	if len(ends) < 100 {
		t.Errorf("expected windows in many columns, found %d", len(ends))
	}
}
