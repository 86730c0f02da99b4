package wire

import (
	"sort"

	"teacp/sim"
	"teacp/sim/http"
)

// Segments carry lengths; the bytes are made here, as a function of a stream's offset. A stream of
// HTTP holds the messages of its connection, any other one lines that contain their own offset.

// Content knows which messages a run's streams carry.
type Content struct {
	cfg   *sim.Config
	upto  int64                  // frames read
	conns map[uint32]*[2][]piece // pieces in order of their offsets
	tls   map[uint32]http.TLS    // of the connections that have it
}

// piece is a message in a stream.
type piece struct {
	at, size int64 // offset of its first byte, and bytes in all
	req      int32
	msg      http.Message
}

// Read reads the content of a whole run.
func Read(r *sim.Run) *Content {
	c := &Content{}
	c.Extend(r, r.Frames())
	return c
}

// Extend reads the messages that are written before frame to.
func (c *Content) Extend(r *sim.Run, to int64) {
	c.cfg = r.Config()
	if len(c.cfg.HTTP) == 0 || to <= c.upto {
		return
	}
	c.upto, c.conns, c.tls = to, map[uint32]*[2][]piece{}, map[uint32]http.TLS{}
	w := r.At(to - 1)
	for ci := 0; ci < w.Conns(); ci++ {
		c.take(w, uint32(ci))
	}
}

// Of reads the content of one connection's streams up to a frame.
func Of(r *sim.Run, conn uint32, frame int64) *Content {
	c := &Content{cfg: r.Config(), conns: map[uint32]*[2][]piece{}, tls: map[uint32]http.TLS{}}
	if len(c.cfg.HTTP) > 0 {
		c.take(r.At(frame), conn)
	}
	return c
}

func (c *Content) take(w *sim.World, conn uint32) {
	if v := w.TLSOf(conn); v != http.TLSOff {
		c.tls[conn] = v
	}
	var s [2][]piece
	w.ExchangesOf(conn, func(x *sim.Exchange) bool {
		if x.AskLen > 0 {
			s[0] = append(s[0], piece{x.AskAt, x.AskLen, x.Req, x.Ask})
		}
		if x.AnsLen > 0 {
			s[1] = append(s[1], piece{x.AnsAt, x.AnsLen, x.Req, x.Ans})
		}
		return true
	})
	if len(s[0]) > 0 {
		c.conns[conn] = &s
	}
}

// Request is the head of the request that an event says was sent.
func (c *Content) Request(e *sim.Event) string { return c.head(e, 0) }

// Header is the head of the answer that an event is about.
func (c *Content) Header(e *sim.Event) string { return c.head(e, 1) }

func (c *Content) head(e *sim.Event, side int) string {
	if s := c.conns[e.Conn]; s != nil {
		for i := range s[side] {
			if p := &s[side][i]; p.req == e.Req {
				return string(p.msg.Head(nil, &c.cfg.HTTP[0]))
			}
		}
	}
	return ""
}

// Fill writes the bytes from offset at on of a stream: side 0 is what the opener of the
// connection sends.
func (c *Content) Fill(dst []byte, conn uint32, side int, at int64) {
	var list []piece
	if s := c.conns[conn]; s != nil {
		list = s[side]
	}
	if v := c.tls[conn]; v != http.TLSOff {
		n := v.Fill(dst, side, at)
		dst, at = dst[n:], at+int64(n)
	}
	i := sort.Search(len(list), func(i int) bool { return list[i].at+list[i].size > at })
	for ; len(dst) > 0 && i < len(list); i++ {
		p := &list[i]
		n := p.msg.Fill(dst[:min(int64(len(dst)), p.at+p.size-at)], at-p.at, &c.cfg.HTTP[0], p.content)
		dst, at = dst[n:], at+int64(n)
	}
	filler(dst, at, conn, side)
}

// content writes the body of a message, from its byte at on.
func (p *piece) content(dst []byte, at int64) {
	switch {
	case p.msg.Status == 0:
		lines(dst, at, "field=", "&")
	case p.msg.Object == 0:
		lines(dst, at, "<!-- the page, byte ", " -->\n")
	default:
		gif(dst, at, p.msg.Body)
	}
}

// filler is the content of a stream that carries no messages.
func filler(dst []byte, at int64, conn uint32, side int) {
	name := " c2s, byte "
	if side == 1 {
		name = " s2c, byte "
	}
	lines(dst, at, "stream "+string(AppendPadded(nil, int64(conn), 5))+name, "\n")
}

// lines writes lines that contain their own offset, from offset at on.
func lines(dst []byte, at int64, before, after string) {
	size := int64(len(before) + 12 + len(after))
	var buf []byte
	for len(dst) > 0 {
		start := at - at%size
		buf = append(buf[:0], before...)
		buf = AppendPadded(buf, start, 12)
		buf = append(buf, after...)
		n := copy(dst, buf[at-start:])
		dst, at = dst[n:], at+int64(n)
	}
}

// AppendPadded appends a number with zeros before it.
func AppendPadded(b []byte, v int64, width int) []byte {
	for div, i := pow10(width-1), 0; i < width; i++ {
		b = append(b, byte('0'+v/div%10))
		div = max(div/10, 1)
	}
	return b
}

func pow10(n int) int64 {
	v := int64(1)
	for ; n > 0; n-- {
		v *= 10
	}
	return v
}

// gif fills with a GIF image of one pixel's screen and a long comment: a well-formed image
// of any size from 20 bytes on (GIF89a specification, sections 17 to 24).
func gif(dst []byte, at, size int64) {
	const head, tail = 15, 2 // signature, screen, comment introducer; end of comment, trailer
	top := "GIF89a\x01\x00\x01\x00\x00\x00\x00\x21\xfe"
	blocks := size - head - tail
	for i := range dst {
		o := at + int64(i)
		switch {
		case size < http.LeastImage:
			dst[i] = '.'
		case o < head:
			dst[i] = top[o]
		case o == size-1:
			dst[i] = ';'
		case o == size-2:
			dst[i] = 0
		default:
			dst[i] = gifComment(o-head, blocks)
		}
	}
}

// gifComment is byte o of the comment's blocks: a length, then as many bytes. A last block
// of no bytes would end the comment, so the one before it gives one byte away.
func gifComment(o, blocks int64) byte {
	last := blocks - blocks%256 // start of the last, shorter block
	if blocks%256 == 1 {
		last--
	}
	start := o - o%256
	if o >= last && last < blocks {
		start = last
	}
	if o == start {
		end := min(start+256, blocks)
		if start < last {
			end = min(start+256, last)
		}
		return byte(end - start - 1)
	}
	return "teacp image data "[o%17]
}
