package drill

import (
	"time"

	"teacp/sim"
	"teacp/sim/tcp"
)

// Replay runs a script and returns a Config that repeats it as a run: the endpoint gets the same
// inputs at the same times, so that a user can step through its frames. The result is that of the
// script. If the script fails, the run ends there.
func Replay(s *Script, opt Options) (*sim.Config, *Result, error) {
	cfg, res, _, err := replay(s, opt)
	return cfg, res, err
}

func replay(s *Script, opt Options) (*sim.Config, *Result, *simulated, error) {
	st, err := newSimulated(s, &opt)
	if err != nil {
		return nil, nil, nil, err
	}
	rec := &sim.Played{}
	st.rec = rec
	for i := range s.Config.Setup {
		s.Config.Setup[i].Apply(&st.set)
	}
	pol := st.set.Policy
	rec.Policies, st.recNoDevice = append(rec.Policies, pol), st.set.NoDevice
	res := Play(s, st, opt)
	if len(rec.Active) == 0 {
		rec.Active = []bool{true} // no connection: the run still answers unmatched segments
	}
	name := opt.Profile
	if name == "" {
		name = s.Config.Profile
	}
	if name == "" {
		name = "linux"
	}
	host := func(h string, last byte) sim.HostConfig {
		return sim.HostConfig{Name: h, Addr: [4]byte{192, 0, 2, last}, Profile: name, Policy: pol}
	}
	cfg := &sim.Config{Name: s.File, Hosts: []sim.HostConfig{host("client", 1), host("server", 2)},
		Links:  []sim.LinkConfig{{A: 0, B: 1}},
		Played: rec, LimitTime: res.Time + 10*time.Millisecond}
	if res.Verdict == Fail { // the run ends there
		rec.Fails, cfg.LimitTime = res.Line, st.now+instant
	}
	return cfg, res, st, nil
}

// note records an input of a connection. c is nil before there is one.
func (st *simulated) note(c *conn, in sim.Input) {
	if st.rec == nil {
		return
	}
	in.At, in.Late = st.now, !st.exact || st.fired == st.now
	if c != nil {
		in.Conn = uint32(max(st.indexOf(c), 0))
	}
	if len(st.rec.Inputs) < sim.MaxInputs {
		st.rec.Inputs = append(st.rec.Inputs, in)
	}
}

// noteConn records a new connection and the options that were set on its socket before.
func (st *simulated) noteConn(active bool, sets []sim.Input) {
	if st.rec == nil {
		return
	}
	st.rec.Active = append(st.rec.Active, active)
	c := st.current()
	for _, in := range sets {
		st.note(c, in)
	}
}

// noteSettings records the settings of the host after a command has changed them.
// turned reports that connections notice at once.
func (st *simulated) noteSettings(turned bool) {
	if st.rec == nil {
		return
	}
	if n := len(st.rec.Policies); st.rec.Policies[n-1] != st.set.Policy {
		st.rec.Policies = append(st.rec.Policies, st.set.Policy)
		st.note(nil, sim.Input{What: sim.InPolicy, N: int64(n), Res: truth(turned)})
	}
	if st.recNoDevice != st.set.NoDevice {
		st.recNoDevice = st.set.NoDevice
		st.note(nil, sim.Input{What: sim.InDevice, N: truth(!st.set.NoDevice)})
	}
}

func (st *simulated) noteSegment(c *conn, s *tcp.Segment) {
	st.note(c, sim.Input{What: sim.InSegment, Seg: *s})
}
