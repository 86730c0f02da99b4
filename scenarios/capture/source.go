package capture

import (
	"fmt"
	"net/netip"
	"path/filepath"
	"time"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Record is record i of the file (sim.Source).
func (c *File) Record(i int64) (sim.Record, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i < 0 {
		return sim.Record{}, false
	}
	if !c.more(i) {
		return c.afterLast(i)
	}
	e := c.entry(i)
	d, f, _ := c.read(e)
	rec := sim.Record{Kind: sim.RecSeen, At: sim.Never, Sent: -1, Raw: true, Seg: d.seg, Bytes: int32(d.ipLen)}
	if f.timed {
		rec.At = sim.Time(f.at - c.zero)
	}
	if e.ref >= dgramRef {
		rec.Kind, rec.A, rec.Conn = sim.RecDgram, int64(e.ref-dgramRef), sim.NoConn
		return rec, true
	}
	rec.Conn, rec.Side = e.ref/2, uint8(e.ref&1)
	if before, ok := c.twice[i]; ok {
		return sim.Record{
			Kind: sim.RecNote,
			At:   rec.At,
			Conn: rec.Conn,
			Side: rec.Side,
			Rule: rule.SeenTwice,
			A:    before,
			Seg:  rec.Seg,
		}, true
	}
	k := &c.conns[rec.Conn]
	rec.Port = [2]uint16{k.end[0].Port(), k.end[1].Port()}
	if k.reused && k.first == i {
		rec.Notes[0].Rule = rule.SeenPortReuse
	}
	if d.bad {
		rec.Notes[1].Rule = rule.SeenBadChecksum
	}
	rec.Notes[2].Rule = message(d.payload)
	return rec, true
}

// afterLast tells, behind the last packet, what was left out.
func (c *File) afterLast(i int64) (sim.Record, bool) {
	if n := c.leftCount(); n > 0 && i == c.count {
		return sim.Record{Kind: sim.RecNote, At: sim.Never, Conn: sim.NoConn, Rule: rule.SeenOther, A: n}, true
	}
	return sim.Record{}, false
}

// read reads a packet again.
func (c *File) read(e *entry) (decoded, frame, left) {
	var d decoded
	f, bad := c.form.frame(&c.look, int64(e.off), int64(e.num))
	if bad != nil {
		return d, f, leftDamaged // the file was cut while it was open
	}
	why := d.decode(f.link, c.look.at(f.data, f.caplen))
	return d, f, why
}

// Ended says how the file ends (sim.Source).
func (c *File) Ended() rule.ID {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.damage != nil {
		return rule.RecordDamaged
	}
	return rule.RecordEnd
}

// Damage is what is wrong with the file, as far as it has been read; nil if nothing is.
func (c *File) Damage() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.damage == nil {
		return nil
	}
	return fmt.Errorf("%s: %w; the %d packets before it are shown", c.name, c.damage, c.nums)
}

// Addr is the address of one side of a connection (sim.Source).
func (c *File) Addr(conn uint32, side int) netip.Addr {
	c.mu.Lock()
	defer c.mu.Unlock()
	if int64(conn) >= int64(len(c.conns)) {
		return netip.Addr{}
	}
	return c.conns[conn].end[side&1].Addr()
}

// Payload copies what the file holds of the payload of record i (sim.Source).
func (c *File) Payload(dst []byte, i int64) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i < 0 || !c.more(i) {
		return 0
	}
	d, _, _ := c.read(c.entry(i))
	return copy(dst, d.payload[:min(len(d.payload), int(max(d.seg.Len, 0)))])
}

// IP is the bytes of record i from its IP header on, as captured, and where among them the
// TCP header begins. They are a copy.
func (c *File) IP(i int64) (b []byte, tcpAt int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i < 0 || !c.more(i) {
		return nil, 0, false
	}
	d, f, why := c.read(c.entry(i))
	if why != shown || d.udp {
		return nil, 0, false
	}
	ip, _, _ := ipOf(f.link, c.look.at(f.data, f.caplen))
	return append([]byte(nil), ip[:min(len(ip), d.ipLen)]...), d.tcpAt, true
}

// Packet is the bytes of record i as captured, with their link type and their length on the
// wire. They are a copy.
func (c *File) Packet(i int64) (data []byte, link uint32, length int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i < 0 || !c.more(i) {
		return nil, 0, 0, false
	}
	f, bad := c.form.frame(&c.look, int64(c.entry(i).off), 0)
	if bad != nil {
		return nil, 0, 0, false
	}
	return append([]byte(nil), c.look.at(f.data, f.caplen)...), f.link, f.origlen, true
}

// Zero is the instant that the times of the run count from.
func (c *File) Zero() time.Time { return time.Unix(0, c.zero).UTC() }

// Remark is what else there is to say about record i, in English; about the file for -1.
func (c *File) Remark(i int64) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i < 0 {
		if c.damage != nil {
			return c.damage.Error()
		}
		return ""
	}
	if !c.more(i) {
		return c.leftText()
	}
	e := c.entry(i)
	d, f, _ := c.read(e)
	s := fmt.Sprintf("packet %d", e.num)
	if f.timed {
		s += ", " + time.Unix(0, f.at).UTC().Format("2006-01-02 15:04:05.000000000") + " UTC"
	}
	if f.caplen < f.origlen {
		s += fmt.Sprintf(", %d of %d bytes captured", f.caplen, f.origlen)
	}
	if d.ttl != 0 {
		s += fmt.Sprintf(", TTL %d", d.ttl)
	}
	return s
}

// leftNames name what is left out, in the order of the constants.
var leftNames = [numLeft]string{
	"",
	"not TCP",
	"fragments of IP packets",
	"cut before the end of their headers",
	"of a link type that is not supported",
	"with headers that contradict themselves",
	"of connections beyond the first 262144",
}

func (c *File) leftCount() int64 {
	n := int64(0)
	for _, k := range c.left {
		n += k
	}
	return n
}

// LeftOut counts the packets that are not shown, as far as the file has been read, by why:
// not TCP, fragments, cut headers, unknown link types, headers that contradict themselves,
// connections beyond MaxConns.
func (c *File) LeftOut() [6]int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return [6]int64(c.left[1:])
}

// leftText says what was left out so far.
func (c *File) leftText() string {
	s := ""
	for why, n := range c.left {
		if n == 0 {
			continue
		}
		if s != "" {
			s += ", "
		}
		s += fmt.Sprintf("%d %s", n, leftNames[why])
	}
	return s
}

// firstLook is how many packets are looked at before a capture is shown.
const firstLook = 4096

// Config is the run that shows the file.
func (c *File) Config() *sim.Config {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.nums < firstLook && c.advance() {
	}
	return between(c, filepath.Base(c.name), [2]string{c.lane(0, "clients"), c.lane(1, "servers")}, c.roundTrip())
}

// between is the run that shows a recording between two hosts of these names.
func between(src sim.Source, name string, hosts [2]string, roundTrip sim.Time) *sim.Config {
	if hosts[0] == hosts[1] { // one host talks to itself
		hosts = [2]string{"client", "server"}
	}
	cfg := &sim.Config{Name: name, Replay: src, Limits: endless}
	for _, host := range hosts {
		h := sim.HostConfig{Name: host, Profile: "rfc"}
		h.Policy, _ = tcp.Profile(h.Profile)
		cfg.Hosts = append(cfg.Hosts, h)
	}
	p := sim.PathConfig{Delay: roundTrip / 2}
	cfg.Links = []sim.LinkConfig{{A: 0, B: 1, Dir: [2]sim.PathConfig{p, p}}}
	return cfg
}

// endless are the limits of a recording: its own end.
var endless = sim.Limits{Frames: 1 << 40, Conns: 1 << 30, Time: 1 << 62}

// lane is the name of the hosts of one side: the address where it is one.
func (c *File) lane(side int, many string) string {
	a := c.conns
	if len(a) == 0 {
		return many
	}
	one := a[0].end[side].Addr()
	for i := range a {
		if a[i].end[side].Addr() != one {
			return many
		}
	}
	return one.String()
}

// roundTrip is the time of the first handshake in the first packets, for the scale of the
// ladder.
func (c *File) roundTrip() sim.Time {
	syn := map[uint32]int64{}
	for i := int64(0); i < min(c.count, 200); i++ {
		e := c.entry(i)
		if e.ref >= dgramRef {
			continue
		}
		d, f, _ := c.read(e)
		at, ok := syn[e.ref/2]
		switch {
		case d.seg.Flags&(tcp.SYN|tcp.ACK) == tcp.SYN:
			syn[e.ref/2] = f.at
		case ok && e.ref&1 == 0 && d.seg.Flags&(tcp.SYN|tcp.ACK) == tcp.ACK:
			return sim.Time(max(f.at-at, 0))
		}
	}
	return 10 * time.Millisecond
}
