package views

import (
	"fmt"

	"teacp/sim"
	"teacp/sim/rule"
)

// books is what panes keep of the ledgers of the runs that were on the screen last.
type books struct {
	list  [4]*sim.Ledger
	used  [4]uint64
	clock uint64

	whatIf    []WhatIf // of whatIfRun; nil: not known
	whatIfRun *sim.Run

	soFar struct { // the ledger of the whole run up to a frame
		book  *sim.Ledger
		upto  int64
		frame int64
		list  []sim.Interval
		items []sim.Item
	}
}

// atOnce is how many frames a painting reads into a ledger; more are read between the keys.
const atOnce = 512

// Book is the ledger of the run on the screen, as far as it has been read.
func (s *Scene) Book() *sim.Ledger {
	b := &s.books
	b.clock++
	old := 0
	for i, l := range b.list {
		if l != nil && l.Run() == s.Run {
			b.used[i] = b.clock
			l.Grow(atOnce)
			return l
		}
		if b.used[i] < b.used[old] {
			old = i
		}
	}
	b.list[old], b.used[old] = sim.NewLedger(s.Run), b.clock
	b.list[old].Grow(2 * atOnce)
	return b.list[old]
}

// ReadOn reads n more frames into the ledger of the run on the screen and reports whether
// there are more: what panes about the whole run have to wait for.
func (s *Scene) ReadOn(n int64) bool {
	if s.Run == nil || s.Run.Config().Replays() {
		return false
	}
	return !s.Book().Grow(n)
}

// NeedsBook reports whether a pane shows what the ledger knows.
func NeedsBook(id PaneID) bool {
	return id == PaneLedger || id == PanePage || id == PaneMessages
}

// SetWhatIf gives the scene what a what-if found for a run.
func (s *Scene) SetWhatIf(r *sim.Run, list []WhatIf) { s.books.whatIf, s.books.whatIfRun = list, r }

// WhatIfKnown reports whether the what-if of the run on the screen is known.
func (s *Scene) WhatIfKnown() bool { return s.books.whatIfRun == s.Run }

// soFar is the ledger of the whole run up to the cursor, with its items.
func (s *Scene) soFar() (list []sim.Interval, items []sim.Item) {
	l, c := s.Book(), &s.books.soFar
	if c.book != l || c.upto != l.Read() || c.frame != s.Frame {
		c.book, c.upto, c.frame = l, l.Read(), s.Frame
		c.list = sim.Upto(l.Whole(), s.Run.At(s.Frame).Now())
		c.items = sim.Items(c.list)
	}
	return c.list, c.items
}

// reading says how far the ledger has been read, "" when all of it has.
func (s *Scene) reading(l *sim.Ledger) string {
	if l.Current() {
		return ""
	}
	return fmt.Sprintf(Say(s.Lang, "reading the run: frame %s of %s", "실행을 읽는 중: 프레임 %s/%s"), Bytes(l.Read()), Bytes(s.Run.Frames()))
}

// recording says, in place of a pane, that a recording does not know what it would show.
func (s *Scene) recording(c *Canvas, r Rect) bool {
	if !s.Run.Config().Replays() {
		return false
	}
	text := Say(s.Lang, "This is a recording: what waited for what is not in it. Simulate its case to see the ledger.", "기록이다. 무엇이 무엇을 기다렸는지는 들어 있지 않다. 장부는 시뮬레이션에 있다.")
	for i, l := range Wrap(text, r.W) {
		c.Text(r.X, r.Y+i, l, s.Theme.Dim)
	}
	return true
}

// LedgerLines say to which interval of the ledger a frame belongs: the wait that it ended,
// or the one in which it lies.
func LedgerLines(l *sim.Ledger, frame int64, lang string) []string {
	if l.Run().Config().Replays() || frame >= l.Read() {
		return nil
	}
	list := l.Whole()
	total := l.Total()
	var out []string
	for i := range list {
		if v := &list[i]; v.Frame == frame {
			out = append(out, fmt.Sprintf(Say(lang, "ends %s of %s (%s of the whole)", "%s의 %s 끝 (전체의 %s)"), Time(v.To-v.From), causeWords(v, lang), Share(v.To-v.From, total)))
		}
	}
	if len(out) > 0 {
		return out
	}
	now := l.Run().TimeOf(frame)
	for i := range list {
		if v := &list[i]; v.From <= now && now < v.To {
			return []string{fmt.Sprintf(Say(lang, "lies in %s of %s that frame :%d ends", "%s의 %s 안 (프레임 :%d에서 끝남)"), Time(v.To-v.From), causeWords(v, lang), v.Frame)}
		}
	}
	if frame > l.CompletionFrame() && l.CompletionFrame() >= 0 {
		return []string{fmt.Sprintf(Say(lang, "lies behind the completion (:%d)", "일이 끝난 뒤 (:%d)"), l.CompletionFrame())}
	}
	return nil
}

// causeWords name an interval's cause and its contributor.
func causeWords(v *sim.Interval, lang string) string {
	s := v.Cause.String()
	if v.With != rule.None {
		s += Say(lang, " with ", " + ") + v.With.String()
	}
	return s
}
