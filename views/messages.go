package views

import (
	"bytes"
	"sort"
	"strconv"

	"teacp/sim"
	"teacp/sim/ledger"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/wire"
	"teacp/views/words"
)

func init() {
	Panes[PaneMessages] = Pane{
		Name: "messages", title: words.TitleMessages,
		help:        words.PaneMessagesHelp,
		NeedsLedger: true,
		Example:     Example{Scenario: "page", Percent: 50},
		paint:       paintMessages,
	}
}

// messages caches the text of the streams, and the rows of one connection at one frame.
type messages struct {
	run     *sim.Run
	content *wire.Content
	conn    uint32
	frame   int64
	read    int64
	lang    string
	rows    [2][]msgRow
	sndNxt  int64    // of the end that is being listed
	rcvNxt  int64    // of its peer
	parts   []msgRow // segments of the write that is being listed
	writes  []ledger.Write
	sends   []ledger.Send
	rowText words.Builder // the text of the rows
	written [2]int64      // bytes that the applications have written
}

// msgRow is a line of a stream: a write, a segment that carries a part of it, or text.
type msgRow struct {
	frame  int64 // -1: none
	indent int
	text   string
	from   int // start of its text in rowText, until the texts are complete
	to     int
	state  byte // 'r': arrived, 's': on the wire, 'w': waiting, 'l': lost, 0: none of these
}

const (
	mostSends    = 256  // the last segments before the cursor, which are searched
	mostSegments = 12   // segments listed with each write
	mostWrites   = 64   // the last writes before the cursor, which are listed
	mostText     = 2048 // bytes of each write that are read as text
	mostLines    = 24
)

// messagesOf lists what the streams of the connection carried up to the cursor.
func (s *Scene) messagesOf() *messages {
	k := &s.messages
	if s.Run.Config().Replays() {
		if k.run != s.Run || k.conn != s.Conn || k.frame != s.Frame || k.lang != s.Lang {
			*k = messages{run: s.Run, conn: s.Conn, frame: s.Frame, lang: s.Lang, rows: k.rows}
			k.recorded(s.Run.At(s.Frame))
		}
		return k
	}
	l := s.Book()
	if k.run == s.Run && k.conn == s.Conn && k.frame == s.Frame && k.read == l.Read() && k.lang == s.Lang {
		return k
	}
	if k.run != s.Run {
		*k = messages{run: s.Run}
	}
	k.conn, k.frame, k.read, k.lang = s.Conn, s.Frame, l.Read(), s.Lang
	if len(s.Run.Config().HTTP) > 0 {
		k.content = wire.Of(s.Run, s.Conn, s.Frame)
	}
	now := s.Run.At(s.Frame).Now()
	k.rowText = words.Builder{B: k.rowText.B[:0], Lang: s.Lang}
	for side := range 2 {
		k.written[side], k.sndNxt, k.rcvNxt = 0, 0, 0
		if w := s.Run.At(s.Frame); int(s.Conn) < w.Conns() {
			k.sndNxt, k.rcvNxt = w.Info(s.Conn, side).SndNxt, w.Info(s.Conn, 1-side).RcvNxt
		}
		k.rows[side] = k.stream(l, side, now, k.rows[side][:0])
	}
	all := string(k.rowText.B)
	for _, rows := range k.rows {
		for i := range rows {
			rows[i].text = all[rows[i].from:rows[i].to]
		}
	}
	return k
}

// stream lists the writes of one end with the segments that carried them.
func (k *messages) stream(l *ledger.Ledger, side int, now sim.Time, rows []msgRow) []msgRow {
	n := sort.Search(l.Writes(k.conn, side), func(i int) bool { return l.Write(k.conn, side, i).Frame > k.frame })
	writes := k.writes[:0] // newest first
	for i := n - 1; i >= max(n-mostWrites, 0); i-- {
		writes = append(writes, l.Write(k.conn, side, i))
	}
	k.writes = writes
	if n == 0 {
		return rows
	}
	k.written[side] = writes[0].To - 1
	if writes[0].Fin {
		k.written[side]--
	}
	oldest := writes[len(writes)-1].From
	k.sends = k.sends[:0] // newest first
	l.Sends(k.conn, side, k.frame, func(v ledger.Send) bool {
		if v.Seq+int64(v.Len)+1 > oldest {
			k.sends = append(k.sends, v)
		}
		return len(k.sends) < mostSends && (v.Seq+int64(v.Len) > oldest || v.Retrans)
	})
	for i := range writes {
		rows = k.write(rows, &writes[i], k.sends, side, now)
	}
	return rows
}

// beginRow begins the text of a row.
func (k *messages) beginRow(r msgRow) msgRow {
	r.from = len(k.rowText.B)
	return r
}

// endRow ends the row that beginRow began.
func (k *messages) endRow(rows []msgRow, r msgRow) []msgRow {
	r.to = len(k.rowText.B)
	return append(rows, r)
}

// write lists one write: its place in the stream, its segments, its text.
func (k *messages) write(rows []msgRow, v *ledger.Write, sends []ledger.Send, side int, now sim.Time) []msgRow {
	n := v.To - v.From
	r := k.beginRow(msgRow{frame: v.Frame})
	if v.Fin {
		k.rowText.Add("close, FIN")
	} else {
		k.rowText.Fill("write(%d)  [%d, %d)", words.Number(n), words.Number(v.From-1),
			words.Number(v.To-1))
	}
	rows = k.endRow(rows, r)
	k.parts = k.parts[:0]
	got := k.segments(&k.parts, v, sends, now)
	if k.content != nil && n > 1 {
		rows = k.text(rows, v, side, got)
	}
	return append(rows, k.parts...)
}

// reach is the state of a place in the stream: arrived, on the wire, or waiting.
type reach struct{ arrived, sent int64 }

// segments lists the newest segments that carry a write, in order of their sending.
func (k *messages) segments(rows *[]msgRow, v *ledger.Write, sends []ledger.Send, now sim.Time) reach {
	got := reach{arrived: k.rcvNxt, sent: k.sndNxt}
	last := 0 // sends[0] is the newest
	for n := 0; last < len(sends) && n < mostSegments; last++ {
		if carries(&sends[last], v) {
			n++
		}
	}
	for i := last; i < len(sends); i++ {
		if carries(&sends[i], v) {
			r := k.beginRow(msgRow{frame: -1, indent: 2})
			k.rowText.Say(words.MessagesEarlier)
			*rows = k.endRow(*rows, r)
			break
		}
	}
	for i := last - 1; i >= 0; i-- {
		if g := &sends[i]; carries(g, v) {
			*rows = k.segment(*rows, g, now)
		}
	}
	if from := max(got.sent, v.From); from < v.To {
		r := k.beginRow(msgRow{frame: -1, indent: 2, state: 'w'})
		k.rowText.Say(words.MessagesInBuffer, words.Number(from-1), words.Number(v.To-1))
		*rows = k.endRow(*rows, r)
	}
	return got
}

// carries reports whether a segment carries bytes of a write.
func carries(g *ledger.Send, v *ledger.Write) bool {
	end := g.Seq + int64(g.Len)
	if g.Flags&(tcp.FIN|tcp.SYN) != 0 {
		end++
	}
	return g.Seq < v.To && end > v.From
}

// segment is the row of one segment.
func (k *messages) segment(rows []msgRow, g *ledger.Send, now sim.Time) []msgRow {
	r, t := k.beginRow(msgRow{frame: g.Frame, indent: 2, state: 's'}), &k.rowText
	if g.Retrans {
		t.Add("R ")
	}
	switch {
	case g.Len == 0:
		t.Add("FIN")
	default:
		t.Fill("[%d, %d)", words.Number(g.Seq-1), words.Number(g.Seq+int64(g.Len)-1))
		if g.Flags&tcp.FIN != 0 {
			t.Add(" FIN")
		}
	}
	switch {
	case g.Arrive == sim.Never:
		r.state = 'l'
		t.Say(words.MessagesLost)
	case g.Arrive <= now:
		r.state = 'r'
		if g.Arrived >= 0 {
			t.Fill(" → :%d", words.Number(g.Arrived))
		}
	default:
		t.Say(words.MessagesArrives, words.Timed(g.Arrive))
	}
	return k.endRow(rows, r)
}

// text shows the lines of a message's header, each with its state, and the length of the body.
func (k *messages) text(rows []msgRow, v *ledger.Write, side int, got reach) []msgRow {
	var room [mostText]byte
	buf := room[:min(v.To-v.From, mostText)]
	k.content.Fill(buf, k.conn, side, v.From-1)
	at := v.From
	for n := 0; len(buf) > 0 && n < mostLines; n++ {
		line, rest, ok := bytes.Cut(buf, []byte("\r\n"))
		if !ok || !isText(line) {
			break
		}
		at += int64(len(line)) + 2
		state := byte('w')
		switch {
		case at <= got.arrived:
			state = 'r'
		case at <= got.sent:
			state = 's'
		}
		if len(line) > 0 {
			r := k.beginRow(msgRow{frame: -1, indent: 2, state: state})
			k.rowText.B = append(k.rowText.B, line...)
			rows = k.endRow(rows, r)
		}
		buf = rest
		if len(line) == 0 {
			break
		}
	}
	if left := v.To - at; left > 0 {
		r := k.beginRow(msgRow{frame: -1, indent: 2})
		k.rowText.Say(words.MessagesContent, words.Grouped(left))
		rows = k.endRow(rows, r)
	}
	return rows
}

// isText reports whether bytes are a line of text.
func isText(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c > 0x7e {
			return false
		}
	}
	return true
}

// paintMessages shows both streams of a connection: what was written, which segments carried
// it, and what HTTP says in it.
func paintMessages(c *paint.Canvas, r paint.Rect, s *Scene) {
	w := s.Run.At(s.Frame)
	if int(s.Conn) >= w.Conns() {
		c.Text(r.X, r.Y, words.NoConnectionYet.In(s.Lang), s.Theme.Dim)
		return
	}
	k := s.messagesOf()
	h := r.H - 1
	if r.W >= 80 { // side by side
		col := r.W / 2
		for side := range 2 {
			s.messageColumn(c, paint.Rect{X: r.X + side*(col+1), Y: r.Y, W: r.W - side*(col+1), H: r.H}, w,
				k.rows[side], side, h)
			if side == 0 {
				c.Fill(paint.Rect{X: r.X + col, Y: r.Y, W: r.W - col, H: r.H}, ' ', s.Theme.Plain)
				c.Fill(paint.Rect{X: r.X + col, Y: r.Y, W: 1, H: r.H}, '│', s.Theme.Border)
			}
		}
		return
	}
	half := r.H / 2
	s.messageColumn(c, paint.Rect{X: r.X, Y: r.Y, W: r.W, H: half}, w, k.rows[0], 0, half-1)
	s.messageColumn(c, paint.Rect{X: r.X, Y: r.Y + half, W: r.W, H: r.H - half}, w, k.rows[1], 1, r.H-half-1)
}

// messageColumn is one direction: the newest write on top, older ones by scrolling.
func (s *Scene) messageColumn(c *paint.Canvas, r paint.Rect, w *sim.World, rows []msgRow, side, h int) {
	th := s.Theme
	v := w.Conn(s.Conn)
	in := w.Info(s.Conn, side)
	peer := w.Info(s.Conn, 1-side)
	written := s.messages.written[side]
	st := th.C2S
	if side == 1 {
		st = th.S2C
	}
	id, from, to := words.Number(int64(s.Conn)), words.Str(words.Host(s.Run, v.Host[side])),
		words.Str(words.Host(s.Run, v.Host[1-side]))
	sent, arrived := max(min(in.SndNxt-1, written), 0), max(min(peer.RcvNxt-1, written), 0)
	head := s.newText().Say(words.MessagesHead, id, from, to, words.Grouped(written), words.Grouped(sent),
		words.Grouped(arrived))
	if paint.Width(string(head.B)) > r.W { // the rows below show what is not sent yet
		head = s.newText().Say(words.MessagesHeadSeen, id, from, to, words.Grouped(arrived), words.Grouped(written))
	}
	old := c.Clip(r)
	defer c.Clip(old)
	c.TextIn(r.X, r.Y, r.W, string(head.B), st)
	s.rows[PaneMessages] = max(s.rows[PaneMessages]*side, len(rows))
	top := max(min(s.Scroll[PaneMessages], len(rows)-h), 0)
	if side == 1 {
		s.Scroll[PaneMessages] = max(min(s.Scroll[PaneMessages], s.rows[PaneMessages]-h), 0)
	}
	scrollMarks(c, paint.Rect{X: r.X, Y: r.Y + 1, W: r.W, H: h}, s, top, len(rows))
	wide := max(len(strconv.FormatInt(s.Run.Frames(), 10))+1, 6)
	for y := 0; y < h && top+y < len(rows); y++ {
		row := &rows[top+y]
		x := r.X
		if row.frame >= 0 {
			fs := th.Dim
			if row.frame == s.Frame {
				fs = th.Select
			}
			c.Tag(0, r.Y+1+y, ':', row.frame, x+wide, fs)
		}
		mark, ms := ' ', th.Plain
		switch row.state {
		case 'r':
			mark, ms = '✓', th.Plain
		case 's':
			mark, ms = '»', st
		case 'w':
			mark, ms = '·', th.Held
		case 'l':
			mark, ms = '✗', th.Lost
		}
		if row.indent == 0 {
			ms = th.Strong
		}
		x += wide + 1 + row.indent
		c.Put(x, r.Y+1+y, mark, ms)
		c.TextIn(x+2, r.Y+1+y, r.X+r.W-x-2, row.text, ms)
	}
}
