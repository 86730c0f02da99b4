package capture

import (
	"encoding/binary"
	"net/netip"

	"teacp/sim/rule"
	"teacp/sim/tcp"
)

// Link types (the list of tcpdump.org/linktypes.html).
const (
	linkNull     = 0
	linkEthernet = 1
	linkRaw      = 101
	linkRawBSD   = 12
	linkRawOpen  = 14
	linkLoop     = 108
	linkSLL      = 113
	linkIPv4     = 228
	linkIPv6     = 229
	linkSLL2     = 276
)

// left says why a packet is not shown.
type left uint8

const (
	shown left = iota
	leftOther
	leftFragment
	leftCut
	leftLink
	leftDamaged
	leftMany
	numLeft
)

// decoded is one packet taken apart.
type decoded struct {
	src, dst netip.AddrPort
	seg      tcp.Segment // numbers as on the wire
	udp      bool
	ipLen    int
	tcpAt    int    // where the TCP header begins behind that of IP
	payload  []byte // what is there of it
	ttl      uint8
	key      uint64 // names the packet, wherever it is seen; 0: it has no name
	port     uint32 // SLL2: the interface
	bad      bool   // the TCP checksum is wrong, and not left to a card
}

// decode takes a packet apart down to its TCP header.
func (d *decoded) decode(link uint32, b []byte) left {
	if link == linkSLL2 && len(b) >= 8 {
		d.port = binary.BigEndian.Uint32(b[4:])
	}
	b, proto, why := ipOf(link, b)
	if why != shown {
		return why
	}
	switch proto {
	case 4:
		return d.ipv4(b)
	case 6:
		return d.ipv6(b)
	}
	return leftOther
}

// ipOf strips the link layer: the IP packet and its version.
func ipOf(link uint32, b []byte) ([]byte, int, left) {
	ether := 0
	switch link {
	case linkRaw, linkRawBSD, linkRawOpen, linkIPv4, linkIPv6:
		return byVersion(b)
	case linkNull, linkLoop:
		if len(b) < 4 {
			return nil, 0, leftCut
		}
		return byVersion(b[4:]) // the address family's number differs between systems; the packet says it, too
	case linkEthernet:
		if len(b) < 14 {
			return nil, 0, leftCut
		}
		ether, b = int(binary.BigEndian.Uint16(b[12:])), b[14:]
	case linkSLL:
		if len(b) < 16 {
			return nil, 0, leftCut
		}
		ether, b = int(binary.BigEndian.Uint16(b[14:])), b[16:]
	case linkSLL2:
		if len(b) < 20 {
			return nil, 0, leftCut
		}
		ether, b = int(binary.BigEndian.Uint16(b)), b[20:]
	default:
		return nil, 0, leftLink
	}
	for tags := 0; ether == 0x8100 || ether == 0x88a8 || ether == 0x9100 || ether == 0x9200; tags++ {
		if tags >= 8 {
			return nil, 0, leftDamaged
		}
		if len(b) < 4 {
			return nil, 0, leftCut
		}
		ether, b = int(binary.BigEndian.Uint16(b[2:])), b[4:]
	}
	if ether == 0x8864 && len(b) >= 8 { // PPPoE session (RFC 2516 section 4)
		switch binary.BigEndian.Uint16(b[6:]) {
		case 0x21:
			return b[8:], 4, shown
		case 0x57:
			return b[8:], 6, shown
		}
	}
	switch ether {
	case 0x0800:
		return b, 4, shown
	case 0x86dd:
		return b, 6, shown
	}
	return nil, 0, leftOther
}

func byVersion(b []byte) ([]byte, int, left) {
	if len(b) < 1 {
		return nil, 0, leftCut
	}
	switch b[0] >> 4 {
	case 4, 6:
		return b, int(b[0] >> 4), shown
	}
	return nil, 0, leftOther
}

// ipv4 reads the header of RFC 791 section 3.1.
func (d *decoded) ipv4(b []byte) left {
	if len(b) < 20 {
		return leftCut
	}
	hl := int(b[0]&15) * 4
	if b[0]>>4 != 4 || hl < 20 {
		return leftDamaged
	}
	total := int(binary.BigEndian.Uint16(b[2:]))
	if total == 0 { // a segment that the card was to cut up
		total = len(b)
	}
	if total < hl || len(b) < hl {
		return leftDamaged
	}
	if frag := binary.BigEndian.Uint16(b[6:]); frag&0x3fff != 0 {
		return leftFragment
	}
	src, dst := netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20]))
	d.ipLen, d.ttl, d.tcpAt = total, b[8], hl
	if id := binary.BigEndian.Uint16(b[4:]); id != 0 && b[9] == 6 && len(b) >= hl+18 {
		d.key = name(uint64(id), b[12:20], b[hl:hl+18]) // the checksum names the content, too
	}
	why := d.transport(b[9], b[hl:min(total, len(b))], total-hl, src, dst)
	d.seg.ECN = b[1] & 3
	return why
}

// ipv6 reads the header of RFC 8200 section 3 and passes over extensions.
func (d *decoded) ipv6(b []byte) left {
	if len(b) < 40 {
		return leftCut
	}
	if b[0]>>4 != 6 {
		return leftDamaged
	}
	n, next := int(binary.BigEndian.Uint16(b[4:])), b[6]
	src, dst := netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40]))
	d.ttl = b[7]
	if n == 0 { // a jumbogram, or left to the card
		n = len(b) - 40
	}
	d.ipLen, d.tcpAt = 40+n, 40
	rest := b[40:min(40+n, len(b))]
	for range 8 {
		switch next {
		case 0, 43, 60: // hop-by-hop, routing, destination options
			if len(rest) < 8 {
				return leftCut
			}
			l := 8 + int(rest[1])*8
			if l > n || l > len(rest) {
				return leftDamaged
			}
			next, rest, n = rest[0], rest[l:], n-l
			d.tcpAt += l
		case 44:
			if len(rest) < 8 {
				return leftCut
			}
			if binary.BigEndian.Uint16(rest[2:])&^6 != 0 {
				return leftFragment
			}
			next, rest, n = rest[0], rest[8:], n-8
			d.tcpAt += 8
		default:
			why := d.transport(next, rest, n, src, dst)
			d.seg.ECN = b[1] >> 4 & 3
			return why
		}
	}
	return leftDamaged
}

// transport reads a TCP segment, or the ports of a UDP datagram. n is its length as IP says.
func (d *decoded) transport(proto byte, b []byte, n int, src, dst netip.Addr) left {
	if len(b) < 8 {
		if proto == 6 || proto == 17 {
			return leftCut
		}
		return leftOther
	}
	d.src = netip.AddrPortFrom(src, binary.BigEndian.Uint16(b))
	d.dst = netip.AddrPortFrom(dst, binary.BigEndian.Uint16(b[2:]))
	switch proto {
	case 17:
		d.udp, d.payload = true, b[8:]
		return shown
	case 6:
		return d.tcp(b, n)
	}
	return leftOther
}

// tcp reads the header of RFC 9293 section 3.1.
func (d *decoded) tcp(b []byte, n int) left {
	if len(b) < 20 {
		return leftCut
	}
	hl := int(b[12]>>4) * 4
	if hl < 20 || hl > n {
		return leftDamaged
	}
	s := &d.seg
	*s = tcp.Segment{Seq: int64(binary.BigEndian.Uint32(b[4:])), Ack: int64(binary.BigEndian.Uint32(b[8:])),
		Flags: tcp.Flags(b[13]), Wnd: int32(binary.BigEndian.Uint16(b[14:])), Len: int32(n - hl), WScale: -1}
	d.options(b[20:min(hl, len(b))])
	d.payload = b[min(hl, len(b)):]
	d.bad = len(b) == n && wrongChecksum(b, d.src.Addr(), d.dst.Addr())
	return shown
}

// options reads the options of RFC 9293 section 3.2, RFC 7323 and RFC 2018.
func (d *decoded) options(o []byte) {
	s := &d.seg
	for len(o) > 0 {
		if o[0] == 0 {
			return
		}
		if o[0] == 1 {
			o = o[1:]
			continue
		}
		if len(o) < 2 || o[1] < 2 || int(o[1]) > len(o) {
			return
		}
		v := o[2:o[1]]
		switch {
		case o[0] == 2 && len(v) == 2 && s.Flags&tcp.SYN != 0:
			s.MSS = binary.BigEndian.Uint16(v)
		case o[0] == 3 && len(v) == 1 && s.Flags&tcp.SYN != 0:
			s.WScale = int8(min(v[0], 14)) // RFC 7323 section 2.3
		case o[0] == 4 && len(v) == 0 && s.Flags&tcp.SYN != 0:
			s.SackOK = true
		case o[0] == 5 && len(v)%8 == 0:
			for ; len(v) >= 8 && int(s.NSack) < len(s.Sack); v = v[8:] {
				s.Sack[s.NSack] = tcp.Block{
					Lo: int64(binary.BigEndian.Uint32(v)),
					Hi: int64(binary.BigEndian.Uint32(v[4:])),
				}
				s.NSack++
			}
		case o[0] == 8 && len(v) == 8:
			s.TS, s.TSVal, s.TSEcr = true, binary.BigEndian.Uint32(v), binary.BigEndian.Uint32(v[4:])
		}
		o = o[o[1]:]
	}
}

// wrongChecksum reports whether a segment's checksum is wrong. A host that leaves checksums
// to its card shows the sum of the pseudo-header alone: that is not wrong.
func wrongChecksum(b []byte, src, dst netip.Addr) bool {
	sum := uint32(6) + uint32(len(b)>>16) + uint32(len(b)&0xffff)
	sum = addSum(addSum(sum, src.AsSlice()), dst.AsSlice())
	if partial := fold(sum); binary.BigEndian.Uint16(b[16:]) == partial {
		return false
	}
	return fold(addSum(sum, b)) != 0xffff
}

func addSum(sum uint32, b []byte) uint32 {
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(b[0])<<8 | uint32(b[1])
		if sum >= 1<<31 {
			sum = sum>>16 + sum&0xffff
		}
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	return sum
}

func fold(sum uint32) uint16 {
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return uint16(sum)
}

// message says whether an HTTP message begins with these bytes (RFC 9112 sections 3 and 4).
func message(b []byte) rule.ID {
	if len(b) < 5 {
		return rule.None
	}
	if string(b[:5]) == "HTTP/" {
		return rule.SeenResponse
	}
	for _, m := range methods {
		if len(b) > len(m) && string(b[:len(m)]) == m && b[len(m)] == ' ' {
			return rule.SeenRequest
		}
	}
	return rule.None
}

// methods are those of RFC 9110 section 9 and RFC 5789.
var methods = []string{"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"}

// name is a hash of what a packet keeps on its way (FNV-1a, 64 bits).
func name(seed uint64, parts ...[]byte) uint64 {
	h := 14695981039346656037 ^ seed
	for _, p := range parts {
		for _, x := range p {
			h = (h ^ uint64(x)) * 1099511628211
		}
	}
	return max(h, 1)
}

// iface is the interface on which a packet was seen.
func (d *decoded) iface(f *frame) uint32 {
	if f.link == linkSLL2 {
		return d.port
	}
	return f.iface
}
