package capture

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"sync"

	"teacp/sim/tcp"
)

// File is a capture that is open. It is a sim.Source: its methods may be called from several
// goroutines.
type File struct {
	name string
	file *os.File
	size int64

	mu     sync.Mutex
	scan   window // reads forward, for the index
	look   window // reads anywhere
	form   format
	next   int64 // offset of what is indexed next
	nums   int64 // packets so far
	count  int64 // records so far
	index  [][]entry
	table  map[tuple]uint32
	conns  []conn
	zero   int64 // instant of time 0, nanoseconds since 1970
	zeroed bool
	left   [numLeft]int64
	twice  map[int64]int64 // record of a packet seen before on another interface: how long before
	recent [4096]sighting
	done   bool
	damage *damage
}

// entry is a record: where its packet stands, what number it has, and whose it is.
type entry struct {
	off uint64
	num uint32
	ref uint32 // 2*connection+side of the sender; dgramRef and above: a datagram
}

const (
	chunk    = 1 << 13
	dgramRef = 1<<32 - 2 // a question; plus 1: an answer
	// MaxConns is how many connections of a capture are told apart; what comes later is
	// left out.
	MaxConns = 1 << 18
)

// sighting is a packet that was seen lately, to know it again on another interface.
type sighting struct {
	key   uint64
	at    int64
	iface uint32
}

// again reports whether a packet was seen on another interface within the last ten seconds,
// and how long ago: the same addresses, identification and TCP header. Two transmissions by
// one host differ in IPv4's identification (RFC 6864); without one nothing is said.
func (c *File) again(d *decoded, f *frame) (int64, bool) {
	if d.key == 0 {
		return 0, false
	}
	s := &c.recent[d.key%uint64(len(c.recent))]
	if s.key == d.key && s.iface != d.iface(f) && f.at-s.at >= 0 && f.at-s.at < 10_000_000_000 {
		return f.at - s.at, true
	}
	*s = sighting{d.key, f.at, d.iface(f)}
	return 0, false
}

// tuple is the two ends of a connection, in an order of their own.
type tuple struct{ a, b netip.AddrPort }

// conn is a connection: who opened it, and what tells it from an earlier one with the same
// addresses and ports.
type conn struct {
	end    [2]netip.AddrPort // 0 opened it, or seems to
	first  int64             // its first record
	isn    uint32
	syn    bool // its SYN was seen
	reused bool // another one had the same addresses and ports before
	over   bool // FIN or RST was seen
	bytes  [2]int64
	segs   [2]int64
}

// IsCapture reports whether a file begins as a capture does. A FIFO is none: to look would take its
// first bytes, and a capture is read at random.
func IsCapture(name string) bool {
	if fi, err := os.Stat(name); err != nil || fi.Mode()&fs.ModeNamedPipe != 0 {
		return false
	}
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var b [4]byte
	if _, err := io.ReadFull(f, b[:]); err != nil {
		return false
	}
	switch string(b[:]) {
	case "\x0a\x0d\x0d\x0a",
		"\xd4\xc3\xb2\xa1",
		"\xa1\xb2\xc3\xd4",
		"\x4d\x3c\xb2\xa1",
		"\xa1\xb2\x3c\x4d",
		"\x34\xcd\xb2\xa1",
		"\xa1\xb2\xcd\x34":
		return true
	}
	return false
}

// Open opens a capture. A file that is none, or in which nothing can be read, gives an
// error that says what was expected.
func Open(name string) (*File, error) {
	f, err := os.Open(name)
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("expected a file, found something that cannot be read at random")
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("cannot read %s: %w", name, err)
	}
	c, err := New(name, f, info.Size())
	if err != nil {
		f.Close()
		return nil, err
	}
	c.file = f
	return c, nil
}

// New reads a capture of size bytes from r.
func New(name string, r io.ReaderAt, size int64) (*File, error) {
	c := &File{name: name, size: size, table: map[tuple]uint32{}}
	c.scan, c.look = window{r: r, size: size}, window{r: r, size: size}
	form, err := sniff(&c.scan)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c.form, c.next = form, form.first()
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.count == 0 && c.advance() {
	}
	if c.count == 0 {
		return nil, c.nothing()
	}
	return c, nil
}

// nothing says why a capture has no segment to show.
func (c *File) nothing() error {
	switch {
	case c.damage != nil:
		return fmt.Errorf("%s: %w", c.name, c.damage)
	case c.nums == 0:
		return fmt.Errorf("%s: expected packets, found none", c.name)
	}
	return fmt.Errorf("%s: expected TCP segments, found none in %d packets (%s)", c.name, c.nums, c.leftText())
}

// Close closes the file; a run that shows it must not be used afterwards.
func (c *File) Close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}

// advance indexes one more frame of the file; false at its end.
func (c *File) advance() bool {
	if c.done {
		return false
	}
	if c.next >= c.size {
		c.done = true
		return false
	}
	f, d := c.form.frame(&c.scan, c.next, c.nums+1)
	if d == nil && f.next <= c.next {
		d = &damage{c.next, 0, "a block with a length", "none"}
	}
	if d == nil && c.scan.err != nil {
		d = &damage{c.next, c.nums + 1, "to read on", c.scan.err.Error()}
	}
	if d != nil {
		c.damage, c.done = d, true
		return false
	}
	c.next = f.next
	if f.packet {
		c.nums++
		c.packet(&f)
	}
	return true
}

// packet finds out whose a packet is and adds it to the index.
func (c *File) packet(f *frame) {
	var d decoded
	why := d.decode(f.link, c.scan.at(f.data, f.caplen))
	if why != shown {
		c.left[why]++
		return
	}
	ref := uint32(0)
	switch {
	case !d.udp:
		if before, ok := c.again(&d, f); ok {
			if c.twice == nil {
				c.twice = map[int64]int64{}
			}
			c.twice[c.count] = before
		}
		id, side, ok := c.whose(&d)
		if !ok {
			c.left[leftMany]++
			return
		}
		ref = 2*id + uint32(side)
	case d.dst.Port() == 53:
		ref = dgramRef
	case d.src.Port() == 53:
		ref = dgramRef + 1
	default:
		c.left[leftOther]++
		return
	}
	if f.timed && !c.zeroed {
		c.zero, c.zeroed = f.at, true
	}
	if c.count%chunk == 0 {
		c.index = append(c.index, make([]entry, 0, chunk))
	}
	last := &c.index[len(c.index)-1]
	*last = append(*last, entry{uint64(f.off), uint32(c.nums), ref})
	c.count++
}

// whose is the connection and the side of a segment's sender; a new connection is added.
func (c *File) whose(d *decoded) (id uint32, side uint8, ok bool) {
	key := tuple{d.src, d.dst}
	if d.dst.Compare(d.src) < 0 {
		key = tuple{d.dst, d.src}
	}
	syn := d.seg.Flags&(tcp.SYN|tcp.ACK) == tcp.SYN
	id, known := c.table[key]
	again := false
	if known && syn {
		k := &c.conns[id]
		// A SYN with another number, from the side that opens, begins a new connection
		// (RFC 9293 section 3.6.1); one from the other side opens at the same time.
		again = k.end[0] == d.src && (!k.syn || k.isn != uint32(d.seg.Seq)) || k.end[0] != d.src && k.over
	}
	if !known || again {
		if len(c.conns) >= MaxConns {
			return 0, 0, false
		}
		id = uint32(len(c.conns))
		k := conn{end: [2]netip.AddrPort{d.src, d.dst}, first: c.count, reused: again}
		if !syn && opens(d) {
			k.end[0], k.end[1] = d.dst, d.src
		}
		c.conns = append(c.conns, k)
		c.table[key] = id
	}
	k := &c.conns[id]
	if syn && k.end[0] == d.src {
		k.syn, k.isn = true, uint32(d.seg.Seq)
	}
	if d.seg.Flags&(tcp.FIN|tcp.RST) != 0 {
		k.over = true
	}
	if k.end[0] != d.src {
		side = 1
	}
	k.segs[side]++
	k.bytes[side] += int64(d.seg.Len)
	return id, side, true
}

// opens reports whether the receiver of a connection's first packet, which is no SYN, seems
// to have opened it: it answers a SYN, or comes from the port of a service.
func opens(d *decoded) bool {
	if d.seg.Flags&tcp.SYN != 0 {
		return true
	}
	s, t := d.src.Port(), d.dst.Port()
	return s < t && (s < 1024 || t >= 32768 && s < 32768)
}

// more indexes until record i is known; false when there is none.
func (c *File) more(i int64) bool {
	for i >= c.count && c.advance() {
	}
	return i < c.count
}

func (c *File) entry(i int64) *entry { return &c.index[i/chunk][i%chunk] }
