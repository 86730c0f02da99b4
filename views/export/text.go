package export

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"teacp/sim"
	"teacp/views/ladder"
	"teacp/views/paint"
	"teacp/views/words"
)

// A long run's ladder is laid out in blocks of frames. Each block has a margin on both sides, so that
// arrows across its ends are drawn without a break.
const (
	ladderBlock  = 4096
	ladderMargin = 1024
)

// writeText writes the ladder as text.
func writeText(w *writer) error {
	w.print("# ", Clean(w.Title), "\n# ", Clean(w.Command), "\n# ",
		words.TextTimes.In(w.Lang), "\n\n")
	if l := w.lanes(); l.Lanes() > 2 {
		w.print(w.laneNames(l), "\n")
	}
	w.ladder(func(s string) bool { return w.print(s) })
	w.print("\n")
	for _, s := range w.summary() {
		w.print("# ", s, "\n")
	}
	return w.err
}

// ladder calls f with the ladder's text, block by block.
func (w *writer) ladder(f func(string) bool) {
	w.blocks(func(l *ladder.Layout, lo, hi int) bool { return f(w.ladderCanvas(l, lo, hi).String()) })
}

// ladderCanvas paints the rows [lo, hi) of a ladder.
func (w *writer) ladderCanvas(l *ladder.Layout, lo, hi int) *paint.Canvas {
	c := paint.NewCanvas(w.width(), hi-lo)
	c.ASCII = w.ASCII
	ladder.Draw(c, paint.Rect{W: w.width(), H: hi - lo}, l, lo, -1, &paint.Themes[0])
	return c
}

// blocks lays the ladder out and calls f with each block, whose rows without margins are [lo, hi).
func (w *writer) blocks(f func(l *ladder.Layout, lo, hi int) bool) {
	filter := ladder.AllConns
	if len(w.Conns) == 1 {
		filter.Conn = int64(w.Conns[0])
	}
	for from := w.From; from < w.to; from += ladderBlock {
		to := min(from+ladderBlock, w.to)
		l := ladder.BuildOn(w.Axis, w.Run, max(from-ladderMargin, w.From), min(to+ladderMargin, w.to), filter, w.Lang)
		lo, hi := rowOf(l, from), rowOf(l, to)
		if lo < hi && !f(l, lo, hi) {
			return
		}
		if w.Progress != nil {
			w.Progress(to, w.to)
		}
	}
}

// lanes is a ladder without rows, for its lanes.
func (w *writer) lanes() *ladder.Layout {
	filter := ladder.AllConns
	if len(w.Conns) == 1 {
		filter.Conn = int64(w.Conns[0])
	}
	return ladder.Build(w.Run, w.to, w.to, filter, w.Lang)
}

// laneNames is the line with the hosts' names above their lanes.
func (w *writer) laneNames(l *ladder.Layout) string {
	g := l.Geometry(w.width())
	c := paint.NewCanvas(w.width(), 1)
	for i := 0; i < g.N; i++ {
		n := l.LaneName(w.Run, i)
		c.Text(max((g.Lane[i].L+g.Lane[i].R-paint.Width(n))/2, 0), 0, n, paint.Style{})
	}
	return strings.TrimRight(c.String(), " \n")
}

// rowOf is the first row of the frames from frame on; the idle time before it belongs to it.
func rowOf(l *ladder.Layout, frame int64) int {
	at := func(i int) int64 {
		for ; i < len(l.Rows); i++ {
			if f := l.Rows[i].Frame; f >= 0 {
				return f
			}
		}
		return 1 << 62
	}
	return sort.Search(len(l.Rows), func(i int) bool { return at(i) >= frame })
}

func (w *writer) width() int {
	if w.Width <= 0 {
		return 100
	}
	return w.Width
}

// summary gives the counts of the run and how it ended, in two lines.
func (w *writer) summary() []string {
	s := w.Run.Stats()
	out := []string{words.TextSummary.With(w.Lang, words.Time(sim.Time(s.SimNS)), s.Frames, s.Segments,
		s.DataSegments, s.PureAcks, s.Retransmissions, s.Drops, s.Connections)}
	if evs := w.Run.Events(w.Run.Frames() - 1); len(evs) > 0 && w.Run.Done() {
		out = append(out, w.why(&evs[0]))
	}
	return out
}

// writePlain writes one line per frame, for a screen reader: the frame's number, its time
// and its events, in sentences. Timers that start and stop are left out of a frame that
// has other events, unless the filter asks for them.
func writePlain(w *writer) error {
	w.print(Clean(w.Title), "\n")
	frame := int64(-1)
	w.each(w.Kinds, func(e *sim.Event) bool {
		const quiet = 1<<sim.EvArm | 1<<sim.EvCancel | 1<<sim.EvAcked
		if w.Kinds == 0 && e.ID.Index() > 0 && quiet&(1<<e.Kind) != 0 {
			return true
		}
		if f := e.ID.Frame(); f != frame {
			if frame >= 0 {
				w.buf = append(w.buf, '\n')
				w.flush()
			}
			frame = f
			w.buf = append(w.buf, words.TextFrame.With(w.Lang, f, words.Time(e.At))...)
		}
		w.buf = append(append(w.buf, ' '), w.why(e)...)
		return true
	})
	if frame >= 0 {
		w.buf = append(w.buf, '\n')
	}
	w.flush()
	return w.err
}

// writeMarkdown writes a page: title, summary, ladder, and the frames with holds, losses and
// retransmissions, in sentences.
func writeMarkdown(w *writer) error {
	w.print("# ", mdText(w.Title), "\n\n", "```sh\n", mdCode(Clean(w.Command)), "\n```\n\n")
	for _, s := range w.summary() {
		w.print(mdText(s), "\n")
	}
	w.print("\n```text\n")
	w.ladder(func(s string) bool { return w.print(mdCode(s)) })
	w.print("```\n\n", words.TextTableHead.In(w.Lang), "\n|---:|---:|---|\n")
	kinds := w.Kinds
	if kinds == 0 {
		kinds = 1<<sim.EvHold | 1<<sim.EvAckHeld | 1<<sim.EvLost | 1<<sim.EvFire | 1<<sim.EvMark | 1<<sim.EvUndo | 1<<sim.EvError | 1<<sim.EvKnob
	}
	w.each(kinds, func(e *sim.Event) bool {
		return w.print(fmt.Sprintf("| %d | %s | %s |\n", e.ID.Frame(), words.Time(e.At), mdText(w.why(e))))
	})
	return w.err
}

// mdText escapes a text for Markdown.
func mdText(s string) string {
	var b strings.Builder
	for _, r := range Clean(s) {
		if strings.ContainsRune("\\`*_{}[]<>|~#", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// mdCode keeps a text from ending its code block.
func mdCode(s string) string { return strings.ReplaceAll(s, "```", "'''") }

// writeMermaid writes a sequence diagram. A segment is placed at its sending, with the time of its
// arrival.
func writeMermaid(w *writer) error {
	w.print("---\ntitle: ", strconv.Quote(Clean(w.Title)), "\n---\nsequenceDiagram\n") // valid quotes in YAML, too
	named := map[uint8]bool{}
	participant := func(h uint8) {
		if !named[h] {
			named[h] = true
			w.print(fmt.Sprintf("    participant h%d as %s\n", h, mermaidText(w.Run.Config().HostName(int(h)))))
		}
	}
	for _, h := range w.lanes().Hosts { // in the ladder's order
		participant(h)
	}
	for h := range w.Run.Config().Hosts {
		participant(uint8(h))
	}
	w.segmentsAnd(1<<sim.EvHold|1<<sim.EvAckHeld|1<<sim.EvFire|1<<sim.EvKnob|1<<sim.EvError, func(s *segment) bool {
		to, arrow, end := w.peer(s.Event), "->>", words.Time(s.At2)
		if s.At2 == sim.Never {
			arrow, end = "-x", words.Lost.In(w.Lang)+" ("+s.drop+")"
		} else if s.Seg.Len == 0 {
			arrow = "-->>"
		}
		return w.print(fmt.Sprintf("    h%d%sh%d: %s\n", s.Host, arrow, to,
			mermaidText(words.SegLabel(&s.Seg)+", "+words.Time(s.At)+" – "+end)))
	}, func(e *sim.Event) bool {
		return w.print(fmt.Sprintf("    Note over h%d: %s\n", e.Host, mermaidText(words.Time(e.At)+" "+w.why(e))))
	})
	return w.err
}

// peer is the host at the other end of an event's connection.
func (w *writer) peer(e *sim.Event) uint8 {
	l := w.Run.Config().Links[e.Link]
	if l.A == e.Host {
		return l.B
	}
	return l.A
}

// mermaidText writes characters with a meaning in Mermaid as entities.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range Clean(s) {
		if strings.ContainsRune("#;:<>\"`{}%", r) && r != ':' {
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
