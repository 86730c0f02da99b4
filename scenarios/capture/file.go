package capture

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"sort"
)

// Limits of what a file may ask for.
const (
	maxPacket     = 4 << 20 // bytes of one packet; the largest that capture programs write are a quarter of a MiB
	maxInterfaces = 4096    // in one section of a pcapng file
	maxSections   = 100_000
	windowBytes   = 256 << 10 // read at once
)

// damage is what is wrong with a file and where.
type damage struct {
	off    int64
	packet int64 // number of the packet, from 1; 0: not in one
	want   string
	found  string
}

func (d *damage) Error() string {
	at := fmt.Sprintf("byte %d", d.off)
	if d.packet > 0 {
		at = fmt.Sprintf("packet %d at byte %d", d.packet, d.off)
	}
	return fmt.Sprintf("%s: expected %s, found %s", at, d.want, d.found)
}

// window reads a file in pieces: what stands near the last piece costs no reading.
type window struct {
	r    io.ReaderAt
	size int64
	buf  []byte
	base int64
	err  error // a failure of the disk, not of the file
}

// at returns n bytes from off on, fewer at the end of the file. They are valid until the
// next call.
func (w *window) at(off int64, n int) []byte {
	if off < 0 || off >= w.size {
		return nil
	}
	n = int(min(int64(n), w.size-off))
	if off >= w.base && off+int64(n) <= w.base+int64(len(w.buf)) {
		return w.buf[off-w.base:][:n]
	}
	from := off
	if off < w.base { // going back: what stands before it is wanted next
		from = max(off-windowBytes*3/4, 0)
	}
	want := int(min(max(int64(windowBytes), off+int64(n)-from), w.size-from))
	if cap(w.buf) < want {
		w.buf = make([]byte, want)
	}
	w.buf = w.buf[:want]
	got, err := w.r.ReadAt(w.buf, from)
	w.buf, w.base = w.buf[:got], from
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	lo := min(int64(got), off-from)
	return w.buf[lo:min(int64(got), lo+int64(n))]
}

// frame is one packet as it stands in the file.
type frame struct {
	off, next int64 // of its record or block, and of what follows it
	data      int64 // where its bytes begin
	caplen    int
	origlen   int
	at        int64 // nanoseconds since 1970
	timed     bool
	link      uint32
	iface     uint32
	packet    bool // false: a block without a packet
}

// format walks the frames of a file.
type format interface {
	// frame reads what stands at off; num is the number of the next packet, for messages.
	frame(w *window, off, num int64) (frame, *damage)
	first() int64
}

// sniff finds out what a file is by its first bytes.
func sniff(w *window) (format, error) {
	b := w.at(0, 24)
	if len(b) < 4 {
		return nil, &damage{want: "a capture (pcap or pcapng)", found: fmt.Sprintf("a file of %d bytes", w.size)}
	}
	le, be := binary.LittleEndian.Uint32(b), binary.BigEndian.Uint32(b)
	switch {
	case le == blockSection:
		return &pcapng{}, nil
	case le == 0xa1b2c3d4, le == 0xa1b23c4d:
		return newPcap(b, binary.LittleEndian, le == 0xa1b23c4d)
	case be == 0xa1b2c3d4, be == 0xa1b23c4d:
		return newPcap(b, binary.BigEndian, be == 0xa1b23c4d)
	case le == 0xa1b2cd34, be == 0xa1b2cd34:
		return nil, &damage{
			want:  "a capture (pcap or pcapng)",
			found: "a modified pcap with longer packet headers, which is not supported",
		}
	case b[0] == 0x1f && b[1] == 0x8b:
		return nil, &damage{want: "a capture (pcap or pcapng)", found: "a gzip file: unpack it first"}
	case le == 0xfd2fb528:
		return nil, &damage{want: "a capture (pcap or pcapng)", found: "a zstd file: unpack it first"}
	case string(b[:4]) == "snoo":
		return nil, &damage{want: "a capture (pcap or pcapng)", found: "a snoop file, which is not supported"}
	}
	return nil, &damage{want: "a capture (pcap or pcapng)", found: fmt.Sprintf("a file that begins with %x", b[:4])}
}

// pcap is the classic format: a header of 24 bytes, then packets with headers of 16
// (draft-ietf-opsawg-pcap).
type pcap struct {
	order binary.ByteOrder
	nano  bool
	link  uint32
}

func newPcap(b []byte, order binary.ByteOrder, nano bool) (format, error) {
	if len(b) < 24 {
		return nil, &damage{want: "a header of 24 bytes", found: fmt.Sprintf("%d bytes", len(b))}
	}
	return &pcap{order, nano, order.Uint32(b[20:]) & 0xffff}, nil
}

func (p *pcap) first() int64 { return 24 }

func (p *pcap) frame(w *window, off, num int64) (frame, *damage) {
	b := w.at(off, 16)
	if len(b) < 16 {
		return frame{}, &damage{
			off,
			num,
			"a packet's header of 16 bytes",
			fmt.Sprintf("the end of the file after %d", len(b)),
		}
	}
	f := frame{off: off, data: off + 16, link: p.link, timed: true, packet: true}
	sec, sub := int64(p.order.Uint32(b)), int64(p.order.Uint32(b[4:]))
	if !p.nano {
		sub *= 1000
	}
	f.at = sec*1_000_000_000 + sub
	caplen, origlen := p.order.Uint32(b[8:]), p.order.Uint32(b[12:])
	if caplen > maxPacket || origlen > 1<<30 {
		return f, &damage{
			off,
			num,
			fmt.Sprintf("a packet of at most %d bytes", maxPacket),
			fmt.Sprintf("a length of %d, of which %d captured", origlen, caplen),
		}
	}
	f.caplen, f.origlen, f.next = int(caplen), int(max(origlen, caplen)), off+16+int64(caplen)
	return f, short(w, &f, num)
}

// short says that the file ends within a packet.
func short(w *window, f *frame, num int64) *damage {
	if f.next > w.size {
		return &damage{
			f.off,
			num,
			fmt.Sprintf("%d bytes of a packet", f.caplen),
			fmt.Sprintf("the end of the file after %d", max(w.size-f.data, 0)),
		}
	}
	return nil
}

// Blocks of pcapng (draft-ietf-opsawg-pcapng, section 4).
const (
	blockSection   = 0x0a0d0d0a
	blockInterface = 1
	blockObsolete  = 2
	blockSimple    = 3
	blockEnhanced  = 6
)

// pcapng is the newer format: blocks in sections, packets of several interfaces.
type pcapng struct {
	sections []section
}

// section has its own byte order and interfaces. It is read once, in order, and looked up
// by offset afterwards.
type section struct {
	from   int64
	order  binary.ByteOrder
	ifaces []iface
}

type iface struct {
	off     int64 // of its block
	link    uint32
	snaplen uint32
	pow2    bool  // the unit of times is a power of two
	exp     uint8 // of ten or of two, negated
	shift   int64 // seconds to add
	name    string
}

func (p *pcapng) first() int64 { return 0 }

// section is the one that holds off.
func (p *pcapng) section(off int64) *section {
	i := sort.Search(len(p.sections), func(i int) bool { return p.sections[i].from > off }) - 1
	if i < 0 {
		return nil
	}
	return &p.sections[i]
}

func (p *pcapng) frame(w *window, off, num int64) (frame, *damage) {
	b := w.at(off, 28)
	if len(b) < 12 {
		return frame{}, &damage{
			off,
			0,
			"a block of at least 12 bytes",
			fmt.Sprintf("the end of the file after %d", len(b)),
		}
	}
	if binary.LittleEndian.Uint32(b) == blockSection {
		return p.header(w, b, off)
	}
	s := p.section(off)
	if s == nil {
		return frame{}, &damage{
			off,
			0,
			"a section header",
			fmt.Sprintf("a block of type %#x", binary.LittleEndian.Uint32(b)),
		}
	}
	typ, n := s.order.Uint32(b), int64(s.order.Uint32(b[4:]))
	f := frame{off: off, next: off + n}
	if d := blockSize(w, s.order, off, n, typ == blockEnhanced || typ == blockSimple, num); d != nil {
		return f, d
	}
	b = w.at(off, 28) // the look at the block's end may have moved the window
	switch typ {
	case blockInterface:
		return f, s.addInterface(w, off, n)
	case blockEnhanced, blockObsolete:
		return s.enhanced(w, f, b, n, num, typ == blockObsolete)
	case blockSimple:
		return s.simple(w, f, b, n, num)
	}
	return f, nil // names, statistics, secrets: nothing to show
}

// header begins a section.
func (p *pcapng) header(w *window, b []byte, off int64) (frame, *damage) {
	var order binary.ByteOrder
	switch {
	case binary.LittleEndian.Uint32(b[8:]) == 0x1a2b3c4d:
		order = binary.LittleEndian
	case binary.BigEndian.Uint32(b[8:]) == 0x1a2b3c4d:
		order = binary.BigEndian
	default:
		return frame{}, &damage{off, 0, "the byte-order magic 1a2b3c4d", fmt.Sprintf("%x", b[8:12])}
	}
	n := int64(order.Uint32(b[4:]))
	f := frame{off: off, next: off + n}
	if n < 28 {
		return f, &damage{off, 0, "a section header of at least 28 bytes", fmt.Sprintf("a length of %d", n)}
	}
	if d := blockSize(w, order, off, n, false, 0); d != nil {
		return f, d
	}
	if k := len(p.sections); k == 0 || p.sections[k-1].from < off {
		if k >= maxSections {
			return f, &damage{off, 0, fmt.Sprintf("at most %d sections", maxSections), "one more"}
		}
		p.sections = append(p.sections, section{from: off, order: order})
	}
	return f, nil
}

// blockSize checks a block's length, which stands at both of its ends.
func blockSize(w *window, order binary.ByteOrder, off, n int64, packet bool, num int64) *damage {
	if !packet {
		num = 0
	}
	switch {
	case n < 12 || n%4 != 0:
		return &damage{off, num, "a block's length, a multiple of four and at least 12", fmt.Sprint(n)}
	case packet && n > maxPacket+64<<10:
		return &damage{
			off,
			num,
			fmt.Sprintf("a packet of at most %d bytes", maxPacket),
			fmt.Sprintf("a block of %d", n),
		}
	case off+n > w.size:
		return &damage{
			off,
			num,
			fmt.Sprintf("a block of %d bytes", n),
			fmt.Sprintf("the end of the file after %d", w.size-off),
		}
	}
	if end := w.at(off+n-4, 4); len(end) < 4 || int64(order.Uint32(end)) != n {
		found := "the end of the file"
		if len(end) == 4 {
			found = fmt.Sprint(order.Uint32(end))
		}
		return &damage{off + n - 4, num, fmt.Sprintf("the block's length %d again at its end", n), found}
	}
	return nil
}

// addInterface reads an interface description, once.
func (s *section) addInterface(w *window, off, n int64) *damage {
	if k := len(s.ifaces); k > 0 && s.ifaces[k-1].off >= off {
		return nil
	}
	if n < 20 {
		return &damage{off, 0, "an interface description of at least 20 bytes", fmt.Sprint(n)}
	}
	if len(s.ifaces) >= maxInterfaces {
		return &damage{off, 0, fmt.Sprintf("at most %d interfaces", maxInterfaces), "one more"}
	}
	b := w.at(off, int(min(n, 64<<10)))
	in := iface{off: off, link: uint32(s.order.Uint16(b[8:])), snaplen: s.order.Uint32(b[12:]), exp: 6}
	for o := b[16:]; len(o) >= 4; {
		code, l := s.order.Uint16(o), int(s.order.Uint16(o[2:]))
		if code == 0 || 4+l > len(o) {
			break
		}
		v := o[4 : 4+l]
		switch {
		case code == 2 && len(in.name) == 0:
			in.name = string(v[:min(l, 64)])
		case code == 9 && l == 1: // if_tsresol
			in.pow2, in.exp = v[0]&0x80 != 0, v[0]&0x7f
		case code == 14 && l == 8: // if_tsoffset
			in.shift = int64(s.order.Uint64(v))
		}
		o = o[min(4+(l+3)&^3, len(o)):]
	}
	s.ifaces = append(s.ifaces, in)
	return nil
}

// enhanced reads an enhanced packet block, or its obsolete forerunner.
func (s *section) enhanced(w *window, f frame, b []byte, n, num int64, obsolete bool) (frame, *damage) {
	if n < 32 || len(b) < 28 {
		return f, &damage{f.off, num, "a packet block of at least 32 bytes", fmt.Sprint(n)}
	}
	id := s.order.Uint32(b[8:])
	if obsolete {
		id = uint32(s.order.Uint16(b[8:]))
	}
	if int64(id) >= int64(len(s.ifaces)) {
		return f, &damage{
			f.off,
			num,
			fmt.Sprintf("one of the %d interfaces described before", len(s.ifaces)),
			fmt.Sprintf("interface %d", id),
		}
	}
	in := &s.ifaces[id]
	caplen, origlen := s.order.Uint32(b[20:]), s.order.Uint32(b[24:])
	if int64(caplen) > n-32 || caplen > maxPacket || origlen > 1<<30 {
		return f, &damage{
			f.off,
			num,
			fmt.Sprintf("at most %d captured bytes in the block", n-32),
			fmt.Sprintf("a length of %d, of which %d captured", origlen, caplen),
		}
	}
	f.packet, f.timed, f.link, f.iface = true, true, in.link, id
	f.data, f.caplen, f.origlen = f.off+28, int(caplen), int(max(origlen, caplen))
	f.at = in.time(uint64(s.order.Uint32(b[12:]))<<32 | uint64(s.order.Uint32(b[16:])))
	return f, nil
}

// simple reads a simple packet block: of the first interface, without a time.
func (s *section) simple(w *window, f frame, b []byte, n, num int64) (frame, *damage) {
	if n < 16 || len(s.ifaces) == 0 {
		return f, &damage{
			f.off,
			num,
			"a packet block with an interface",
			fmt.Sprintf("a block of %d bytes, %d interfaces", n, len(s.ifaces)),
		}
	}
	in := &s.ifaces[0]
	origlen := s.order.Uint32(b[8:])
	caplen := int64(origlen)
	if in.snaplen != 0 {
		caplen = min(caplen, int64(in.snaplen))
	}
	if caplen > n-16 || origlen > 1<<30 {
		return f, &damage{
			f.off,
			num,
			fmt.Sprintf("at most %d captured bytes in the block", n-16),
			fmt.Sprintf("a length of %d", origlen),
		}
	}
	f.packet, f.link, f.data, f.caplen, f.origlen = true, in.link, f.off+12, int(caplen), int(origlen)
	return f, nil
}

// time turns a block's time into nanoseconds since 1970.
func (in *iface) time(t uint64) int64 {
	if in.pow2 {
		if in.exp > 63 {
			return in.shift * 1_000_000_000
		}
		hi, lo := bits.Mul64(t, 1_000_000_000)
		v := lo>>in.exp | hi<<(64-in.exp)
		return int64(v) + in.shift*1_000_000_000
	}
	for e := in.exp; e < 9; e++ {
		t *= 10
	}
	for e := in.exp; e > 9 && t > 0; e-- {
		t /= 10
	}
	return int64(t) + in.shift*1_000_000_000
}
