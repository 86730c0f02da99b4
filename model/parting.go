package model

import (
	"cmp"
	"fmt"
	"slices"

	"teacp/model/keymap"
	"teacp/sim"
	"teacp/sim/conform"
	"teacp/sim/goal"
	"teacp/sim/rule"
	"teacp/views/words"
)

// partingLines say where each column parts from the first, and by which rules.
func (c *comparison) partingLines() []styled {
	var out []styled
	for k := 1; k < len(c.cols); k++ {
		out = append(out, c.columnLines(k)...)
	}
	return append(out, c.countedLines()...)
}

// footLines are what is said below the runs: of the one with the focus all, of the others how
// they differ from the first.
func (c *comparison) footLines(counting bool) []styled {
	on := max(c.on, 1)
	out := c.columnLines(on)
	for k := 1; k < len(c.cols); k++ {
		if k != on {
			out = append(out, c.columnLines(k)[:1]...)
		}
	}
	if counting { // the line at the foot says how far it is
		return append(out, c.countedLines()...)
	}
	return append(c.countedLines(), out...)
}

// countedLines say how far the runs have been read, as long as that is not to their ends, and
// where matching by events ends.
func (c *comparison) countedLines() []styled {
	th := c.scene.Theme
	var out []styled
	far := ""
	for k, i := range c.cols {
		r := c.tree[i].run
		if b := c.book(r); b.tally.upto < r.Frames() || !r.Done() {
			end := words.Bytes(r.Frames())
			if !r.Done() {
				end += "…"
			}
			far += c.say(words.PartingCountedTo, 'A'+k, words.Bytes(b.tally.upto), end)
		}
	}
	if far != "" {
		s := c.say(words.PartingCounted) + far[2:]
		if c.quiet {
			s += c.say(words.PartingCountOn, c.keyFor(keymap.FirstDifference))
		}
		out = append(out, styled{s + ".", th.Dim})
	}
	if c.lock == lockEvents && c.scene.Frame >= indexFrames {
		out = append(out, styled{c.say(words.PartingMatchedTo, words.Bytes(indexFrames)), th.Held})
	}
	return out
}

// faster says which of two runs is done with its data first.
func (c *comparison) faster(letter rune, a, b sim.Time) string {
	switch {
	case b < a:
		return c.say(words.PartingFaster, letter, words.Time(a-b), words.Time(b), words.Time(a))
	case b > a:
		return c.say(words.PartingSlower, letter, words.Time(b-a), words.Time(b), words.Time(a))
	}
	return c.say(words.PartingSameSpeed, letter, words.Time(b))
}

// columnLines say where a column parts from the first.
func (c *comparison) columnLines(k int) []styled {
	th := c.scene.Theme
	var out []styled
	p := &c.parts[k]
	a, b := c.tree[c.cols[0]].run, c.tree[c.cols[k]].run
	switch {
	case !p.known:
		return append(out, styled{c.comparedSoFar(k), th.Dim})
	case p.judged != nil:
		return append(out, c.judgedLines(k)...)
	case p.same:
		return append(out, styled{c.say(words.PartingIdentical, 'A'+k), th.Plain})
	}
	from, okA := c.end(a)
	to, okB := c.end(b)
	if okA && okB {
		if from.Reached() && to.Reached() {
			out = append(out, styled{c.faster('A'+rune(k), from.At, to.At), th.Strong})
		} else {
			out = append(out, c.endLine('A', a, &from), c.endLine('A'+rune(k), b, &to))
		}
		if s := c.chanceText(a, b); s != "" {
			out = append(out, styled{s, th.Held})
		}
		if s := c.savings(c.book(a), c.book(b)); s != "" {
			out = append(out, styled{s, th.Good})
		}
	}
	out = append(out, c.partSide('A', a, p, 0), c.partSide('A'+rune(k), b, p, 1))
	if x, y := p.twin[0], p.twin[1]; x != nil {
		out = append(out, styled{c.say(words.PartingSends, words.ShortLabel(&x.Seg), words.Time(x.At), x.ID.Frame(),
			'A'+k, words.Time(y.At), y.ID.Frame(), signed(y.At-x.At)), th.Plain})
	}
	return out
}

// endLine says how the goal of a run ended.
func (c *comparison) endLine(letter rune, r *sim.Run, e *goal.End) styled {
	if e.Reached() {
		return styled{c.say(words.PartingCompletes, letter, words.Time(e.At)), c.scene.Theme.Good}
	}
	return styled{fmt.Sprintf("%c %s", letter, words.Goal(r, e, c.scene.Lang)), c.scene.Theme.Bad}
}

// comparedSoFar says how far a column has been compared with the first.
func (c *comparison) comparedSoFar(k int) string {
	at := int64(0)
	if d := c.walks[k]; d != nil {
		at = d.a.frame
	}
	if c.quiet {
		return c.say(words.PartingCompareOn, 'A'+k, words.Bytes(at), c.keyFor(keymap.FirstDifference))
	}
	return c.say(words.PartingComparing, 'A'+k, words.Bytes(at))
}

func (c *comparison) partSide(letter rune, r *sim.Run, p *parting, i int) styled {
	if p.ended[i] {
		return styled{c.say(words.PartingEnded, letter), c.scene.Theme.Held}
	}
	e, o := &p.event[i], &p.event[1-i]
	s := fmt.Sprintf("%c :%d %s  %s", letter, p.frame[i], words.Time(e.At), words.Sentence(r, e, c.scene.Lang))
	if !p.ended[1-i] && e.Kind == o.Kind && e.Kind.IsSegment() &&
		words.ShortLabel(&e.Seg) == words.ShortLabel(&o.Seg) && e.Seg != o.Seg {
		s = fmt.Sprintf("%c :%d %s  %s", letter, p.frame[i], words.Time(e.At),
			words.SegLabel(&e.Seg)) // the options or the window differ
	}
	if e.Rule != rule.None {
		s += " [" + e.Rule.String() + "]"
	}
	return styled{s, c.scene.Theme.Held}
}

// savings say to which causes the difference of two runs is booked, the largest first.
func (c *comparison) savings(a, b *book) string {
	if a.spentOn() == nil || b.spentOn() == nil {
		return ""
	}
	type change struct {
		id rule.ID
		d  int64
	}
	var list []change
	most := int64(0)
	for _, id := range c.causes() {
		if d := b.spent(id) - a.spent(id); d != 0 {
			list = append(list, change{id, d})
			most = max(most, d, -d)
		}
	}
	list = slices.DeleteFunc(list, func(x change) bool { return max(x.d, -x.d) < most/100 }) // no crumbs
	slices.SortStableFunc(list, func(x, y change) int { return cmp.Compare(max(y.d, -y.d), max(x.d, -x.d)) })
	s := ""
	for i, x := range list {
		if i == 4 {
			break
		}
		if i > 0 {
			s += ", "
		}
		cause := words.CauseOf(x.id)
		s += cause.Label(c.scene.Lang) + " " + signed(sim.Time(x.d))
	}
	if s == "" {
		return ""
	}
	if len(list) > 4 {
		return c.say(words.PartingCauses) + s + ", …"
	}
	return c.say(words.PartingCauses) + s + "."
}

// judgedLines say how far a simulation is what was recorded, and where it is not.
func (c *comparison) judgedLines(k int) []styled {
	th := c.scene.Theme
	res, r := c.parts[k].judged, c.tree[c.cols[k]].run
	letter := 'A' + rune(k)
	out := []styled{{c.say(words.ConformSummary, letter, res.Matched, res.Real, fmt.Sprintf("%.3f",
		res.MaxError/1000)), th.Strong}}
	d := res.First
	if d == nil {
		return append(out, styled{c.say(words.ConformAllMatch), th.Good})
	}
	kind := map[string]words.Key{"segment": words.ConformOtherSegment, "missing": words.ConformMissing,
		"extra": words.ConformExtra, "time": words.ConformOtherTime}[d.Kind]
	out = append(out, styled{c.say(words.ConformFirstDifference, c.say(kind), d.Conn, d.Dir, d.Index), th.Held})
	line := func(s *conform.Segment) string {
		if s == nil {
			return c.say(words.ConformNothing)
		}
		return words.Clean(s.Line())
	}
	out = append(out, styled{fmt.Sprintf("A :%d  %s", c.parts[k].frame[0], line(d.Real)), th.Held},
		styled{fmt.Sprintf("%c :%d  %s", letter, c.parts[k].frame[1], line(d.Sim)), th.Held})
	if e := r.Event(d.Event); e != nil {
		out = append(out, styled{words.Sentence(r, e, c.scene.Lang), th.Plain})
	}
	return out
}
