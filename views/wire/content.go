package wire

import (
	"sort"

	"teacp/sim"
	"teacp/sim/http"
)

// Segments carry lengths; the bytes are made here, as a function of a stream's offset. A
// stream of HTTP holds the messages that its connection carried, any other one lines that
// say at which byte of the stream they stand.

// Content knows which messages a run's streams carry.
type Content struct {
	cfg   *sim.Config
	upto  int64                  // frames read
	conns map[uint32]*[2][]piece // pieces in order of their offsets
	asks  map[sim.EventID]string // request, by the event that says it was sent
	heads map[int32]string       // header of the answer to a request, as last asked for
}

// piece is a stretch of a stream: text first, then size bytes of an object's body.
type piece struct {
	at   int64 // offset of its first byte
	text string
	obj  int32 // index of the object whose body follows; -1: none
	size int64
}

func (p *piece) end() int64 { return p.at + int64(len(p.text)) + p.size }

// Read reads the content of a whole run.
func Read(r *sim.Run) *Content {
	c := &Content{}
	c.Extend(r, r.Frames())
	return c
}

// Extend walks the HTTP events before frame to: requests fix what both streams carry.
func (c *Content) Extend(r *sim.Run, to int64) {
	if c.cfg == nil {
		c.cfg, c.conns, c.asks, c.heads = r.Config(), map[uint32]*[2][]piece{}, map[sim.EventID]string{}, map[int32]string{}
	}
	if len(c.cfg.HTTP) == 0 || to <= c.upto {
		return
	}
	page := &c.cfg.HTTP[0]
	r.Each(c.upto, to, 1<<sim.EvHTTP, func(e *sim.Event) bool {
		if http.Kind(e.Sub) != http.Sent || e.Req < 0 || e.Conn == sim.NoConn {
			return true
		}
		set := r.At(e.ID.Frame()).HTTPSettings()
		i := int(e.Req)
		head := string(http.HeaderText(nil, page, &set, i))
		c.heads[e.Req] = head
		ask := string(http.RequestText(nil, page, &set, i))
		c.asks[e.ID] = ask
		c.add(e.Conn, 0, piece{text: ask, obj: -1})
		c.add(e.Conn, 1, piece{text: head, obj: e.Req, size: page.Objects[i].Size})
		return true
	})
	c.upto = to
}

// Request is the text of the request that an event says was sent.
func (c *Content) Request(e *sim.Event) string { return c.asks[e.ID] }

// Header is the header of the answer to a request, as last asked for.
func (c *Content) Header(req int32) string { return c.heads[req] }

func (c *Content) add(conn uint32, side int, p piece) {
	s := c.conns[conn]
	if s == nil {
		s = &[2][]piece{}
		c.conns[conn] = s
	}
	if n := len(s[side]); n > 0 {
		p.at = s[side][n-1].end()
	}
	s[side] = append(s[side], p)
}

// Fill writes the bytes from offset at on of a stream: side 0 is what the opener of the
// connection sends.
func (c *Content) Fill(dst []byte, conn uint32, side int, at int64) {
	var list []piece
	if s := c.conns[conn]; s != nil {
		list = s[side]
	}
	i := sort.Search(len(list), func(i int) bool { return list[i].end() > at })
	for ; len(dst) > 0 && i < len(list); i++ {
		n := list[i].fill(dst, at, c.cfg)
		dst, at = dst[n:], at+int64(n)
	}
	filler(dst, at, conn, side)
}

// fill writes what the piece has from offset at on, and returns how much that is.
func (p *piece) fill(dst []byte, at int64, cfg *sim.Config) int {
	n := 0
	if o := at - p.at; o < int64(len(p.text)) {
		n = copy(dst, p.text[o:])
	}
	if p.obj < 0 {
		return n
	}
	from := at + int64(n) - p.at - int64(len(p.text))
	m := int(min(int64(len(dst)-n), p.size-from))
	if p.obj == 0 {
		lines(dst[n:n+m], from, "<!-- the page, byte ", " -->\n")
	} else {
		gif(dst[n:n+m], from, p.size)
	}
	return n + m
}

// filler is the content of a stream that carries no messages.
func filler(dst []byte, at int64, conn uint32, side int) {
	name := " c2s, byte "
	if side == 1 {
		name = " s2c, byte "
	}
	lines(dst, at, "stream "+string(AppendPadded(nil, int64(conn), 5))+name, "\n")
}

// lines fills with lines that say their own offset, from offset at on.
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
		case size < 20:
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
