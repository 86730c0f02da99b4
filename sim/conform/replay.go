package conform

import (
	"net/netip"
	"sort"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Replay returns the Config of a run that shows the recording itself: the sending and arrival of
// its segments, the calls of the applications, and the kernel's TCP_INFO. Both sides can compare it
// with the simulated run of the case.
//
//	cfg, err := tr.Replay()
//	real, err := sim.New(cfg, nil)
func (t *Trace) Replay() (*sim.Config, error) {
	cfg, err := t.Config()
	if err != nil {
		return nil, err
	}
	src := &recording{}
	for i := range t.Conns() {
		src.ports = append(src.ports, [2]uint16{uint16(clientPort + i), uint16(serverPort + i)})
	}
	for i := range cfg.Hosts {
		src.addr[i] = netip.AddrFrom4(cfg.Hosts[i].Addr)
	}
	if err := src.read(t); err != nil {
		return nil, err
	}
	cfg.Replay, cfg.Conns, cfg.Faults, cfg.LimitTime = src, nil, nil, 0
	return cfg, nil
}

// Conns returns the number of connections of the case.
func (t *Trace) Conns() int { return len(t.Case.Conns) }

// recording implements the source of a replay.
type recording struct {
	list  []sim.Record
	ports [][2]uint16
	addr  [2]netip.Addr
}

func (s *recording) Record(i int64) (sim.Record, bool) {
	if i < 0 || i >= int64(len(s.list)) {
		return sim.Record{}, false
	}
	return s.list[i], true
}

func (s *recording) Ended() rule.ID                        { return rule.RecordEnd }
func (s *recording) Addr(conn uint32, side int) netip.Addr { return s.addr[side&1] }
func (s *recording) Payload(dst []byte, i int64) int       { return 0 }
func (s *recording) Remark(i int64) string                 { return "" }

// draft is a record before sorting, with the index of the record that caused it.
type draft struct {
	sim.Record
	of int // index of the draft that caused it, -1: none
}

// read creates the records in order of time. At equal times arrivals come first.
func (s *recording) read(t *Trace) error {
	var list []draft
	for i := range t.Segments {
		list = s.segment(list, &t.Segments[i])
	}
	for i := range t.Calls {
		list = s.call(list, &t.Calls[i])
	}
	list = s.readings(list, t.Info)
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return list[order[a]].At < list[order[b]].At })
	place := make([]int64, len(list))
	for to, from := range order {
		place[from] = int64(to)
	}
	s.list = make([]sim.Record, len(list))
	for to, from := range order {
		d := &list[from]
		if d.of >= 0 {
			d.Sent = place[d.of]
		}
		s.list[to] = d.Record
	}
	return nil
}

// at converts a time of the recording. The clock of a run starts at the first SYN, so an earlier
// call gets time 0.
func at(us float64) sim.Time { return max(sim.Time(us*1000+0.5), 0) }

var recordedFlags = map[byte]tcp.Flags{
	'S': tcp.SYN, 'F': tcp.FIN, 'R': tcp.RST, 'P': tcp.PSH, 'A': tcp.ACK, 'U': tcp.URG, 'E': tcp.ECE, 'C': tcp.CWR,
}

// segment adds the sending of a segment and its arrivals.
func (s *recording) segment(list []draft, g *Segment) []draft {
	d := draft{of: -1}
	d.Kind, d.At, d.At2, d.Conn, d.Port = sim.RecSend, at(g.TSentUs), sim.Never, g.Conn, s.port(g.Conn)
	if g.Dir == "s2c" {
		d.Side = 1
	}
	d.Retrans, d.Bytes, d.A = g.Retrans, int32(g.IPLen), g.Queue
	d.Seg = g.wire()
	switch g.Drop {
	case "":
		if g.TRecvUs != nil {
			d.At2 = at(*g.TRecvUs)
		}
	case "queue":
		d.Lost = rule.QueueDrop
	default:
		d.Lost = rule.FaultDrop
	}
	n := len(list)
	list = append(list, d)
	for i, when := range []*float64{g.TRecvUs, g.TRecvDupUs} {
		if when == nil || g.Drop != "" {
			continue
		}
		a := d
		a.Kind, a.At, a.At2, a.of, a.Dup = sim.RecArrive, at(*when), d.At, n, i == 1
		list = append(list, a)
	}
	return list
}

func (s *recording) port(conn uint32) [2]uint16 {
	if int(conn) < len(s.ports) {
		return s.ports[conn]
	}
	return [2]uint16{}
}

// wire converts a recorded segment.
func (g *Segment) wire() tcp.Segment {
	s := tcp.Segment{Seq: g.Seq, Ack: g.Ack, Len: int32(g.Len), Wnd: int32(g.Win), WScale: -1}
	for i := 0; i < len(g.Flags); i++ {
		s.Flags |= recordedFlags[g.Flags[i]]
	}
	if o := g.Opts; o != nil {
		s.MSS, s.SackOK = uint16(o.MSS), o.SackOK
		if o.WScale != nil {
			s.WScale = int8(*o.WScale)
		}
		if len(o.TS) == 2 {
			s.TS, s.TSVal, s.TSEcr = true, uint32(o.TS[0]), uint32(o.TS[1])
		}
		for _, b := range o.Sack {
			if int(s.NSack) < len(s.Sack) {
				s.Sack[s.NSack] = tcp.Block{Lo: b[0], Hi: b[1]}
				s.NSack++
			}
		}
	}
	return s
}

// minBlocked is the duration from which a recorded call counts as blocked.
const minBlocked = 200 * 1000

var recordedCalls = map[string]sim.Op{
	"connect": sim.OpConnect, "accept": sim.OpAccept, "write": sim.OpWrite, "read": sim.OpRead,
	"eof": sim.OpReadEOF, "close": sim.OpClose, "shutdown": sim.OpShutdown, "set": sim.OpSet,
	"signal": sim.OpSignal, "wait": sim.OpWait,
}

var recordedErrors = map[string]tcp.Errno{
	"ECONNRESET": tcp.ErrReset, "EPIPE": tcp.ErrPipe, "ECONNREFUSED": tcp.ErrRefused, "ETIMEDOUT": tcp.ErrTimedOut,
}

// call adds a call, and its return if it blocked.
func (s *recording) call(list []draft, c *Call) []draft {
	op, ok := recordedCalls[c.Ev]
	if !ok {
		return list
	}
	d := draft{of: -1}
	d.Kind, d.At, d.At2, d.Conn, d.Port, d.Op = sim.RecCall, at(c.TCallUs), at(c.TDoneUs), c.Conn, s.port(c.Conn), op
	d.A, d.B, d.Errno = c.N, c.N, recordedErrors[c.Err]
	if c.Side == "server" {
		d.Side = 1
	}
	switch op {
	case sim.OpConnect:
		d.A, d.B = int64(d.Port[1]), 0
	case sim.OpSet:
		d.A = sim.OptionArg(opts[c.Detail], c.N)
	}
	if d.At2-d.At < minBlocked {
		return append(list, d)
	}
	n := len(list)
	done := d
	d.At2, d.B, d.Errno = sim.Never, 0, tcp.OK
	done.Kind, done.At, done.of = sim.RecDone, done.At2, n
	return append(list, d, done)
}

// readings adds the TCP_INFO readings that differ from the previous one.
func (s *recording) readings(list []draft, info []Info) []draft {
	type end struct {
		conn uint32
		side string
	}
	last := map[end]tcp.Info{}
	for i := range info {
		in := &info[i]
		d := draft{of: -1}
		d.Kind, d.At, d.Conn, d.Port = sim.RecReading, at(in.TUs), in.Conn, s.port(in.Conn)
		if in.Side == "server" {
			d.Side = 1
		}
		d.Info = in.wire()
		k := end{in.Conn, in.Side}
		if old, ok := last[k]; ok && old == d.Info {
			continue
		}
		last[k] = d.Info
		list = append(list, d)
	}
	return list
}

// wire converts a reading.
func (in *Info) wire() tcp.Info {
	out := tcp.Info{Cwnd: int32(in.Cwnd), Ssthresh: -1, Sacked: int32(in.Sacked), Lost: int32(in.Lost),
		Retrans: int32(in.Retrans),
		CAState: uint8(min(max(in.CAState, 0), 4)), Backoff: uint8(in.Backoff), PingPong: in.PingPong,
		RcvMSS: int32(in.RcvMSS),
		SRTT:   sim.Time(in.RTTUs) * 1000, RTTVar: sim.Time(in.RTTVarUs) * 1000, RTO: sim.Time(in.RTOUs) * 1000,
		ATO: sim.Time(in.ATOUs) * 1000}
	if in.Ssthresh < 1<<30 {
		out.Ssthresh = int32(in.Ssthresh)
	}
	return out
}
