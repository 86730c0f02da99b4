package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"teacp/sim"
	"teacp/sim/tcp"
	"teacp/views/paint"
	"teacp/views/wire"
	"teacp/views/words"
)

// Input is what is written: a run, a part of it, and how.
type Input struct {
	Run      *sim.Run
	Scenario string // name
	Title    string
	Command  string         // the command line that reproduces the run
	Lang     string         // en or ko; anything else is English
	ASCII    bool           // no box-drawing or arrow characters
	Dark     bool           // SVG: light on dark
	Width    int            // columns of the ladder; 0: 100
	Axis     paint.AxisKind // of ladders
	Vantage  string         // pcapng: wire (default), client, server, both

	From, To int64    // frames, both inclusive; To < 0 or 0: the run's end
	Conns    []uint32 // only these; empty: all
	Kinds    uint64   // set of 1<<sim.Kind of events; 0: all

	WallNS   int64 // stats: time that simulating took
	Retained int64 // stats: bytes kept for time travel
	MaxRSS   int64 // stats: bytes

	Progress func(frame, of int64) // called at intervals; may be nil
}

// Format is one way to write a run.
type Format struct {
	Name string
	Ext  string // usual ending of a file's name
	Help string
	Bin  bool // not text: never written to a terminal

	ladder bool // shows one connection or all
	kinds  bool // can leave kinds of events out
	write  func(*writer) error
}

// Formats lists all formats, in the order of the help.
func Formats() []Format {
	return []Format{
		{Name: "text", Ext: "txt", Help: "the ladder", ladder: true, write: writeText},
		{Name: "plain", Ext: "txt", Help: "one line per frame, for a screen reader", kinds: true, write: writePlain},
		{Name: "json", Ext: "json", Help: "segments and events, schema teacp.trace/1", kinds: true, write: writeJSON},
		{Name: "csv", Ext: "csv", Help: "one line per segment", kinds: true, write: writeCSV},
		{Name: "markdown", Ext: "md", Help: "a page with the ladder and what to notice", ladder: true, kinds: true,
			write: writeMarkdown},
		{Name: "mermaid", Ext: "mmd", Help: "a sequence diagram", kinds: true, write: writeMermaid},
		{Name: "svg", Ext: "svg", Help: "the ladder as a drawing, light or dark", ladder: true, write: writeSVG},
		{Name: "pcapng", Ext: "pcapng",
			Help: "a capture for Wireshark: real packets, nanosecond times, why as comments", Bin: true,
			write: writePcapng},
		{Name: "asciicast", Ext: "cast", Help: "a recording of the ladder as it grows (asciicast v2)", ladder: true,
			write: writeCast},
		{Name: "qlog", Ext: "qlog", Help: "events in the manner of qlog, with triggers", kinds: true, write: writeQlog},
		{Name: "packetdrill", Ext: "pkt", Help: "one end of one connection as a packetdrill script",
			write: writePacketdrill},
		{Name: "cwnd-csv", Ext: "csv", Help: "windows and round-trip times as they change", write: writeCwndCSV},
		{Name: "cwnd-svg", Ext: "svg", Help: "a graph of congestion window, threshold and data in flight",
			write: writeCwndSVG},
		{Name: "sequence-csv", Ext: "csv", Help: "the points of a time-sequence graph", write: writeSequenceCSV},
		{Name: "sequence-svg", Ext: "svg", Help: "a time-sequence graph: data, acknowledgments, window, losses",
			write: writeSequenceSVG},
		{Name: "stats", Ext: "json", Help: "counts and costs, schema teacp.stats/1", write: writeStats},
	}
}

// ByName finds a format.
func ByName(name string) (Format, bool) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// withKinds are the formats that can leave kinds of events out.
func withKinds() []string {
	var out []string
	for _, f := range Formats() {
		if f.kinds {
			out = append(out, f.Name)
		}
	}
	return out
}

// Names lists the names of all formats.
func Names() []string {
	var out []string
	for _, f := range Formats() {
		out = append(out, f.Name)
	}
	return out
}

// Write writes the run to w. Errors are those of w, or say, before anything is written, what the
// format cannot show.
func (f Format) Write(w io.Writer, in *Input) error {
	if f.ladder && len(in.Conns) > 1 {
		return fmt.Errorf("%s shows one connection or all: expected one, found %d", f.Name, len(in.Conns))
	}
	if in.Kinds != 0 && !f.kinds {
		return fmt.Errorf("%s leaves no kinds of events out; expected one of %s with --kind", f.Name,
			strings.Join(withKinds(), ", "))
	}
	if f.Name == "stats" && (in.From > 0 || in.To > 0 || len(in.Conns) > 0) {
		return fmt.Errorf("stats counts the whole run: expected no --from, --to or --conn")
	}
	if !f.Bin {
		w = words.NewGate(w)
	}
	out := &writer{Input: in, w: bufio.NewWriterSize(w, 1<<16)}
	out.Run.Finish()
	out.to = out.Run.Frames()
	if in.To > 0 && in.To+1 < out.to {
		out.to = in.To + 1
	}
	out.zero = firstSYN(in.Run)
	if err := f.write(out); err != nil {
		return err
	}
	return out.w.Flush()
}

// firstSYN is the instant that exported times count from: that of the first SYN, as in
// recorded traces; the run's start if it has none.
func firstSYN(r *sim.Run) sim.Time {
	var at sim.Time
	r.Find(-1, 1, 1<<sim.EvSend, func(e *sim.Event) bool {
		if e.Seg.Flags&tcp.SYN == 0 {
			return false
		}
		at = e.At
		return true
	})
	return at
}

// writer writes a run in a format.
type writer struct {
	*Input
	w    *bufio.Writer
	buf  []byte // the line that is being written
	to   int64  // the frame after the last one that is written
	zero sim.Time
	text *wire.Content // made when asked for
	err  error
}

// messages are the messages that the run's streams carry.
func (w *writer) messages() *wire.Content {
	if w.text == nil {
		w.text = wire.Read(w.Run)
	}
	return w.text
}

// flush writes the line to the output; false if that failed.
func (w *writer) flush() bool {
	if w.err == nil {
		_, w.err = w.w.Write(w.buf)
	}
	w.buf = w.buf[:0]
	return w.err == nil
}

func (w *writer) print(s ...string) bool {
	for _, x := range s {
		w.buf = append(w.buf, x...)
	}
	return w.flush()
}

// wants reports whether a connection is to be written.
func (w *writer) wants(conn uint32) bool {
	if len(w.Conns) == 0 {
		return true
	}
	for _, c := range w.Conns {
		if c == conn {
			return true
		}
	}
	return false
}

// each calls f for the events to write, in order. It stops when writing fails.
func (w *writer) each(kinds uint64, f func(*sim.Event) bool) {
	tick := int64(0)
	w.Run.Each(w.From, w.to, kinds, func(e *sim.Event) bool {
		if fr := e.ID.Frame(); w.Progress != nil && fr-tick >= 1<<14 {
			tick = fr
			w.Progress(fr, w.to)
		}
		if !w.wants(e.Conn) {
			return true
		}
		return f(e) && w.err == nil
	})
}

// segment is one sent segment and its arrival or loss.
type segment struct {
	*sim.Event
	i    int64
	drop string // rule that lost it, "" if it arrives
}

// arrival is when the segment arrives; Never if it is lost, or if a capture does not show it.
func (s *segment) arrival() sim.Time {
	if s.Flag&sim.FlagSeen != 0 {
		return sim.Never
	}
	return s.At2
}

// segments calls f for the segments to write, in order of sending.
func (w *writer) segments(f func(*segment) bool) {
	w.segmentsAnd(0, f, nil)
}

// segmentsAnd calls f for the segments and, between them, for events of other kinds. It is called for
// a segment when the next event has shown whether the segment was lost.
func (w *writer) segmentsAnd(others uint64, f func(*segment) bool, g func(*sim.Event) bool) {
	const kinds = 1<<sim.EvSend | 1<<sim.EvLost
	if w.Kinds != 0 {
		others &= w.Kinds
		if w.Kinds&(kinds|1<<sim.EvRecv) == 0 {
			if others != 0 {
				w.each(others, g)
			}
			return
		}
	}
	var sent sim.Event
	s := segment{Event: &sent}
	have, ok := false, true
	hand := func() bool {
		if have {
			ok = f(&s)
			s.i++
			have = false
		}
		return ok && w.err == nil
	}
	w.each(kinds|others, func(e *sim.Event) bool {
		switch {
		case e.Kind == sim.EvLost:
			if have && e.Cause == sent.ID {
				s.drop = e.Rule.String()
			}
			return true
		case !hand():
			return false
		case e.Kind == sim.EvSend:
			sent, s.drop, have = *e, "", true
			return true
		}
		return g(e)
	})
	if ok && w.err == nil {
		hand()
	}
}

// dir is the direction of a segment: from the opener of its connection, or to it.
func dir(e *sim.Event) string {
	if e.Side == 0 {
		return "c2s"
	}
	return "s2c"
}

// Clean makes a text harmless for a terminal, a browser and a spreadsheet, in one line.
func Clean(s string) string { return words.Escape(s) }
