package views

import (
	"encoding/binary"
	"slices"
	"strconv"

	"teacp/sim"
	"teacp/sim/rule"
	"teacp/sim/tcp"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/wire"
	"teacp/views/words"
)

// Column is a column of the table of segments.
type Column struct {
	Name  string // for the configuration file and the session
	head  words.Key
	About words.Key
	right bool // right-aligned
	rank  int  // in a narrow pane, the columns of the highest rank are left out first
	needs need
	width int // of what is read late; otherwise as wide as what it shows
	// ascii appends the cell of a row. words, its alternative, returns a text, which gets the
	// remaining width.
	ascii func(b []byte, s *Scene, row *segRow) []byte
	words func(s *Scene, row *segRow) string
}

// need says what has to be read for a column besides the events.
type need uint8

const (
	needSender need = 1 << iota // the sender's state after the frame
	needWire                    // the bytes on the line
	needNumber                  // how many segments came before
)

// Columns is the table of columns, in the order in which they are offered.
var Columns []Column

func num(get func(row *segRow) int64) func([]byte, *Scene, *segRow) []byte {
	return func(b []byte, _ *Scene, row *segRow) []byte { return strconv.AppendInt(b, get(row), 10) }
}

// sender shows a number of the sender's state, and nothing where it is below zero (unknown).
func sender(get func(in *tcp.Info) int64) func([]byte, *Scene, *segRow) []byte {
	return func(b []byte, _ *Scene, row *segRow) []byte {
		if n := get(&row.sender); row.sender.State != tcp.Closed && n >= 0 {
			return strconv.AppendInt(b, n, 10)
		}
		return b
	}
}

func init() {
	Columns = []Column{
		{Name: "number", head: words.ColumnNumber, right: true, rank: 30, needs: needNumber, width: 7,
			ascii: num(func(r *segRow) int64 { return r.number }),
			About: words.ColumnNumberHelp},
		{Name: "frame", head: words.ColumnFrame, right: true, rank: 5,
			ascii: num(func(r *segRow) int64 { return r.ev.ID.Frame() }),
			About: words.ColumnFrameHelp},
		{Name: "time", head: words.ColumnTime, right: true, rank: 2,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return words.AppendTime(b, r.ev.At) },
			About: words.ColumnTimeHelp},
		{Name: "since", head: words.ColumnSince, right: true, rank: 12,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return words.AppendTime(b, r.since) },
			About: words.ColumnSinceHelp},
		{Name: "received", head: words.ColumnReceived, right: true, rank: 6, ascii: appendReceived,
			About: words.ColumnReceivedHelp},
		{Name: "took", head: words.ColumnTook, right: true, rank: 8, ascii: appendTook,
			About: words.ColumnTookHelp},
		{Name: "conn", head: words.ColumnConn, rank: 4, ascii: func(b []byte, _ *Scene, r *segRow) []byte {
			return strconv.AppendUint(append(b, '#'), uint64(r.ev.Conn), 10)
		}, About: words.ColumnConnHelp},
		{Name: "dir", rank: 0, width: 4, words: func(*Scene, *segRow) string { return "" },
			About: words.ColumnDirHelp},
		{Name: "flags", head: words.ColumnFlags, rank: 3,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return appendFlags(b, r.ev.Seg.Flags) },
			About: words.ColumnFlagsHelp},
		{Name: "range", head: words.ColumnRange, rank: 1, ascii: appendRange,
			About: words.ColumnRangeHelp},
		{Name: "seq", head: words.ColumnSeq, right: true, rank: 6,
			ascii: num(func(r *segRow) int64 { return r.ev.Seg.Seq }),
			About: words.ColumnSeqHelp},
		{Name: "seq-raw", head: words.ColumnSeqRaw, right: true, rank: 6, needs: needWire, width: 10,
			ascii: num(func(r *segRow) int64 { return int64(r.raw[0]) }),
			About: words.ColumnSeqRawHelp},
		{Name: "len", head: words.ColumnLen, right: true, rank: 7,
			ascii: num(func(r *segRow) int64 { return int64(r.ev.Seg.Len) }),
			About: words.ColumnLenHelp},
		{Name: "ack", head: words.ColumnAck, right: true, rank: 6, ascii: func(b []byte, _ *Scene, r *segRow) []byte {
			if r.ev.Seg.Flags&tcp.ACK == 0 {
				return b
			}
			return strconv.AppendInt(b, r.ev.Seg.Ack, 10)
		}, About: words.ColumnAckHelp},
		{Name: "ack-raw", head: words.ColumnAckRaw, right: true, rank: 6, needs: needWire, width: 10,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte {
				if r.ev.Seg.Flags&tcp.ACK == 0 {
					return b
				}
				return strconv.AppendUint(b, uint64(r.raw[1]), 10)
			}, About: words.ColumnAckRawHelp},
		{Name: "win", head: words.ColumnWin, right: true, rank: 9,
			ascii: num(func(r *segRow) int64 { return int64(r.ev.Seg.Wnd) }),
			About: words.ColumnWinHelp},
	}
	Columns = append(Columns, moreColumns()...)
}

// moreColumns are the columns about the sender's state, the bytes on the wire and the reasons.
func moreColumns() []Column {
	return []Column{
		{Name: "options", head: words.ColumnOptions, rank: 6,
			words: func(_ *Scene, r *segRow) string { return words.Options(&r.ev.Seg) },
			About: words.ColumnOptionsHelp},
		{Name: "sack", head: words.ColumnSack, rank: 6, ascii: appendSack,
			About: words.ColumnSackHelp},
		{Name: "cwnd", head: words.ColumnCwnd, right: true, rank: 6, needs: needSender, width: 5,
			ascii: sender(func(in *tcp.Info) int64 { return positive(int64(in.Cwnd)) }),
			About: words.ColumnCwndHelp},
		{Name: "ssthresh", head: words.ColumnSsthresh, right: true, rank: 8, needs: needSender, width: 8,
			ascii: sender(func(in *tcp.Info) int64 { return int64(in.Ssthresh) }),
			About: words.ColumnSsthreshHelp},
		{Name: "flight", head: words.ColumnFlight, right: true, rank: 6, needs: needSender, width: 8,
			ascii: sender(func(in *tcp.Info) int64 { return in.InFlight }),
			About: words.ColumnFlightHelp},
		{Name: "held", head: words.ColumnHeld, right: true, rank: 18, needs: needSender, width: 8,
			ascii: sender(func(in *tcp.Info) int64 { return positive(in.Held) }),
			About: words.ColumnHeldHelp},
		{Name: "peer-win", head: words.ColumnPeerWin, right: true, rank: 8, needs: needSender, width: 9,
			ascii: sender(func(in *tcp.Info) int64 { return in.SndWnd }),
			About: words.ColumnPeerWinHelp},
		{Name: "state", head: words.ColumnState, rank: 19, needs: needSender, width: 12,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return append(b, r.sender.State.String()...) },
			About: words.ColumnStateHelp},
		{Name: "srtt", head: words.ColumnSrtt, right: true, rank: 20, needs: needSender, width: 11,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return appendSpan(b, r.sender.SRTT) },
			About: words.ColumnSrttHelp},
		{Name: "rto", head: words.ColumnRto, right: true, rank: 20, needs: needSender, width: 11,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return appendSpan(b, r.sender.RTO) },
			About: words.ColumnRtoHelp},
		{Name: "rtt", head: words.ColumnRtt, right: true, rank: 6,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return appendSpan(b, r.rtt) },
			About: words.ColumnRttHelp},
		{Name: "queue", head: words.ColumnQueue, right: true, rank: 12,
			ascii: num(func(r *segRow) int64 { return int64(r.ev.Queue) }),
			About: words.ColumnQueueHelp},
		{Name: "bytes", head: words.ColumnBytes, right: true, rank: 10,
			ascii: num(func(r *segRow) int64 { return r.ev.A }),
			About: words.ColumnBytesHelp},
		{Name: "loss", head: words.ColumnLoss, rank: 10, ascii: func(b []byte, _ *Scene, r *segRow) []byte {
			if !r.lost {
				return b
			}
			return append(b, r.by.String()...)
		}, About: words.ColumnLossHelp},
		{Name: "why", head: words.ColumnWhy, rank: 7,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return append(b, r.ev.Rule.String()...) },
			About: words.ColumnWhyHelp},
		{Name: "sentence", head: words.ColumnSentence, rank: 6,
			words: func(s *Scene, r *segRow) string { return words.RuleSentence(r.ev.Rule, s.Lang) },
			About: words.ColumnSentenceHelp},
	}
}

func positive(n int64) int64 {
	if n == 0 {
		return -1
	}
	return n
}

func appendReceived(b []byte, _ *Scene, r *segRow) []byte {
	if r.lost || r.ev.At2 == sim.Never || r.ev.Flag&sim.FlagSeen != 0 {
		return b
	}
	return words.AppendTime(b, r.ev.At2)
}

func appendTook(b []byte, _ *Scene, r *segRow) []byte {
	if r.lost || r.ev.At2 == sim.Never || r.ev.Flag&sim.FlagSeen != 0 {
		return b
	}
	return words.AppendTime(b, r.ev.At2-r.ev.At)
}

func appendSpan(b []byte, t sim.Time) []byte {
	if t <= 0 {
		return b
	}
	return words.AppendTime(b, t)
}

func appendRange(b []byte, _ *Scene, r *segRow) []byte {
	q := &r.ev.Seg
	b = strconv.AppendInt(b, q.Seq, 10)
	b = strconv.AppendInt(append(b, ':'), q.Seq+int64(q.Len), 10)
	b = strconv.AppendInt(append(b, " ("...), int64(q.Len), 10)
	return append(b, ')')
}

func appendSack(b []byte, _ *Scene, r *segRow) []byte {
	for i := uint8(0); i < r.ev.Seg.NSack; i++ {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendInt(b, r.ev.Seg.Sack[i].Lo, 10)
		b = strconv.AppendInt(append(b, ':'), r.ev.Seg.Sack[i].Hi, 10)
	}
	return b
}

// ColumnByName finds a column by its name.
func ColumnByName(name string) (int, bool) {
	i := slices.IndexFunc(Columns, func(c Column) bool { return c.Name == name })
	return i, i >= 0
}

// ColumnNames are the names of all columns.
func ColumnNames() []string {
	out := make([]string, len(Columns))
	for i := range Columns {
		out[i] = Columns[i].Name
	}
	return out
}

// ColumnsOf finds columns by their names; the second value is the first name that is unknown or
// repeated.
func ColumnsOf(names []string) ([]int, string) {
	var out []int
	for _, n := range names {
		i, ok := ColumnByName(n)
		if !ok || slices.Contains(out, i) {
			return nil, n
		}
		out = append(out, i)
	}
	return out, ""
}

// Heading is a column's heading in a language.
func (c *Column) Heading(lang string) string {
	if c.head == 0 {
		return words.ColumnDir.In(lang)
	}
	return c.head.In(lang)
}

// StandardColumns are the columns of the table unless others are chosen.
var StandardColumns = []string{"frame", "time", "since", "conn", "dir", "flags", "range", "ack", "win", "why"}

var standardColumns []int

// columns are the chosen columns, as indices into Columns.
func (s *Scene) columns() []int {
	if len(s.Columns) > 0 {
		return s.Columns
	}
	if standardColumns == nil {
		standardColumns, _ = ColumnsOf(StandardColumns)
	}
	return standardColumns
}

// leastWords is the smallest width in which a text is shown.
const leastWords = 16

// segLayout says where the columns of a table stand.
type segLayout struct {
	col  [maxColumns]int // in the table of columns
	x, w [maxColumns]int
	n    int
	left int // how many columns did not fit
}

// maxColumns limits how many columns a table has.
const maxColumns = 32

// layOutColumns places as many columns as fit whole into a width. Columns of the highest rank are left out
// first; the right end of the heading says how many.
func (s *Scene) layOutColumns(w int) segLayout {
	l := &s.segs
	many := s.Ladder().Many
	var all segLayout
	for _, i := range s.columns() {
		if Columns[i].Name == "conn" && !many || all.n == maxColumns {
			continue
		}
		all.col[all.n], all.w[all.n] = i, l.widths[i]
		if Columns[i].words != nil && Columns[i].width == 0 {
			all.w[all.n] = min(l.widths[i], leastWords)
		}
		all.n++
	}
	const margin = 2 // for the mark of the row
	room := w - margin
	for all.need(1) > room && all.n > 1 {
		if all.left == 0 {
			room -= 3
		}
		worst := 0
		for k := 1; k < all.n; k++ {
			if Columns[all.col[k]].rank >= Columns[all.col[worst]].rank {
				worst = k
			}
		}
		copy(all.col[worst:], all.col[worst+1:all.n])
		copy(all.w[worst:], all.w[worst+1:all.n])
		all.n--
		all.left++
	}
	gap := 1
	if all.need(2) <= room {
		gap = 2
	}
	spare := room - all.need(gap)
	x := margin
	for k := 0; k < all.n; k++ {
		i := all.col[k]
		if Columns[i].words != nil && Columns[i].width == 0 {
			more := max(min(l.widths[i]-all.w[k], spare), 0)
			all.w[k] += more
			spare -= more
		}
		all.x[k] = x
		x += all.w[k] + gap
	}
	return all
}

// need is the width of all columns with gaps between them.
func (l *segLayout) need(gap int) int {
	n := gap * (l.n - 1)
	for k := 0; k < l.n; k++ {
		n += l.w[k]
	}
	return n
}

// measure finds the width that each column needs for the rows of the list.
func (s *Scene) measure() {
	room := &s.segs.room
	for _, i := range s.columns() {
		c := &Columns[i]
		w := max(paint.Width(c.head.In(s.Lang)), c.width)
		for k := 0; k < len(s.segs.rows) && c.width == 0; k++ {
			if c.words != nil {
				w = max(w, paint.Width(c.words(s, &s.segs.rows[k])))
			} else {
				w = max(w, len(c.ascii(room[:0], s, &s.segs.rows[k])))
			}
		}
		s.segs.widths[i] = w
	}
}

// fill reads the data that columns need besides the events, for the rows that will be shown.
func (s *Scene) fill(rows []segRow) {
	var needs need
	for _, i := range s.columns() {
		needs |= Columns[i].needs
	}
	for k := range rows {
		row := &rows[k]
		if needs&needSender != 0 && row.has&needSender == 0 {
			row.sender = s.Run.At(row.ev.ID.Frame()).Info(row.ev.Conn, int(row.ev.Side))
			row.has |= needSender
		}
		if needs&needWire != 0 && row.has&needWire == 0 {
			row.raw = s.rawNumbers(&row.ev)
			row.has |= needWire
		}
	}
}

// rawNumbers are the sequence and acknowledgment numbers in the header: those of the capture, or
// those that exports give the segment.
func (s *Scene) rawNumbers(e *sim.Event) [2]uint32 {
	if src, ok := s.Run.Config().Replay.(interface {
		IP(i int64) ([]byte, int, bool)
	}); ok {
		if b, at, ok := src.IP(s.Run.RecordOf(e.ID.Frame())); ok && len(b) >= at+12 {
			return [2]uint32{binary.BigEndian.Uint32(b[at+4:]), binary.BigEndian.Uint32(b[at+8:])}
		}
	}
	mine, theirs := wire.ISN(s.Run.Config(), e.Conn, e.Side), wire.ISN(s.Run.Config(), e.Conn, 1-e.Side)
	return [2]uint32{mine + uint32(e.Seg.Seq), theirs + uint32(e.Seg.Ack)}
}

// segRow is a row of the table of segments.
type segRow struct {
	ev     sim.Event
	since  sim.Time // time since the segment of the row above was sent
	number int64    // number of the segment in the run, from 1
	rtt    sim.Time // round-trip sample that its acknowledgment gave, 0: none
	by     rule.ID  // rule by which it was lost
	lost   bool
	has    need
	sender tcp.Info
	raw    [2]uint32
}

// segList caches the table around the cursor, as long as the ladder's layout.
type segList struct {
	of     *ladder.Layout
	rows   []segRow
	cols   []int // columns for which the widths were measured
	lang   string
	widths [maxColumns * 2]int // by column
	room   [256]byte           // scratch for one cell
}

// read lists the segments of the ladder's frames.
func (s *Scene) readSegments(l *ladder.Layout) {
	s.segs.of, s.segs.rows, s.segs.cols = l, s.segs.rows[:0], s.segs.cols[:0]
	number := int64(0)
	if l.From > 0 && slices.ContainsFunc(s.columns(), func(i int) bool { return Columns[i].needs&needNumber != 0 }) {
		number = s.Run.At(l.From - 1).Stats().Segments
	}
	got := -1 // the row whose arrival the frame is about
	s.Run.Each(l.From, l.To, 1<<sim.EvSend|1<<sim.EvLost|1<<sim.EvRecv|1<<sim.EvRTT, func(e *sim.Event) bool {
		rows := s.segs.rows
		switch e.Kind {
		case sim.EvSend:
			number++
			if s.Filter.Passes(e) {
				row := segRow{ev: *e, number: number}
				if n := len(rows); n > 0 {
					row.since = e.At - rows[n-1].ev.At
				}
				s.segs.rows = append(rows, row)
			}
		case sim.EvLost:
			if n := len(rows); n > 0 && rows[n-1].ev.ID == e.Cause {
				rows[n-1].lost, rows[n-1].by = true, e.Rule
			}
		case sim.EvRecv:
			got = s.rowOf(e.Cause)
		case sim.EvRTT:
			if got >= 0 && e.Conn == rows[got].ev.Conn && e.At == rows[got].ev.At2 {
				rows[got].rtt = sim.Time(e.A)
			}
		}
		return true
	})
}
