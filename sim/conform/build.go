package conform

import (
	"fmt"
	"strconv"

	"teacp/sim"
	"teacp/sim/tcp"
)

// clientPort and serverPort are the ports of connection 0; the others follow.
const (
	clientPort = 40001
	serverPort = 8001
)

// The recording machine's own delays beside those of machine, medians over the recordings: from the
// arrival of data until a blocked call has returned, and what a sleep takes more.
const (
	wakeUp    = 40 * 1000
	oversleep = 20 * 1000
)

// Run builds the case and simulates it to its end. A recording does not say where the kernel's
// clock stood between two ticks when it began. Where it is not met with exact timers, it is
// simulated again with ticks, first where its own timers show them, then at each half of a
// millisecond, until it is met; the run that goes furthest is returned. The same is tried with
// other times that a blocked writer may take to wake, which calls do not show, and with the
// medians of the machine's delays in place of those that the recording shows.
func (t *Trace) Run() (*sim.Run, error) {
	best, err := t.simulate(guess{clock: clock{exact, 0}, moments: recorded})
	if err != nil {
		return nil, err
	}
	res := Compare(t, best)
	if res.OK {
		return best, nil
	}
	for _, g := range t.guesses(best) {
		r, err := t.simulate(g)
		if err != nil {
			return nil, err
		}
		got := Compare(t, r)
		if got.OK {
			return r, nil
		}
		if got.Matched > res.Matched || got.Matched == res.Matched && got.First.time() > res.First.time() {
			best, res = r, got
		}
	}
	return best, nil
}

// guess is what a recording does not say of its machine.
type guess struct {
	clock
	moments
	writer sim.Time // how long a blocked writer takes to wake; 0: as a reader
}

// guesses are those worth trying where the first is not met.
func (t *Trace) guesses(first *sim.Run) []guess {
	var out []guess
	for _, w := range []sim.Time{20_000, 60_000, 100_000, 150_000, 250_000} {
		out = append(out, guess{clock{exact, 0}, recorded, w})
	}
	for _, m := range []moments{calls, medians, recorded} {
		for _, c := range append([]clock{{exact, 0}}, t.clocks(first)...) {
			out = append(out, guess{c, m, 0})
		}
	}
	return out
}

// moments say how long the machine takes over packets, and its threads to wake and to sleep.
// Moments a few microseconds apart can decide, so more than one kind is tried.
type moments uint8

const (
	recorded moments = iota // each as the recording shows it
	calls                   // threads as the recording shows them, packets by its medians
	medians                 // threads as over all recordings, packets by its medians
	unseen                  // threads and packets as over all recordings: nothing is taken from this one
)

// exact stands for timers that do not tick.
const exact sim.Time = -1

// tick is the recording kernel's.
const tick = sim.Time(4_000_000)

func (t *Trace) simulate(g guess) (*sim.Run, error) {
	cfg, err := t.config(g.moments)
	if err != nil {
		return nil, err
	}
	for i := range cfg.Hosts {
		p := &cfg.Hosts[i].Policy
		if p.StampPhase += g.stamp; g.tick != exact {
			p.Tick, p.TickPhase = tick, g.tick
		}
		if g.writer > 0 {
			cfg.Hosts[i].Wake = g.writer
		}
	}
	r, err := sim.New(cfg, nil)
	if err != nil {
		return nil, err
	}
	r.Finish()
	return r, nil
}

// Judge simulates the case and compares it, as Run and Compare do, and tells besides whether
// the case alone would have done: the same comparison of a run that takes nothing from the recording.
func (t *Trace) Judge() (*sim.Run, Result, error) {
	alone, err := t.simulate(guess{clock: clock{exact, 0}, moments: unseen})
	if err != nil {
		return nil, Result{}, err
	}
	r, err := t.Run()
	if err != nil {
		return nil, Result{}, err
	}
	res := Compare(t, r)
	res.Alone = Compare(t, alone).OK
	return r, res, nil
}

// Config is the simulated counterpart of the case, under the linux profile. Kernel timers
// are exact in it; the recording's may be late by the step of their wheel (see Compare). The
// applications go on when the recording's did (see timing.go).
func (t *Trace) Config() (*sim.Config, error) { return t.config(recorded) }

func (t *Trace) config(from moments) (*sim.Config, error) {
	c := &t.Case
	cfg := &sim.Config{Name: c.Name, LimitTime: t.end()}
	stamps, m := sim.Time(0), usual
	if from != unseen {
		stamps, m = t.stampPhase(), t.machine()
	}
	for i, name := range []string{"client", "server"} {
		h := sim.HostConfig{Name: name, Addr: [4]byte{10, 0, 0, byte(i + 1)}, Profile: "linux", Delay: m.processing, Wake: wakeUp, Rouse: m.rouse, Pause: oversleep}
		set, ok := t.Hosts[name]
		if !ok {
			return nil, fmt.Errorf("%s: hosts_effective has no %s", c.Name, name)
		}
		p, err := policy(&set, c.MTU, rackAlways(t.Kernel))
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", c.Name, name, err)
		}
		h.Policy = p
		h.Policy.StampPhase = stamps
		cfg.Hosts = append(cfg.Hosts, h)
	}
	cfg.Links = []sim.LinkConfig{{A: 0, B: 1, Dir: [2]sim.PathConfig{path(&c.Link.C2S), path(&c.Link.S2C)}}}
	if from != unseen {
		cfg.Recorded = t.recordedWire(&m, from)
	}
	for i := range c.Faults {
		f, err := c.Faults[i].build()
		if err != nil {
			return nil, fmt.Errorf("%s: fault %d: %w", c.Name, i, err)
		}
		cfg.Faults = append(cfg.Faults, f)
	}
	labels := map[string]int32{}
	for i := range c.Conns {
		s := sim.ConnScript{ClientHost: 0, ServerHost: 1, ClientPort: uint16(clientPort + i), ServerPort: uint16(serverPort + i)}
		var err error
		if s.Client, err = steps(nil, c.Conns[i].Client, labels); err == nil {
			s.Server, err = steps(nil, c.Conns[i].Server, labels)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: connection %d: %w", c.Name, i, err)
		}
		cfg.Conns = append(cfg.Conns, s)
	}
	if from == recorded || from == calls {
		t.timeApps(cfg, &m)
	}
	return cfg, nil
}

// closeCall is how much sooner or later than simulated a packet may meet a queue: what it took to
// be answered at both ends varies by so much.
const closeCall = 200 * 1000

// recordedWire is what the recording shows of its packets beside the segments that they carry.
func (t *Trace) recordedWire(m *machine, from moments) sim.Recorded {
	out := sim.Recorded{Slack: closeCall}
	for i := range t.Segments {
		s := &t.Segments[i]
		dir := uint8(0)
		if s.Dir == dirs[1] {
			dir = 1
		}
		p := sim.RecordedPacket{Dir: dir, Conn: s.Conn, Seq: s.Seq, Ack: s.Ack, Len: int32(s.Len), At: at(s.TSentUs), Dropped: s.Drop == "queue", Took: -1}
		if from == recorded {
			p.Took, p.Acked, p.Lag = m.took[i], t.acked(i), m.lag[i]
		}
		out.List = append(out.List, p)
	}
	out.Sort()
	return out
}

// end is the time at which the recording stopped looking: behind its last segment.
func (t *Trace) end() sim.Time {
	last := 0.0
	for i := range t.Segments {
		last = max(last, t.Segments[i].TSentUs)
	}
	return ms(last/1000) + 300*1_000_000
}

func ms(v float64) sim.Time { return sim.Time(v*1e6 + 0.5) }

func path(p *Path) sim.PathConfig {
	return sim.PathConfig{Delay: ms(p.DelayMs), RateBps: int64(p.RateBps), QueuePackets: p.QueuePackets}
}

var matches = map[string]sim.Match{"any": sim.MatchAny, "data": sim.MatchData, "syn": sim.MatchSyn,
	"fin": sim.MatchFin, "rst": sim.MatchRst, "ack": sim.MatchAck, "offset": sim.MatchOffset}

var acts = map[string]sim.Act{"drop": sim.ActDrop, "delay": sim.ActDelay, "dup": sim.ActDup}

func (f *Fault) build() (sim.Fault, error) {
	m, ok1 := matches[f.Match]
	a, ok2 := acts[f.Action]
	if !ok1 || !ok2 {
		return sim.Fault{}, fmt.Errorf("expected a known match and action, found %q and %q", f.Match, f.Action)
	}
	out := sim.Fault{Conn: -1, Match: m, Offset: f.Offset, N: f.N, Count: f.Count, Act: a, Extra: ms(f.ExtraMs)}
	if f.Dir == "s2c" {
		out.Dir = 1
	}
	if f.Conn != nil {
		out.Conn = *f.Conn
	}
	return out, nil
}

var opts = map[string]tcp.Opt{"nodelay": tcp.OptNoDelay, "cork": tcp.OptCork, "quickack": tcp.OptQuickAck,
	"linger0": tcp.OptLinger, "rcvbuf": tcp.OptRcvBuf, "sndbuf": tcp.OptSndBuf,
	"window_clamp": tcp.OptWindowClamp, "notsent_lowat": tcp.OptNotSentLowat}

var ops = map[string]sim.Op{"connect": sim.OpConnect, "accept": sim.OpAccept, "write": sim.OpWrite,
	"read": sim.OpRead, "read_eof": sim.OpReadEOF, "sleep": sim.OpSleep, "set": sim.OpSet,
	"shutdown": sim.OpShutdown, "close": sim.OpClose, "signal": sim.OpSignal, "wait": sim.OpWait}

// steps flattens a script: what is repeated stands there as often, since each time has moments of
// its own.
func steps(out []sim.Step, list []Action, labels map[string]int32) ([]sim.Step, error) {
	var err error
	for i := range list {
		a := &list[i]
		if a.Do == "repeat" {
			for k := int32(0); k < a.Times; k++ {
				if out, err = steps(out, a.Actions, labels); err != nil {
					return nil, err
				}
				if len(out) > sim.MaxSteps {
					return nil, fmt.Errorf("expected at most %d steps, found more", sim.MaxSteps)
				}
			}
			continue
		}
		op, ok := ops[a.Do]
		if !ok {
			return nil, fmt.Errorf("expected a known action, found %q", a.Do)
		}
		s := sim.Step{Op: op, At: ms(a.AtMs), Bytes: a.Bytes, Chunk: a.Chunk, Pause: ms(a.PauseMs), Value: a.Value}
		switch op {
		case sim.OpSleep:
			s.Pause = ms(a.Ms)
		case sim.OpSet:
			if s.Opt, ok = opts[a.Opt]; !ok {
				return nil, fmt.Errorf("expected a known option, found %q", a.Opt)
			}
			if a.Opt == "linger0" {
				s.Value = 0
			}
		case sim.OpSignal, sim.OpWait:
			if _, ok := labels[a.Label]; !ok {
				labels[a.Label] = int32(len(labels))
			}
			s.Label = labels[a.Label]
		}
		out = append(out, s)
	}
	return out, nil
}

// policy is the linux profile with a recorded host's settings.
func policy(h *HostSet, mtu int64, newer bool) (tcp.Policy, error) {
	p, _ := tcp.Profile("linux")
	set := func(knob, value string) error {
		if err := sim.SetKnob(&p, knob, value); err != nil {
			return fmt.Errorf("%s: %w", knob, err)
		}
		return nil
	}
	num := func(v int64) string { return strconv.FormatInt(v, 10) }
	onoff := func(b bool) string {
		if b {
			return "on"
		}
		return "off"
	}
	for _, kv := range [][2]string{
		{"timer_tick", "exact"}, {"mtu", num(mtu)}, {"congestion", h.Congestion},
		{"sack", onoff(h.SACK)}, {"timestamps", onoff(h.Timestamps)}, {"window_scaling", onoff(h.WindowScaling)},
		{"slow_start_after_idle", onoff(h.SlowStartAfterIdle)}, {"autocorking", onoff(h.Autocorking)},
		{"tlp", onoff(h.EarlyRetrans != 0)}, {"rack", onoff(h.Recovery&1 != 0 || newer)},
		{"initial_window", num(h.Initcwnd)}, {"initial_rcv_window", num(h.Initrwnd)},
		{"quickack_route", onoff(h.RouteQuickack)}, {"gso_max_segs", num(h.GSOMaxSegs)},
		{"rto_min", num(h.RouteRTOMinMs) + "ms"}, {"moderate_rcvbuf", onoff(h.ModerateRcvbuf)},
		{"rcvbuf", num(h.Rmem[1])}, {"rcvbuf_max", num(h.Rmem[2])},
		{"sndbuf", num(h.Wmem[1])}, {"sndbuf_max", num(h.Wmem[2])},
	} {
		switch {
		case kv[1] == "0" && (kv[0] == "initial_window" || kv[0] == "initial_rcv_window"), kv[1] == "0ms":
			continue // not set on the route: the profile's own value
		}
		if err := set(kv[0], kv[1]); err != nil {
			return p, err
		}
	}
	for _, name := range sortedKeys(h.Sysctl) {
		if err := sysctl(set, name, h.Sysctl[name]); err != nil {
			return p, err
		}
	}
	return p, nil
}
