package export

import (
	"strconv"
	"strings"

	"teacp/sim"
)

// writeCSV writes one line per segment (RFC 4180, with line feeds alone).
func writeCSV(w *writer) error {
	w.print("i,frame,conn,dir,t_sent_us,t_recv_us,flags,seq,ack,len,win,retrans,drop,rule,why\n")
	w.segments(func(s *segment) bool {
		b := strconv.AppendInt(w.buf, s.i, 10)
		b = strconv.AppendInt(append(b, ','), s.ID.Frame(), 10)
		b = strconv.AppendInt(append(b, ','), int64(s.Conn), 10)
		b = append(append(append(b, ','), dir(s.Event)...), ',')
		b = append(appendUs(b, s.At-w.zero), ',')
		if at := s.arrival(); at != sim.Never {
			b = appendUs(b, at-w.zero)
		}
		b = append(append(append(b, ','), s.Seg.Flags.String()...), ',')
		for _, v := range [...]int64{s.Seg.Seq, s.Seg.Ack, int64(s.Seg.Len), int64(s.Seg.Wnd)} {
			b = append(strconv.AppendInt(b, v, 10), ',')
		}
		b = strconv.AppendBool(b, s.Flag&sim.FlagRetrans != 0)
		b = append(append(append(b, ','), s.drop...), ',')
		b = append(append(b, s.Rule.String()...), ',')
		w.buf = append(append(b, csvField(w.why(s.Event))...), '\n')
		return w.flush()
	})
	return w.err
}

// csvField quotes a field. An apostrophe is put before text that a spreadsheet would read as a
// formula.
func csvField(s string) string {
	s = Clean(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		s = "'" + s
	}
	if strings.ContainsAny(s, "\",\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
