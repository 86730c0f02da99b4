package export

import (
	"fmt"

	"teacp/sim"
	"teacp/views"
)

// ladderBlock is how many frames of a ladder are laid out at once, so that a long run does
// not stand in memory.
const ladderBlock = 2048

// writeText writes the ladder as text.
func writeText(w *writer) error {
	w.print("# ", views.Clean(w.Title), "\n# ", views.Clean(w.Command), "\n")
	if w.Lang == "ko" {
		w.print("# 시각은 실행의 시작부터\n\n")
	} else {
		w.print("# times from the start of the run\n\n")
	}
	w.ladder(func(s string) bool { return w.print(s) })
	w.footer()
	return w.err
}

// ladder hands the ladder over, block by block.
func (w *writer) ladder(f func(string) bool) {
	filter := views.AllConns
	if len(w.Conns) == 1 {
		filter.Conn = int64(w.Conns[0])
	}
	for from := w.From; from < w.to; from += ladderBlock {
		l := views.NewLadder(w.Run, from, min(from+ladderBlock, w.to), filter, w.Lang)
		if len(l.Rows) > 0 && !f(views.LadderText(l, w.width(), w.ASCII)) {
			return
		}
		if w.Progress != nil {
			w.Progress(from, w.to)
		}
	}
}

func (w *writer) width() int {
	if w.Width <= 0 {
		return 100
	}
	return w.Width
}

// footer says how the run ended.
func (w *writer) footer() {
	s := w.Run.Stats()
	w.print(fmt.Sprintf("\n# %s: %d frames, %d segments (%d data, %d pure ACKs), %d retransmissions, %d lost\n",
		views.Time(sim.Time(s.SimNS)), s.Frames, s.Segments, s.DataSegments, s.PureAcks, s.Retransmissions, s.Drops))
	last := w.Run.Frames() - 1
	if evs := w.Run.Events(last); len(evs) > 0 {
		w.print("# ", views.Sentence(w.Run, &evs[0], w.Lang), "\n")
	}
}

// writePlain writes one line per frame, for a screen reader: the frame's number, its time
// and what happened, in sentences.
func writePlain(w *writer) error {
	w.print(views.Clean(w.Title), "\n")
	frame := int64(-1)
	w.each(w.Kinds, func(e *sim.Event) bool {
		if e.Kind == sim.EvArm || e.Kind == sim.EvCancel || e.Kind == sim.EvAcked {
			if w.Kinds == 0 && e.ID.Index() > 0 {
				return true
			}
		}
		if f := e.ID.Frame(); f != frame {
			if frame >= 0 {
				w.buf = append(w.buf, '\n')
				w.flush()
			}
			frame = f
			w.buf = fmt.Appendf(w.buf, views.Say(w.Lang, "Frame %d, %s:", "프레임 %d, %s:"), f, views.Time(e.At))
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
