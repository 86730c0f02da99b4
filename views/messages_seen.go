package views

import (
	"bytes"
	"fmt"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/words"
)

// seenWithin is how many frames before the cursor are searched for a recording's payload.
const seenWithin = 8192

// recorded lists the segments with data of a recorded connection, newest first, each with its text
// where the recording holds the payload.
func (k *messages) recorded(w *sim.World) {
	var sends [2][]sim.Event
	k.run.Each(max(k.frame-seenWithin, 0), k.frame+1, 1<<sim.EvSend, func(e *sim.Event) bool {
		if e.Conn == k.conn && (e.Seg.Len > 0 || e.Seg.Flags&tcp.FIN != 0) {
			list := append(sends[e.Side], *e)
			sends[e.Side] = list[max(len(list)-mostWrites, 0):]
		}
		return true
	})
	for side := range 2 {
		k.rows[side] = k.rows[side][:0]
		in := w.Info(k.conn, side)
		k.written[side] = max(in.SndNxt-1, 0)
		for i := len(sends[side]) - 1; i >= 0; i-- {
			k.rows[side] = k.seen(k.rows[side], &sends[side][i], in.SndUna)
		}
	}
}

// seen lists one segment: its place in the stream, and its text.
func (k *messages) seen(rows []msgRow, e *sim.Event, acked int64) []msgRow {
	g := &e.Seg
	text := fmt.Sprintf("[%d, %d)", g.Seq-1, g.Seq+int64(g.Len)-1)
	if g.Flags&tcp.FIN != 0 {
		text += " FIN"
	}
	if e.Flag&sim.FlagRetrans != 0 {
		text = "R " + text
	}
	state := byte('s')
	if g.End() <= acked {
		state = 'r'
	}
	rows = append(rows, msgRow{frame: e.ID.Frame(), text: text, state: state})
	buf := make([]byte, min(int64(g.Len), mostText))
	buf = buf[:k.run.Payload(buf, e.ID.Frame())]
	read := 0
	for n := 0; n < mostLines; n++ {
		line, rest, ok := bytes.Cut(buf, []byte("\r\n"))
		if !ok || !isText(line) {
			break
		}
		read += len(line) + 2
		buf = rest
		if len(line) == 0 {
			break
		}
		rows = append(rows, msgRow{frame: -1, indent: 2, state: state, text: string(line)})
	}
	if left := int64(g.Len) - int64(read); left > 0 {
		rows = append(rows, msgRow{frame: -1, indent: 2, text: words.MessagesContent.With(k.lang, words.Bytes(left))})
	}
	return rows
}
