package views

import (
	"fmt"
	"sort"

	"teacp/sim"
	"teacp/sim/goal"
	"teacp/sim/ledger"
	"teacp/sim/sample"
	"teacp/views/paint"
	"teacp/views/words"
)

func init() {
	Panes[PaneLedger] = Pane{
		Name: "ledger", title: words.TitleLedger,
		help:        words.PaneLedgerHelp,
		NeedsLedger: true,
		WhatIf:      true,
		Example:     Example{Scenario: "page", Percent: 50},
		paint:       paintLedger,
		frameAt:     ledgerAt,
	}
}

// paintLedger shows where the time up to the cursor went, what each knob would save, and
// the intervals themselves.
func paintLedger(c *paint.Canvas, r paint.Rect, s *Scene) {
	if s.paintNoLedger(c, r) {
		return
	}
	l := s.Book()
	th := s.Theme
	list, items := s.soFar()
	sum := sim.Time(0)
	if len(list) > 0 {
		sum = list[len(list)-1].To
	}
	s.ledgerHead(c, r, l, sum)
	if pathPending(l) {
		s.ledgers.path = paint.Rect{}
		c.TextIn(r.X, r.Y+2, r.W, words.LedgerLongRun.In(s.Lang), th.Dim)
		return
	}
	s.ledgerStrip(c, paint.Rect{X: r.X, Y: r.Y + 1, W: r.W, H: 2}, l, sum)
	s.ledgers.path = paint.Rect{}
	body := paint.Rect{X: r.X, Y: r.Y + 3, W: r.W, H: r.H - 3}
	if len(items) == 0 {
		c.TextIn(body.X, body.Y, body.W, words.LedgerEmpty.In(s.Lang), th.Dim)
		return
	}
	right := 0
	if r.W >= 96 { // the what-if stands beside the list
		right = min(r.W*2/5, 62)
		s.paintWhatIf(c, paint.Rect{X: r.X + r.W - right + 1, Y: body.Y, W: right - 1, H: body.H}, 0)
	}
	left := paint.Rect{X: body.X, Y: body.Y, W: body.W - right, H: body.H}
	y := paintItems(c, left, s, items, sum, false)
	if right == 0 && left.H-y >= 5 {
		n := s.paintWhatIf(c, paint.Rect{X: left.X, Y: left.Y + y + 1, W: left.W, H: min((left.H-y)/2, 8)}, 4)
		y += n + 1
	}
	if left.H-y >= 3 {
		head := words.LedgerPathHead.In(s.Lang)
		if paint.Width(head) > left.W {
			head = words.LedgerPathHeadNarrow.In(s.Lang)
		}
		c.TextIn(left.X, left.Y+y+1, left.W, head, th.Dim)
		h := left.H - y - 2
		s.rows[PaneLedger] = len(list)
		s.Scroll[PaneLedger] = max(min(s.Scroll[PaneLedger], len(list)-h), 0)
		in := paint.Rect{X: left.X, Y: left.Y + y + 2, W: left.W, H: h}
		s.ledgers.path, s.ledgers.pathFrom = in, len(list)-1-s.Scroll[PaneLedger]
		paintIntervals(c, in, s, list, s.ledgers.pathFrom, -1)
		scrollMarks(c, in, s, s.Scroll[PaneLedger], len(list))
	}
}

// ledgerHead says how much of the run's time is over.
func (s *Scene) ledgerHead(c *paint.Canvas, r paint.Rect, l *ledger.Ledger, sum sim.Time) {
	th := s.Theme
	if t := s.readingText(l); t != "" {
		c.TextIn(r.X, r.Y, r.W, t, th.Held)
		return
	}
	e := l.End()
	text := words.LedgerSoFarComplete.With(s.Lang, words.Time(sum), words.Time(l.Total()), e.Frame)
	if paint.Width(text) > r.W {
		text = words.LedgerSoFar.With(s.Lang, words.Time(sum), words.Time(l.Total()), e.Frame)
	}
	st := th.Strong
	switch {
	case e.Frame < 0:
		text = words.LedgerNeverInRun.In(s.Lang)
	case !e.Reached():
		text, st = s.goalText(&e, r.W), th.Bad
	case sum == l.Total():
		text = words.LedgerComplete.With(s.Lang, e.Frame, words.Time(sum))
	}
	c.TextIn(r.X, r.Y, r.W, text, st)
}

// goalText says why a goal was not reached: with its error if that fits into a width.
func (s *Scene) goalText(e *goal.End, w int) string {
	if text := words.Goal(s.Run, e, s.Lang); paint.Width(text) <= w {
		return text
	}
	return words.GoalHead(e, s.Lang)
}

// ledgerStrip draws the whole run as one bar of letters, with the cursor under it; what
// has not happened yet is dotted.
func (s *Scene) ledgerStrip(c *paint.Canvas, r paint.Rect, l *ledger.Ledger, sum sim.Time) {
	th := s.Theme
	all := l.Whole()
	total := max(l.Total(), 1)
	for x := 0; x < r.W; x++ {
		c.Put(r.X+x, r.Y, '·', th.Dim)
	}
	Letters(ledger.Upto(all, sum), 0, total, r.W, func(x int, v *ledger.Interval) {
		k := words.CauseOf(v.Cause)
		c.Put(r.X+x, r.Y, k.Letter, causeStyle(th, k.Rule))
	})
	x := min(int(int64(r.W)*int64(sum)/int64(total)), r.W-1)
	c.Put(r.X+x, r.Y+1, '▲', th.Strong)
}

// paintItems draws items with their times, shares and bars, each followed by its contributors;
// it returns the number of rows. Short leaves the names for people out.
func paintItems(c *paint.Canvas, r paint.Rect, s *Scene, items []ledger.Item, sum sim.Time, short bool) int {
	th := s.Theme
	if len(items) == 0 || r.H <= 0 {
		return 0
	}
	most, with := sim.Time(1), 0 // the largest item; the widest first contributor
	for i := range items {
		most = max(most, items[i].Time)
		if w := items[i].With; len(w) > 0 {
			with = max(with, paint.Width(w[0].Rule.String())+paint.Width(words.Time(w[0].Time))+3)
		}
	}
	name := 14
	if !short && r.W >= 70 {
		name = 26
	}
	y := 0
	for i := range items {
		if y >= r.H {
			return y
		}
		it := &items[i]
		k := words.CauseOf(it.Cause)
		c.Put(r.X, r.Y+y, k.Letter, causeStyle(th, k.Rule))
		label := it.Cause.String()
		if name > 14 {
			label = k.Label(s.Lang)
		}
		c.TextIn(r.X+2, r.Y+y, name-1, label, th.Plain)
		t := words.Time(it.Time)
		x := c.Text(r.X+2+name+max(13-paint.Width(t), 0), r.Y+y, t, th.Plain)
		p := words.Share(it.Time, sum)
		x = c.Text(x+max(8-paint.Width(p), 1), r.Y+y, p, th.Dim) + 1
		room := r.X + r.W - x
		if room >= 6 {
			wide := max(min(min(room, 40)*2/3, room-with), 4) // leave room for the contributors
			w := int(int64(wide) * int64(it.Time) / int64(most))
			for j := 0; j < w; j++ {
				c.Put(x+j, r.Y+y, '█', causeStyle(th, k.Rule))
			}
			x += w
			if w > 0 {
				x++
			}
			for j := range it.With {
				p := &it.With[j]
				text := "+" + p.Rule.String() + " " + words.Time(p.Time)
				if x+paint.Width(text) > r.X+r.W { // without its time, if that does not fit
					text = "+" + p.Rule.String()
				}
				if x+paint.Width(text) > r.X+r.W {
					break
				}
				x = c.Text(x, r.Y+y, text, th.Dim) + 1
			}
		}
		y++
	}
	return y
}

// paintWhatIf lists what each knob alone would save and returns the number of rows. If most is 0, it
// lists as many as fit.
func (s *Scene) paintWhatIf(c *paint.Canvas, r paint.Rect, most int) int {
	th := s.Theme
	if r.H < 2 {
		return 0
	}
	c.TextIn(r.X, r.Y, r.W, s.whatIfHead(), th.Strong)
	if !s.WhatIfKnown() {
		text := words.WhatIfTrying.In(s.Lang)
		if s.Run.Frames() > MaxWhatIf {
			text = words.WhatIfLongRun.In(s.Lang)
		}
		c.TextIn(r.X, r.Y+1, r.W, text, th.Dim)
		return 2
	}
	y := 1
	best := sim.Time(1)
	for i := range s.ledgers.found.List {
		best = max(best, s.ledgers.found.List[i].Gain())
	}
	for i := range s.ledgers.found.List {
		v := &s.ledgers.found.List[i]
		if !v.Matters() {
			continue
		}
		if y >= r.H || most > 0 && y > most {
			break
		}
		s.whatIfRow(c, paint.Rect{X: r.X, Y: r.Y + y, W: r.W, H: 1}, v, best)
		y++
	}
	if y == 1 {
		c.TextIn(r.X, r.Y+1, r.W, words.WhatIfNoKnob.In(s.Lang), th.Dim)
		y++
	}
	return y
}

// whatIfHead is the line above the effects: where they rest on chance it names the seeds, and while they are
// tried how far that is.
func (s *Scene) whatIfHead() string {
	f := &s.ledgers.found
	last := f.First + sample.Seeds - 1
	switch {
	case !s.WhatIfKnown() || f.Of == 0:
		return words.WhatIfHead.In(s.Lang)
	case f.N < f.Of:
		return words.SampleTrying.With(s.Lang, f.First, last, f.N, f.Of)
	}
	return words.SampleHead.With(s.Lang, f.First, last, words.Time(f.Base.Median), words.Time(f.Base.Min),
		words.Time(f.Base.Max))
}

// MaxWhatIf is the longest run, in frames, for which the explorer tries knobs by itself.
const MaxWhatIf = 20_000

func (s *Scene) whatIfRow(c *paint.Canvas, r paint.Rect, v *WhatIf, best sim.Time) {
	th := s.Theme
	gain := v.Gain()
	st, t := th.Good, "−"+words.Time(gain)
	switch {
	case v.Effect == Cures:
		total, what, _ := v.Text(s.Lang)
		t = what + " " + total
	case v.Effect != Compares:
		st = th.Bad
		_, t, _ = v.Text(s.Lang)
	case gain <= 0:
		st, t = th.Dim, "+"+words.Time(-gain)
	}
	switch e := &v.Sample; {
	case v.OneDraw:
		t += " " + words.SampleOneDraw.In(s.Lang)
	case e.Seeds > 0:
		t += fmt.Sprintf(" %2d/%d", e.Helps, e.Seeds)
	}
	wide := max(paint.Width(t), 14)
	name := min(r.W-2-wide, 34)
	c.TextIn(r.X, r.Y, name, v.Knob+"="+v.Value, th.Plain)
	x := c.Text(r.X+name+max(wide-paint.Width(t), 1), r.Y, t, st) + 1
	if room := r.X + r.W - x; room > 3 && gain > 0 {
		for j := 0; j < int(int64(room)*int64(gain)/int64(best)); j++ {
			c.Put(x+j, r.Y, '█', st)
		}
	}
}

// ledgerAt is the frame under a point: that which ended the interval there, in the bar of the
// whole run or in the path.
func ledgerAt(r paint.Rect, s *Scene, x, y int) int64 {
	if s.Run.Config().Replays() {
		return -1
	}
	l := s.Book()
	if y == r.Y+1 {
		at := sim.Time(int64(l.Total()) * int64(x-r.X) / int64(max(r.W, 1)))
		list := l.Whole()
		if i := sort.Search(len(list), func(i int) bool { return list[i].To > at }); i < len(list) {
			return list[i].Frame
		}
		return -1
	}
	list, _ := s.soFar()
	if i := s.ledgers.pathFrom - (y - s.ledgers.path.Y); s.ledgers.path.Contains(x, y) && i >= 0 && i < len(list) {
		return list[i].Frame
	}
	return -1
}
