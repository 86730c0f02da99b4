package export

import (
	"fmt"
	"strings"

	"teacp/sim"
	script "teacp/sim/drill"
	"teacp/sim/tcp"
)

// drill writes one connection as a packetdrill script from the view of one end: its socket calls,
// the segments that arrive there, and those that it is expected to send.
type drill struct {
	*writer
	conn  uint32
	side  uint8
	done  map[sim.EventID]*sim.Event // returns of calls that blocked, by the event of the call
	acts  map[sim.EventID]bool       // calls that blocked and are written where they act
	last  sim.Time                   // when the last event was
	fired sim.Time                   // when a timer of this end fired last
	fd    int

	opened    bool        // this end sent a SYN
	knobs     []sim.Event // turned behind the start, and not written yet
	policy    tcp.Policy  // of the host, as far as the script has come
	blocked   bool        // a call has blocked that is written where it acts
	nodelay   bool        // the application sets TCP_NODELAY without a call
	options   bool        // its application sets options itself
	connected sim.Time    // when this end was connected; Never: it was not
	scale     [2]int8     // window scales of the SYNs: this end's, the peer's; -1: none
}

// writePacketdrill writes the first connection asked for; Vantage "client" is the opener's
// end, anything else the other one.
func writePacketdrill(w *writer) error {
	d := drill{writer: w, side: 1, done: map[sim.EventID]*sim.Event{}, acts: map[sim.EventID]bool{}, fd: 3,
		fired:     -1,
		connected: sim.Never, scale: [2]int8{-1, -1}}
	if len(w.Conns) > 0 {
		d.conn = w.Conns[0]
	}
	if w.Vantage == "client" {
		d.side = 0
	}
	d.pairCalls()
	w.Run.Each(1, w.to, 1<<sim.EvKnob, func(e *sim.Event) bool {
		d.knobs = append(d.knobs, *e)
		return true
	})
	w.print("// ", Clean(w.Title), "\n// ", Clean(w.Command), "\n// teacp: ", d.settings(), "\n\n")
	in := d.Run.At(d.Run.Frames()-1).Info(d.conn, int(d.side))
	d.nodelay = in.NoDelay && !d.options // agents of HTTP set options without a call
	if d.side == 1 {
		w.print("   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n",
			"  +0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0\n  +0 bind(3, ..., ...) = 0\n")
		if d.opened { // otherwise it has no listening socket
			w.print("  +0 listen(3, 1) = 0\n")
		}
		if d.nodelay {
			w.print("  +0 ", setNoDelay, "\n")
		}
		w.print("\n")
	} else {
		w.print("   0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n\n")
	}
	w.each(1<<sim.EvSend|1<<sim.EvRecv|1<<sim.EvCall|1<<sim.EvDone|1<<sim.EvFire|1<<sim.EvHold|1<<sim.EvAckHeld, func(e *sim.Event) bool {
		for len(d.knobs) > 0 && d.knobs[0].ID < e.ID {
			d.knob(&d.knobs[0])
			d.knobs = d.knobs[1:]
		}
		if e.Conn != d.conn || e.Side != d.side {
			return true
		}
		return d.event(e)
	})
	return w.err
}

const setNoDelay = "setsockopt(3, SOL_TCP, TCP_NODELAY, [1], 4) = 0"

// pairCalls finds the return of every call that blocked. A blocked call is written as such if it acts at one instant,
// before anything else arrives or is sent: a script's call acts as soon as it can. Else it is written where it acts.
func (d *drill) pairCalls() {
	var open, woken sim.EventID
	parts := 0
	d.each(1<<sim.EvCall|1<<sim.EvDone|1<<sim.EvConnected|1<<sim.EvSend|1<<sim.EvRecv|1<<sim.EvReadable|1<<sim.EvEOF|
		1<<sim.EvWritable|1<<sim.EvError, func(e *sim.Event) bool {
		if e.Conn != d.conn || e.Side != d.side {
			return true
		}
		switch {
		case e.Kind == sim.EvSend || e.Kind == sim.EvRecv:
			d.opened = d.opened || e.Kind == sim.EvSend && e.Seg.Flags&tcp.SYN != 0
			if e.Kind == sim.EvRecv && open != 0 && woken != 0 && woken.Frame() != e.ID.Frame() {
				d.acts[open] = true
			}
		case e.Kind == sim.EvConnected:
			d.connected = min(d.connected, e.At)
		case e.Kind == sim.EvCall && e.Op == sim.OpSet:
			d.options = true
		case e.Kind == sim.EvCall && e.At2 == sim.Never:
			open, woken, parts = e.ID, 0, 0
		case e.Kind == sim.EvDone && open != 0: // a write may take what fits several times
			c := *e
			if r := d.done[open]; r != nil {
				c.B += r.B
			}
			d.done[open] = &c
			if parts++; parts > 1 || e.At2 == sim.Never || e.Op == sim.OpWrite {
				d.acts[open] = true
			}
			if woken = 0; e.At2 != sim.Never {
				open = 0
			}
		case e.Kind != sim.EvCall && e.Kind != sim.EvDone && woken == 0:
			woken = e.ID
		}
		return true
	})
}

func (d *drill) event(e *sim.Event) bool {
	switch e.Kind {
	case sim.EvSend:
		d.fired = -1 // expecting the packet lets the timers of its instant fire
		return d.line(e.At, e.At, false, "> "+d.packet(&e.Seg, 0))
	case sim.EvRecv:
		return d.line(e.At, e.At, false, "< "+d.packet(&e.Seg, 1))
	case sim.EvHold, sim.EvAckHeld:
		return d.print("// ", d.why(e), "\n")
	case sim.EvDone:
		return d.returned(e)
	case sim.EvFire:
		d.fired = e.At
		return true
	}
	c, end := *e, e.At
	blocks := e.At2 == sim.Never
	if e.Op == sim.OpConnect && e.At2 != sim.Never && e.Sub == 0 && d.connected != sim.Never {
		end, blocks = max(end, d.connected), true // the client learns of it later
	}
	if e.At2 == sim.Never {
		r := d.done[e.ID]
		switch {
		case r == nil || d.acts[e.ID]:
			d.blocked = r != nil
			d.print("// ", d.why(e), "\n")
			if e.Op == sim.OpWrite {
				return d.line(e.At, e.At, false, d.part(e))
			}
			return d.err == nil
		}
		c.B, c.Sub, end = e.B+r.B, r.Sub, r.At
	}
	text := d.call(&c)
	if text == "" {
		return true
	}
	if e.Op == sim.OpConnect && d.nodelay {
		d.line(e.At, e.At, false, setNoDelay)
	}
	return d.line(e.At, end, blocks, text)
}

// returned writes what a blocked call does at last, or a part of it, if it is not written as a call that blocks.
func (d *drill) returned(e *sim.Event) bool {
	if !d.blocked {
		return true
	}
	if d.blocked = e.At2 == sim.Never; e.Op == sim.OpWrite {
		return d.line(e.At, e.At, false, d.part(e))
	}
	if text := d.call(e); text != "" {
		return d.line(e.At, e.At, false, text)
	}
	return d.err == nil
}

// part is the part of a write that the send buffer takes at once.
func (d *drill) part(e *sim.Event) string {
	flags, res := "MSG_DONTWAIT", fmt.Sprint(e.B)
	if e.Flag&sim.FlagMore != 0 {
		flags += "|MSG_MORE"
	}
	if e.Sub != 0 {
		res = failure(e)
	} else if e.B == 0 && e.A > 0 {
		res = "-1 EAGAIN (eagain)"
	}
	return fmt.Sprintf("send(%d, ..., %d, %s) = %s", d.fd, e.A, flags, res)
}

// failure is the result of a call that fails.
func failure(e *sim.Event) string {
	name := tcp.Errno(e.Sub).String()
	return "-1 " + name + " (" + strings.ToLower(name) + ")"
}

// line writes an event at a time relative to the one before; a call that blocks has a beginning and an end. Times
// are exact: rounded ones would change the order of what happens.
func (d *drill) line(at, end sim.Time, blocks bool, text string) bool {
	if at == d.fired && text[0] != '>' { // a script acts before the timers of the same time
		at, end = at+1, end+1
	}
	at, end = max(at, d.last), max(end, d.last)
	t := "+" + seconds(at-d.last)
	if blocks {
		t += "..." + seconds(end-d.last)
	}
	d.last = at
	return d.print(fmt.Sprintf("%4s %s\n", t, text))
}

// seconds writes a time in seconds, without trailing zeros.
func seconds(t sim.Time) string {
	s := fmt.Sprintf("%d.%09d", t/1_000_000_000, t%1_000_000_000)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

func (d *drill) call(e *sim.Event) string {
	res := fmt.Sprint(e.B)
	if e.Sub != 0 {
		res = failure(e)
	}
	switch e.Op {
	case sim.OpConnect:
		if e.Sub == 0 {
			res = "0"
		}
		return fmt.Sprintf("connect(%d, ..., ...) = %s", d.fd, res)
	case sim.OpAccept:
		d.fd = 4
		return "accept(3, ..., ...) = 4"
	case sim.OpWrite:
		if e.Sub == 0 && e.At2 != sim.Never && e.B < e.A { // agents do not block in write
			return d.part(e)
		}
		if flag := sendFlag(e); flag != "" {
			return fmt.Sprintf("send(%d, ..., %d, %s) = %s", d.fd, e.A, flag, res)
		}
		return fmt.Sprintf("write(%d, ..., %d) = %s", d.fd, e.A, res)
	case sim.OpRead, sim.OpReadEOF:
		return fmt.Sprintf("read(%d, ..., %d) = %s", d.fd, max(e.A, e.B, 1), res)
	case sim.OpShutdown:
		if e.Sub == 0 {
			res = "0"
		}
		return fmt.Sprintf("shutdown(%d, %s) = %s", d.fd, sim.ShutSide(e.A), res)
	case sim.OpClose:
		return fmt.Sprintf("close(%d) = 0", d.fd)
	case sim.OpAbort:
		return fmt.Sprintf("setsockopt(%d, SOL_SOCKET, SO_LINGER, {onoff=1, linger=0}, 8) = 0\n", d.fd) +
			fmt.Sprintf("  +0 close(%d) = 0", d.fd)
	case sim.OpGet:
		return d.getOption(e)
	case sim.OpSet:
		return fmt.Sprintf("setsockopt(%d, %s) = 0", d.fd, option(e))
	}
	return ""
}

// sendFlag is the flag of a write that has one.
func sendFlag(e *sim.Event) string {
	switch {
	case e.Flag&sim.FlagMore != 0:
		return "MSG_MORE"
	case e.Flag&sim.FlagRecord != 0:
		return "MSG_EOR"
	}
	return ""
}

// getOption is a call of getsockopt, for the options that a script can read.
func (d *drill) getOption(e *sim.Event) string {
	o, v := e.Option()
	level := "SOL_TCP"
	switch o {
	case tcp.OptError:
		level, v = "SOL_SOCKET", int64(tcp.Errno(v).Number())
	case tcp.OptRcvBuf, tcp.OptSndBuf, tcp.OptKeepAlive:
		level = "SOL_SOCKET"
	case tcp.OptNoDelay, tcp.OptMaxSeg, tcp.OptCork, tcp.OptUserTimeout, tcp.OptNotSentLowat, tcp.OptWindowClamp:
	default:
		return ""
	}
	return fmt.Sprintf("getsockopt(%d, %s, %s, [%d], [4]) = 0", d.fd, level, o, v)
}

// option is the option that a call sets, with its value in the call's own unit.
func option(e *sim.Event) string {
	o, v := e.Option()
	switch o {
	case tcp.OptLinger:
		if v < 0 {
			return "SOL_SOCKET, SO_LINGER, {onoff=0, linger=0}, 8"
		}
		return fmt.Sprintf("SOL_SOCKET, SO_LINGER, {onoff=1, linger=%d}, 8", v)
	case tcp.OptKeepAlive:
		v = min(v, 1)
	case tcp.OptKeepIdle, tcp.OptKeepInterval:
		v /= 1_000_000_000
	}
	level := "SOL_TCP"
	if strings.HasPrefix(o.String(), "SO_") {
		level = "SOL_SOCKET"
	}
	return fmt.Sprintf("%s, %s, [%d], 4", level, o, v)
}

// knob writes how a knob that is turned changes the settings of the end's host.
func (d *drill) knob(e *sim.Event) {
	old, now := d.policy, d.policyAt(e.ID.Frame())
	d.policy = now
	text := ""
	for i := range tcp.Knobs {
		if k := &tcp.Knobs[i]; k.Get(&old) != k.Get(&now) {
			sk := sim.StackKnob(k)
			text += " " + k.Name + "=" + sk.Format(k.Get(&now))
		}
	}
	if text == "" {
		text = d.sameValue(e, &now)
	}
	if text == "" {
		return
	}
	at := max(e.At, d.last)
	d.print("// teacp: +", seconds(at-d.last), text, "\n")
	d.last = at
}

// sameValue is the setting of a knob of the end's host that is turned to the value it has: connections notice that, too.
func (d *drill) sameValue(e *sim.Event, now *tcp.Policy) string {
	v := d.Run.At(d.Run.Frames() - 1).Conn(d.conn)
	host := d.Run.Config().HostName(int(v.Host[d.side]))
	name, ok := strings.CutPrefix(d.Run.Changes()[e.A].Knob, host+".")
	for i := range tcp.Knobs {
		if k := &tcp.Knobs[i]; ok && k.Name == name {
			sk := sim.StackKnob(k)
			return " " + name + "=" + sk.Format(k.Get(now))
		}
	}
	return ""
}

// policyAt is the policy of the end's host behind a frame.
func (d *drill) policyAt(frame int64) tcp.Policy {
	v := d.Run.At(d.Run.Frames() - 1).Conn(d.conn)
	return *d.Run.At(frame).Policy(int(v.Host[d.side]))
}

// settings are the settings of the end's host, in the form that drill reads: the nearest profile, and
// the differences from it.
func (d *drill) settings() string {
	pol := d.policyAt(0)
	d.policy = pol
	best := ""
	for _, name := range tcp.ProfileNames {
		p, _ := tcp.Profile(name)
		out := "profile=" + name
		for i := range tcp.Knobs {
			if k := &tcp.Knobs[i]; k.Get(&p) != k.Get(&pol) {
				sk := sim.StackKnob(k)
				out += " " + k.Name + "=" + sk.Format(k.Get(&pol))
			}
		}
		if best == "" || len(out) < len(best) {
			best = out
		}
	}
	return best
}

// packet writes a segment with its window as in the header: that of a SYN is never
// scaled (RFC 7323 section 2.2). from is 0 for this end's, 1 for the peer's.
func (d *drill) packet(s *tcp.Segment, from int) string {
	w := *s
	if s.Flags&tcp.SYN != 0 {
		d.scale[from] = s.WScale
	} else if d.scale[0] >= 0 && d.scale[1] >= 0 {
		w.Wnd >>= d.scale[from]
	}
	w.Wnd = min(w.Wnd, 65535)
	return packetText(&w)
}

// packetText is a segment in the notation of packetdrill.
func packetText(s *tcp.Segment) string {
	var f strings.Builder
	for _, x := range [...]struct {
		f tcp.Flags
		c byte
	}{{tcp.SYN, 'S'}, {tcp.FIN, 'F'}, {tcp.RST, 'R'}, {tcp.PSH, 'P'}, {tcp.ECE, 'E'}, {tcp.CWR, 'W'}, {tcp.ACK, '.'}} {
		if s.Flags&x.f != 0 {
			f.WriteByte(x.c)
		}
	}
	out := fmt.Sprintf("%s %d:%d(%d)", f.String(), s.Seq, s.Seq+int64(s.Len), s.Len)
	if s.Flags&tcp.ACK != 0 {
		out += fmt.Sprintf(" ack %d", s.Ack)
	}
	out += fmt.Sprintf(" win %d", s.Wnd)
	if opts := script.SegmentOptions(s); opts != "" {
		out += " <" + opts + ">"
	}
	return out
}
