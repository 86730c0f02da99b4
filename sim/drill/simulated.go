package drill

import (
	"fmt"

	"teacp/sim"
	"teacp/sim/tcp"
)

// instant is the time between two packets that the script injects at the same time. The endpoint
// sends its answer to the first before it receives the second.
const instant = Time(1)

// simulated is the simulated endpoint with its sockets. Its calls take no time unless they block.
type simulated struct {
	set         Settings
	mem         tcp.Mem
	env         tcp.Env
	now         Time  // since the start of the script
	exact       bool  // the script was written from a run: its times are exact
	fired       Time  // when the last timer fired, -1: none has
	wireMSS     int32 // Config.MSS
	defaultMSS  int32 // of a peer whose SYN has no MSS option, 0: that of IPv4
	socks       []socket
	fds         map[int]int // from the script's number to the index in socks
	conns       []*conn
	sent        []Sent
	taken       int
	blocked     *Sys
	reply       Reply
	replied     bool
	recNoDevice bool
	rec         *sim.Played // records the inputs of the endpoint for a replay, nil without one
}

// socket is the object behind a file descriptor.
type socket struct {
	open            bool
	listening       bool
	nonblock        bool
	inq             bool
	opts            tcp.Conn    // options that were set before there was a connection
	sets            []sim.Input // the same options, as inputs for a replay
	queue           []int       // established connections that were not accepted yet
	conn            int         // index in conns, -1: none
	connectReported bool        // connect() has returned success
}

// conn is a connection with the state that the TCP header needs.
type conn struct {
	tcp.Conn
	listener  int   // -1: opened actively
	isn       int64 // initial sequence number
	peerISN   uint32
	peerKnown bool
	scale     [2]int // window scales of the SYNs, of the endpoint and the peer; -1: none
	connected bool
	lastRecv  Time
	released  bool
	chrono    chrono
	written   int64 // bytes that the blocked write has written
	writable  bool  // the endpoint has reported buffer space since
	dataSegs  [2]int64
	segs      [2]int64
}

func newSimulated(s *Script, opt *Options) (*simulated, error) {
	name := opt.Profile
	if name == "" {
		name = s.Config.Profile
	}
	if name == "" {
		name = "linux"
	}
	p, ok := tcp.Profile(name)
	if !ok {
		return nil, fmt.Errorf("there is no profile %q", name)
	}
	st := &simulated{fds: map[int]int{}, fired: -1}
	st.env.Audit = opt.Audit
	st.set.Policy = p
	st.set.StampPhase = millisecond // the first timestamp is not zero
	st.set.KeepTime = 7200 * second
	if name == "linux" && s.Config.Profile == "" {
		st.set.Granularity = millisecond
		st.set.Policy.ECN = tcp.ECNAccept
	}
	for _, kv := range s.Config.Knobs {
		if err := sim.SetKnob(&st.set.Policy, kv[0], kv[1]); err != nil {
			return nil, fmt.Errorf("%s=%s: %w", kv[0], kv[1], err)
		}
	}
	if s.Config.MTU > 0 {
		st.set.MTU = s.Config.MTU
	}
	if s.Config.IPv6 {
		st.set.MTU -= ipv6Extra
		st.defaultMSS = ipv6MSS
	}
	st.wireMSS, st.exact = s.Config.MSS, s.Config.Profile != ""
	for _, kv := range opt.Sysctls {
		if bad := Sysctl(&st.set, kv[0], kv[1]); bad != "" {
			return nil, fmt.Errorf("--sysctl %s=%s: not supported: %s", kv[0], kv[1], bad)
		}
	}
	return st, nil
}

func (st *simulated) Now() Time { return st.now }

func (st *simulated) Set(c *Command) {
	st.afterTimers()
	c.Apply(&st.set)
	turned := c.is(settingsCommand)
	st.noteSettings(turned)
	for i := 0; turned && i < len(st.conns); i++ { // as a knob that is turned
		if c := st.conns[i]; !c.released && !c.Dead() {
			c.PolicyChanged(st.prepareEnv())
			st.settle(c)
		}
	}
	st.retry()
}

// prepareEnv resets the Env for a call of an endpoint.
func (st *simulated) prepareEnv() *tcp.Env {
	st.env.Now, st.env.Pol, st.env.Mem, st.env.Full = st.now, &st.set.Policy, &st.mem, st.set.NoDevice
	st.env.Out = st.env.Out[:0]
	return &st.env
}

// afterTimers is called before the script does something. With exact times, that comes before the timers of the same
// instant, unless one of them has fired already: then it comes after all of them.
func (st *simulated) afterTimers() {
	if st.exact && st.fired == st.now {
		st.Wait(st.now, OnNothing)
	}
}

// Wait runs the timers that expire until the given time, or until a wake-up. With exact times, a timer of just that
// time expires only if a packet is awaited.
func (st *simulated) Wait(until Time, or Wake) {
	for !st.woken(or) {
		ci, kind, at := -1, tcp.TimerKind(0), Time(tcp.Never)
		for i, c := range st.conns {
			if c.released {
				continue
			}
			if k, t := c.Deadline(); t < at {
				ci, kind, at = i, k, t
			}
		}
		if wake := st.pollTimeout(); wake < at {
			if wake > until {
				break
			}
			st.now = max(st.now, wake)
			st.retry()
			continue
		}
		if ci < 0 || at > until || st.exact && at == until && or == OnReturn {
			break
		}
		st.now = max(st.now, at)
		st.fired = st.now
		c := st.conns[ci]
		st.updateChrono(c)
		c.Fire(st.prepareEnv(), kind)
		st.settle(c)
		st.retry()
	}
	if !st.woken(or) {
		st.now = max(st.now, until)
	}
}

func (st *simulated) woken(or Wake) bool {
	return or >= OnReturn && st.replied || or == OnPacket && st.taken < len(st.sent)
}

func (st *simulated) Sent() (Sent, bool) {
	if st.taken == len(st.sent) {
		return Sent{}, false
	}
	st.taken++
	return st.sent[st.taken-1], true
}

// settle processes what an endpoint reports in Env.Out.
func (st *simulated) settle(c *conn) {
	for i := range st.env.Out {
		o := &st.env.Out[i]
		switch o.Kind {
		case tcp.OutSend:
			st.send(c, &o.Seg)
		case tcp.OutWritable, tcp.OutError:
			c.writable = true
		case tcp.OutConnected:
			c.writable = true
			c.connected = true
			if c.listener >= 0 {
				l := &st.socks[c.listener]
				l.queue = append(l.queue, st.indexOf(c))
			}
		}
	}
	st.updateChrono(c)
	if c.Dead() && !c.released {
		c.released = true
		c.Release(&st.mem)
	}
}

func (st *simulated) indexOf(c *conn) int {
	for i := range st.conns {
		if st.conns[i] == c {
			return i
		}
	}
	return -1
}

// send appends a segment to the packets that were sent.
func (st *simulated) send(c *conn, s *tcp.Segment) {
	if st.set.NoDevice {
		return
	}
	k := Sent{At: st.now, Packet: Packet{Flags: s.Flags, Seq: uint32(c.isn + s.Seq), Len: s.Len, HasWin: true,
		ECN: int8(s.ECN), Opts: wireOptions(s)}}
	win := int64(s.Wnd)
	if s.Flags&tcp.SYN != 0 {
		c.scale[0] = int(s.WScale)
	} else if c.scaled() {
		win >>= c.scale[0]
	}
	k.Win = min(win, 65535)
	if s.Flags&tcp.ACK != 0 {
		k.Ack = c.peerISN + uint32(s.Ack)
	}
	for i := range k.Opts {
		for j := range k.Opts[i].Sack {
			b := &k.Opts[i].Sack[j]
			b.Lo, b.Hi = b.Lo+c.peerISN, b.Hi+c.peerISN
		}
	}
	c.segs[0]++
	if s.Len > 0 {
		c.dataSegs[0]++
	}
	st.sent = append(st.sent, k)
}

func (c *conn) scaled() bool { return c.scale[0] >= 0 && c.scale[1] >= 0 }

// ipv6MSS is the segment size of a peer whose SYN has no MSS option (RFC 9293 section 3.7.1).
const ipv6MSS = 1220

// segment converts a packet to a segment of the endpoint.
func (st *simulated) segment(c *conn, k *Packet) tcp.Segment {
	s := tcp.Segment{Flags: k.Flags, Len: k.Len, Wnd: int32(k.Win), WScale: -1, ECN: uint8(max(k.ECN, 0))}
	if k.Flags&tcp.SYN != 0 {
		s.MSS = uint16(st.defaultMSS)
	}
	if k.Len > st.wireMSS {
		s.Unit = st.wireMSS
	}
	in := c.rcvNxt()
	s.Seq = in + int64(int32(k.Seq-(c.peerISN+uint32(in))))
	if k.Flags&tcp.ACK != 0 {
		s.Ack = c.fullSequence(k.Ack)
	}
	for i := range k.Opts {
		o := &k.Opts[i]
		switch o.Kind {
		case optMSS:
			s.MSS = uint16(o.A)
		case optWScale:
			s.WScale = int8(min(o.A, 14))
		case optSackOK:
			s.SackOK = true
		case optTS:
			s.TS, s.TSVal, s.TSEcr = true, o.A, o.B
		case optSack:
			for _, b := range o.Sack {
				if int(s.NSack) < len(s.Sack) {
					s.Sack[s.NSack] = tcp.Block{Lo: c.fullSequence(b.Lo), Hi: c.fullSequence(b.Hi)}
					s.NSack++
				}
			}
		}
	}
	if k.Flags&tcp.SYN == 0 && c.scaled() {
		s.Wnd <<= c.scale[1]
	}
	return s
}

// fullSequence extends a 32-bit sequence number of the endpoint to 64 bits.
func (c *conn) fullSequence(n uint32) int64 {
	una, _, _ := c.Sequence()
	return una + int64(int32(n-uint32(c.isn+una)))
}

func (c *conn) rcvNxt() int64 {
	_, _, n := c.Sequence()
	return n
}

// Inject delivers a packet to the endpoint.
func (st *simulated) Inject(k *Packet) {
	if st.afterTimers(); !st.exact {
		st.now += instant
	}
	c, li, isn := st.current(), st.listener(), int64(0)
	if li >= 0 && c != nil {
		if s := st.segment(c, k); c.Reopens(&s) {
			st.note(c, sim.Input{What: sim.InRecycle})
			isn = c.isn + c.Recycle(st.prepareEnv())
			st.settle(c)
		}
	}
	syn := k.Flags&(tcp.SYN|tcp.ACK|tcp.RST|tcp.FIN) == tcp.SYN
	if c == nil || c.released || c.State() == tcp.Closed && c.listener >= 0 {
		if li >= 0 && syn {
			st.passiveOpen(li, k, isn)
			st.retry()
			return
		} else if li >= 0 && k.Flags&(tcp.SYN|tcp.ACK|tcp.RST) == tcp.SYN {
			return // drop a SYN with a FIN
		} else if li >= 0 && k.Flags&(tcp.SYN|tcp.ACK|tcp.RST) == 0 {
			return // a listening socket ignores a segment without SYN and ACK
		}
		st.receiveUnmatched(k)
		return
	}
	if !c.peerKnown && k.Flags&tcp.SYN != 0 {
		c.peerISN, c.peerKnown = k.Seq, true
	}
	s := st.segment(c, k)
	if s.Flags&tcp.SYN != 0 && c.State() == tcp.SynSent {
		c.scale[1] = int(s.WScale)
	}
	c.segs[1]++
	if s.Len > 0 {
		c.dataSegs[1]++
		c.lastRecv = st.now
	}
	st.updateChrono(c)
	st.noteSegment(c, &s)
	c.Receive(st.prepareEnv(), &s)
	st.settle(c)
	st.retry()
}

// current returns the connection that receives packets: the one opened last.
func (st *simulated) current() *conn {
	if len(st.conns) == 0 {
		return nil
	}
	return st.conns[len(st.conns)-1]
}

func (st *simulated) listener() int {
	for i := range st.socks {
		if st.socks[i].open && st.socks[i].listening {
			return i
		}
	}
	return -1
}

// receiveUnmatched delivers a packet that belongs to no connection.
func (st *simulated) receiveUnmatched(k *Packet) {
	c := &conn{scale: [2]int{-1, -1}}
	if last := st.current(); last != nil {
		c.isn = last.isn
	}
	if k.Flags&tcp.ACK == 0 {
		c.peerISN = k.Seq
	}
	s := st.segment(c, k)
	s.Ack = int64(k.Ack) - c.isn
	st.noteSegment(st.current(), &s)
	tcp.Stray(st.prepareEnv(), &s, false)
	for i := range st.env.Out {
		if o := &st.env.Out[i]; o.Kind == tcp.OutSend {
			st.send(c, &o.Seg)
		}
	}
}

// passiveOpen opens a connection for a SYN; isn is its initial sequence number.
func (st *simulated) passiveOpen(li int, k *Packet, isn int64) {
	c := &conn{listener: li, isn: isn, peerISN: k.Seq, peerKnown: true, scale: [2]int{-1, -1}, Conn: st.socks[li].opts}
	st.conns = append(st.conns, c)
	s := st.segment(c, k)
	s.Seq = 0
	c.scale[1] = int(s.WScale)
	c.segs[1]++
	st.noteConn(false, st.socks[li].sets)
	st.noteSegment(c, &s)
	c.Accept(st.prepareEnv(), &s)
	st.settle(c)
}

// ICMP delivers an ICMP message about a segment.
func (st *simulated) ICMP(m *ICMP) {
	st.afterTimers()
	c := st.current()
	if c == nil || c.released || m.Code == noEffect {
		return
	}
	st.note(c, sim.Input{What: sim.InUnreachable, N: c.fullSequence(m.Seq), Res: int64(m.Code) | int64(m.MTU)<<8})
	c.Unreachable(st.prepareEnv(), c.fullSequence(m.Seq), m.Code, m.MTU)
	st.settle(c)
	st.retry()
}
