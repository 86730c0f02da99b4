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
	Name   string // for the configuration file and the session
	EN, KO string // heading
	About  [2]string
	right  bool // right-aligned
	rank   int  // in a narrow pane, the columns of the highest rank are left out first
	needs  need
	width  int // of what is read late; otherwise as wide as what it shows
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
		{Name: "number", EN: "no.", KO: "번호", right: true, rank: 30, needs: needNumber, width: 7, ascii: num(func(r *segRow) int64 { return r.number }),
			About: [2]string{"which segment of the run it is, counted from 1", "실행의 몇 번째 세그먼트인지, 1부터"}},
		{Name: "frame", EN: "frame", KO: "프레임", right: true, rank: 5, ascii: num(func(r *segRow) int64 { return r.ev.ID.Frame() }),
			About: [2]string{"the frame that sends it", "보내는 프레임"}},
		{Name: "time", EN: "time", KO: "시각", right: true, rank: 2, ascii: func(b []byte, _ *Scene, r *segRow) []byte { return words.AppendTime(b, r.ev.At) },
			About: [2]string{"when it was sent", "보낸 시각"}},
		{Name: "since", EN: "since", KO: "간격", right: true, rank: 12, ascii: func(b []byte, _ *Scene, r *segRow) []byte { return words.AppendTime(b, r.since) },
			About: [2]string{"time since the segment in the row above was sent", "윗줄의 세그먼트를 보낸 뒤 지난 시간"}},
		{Name: "received", EN: "received", KO: "도착", right: true, rank: 6, ascii: appendReceived,
			About: [2]string{"when it arrives; empty where it is lost, or a capture does not say", "도착한 시각. 잃었거나 캡처에 없으면 비어 있다"}},
		{Name: "took", EN: "took", KO: "걸림", right: true, rank: 8, ascii: appendTook,
			About: [2]string{"from sending to arriving: queue, line and distance", "보낸 때부터 도착까지: 대기열, 회선, 거리"}},
		{Name: "conn", EN: "conn", KO: "연결", rank: 4, ascii: func(b []byte, _ *Scene, r *segRow) []byte {
			return strconv.AppendUint(append(b, '#'), uint64(r.ev.Conn), 10)
		}, About: [2]string{"the connection; left out where there is but one", "연결. 하나뿐이면 뺀다"}},
		{Name: "dir", EN: "", KO: "", rank: 0, width: 4, words: func(*Scene, *segRow) string { return "" },
			About: [2]string{"the direction: right is from who opened; ✗ lost, R sent again", "방향: 오른쪽은 연 쪽에서 나간 것. ✗ 손실, R 재전송"}},
		{Name: "flags", EN: "flags", KO: "표시", rank: 3, ascii: func(b []byte, _ *Scene, r *segRow) []byte { return appendFlags(b, r.ev.Seg.Flags) },
			About: [2]string{"control bits: S SYN, F FIN, R RST, P PSH, A ACK, E ECE, C CWR", "제어 비트: S SYN, F FIN, R RST, P PSH, A ACK, E ECE, C CWR"}},
		{Name: "range", EN: "seq:end (bytes)", KO: "순서:끝 (바이트)", rank: 1, ascii: appendRange,
			About: [2]string{"first and last sequence number, and the bytes between, counted from the SYN", "처음과 끝 순서 번호와 그 사이의 바이트, SYN부터 센다"}},
		{Name: "seq", EN: "seq", KO: "순서", right: true, rank: 6, ascii: num(func(r *segRow) int64 { return r.ev.Seg.Seq }),
			About: [2]string{"sequence number, counted from the SYN", "SYN부터 센 순서 번호"}},
		{Name: "seq-raw", EN: "seq (raw)", KO: "순서 (원래)", right: true, rank: 6, needs: needWire, width: 10, ascii: num(func(r *segRow) int64 { return int64(r.raw[0]) }),
			About: [2]string{"sequence number as it stands in the header", "헤더에 적힌 순서 번호"}},
		{Name: "len", EN: "len", KO: "길이", right: true, rank: 7, ascii: num(func(r *segRow) int64 { return int64(r.ev.Seg.Len) }),
			About: [2]string{"bytes of payload", "데이터 바이트"}},
		{Name: "ack", EN: "ack", KO: "확인", right: true, rank: 6, ascii: func(b []byte, _ *Scene, r *segRow) []byte {
			if r.ev.Seg.Flags&tcp.ACK == 0 {
				return b
			}
			return strconv.AppendInt(b, r.ev.Seg.Ack, 10)
		}, About: [2]string{"acknowledgment number, counted from the other side's SYN", "상대의 SYN부터 센 확인 번호"}},
		{Name: "ack-raw", EN: "ack (raw)", KO: "확인 (원래)", right: true, rank: 6, needs: needWire, width: 10, ascii: func(b []byte, _ *Scene, r *segRow) []byte {
			if r.ev.Seg.Flags&tcp.ACK == 0 {
				return b
			}
			return strconv.AppendUint(b, uint64(r.raw[1]), 10)
		}, About: [2]string{"acknowledgment number as it stands in the header", "헤더에 적힌 확인 번호"}},
		{Name: "win", EN: "window", KO: "윈도", right: true, rank: 9, ascii: num(func(r *segRow) int64 { return int64(r.ev.Seg.Wnd) }),
			About: [2]string{"window that the segment advertises, in bytes", "세그먼트가 알리는 윈도, 바이트"}},
	}
	Columns = append(Columns, moreColumns()...)
}

// moreColumns are the columns about the sender's state, the bytes on the wire and the reasons.
func moreColumns() []Column {
	return []Column{
		{Name: "options", EN: "options", KO: "옵션", rank: 6, words: func(_ *Scene, r *segRow) string { return words.Options(&r.ev.Seg) },
			About: [2]string{"all TCP options", "모든 TCP 옵션"}},
		{Name: "sack", EN: "SACK", KO: "SACK", rank: 6, ascii: appendSack,
			About: [2]string{"blocks that have arrived behind a gap", "빈틈 뒤에 도착한 블록"}},
		{Name: "cwnd", EN: "cwnd", KO: "cwnd", right: true, rank: 6, needs: needSender, width: 5,
			ascii: sender(func(in *tcp.Info) int64 { return positive(int64(in.Cwnd)) }),
			About: [2]string{"the sender's congestion window in segments, after the frame", "프레임 뒤 송신자의 혼잡 윈도, 세그먼트"}},
		{Name: "ssthresh", EN: "ssthresh", KO: "ssthresh", right: true, rank: 8, needs: needSender, width: 8,
			ascii: sender(func(in *tcp.Info) int64 { return int64(in.Ssthresh) }),
			About: [2]string{"the sender's slow-start threshold in segments; empty: not set", "송신자의 느린 시작 문턱, 세그먼트. 비면 미정"}},
		{Name: "flight", EN: "flight", KO: "전송 중", right: true, rank: 6, needs: needSender, width: 8, ascii: sender(func(in *tcp.Info) int64 { return in.InFlight }),
			About: [2]string{"bytes sent and not acknowledged, after the frame", "프레임 뒤 보냈으나 확인되지 않은 바이트"}},
		{Name: "held", EN: "held", KO: "붙듦", right: true, rank: 18, needs: needSender, width: 8, ascii: sender(func(in *tcp.Info) int64 { return positive(in.Held) }),
			About: [2]string{"bytes written and not yet sent, after the frame; empty: none", "프레임 뒤 썼으나 보내지 않은 바이트. 비면 없음"}},
		{Name: "peer-win", EN: "peer win", KO: "상대 윈도", right: true, rank: 8, needs: needSender, width: 9, ascii: sender(func(in *tcp.Info) int64 { return in.SndWnd }),
			About: [2]string{"the window that the sender has of the other end, in bytes", "송신자가 아는 상대의 윈도, 바이트"}},
		{Name: "state", EN: "state", KO: "상태", rank: 19, needs: needSender, width: 12, ascii: func(b []byte, _ *Scene, r *segRow) []byte { return append(b, r.sender.State.String()...) },
			About: [2]string{"the sender's TCP state after the frame", "프레임 뒤 송신자의 TCP 상태"}},
		{Name: "srtt", EN: "SRTT", KO: "SRTT", right: true, rank: 20, needs: needSender, width: 11,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return appendSpan(b, r.sender.SRTT) },
			About: [2]string{"the sender's smoothed round-trip time after the frame", "프레임 뒤 송신자의 평활 왕복 시간"}},
		{Name: "rto", EN: "RTO", KO: "RTO", right: true, rank: 20, needs: needSender, width: 11,
			ascii: func(b []byte, _ *Scene, r *segRow) []byte { return appendSpan(b, r.sender.RTO) },
			About: [2]string{"the sender's retransmission time-out after the frame", "프레임 뒤 송신자의 재전송 시간 제한"}},
		{Name: "rtt", EN: "RTT", KO: "왕복", right: true, rank: 6, ascii: func(b []byte, _ *Scene, r *segRow) []byte { return appendSpan(b, r.rtt) },
			About: [2]string{"the round trip that this acknowledgment lets its receiver measure", "이 확인으로 받는 쪽이 잰 왕복 시간"}},
		{Name: "queue", EN: "queue", KO: "대기", right: true, rank: 12, ascii: num(func(r *segRow) int64 { return int64(r.ev.Queue) }),
			About: [2]string{"packets that waited in front of it as it was sent", "보낼 때 앞에서 기다리던 패킷"}},
		{Name: "bytes", EN: "bytes", KO: "바이트", right: true, rank: 10, ascii: num(func(r *segRow) int64 { return r.ev.A }),
			About: [2]string{"bytes of the IP packet, headers included", "헤더를 포함한 IP 패킷의 바이트"}},
		{Name: "loss", EN: "loss", KO: "손실", rank: 10, ascii: func(b []byte, _ *Scene, r *segRow) []byte {
			if !r.lost {
				return b
			}
			return append(b, r.by.String()...)
		}, About: [2]string{"why the wire lost it; empty: it was not lost", "회선이 잃은 까닭. 비면 잃지 않음"}},
		{Name: "why", EN: "why", KO: "이유", rank: 7, ascii: func(b []byte, _ *Scene, r *segRow) []byte { return append(b, r.ev.Rule.String()...) },
			About: [2]string{"the rule by which it was sent", "보낸 규칙"}},
		{Name: "sentence", EN: "in words", KO: "말로", rank: 6, words: func(s *Scene, r *segRow) string { return words.RuleSentence(r.ev.Rule, s.Lang) },
			About: [2]string{"the sentence of that rule", "그 규칙의 문장"}},
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
	if c.EN == "" {
		return words.Say(lang, "direction", "방향")
	}
	return words.Say(lang, c.EN, c.KO)
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

// lay places as many columns as fit whole into a width. Columns of the highest rank are left out
// first; the right end of the heading says how many.
func (s *Scene) lay(w int) segLayout {
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
		w := max(paint.Width(words.Say(s.Lang, c.EN, c.KO)), c.width)
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
