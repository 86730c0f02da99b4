package conform

import (
	"fmt"
	"sort"

	"teacp/sim"
	"teacp/sim/tcp"
)

// Result is the result of a comparison. Its names are those of the schema teacp.conform/1.
type Result struct {
	Case     string      `json:"case"`
	Real     int         `json:"real"`
	Matched  int         `json:"matched"`
	First    *Difference `json:"first_difference"`
	MaxError float64     `json:"max_error_us"`
	OK       bool        `json:"ok"`
	Alone    bool        `json:"alone"` // a run that takes nothing from the recording matches too
}

// Difference is the first segment of a sender that differs in content or time.
type Difference struct {
	Conn  uint32      `json:"conn"`
	Dir   string      `json:"dir"`
	Index int         `json:"index"` // in the sequence of this sender
	Kind  string      `json:"kind"`  // segment, missing, extra or time
	Real  *Segment    `json:"real"`
	Sim   *Segment    `json:"sim"`
	Frame int64       `json:"frame"` // of the simulated segment, -1 if there is none
	Event sim.EventID `json:"-"`
	ErrUs float64     `json:"error_us"`
}

// sent is a simulated segment, with the timer whose expiry caused it.
type sent struct {
	Segment
	id    sim.EventID
	timer sim.Time // how long that timer ran; 0: no timer
}

var dirs = [2]string{"c2s", "s2c"}

// Simulated returns the segments of a run in the format of a recording.
func Simulated(r *sim.Run) []Segment {
	list := simulated(r)
	out := make([]Segment, len(list))
	for i := range list {
		out[i] = list[i].Segment
	}
	return out
}

func simulated(r *sim.Run) []sent {
	var out []sent
	var first sim.Event
	zero := sim.Never // times count from the first SYN
	r.Each(0, r.Frames(), 0, func(e *sim.Event) bool {
		if e.ID.Index() == 0 {
			first = *e
		}
		if e.Kind != sim.EvSend {
			return true
		}
		zero = min(zero, e.At)
		s := sent{id: e.ID, Segment: Segment{I: len(out), Conn: e.Conn, Dir: dirs[e.Side], TSentUs: us(e.At - zero),
			Flags: e.Seg.Flags.String(),
			Seq:   e.Seg.Seq, Ack: e.Seg.Ack, Len: int64(e.Seg.Len), Win: int64(e.Seg.Wnd),
			Retrans: e.Flag&sim.FlagRetrans != 0}}
		if e.At2 != sim.Never {
			t := us(e.At2 - zero)
			s.TRecvUs = &t
		}
		if first.Kind == sim.EvFire && first.Timer != tcp.TimerPace { // the pacing timer is exact in a kernel too
			if arm := r.Event(first.Cause); arm != nil {
				s.timer = e.At - arm.At
			}
		}
		out = append(out, s)
		return true
	})
	return out
}

func us(t sim.Time) float64 { return float64(t) / 1000 }

// wheel returns the largest delay of a kernel timer of the given length. The timer wheel rounds up
// to one jiffy (4 ms at 250 Hz), from 63 jiffies on to 8, from 511 on to 64.
func wheel(d sim.Time) float64 {
	switch {
	case d <= 0:
		return 0
	case d <= 252*1_000_000:
		return 4_000
	case d <= 2_044*1_000_000:
		return 32_000
	}
	return 256_000
}

// Compare compares a simulated run with the recording. Each sender must send the same sequence of
// (flags, seq, len, ack), except for variants between the kernel's own runs (see variants.go). Each
// time may differ by 1 ms plus the spread of the kernel's runs. A kernel timer may in addition be
// late by the step of its wheel, which delays everything that it causes.
func Compare(t *Trace, r *sim.Run) Result {
	list := simulated(r)
	res := Result{Case: t.Case.Name, Real: len(t.Segments), OK: true}
	pairs := res.align(t, list)
	res.times(t, r, list, pairs)
	res.OK = res.First == nil
	return res
}

type sender struct {
	conn uint32
	dir  string
}

type pair struct{ real, sim, index int }

// lane is the position in the sequence of one sender.
type lane struct {
	key       sender
	real, sim []int // indices into the recording and the simulation
	i, n      int   // positions in real and sim
	broken    bool
}

// align compares the sequences of all senders. It returns the pairs of matching segments.
func (res *Result) align(t *Trace, list []sent) []pair {
	free := t.variants()
	var lanes []*lane
	at := map[sender]*lane{}
	get := func(k sender) *lane {
		if at[k] == nil {
			at[k] = &lane{key: k}
			lanes = append(lanes, at[k])
		}
		return at[k]
	}
	for i := range t.Segments {
		l := get(sender{t.Segments[i].Conn, t.Segments[i].Dir})
		l.real = append(l.real, i)
	}
	for i := range list {
		l := get(sender{list[i].Conn, list[i].Dir})
		l.sim = append(l.sim, i)
	}
	var pairs []pair
	last := t.lastSent()
	for _, l := range lanes {
		pairs = append(pairs, res.walk(t, list, l, free)...)
		if !l.broken && l.n < len(l.sim) && list[l.sim[l.n]].TSentUs < last {
			s := &list[l.sim[l.n]]
			res.differ(Difference{Conn: l.key.conn, Dir: l.key.dir, Index: l.i, Kind: "extra", Sim: &s.Segment,
				Frame: s.id.Frame(), Event: s.id})
		}
	}
	return pairs
}

// walk compares the sequence of one sender up to its first difference.
func (res *Result) walk(t *Trace, list []sent, l *lane, free variants) []pair {
	var pairs []pair
	for ; l.i < len(l.real); l.i++ {
		real := &t.Segments[l.real[l.i]]
		var s *sent
		if l.n < len(l.sim) {
			s = &list[l.sim[l.n]]
		}
		if s != nil && free.same(l.key, l.i, real, &s.Segment) {
			pairs = append(pairs, pair{l.real[l.i], l.sim[l.n], l.i})
			l.n++
			continue
		}
		if free.allows(l.key, variantACK, l.i) {
			if s != nil && l.n+1 < len(l.sim) && coveredBy(&s.Segment, &list[l.sim[l.n+1]].Segment) {
				l.n++ // the next simulated segment contains this ACK
				l.i--
				continue
			}
			if l.i+1 < len(l.real) && coveredBy(real, &t.Segments[l.real[l.i+1]]) {
				res.Matched++ // the next recorded segment contains this ACK
				continue
			}
		}
		l.broken = true
		d := Difference{Conn: l.key.conn, Dir: l.key.dir, Index: l.i, Kind: "missing", Real: real, Frame: -1}
		if s != nil {
			d.Kind, d.Sim, d.Frame, d.Event = "segment", &s.Segment, s.id.Frame(), s.id
		}
		res.differ(d)
		break
	}
	res.Matched += len(pairs)
	return pairs
}

func (t *Trace) lastSent() float64 {
	last := 0.0
	for i := range t.Segments {
		last = max(last, t.Segments[i].TSentUs)
	}
	return last
}

// differ records a difference if it is the earliest so far.
func (res *Result) differ(d Difference) {
	if res.First == nil || d.time() < res.First.time() {
		res.First = &d
	}
}

func (d *Difference) time() float64 {
	if d.Sim != nil && (d.Real == nil || d.Sim.TSentUs < d.Real.TSentUs) {
		return d.Sim.TSentUs
	}
	return d.Real.TSentUs
}

// times compares the sending times of the pairs in the order of the simulation. The lateness of a
// kernel timer shifts only the segments that it causes.
func (res *Result) times(t *Trace, r *sim.Run, list []sent, pairs []pair) {
	sort.SliceStable(pairs, func(i, j int) bool { return pairs[i].sim < pairs[j].sim })
	tol := 1000 + t.Repeat.SpreadUs
	shift := make([]float64, r.Frames())
	next := int64(0)
	for _, p := range pairs {
		real, s := &t.Segments[p.real], &list[p.sim]
		f := s.id.Frame()
		for ; next <= f; next++ {
			if evs := r.Events(next); len(evs) > 0 && evs[0].Cause != 0 {
				shift[next] = shift[evs[0].Cause.Frame()]
			}
		}
		err := real.TSentUs - s.TSentUs - shift[f]
		if late := wheel(s.timer); late > 0 && err > 0 {
			step := min(err, late)
			shift[f] += step
			err -= step
		}
		res.MaxError = max(res.MaxError, err, -err)
		if err > tol || err < -tol {
			res.differ(Difference{Conn: s.Conn, Dir: s.Dir, Index: p.index, Kind: "time", Real: real,
				Sim: &s.Segment, Frame: f, Event: s.id, ErrUs: err})
			return
		}
	}
}

// Line formats a segment as one line of text.
func (s *Segment) Line() string {
	if s == nil {
		return "(nothing)"
	}
	arrow := "-->"
	if s.Dir == "s2c" {
		arrow = "<--"
	}
	end := s.Seq + s.Len
	return fmt.Sprintf("%12.3f ms #%d %s %-3s %d:%d(%d) ack %d win %d", s.TSentUs/1000, s.Conn, arrow, s.Flags,
		s.Seq, end, s.Len, s.Ack, s.Win)
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// sysctl sets the knob for a parameter of net/ipv4.
func sysctl(set func(knob, value string) error, name, value string) error {
	knob, ok := sysctlKnobs[name]
	if !ok {
		return fmt.Errorf("sysctl %s: the simulator has no knob for it", name)
	}
	if knob == "" {
		return nil
	}
	return set(knob, value)
}

// sysctlKnobs maps parameters of the kernel to knobs; "" means that the parameter has no effect in
// the simulation.
var sysctlKnobs = map[string]string{
	"tcp_syn_linear_timeouts": "syn_linear_timeouts",
	"tcp_syn_retries":         "syn_retries",
	"tcp_synack_retries":      "synack_retries",
	"tcp_retries2":            "retries",
	"tcp_fin_timeout":         "fin_timeout",
	"tcp_dsack":               "dsack",
	"tcp_frto":                "frto",
	"tcp_reordering":          "reordering",
	"tcp_limit_output_bytes":  "",
}
