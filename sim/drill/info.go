package drill

import (
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// chrono measures for TCP_INFO how long a connection had unacknowledged data (busy), and how long
// the peer's window or the send buffer limited it.
type chrono struct {
	since                   Time
	busy, rwnd, sndbuf      bool
	busyFor, rwndFor, sbFor Time
}

// updateChrono adds the time since the last update to the limits that were in force, and reads the
// limits again.
func (st *simulated) updateChrono(c *conn) {
	k := &c.chrono
	d := st.now - k.since
	if k.busy {
		k.busyFor += d
		switch {
		case k.rwnd:
			k.rwndFor += d
		case k.sndbuf:
			k.sbFor += d
		}
	}
	in := c.Info(&st.mem)
	k.since = st.now
	k.busy = in.State >= tcp.Established && in.WriteSeq > in.SndUna
	v := c.Verdict(st.prepareEnv())
	k.rwnd = k.busy && v.Do == tcp.Hold && heldByWindow(v.Rule)
	k.sndbuf = k.busy && in.Held == 0 && st.blocked != nil && st.blocked.Op == OpWrite
}

// Info returns the value of a field of TCP_INFO. It returns false for an unknown name.
func (st *simulated) Info(name string) (int64, bool) {
	f, ok := infos[name]
	if !ok {
		return 0, false
	}
	c := st.current()
	if c == nil {
		return 0, true
	}
	st.updateChrono(c)
	in := c.Info(&st.mem)
	return f(&reading{st, c, &in}), true
}

// Held returns what the current connection holds.
func (st *simulated) Held(ack bool) *Held {
	c := st.current()
	if c == nil || c.released {
		return nil
	}
	v := c.Verdict(st.prepareEnv())
	if a := c.AckVerdict(st.prepareEnv()); ack && a.Do == tcp.Hold {
		v, v.Len = a, 0
	}
	if v.Do != tcp.Hold {
		return nil
	}
	return &Held{Rule: v.Rule, Bytes: int64(v.Len), A: v.A, B: v.B, Until: v.Until}
}

type reading struct {
	st *simulated
	c  *conn
	in *tcp.Info
}

func us(t Time) int64 { return int64(t / microsecond) }

// stateNumbers are the kernel's numbers of the TCP states.
var stateNumbers = [...]int64{
	tcp.Closed: 7, tcp.Listen: 10, tcp.SynSent: 2, tcp.SynReceived: 3, tcp.Established: 1, tcp.FinWait1: 4,
	tcp.FinWait2: 5, tcp.CloseWait: 8, tcp.Closing: 11, tcp.LastAck: 9, tcp.TimeWait: 6,
}

// codeConstants are the names that packetdrill gives to values of TCP_INFO's fields.
var codeConstants = map[string]int64{
	"TCP_CA_Open": 0, "TCP_CA_Disorder": 1, "TCP_CA_CWR": 2, "TCP_CA_Recovery": 3, "TCP_CA_Loss": 4,
	"TCP_ESTABLISHED": 1, "TCP_SYN_SENT": 2, "TCP_SYN_RECV": 3, "TCP_FIN_WAIT1": 4, "TCP_FIN_WAIT2": 5,
	"TCP_TIME_WAIT": 6, "TCP_CLOSE": 7, "TCP_CLOSE_WAIT": 8, "TCP_LAST_ACK": 9, "TCP_LISTEN": 10, "TCP_CLOSING": 11,
}

// infos are the fields of TCP_INFO that an assertion can use.
var infos = map[string]func(*reading) int64{
	"tcpi_state":       func(r *reading) int64 { return stateNumbers[r.in.State] },
	"tcpi_ca_state":    func(r *reading) int64 { return int64(r.in.CAState) },
	"tcpi_retransmits": func(r *reading) int64 { return r.c.Timeouts() },
	"tcpi_probes":      func(r *reading) int64 { return int64(r.in.Probes) },
	"tcpi_backoff":     func(r *reading) int64 { return int64(r.in.Backoff) },
	"tcpi_snd_wscale":  func(r *reading) int64 { return int64(max(r.c.scale[1], 0)) },
	"tcpi_rcv_wscale":  func(r *reading) int64 { return int64(max(r.c.scale[0], 0)) },
	"tcpi_rto":         func(r *reading) int64 { return us(r.in.RTO) },
	"tcpi_ato":         func(r *reading) int64 { return us(r.in.ATO) },
	"tcpi_snd_mss":     func(r *reading) int64 { return int64(r.in.SndMSS) },
	"tcpi_rcv_mss":     func(r *reading) int64 { return int64(r.in.RcvMSS) },
	"tcpi_advmss":      func(r *reading) int64 { return int64(r.in.AdvMSS - r.c.OptionBytes()) },
	"tcpi_unacked":     func(r *reading) int64 { return int64(r.in.Unacked) },
	"tcpi_sacked":      func(r *reading) int64 { return int64(r.in.Sacked) },
	"tcpi_lost":        func(r *reading) int64 { return int64(r.in.Lost) },
	"tcpi_retrans":     func(r *reading) int64 { return int64(r.in.Retrans) },
	"tcpi_fackets":     func(*reading) int64 { return 0 },
	"tcpi_reordering":  func(r *reading) int64 { return int64(r.in.Reordering) },
	"tcpi_rtt":         func(r *reading) int64 { return us(r.in.SRTT) },
	"tcpi_rttvar":      func(r *reading) int64 { return us(r.in.RTTVar) },
	"tcpi_min_rtt":     func(r *reading) int64 { return us(r.in.MinRTT) },
	"tcpi_snd_cwnd":    func(r *reading) int64 { return int64(r.in.Cwnd) },
	"tcpi_snd_ssthresh": func(r *reading) int64 {
		if r.in.Ssthresh < 0 {
			return 1<<31 - 1
		}
		return int64(r.in.Ssthresh)
	},
	"tcpi_snd_wnd":        func(r *reading) int64 { return r.in.SndWnd },
	"tcpi_rcv_wnd":        func(r *reading) int64 { return r.in.RcvWnd },
	"tcpi_last_data_recv": func(r *reading) int64 { return int64((r.st.now - r.c.lastRecv) / millisecond) },
	"tcpi_last_data_sent": func(r *reading) int64 {
		return int64((r.st.now - r.c.LastSent()) / millisecond)
	},
	"tcpi_total_retrans":  func(r *reading) int64 { return r.c.TotalRetrans() },
	"tcpi_notsent_bytes":  func(r *reading) int64 { return r.in.Held },
	"tcpi_bytes_acked":    func(r *reading) int64 { return max(r.in.SndUna-1, 0) },
	"tcpi_bytes_received": func(r *reading) int64 { return max(r.in.RcvNxt-1, 0) },
	"tcpi_segs_out":       func(r *reading) int64 { return r.c.segs[0] },
	"tcpi_segs_in":        func(r *reading) int64 { return r.c.segs[1] },
	"tcpi_data_segs_out":  func(r *reading) int64 { return r.c.dataSegs[0] },
	"tcpi_data_segs_in":   func(r *reading) int64 { return r.c.dataSegs[1] },
	"tcpi_reord_seen":     func(r *reading) int64 { return r.c.ReorderSeen() },
	"tcpi_delivered":      func(r *reading) int64 { return r.c.Delivered() },
	"tcpi_busy_time":      func(r *reading) int64 { return us(r.c.chrono.busyFor) },
	"tcpi_rwnd_limited":   func(r *reading) int64 { return us(r.c.chrono.rwndFor) },
	"tcpi_sndbuf_limited": func(r *reading) int64 { return us(r.c.chrono.sbFor) },
}

// heldByWindow reports whether a rule holds data because of the peer's window.
func heldByWindow(r rule.ID) bool { return r == rule.RwndHold || r == rule.SwsSender }
