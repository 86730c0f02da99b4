package capture

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"teacp/sim"
	"teacp/sim/tcp"
)

// lines builds the text of a scenario.
type lines struct{ strings.Builder }

func (b *lines) add(format string, a ...any) { fmt.Fprintf(b, format+"\n", a...) }

func (m *maker) yaml() string {
	var b lines
	w := m.r.At(m.r.Frames() - 1)
	v := w.Conn(m.conn)
	b.add(
		"# Made from connection %d of a recording: %s port %d to %s port %d.",
		m.conn,
		w.Addr(m.conn, 0),
		v.Port[0],
		w.Addr(m.conn, 1),
		v.Port[1],
	)
	b.add("# Options, round trip, rate, writes and losses are what the recording shows or lets one infer;")
	b.add("# everything else is the linux profile. Change what you know better.")
	b.add("name: recorded-%d", m.conn)
	b.add("title: {en: Recorded connection %d, ko: 기록된 연결 %d}", m.conn, m.conn)
	b.add("topic: other")
	b.add("")
	b.add("profile: linux")
	m.hosts(&b)
	rtt := m.rtt()
	if rtt == 0 {
		rtt = time.Millisecond
		m.notes = append(m.notes, "the handshake was not recorded: the round trip is a guess")
	}
	b.add("link:")
	b.add("  delay: %s # half of the handshake's round trip", (rtt / 2).Round(time.Microsecond))
	b.add("  c2s: {rate: %s}", m.rate[0].text())
	b.add("  s2c: {rate: %s}", m.rate[1].text())
	m.faults(&b)
	b.add("")
	b.add("connections:")
	for side, name := range []string{"client", "server"} {
		lead := "  - "
		if side == 1 {
			lead = "    "
		}
		b.add("%s%s:", lead, name)
		for _, s := range m.script(uint8(side)) {
			b.add("      - %s", s)
		}
	}
	if len(m.notes) > 0 {
		b.add("")
	}
	for _, n := range m.notes {
		b.add("# Not as recorded: %s.", n)
	}
	return b.String()
}

// hosts are the options that both SYNs show.
func (m *maker) hosts(b *lines) {
	b.add("hosts:")
	for side, name := range []string{"client", "server"} {
		s := &m.syn[side]
		if !m.opts[side] {
			m.notes = append(m.notes, "the SYN of the "+name+" was not recorded: its options are those of the profile")
			b.add("  %s: {timestamps: %s}", name, onOff(m.first.Seg.TS))
			continue
		}
		set := []string{
			"sack: " + onOff(s.SackOK),
			"timestamps: " + onOff(s.TS),
			"window_scaling: " + onOff(s.WScale >= 0),
		}
		if s.MSS != 0 {
			set = append(set, "mtu: "+strconv.Itoa(int(s.MSS)+40))
		}
		if s.Wnd < 32<<10 { // a small buffer: half of it is offered
			set = append(set, "rcvbuf: "+strconv.Itoa(int(2*s.Wnd)))
		}
		b.add("  %s: {%s}", name, strings.Join(set, ", "))
	}
}

func onOff(x bool) string {
	if x {
		return "on"
	}
	return "off"
}

// faults are the losses and delays that were seen or inferred.
func (m *maker) faults(b *lines) {
	sort.SliceStable(m.lost, func(i, j int) bool { return m.lost[i].seq < m.lost[j].seq })
	head := false
	for i := range m.lost {
		l := &m.lost[i]
		if m.spurious(l) {
			m.notes = append(
				m.notes,
				fmt.Sprintf("%d was sent again although it had arrived, which a loss would not show", l.seq),
			)
			continue
		}
		to := [2]string{"server", "client"}[l.side]
		what := fmt.Sprintf("to: %s", to)
		switch {
		case l.flags&tcp.SYN != 0:
			what += ", of: syn"
		case l.flags&tcp.FIN != 0:
			what += ", of: fin"
		default:
			what += fmt.Sprintf(", offset: %d", max(l.seq-1, 0))
		}
		if !head {
			b.add("faults:")
			head = true
		}
		if l.late > 0 {
			b.add("  - {delay: {%s}, by: %s}", what, (l.late + time.Millisecond).Round(time.Microsecond))
			continue
		}
		if l.n > 1 {
			what += fmt.Sprintf(", count: %d", l.n)
		}
		b.add("  - {drop: {%s}}", what)
	}
}

func (m *maker) spurious(l *loss) bool {
	for _, seq := range m.early {
		if seq == l.seq && l.late == 0 {
			return true
		}
	}
	return false
}

// script is what the application of one side called, as far as the wire shows it.
func (m *maker) script(side uint8) []string {
	out := []string{"accept"}
	if side == 0 {
		out = []string{"connect"}
	}
	if m.nagle[side] {
		out = append(out, "set: {nodelay: on}")
	}
	owed, since := int64(0), m.est
	slow := func() { // it read nothing until its window opened again
		if t := m.slow[side]; t > since && since != sim.Never {
			out = append(
				out,
				fmt.Sprintf("sleep: %s # its window was zero until then", (t-since).Round(time.Microsecond)),
			)
		}
		since = sim.Never
	}
	for i := range m.acts {
		a := &m.acts[i]
		if a.side != side {
			if owed == 0 {
				slow()
			}
			owed += a.bytes
			continue
		}
		if since != sim.Never {
			since = a.at
		}
		if owed > 0 {
			out = append(out, fmt.Sprintf("read: %d", owed))
			owed = 0
		}
		if a.wait > 0 {
			out = append(out, fmt.Sprintf("sleep: %s", a.wait.Round(time.Microsecond)))
		}
		out = append(out, fmt.Sprintf("write: %d", a.bytes))
	}
	if len(m.acts) >= maxActs && side == 0 {
		m.notes = append(m.notes, fmt.Sprintf("what came after %d writes is left out", maxActs))
	}
	return append(out, m.ending(side, owed)...)
}

// ending is how a side ends: by closing, by a reset, or not at all.
func (m *maker) ending(side uint8, owed int64) []string {
	var out []string
	if owed > 0 {
		out = append(out, fmt.Sprintf("read: %d", owed))
	}
	mine, theirs := m.fin[side], m.fin[1-side]
	switch {
	case m.rst[side] && mine == 0:
		return append(out, "abort")
	case mine == 0 && theirs == 0:
		return append(out, "sleep: 1s # nobody closes in the recording", "close")
	case mine == 0:
		return append(out, "read_eof")
	case theirs != 0 && theirs < mine:
		out = append(out, "read_eof")
		if d := mine - theirs - m.around(side); d > time.Millisecond {
			out = append(out, fmt.Sprintf("sleep: %s", d.Round(time.Microsecond)))
		}
		return append(out, "close")
	}
	if d := mine - max(m.last[0], m.last[1], m.est) - m.around(side); d > 2*time.Millisecond &&
		m.last[side] < max(m.last[1-side], m.est) &&
		d < mine {
		out = append(out, fmt.Sprintf("sleep: %s", d.Round(time.Microsecond)))
	}
	if m.fresh[1-side] > mine { // the other side went on: only the sending side was closed
		return append(out, "shutdown", "read_eof", "close")
	}
	return append(out, "close")
}
