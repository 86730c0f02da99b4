package conform

import (
	"fmt"
	"strconv"

	"teacp/sim"
	"teacp/sim/tcp"
)

// clientPort and serverPort are the ports of connection 0. Connection i adds i to both.
const (
	clientPort = 40001
	serverPort = 8001
)

// Delays of the recording machine beside those of machine, as medians of all recordings: from the
// arrival of data to the return of a blocked call, and the excess of a sleep.
const (
	wakeUp    = 40 * 1000
	oversleep = 20 * 1000
)

// Run simulates the case to its end. A recording does not show the position of the kernel's clock
// between two ticks, nor how long a blocked writer takes to wake. If the run with exact timers does
// not match, Run repeats the simulation with other values: wake-up delays of a writer, positions of
// the clocks, and medians in place of the recorded delays. It returns the first run that matches,
// else the one that matches longest.
func (t *Trace) Run() (*sim.Run, error) {
	best, err := t.simulate(guess{clock: clock{exact, 0}, delaySource: fromRecording})
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

// guess contains the values that a recording does not show.
type guess struct {
	clock
	delaySource
	writer sim.Time // wake-up delay of a blocked writer; 0: that of a reader
}

// guesses returns the guesses to try if the first run does not match.
func (t *Trace) guesses(first *sim.Run) []guess {
	var out []guess
	for _, w := range []sim.Time{20_000, 60_000, 100_000, 150_000, 250_000} {
		out = append(out, guess{clock{exact, 0}, fromRecording, w})
	}
	for _, m := range []delaySource{fromCalls, fromMedians, fromRecording} {
		for _, c := range append([]clock{{exact, 0}}, t.clocks(first)...) {
			out = append(out, guess{c, m, 0})
		}
	}
	return out
}

// delaySource says where the delays of the machine and of its threads come from. Delays that differ
// by a few microseconds can change the order of events, so Run tries several sources.
type delaySource uint8

const (
	fromRecording delaySource = iota // each delay as recorded
	fromCalls                        // delays of threads as recorded, of packets as the medians of the recording
	fromMedians                      // medians of all recordings for threads, of this recording for packets
	fromOthers                       // medians of all recordings; uses nothing of this recording
)

// exact is the tick position of a clock without ticks.
const exact sim.Time = -1

// tick is the timer tick of the recording kernel (250 Hz).
const tick = sim.Time(4_000_000)

func (t *Trace) simulate(g guess) (*sim.Run, error) {
	cfg, err := t.config(g.delaySource)
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

// Judge simulates the case and compares it, as Run and Compare do. It also sets Result.Alone:
// whether a run that takes nothing from the recording matches.
func (t *Trace) Judge() (*sim.Run, Result, error) {
	alone, err := t.simulate(guess{clock: clock{exact, 0}, delaySource: fromOthers})
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

// Config returns the configuration that simulates the case under the linux profile. Its kernel
// timers are exact; those of the recording may be late by the step of the timer wheel (see
// Compare). The applications continue when those of the recording did (see timing.go).
func (t *Trace) Config() (*sim.Config, error) { return t.config(fromRecording) }

func (t *Trace) config(from delaySource) (*sim.Config, error) {
	c := &t.Case
	cfg := &sim.Config{Name: c.Name, LimitTime: t.end()}
	stamps, m := sim.Time(0), overallMedians
	if from != fromOthers {
		stamps, m = t.stampPhase(), t.machine()
	}
	for i, name := range []string{"client", "server"} {
		h := sim.HostConfig{Name: name, Addr: [4]byte{10, 0, 0, byte(i + 1)}, Profile: "linux", Delay: m.processing,
			Wake: wakeUp, Rouse: m.coldExtra, Pause: oversleep}
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
	if from != fromOthers {
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
		s := sim.ConnScript{ClientHost: 0, ServerHost: 1, ClientPort: uint16(clientPort + i),
			ServerPort: uint16(serverPort + i)}
		var err error
		if s.Client, err = steps(nil, c.Conns[i].Client, labels); err == nil {
			s.Server, err = steps(nil, c.Conns[i].Server, labels)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: connection %d: %w", c.Name, i, err)
		}
		cfg.Conns = append(cfg.Conns, s)
	}
	if from == fromRecording || from == fromCalls {
		t.timeApps(cfg, &m)
	}
	return cfg, nil
}

// queueSlack is the tolerance for the time at which a packet reaches a queue. The delays of both
// ends vary by that much.
const queueSlack = 200 * 1000

// recordedWire returns what the recording shows about its packets besides their segments.
func (t *Trace) recordedWire(m *machine, from delaySource) sim.Recorded {
	out := sim.Recorded{Slack: queueSlack}
	for i := range t.Segments {
		s := &t.Segments[i]
		dir := uint8(0)
		if s.Dir == dirs[1] {
			dir = 1
		}
		p := sim.RecordedPacket{Dir: dir, Conn: s.Conn, Seq: s.Seq, Ack: s.Ack, Len: int32(s.Len), At: at(s.TSentUs),
			Dropped: s.Drop == "queue", Took: -1}
		if from == fromRecording {
			p.Took, p.Acked, p.Lag = m.took[i], t.ackDelay(i), m.lag[i]
		}
		out.List = append(out.List, p)
	}
	out.Sort()
	return out
}

// end returns the end of the recording: 300 ms after its last segment.
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

// steps flattens a script. It expands a repeat, because each repetition has its own times.
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

// policy returns the linux profile with the settings of a recorded host.
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
			continue // not set on the route: keep the profile's value
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
